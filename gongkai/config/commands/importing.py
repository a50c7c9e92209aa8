"""``gongkai import PATH``: laws or published reports become published documents; a second run goes on."""

from __future__ import annotations

import argparse
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from gongkai.config import alongside, folder
from gongkai.config.cli import DONE, FAILURE, FINDINGS, USAGE, prepare, uncollected
from gongkai.publish.library.archive import read_archive

_WORTHWHILE = 300  # documents that the second process takes up at once


def arguments(parser: argparse.ArgumentParser) -> None:
    """PATH… [--json] [--quiet]."""
    parser.add_argument("paths", nargs="+", type=Path, metavar="压缩包、文件夹或文件")
    parser.add_argument("--json", action="store_true", help="最后输出 {imported, skipped, failed, seconds}")
    parser.add_argument("--quiet", action="store_true", help="不显示进度")


@uncollected()
def run(options: argparse.Namespace) -> int:
    """Import each path with a progress bar; the index is brought along unless a running server does that."""
    for path in options.paths:
        if not path.exists():
            print(f"找不到 {path}。", file=sys.stderr)
            return USAGE
    first = options.paths[0]
    with ThreadPoolExecutor(1) as aside:  # unpacking leaves the interpreter to others while the folder is made ready
        unpacked = aside.submit(lambda: list(read_archive(first)))
        prepare()
    from gongkai.faces.search import jobs
    from gongkai.kernel.vocabulary import now
    from gongkai.publish.library import operations as library

    try:
        lock = folder.take_lock()
    except folder.Busy:
        lock = None  # the server's worker takes up the pending rows
    total = library.Imported()
    interrupted = False
    for path in options.paths:
        bar = _Bar(path.name, quiet=options.quiet or (options.json and not sys.stderr.isatty()))
        # The index is brought along by a second process: it costs about as much as everything else together.
        with alongside.repeating(
            lambda: jobs.catch_up(least=_WORTHWHILE), last=jobs.catch_up, wanted=lock is not None
        ) as other:
            try:
                done = library.import_path(
                    path, at=now(), progress=bar.show, ahead=alongside.ahead,
                    read=lambda path: unpacked.result() if path is first else read_archive(path),
                )  # fmt: skip
            except KeyboardInterrupt:
                interrupted = True
            bar.end()
            here = time.perf_counter()
        if interrupted:
            break
        if lock is not None:
            jobs.catch_up()  # what a second process could not do, or all of it where there was none
            waited = done.add("等待索引" if other.running else "索引", here) - here
            done.seconds += waited
            if other.running:
                done.shares["索引（另一进程）"] = other.seconds
        total.imported += done.imported
        total.skipped += done.skipped
        total.failed += done.failed
        total.seconds += done.seconds
        for part, seconds in done.shares.items():
            total.shares[part] = total.shares.get(part, 0.0) + seconds
    if lock is not None:
        lock.close()
    _tell(total, as_json=options.json)
    if interrupted:
        print("已中断。已导入的部分已保存，再次运行同一命令会接着导入，不会重复。", file=sys.stderr)
        return FAILURE
    return FINDINGS if total.failed else DONE


def _tell(total: object, *, as_json: bool) -> None:
    from gongkai.publish.library.operations import Imported

    assert isinstance(total, Imported)
    if as_json:
        summary = {
            "imported": total.imported,
            "skipped": total.skipped,
            "failed": len(total.failed),
            "seconds": round(total.seconds, 2),
            "faults": [{"source": source, "reason": reason} for source, reason in total.failed],
            "shares": {part: round(seconds, 2) for part, seconds in total.shares.items()},
        }
        print(json.dumps(summary, ensure_ascii=False))
        return
    print(
        f"导入 {total.imported} 件，已有 {total.skipped} 件，失败 {len(total.failed)} 件，用时 {total.seconds:.1f} 秒。"
    )
    for source, reason in total.failed:
        print(f"  {source}: {reason}")
    if total.shares and total.seconds:
        shares = "、".join(f"{part} {seconds / total.seconds:.0%}" for part, seconds in total.shares.items())
        print(f"其中：{shares}。")


class _Bar:
    """A progress bar on the error channel; plain lines where that is no terminal."""

    def __init__(self, name: str, *, quiet: bool) -> None:
        self.name, self.quiet, self.last = name, quiet, -1

    def show(self, done: int, total: int) -> None:
        if self.quiet or not total:
            return
        percent = done * 100 // total
        if sys.stderr.isatty():
            filled = percent * 30 // 100
            print(
                f"\r{self.name} [{'█' * filled}{'·' * (30 - filled)}] {done}/{total}",
                end="",
                file=sys.stderr,
                flush=True,
            )
        elif percent // 10 != self.last:
            self.last = percent // 10
            print(f"{self.name} {done}/{total}", file=sys.stderr, flush=True)

    def end(self) -> None:
        if not self.quiet and sys.stderr.isatty():
            print(file=sys.stderr)
