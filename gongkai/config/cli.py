"""The command line: one verb each, spoken aloud; exit 0 done, 1 findings, 2 usage, 3 failure."""

from __future__ import annotations

import argparse
import gc
import importlib
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from gongkai.config import folder, tables
from gongkai.kernel.vocabulary import Refusal
from gongkai.kernel.vocabulary.clock import shifted_to

DONE, FINDINGS, USAGE, FAILURE = 0, 1, 2, 3

#: Verb to (module below gongkai.config.commands, one line for the help).
VERBS = {
    "serve": ("serve", "启动网站（门户与工作台）"),
    "demo": ("demo", "建立并启动示范县"),
    "admin": ("admin", "建立第一位系统管理员，打印一次性密码"),
    "workdays": ("workdays", "工作日：workdays due 日期 天数"),
    "foi": ("foi", "依申请公开：foi replay 事件文件"),
    "import": ("importing", "导入法规库或已发布的报告"),
    "search": ("search", "检索已发布的信息"),
    "screen": ("screen", "筛查文件中的个人信息和涉密标志"),
    "report": ("report", "年度报告：report show 机关 年份，report check 文件"),
    "verify": ("verify", "核验页面、文件或整个系统（--all）"),
    "backup": ("backup", "备份到一个文件（运行中也可以）"),
    "restore": ("restore", "从备份恢复到空目录并核验"),
    "key": ("key", "更换签名密钥（key rotate）"),
    "rebuild": ("rebuild", "重建检索索引"),
    "migrate": ("migrate", "更新数据库结构并补齐保护触发器"),
    "work": ("work", "办理后台任务一轮（没有网站进程时）"),
}


@contextmanager
def uncollected() -> Iterator[None]:
    """Around a long piece of work that leaves next to nothing behind: Python's collector would take a tenth of its time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def prepare(*, migrate: bool = True) -> None:
    """Make an empty folder ready: secrets, database, guards, signing key. Instant when it is ready."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    folder.prepare()
    django.setup()
    if migrate and not tables.make_new() and _wants_migration():
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)


def _wants_migration() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _day_is_readable() -> bool:
    """Whether GONGKAI_TODAY, where it is set, is a day that a city can live on; says so when it is not."""
    try:
        day = shifted_to()
    except ValueError:
        day = date.min
    if day is None or 2000 <= day.year < 2200:
        return True
    print(
        "环境变量 GONGKAI_TODAY 不是可用的日期，请按 2026-11-03 的写法设置（2000年至2199年），或者取消它。",
        file=sys.stderr,
    )
    return False


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit code."""
    parser = argparse.ArgumentParser(prog="gongkai", description="公开：政务公开平台的命令行。")
    verbs = parser.add_subparsers(dest="verb", metavar="命令")
    given = list(sys.argv[1:] if arguments is None else arguments)
    wanted = next((word for word in given if not word.startswith("-")), None)
    for verb, (module, line) in VERBS.items():
        sub = verbs.add_parser(verb, help=line, description=line)
        if verb == wanted:
            importlib.import_module(f"gongkai.config.commands.{module}").arguments(sub)
    options = parser.parse_args(given)
    if options.verb is None:
        parser.print_help()
        return USAGE
    if not _day_is_readable():
        return USAGE
    command = importlib.import_module(f"gongkai.config.commands.{VERBS[options.verb][0]}")
    try:
        return int(command.run(options))
    except Refusal as refusal:
        print(refusal.message, file=sys.stderr)
        return FAILURE
    except folder.Busy as busy:
        print(busy, file=sys.stderr)
        return FAILURE
    except BrokenPipeError:
        return FAILURE
    except SystemExit:
        raise
    except Exception as fault:
        logging.getLogger("gongkai").exception("%s", options.verb)
        print(f"没有完成：{type(fault).__name__} {fault}", file=sys.stderr)
        return FAILURE
    except KeyboardInterrupt:
        print("\n已中断。已完成的部分已保存，再次运行会接着做。", file=sys.stderr)
        return FAILURE
