"""Tags and filters of both faces: ``{% load gongkai %}``.

Filters   cdate 2026年11月3日 · cdatetime 2026年11月3日 14:05 · ctime 14:05 · isodate · filesize 2.4 MB ·
          cited 《条例》第三十三条 (from 条例33) · grouped 1,213,324 · docnumber 云府发〔2026〕3号 · phrased (a title that breaks between words)
Forms     subclass design.forms.PlainForm (errors in plain words)  {% errors form %}  {% field form.title %}  {% field form.year width="short" %}  {% field form.body hint="…" %}
Words     {% badge "现行有效" "green" %}  {% date day %}  {% due day left=6 basis="《条例》第三十三条" url=why %}
Navigation {% crumbs "首页" "/" "年报" "/reports/" "2025年" %}  {% pager previous next page=2 pages=14 %}
          {% facets groups %}  {% tabs links %}  {% contents headings %}
Content   {% facts items %}  {% entries items %}  {% files items %}  {% timeline events %}  {% steps items %}
          {% figures items %}  {% empty "没有找到" "换一个词再试" %}  {% verify url="/verify/…" detail="…" %}
Blocks    {% alert "warning" "标题" %}…{% endalert %}  {% buttons %}…{% endbuttons %}
          {% tablebox "标题" %}<table class="data cards">…</table>{% endtablebox %}
Tables    {% th "日期" url=sort_url direction="descending" %}   cells: <td data-label="日期">

The records that the tags take (Fact, Entry, Step, …) are in ``gongkai.faces.design.parts``. Every parameter has a
default, so a template never names a variable that its view did not pass. ``{% querystring %}`` is Django's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from gongkai.faces.design import formats, pages
from gongkai.faces.design.parts import Badge, Entry, Event, Facet, Fact, Figure, File, Heading, Link, Step
from gongkai.kernel.vocabulary import cited
from gongkai.kernel.vocabulary.clock import shifted_to

register = template.Library()

for _filter in (
    formats.cdate,
    formats.cdatetime,
    formats.ctime,
    formats.isodate,
    formats.filesize,
    formats.grouped,
    formats.docnumber,
    formats.phrased,
    cited,
):
    register.filter(_filter.__name__, _filter)

BADGES = {"neutral", "blue", "green", "amber", "red"}
ALERTS = {"info": "提示", "success": "完成", "warning": "注意", "error": "错误"}
# Django's message levels in our four words.
LEVELS = {"debug": "info", "info": "info", "success": "success", "warning": "warning", "error": "error"}


# -- words ---------------------------------------------------------------------------------------------------------


@register.simple_tag
def badge(text: str | Badge, kind: str = "neutral") -> SafeString:
    """A word with a shape; takes a text and a kind (neutral, blue, green, amber, red) or a Badge."""
    if isinstance(text, Badge):
        return badge(text.text, text.kind)
    if kind not in BADGES:
        raise template.TemplateSyntaxError(f"badge: unknown kind {kind!r}, one of {sorted(BADGES)}")
    return format_html('<span class="badge {}">{}</span>', kind, text)


@register.simple_tag(name="date")
def date_(value: date | None, missing: str = "") -> SafeString:
    """A day, or a moment with its time, as ``<time>``; ``missing`` when there is none."""
    if value is None:
        return conditional_escape(missing)
    words = formats.cdatetime(value) if isinstance(value, datetime) else formats.cdate(value)
    return format_html('<time datetime="{}">{}</time>', formats.isodate(value), words)


@register.inclusion_tag("design/parts/due.html")
def due(
    value: date,
    *,
    left: int,
    basis: str,
    url: str = "",
    unit: str = "个工作日",
    soon: int = 3,
    provisional: bool = False,
) -> dict[str, Any]:
    """A due date: the day, what is left in ``unit`` (negative: late by so many), its basis, and why it is this day."""
    if left < 0:
        words, state = f"已逾期 {-left} {unit}", "late"
    elif left == 0:
        words, state = "今天到期", "soon"
    else:
        words, state = f"还有 {left} {unit}", "soon" if left <= soon else "calm"
    return {"value": value, "words": words, "state": state, "basis": basis, "url": url, "provisional": provisional}


@register.inclusion_tag("design/parts/banner.html")
def banner() -> dict[str, Any]:
    """The line above everything while the date is moved (GONGKAI_TODAY, demo and tests only); else nothing."""
    return {"day": shifted_to()}


# -- forms ---------------------------------------------------------------------------------------------------------


def _shape(bound: BoundField) -> str:
    widget = bound.field.widget
    if widget.use_fieldset:
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "choice"
    return "control"


@register.inclusion_tag("design/parts/field.html")
def field(
    bound: BoundField, *, width: str = "", hint: str = "", label: str = "", inline: bool = False
) -> dict[str, Any]:
    """A form field: label, 必填 in words, hint, error, control, tied together by aria-describedby.

    ``width``: short, middle, full or empty; ``hint`` and ``label`` replace the field's own; ``inline`` puts choices
    side by side. A text area with max_length gets a counter.
    """
    words = hint or str(bound.help_text or "")
    described = [f"{bound.auto_id}-hint"] if words else []
    if bound.errors:
        described.append(f"{bound.auto_id}-error")
    attrs: dict[str, Any] = {}
    shape = _shape(bound)
    if described and shape != "choices":
        attrs["aria-describedby"] = " ".join(described)
    longest = getattr(bound.field, "max_length", None)
    if longest and isinstance(bound.field.widget, forms.Textarea):
        attrs["data-count"] = longest
        attrs["maxlength"] = False  # browsers count UTF-16 units and cut what is pasted without a word
    return {
        "bound": bound,
        "id": bound.auto_id,
        "label": label or bound.label,
        "hint": words,
        "must": bound.field.required,
        "shape": shape,
        "width": width,
        "inline": inline,
        "described": " ".join(described),
        "control": bound.as_widget(attrs=attrs),
    }


@register.inclusion_tag("design/parts/errors.html")
def errors(*given: forms.BaseForm) -> dict[str, Any]:
    """What is wrong with a form (or several) at the top of the page, each line a link to its field."""
    lines: list[tuple[str, str, str]] = []
    for form in given:
        lines.extend(("", "", str(text)) for text in form.non_field_errors())
        for bound in form:
            target = bound.id_for_label or bound.auto_id
            if _shape(bound) == "choices":
                target = f"{bound.auto_id}-field"
            label = "" if bound.is_hidden else str(bound.label)
            lines.extend((f"#{target}" if label else "", label, str(text)) for text in bound.errors)
    return {"lines": lines}


# -- navigation ----------------------------------------------------------------------------------------------------


@register.inclusion_tag("design/parts/crumbs.html")
def crumbs(*trail: Any) -> dict[str, Any]:
    """Where this page lives: pairs of label and address, the page itself last without one; or one list of Links."""
    if len(trail) == 1 and not isinstance(trail[0], str):
        return {"items": [(link.label, link.url) for link in trail[0]]}
    pairs = [*trail, ""] if len(trail) % 2 else list(trail)
    return {"items": list(zip(pairs[::2], pairs[1::2], strict=True))}


@register.inclusion_tag("design/parts/pager.html")
def pager(
    previous: str,
    following: str,
    *,
    page: int = 0,
    pages: int = 0,
    numbered: Sequence[Link] = (),
    words: str = "",
    label: str = "翻页",
) -> dict[str, Any]:
    """上一页 and 下一页 (empty address: none); ``page``/``pages`` in words; ``numbered`` links of single pages.

    ``words`` replaces the sentence, e.g. ``"共 3,475 件"``. Shows nothing when there is nothing to turn.
    """
    if not words and page and pages:
        words = f"第 {page} 页，共 {formats.grouped(pages)} 页"
    return {"previous": previous, "following": following, "words": words, "items": pages_of(numbered), "label": label}


def pages_of(numbered: Sequence[Link]) -> list[Link | None]:
    """Links of pages with None where numbers are left out."""
    return pages.with_gaps(numbered)


@register.inclusion_tag("design/parts/facets.html")
def facets(groups: Iterable[Facet], *, across: bool = False, label: str = "筛选") -> dict[str, Any]:
    """Filters as links with counts, down a side column or across the page."""
    return {"groups": list(groups), "across": across, "label": label}


@register.inclusion_tag("design/parts/tabs.html")
def tabs(links: Iterable[Link], *, label: str = "分类") -> dict[str, Any]:
    """Views of one thing side by side; each a link of its own address."""
    return {"links": list(links), "label": label}


@register.inclusion_tag("design/parts/contents.html")
def contents(headings: Iterable[Heading], *, title: str = "目录", follows: bool = True) -> dict[str, Any]:
    """A contents list; with ``follows`` it stays beside the text and marks where the reader is."""
    nested: list[tuple[Heading, list[Heading]]] = []
    for heading in headings:
        if heading.level <= 2 or not nested:
            nested.append((heading, []))
        else:
            nested[-1][1].append(heading)
    return {"nested": nested, "title": title, "follows": follows}


# -- content -------------------------------------------------------------------------------------------------------


@register.inclusion_tag("design/parts/facts.html")
def facts(items: Iterable[Fact], *, head: bool = False) -> dict[str, Any]:
    """A definition table; ``head`` draws the boxed metadata head of a record. Facts without value are shown as 无."""
    return {"items": list(items), "head": head}


@register.inclusion_tag("design/parts/entries.html")
def entries(items: Iterable[Entry], *, compact: bool = False) -> dict[str, Any]:
    """A list of documents; ``compact`` shows title and date on one line."""
    return {"items": list(items), "compact": compact}


@register.inclusion_tag("design/parts/files.html")
def files(items: Iterable[File]) -> dict[str, Any]:
    """Attachments with type and size."""
    return {"items": list(items)}


@register.inclusion_tag("design/parts/timeline.html")
def timeline(events: Iterable[Event]) -> dict[str, Any]:
    """What has happened, in the order given."""
    return {"events": list(events)}


@register.inclusion_tag("design/parts/steps.html")
def steps(items: Iterable[Step], *, label: str = "办理进度") -> dict[str, Any]:
    """Where a thing stands in its workflow."""
    states = {"done": "已完成", "current": "当前", "todo": "未开始", "returned": "已退回"}
    return {"items": [(step, states[step.state]) for step in items], "label": label}


@register.inclusion_tag("design/parts/figures.html")
def figures(items: Iterable[Figure]) -> dict[str, Any]:
    """Numbers that are links to the rows behind them."""
    return {"items": list(items)}


@register.inclusion_tag("design/parts/empty.html")
def empty(title: str, hint: str = "", *, url: str = "", action: str = "") -> dict[str, Any]:
    """Nothing to show: what that means and the next step (``url`` with the words ``action``)."""
    return {"title": title, "hint": hint, "url": url, "action": action}


@register.inclusion_tag("design/parts/verify.html")
def verify(*, url: str = "", detail: str = "", words: str = "本页已存证", broken: bool = False) -> dict[str, Any]:
    """The line at the end of a record: it is in the public log, and anyone can check."""
    return {"url": url, "detail": detail, "words": words, "broken": broken}


# -- blocks --------------------------------------------------------------------------------------------------------


@register.simple_block_tag
def alert(content: str, kind: str = "info", title: str = "", *, live: bool = False) -> SafeString:
    """A message in words: kind info, success, warning or error; ``live`` when it appears after an action."""
    if kind not in ALERTS:
        raise template.TemplateSyntaxError(f"alert: unknown kind {kind!r}, one of {sorted(ALERTS)}")
    role = mark_safe(' role="alert"') if live and kind == "error" else mark_safe(' role="status"') if live else ""
    head = format_html(
        '<p class="alert-title"><span class="alert-kind">{}</span><span>{}</span></p>', ALERTS[kind], title
    )
    text = content.strip()
    if text and not text.startswith("<"):
        text = format_html("<p>{}</p>", mark_safe(text))  # noqa: S308 - the block was rendered with escaping on
    return format_html('<div class="alert {}"{}>{}{}</div>', kind, role, head, mark_safe(text))  # noqa: S308 - as above


@register.simple_block_tag
def buttons(content: str) -> SafeString:
    """A row of buttons, the primary first."""
    return format_html('<div class="buttons">{}</div>', mark_safe(content))  # noqa: S308 - the block was rendered with escaping on


@register.simple_block_tag
def tablebox(
    content: str, title: str, *, export: str = "", export_label: str = "导出表格", wide: bool = False, level: int = 2
) -> SafeString:
    """A titled table with its export beside the title; ``wide`` lets it scroll sideways within its own box."""
    tools = (
        format_html('<p class="table-tools no-print"><a href="{}">{}</a></p>', export, export_label) if export else ""
    )
    box = (
        format_html('<div class="table-box wide" role="region" aria-label="{}" tabindex="0">', title)
        if wide
        else mark_safe('<div class="table-box">')
    )
    return format_html(
        '<div class="table-head"><h{}>{}</h{}>{}</div>{}{}</div>',
        level,
        title,
        level,
        tools,
        box,
        mark_safe(content),  # noqa: S308 - the block was rendered with escaping on
    )


@register.simple_tag
def th(label: str, *, url: str = "", direction: str = "", numeric: bool = False) -> SafeString:
    """A header cell; with ``url`` it sorts by a link, ``direction`` (ascending, descending) says how now."""
    kind = mark_safe(' class="numeric"') if numeric else ""
    sort = format_html(' aria-sort="{}"', direction) if direction else ""
    inner = format_html('<a href="{}">{}</a>', url, label) if url else label
    return format_html('<th scope="col"{}{}>{}</th>', kind, sort, inner)


@register.filter
def level(tags: str) -> str:
    """The kind of alert for the tags of a Django message."""
    return next((LEVELS[tag] for tag in reversed(tags.split()) if tag in LEVELS), "info")
