"""Pages of the portal over the whole corpus: queries and processor time of record and list pages."""

from __future__ import annotations

import random

from bench.city import browser, page, prepare, queries, repeated
from bench.rows import cpu_ms, median, p95, row

_RECORDS = 300


def run(_: str) -> int:
    prepare()
    from gongkai.faces.portal import listing
    from gongkai.kernel.records.queries import projecting

    ids = [pk for batch in projecting.public_ids(5000) for pk in batch]
    chosen = random.Random(7).sample(ids, min(_RECORDS, len(ids)))
    client = browser()
    visits = [page(client, f"/records/{pk}/") for pk in chosen]
    for visit in visits[:20]:
        visit()
    row("record.queries", max(queries(visit) for visit in visits), "queries", "<= 10")
    spent = [cpu_ms(visit) for visit in visits]
    row("record.cpu", median(spent), "ms", "<= 10")
    row("record.cpu.p95", p95(spent), "ms")
    counted = []
    usual = listing.SIZE
    for size in (10, usual, 100):
        listing.SIZE = size
        for address in ("/lists/", "/library/", "/library/kind-local_regulation/"):
            try:
                counted.append(queries(page(client, address)))
            except RuntimeError:
                if address.count("/") == 2:
                    raise
    listing.SIZE = usual
    row("list.queries", max(counted), "queries", "<= 8")
    row("list.queries.spread", max(counted) - min(counted), "queries")
    cpu, _wall = repeated(page(client, "/library/"))
    row("list.cpu", cpu, "ms")
    return 0
