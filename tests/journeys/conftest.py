"""What the journeys share: one city and one Chromium for the whole run, each test inside the browser's own thread."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.city import City, Staff
from tests.journeys.window import Window

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]


class Chromium:
    """A browser in a thread of its own: Playwright's event loop then meets no other, nor Django's database."""

    def __init__(self, program: str) -> None:
        self.thread = ThreadPoolExecutor(1)
        self.browser: Browser = self.thread.submit(self._open, program).result()

    def _open(self, program: str) -> Browser:
        self.playwright = sync_playwright().start()
        return self.playwright.chromium.launch(executable_path=program, args=FLAGS)

    def close(self) -> None:
        def stop() -> None:
            self.browser.close()
            self.playwright.stop()

        self.thread.submit(stop).result()
        self.thread.shutdown()


class Walk:
    """One journey: its windows, and the city it is walked in."""

    def __init__(self, chromium: Chromium, city: City) -> None:
        self.chromium, self.city = chromium, city
        self.windows: list[Window] = []
        self.begun = city.log.stat().st_size

    def window(self, **options: Any) -> Window:
        """A fresh window, signed in to nothing."""
        self.windows.append(Window(self.chromium.browser, self.city, **options))
        return self.windows[-1]

    def at_desk(self, staff: Staff, who: str, **options: Any) -> Window:
        """A window in which one of the staff is signed in."""
        return self.window(**options).sign_in(staff, who)

    def run(self, steps: Callable[[], object]) -> None:
        """Walk; afterwards nothing may have gone wrong in any window nor in the server's log."""

        def walked() -> None:
            try:
                steps()
            except Exception as stopped:
                for window in self.windows:
                    stopped.add_note(window.told())
                raise
            finally:
                for window in self.windows:
                    window.close()

        self.chromium.thread.submit(walked).result()
        assert [fault for window in self.windows for fault in window.faults] == []
        assert self.city.faults(self.begun) == []


@pytest.fixture(scope="session")
def _chromium() -> Iterator[Chromium]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        if os.environ.get("GONGKAI_CI"):
            pytest.fail("no Chromium on this machine")
        pytest.skip("no Chromium on this machine")
    chromium = Chromium(program)
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def _city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    city = City(tmp_path_factory.mktemp("city"))
    yield city
    city.close()


@pytest.fixture
def walk(_chromium: Chromium, _city: City) -> Walk:
    """The journey that a test walks."""
    return Walk(_chromium, _city)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """A test that walks runs in the browser's thread."""
    walk = pyfuncitem.funcargs.get("walk")
    if not isinstance(walk, Walk):
        return None
    given = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    walk.run(lambda: pyfuncitem.obj(**given))
    return True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every journey drives a browser and talks to its own server."""
    for item in items:
        if "tests/journeys/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.enable_socket)
