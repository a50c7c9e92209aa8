"""The first steps of an application: what is public is found first, and the words typed travel along to the form."""

from __future__ import annotations

import pytest
from django.test import Client
from lxml import html

from .applying import Page
from .conftest import County


def test_first_step_finds_what_is_public_and_carries_the_words_along(county: County, client: Client):
    page = Page(client.get("/apply/?q=水源"))
    assert county.policy.title in page.words
    onward = page.document.xpath("//a[contains(., '继续申请')]/@href")[0]
    choose = Page(client.get(onward))
    link = choose.document.xpath("//ul[@class='choose-organ']//a[contains(., '水利局')]/@href")[0]
    assert Page(client.get(link)).fields["description"] == "水源"
    assert f"/apply/{county.people.organ.pk}/?q=" in page.text, "the organ that published it is offered at once"


def test_the_organ_of_the_door_is_kept(county: County, client: Client):
    door = html.document_fromstring(client.get(f"/open/{county.people.organ.pk}/apply/").content)
    address = door.xpath("//a[@class='door'][contains(., '提交申请')]/@href")[0]
    page = Page(client.get(address + "&q=水源"))
    assert page.document.xpath("//a[contains(., '继续申请')]/@href")[0].startswith(f"/apply/{county.people.organ.pk}/")


@pytest.mark.parametrize("q", ["", "　", "不存在的东西", '"', "a" * 5000, "\x00\x07", "😀", "' OR 1=1 --", "<script>"])
def test_whatever_is_searched_for_there_is_a_way_on(county: County, client: Client, q: str):
    page = Page(client.get("/apply/", {"q": q}))
    assert page.status == 200
    assert page.document.xpath("//a[contains(@href, '/apply/organ/')]")


def test_the_reading_page_has_the_two_doors_and_asks_nothing(county: County, client: Client):
    page = html.document_fromstring(client.get("/open/apply/").content)
    doors = {a.text_content().strip(): a.get("href") for a in page.xpath("//a[@class='door']")}
    assert doors == {"提交申请": "/apply/", "查询进度": "/apply/progress/"}
    assert not page.xpath("//main//input | //main//textarea")
    words = page.xpath("//main")[0].text_content()
    for told in ("双方确认之日", "7个工作日内一次性", "20个工作日", "条例第四十三条", "个人信息怎样保护", "不收费"):
        assert told in words
    assert "不需要说明用途" in words
