"""The pictures of README and docs: a fresh demo on a free port, looked at with a real browser at 1280 and 390 pixels.

python tools/screenshots.py                                  portal and desk, into docs/pictures
python tools/screenshots.py --only /open/statutory/ --out ~/look [--as USERNAME] [--data FOLDER]
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
]  # fmt: skip
SIZES = {"": (1280, 800), "-phone": (390, 844)}
LARGEST = 300_000  # bytes of a picture: they are read over slow lines and kept for ever
CLERK = "hebinhua"  # an FOI officer who also reviews: her desk has work on it
PATIENCE = 900  # seconds for the demo to be set up, on a busy machine


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(address: str) -> bool:
    """Whether a page can be had there."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return int(answer.status) == 200
    except urllib.error.HTTPError as fault:
        sys.exit(f"{address} answers {fault.code}: mend that first")
    except OSError:
        return False


@contextmanager
def demo(data: Path) -> Iterator[str]:
    """The demo city in a folder, served for a while; yields its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GONGKAI_")}
    kept = {name: os.environ[name] for name in ("GONGKAI_TODAY",) if name in os.environ}
    log = data.parent / f"{data.name}.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [Path(sys.executable).with_name("gongkai"), "demo", "--port", str(port)],
            env=environment | kept | {"GONGKAI_DATA": str(data)},
            stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        until = time.monotonic() + PATIENCE
        while not answers(f"{address}/"):
            if server.poll() is not None or time.monotonic() > until:
                sys.exit(f"the demo did not start:\n{log.read_text()[-2000:]}")
            time.sleep(0.5)
        yield address
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGTERM)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()


def signed_in(page: Page, username: str, password: str) -> None:
    """Sign in at the desk as a demo person."""
    page.goto("/desk/sign-in/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url, timeout=20_000)


def take(browser: Browser, address: str, shots: dict[str, str], out: Path, *, who: str, password: str) -> list[Path]:
    """Pictures of these pages (name → path) in both widths; the desk's are taken signed in."""
    taken = []
    for suffix, (width, height) in SIZES.items():
        context = browser.new_context(
            base_url=address, locale="zh-CN", viewport={"width": width, "height": height}, reduced_motion="reduce"
        )
        page = context.new_page()
        if any(path.startswith("/desk/") for path in shots.values()):
            signed_in(page, who, password)
        for name, path in shots.items():
            answer = page.goto(path, wait_until="networkidle")
            if answer is None or answer.status >= 400:
                sys.exit(f"{path} answers {answer.status if answer else 'nothing'}")
            target = out / f"{name}{suffix}.png"
            page.screenshot(path=target)
            taken.append(target)
            wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            print(
                f"{target.name}  {target.stat().st_size // 1024} KB"
                + (f"  wider than the window by {wider} px" if wider > 0 else "")
            )
        context.close()
    return taken


def main() -> int:
    """Take the pictures; 1 when one is too large, 2 when there is no browser."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", action="append", metavar="PATH", help="a page to look at instead of the usual two")
    parser.add_argument("--out", type=Path, default=PICTURES)
    parser.add_argument("--as", dest="who", default=CLERK, metavar="USERNAME")
    parser.add_argument("--data", type=Path, help="a demo folder that is there already; else a fresh one")
    options = parser.parse_args()
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        print("no chromium here; on Debian: apt-get install chromium", file=sys.stderr)
        return 2
    shots = {"portal": "/", "desk": "/desk/"}
    if options.only:
        shots = {(path.strip("/").replace("/", "-") or "home"): path for path in options.only}
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="gongkai-pictures-") as scratch:
        data = (options.data or Path(scratch) / "data").expanduser().absolute()
        with demo(data) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
            password = (data / "secrets" / "demo_password").read_text().strip()
            taken = take(browser, address, shots, options.out.expanduser(), who=options.who, password=password)
            browser.close()
    large = [path.name for path in taken if path.stat().st_size > LARGEST]
    if large:
        print(f"larger than {LARGEST // 1000} KB: {', '.join(large)}", file=sys.stderr)
    return 1 if large else 0


if __name__ == "__main__":
    sys.exit(main())
