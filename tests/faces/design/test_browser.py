"""The scripts and sheets in a real browser: nothing typed is lost, nothing is sent twice, everybody can read."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect, sync_playwright

from .addresses import office

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
VIOLATIONS = """window.__v = [];
document.addEventListener('securitypolicyviolation', e => window.__v.push(e.violatedDirective + ' ' + e.blockedURI))"""

# The policy and the token are what these pages meet; nothing here needs a person or a database.
MIDDLEWARE = ["csp.middleware.CSPMiddleware", "django.middleware.csrf.CsrfViewMiddleware"]

Walk = Callable[[Page], None]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Say nothing."""


class Chromium:
    """A browser that lives in a thread of its own, so that its event loop meets no other."""

    def __init__(self, program: str) -> None:
        self.thread = ThreadPoolExecutor(1)
        self.browser: Browser = self.thread.submit(self._open, program).result()
        self.address = ""

    def _open(self, program: str) -> Browser:
        self.playwright = sync_playwright().start()
        return self.playwright.chromium.launch(executable_path=program, args=FLAGS)

    def close(self) -> None:
        def stop() -> None:
            self.browser.close()
            self.playwright.stop()

        self.thread.submit(stop).result()
        self.thread.shutdown()

    def walk(self, steps: Walk, *, storage: dict[str, str] | None = None, **options: object) -> None:
        """Walk through pages in a fresh window; a console message, error or policy violation fails."""

        def run() -> None:
            context = self.browser.new_context(base_url=self.address, locale="zh-CN", **options)
            try:
                context.set_default_timeout(30_000)
                context.add_init_script(VIOLATIONS)
                for name, value in (storage or {}).items():
                    context.add_init_script(f"localStorage.setItem('{name}', '{value}')")
                page = context.new_page()
                heard: list[str] = []
                page.on("pageerror", lambda error: heard.append(str(error)))
                page.on("console", lambda said: heard.append(said.text) if "Failed to load" not in said.text else None)
                steps(page)
                assert page.evaluate("window.__v") == []
                assert heard == []
            finally:
                context.close()

        self.thread.submit(run).result()


@pytest.fixture(scope="module")
def _chromium() -> Iterator[Chromium]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        if os.environ.get("GONGKAI_CI"):
            pytest.fail("no Chromium on this machine")
        pytest.skip("no Chromium on this machine")
    chromium = Chromium(program)
    yield chromium
    chromium.close()


@pytest.fixture
def chromium(_chromium: Chromium) -> Iterator[Chromium]:
    office.answer = "keep"
    office.saved.clear()
    office.sent.clear()
    with override_settings(ROOT_URLCONF="tests.faces.design.addresses", MIDDLEWARE=MIDDLEWARE):
        server = make_server(
            "127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), server_class=_Server, handler_class=_Quiet
        )
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        _chromium.address = f"http://127.0.0.1:{server.server_port}"
        yield _chromium
        server.shutdown()
        server.server_close()
        thread.join()


expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
READERS = {
    "desktop": ({"viewport": WIDE}, {}),
    "phone": ({"viewport": PHONE}, {}),
    "dark": ({"viewport": WIDE, "color_scheme": "dark"}, {}),
    "more contrast": ({"viewport": WIDE, "contrast": "more"}, {}),
    "large on a phone": ({"viewport": PHONE}, {"gongkai.size": "large"}),
    "white on black": ({"viewport": WIDE}, {"gongkai.theme": "contrast"}),
}


# Every frame on both widths, every colour sheet once over all components and once over a document.
SEEN = [
    ("/g/", "desktop"), ("/g/", "phone"), ("/g/", "dark"), ("/g/", "more contrast"), ("/g/", "white on black"),
    ("/g/portal/", "desktop"), ("/g/portal/", "large on a phone"),
    *(("/g/record/", reader) for reader in READERS),
]  # fmt: skip


@pytest.mark.parametrize(("address", "reader"), SEEN)
def test_everybody_can_read_every_component(chromium: Chromium, address: str, reader: str):
    options, storage = READERS[reader]

    def steps(page: Page) -> None:
        page.goto(address)
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["target"]) for one in found] == []
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider == 0, "the page scrolls sideways"

    chromium.walk(steps, storage=storage, **options)


def test_large_type_is_kept_on_this_device(chromium: Chromium):
    def steps(page: Page) -> None:
        page.goto("/g/record/")
        size = "parseFloat(getComputedStyle(document.body).fontSize)"
        assert page.evaluate(size) == 17
        page.get_by_role("button", name="长者版").click()
        assert page.evaluate(size) == 22
        page.goto("/g/portal/")
        assert page.evaluate(size) == 22
        small = page.evaluate(
            """[...document.querySelectorAll('.site-nav a, .masthead button, .pager a, .button')]
               .filter(e => e.getBoundingClientRect().height > 0 && e.getBoundingClientRect().height < 44)
               .map(e => e.textContent)"""
        )
        assert small == []
        page.get_by_role("button", name="长者版").click()
        assert page.evaluate(size) == 17
        assert page.context.cookies() == [] or all("csrf" in cookie["name"] for cookie in page.context.cookies())

    chromium.walk(steps)


def test_without_script_no_dead_button_is_shown(chromium: Chromium):
    def steps(page: Page) -> None:
        page.goto("/g/record/")
        assert page.locator(".only-script:visible").count() == 0
        expect(page.get_by_role("searchbox")).to_be_visible()

    # Without script nothing can be asked of the window either, so the walk is made by hand.
    def run() -> None:
        context = chromium.browser.new_context(base_url=chromium.address, java_script_enabled=False)
        steps(context.new_page())
        context.close()

    chromium.thread.submit(run).result()


def test_the_contents_list_follows_the_reader(chromium: Chromium):
    def steps(page: Page) -> None:
        page.goto("/g/record/")
        page.evaluate("document.getElementById('chapter-2').scrollIntoView()")
        expect(page.locator(".contents a[aria-current]")).to_have_text("第二章　水源保护")

    chromium.walk(steps, viewport={"width": 1280, "height": 500})


def test_what_is_typed_is_saved_and_the_version_moves_on(chromium: Chromium):
    def steps(page: Page) -> None:
        page.goto("/draft/")
        page.get_by_label("标题").fill("农田水利")
        expect(page.locator("[data-save-state]")).to_contain_text("已保存")
        assert office.saved == ["农田水利"]
        assert page.locator("[name=version]").input_value() == "2"

    chromium.walk(steps)


def test_an_expired_session_loses_nothing(chromium: Chromium):
    def steps(page: Page) -> None:
        page.goto("/draft/")
        office.answer = "expired"
        page.get_by_label("标题").fill("农田水利")
        expect(page.locator("[data-save-state]")).to_contain_text("登录已过期")
        page.get_by_role("button", name="提交初审").click()
        page.wait_for_timeout(300)
        assert office.sent == [], "the page stays until somebody is signed in"
        page.on("dialog", lambda dialog: dialog.accept())
        page.reload()
        expect(page.get_by_label("标题")).to_have_value("")
        office.answer = "keep"
        page.get_by_role("button", name="恢复这些内容").click()
        expect(page.get_by_label("标题")).to_have_value("农田水利")
        expect(page.locator("[data-save-state]")).to_contain_text("已保存")
        assert office.saved[-1] == "农田水利"
        page.get_by_label("说明").fill("拟于十一月印发")
        page.get_by_role("button", name="提交初审").click()
        expect(page.get_by_role("heading", name="收到")).to_be_visible()
        assert page.evaluate("Object.keys(localStorage)") == [], "what was taken is not kept on the device"

    chromium.walk(steps)


def test_a_dead_network_loses_nothing(chromium: Chromium):
    def steps(page: Page) -> None:
        page.goto("/draft/")
        page.context.set_offline(True)
        page.get_by_label("标题").fill("农田水利")
        expect(page.locator("[data-save-state]")).to_contain_text("网络不通")
        page.context.set_offline(False)
        expect(page.locator("[data-save-state]")).to_contain_text("已保存")

    chromium.walk(steps)


def test_a_second_window_is_noticed(chromium: Chromium):
    def steps(page: Page) -> None:
        office.answer = "stale"
        page.goto("/draft/")
        page.get_by_label("标题").fill("农田水利")
        expect(page.locator("[data-save-state]")).to_contain_text("另一位同事已经改动")

    chromium.walk(steps)


def test_a_double_click_sends_once(chromium: Chromium):
    def steps(page: Page) -> None:
        page.goto("/draft/")
        page.get_by_label("标题").fill("农田水利")
        page.get_by_label("说明").fill("说明")
        page.get_by_role("button", name="提交初审").dblclick()
        expect(page.get_by_role("heading", name="收到")).to_be_visible()
        assert [one["move"] for one in office.sent] == ["submit"], "once, with the button that was pressed"

    chromium.walk(steps)


def test_a_question_is_asked_before_the_step(chromium: Chromium):
    def steps(page: Page) -> None:
        page.goto("/draft/?confirm")
        page.get_by_label("标题").fill("农田水利")
        page.get_by_label("说明").fill("说明")
        send = page.get_by_role("button", name="提交初审")
        send.click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("公众立即看不到它。")
        assert [one["id"] for one in Axe().run(page).response["violations"]] == []
        dialog.get_by_role("button", name="不，返回").click()
        assert office.sent == []
        send.click()
        dialog.get_by_role("button", name="提交初审").click()
        expect(page.get_by_role("heading", name="收到")).to_be_visible()
        assert [one["confirmed"] for one in office.sent] == ["1"]

    chromium.walk(steps)


def test_a_list_is_walked_by_keyboard(chromium: Chromium):
    def steps(page: Page) -> None:
        page.goto("/g/")
        page.evaluate("document.activeElement.blur()")
        focused = "document.activeElement.getAttribute('href')"
        page.keyboard.press("j")
        page.keyboard.press("j")
        assert page.evaluate(focused) == "#t2"
        page.keyboard.press("k")
        assert page.evaluate(focused) == "#t1"
        page.keyboard.press("Enter")
        assert page.url.endswith("#t1")
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "desk-search"
        page.keyboard.type("j?")
        expect(page.locator("#desk-search")).to_have_value("j?")
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("?")
        help_ = page.get_by_role("dialog")
        expect(help_).to_contain_text("下一行")
        assert [one["id"] for one in Axe().run(page).response["violations"]] == []
        help_.get_by_role("checkbox").uncheck()
        page.keyboard.press("Escape")
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("j")
        assert page.evaluate(focused) is None, "single keys can be switched off"

    chromium.walk(steps)


def test_characters_are_counted_as_the_server_counts(chromium: Chromium):
    def steps(page: Page) -> None:
        page.goto("/draft/")
        page.get_by_label("说明").fill("𠮷" * 501)
        expect(page.locator(".counter")).to_have_text("超出 1 字")

    chromium.walk(steps)
