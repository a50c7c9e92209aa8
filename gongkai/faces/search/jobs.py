"""Background work of search: take up what was published, in batches; durable before the pending rows go."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.conf import settings

from gongkai.faces.search.embedded import EmbeddedEngine
from gongkai.faces.search.engine import Entry
from gongkai.kernel.records.queries import projecting
from gongkai.kernel.records.rules import validity
from gongkai.kernel.records.terms import Validity
from gongkai.kernel.vocabulary import CHINA, now, today

PROJECTION = "search"
_BATCH = 500  # a commit each: many small ones make many small segments, and merging those costs half as much again


@functools.cache
def _engine(folder: Path) -> EmbeddedEngine:
    return EmbeddedEngine(folder)


def engine() -> EmbeddedEngine:
    """The one engine of this process, on the index of the data folder."""
    return _engine(settings.GONGKAI_FOLDER / "index")


def entry(content: projecting.Content, on: date) -> Entry:
    """A published record as the engine takes it; ``on`` decides whether it is in force."""
    published = content.published_at or now()
    state = validity(
        effective_on=content.effective_on,
        expires_on=content.expires_on,
        repealed_on=content.repealed_on,
        superseded=content.superseded,
        today=on,
    )
    return Entry(
        key=content.id,
        title=content.title,
        parts=tuple(part for part in (content.text, content.annotation, content.summary) if part),
        organ=content.organ_id,
        kind=content.kind,
        year=published.astimezone(CHINA).year,
        current=state in {Validity.IN_FORCE, Validity.NOT_YET},
        published=published,
        numbers=tuple(number for number in (content.doc_number, content.index_number) if number),
    )


def catch_up(limit: int = 1_000_000, *, least: int = 1) -> int:
    """Take up what waits; returns how many. Killed between commit and deletion, the same records are simply done again.

    An index of another layout or dictionary is made anew first, beside the old one. ``least``: fewer are left to wait,
    where many more are on their way.
    """
    if engine().outdated():
        return rebuild()
    _turn_of_day()
    done = 0
    while done < limit:
        rows = projecting.pending(PROJECTION, _BATCH)
        if len(rows) < max(least, 1):
            break
        _take_up(engine(), list(rows))
        projecting.done(rows.values())
        done += len(rows)
    return done


def _take_up(index: EmbeddedEngine, ids: list[int]) -> None:
    on = today()
    contents = projecting.contents(ids)
    index.delete([content.id for content in contents if not content.public])
    index.add([entry(content, on) for content in contents if content.public])
    index.commit()


def _turn_of_day() -> None:
    """Once a day, take up again what came into force or expired by the calendar; missed days are made up."""
    note = settings.GONGKAI_FOLDER / "index" / "day"
    on = today()
    try:
        last = date.fromisoformat(note.read_text().strip())
    except (OSError, ValueError):
        last = on
    if last == on and note.exists():
        return
    if last < on:
        projecting.leave(PROJECTION, projecting.validity_turns(last, on))
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(on.isoformat())


def rebuild(progress: Callable[[int], None] = lambda done: None) -> int:
    """Make the whole index anew beside the old one, which answers until the new one takes its place; returns how many.

    What changes meanwhile leaves its pending row and is taken up afterwards.
    """
    done = 0
    with engine().rebuilding() as fresh:
        for ids in projecting.public_ids(_BATCH):
            on = today()
            fresh.add([entry(content, on) for content in projecting.contents(ids) if content.public])
            done += len(ids)
            progress(done)
    return done
