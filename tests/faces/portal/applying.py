"""A citizen at the form: fills it in page by page through the test client, with what a browser would carry along."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from gongkai.faces.portal import challenge
from gongkai.kernel.vocabulary import now
from tests.faces.portal.test_apply_guard import solution

WISH = {
    "description": "望溪水库2025年第三季度水质检测报告", "supply_form": "electronic", "supply_way": "online", "needs_help": "",
}  # fmt: skip
PERSON = {
    "name": "张望溪", "identity_kind": "resident", "identity_number": "11010519491231002X", "phone": "0999-1234567",
    "email": "zhang@example.com", "address": "云岫县凌波街道文庙街1号",
}  # fmt: skip
UNIT = {
    "name": "云岫望溪水务有限公司", "identity_number": "91110000600037341L", "kind": "", "representative": "秦望舒",
    "phone": "0999-0210188", "email": "", "address": "",
}  # fmt: skip


class Page:
    """An answer with its form."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self.status = response.status_code
        self.text = response.content.decode()
        self.document = html.document_fromstring(response.content)

    @property
    def fields(self) -> dict[str, str]:
        """What the form of the page would send without a button."""
        (form,) = self.document.xpath("//main//form[@data-apply]")
        return {name: value.removeprefix("\n") for name, value in form.form_values() if isinstance(value, str)}

    @property
    def page(self) -> str:
        """Which page of the form this is."""
        return self.document.xpath("//form/@data-apply")[0]

    @property
    def errors(self) -> list[str]:
        """The lines of the summary."""
        return [
            " ".join(one.text_content().split())
            for one in self.document.xpath("//*[contains(@class, 'error-summary')]//li")
        ]

    @property
    def words(self) -> str:
        """The text of the main part."""
        return " ".join(self.document.xpath("//main")[0].text_content().split())

    @property
    def code(self) -> str:
        """The query code of a receipt."""
        return self.document.xpath("//*[@id='receipt-code']")[0].text_content()

    @property
    def number(self) -> str:
        """The number of a receipt."""
        return self.document.xpath("//*[@id='receipt-number']")[0].text_content()


class Citizen:
    """Somebody with a browser; ``go`` sends the page that was shown last with changes."""

    def __init__(self, organ_id: int, *, prefix: str = "", address: str = "203.0.113.9") -> None:
        self.client = Client(REMOTE_ADDR=address, SERVER_NAME="127.0.0.1")
        self.address = f"{prefix}/apply/{organ_id}/"
        self.shown = Page(self.client.get(self.address))

    def go(self, go: str = "next", **changes: Any) -> Page:
        """Change fields and press a button."""
        self.shown = Page(self.client.post(self.address, self.shown.fields | {"go": go} | changes))
        return self.shown

    def to_the_end(self, *, unit: bool = False, wish: dict[str, str] | None = None, **person: str) -> Page:
        """The last page, everything filled in."""
        self.go(**(WISH | (wish or {})))
        self.go(who="unit" if unit else "natural")
        return self.go(**((UNIT if unit else PERSON) | person))

    def send(self, *files: tuple[str, bytes], **changes: Any) -> Page:
        """Press 提交申请 as a browser with script does: the small task is solved."""
        task = challenge.read(self.shown.fields["challenge"], now())
        assert task is not None
        given = {"nonce": solution(task)} | changes
        if files:
            given["attachments"] = [SimpleUploadedFile(name, content) for name, content in files]
        return self.go("finish", **given)


def receipt(page: Page) -> tuple[str, str]:
    """Number and code."""
    assert page.status == 200, (page.status, page.errors, page.words[:400])
    assert re.fullmatch(r"[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){3}", page.code)
    return page.number, page.code
