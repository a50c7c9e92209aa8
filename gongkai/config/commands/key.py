"""``gongkai key rotate``: another signing key under the same log name, by a named administrator who confirms it."""

from __future__ import annotations

import argparse
import sys

from gongkai.config.cli import DONE, USAGE, prepare
from gongkai.kernel.vocabulary import Refusal

_CONFIRM = "更换"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Rotate --by 登录名 [--yes]."""
    acts = parser.add_subparsers(dest="act", metavar="动作", required=True)
    rotate = acts.add_parser("rotate", help="更换签名密钥，旧公钥继续公布")
    rotate.add_argument("--by", required=True, metavar="登录名", help="决定更换的系统管理员")
    rotate.add_argument("--yes", action="store_true", help="不再询问")


def run(options: argparse.Namespace) -> int:
    """Ask, change the key, sign a checkpoint with it, and say which key holds from now on."""
    prepare()
    from gongkai.kernel.organizations import queries as organizations
    from gongkai.kernel.organizations.queries import Role
    from gongkai.kernel.trust import operations as trust
    from gongkai.kernel.vocabulary import now

    at = now()
    person = next((p for p in organizations.people(at.date(), text=options.by) if p.username == options.by), None)
    standing = organizations.standing(person, at.date()) if person is not None and person.is_active else None
    if standing is None or not standing.has(Role.ADMIN):
        raise Refusal(f"“{options.by}”不是在任的系统管理员，不能更换签名密钥。")
    if not options.yes and not _confirmed():
        print("没有更换。", file=sys.stderr)
        return USAGE
    key = trust.rotate_key(by=standing.actor(), at=at)
    checkpoint = trust.checkpoint(at)
    print(
        f"已更换签名密钥，由{standing.person.name}决定，已记入台账。\n新公钥：{key.public}\n"
        f"第{checkpoint.number}号检查点已用新密钥签名。旧公钥继续公布，以前的证明仍可核验。\n"
        "请重新备份，并把新公钥告知留存公钥的单位。"
    )
    return DONE


def _confirmed() -> bool:
    """Whether the person at the terminal typed the word; no terminal is no."""
    if not sys.stdin.isatty():
        print(f"更换签名密钥需要确认：在终端中运行并输入“{_CONFIRM}”，或者加 --yes。", file=sys.stderr)
        return False
    print("更换后，新的检查点用新密钥签名；旧私钥不再使用，也不保留。", file=sys.stderr)
    return input(f"输入“{_CONFIRM}”确认：").strip() == _CONFIRM
