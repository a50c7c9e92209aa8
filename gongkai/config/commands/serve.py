"""``gongkai serve``: the web process on one port."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from pathlib import Path

from gongkai.config import folder
from gongkai.config.cli import FAILURE, USAGE, prepare
from gongkai.kernel.vocabulary.clock import shifted_to


def arguments(parser: argparse.ArgumentParser) -> None:
    """[--port N] [--host ADDRESS]."""
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")


def run(options: argparse.Namespace) -> int:
    """Check the port and the folder, then become granian."""
    prepare()
    from gongkai.kernel.organizations.models import Post, Site

    if shifted_to() is not None and not Site.objects.filter(pk=1, demo=True).exists():
        print(
            "GONGKAI_TODAY 只用于示范和测试，正式的数据目录不能改变日期。请取消这个环境变量后再启动。", file=sys.stderr
        )
        return USAGE
    address = f"http://{options.host}:{options.port}/"
    print(f"数据目录：{folder.path()}\n地址：{address}   工作台：{address}desk/")
    if not Post.objects.filter(role="admin").exists():
        print("还没有系统管理员。另开一个终端运行：.venv/bin/gongkai admin 登录名")
    return serve(options.host, options.port)


def serve(host: str, port: int) -> int:
    """Replace this process by granian with one worker process; returns only when that is impossible."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            print(f"端口 {port} 已被占用，请用 PORT= 指定另一个端口。", file=sys.stderr)
            return FAILURE
    with folder.take_lock():
        pass  # refused at once when another process owns the folder
    os.environ.setdefault("GONGKAI_ADDRESS", f"http://{host}:{port}")
    # A large upload is read in one of several threads: two heaps instead of eight, so that less stays behind unused.
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    sys.stdout.flush()
    granian = Path(sys.executable).with_name("granian")
    return os.execv(  # noqa: S606  no shell is wanted; it never returns
        granian,
        [
            str(granian), "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", "1",
            "--blocking-threads", "4", "--respawn-failed-workers", "--workers-kill-timeout", "10", "--no-access-log",
            "--log-level", "warning", "gongkai.config.wsgi:application",
        ],
    )  # fmt: skip
