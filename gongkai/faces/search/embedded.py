"""The search engine inside our own process (tantivy): nothing to install, one folder, one writer.

The folder holds generations, each a complete index, and ``current.json`` that names the living one; a rebuild writes
the X
"""

from __future__ import annotations

import json
import os
import shutil
import threading
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, cast

import tantivy

from gongkai.faces.search.engine import Entry, Filters, Hit, IndexBusy, IndexFault, Order, Results
from gongkai.faces.search.normal import stream, streamed_letters
from gongkai.faces.search.query import Query, number_key, number_variants
from gongkai.faces.search.segment import dictionary_mark, words

_LAYOUT: Final = 2  # raise it when a field changes: indexes of another layout are built anew
_POINTER: Final = "current.json"
_WALL: Final = " \0 "  # a token that no text holds, between parts: no phrase crosses it
_TITLE_BOOST: Final = 4.0
_RANKED: Final = 2_000  # characters: what a text is about shows at its beginning; finding never rests on words
_HEAP: Final = 60_000_000  # bytes that the writer may fill before it writes a segment


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("key", indexed=True, fast=True)  # deleting by term misses unsigned ones
    for name in ("title", "body"):
        builder.add_text_field(f"{name}_pairs", tokenizer_name="blanks", index_option="position")
        builder.add_text_field(f"{name}_words", tokenizer_name="blanks", index_option="freq")
    builder.add_text_field("characters", tokenizer_name="blanks", index_option="basic")
    builder.add_text_field("number", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("organ", indexed=True)
    builder.add_integer_field("year", indexed=True)
    builder.add_boolean_field("current", indexed=True)
    builder.add_integer_field("published", indexed=True, fast=True)
    return builder.build()


_SCHEMA: Final = _schema()


def _pairs(text: str) -> str:
    """Overlapping pairs of characters, separated by blanks: 政务公开 → 政务 务公 公开. Laid out in bulk, for speed."""
    if len(text) < 2:
        return text
    codes = array("I", text.encode("utf-32-le"))
    laid = array("I", [0x20]) * (3 * (len(codes) - 1))
    laid[0::3] = codes[:-1]
    laid[1::3] = codes[1:]
    return laid.tobytes().decode("utf-32-le")


def _document(entry: Entry) -> tantivy.Document:
    title = stream(entry.title)
    letters = [set(part) for part in entry.parts]  # once for all that is done with a text
    every = set(entry.title).union(*letters)
    bodies = [streamed for part, its in zip(entry.parts, letters, strict=True) if (streamed := stream(part, its))]
    document = tantivy.Document()
    document.add_integer("key", entry.key)
    document.add_text("title_pairs", _pairs(title))
    document.add_text("body_pairs", _WALL.join(map(_pairs, bodies)))
    document.add_text("title_words", " ".join(words(entry.title)))
    document.add_text("body_words", " ".join(words("\n".join(entry.parts)[:_RANKED], every)))
    document.add_text("characters", " ".join(streamed_letters(every)))
    for number in entry.numbers:
        if key := number_key(number):
            document.add_text("number", key)
    document.add_text("kind", entry.kind)
    document.add_unsigned("organ", entry.organ)
    document.add_integer("year", entry.year)
    document.add_boolean("current", entry.current)
    document.add_integer("published", int(entry.published.timestamp()))
    return document


class EmbeddedEngine:
    """See ``Engine``. Made in no time; the index is opened at the first use and created when there is none."""

    def __init__(self, folder: Path, *, heap: int = _HEAP, generation: str = "") -> None:
        self.folder = folder
        self._heap = heap
        self._fixed = generation  # the engine of a rebuild writes here, whatever the pointer says
        self._lock = threading.RLock()
        self._index: tantivy.Index | None = None
        self._writer: tantivy.IndexWriter | None = None
        self._generation = ""
        self._seen: tuple[int, int] = (0, 0)

    # -- reading

    def search(
        self,
        query: Query,
        filters: Filters = Filters(),  # noqa: B008 - frozen, so one for all is safe
        *,
        order: Order = Order.RELEVANCE,
        limit: int = 20,
        offset: int = 0,
    ) -> Results:
        """One page of hits with the exact total."""
        if query.is_empty:
            return Results(0, ())
        wanted = _narrowed(_wanted(query), filters)
        searcher = self._searcher()
        try:
            found = searcher.search(
                wanted,
                limit=max(1, limit),
                offset=max(0, offset),
                count=True,
                order_by_field=None if order is Order.RELEVANCE else "published",
                order=tantivy.Order.Asc if order is Order.OLDEST else tantivy.Order.Desc,
            )
            addresses = [address for _, address in found.hits]
            keys = cast("list[int]", searcher.fast_field_values("key", addresses))
        except (ValueError, OSError) as error:
            raise IndexFault("检索库无法读取，请重建检索库。") from error
        hits = tuple(Hit(key, float(score)) for (score, _), key in zip(found.hits, keys, strict=True))
        total = found.count  # type: ignore[attr-defined]  # there, but missing from the library's types
        return Results(total, hits[:limit] if limit > 0 else ())

    def count(self) -> int:
        """Documents in the index as of the last commit."""
        return int(self._searcher().num_docs)

    def outdated(self) -> bool:
        """Whether the living generation has another layout or dictionary, or had to begin anew."""
        with self._lock:
            self._open()
            return bool(self._pointer().get("mark") != _mark())

    def _searcher(self) -> tantivy.Searcher:
        with self._lock:
            index = self._open()
            seen = self._stamp()
            if seen != self._seen:
                try:
                    index.reload()
                except (ValueError, OSError) as error:
                    raise IndexFault("检索库无法读取，请重建检索库。") from error
                self._seen = seen
            return index.searcher()

    def _stamp(self) -> tuple[int, int]:
        """Changes with every commit of any process."""
        try:
            status = (self.folder / self._generation / "meta.json").stat()
        except OSError as error:
            raise IndexFault("检索库文件缺失，请重建检索库。") from error
        return status.st_mtime_ns, status.st_ino

    # -- writing

    def add(self, entries: Iterable[Entry]) -> int:
        """Put in or replace documents; visible after ``commit``."""
        documents = [(entry.key, _document(entry)) for entry in entries]  # segmenting needs no lock
        with self._lock:
            writer = self._writing()
            with self._guarded():
                for key, document in documents:
                    writer.delete_documents_by_term("key", key)
                    writer.add_document(document)
        return len(documents)

    def delete(self, keys: Iterable[int]) -> None:
        """Take documents out; visible after ``commit``."""
        with self._lock:
            writer = self._writing()
            with self._guarded():
                for key in keys:
                    writer.delete_documents_by_term("key", key)

    def commit(self) -> None:
        """Make everything since the last commit durable and visible."""
        with self._lock:
            if self._writer is None:
                return
            with self._guarded():
                self._writer.commit()

    def close(self) -> None:
        """Let go of the writer; what was not committed is lost."""
        with self._lock:
            writer, self._writer = self._writer, None
            if writer is not None:
                with self._guarded():
                    writer.rollback()
                    writer.wait_merging_threads()

    @contextmanager
    def rebuilding(self) -> Iterator[EmbeddedEngine]:
        """An empty engine beside this one that takes its place at the end of the block."""
        name = _next(self.folder)
        fresh = EmbeddedEngine(self.folder, heap=max(self._heap, 100_000_000), generation=name)
        try:
            yield fresh
            fresh.commit()
            fresh.count()  # it can be opened
        except BaseException:
            with suppress(IndexFault):
                fresh.close()
            shutil.rmtree(self.folder / name, ignore_errors=True)
            raise
        fresh.close()
        with self._lock:
            self.close()
            _point(self.folder, name)
            self._index = None
        for old in self.folder.glob("generation-*"):
            if old.name != name:
                shutil.rmtree(old, ignore_errors=True)

    def _writing(self) -> tantivy.IndexWriter:
        index = self._open()
        if self._writer is None:
            try:
                self._writer = index.writer(heap_size=self._heap, num_threads=1)
            except ValueError as error:
                if "LockBusy" in str(error) or "Lock" in str(error):
                    raise IndexBusy("检索库正由另一个进程写入，请稍后再试。") from error
                raise IndexFault("检索库无法写入，请检查磁盘空间和文件夹权限。") from error
        return self._writer

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """A writer that failed once is of no use any more: the next write opens another."""
        try:
            yield
        except (ValueError, OSError) as error:
            self._writer = None
            raise IndexFault("检索库写入失败，请检查磁盘空间；未写入的内容将在下次重新处理。") from error

    # -- generations

    def _open(self) -> tantivy.Index:
        pointer = self._pointer()
        name = self._fixed or pointer.get("generation", "")
        if self._index is not None and name == self._generation:
            return self._index
        if self._index is not None:  # another process has rebuilt
            self.close()
        try:
            usable = (self.folder / name).is_dir() and pointer.get("mark", "0").split("-")[0] in {str(_LAYOUT), ""}
            if not name:
                name = _next(self.folder)
                (self.folder / name).mkdir(parents=True)
                index = tantivy.Index(_SCHEMA, path=str(self.folder / name))
                _point(self.folder, name)
            elif usable or self._fixed:
                (self.folder / name).mkdir(parents=True, exist_ok=True)
                index = tantivy.Index(_SCHEMA, path=str(self.folder / name), reuse=True)
            else:  # of another layout, or gone: begin anew, and say that it wants a rebuild
                name = _next(self.folder)
                (self.folder / name).mkdir(parents=True)
                index = tantivy.Index(_SCHEMA, path=str(self.folder / name))
                _point(self.folder, name, mark="")
        except (ValueError, OSError) as error:
            raise IndexFault("检索库无法打开，请重建检索库。") from error
        index.config_reader(reload_policy="manual", num_warmers=0)
        index.register_tokenizer("blanks", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
        self._index, self._generation = index, name
        self._seen = (0, 0)
        return index

    def _pointer(self) -> dict[str, str]:
        try:
            value = json.loads((self.folder / _POINTER).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise IndexFault("检索库无法打开，请重建检索库。") from error
        return value if isinstance(value, dict) else {}


def _mark() -> str:
    return f"{_LAYOUT}-{dictionary_mark()}"


def _next(folder: Path) -> str:
    taken = [int(path.name.rpartition("-")[2]) for path in folder.glob("generation-*")]
    return f"generation-{max(taken, default=0) + 1}"


def _point(folder: Path, name: str, mark: str | None = None) -> None:
    """Name the living generation, in one step that is either done or not."""
    draft = folder / f"{_POINTER}.new"
    with draft.open("w", encoding="utf-8") as file:
        json.dump({"generation": name, "mark": _mark() if mark is None else mark}, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / _POINTER)


# -- from our query to the engine's


def _spelt(field: str, text: str) -> tantivy.Query:
    """The text stands in this field, character after character (two characters at least)."""
    pairs: list[str | tuple[int, str]] = [text[place : place + 2] for place in range(len(text) - 1)]
    if len(pairs) == 1:
        return tantivy.Query.term_query(_SCHEMA, field, text)
    return tantivy.Query.phrase_query(_SCHEMA, field, pairs)


def _contains(text: str) -> tantivy.Query:
    """The text stands in title or body."""
    if len(text) == 1:
        return tantivy.Query.term_query(_SCHEMA, "characters", text, "basic")
    return _either(
        tantivy.Query.boost_query(_spelt("title_pairs", text), _TITLE_BOOST),
        _spelt("body_pairs", text),
    )


def _either(*queries: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])


def _number(key: str) -> tantivy.Query:
    return tantivy.Query.const_score_query(tantivy.Query.term_query(_SCHEMA, "number", key, "basic"), 1_000.0)


def _wanted(query: Query) -> tantivy.Query:
    """Every phrase and word must stand somewhere; words as the dictionary sees them only add to the score."""
    if query.is_number:
        return _either(_number(query.number), *(_contains(variant) for variant in number_variants(query.number)))
    clauses = [(tantivy.Occur.Must, _contains(text)) for text in (*query.phrases, *query.words)]
    for word in dict.fromkeys((*query.words, *(word for phrase in query.phrases for word in words(phrase)))):
        for field, boost in (("title_words", _TITLE_BOOST), ("body_words", 1.0)):
            term = tantivy.Query.term_query(_SCHEMA, field, word, "freq")
            clauses.append((tantivy.Occur.Should, tantivy.Query.boost_query(term, boost)))
    clauses.extend((tantivy.Occur.Should, _contains(piece)) for piece in query.pieces if len(piece) > 1)
    if not (query.phrases or query.words):
        return _number(query.number)
    text = tantivy.Query.boolean_query(clauses)
    return _either(text, _number(query.number)) if query.number else text


def _narrowed(wanted: tantivy.Query, filters: Filters) -> tantivy.Query:
    clauses = [(tantivy.Occur.Must, wanted)]

    def must(query: tantivy.Query) -> None:
        clauses.append((tantivy.Occur.Must, tantivy.Query.const_score_query(query, 0.0)))

    for field, values in (("organ", filters.organs), ("kind", filters.kinds), ("year", filters.years)):
        if values:
            must(_either(*(tantivy.Query.term_query(_SCHEMA, field, value, "basic") for value in values)))
    if filters.current is not None:
        must(tantivy.Query.term_query(_SCHEMA, "current", filters.current, "basic"))
    if filters.since is not None or filters.until is not None:
        must(
            tantivy.Query.range_query(
                _SCHEMA,
                "published",
                tantivy.FieldType.Integer,
                lower_bound=int(filters.since.timestamp()) if filters.since else None,
                upper_bound=int(filters.until.timestamp()) if filters.until else None,
                include_upper=False,
            )
        )
    return tantivy.Query.boolean_query(clauses) if len(clauses) > 1 else wanted
