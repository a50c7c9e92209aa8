"""A browser window of somebody: every page that it opens is looked at, and nothing that goes wrong in it is missed."""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect

from tests.journeys.city import City, Staff

WIDE, PHONE = 1280, 390
HEIGHT = {WIDE: 900, PHONE: 844}
PICTURES = os.environ.get("GONGKAI_JOURNEY_PICTURES", "")
PATIENCE = 40_000  # milliseconds
VIOLATIONS = """document.addEventListener('securitypolicyviolation', e =>
  window.told && window.told(e.violatedDirective + ' ' + e.blockedURI))"""
# How the page is built: its address, and every kind of element with its parent, its attributes, and whether it has words.
SHAPE = r"""location.pathname.replace(/[0-9]+|invitation.*/g, '0') + [...new Set([...document.querySelectorAll('body *')]
  .filter(e => !e.closest('.ProseMirror, .prose-menubar'))
  .map(e => { const sign = x => x.tagName + '.' + x.className + '[' + x.getAttributeNames().sort() + ']';
    return sign(e.parentElement) + '>' + sign(e) + (e.textContent.trim() ? '+' : '') + (e.disabled || ''); }))].sort().join()"""
# Weighing colours is four fifths of the work: at the second width it is done where something is new or has other colours.
AXE = """async () => {
  const told = found => found.violations.flatMap(
    one => one.nodes.slice(0, 3).map(node => one.id + ' ' + node.target.join(' ') + ' ' + node.html.slice(0, 160)));
  const colours = e => { const s = getComputedStyle(e); return s.color + s.backgroundColor + s.backgroundImage + s.opacity; };
  const shown = [...document.querySelectorAll('body *')].filter(e => e.getClientRects().length).map(e => [e, colours(e)]);
  const before = window.looked;
  window.looked = new Map(shown);
  if (!before) return told(await axe.run(document, {resultTypes: ['violations']}));
  const found = told(await axe.run(document, {resultTypes: ['violations'], rules: {'color-contrast': {enabled: false}}}));
  const other = shown.filter(([e, c]) => before.get(e) !== c).map(([e]) => e);
  if (!other.length) return found;
  const only = {resultTypes: ['violations'], runOnly: {type: 'rule', values: ['color-contrast']}};
  return found.concat(told(await axe.run({include: other}, only)));
}"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

expect.set_options(timeout=PATIENCE)
_seen: set[str] = set()
_pictures = itertools.count(1)


class Window:
    """A window with a session of its own. ``page`` is Playwright's; the methods here look at every page they reach."""

    def __init__(self, browser: Browser, city: City, *, width: int = WIDE, script: bool = True, **options: Any) -> None:
        self.city, self.width, self.script = city, width, script
        self.context = browser.new_context(
            base_url=city.address, locale="zh-CN", timezone_id="Asia/Shanghai", java_script_enabled=script,
            viewport={"width": width, "height": HEIGHT.get(width, 900)}, accept_downloads=True, **options,
        )  # fmt: skip
        self.context.set_default_timeout(PATIENCE)
        self.faults: list[str] = []
        self.expected: set[int] = set()
        self.context.expose_binding("told", lambda _, words: self.faults.append(f"policy: {words}"))
        self.context.add_init_script(VIOLATIONS)
        self.page = self.context.new_page()
        self._listen(self.page)
        self._shown: Response | None = None
        self._twin: Page | None = None if script else self._without_scripts(browser)

    def _without_scripts(self, browser: Browser) -> Page:
        """A window that can be asked (without script none can), in which the house's own scripts are empty."""
        context = browser.new_context(base_url=self.city.address, locale="zh-CN")
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
        page.on("request", self._asked)
        return page

    def _listen(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.faults.append(f"script: {error} on {page.url}"))
        page.on("console", self._heard)
        page.on("request", self._asked)
        page.on("response", self._answered)

    def _heard(self, said: ConsoleMessage) -> None:
        if said.type in {"error", "warning"} and not said.text.startswith("Failed to load resource"):
            self.faults.append(f"console: {said.text} on {self.page.url}")

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != f"127.0.0.1:{self.city.port}":
            self.faults.append(f"a request left the house: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.request.frame == self.page.main_frame:
            self._shown = response
        if response.status >= 400 and response.status not in self.expected:
            self.faults.append(f"{response.status} for {response.request.method} {response.url}")

    def second(self) -> Window:
        """Another window of the same person, with the same session."""
        other = object.__new__(Window)
        other.__dict__ |= self.__dict__
        other.page = self.context.new_page()
        other._listen(other.page)
        return other

    def open(self, address: str) -> Response | None:
        """Go to an address and look at the page."""
        answer = self.page.goto(address)
        self.look()
        return answer

    def press(self, name: str, *, within: str = "body", exact: bool = True) -> None:
        """Press the button or follow the link of this name; the page it leads to is looked at."""
        place = self.page.locator(within)
        found = place.get_by_role("button", name=name, exact=exact).or_(
            place.get_by_role("link", name=name, exact=exact)
        )
        found.locator("visible=true").first.click()
        self.settle()
        self.look()

    def settle(self) -> None:
        """Wait until what was pressed has led somewhere."""
        self.page.wait_for_load_state("load")

    def leads(self, step: Callable[[], object]) -> None:
        """Do something that leads to another page, wait for it, look at it."""
        with self.page.expect_navigation(wait_until="load"):
            step()
        self.look()

    def sign_in(self, staff: Staff, who: str) -> Window:
        """Through the door of the desk."""
        self.open("/desk/sign-in/")
        self.enter(staff.people[who], staff.password)
        return self

    def enter(self, username: str, password: str) -> None:
        """Fill the sign-in form that is shown."""
        self.page.get_by_label("登录名").fill(username)
        self.page.get_by_label("密码").fill(password)
        self.leads(lambda: self.page.get_by_role("button", name="登录", exact=True).click())

    def look(self) -> None:
        """No finding of axe and no sideways scrolling at 1280 and 390 pixels; what was looked at before is not again."""
        self.page.wait_for_load_state("load")
        page = self.page if self.script else self._mirror()
        shape = hashlib.sha256(f"{self.script}{page.evaluate(SHAPE)}".encode()).hexdigest()
        if shape in _seen:
            return
        _seen.add(shape)
        page.evaluate(AXE_SCRIPT)
        for width in sorted({WIDE, PHONE}, key=lambda one: one == self.width):
            self._size(page, width)
            self.faults += [f"axe at {width} on {self.page.url}: {fault}" for fault in page.evaluate(AXE)]
            if (wider := page.evaluate(WIDER)) > 0:
                self.faults.append(f"{self.page.url} scrolls {wider} px sideways at {width}")
            if PICTURES:
                self._picture(page, width)
        if self.width not in {WIDE, PHONE}:
            self._size(page, self.width)

    def _size(self, page: Page, width: int) -> None:
        """Give the page this width, and wait until it is laid out so: on a busy machine a window answers before it is."""
        page.set_viewport_size({"width": width, "height": HEIGHT.get(width, 900)})
        until = time.monotonic() + PATIENCE / 1000
        while page.evaluate("window.innerWidth") != width:
            assert time.monotonic() < until, f"the window never became {width} px wide"
            page.wait_for_timeout(20)

    def _mirror(self) -> Page:
        """The page as it came from the server, in the twin."""
        assert self._twin is not None
        assert self._shown is not None
        body, headers = self._shown.text(), {"content-security-policy": self._shown.headers["content-security-policy"]}
        address = re.compile(re.escape(self.page.url.partition("#")[0]) + "$")
        self._twin.route(
            address, lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8", headers=headers)
        )
        self._twin.goto(self.page.url.partition("#")[0])
        self._twin.unroute(address)
        return self._twin

    def _picture(self, page: Page, width: int) -> None:
        folder = Path(PICTURES)
        folder.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"[^\w]+", "-", urlsplit(self.page.url).path.strip("/")) or "home"
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        page.screenshot(path=folder / f"{worker}-{next(_pictures):03d}-{name[:50]}-{width}.png", full_page=True)

    def told(self) -> str:
        """Where the window stands, for whoever reads why a journey stopped."""
        words = " ".join(self.page.locator("main").all_inner_texts())[:1500]
        return f"{self.page.url} {self.faults}\n{words}"

    def close(self) -> None:
        """Shut the window with its session."""
        self.context.close()
        if self._twin is not None:
            self._twin.context.close()
