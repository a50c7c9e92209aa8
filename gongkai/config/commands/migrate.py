"""``gongkai migrate``: bring the database up to date and put back missing guards."""

from __future__ import annotations

import argparse

from gongkai.config.cli import DONE, prepare


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(options: argparse.Namespace) -> int:
    """Migrate, then say which guards were put back."""
    prepare(migrate=False)
    from django.core.management import call_command

    from gongkai.kernel.ledger import guards

    call_command("migrate", verbosity=0, interactive=False)
    back = guards.install()
    print("数据库结构已是最新。" + (f"补齐保护触发器 {len(back)} 个。" if back else "保护触发器齐全。"))
    return DONE
