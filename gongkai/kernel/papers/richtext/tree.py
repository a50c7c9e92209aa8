"""A small tree of cleaned HTML: built from what nh3 wrote (always well formed), changed, and written again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

VOID = frozenset({"br", "hr"})
INLINE = frozenset(
    {"a", "strong", "em", "u", "s", "sub", "sup", "br", "span", "b", "i", "del", "ins", "strike", "font"}
)
DEPTH = 60  # deeper elements are unwrapped: nothing official nests so far, and recursion stays bounded


@dataclass
class Node:
    """An element with its attributes and children; a child that is a string is text."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def elements(self) -> Iterator[Node]:
        """The children that are elements."""
        return (child for child in self.children if isinstance(child, Node))

    def walk(self) -> Iterator[Node]:
        """The element and all below it, in reading order."""
        yield self
        for child in self.elements():
            yield from child.walk()

    def text(self) -> str:
        """All letters below, a break as a line feed; white space as it was written."""
        return "".join(_texts(self))


def _texts(node: Node) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, str):
            yield child
        elif child.tag == "br":
            yield "\n"
        else:
            yield from _texts(child)


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.open: list[Node | None] = [self.root]

    def _here(self) -> Node:
        return next(node for node in reversed(self.open) if node is not None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        if tag in VOID or tag == "img":
            self._here().children.append(node)
        elif len(self.open) > DEPTH:
            self.open.append(None)  # counted, so that its end tag closes the right one
        else:
            self._here().children.append(node)
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        children = self._here().children
        if children and isinstance(children[-1], str):
            children[-1] += data
        else:
            children.append(data)


def parse(html: str) -> Node:
    """The tree of well-formed HTML, below a root element without a name. ``html`` must come from nh3 or ``write``."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root


def write(nodes: Iterable[Node | str]) -> str:
    """HTML of these nodes, escaped."""
    return "".join(_pieces(nodes))


def _pieces(nodes: Iterable[Node | str]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield escape(node, quote=False)
            continue
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in node.attributes.items())
        yield f"<{node.tag}{attributes}>"
        if node.tag not in VOID:
            yield from _pieces(node.children)
            yield f"</{node.tag}>"
