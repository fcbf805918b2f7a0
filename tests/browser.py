"""Pages in a browser: Chromium, driven by Playwright, and axe, which checks them for everybody."""

import asyncio
import os
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # they are slow to import, and most processes open no page
    from playwright.sync_api import Browser, ConsoleMessage, Locator, Page

CHROMIUM = ("chromium-headless-shell", "chromium")
"""Commands of Debian's packages. The first has no window, and takes half the processor time."""
WIDE, PHONE = 1280, 390
"""Pixels of the windows that pages are looked at in."""
SECONDS = 60
"""How long a page may take on a busy machine."""
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""The rules of axe: those of WCAG 2.2 AA, and its advice."""

OpenPage = Callable[..., "Page"]


class Windows:
    """The windows of a browser, which tests use in turn: a new one takes a second."""

    def __init__(self, chromium: "Browser", loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        """The event loop that Playwright has in it."""
        self.refused: list[str] = []
        """What the content security policies of pages refused."""
        self._chromium = chromium
        self._unused: dict[tuple[str, bool, bool], list[Page]] = {}

    def take(self, language: str, scripts: bool, policy: bool) -> "Page":
        """Return a window that no other test has now."""
        unused = self._unused.setdefault((language, scripts, policy), [])
        return unused.pop() if unused else self._new(language, scripts, policy)

    def give_back(self, page: "Page", language: str, scripts: bool, policy: bool) -> None:
        """Forget what a test did in a window."""
        page.goto("about:blank")
        page.mouse.move(0, 0)
        page.context.clear_cookies()
        self._unused[language, scripts, policy].append(page)

    def _new(self, language: str, scripts: bool, policy: bool) -> "Page":
        context = self._chromium.new_context(
            locale=language, java_script_enabled=scripts, bypass_csp=not policy
        )
        context.set_default_timeout(SECONDS * 1000)
        page = context.new_page()
        page.on("console", self._note)
        return page

    def _note(self, message: "ConsoleMessage") -> None:
        if "Content Security Policy" in message.text:
            self.refused.append(f"{message.location['url']}: {message.text}")


@pytest.fixture(scope="session")
def windows() -> Iterator[Windows]:
    """The browser of all tests of the process."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None and "CI" not in os.environ:
        pytest.skip("no chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        loop = asyncio.get_running_loop()
        chromium = playwright.chromium.launch(executable_path=path)
        asyncio._set_running_loop(None)
        yield Windows(chromium, loop)
        asyncio._set_running_loop(loop)
        chromium.close()


@pytest.fixture
def open_page(windows: Windows) -> Iterator[OpenPage]:
    """Return a function that opens a page, as a reader who is new there.

    The test fails if a page asks for something that its content security policy refuses. Without
    `policy`, there is none.
    """
    with ExitStack() as opened:

        def open_one(
            url: str,
            *,
            width: int = WIDE,
            language: str = "vi",
            dark: bool = False,
            scripts: bool = True,
            policy: bool = True,
        ) -> "Page":
            page = windows.take(language, scripts, policy)
            opened.callback(windows.give_back, page, language, scripts, policy)
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="dark" if dark else "light")
            page.goto(url)
            return page

        # Playwright says that its loop runs between its calls too: asyncio.run would fail in the
        # tests that follow.
        asyncio._set_running_loop(windows.loop)
        try:
            yield open_one
        finally:
            opened.close()
            asyncio._set_running_loop(None)
    refused = windows.refused.copy()
    windows.refused.clear()
    assert refused == []


def click(one: "Locator") -> None:
    """Click on what leads to another page, and wait for that page."""
    with one.page.expect_navigation():
        one.click()


def press_enter(page: "Page") -> None:
    """Press Enter on what leads to another page, or to another place, and wait for it."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def violations(page: "Page", rules: Collection[str] = ()) -> list[str]:
    """Return what axe finds wrong with a page, by some rules or all of `WCAG`."""
    from axe_playwright_python.base import AXE_SCRIPT

    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {
        "preload": False,  # it would fetch the styles again, and add them to the page
        "resultTypes": ["violations"],
        "runOnly": {"type": "rule" if rules else "tag", "values": list(rules or WCAG)},
    }
    found = page.evaluate("options => axe.run(options).then(found => found.violations)", options)
    return [
        f"{rule['id']} ({rule['impact']}): {' '.join(node['target'])}: {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def overflow(page: "Page") -> int:
    """Return by how many pixels a page is wider than its window."""
    wider: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wider
