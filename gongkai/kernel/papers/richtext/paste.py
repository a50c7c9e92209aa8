"""What Word and WPS put on the clipboard, turned into clean HTML: their noise goes, their tables and numbering stay."""

from __future__ import annotations

import re

import nh3

from gongkai.kernel.papers.richtext.bounds import flattened, without
from gongkai.kernel.papers.richtext.clean import sanitize
from gongkai.kernel.papers.richtext.tree import Node, parse, write

# Conditional comments: the hidden ones are comments anyway; <![if …]>…<![endif]> shows its content.
_CONDITION = re.compile(r"<!\[(?:if[^\]>]*|endif)\]-{0,2}>", re.IGNORECASE)
_HIDDEN = re.compile("<!--"), re.compile("-->")
_FRAGMENT = re.compile("<!--StartFragment-->", re.IGNORECASE), re.compile("<!--EndFragment-->", re.IGNORECASE)
_UNSEEN = [
    (re.compile(rf"<{name}\b", re.IGNORECASE), re.compile(rf"</{name}\s*>", re.IGNORECASE))
    for name in ("xml", "style", "script", "head", "o:OfficeDocumentSettings")
]
_PREFIXED = re.compile(r"</?(?:o|w|m|v|st1|x|wps):[^<>]*>", re.IGNORECASE)
_TAGS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "div",
        "span",
        "font",
        "ul",
        "ol",
        "li",
        "table",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
        "a",
        "blockquote",
        "br",
        "hr",
        "b",
        "strong",
        "i",
        "em",
        "u",
        "s",
        "strike",
        "del",
        "ins",
        "sub",
        "sup",
    ]
)
_ATTRIBUTES = {"*": {"style", "class", "id"}, "a": {"href"}, "del": {"datetime", "cite"}, "ol": {"start"}}
for _cell in ("td", "th"):
    _ATTRIBUTES[_cell] = {"colspan", "rowspan", "scope"}
_SYMBOLS = re.compile(r"wingdings|symbol|webdings", re.IGNORECASE)
_STYLES = (
    (re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE), "strong"),
    (re.compile(r"font-style\s*:\s*italic", re.IGNORECASE), "em"),
    (re.compile(r"text-decoration[^;]*:[^;]*underline", re.IGNORECASE), "u"),
    (re.compile(r"text-decoration[^;]*:[^;]*line-through", re.IGNORECASE), "s"),
    (re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE), "sup"),
    (re.compile(r"vertical-align\s*:\s*sub\b", re.IGNORECASE), "sub"),
)
_GONE = re.compile(r"mso-hide\s*:\s*all|display\s*:\s*none|mso-element\s*:\s*comment", re.IGNORECASE)
_IGNORE = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_TITLE = re.compile(r"\bMso(?:Title|Heading(\d)?)\b")
_HEADING = re.compile(r"\bMsoHeading(\d)\b")


def from_word_paste(html: str) -> str:
    """Sanitized HTML of clipboard HTML. Never fails.

    Numbers that Word made itself (一、 （一） 1.) become words of the paragraph, as they are part of an official text;
    bullets become a list. Hidden text, comments and deleted revisions go. Tables keep their merged cells.
    """
    begin = _FRAGMENT[0].search(html)
    end = None
    for end in _FRAGMENT[1].finditer(html):  # noqa: B007  the last one counts
        pass
    found = begin is not None and end is not None and begin.end() <= end.start()
    body = html[begin.end() : end.start()] if found and begin and end else html
    for begins, ends in _UNSEEN:
        body = without(body, begins, ends)
    body = _CONDITION.sub("", without(body, *_HIDDEN))
    body = flattened(_PREFIXED.sub("", body))
    if found and "<tr" in body.lower() and "<table" not in body.lower():
        body = f"<table>{body}</table>"  # the fragment of a few copied cells begins inside the table
    root = parse(
        nh3.clean(body, tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None, clean_content_tags={"title", "script"})
    )
    return sanitize(write(_bulleted(_cleaned(root.children))))


def _cleaned(children: list[Node | str], *, symbols: bool = False) -> list[Node | str]:
    """``symbols``: an element above asked for a font of pictures (Wingdings), so its letters are bullets."""
    out: list[Node | str] = []
    for child in children:
        if isinstance(child, str):
            # A line end in the markup is nothing between ideographs; a browser would show it as a space.
            out.append(re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef])[\r\n]+(?=[\u3000-\u9fff\uff00-\uffef])", "", child))
            continue
        style = child.attributes.get("style", "")
        if _GONE.search(style) or (child.tag == "del" and child.attributes.keys() & {"datetime", "cite"}):
            continue
        if child.tag == "ins":
            child.tag = "span"
        if _IGNORE.search(style):
            out.append(_mark(child, symbols=symbols))
            continue
        out += _restyled(child, style, symbols=symbols or bool(_SYMBOLS.search(style)))
    return out


def _mark(child: Node, *, symbols: bool) -> Node | str:
    """The number or bullet of a list paragraph: letters, or a ``bullet`` element for ``_bulleted``."""
    letters = child.text().replace("\u00a0", " ").strip()
    symbols = symbols or any(_SYMBOLS.search(node.attributes.get("style", "")) for node in child.walk())
    if symbols or letters in {"·", "•", "o", "■", "□", "●", "○", "◆", "◇", "§", "Ø", "ü", "-", "–"}:
        return Node("bullet")
    return letters + (" " if letters[-1:].isascii() and letters else "")


def _restyled(child: Node, style: str, *, symbols: bool) -> list[Node | str]:
    children = _cleaned(child.children, symbols=symbols)
    if child.tag in {"span", "font"}:
        for pattern, tag in _STYLES:
            if pattern.search(style):
                children = [Node(tag, {}, children)]
        return children
    name = child.attributes.get("class", "")
    level = _HEADING.search(name)
    if child.tag == "p" and level:
        child.tag = f"h{level[1]}"
    elif child.tag == "p" and _TITLE.search(name):
        child.tag = "h1"
    child.attributes = {key: value for key, value in child.attributes.items() if key not in {"style", "class", "id"}}
    child.children = children
    return [child]


def _bulleted(children: list[Node | str]) -> list[Node | str]:
    """Paragraphs that begin with a bullet, gathered into lists."""
    out: list[Node | str] = []
    for child in children:
        if isinstance(child, str):
            out.append(child)
            continue
        marks = [node for node in child.walk() if any(inner.tag == "bullet" for inner in node.elements())]
        if child.tag == "p" and marks:
            for node in marks:
                node.children = [c for c in node.children if isinstance(c, str) or c.tag != "bullet"]
            last = next((node for node in reversed(out) if not (isinstance(node, str) and not node.strip())), None)
            if not (isinstance(last, Node) and last.tag == "ul" and last.attributes.get("class") == "made"):
                last = Node("ul", {"class": "made"})
                out.append(last)
            last.children.append(Node("li", {}, child.children))
            continue
        child.children = _bulleted(child.children)
        out.append(child)
    return out
