"""``gongkai admin NAME``: the first administrator of an empty city."""

from __future__ import annotations

import argparse

from gongkai.config.cli import DONE, prepare


def arguments(parser: argparse.ArgumentParser) -> None:
    """NAME [--display 姓名]."""
    parser.add_argument("username", metavar="登录名")
    parser.add_argument("--display", default="", metavar="姓名")


def run(options: argparse.Namespace) -> int:
    """Print the one-time password once."""
    prepare()
    from gongkai.kernel.organizations.operations import first_administrator
    from gongkai.kernel.vocabulary import now

    person, password = first_administrator(username=options.username, name=options.display, at=now())
    print(
        f"已建立系统管理员“{person.name}”。\n登录名：{person.username}\n一次性密码：{password}\n首次登录后须修改密码。"
    )
    return DONE
