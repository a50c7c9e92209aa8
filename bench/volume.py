"""Half a million records: the same pages on a small and on a large city, turn by turn; queries equal, time at most double."""

from __future__ import annotations

import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import generated
from bench.city import browser, page, prepare, queries
from bench.rows import cpu_ms, median, note, row

_OUT = Path(__file__).resolve().parent / "out"
_SMALL, _LARGE = (_OUT / "volume-small", 5_000), (_OUT / "volume-large", 500_000)
_ROUNDS, _TIMES = 3, 7


def run(_: str) -> int:
    prepare()
    for folder, records in (_SMALL, _LARGE):
        generated.enter(folder)
        generated.make(folder, records)
    differing, worst = [], {"portal": 0.0, "desk": 0.0}
    for name, visit in _pages():
        counted, spent = {}, {}
        for turn in range(_ROUNDS):
            for folder, records in (_SMALL, _LARGE):
                generated.enter(folder)
                go = visit()
                go()
                counted[records] = queries(go)
                spent.setdefault(records, []).append(median([cpu_ms(go) for _ in range(_TIMES)]))
            if turn == 0 and spent[_LARGE[1]][0] > 4000:
                break
        small, large = (min(spent[records]) for _, records in (_SMALL, _LARGE))
        row(f"volume.{name}.cpu", large, "ms")
        row(f"volume.{name}.ratio", large / small, "ratio", "<= 2")
        part = name.partition(".")[0]
        worst[part] = max(worst[part], large / small)
        if counted[_SMALL[1]] != counted[_LARGE[1]]:
            differing.append(name)
            note(f"{name}: {counted[_SMALL[1]]} queries in the small city, {counted[_LARGE[1]]} in the large one")
        if name in {"portal.list", "portal.list.second"}:
            row(f"volume.{name}.queries", counted[_LARGE[1]], "queries", "<= 8")
    row("volume.queries.differences", len(differing), "pages", "<= 0")
    for part, ratio in worst.items():
        row(f"volume.{part}.ratio.worst", ratio, "ratio")
    return 0


def _pages() -> list[tuple[str, Callable[[], Callable[[], None]]]]:
    """(name, what makes a call on the city that was entered)."""
    found: list[tuple[str, Callable[[], Callable[[], None]]]] = []

    def portal(name: str, address: Callable[[], str]) -> None:
        found.append((f"portal.{name}", lambda: page(browser(), address())))

    def desk(name: str, role: str, address: str) -> None:
        found.append((f"desk.{name}", lambda: page(browser(_person(role)), address)))

    portal("home", lambda: "/")
    portal("list", lambda: "/lists/")
    portal("list.second", lambda: f"/lists/before/{_middle()}/")
    portal("list.organ", lambda: f"/lists/organ/{_organ()}/")
    portal("list.kind", lambda: "/lists/kind/notice/")
    portal("list.organ.kind.year", lambda: f"/lists/organ/{_organ()}/kind/notice/year/2024/")
    portal("policy", lambda: "/open/policy/")
    portal("statutory", lambda: "/open/statutory/")
    portal("organ", lambda: f"/open/{_organ()}/")
    portal("search.rare", lambda: "/search/?" + urllib.parse.urlencode({"q": '"第4321号水源"'}))
    portal("sitemap", lambda: "/sitemap.xml")
    desk("home", "draft", "/desk/")
    for code in ("returned", "drafts", "review", "scheduled", "reassess", "involved"):
        desk(f"queue.{code}", "draft", f"/desk/queue/{code}/")
    desk("published", "draft", "/desk/published/")
    desk("search", "draft", "/desk/search/?" + urllib.parse.urlencode({"q": "第4321号水源"}))
    desk("notices", "draft", "/desk/notices/")
    desk("reviewer.home", "first", "/desk/")
    desk("reviewer.queue", "first", "/desk/queue/mine/")
    desk("leader", "foi_head", "/desk/leader/")
    desk("urgent.uses", "foi_head", "/desk/urgent/uses/")
    return found


def _organ() -> int:
    from gongkai.kernel.organizations.models import Organ

    return Organ.objects.order_by("pk").values_list("pk", flat=True)[0]


def _person(role: str) -> Any:
    from gongkai.kernel.organizations.models import Person, Post

    post = Post.objects.filter(organ_id=_organ(), role__startswith=role).order_by("pk").first()
    assert post is not None
    return Person.objects.get(pk=post.person_id)


def _middle() -> int:
    from gongkai.kernel.records.models import Record

    last = Record.objects.filter(status="published").order_by("-pk").values_list("pk", flat=True)[0]
    return last // 2
