"""Anyone can check a page: what is saved verifies with its proof, what was changed does not; the log is open."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from gongkai.kernel.trust import queries as trust

from .conftest import County


def proof_of(client: Client, record_id: int) -> dict[str, object]:
    response = client.get(f"/verify/{record_id}/proof.json")
    assert response["Content-Disposition"].startswith("attachment;")
    return dict(json.loads(response.content))


def key(client: Client) -> str:
    return client.get("/trust/key.txt").content.decode()


def test_a_saved_page_verifies_with_its_proof_and_the_key(county: County, client: Client):
    for record in (county.policy, county.interpretation, county.corrected, county.new_law):
        page = client.get(f"/records/{record.pk}/").content
        assert trust.check_proof(proof_of(client, record.pk), key(client), page) == []


def test_one_changed_character_is_found(county: County, client: Client):
    page = client.get(f"/records/{county.policy.pk}/").content.decode()
    proof = proof_of(client, county.policy.pk)
    changed = page.replace("每季度巡查不少于一次", "每季度巡查不少于二次")
    assert changed != page
    assert trust.check_proof(proof, key(client), changed.encode())
    assert trust.check_proof(proof, key(client), page.replace("36200", "36201").encode())


def test_the_page_of_another_record_does_not_verify(county: County, client: Client):
    other = client.get(f"/records/{county.interpretation.pk}/").content
    assert trust.check_proof(proof_of(client, county.policy.pk), key(client), other)


def test_a_former_text_verifies_with_its_own_proof(county: County, client: Client):
    page = client.get(f"/records/{county.corrected.pk}/revisions/1/").content
    proof = json.loads(client.get(f"/verify/{county.corrected.pk}/revisions/1/proof.json").content)
    assert trust.check_proof(proof, key(client), page) == []
    assert trust.check_proof(proof_of(client, county.corrected.pk), key(client), page)


def test_an_attachment_verifies_with_the_proof_of_its_page(county: County, client: Client):
    file = b"".join(client.get(f"/records/{county.policy.pk}/files/{county.file.pk}/").streaming_content)
    assert trust.check_proof(proof_of(client, county.policy.pk), key(client), file) == []
    assert trust.check_proof(proof_of(client, county.policy.pk), key(client), file + b" ")


def test_the_traditional_page_does_not_pretend_to_be_certified(county: County, client: Client):
    page = client.get(f"/hant/records/{county.policy.pk}/").content
    assert trust.check_proof(proof_of(client, county.policy.pk), key(client), page)


def test_the_verify_page_shows_every_piece(county: County, client: Client):
    proof = proof_of(client, county.policy.pk)
    words = html.document_fromstring(client.get(f"/verify/{county.policy.pk}/").content).text_content()
    for piece in (proof["digest"], proof["subject"], *proof["path"], str(proof["checkpoint"]).splitlines()[2]):  # type: ignore[misc]
        assert str(piece) in words
    assert "内容与存证一致" in words


def test_a_text_changed_in_the_database_is_said_to_be_wrong(county: County, client: Client):
    from django.db import connection

    with connection.cursor() as cursor:  # as the owner of the file could
        cursor.execute("DROP TRIGGER IF EXISTS guard_records_attachment_update")
        names = connection.introspection.table_names(cursor)
        assert "trust_leaf" in names
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'records_revision'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "UPDATE records_revision SET title = %s WHERE id = %s", ["被改动的标题", county.policy.current_id]
        )
        if connection.vendor != "sqlite":
            cursor.execute("SET session_replication_role = DEFAULT")
    words = client.get(f"/verify/{county.policy.pk}/").content.decode()
    assert "内容与存证不符" in words
    assert client.get(f"/verify/{county.policy.pk}/proof.json").status_code == 404


# -- the form --------------------------------------------------------------------------------------------------------


def upload(client: Client, proof: bytes, file: bytes | None = None, name: str = "page.html") -> str:
    data = {"proof": SimpleUploadedFile("proof.json", proof)}
    if file is not None:
        data["file"] = SimpleUploadedFile(name, file)
    response = client.post("/verify/check/", data)
    assert response.status_code in {200, 400}
    return response.content.decode()


def test_an_uploaded_page_is_checked(county: County, client: Client):
    proof = client.get(f"/verify/{county.policy.pk}/proof.json").content
    page = client.get(f"/records/{county.policy.pk}/").content
    assert "核验通过" in upload(client, proof, page)
    assert "未比对文件内容" in upload(client, proof)
    assert "核验不通过" in upload(client, proof, page.replace("不少于一次".encode(), "不少于二次".encode()))
    assert "核验不通过" in upload(client, proof, b"%PDF-1.7 something else", "a.pdf")
    assert "核验不通过" in upload(client, proof.replace("饮用水".encode(), "饮用酒".encode()), None)


@pytest.mark.parametrize(
    "proof",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"version": 1}',
        b'{"a":1,"a":2}',
        b"[" * 5000,
        b'{"version":1,"statement":NaN}',
    ],
)
def test_a_broken_proof_is_refused_in_words(county: County, client: Client, proof: bytes):
    words = upload(client, proof, b"x")
    assert "核验通过" not in words
    assert "处需要改正" in words or "核验不通过" in words


def test_what_a_proof_says_is_shown_as_text(county: County, client: Client):
    proof = json.loads(client.get(f"/verify/{county.policy.pk}/proof.json").content)
    proof["statement"]["title"] = "<script>alert(1)</script>"
    words = upload(client, json.dumps(proof).encode())
    assert "<script>alert" not in words
    assert "核验不通过" in words


def test_an_over_large_upload_is_refused_before_it_is_read(county: County, client: Client):
    response = client.generic(
        "POST", "/verify/check/", b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="99999999999"
    )
    assert response.status_code == 413
    assert "64 MB" in response.content.decode()


def test_the_form_asks_for_its_token(county: County):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/verify/check/", {"proof": SimpleUploadedFile("p.json", b"{}")}).status_code == 403
    assert "csrftoken" in strict.get("/verify/check/").cookies


# -- the log ---------------------------------------------------------------------------------------------------------


def test_two_checkpoints_are_proved_consistent(county: County, client: Client):
    older, newer = trust.checkpoint(2), trust.latest()
    assert older is not None
    assert newer is not None
    answer = json.loads(client.get(f"/trust/consistency/{older.size}/{newer.size}/proof.json").content)
    assert answer == {"old": older.size, "new": newer.size, "path": trust.consistency(older.size, newer.size)}
    words = client.get(f"/trust/consistency/{older.size}/{newer.size}/").content.decode()
    assert all(part in words for part in answer["path"])


def test_a_note_is_handed_out_as_it_was_signed(county: County, client: Client):
    checkpoint = trust.checkpoint(2)
    assert checkpoint is not None
    assert client.get("/trust/checkpoints/2/note.txt").content.decode() == checkpoint.note


def test_the_health_of_the_house(county: County, client: Client):
    response = client.get("/healthz")
    assert response.status_code == 200
    assert json.loads(response.content)["ok"] is True
    assert response["Cache-Control"].startswith("max-age=0, no-cache")


def test_a_full_disk_is_told_with_503(county: County, client: Client, monkeypatch: pytest.MonkeyPatch):
    from gongkai.faces.portal.views import machines

    monkeypatch.setattr(machines, "SCARCE", 10**18)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert json.loads(response.content)["ok"] is False


def test_the_feed_and_the_sitemap_are_well_formed(county: County, client: Client):
    from lxml import etree

    for address in ("/feed/", "/sitemap.xml", "/sitemap/pages.xml", "/sitemap/1.xml"):
        assert etree.fromstring(client.get(address).content) is not None
    assert f"https://www.yunxiu.example/records/{county.policy.pk}/" in client.get("/feed/").content.decode()
