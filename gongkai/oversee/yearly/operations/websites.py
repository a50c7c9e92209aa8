"""The verb of the register of websites: enter one, put its facts right, shut it down; nothing is deleted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from gongkai.kernel.ledger.operations import write
from gongkai.kernel.organizations.queries import Organ, Standing
from gongkai.kernel.records.statements import seals
from gongkai.kernel.vocabulary import Refusal, clean, half_width
from gongkai.oversee.annual.operations.figures import may_write
from gongkai.oversee.yearly.models import Website
from gongkai.oversee.yearly.queries.register import code_taken

# 政府网站标识码: ten digits of a local site, bm and eight of a ministry's
_CODE = re.compile(r"\d{10}|bm\d{8}")
_ADDRESS = re.compile(r"(?:https?://)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[\w./-]*)?", re.ASCII | re.IGNORECASE)
_TEXTS = {
    "name": ("网站名称", 60), "address": ("首页网址", 120), "id_code": ("政府网站标识码", 10), "icp": ("ICP备案号", 60),
    "police": ("公安机关备案号", 60),
}  # fmt: skip
_EARLIEST = date(1994, 1, 1)


def save_website(
    *, organ: Organ, fields: Mapping[str, Any], by: Standing, at: datetime, website: Website | None = None, version: int = 0
) -> Website:  # fmt: skip
    """Enter a site (``website`` None) or write what is known of it. ``fields``: name, address, id_code, icp, police,
    opened_on, closed_on. Refusal in Chinese for a 标识码 that is none or taken, an address that is none, days in disorder.
    """
    may_write(by, organ)
    try:
        with transaction.atomic():
            row = Website(organ=organ) if website is None else _locked(website.pk, version, organ)
            before = {} if website is None else facts(row)
            _take(row, fields)
            if facts(row) == before:
                return row
            row.version += 1
            row.save()
            write(
                actor=by.actor(organ.pk), verb="修改政府网站登记" if before else "登记政府网站", object_type="website",
                object_id=row.pk, at=at, organ_id=organ.pk,
                detail=facts(row) | ({"before": before} if before else {}) | seals(row),
            )  # fmt: skip
    except IntegrityError:
        raise Refusal("这个标识码已经登记过。", field="id_code") from None
    return row


def _locked(pk: int, version: int, organ: Organ) -> Website:
    row = Website.objects.select_for_update(of=("self",)).filter(pk=pk, organ=organ).first()
    if row is None:
        raise Refusal("找不到这个网站。")
    if row.version != version:
        raise Refusal("这个网站的登记已由其他人修改过，请刷新页面后再改。")
    return row


def _take(row: Website, fields: Mapping[str, Any]) -> None:
    for name, (label, most) in _TEXTS.items():
        given = clean(str(fields.get(name) or ""))
        text = " ".join((given if name == "name" else half_width(given)).split())
        if len(text) > most:
            raise Refusal(f"{label}最多{most}字。", field=name)
        if not text and name in {"name", "address", "id_code"}:
            raise Refusal(f"请填写{label}。", field=name)
        setattr(row, name, text)
    row.id_code = row.id_code.lower()
    if not _CODE.fullmatch(row.id_code):
        raise Refusal("政府网站标识码为10位数字（部门网站为bm加8位数字），请核对。", field="id_code")
    if not _ADDRESS.fullmatch(row.address):
        raise Refusal("首页网址不正确，例如：www.yunxiu.gov.cn。", field="address")
    opened, closed = fields.get("opened_on"), fields.get("closed_on")
    for name, day in (("opened_on", opened), ("closed_on", closed)):
        if day is not None and not _EARLIEST <= day <= date(2199, 12, 31):
            raise Refusal("日期不正确，请核对年份。", field=name)
    if opened and closed and closed < opened:
        raise Refusal("关停日期不能早于开通日期。", field="closed_on")
    if closed is None and code_taken(row.id_code, row.pk):
        raise Refusal("这个标识码已经登记过。", field="id_code")
    row.opened_on, row.closed_on = opened, closed


def facts(row: Website) -> dict[str, str]:
    """What the register says of a site, as plain text: what the ledger keeps of it."""
    days = {
        name: day.isoformat() if day else ""
        for name, day in (("opened_on", row.opened_on), ("closed_on", row.closed_on))
    }
    return {name: getattr(row, name) for name in _TEXTS} | days
