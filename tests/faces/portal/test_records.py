"""The page of a record: what it shows, what it must not show, its files, its former texts, and a bounded number of queries."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from gongkai.faces.portal.reading import dressed
from gongkai.kernel.papers import richtext
from gongkai.kernel.records import jobs
from gongkai.kernel.records import operations as verbs
from gongkai.kernel.vocabulary import now
from tests import factories

from .conftest import County, correct, many, with_file


def page(client: Client, address: str) -> html.HtmlElement:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return html.document_fromstring(response.content)


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_a_record_shows_its_metadata_in_words(county: County, client: Client):
    words = page(client, f"/records/{county.policy.pk}/").xpath("//article")[0].text_content()
    for expected in (
        "岫水规〔2026〕3号", "现行有效", "有效期至2099年5月1日", str(county.policy.index_number), "云岫县水利局", "主动公开",
        "行政规范性文件", "责任部门：县水利局 水资源股", "联系电话：0999-0210123", "本页已存证", "水源地名录.csv",
    ):  # fmt: skip
        assert expected in words


def test_the_issuer_keeps_the_name_it_had(county: County, client: Client):
    from gongkai.kernel.ledger.queries import Actor
    from gongkai.kernel.organizations import operations as organizing

    organizing.rename_organ(
        organ=county.people.organ,
        name="云岫县水务局",
        short_name="县水务局",
        on=now().date(),
        by=Actor.system("测试"),
        at=now(),
    )
    facts = page(client, f"/records/{county.policy.pk}/").xpath("//dl[contains(@class, 'head')]")[0].text_content()
    assert "云岫县水利局" in facts
    assert "云岫县水务局" not in facts


def test_a_relation_is_shown_on_both_sides_in_its_own_words(county: County, client: Client):
    policy, told = county.policy.pk, county.interpretation.pk
    there = page(client, f"/records/{policy}/").xpath(
        f"//aside//h2[.='解读材料']/following::a[@href='/records/{told}/']"
    )
    back = page(client, f"/records/{told}/").xpath(f"//aside//h2[.='解读']/following::a[@href='/records/{policy}/']")
    assert there
    assert back
    verbs.withdraw(record_id=told, reason="in_error", note="有误", by=county.people.of("head"), at=now())
    assert "解读材料" not in client.get(f"/records/{policy}/").content.decode()


def test_editions_of_a_law_lead_to_each_other(county: County, client: Client):
    old = page(client, f"/records/{county.old_law.pk}/")
    assert "已被修改" in old.text_content()
    assert old.xpath(f"//aside//a[@href='/records/{county.new_law.pk}/']")[0].text == "2024年5月1日版本，现行"
    new = page(client, f"/records/{county.new_law.pk}/")
    assert new.xpath(f"//aside//a[@href='/records/{county.old_law.pk}/']")
    assert new.xpath("//h2[@id='chapter-1']")
    assert new.xpath("//nav[@data-contents]//a/@href") == ["#chapter-1", "#chapter-2"]


def test_a_correction_says_what_was_wrong_and_keeps_the_former_text(county: County, client: Client):
    address = f"/records/{county.corrected.pk}/"
    now_ = page(client, address)
    assert "36800人" in now_.text_content()
    assert "服务人口为36200人" in now_.xpath("//dl[@class='correction']")[0].text_content()
    former = now_.xpath("//aside//a[contains(@href, '/revisions/1/')]/@href")[0]
    before = page(client, former)
    assert "人口36200人。" in before.xpath("//*[@data-proof-html='body']")[0].text_content()
    assert "这是更正前的文本" in before.text_content()
    assert "服务人口为36800人" in before.xpath("//dl[@class='correction']")[0].text_content()
    assert client.get(f"/records/{county.corrected.pk}/revisions/2/").status_code == 404  # the current one has its page
    assert client.get(f"/records/{county.corrected.pk}/revisions/9/").status_code == 404


def test_each_former_text_names_the_correction_that_followed_it(county: County, client: Client):
    correct(county.people, county.corrected, correction_wrong="第二处错", correction_right="第二处对")
    first = (
        page(client, f"/records/{county.corrected.pk}/revisions/1/")
        .xpath("//dl[@class='correction']")[0]
        .text_content()
    )
    second = (
        page(client, f"/records/{county.corrected.pk}/revisions/2/")
        .xpath("//dl[@class='correction']")[0]
        .text_content()
    )
    assert "服务人口" in first
    assert "第二处" not in first
    assert "第二处错" in second


# -- gone, and never there -------------------------------------------------------------------------------------------


def test_a_withdrawn_record_is_a_tombstone_everywhere(county: County, client: Client):
    pk, file = county.withdrawn.pk, county.withdrawn_file.pk
    for address in (
        f"/records/{pk}/",
        f"/hant/records/{pk}/",
        f"/records/{pk}/files/{file}/",
        f"/records/{pk}/pdf/",
        f"/records/{pk}/docx/",
        f"/verify/{pk}/",
        f"/records/{pk}/revisions/1/",
    ):
        response = client.get(address)
        words = response.content.decode()
        assert response.status_code == 410, address
        assert "补助发放名单" not in words, address
        assert "发放名单见附件" not in words, address
        assert "名单.csv" not in words, address
    words = client.get(f"/records/{pk}/").content.decode()
    assert "发布有误" in words
    assert "名单有误，核对后重新公示" in words
    for address in (f"/verify/{pk}/proof.json", f"/records/{pk}/qr/", f"/verify/{pk}/revisions/1/proof.json"):
        assert client.get(address).status_code == 404, address


def test_a_withdrawn_record_is_gone_from_lists_feed_and_sitemap_at_once(county: County, client: Client):
    for address in (
        "/",
        "/lists/",
        "/open/",
        "/feed/",
        "/sitemap/1.xml",
        "/search/?q=%E8%A1%A5%E5%8A%A9%E5%8F%91%E6%94%BE%E5%90%8D%E5%8D%95",
        "/lists/kind/livelihood/",
    ):
        words = client.get(address).content.decode()
        assert f"/records/{county.withdrawn.pk}/" not in words, address
        assert "公示名单" not in words, address


def test_a_draft_does_not_exist_for_the_public(county: County, client: Client):
    pk = county.draft.record_id
    client.force_login(county.people.drafter)
    for address in (
        f"/records/{pk}/", f"/hant/records/{pk}/", f"/records/{pk}/files/{county.draft_file.pk}/", f"/records/{pk}/pdf/",
        f"/records/{pk}/qr/", f"/records/{pk}/revisions/1/", f"/verify/{pk}/", f"/verify/{pk}/proof.json",
        f"/records/{county.policy.pk}/files/{county.draft_file.pk}/",
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address


def test_a_correction_under_way_shows_nothing_of_itself(county: County, client: Client):
    revision = verbs.start_correction(record_id=county.policy.pk, by=county.people.of("drafter"), at=now())
    verbs.save(
        revision_id=revision.pk,
        fields={"title": "改动中的标题"},
        version=revision.version,
        by=county.people.of("drafter"),
        at=now(),
    )
    assert "改动中的标题" not in client.get(f"/records/{county.policy.pk}/").content.decode()
    assert client.get(f"/records/{county.policy.pk}/revisions/{revision.number}/").status_code == 404


# -- files -----------------------------------------------------------------------------------------------------------


def test_an_attachment_is_saved_and_never_run(county: County, client: Client):
    response = client.get(f"/records/{county.policy.pk}/files/{county.file.pk}/")
    assert b"".join(response.streaming_content).startswith("水源地".encode())
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/octet-stream"
    assert "sandbox" in response["Content-Security-Policy"]
    again = client.get(f"/records/{county.policy.pk}/files/{county.file.pk}/", HTTP_IF_NONE_MATCH=response["ETag"])
    assert again.status_code == 304


def test_a_file_is_served_only_below_its_own_record(county: County, client: Client):
    assert client.get(f"/records/{county.corrected.pk}/files/{county.file.pk}/").status_code == 404
    assert client.get(f"/records/{county.policy.pk}/files/999999/").status_code == 404


def test_a_lost_file_is_not_found_instead_of_an_error(county: County, client: Client, settings: Any, tmp_path: Path):
    settings.GONGKAI_FOLDER = tmp_path
    assert client.get(f"/records/{county.policy.pk}/files/{county.file.pk}/").status_code == 404


def test_a_pdf_that_is_not_made_yet_is_asked_for_once_and_then_served(county: County, client: Client):
    address = f"/records/{county.new_law.pk}/pdf/"
    for _ in range(2):
        waiting = client.get(address)
        assert waiting.status_code == 202
        assert waiting["Refresh"] == "3"
        assert "正在生成" in waiting.content.decode()
    assert county.new_law.current_id is not None
    jobs.typeset.func(county.new_law.current_id)
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline;")
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert client.get(f"/verify/{county.new_law.pk}/pdf.json").status_code == 200


def test_a_long_queue_is_refused_in_words(county: County, client: Client, monkeypatch: pytest.MonkeyPatch):
    from gongkai.faces.portal import renditions

    monkeypatch.setattr(renditions, "LONGEST_QUEUE", 0)
    response = client.get(f"/records/{county.new_law.pk}/docx/")
    assert response.status_code == 503
    assert "排队" in response.content.decode()
    assert response["Retry-After"] == "60"


def test_the_qr_code_is_a_picture_of_the_address(county: County, client: Client):
    response = client.get(f"/records/{county.policy.pk}/qr/")
    assert response["Content-Type"] == "image/svg+xml"
    assert b"<svg" in response.content
    assert b"<script" not in response.content


# -- queries ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 10])
def test_a_record_page_needs_at_most_ten_queries_whatever_hangs_on_it(county: County, client: Client, n: int):
    people = county.people
    for other in many(people, n, "解读", "<p>解读。</p>", kind="interpretation", topic="A20-1"):
        for target in (county.corrected, county.new_law):
            verbs.relate(source_id=other.pk, target_id=target.pk, type_="related", by=people.of("drafter"), at=now())
    for record in (county.policy, county.corrected, county.new_law):
        assert queries(client, f"/records/{record.pk}/") <= 10


@pytest.mark.parametrize("n", [1, 10])
def test_a_list_needs_at_most_eight_queries_whatever_its_length(county: County, client: Client, n: int):
    many(county.people, n, "通告", "<p>通告。</p>", kind="notice", topic="A20-15")
    for address in (
        "/",
        "/open/",
        "/lists/",
        f"/lists/organ/{county.people.organ.pk}/kind/notice/",
        "/library/",
        "/open/policy/",
        "/open/annual/",
        f"/open/{county.people.organ.pk}/policy/",
        "/open/statutory/",
        "/open/guide/",
        "/open/apply/",
        "/search/?q=%E9%80%9A%E5%91%8A",
        "/map/",
        "/feed/",
        "/trust/",
    ):
        assert queries(client, address) <= 8, address


# -- the text as it is laid out --------------------------------------------------------------------------------------

BODIES = [
    factories.BODY,
    "<h2>第一编　总则</h2><h3>第一章　一般规定</h3><p>第一条　甲。</p><h2>第二编　分则</h2><h3>第一章　其他</h3><p><strong>第二条之一</strong>　乙。</p>",
    "<p>第三条规定的事项</p><p>第四条</p><ul><li><p>第五条 丙</p></li></ul><h4>附&lt;录&gt; <em>一</em></h4>",
    "<h2></h2><p></p><p>平常的一段</p><table><tbody><tr><td>第六条　表中</td></tr></tbody></table>",
]


@pytest.mark.parametrize("body", BODIES)
def test_anchors_are_those_of_rich_text(body: str):
    expected = html.fragment_fromstring(richtext.with_anchors(body), create_parent=True).xpath("//@id")
    text = dressed(body)
    assert html.fragment_fromstring(text.html, create_parent=True).xpath("//@id") == expected
    assert [(h.text, h.anchor, h.level) for h in text.headings] == [
        (h["text"], h["anchor"], h["level"]) for h in richtext.contents(body)
    ]


@pytest.mark.parametrize(
    "body", [*BODIES, "<p>各乡镇人民政府：</p><p>现通知如下。</p><p>云岫县水利局</p><p>2026年3月1日</p>"]
)
def test_laying_out_changes_no_word(body: str):
    shown = html.fragment_fromstring(dressed(body).html, create_parent=True)
    assert shown.text_content() == html.fragment_fromstring(body, create_parent=True).text_content()


def test_addressee_signature_and_figures_stand_where_an_office_prints_them():
    text = dressed(
        "<p>各乡镇人民政府：</p><p>通知。</p><table><tbody><tr><td>1,180</td><td>松亭泉</td></tr></tbody></table><p>云岫县水利局</p><p>2026年3月1日</p>"
    )
    shown = html.fragment_fromstring(text.html, create_parent=True)
    assert shown.xpath("//p[@class='lead-in']/text()") == ["各乡镇人民政府："]
    assert shown.xpath("//p[@class='signature']/text()") == ["云岫县水利局", "2026年3月1日"]
    assert shown.xpath("//td[@class='numeric']/text()") == ["1,180"]


def test_an_uploaded_page_is_served_as_a_download(county: County, client: Client):
    """Whatever a browser might run comes as bytes to be saved."""
    record, file = with_file(
        county.people,
        "说明.txt",
        "<script>alert(1)</script>纯文本".encode(),
        kind="notice",
        title="附件的通告",
        topic="A20-15",
        body="<p>见附件。</p>",
    )
    response = client.get(f"/records/{record.pk}/files/{file.pk}/")
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Type"] == "application/octet-stream"
    assert io.BytesIO(b"".join(response.streaming_content)).read()
