"""Renditions: asked for in the transaction, made by the worker, repeatable, and a failure says why."""

from __future__ import annotations

import pytest

from gongkai.kernel.papers import operations, queries
from gongkai.kernel.papers.richtext import blocks, from_plain
from gongkai.kernel.papers.terms import Format, State

from .conftest import AT

pytestmark = pytest.mark.django_db
DOCUMENT = {
    "template": "record",
    "title": "关于公开的通知",
    "organ": "清源县人民政府",
    "blocks": blocks(from_plain("正文")),
}


@pytest.mark.parametrize(("form", "head"), [(Format.PDF, b"%PDF-"), (Format.DOCX, b"PK")])
def test_what_was_asked_for_is_made_once(form, head):
    asked = operations.request("revision:1", form, AT)
    assert operations.request("revision:1", form, AT) == asked
    assert queries.queued() == [asked]
    made = operations.produce(asked.pk, DOCUMENT, AT)
    assert (made.state, made.ready_at, made.file.media_type) == (State.READY, AT, form.media_type)
    with queries.open_file(made.file_id) as file:
        assert file.read(5).startswith(head)
    assert queries.queued() == []
    assert operations.produce(asked.pk, {"template": "record", "title": "另一篇"}, AT).file == made.file
    assert operations.fail(asked.pk, error="晚到的失败").state == State.READY
    assert queries.rendition("revision:1", form).file == made.file


def test_a_character_without_a_glyph_is_told_and_can_be_tried_again(settings):
    asked = operations.request("revision:1", Format.PDF, AT)
    failed = operations.produce(asked.pk, DOCUMENT | {"title": "𠮷"}, AT)
    assert failed.state == State.FAILED
    assert "“标题”中的“𠮷”" in failed.error
    assert operations.request("revision:1", Format.PDF, AT).state == State.QUEUED
    assert operations.produce(asked.pk, DOCUMENT, AT).state == State.READY


def test_any_other_fault_is_kept_in_general_words_and_raised_for_the_log():
    asked = operations.request("revision:1", Format.PDF, AT)
    with pytest.raises(ValueError, match="no such template"):
        operations.produce(asked.pk, DOCUMENT | {"template": "letter"}, AT)
    kept = queries.rendition("revision:1", Format.PDF)
    assert (kept.state, "可以重新生成" in kept.error) == (State.FAILED, True)
