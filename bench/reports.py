"""Reading and checking two hundred published reports: pages, PDFs, Word files, Markdown and flattened text of both forms."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

from bench.rows import row
from gongkai.oversee.annual.checking import check_many
from gongkai.oversee.annual.format import CURRENT, FORMER
from gongkai.oversee.annual.reading import Published, read_many
from gongkai.oversee.annual.report import plain
from tests.oversee.annual.reading import writer
from tests.oversee.annual.reading.test_round_trip import computed, exported

MANY = 200
#: How many of a hundred come in each shape.
SHAPES = {"pdf": 20, "docx": 20, "html": 30, "cells": 15, "rows": 10, "md": 5}


def run(_: str) -> int:
    files = list(_files())
    start, cpu = time.perf_counter(), time.process_time()
    found = read_many((name, data) for name, data, _ in files)
    row("reports.read", time.perf_counter() - start, "s", "<= 60")
    row("reports.read.cpu", time.process_time() - cpu, "s")
    wrong = sum(
        not isinstance(one, Published) or {name: plain(number) for name, number in one.numbers.items()} != wanted
        for one, (_, _, wanted) in zip(found, files, strict=True)
    )
    row("reports.read.wrong", wrong, "reports", "<= 0")
    cpu = time.process_time()
    checked = check_many(found, 2026)
    row("reports.check.cpu", time.process_time() - cpu, "s")
    row("reports.check.errors", sum(one.failing for one in checked), "reports", "<= 0")
    return 0


def _files() -> Iterator[tuple[str, bytes, dict[str, str]]]:
    """Two hundred reports, each with what has to be read in it."""
    shapes = [shape for shape, share in SHAPES.items() for _ in range(share * MANY // 100)]
    for number, shape in enumerate(shapes):
        form, year = (CURRENT, 2021 + number % 5) if number % 4 else (FORMER, 2020)
        report = computed(form, year, number)
        wanted = {name: plain(value or 0) for name, value in report.cells.items()}
        if shape in {"pdf", "docx", "html"}:
            data = exported(report, shape)
        else:
            write = {"cells": writer.as_cells(2), "rows": writer.as_rows("\t"), "md": writer.as_markdown}[shape]
            dress = writer.dressed(random.Random(number))
            data = writer.report(form, year, report.cells, dress, write).encode()
        yield f"{number:03}.{shape}", data, wanted
