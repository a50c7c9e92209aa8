"""Pure rules of organs: identifiers, index numbers, who may be set as reviewers."""

from __future__ import annotations

import re
import string
from datetime import date

from stdnum.cn import uscc as _uscc

from gongkai.kernel.vocabulary import Refusal

_WIDTH = re.compile(r"(0?\d{1,2}d)?")
_FIELDS = {"code", "uscc", "year", "month", "day", "serial"}


def check_uscc(value: str) -> str:
    """A unified social credit code with its check digit, upper case; Refusal when it is wrong. Empty stays empty."""
    value = value.strip().upper()
    if value and not _uscc.is_valid(value):
        raise Refusal("统一社会信用代码不正确：应为18位，且校验码相符。", field="uscc")
    return value


def check_index_pattern(pattern: str) -> str:
    """An organ's pattern for 索引号; must contain {serial} and only known fields. Refusal says what is wrong."""
    try:
        parts = [(name, spec) for _, name, spec, _ in string.Formatter().parse(pattern) if name is not None]
        if any(not _WIDTH.fullmatch(spec or "") for _, spec in parts):  # a width of millions would fill the memory
            raise ValueError(pattern)
        sample = index_number(pattern, code="000000", uscc="0" * 18, on=date(2026, 1, 1), serial=1)
    except (ValueError, KeyError, IndexError, AttributeError):
        raise Refusal(
            "索引号规则无法识别。可用的字段：{code} {uscc} {year} {month} {day} {serial:05d}。", field="index_pattern"
        ) from None
    names = {name for name, _ in parts}
    if "serial" not in names or not names <= _FIELDS:
        raise Refusal("索引号规则必须含 {serial}，且只能使用规定的字段。", field="index_pattern")
    if len(sample) > 60 or re.search(r"\s", sample):
        raise Refusal("索引号规则生成的编号过长或含有空格。", field="index_pattern")
    return pattern


def index_number(pattern: str, *, code: str, uscc: str, on: date, serial: int) -> str:
    """索引号 by the organ's pattern, e.g. ``{uscc}/{year}{month}-{serial:05d}`` → 11341702…/202110-00013."""
    return pattern.format(code=code, uscc=uscc, year=f"{on:%Y}", month=f"{on:%m}", day=f"{on:%d}", serial=serial)


def check_id_code(value: str) -> str:
    """网站标识码: ten digits, or ``bm`` and eight digits for ministries; Refusal otherwise. Empty stays empty."""
    value = value.strip()
    if value and not re.fullmatch(r"\d{10}|bm\d{8}", value):
        raise Refusal("网站标识码应为10位数字。", field="id_code")
    return value


def check_address(value: str, field: str) -> str:
    """An address on the web with http or https and a host; Refusal otherwise. Empty stays empty."""
    value = value.strip()
    if value and not re.fullmatch(r"https?://[A-Za-z0-9.\-]+(:\d{1,5})?(/[^\s<>\"']*)?", value):
        raise Refusal("网址应以 https:// 或者 http:// 开头，中间不能有空格，请核对。", field=field)
    return value


_BROWSERS = (
    ("MicroMessenger", "微信"),
    ("Edg", "Edge 浏览器"),
    ("Firefox", "Firefox 浏览器"),
    ("Chrome", "Chrome 浏览器"),
    ("Safari", "Safari 浏览器"),
)
_SYSTEMS = (
    ("HarmonyOS", "鸿蒙"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "安卓"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def device(agent: str) -> str:
    """The browser and system of a sign-in in words, from what the browser says of itself; 未知设备 when it says nothing."""
    browser = next((label for mark, label in _BROWSERS if mark in agent), "")
    system = next((label for mark, label in _SYSTEMS if mark in agent), "")
    return "，".join(part for part in (system, browser) if part) or "未知设备"
