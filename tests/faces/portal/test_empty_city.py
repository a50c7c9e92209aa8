"""A city in which nothing is published yet: every column says so in plain words, and what is empty is not linked."""

from __future__ import annotations

from pathlib import Path

from django.test import Client
from lxml import html


def test_an_empty_city_says_so_in_plain_words(db: None, folder: Path, client: Client):
    for address in (
        "/",
        "/open/",
        "/open/guide/",
        "/open/policy/",
        "/open/annual/",
        "/open/statutory/",
        "/lists/",
        "/library/",
        "/open/apply/",
        "/verify/",
        "/trust/",
        "/search/?q=%E6%B0%B4",
        "/map/",
        "/errors/",
        "/feed/",
        "/sitemap.xml",
    ):
        assert client.get(address).status_code == 200, address
    document = html.document_fromstring(client.get("/").content)
    assert {"政府信息公开", "依申请公开", "年报"} <= {link.text_content().strip() for link in document.xpath("//a")}
    linked = set(document.xpath("//nav//a/@href"))
    assert "/library/" not in linked
    assert "/open/policy/" not in linked
    assert "还没有发布年报" in client.get("/open/annual/").content.decode()
    assert client.get("/trust/key.txt").status_code == 404
