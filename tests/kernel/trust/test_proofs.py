"""A proof file convinces a stranger who has only the office's public key, and fails when anything was changed."""

from __future__ import annotations

import copy
import hashlib
import json
from datetime import UTC, datetime

import pytest

from gongkai.kernel.trust import entries, merkle
from gongkai.kernel.trust.canonical import canonical, digest, moment
from gongkai.kernel.trust.notes import Head, Signer
from gongkai.kernel.trust.proofs import check_proof, verify_file

SIGNER = Signer("gongkai/test", bytes(range(32)))
KEY = SIGNER.public.text
AT = datetime(2025, 3, 1, 1, tzinfo=UTC)
SCAN = b"%PDF-1.7 a scanned page"
STATEMENT = {
    "title": "关于印发《清河县供热管理办法》的通知 & 说明",
    "body": (
        '<h2>第一章</h2><p>第一条　为了<strong>规范</strong>供热，见<a href="/a/1/">附件</a>。</p>'
        "<table><tr><td>12</td><td>元</td></tr></table>"
    ),
    "number": "清政办〔2025〕3号",
    "published_on": "2025-03-01",
    "attachments": [{"title": "附件1", "sha256": hashlib.sha256(SCAN).hexdigest(), "size": len(SCAN)}],
}
PAGE = """<!doctype html><html lang="zh"><head><title>x</title></head><body>
<h1 data-proof="title">
  关于印发《清河县供热管理办法》的通知 &amp; 说明</h1>
<dl><dt>文号</dt><dd data-proof="number">清政办〔2025〕3号</dd>
<dt>日期</dt><dd><time data-proof="published_on" datetime="2025-03-01">2025年3月1日</time></dd></dl>
<div class="body" data-proof-html="body"><h2 id="s1">第一章</h2>
<p>第一条　为了<strong>规范</strong>供热，见<a href="/a/1/">附件</a>。</p>
<div class="wide"><table><tr><td>12</td><td>元</td></tr></table></div></div>
<p>主办：清河县人民政府</p></body></html>"""


def made(statement=STATEMENT, *, others=5, before=3):
    """A proof of the statement in a log with other leaves before and after it."""
    value = digest(canonical(statement))
    time = moment(AT)
    subjects = [(f"revision:{n}", digest(str(n).encode())) for n in range(before)]
    subjects += [("revision:77", value)]
    subjects += [(f"revision:{n}", digest(str(n).encode())) for n in range(100, 100 + others)]
    hashes = [entries.hash_of(subject, item, time) for subject, item in subjects]
    store: dict = {}
    frontier = merkle.Frontier()
    for index, leaf in enumerate(hashes):
        store[0, index] = leaf
        store.update(frontier.append(leaf))

    class Kept:
        def nodes(self, wanted):
            return {position: store[position] for position in wanted}

    state = Head.at(AT, origin="gongkai/test", size=len(hashes), root=frontier.root(), ledger=(4, "b" * 64))
    path = merkle.Tree(Kept(), len(hashes)).inclusion_proof(before)
    return {
        "version": 1,
        "subject": "revision:77",
        "statement": copy.deepcopy(statement),
        "digest": value,
        "appended_at": time,
        "leaf_index": before,
        "tree_size": len(hashes),
        "path": [part.hex() for part in path],
        "checkpoint": SIGNER.sign(state.text),
    }


def test_a_true_proof_has_no_faults():
    assert check_proof(made(), KEY) == []
    assert check_proof(made(others=0, before=0), KEY) == []
    assert check_proof(json.loads(json.dumps(made())), KEY, SCAN, [SCAN, PAGE.encode(), canonical(STATEMENT)]) == []


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("statement", {**STATEMENT, "title": "别的"}, "内容被改动"),
        ("digest", "0" * 64, "内容被改动"),
        ("subject", "revision:78", "不在签名的日志里"),
        ("appended_at", "2025-03-02T09:00:00+08:00", "不在签名的日志里"),
        ("leaf_index", 4, "不在签名的日志里"),
        ("leaf_index", -1, "不在签名的日志里"),
        ("tree_size", 8, "条数"),
        ("path", [], "不在签名的日志里"),
        ("path", ["0" * 64] * 4, "不在签名的日志里"),
        ("path", ["xx"], "十六进制"),
        ("path", [7], "十六进制"),
        ("checkpoint", "hello", "签名文本"),
        ("version", 2, "版本"),
        ("version", True, "版本"),
        ("statement", [], "statement"),
        ("statement", {"a": 1.5}, "float"),
        ("leaf_index", "3", "leaf_index"),
        ("leaf_index", True, "leaf_index"),
        ("digest", "é", "十六进制"),
    ],
)
def test_each_changed_part_is_named(key, value, said):
    faults = check_proof({**made(), key: value}, KEY, SCAN)
    assert said in "；".join(faults)


def test_a_missing_part_is_named():
    for key in set(made()) - {"version"}:
        proof = made()
        del proof[key]
        assert key in check_proof(proof, KEY)[0]
    assert check_proof({}, KEY)


def test_another_office_key_does_not_do():
    other = Signer("gongkai/test", bytes(32)).public.text
    assert "不是由所给公钥签名" in check_proof(made(), other)[0]
    assert "公钥" in check_proof(made(), "rubbish")[0]


def test_a_file_that_the_statement_does_not_name_is_refused():
    for place in range(len(SCAN)):
        changed = bytearray(SCAN)
        changed[place] ^= 1
        assert "SHA-256" in check_proof(made(), KEY, bytes(changed))[0]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("通知 &amp;", "通告 &amp;", "标题"),
        ("第一条", "第二条", "正文"),
        ("<td>12</td>", "<td>13</td>", "正文"),
        ("/a/1/", "/a/2/", "正文"),
        ("<td>12</td><td>元</td>", "<td>12元</td>", "正文"),
        ("3号</dd>", "4号</dd>", "number"),
        ("3月1日", "3月2日", "published_on"),
        ('data-proof="title"', "", "没有标出标题"),
        ('data-proof-html="body"', "", "没有标出正文"),
        ('data-proof="number"', 'data-proof="digits"', "不在存证内容里"),
        ("</table></div></div>", "</table></div><p>另加一句</p></div>", "正文"),
    ],
)
def test_a_saved_page_that_says_something_else_is_found(old, new, said):
    assert old in PAGE
    assert said in "；".join(check_proof(made(), KEY, PAGE.replace(old, new).encode()))


def test_verify_file_reads_paths_and_says_what_it_cannot_read(tmp_path):
    proof, key, scan, page = (tmp_path / name for name in ("p.json", "key.txt", "scan.pdf", "page.html"))
    proof.write_text(json.dumps(made(), ensure_ascii=False), encoding="utf-8")
    key.write_text(KEY + "\n", encoding="utf-8")
    scan.write_bytes(SCAN)
    page.write_text(PAGE, encoding="utf-8")
    assert verify_file(scan, proof, key) == {"ok": True, "checked": 3, "faults": []}
    assert verify_file(page, proof, str(key))["ok"]
    assert verify_file(None, proof, KEY) == {"ok": True, "checked": 2, "faults": []}
    scan.write_bytes(SCAN + b"\n")
    assert verify_file(scan, proof, key)["faults"][0].startswith("文件不是存证内容所载的文件")
    for arguments in (
        (tmp_path / "none", proof, key),
        (tmp_path, proof, key),
        (scan, tmp_path / "none", key),
        (scan, scan, key),
        (scan, proof, tmp_path / "none"),
        (scan, proof, scan),
        (scan, proof, "nothing"),
    ):
        verdict = verify_file(*arguments)
        assert not verdict["ok"]
        assert verdict["faults"]


def test_a_key_named_twice_in_the_proof_is_refused(tmp_path):
    proof = tmp_path / "p.json"
    text = json.dumps(made(), ensure_ascii=False)
    proof.write_text('{"digest":"' + "0" * 64 + '",' + text[1:], encoding="utf-8")
    assert not verify_file(None, proof, KEY)["ok"]
