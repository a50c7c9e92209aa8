"""What a reader gives: pieces of text, each with the place where a clerk finds it, and notes on what stayed unread."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text and its place in Chinese: 正文, 第3页, 工作表「名单」(隐藏) 第12行."""

    place: str
    text: str


class Reading(list[Passage]):
    """The passages of one file; ``notes`` are Chinese sentences about parts that could not be read."""

    def __init__(self) -> None:
        super().__init__()
        self.notes: list[str] = []

    def add(self, place: str, text: str) -> None:
        """Keep a piece unless it is blank."""
        if text.strip():
            self.append(Passage(place, text))

    def merge(self, prefix: str, inner: Reading) -> None:
        """Take over what was read inside an archive or attachment, its places behind ``prefix``."""
        self.extend(Passage(f"{prefix} {passage.place}", passage.text) for passage in inner)
        self.notes.extend(f"{prefix}:{note}" for note in inner.notes)
