"""``gongkai demo``: the fictional county, set up once and served."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from gongkai.config import folder
from gongkai.config.cli import DONE, FAILURE, prepare, uncollected

_PASSWORD = "demo_password"  # noqa: S105  the name of the file that keeps it


def arguments(parser: argparse.ArgumentParser) -> None:
    """[--port N] [--host ADDRESS] [--only-prepare]."""
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--only-prepare", action="store_true", help="只建立示范数据，不启动网站")


@uncollected()
def run(options: argparse.Namespace) -> int:
    """Seed the county when the folder is empty, print who may sign in, and serve."""
    address = f"http://{options.host}:{options.port}"
    os.environ.setdefault("GONGKAI_ADDRESS", address)
    prepare()
    from gongkai.kernel.organizations.models import Organ, Site

    if Organ.objects.exists() and not Site.objects.filter(pk=1, demo=True).exists():
        print(f"{folder.path()} 中是一个正式的数据目录，不能用作示范。请用 DATA= 指定另一个目录。", file=sys.stderr)
        return FAILURE
    if not Site.objects.filter(pk=1, demo=True).exists():
        with folder.take_lock():
            _seed()
    _print(address)
    if options.only_prepare:
        return DONE
    from gongkai.config.commands.serve import serve

    return serve(options.host, options.port)


def _seed() -> None:
    from gongkai.config.demo import seeding
    from gongkai.faces.search import jobs
    from gongkai.kernel.vocabulary import now

    begun = time.perf_counter()
    print("正在建立示范县的机关、人员和文件（只在第一次启动时）……", flush=True)

    def told(done: int, total: int) -> None:
        if sys.stdout.isatty():
            print(f"\r  {done}/{total}", end="", flush=True)

    password = seeding.seed(at=now(), told=told)
    jobs.catch_up()
    target = folder.path() / "secrets" / _PASSWORD
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(password + "\n")
    print(f"\n  用时 {time.perf_counter() - begun:.0f} 秒。")


def _print(address: str) -> None:
    from gongkai.kernel.organizations.models import Post
    from gongkai.kernel.organizations.queries import Role
    from gongkai.kernel.vocabulary import today

    password = folder.secret(_PASSWORD) or "（见首次启动时的输出）"
    print(
        f"\n门户    {address}/\n工作台  {address}/desk/\n数据    {Path(folder.path())}\n\n登录名          姓名    角色（机关）"
    )
    shown: dict[str, tuple[str, list[str]]] = {}
    for post in Post.objects.filter(ends_on=None).select_related("person", "organ").order_by("pk"):
        if post.starts_on <= today():
            name, roles = shown.setdefault(post.person.username, (post.person.name, []))
            roles.append(f"{Role(post.role).label}（{post.organ.short_name}）")
    for username, (name, roles) in shown.items():
        more = f" 等{len(roles)}个" if len(roles) > 3 else ""
        print(f"{username:<16}{name:<6}{'、'.join(roles[:3])}{more}")
    print(f"\n以上示范人员的密码都是：{password}（首次启动时随机生成）\n", flush=True)
