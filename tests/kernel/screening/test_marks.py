"""A text with a classification mark never enters; a text that only speaks of secrets does (条例14, 保密法)."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from gongkai.kernel.screening import CLASSIFIED_SENTENCE, Kind, classified, scan

MARKED = [
    "机密★10年",
    "秘密★",
    "绝密 ★ 长期",
    "密级:机密",
    "密级\uff1a秘密",
    "机 密 ★ 5 年",
    "绝密★启用前",
    "密级\t秘密",
    "密　级：机　密",
    "秘密\n关于某事的通知",
    "【机密】\n关于某事的通知",
    "\uff08秘密\uff09\n关于某事的通知",
    "文件密级为机密★20年",
    "机密*10年",
    "密级:☑机密",
    "关于某事的通知\n" * 40 + "\n机密 10年\n",
    "机密级★20年",
    "秘密☆1年",
]
PROSE = [
    "侵犯商业秘密",
    "保守国家秘密",
    "秘密级以上文件",
    "绝密、机密、秘密三级",
    "密级:绝密、机密、秘密",
    "密级\uff1a绝密\uff0c机密\uff0c秘密",
    "密级:□绝密 □机密 □秘密",
    "密级:公开",
    "商业秘密★",
    "国家秘密的密级分为绝密、机密、秘密",
    "机密级不超过二十年",
    "对其商业秘密\n的保护",
    "密级★保密期限",
    "保密期限届满的秘密 10年后公开",
    "\n" * 300 + "秘密\n",
    "",
]


@pytest.mark.parametrize("text", MARKED)
def test_a_mark_is_found(text: str) -> None:
    hit = classified(text)
    assert hit is not None
    assert hit.type is Kind.CLASSIFICATION
    assert hit.blocks
    assert CLASSIFIED_SENTENCE in hit.reason
    assert hit in scan(text)


@pytest.mark.parametrize("text", PROSE)
def test_prose_about_secrets_is_not_marked(text: str) -> None:
    assert classified(text) is None
    assert scan(text) == []


def test_not_one_of_the_laws_is_taken_for_a_secret_or_a_list_of_persons(shared: Path) -> None:
    count = 0
    with tarfile.open(shared / "corpus" / "laws.tar.xz") as archive:
        for member in archive:
            content = archive.extractfile(member) if member.isfile() and member.name.endswith(".md") else None
            if content:
                assert scan(content.read().decode("utf-8")) == [], member.name
                count += 1
    assert count >= 3475
