"""What may stand in a document: a short list of elements; everything else is renamed, unwrapped or dropped, its words kept."""

from __future__ import annotations

import re
from html import escape

import nh3

from gongkai.kernel.papers.richtext.bounds import flattened
from gongkai.kernel.papers.richtext.tree import INLINE, Node, parse, write
from gongkai.kernel.vocabulary import clean

ANCHOR = re.compile(r"^(?:art|part|ch|sec|fn|fnref)-[0-9a-z][0-9a-z-]{0,40}$")
_TAGS = frozenset(
    [
        "p",
        "h2",
        "h3",
        "h4",
        "ul",
        "ol",
        "li",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "strong",
        "em",
        "u",
        "s",
        "sub",
        "sup",
        "a",
        "blockquote",
        "br",
        "hr",
    ]
)
_ATTRIBUTES = {
    "a": {"href", "id"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
    **{tag: {"id"} for tag in ("p", "h2", "h3", "h4", "li")},
}
_SCHEMES = {"http", "https", "mailto"}
_RENAME = {
    "h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "strike": "s", "del": "s", "ins": "u",
    "dl": "ul", "dt": "li", "dd": "li", "pre": "p", "address": "p", "tfoot": "tbody",
}  # fmt: skip
# Containers that end a line but are no paragraph themselves: unwrapped, their loose words become paragraphs.
_CONTAINERS = frozenset(
    [
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "nav",
        "figure",
        "figcaption",
        "center",
        "form",
        "fieldset",
        "details",
        "summary",
    ]
)
_WIDE = _TAGS | _RENAME.keys() | _CONTAINERS
_DROPPED = {"script", "style", "title", "template", "noscript", "iframe", "object", "svg", "math", "select", "textarea"}
_HOLDS_BLOCKS = frozenset({"", "blockquote", "li", "td", "th"})
_PASSES = 8
_FLAT = re.compile(r"(?:<(p|h[234])(?: id=\"[a-z0-9-]+\")?>[^\s<>][^<>]*</\1>)*")
_BLANK = re.compile(r"[\x00-\x20]")  # a browser passes over it
_PART = {"scope": re.compile(r"^(?:row|col|rowgroup|colgroup)$"), "colspan": re.compile(r"^[1-9]\d{0,2}$")}
_PART["rowspan"] = _PART["colspan"]
_PART["start"] = re.compile(r"^\d{1,6}$")


def sanitize(html: str) -> str:
    """HTML that may be stored and shown: see the list above; never fails, applying it twice changes nothing.

    Images, handlers, styles, scripts and dangerous addresses go; words stay, in paragraphs. Ids stay only on anchors of
    our own form (``art-12``), once each.
    """
    html = clean(html)
    if _FLAT.fullmatch(html) and _strict(html) == html:
        return html  # plain paragraphs and headings, as most documents are
    html = flattened(html)
    for _ in range(_PASSES):  # misnested markup (a paragraph inside a bold word) takes a second look
        tree = parse(_wide.clean(html))
        before, html = html, _strict(write(_arranged(tree)))
        if html == before:
            break
    return html


def _attribute(seen: set[str], name: str, value: str) -> str | None:
    if name == "id":
        if not ANCHOR.match(value) or value in seen:
            return None
        seen.add(value)
    elif name in _PART:
        return value if _PART[name].match(value) else None
    elif name == "href" and _BLANK.sub("", value).startswith(("//", "\\", "/\\")):
        return None  # an address of another host that looks like ours
    return value


def _strict(html: str) -> str:
    seen: set[str] = set()
    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_DROPPED,
        attributes=_ATTRIBUTES,
        attribute_filter=lambda _tag, name, value: _attribute(seen, name, value),
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
    )


_wide = nh3.Cleaner(
    tags=_WIDE, clean_content_tags=_DROPPED, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None
)


def _arranged(parent: Node) -> list[Node | str]:
    """The children as they should be: renamed, containers unwrapped, loose words of a block holder in paragraphs."""
    flat: list[Node | str] = []
    _flatten(parent.children, flat)
    if parent.tag in {"ul", "ol"}:
        return _items(flat)
    if parent.tag not in _HOLDS_BLOCKS:
        if parent.tag in {"table", "thead", "tbody", "tr"}:
            return [child for child in flat if isinstance(child, Node) or child.strip()]
        return flat
    mixed = parent.tag in {"", "blockquote"} or any(_is_block(child) for child in flat)
    if not mixed:
        return _trimmed(flat)
    out = _paragraphs(flat)
    only = out[0] if len(out) == 1 else None
    if parent.tag in {"li", "td", "th"} and isinstance(only, Node) and only.tag == "p" and not only.attributes:
        return only.children  # a cell or item of one paragraph needs no paragraph
    return out


def _items(flat: list[Node | str]) -> list[Node | str]:
    """Only ``li`` below a list: a list inside a list belongs to the item before it, anything else is an item."""
    items: list[Node | str] = []
    for child in flat:
        if isinstance(child, Node) and child.tag == "li":
            items.append(child)
        elif isinstance(child, Node) and child.tag in {"ul", "ol"} and items:
            last = items[-1]
            assert isinstance(last, Node)
            last.children.append(child)
            last.children = _paragraphs(last.children)
        elif child.strip() if isinstance(child, str) else child.tag != "div":
            bare = isinstance(child, Node) and child.tag == "p" and not child.attributes
            items.append(Node("li", {}, child.children if bare and isinstance(child, Node) else [child]))
    return items


def _flatten(children: list[Node | str], out: list[Node | str]) -> None:
    for child in children:
        if isinstance(child, str):
            out.append(child)
            continue
        child.tag = _RENAME.get(child.tag, child.tag)
        if child.tag in _CONTAINERS:
            out.append(Node("div"))  # a mark: words before and after it are not of one line
            _flatten(child.children, out)
            out.append(Node("div"))
        else:
            child.children = _arranged(child)
            out.append(child)


def _is_block(child: Node | str) -> bool:
    return isinstance(child, Node) and child.tag not in INLINE


def _paragraphs(flat: list[Node | str]) -> list[Node | str]:
    out: list[Node | str] = []
    loose: list[Node | str] = []

    def close() -> None:
        words = _trimmed(loose)
        if any(not isinstance(word, Node) or word.text().strip() for word in words):
            out.append(Node("p", {}, words))
        loose.clear()

    for child in flat:
        if not _is_block(child):
            loose.append(child)
            continue
        close()
        assert isinstance(child, Node)
        if child.tag != "div" and not _empty(child):
            out.append(child)
    close()
    return out


def _empty(node: Node) -> bool:
    return node.tag in {"p", "h2", "h3", "h4", "blockquote", "ul", "ol"} and not node.text().strip()


def _trimmed(words: list[Node | str]) -> list[Node | str]:
    """Without white space at both ends and without marks."""
    kept = [word for word in words if not (isinstance(word, Node) and word.tag == "div")]
    while kept and isinstance(kept[0], str) and not kept[0].strip(" \t\r\n"):
        kept.pop(0)
    while kept and isinstance(kept[-1], str) and not kept[-1].strip(" \t\r\n"):
        kept.pop()
    if kept and isinstance(kept[0], str):
        kept[0] = kept[0].lstrip(" \t\r\n")
    if kept and isinstance(kept[-1], str):
        kept[-1] = kept[-1].rstrip(" \t\r\n")
    return kept


def from_plain(text: str) -> str:
    """HTML of plain text: a line is a paragraph, empty lines vanish, a tab stays one space; indents are dropped."""
    lines = (line.strip(" \t\u3000\u00a0") for line in clean(text).split("\n"))
    return "".join(f"<p>{escape(line.replace(chr(9), ' '), quote=False)}</p>" for line in lines if line)
