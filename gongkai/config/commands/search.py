"""``gongkai search QUERY``: what the portal finds, on the command line."""

from __future__ import annotations

import argparse
import json
import sys

from gongkai.config.cli import DONE, USAGE, prepare


def arguments(parser: argparse.ArgumentParser) -> None:
    """QUERY [--limit N] [--current] [--json]; a QUERY in double quotes is an exact phrase."""
    parser.add_argument("query", metavar="检索词")
    parser.add_argument("--limit", type=int, default=10, metavar="N")
    parser.add_argument("--current", action="store_true", help="只在现行有效的信息中检索")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Print {total, hits: [{title, url, source, snippet}]} or the same in words."""
    if options.limit < 0:
        print("--limit 不能是负数。", file=sys.stderr)
        return USAGE
    prepare()
    from gongkai.faces.search import queries
    from gongkai.faces.search.snippet import plain

    found = queries.find(
        options.query, filters=queries.Filters(current=True if options.current else None), limit=options.limit
    )
    hits = [
        {
            "title": hit.record.title,
            "url": f"/records/{hit.record.pk}/",
            "source": hit.record.source,
            "snippet": plain(hit.passage),
        }
        for hit in found.hits
    ]
    if options.json:
        print(json.dumps({"total": found.total, "hits": hits}, ensure_ascii=False))
        return DONE
    print(f"共找到 {found.total} 条。")
    for hit in hits:
        print(f"\n{hit['title']}\n  {hit['url']}\n  {hit['snippet']}")
    return DONE
