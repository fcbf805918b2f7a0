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

WIDE, PHONE = 1280, 390
"""Pixels of the windows that pages are looked at in."""
SECONDS = 60
"""How long a page may take on a busy machine."""
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""The rules of axe: those of WCAG 2.2 AA, and its advice."""

OpenPage = Callable[..., "Page"]


@pytest.fixture(scope="session")
def browser() -> "Iterator[tuple[Browser, asyncio.AbstractEventLoop]]":
    """A browser for all tests of the process, and the event loop that Playwright has in it."""
    path = shutil.which("chromium")
    if path is None and "CI" not in os.environ:
        pytest.skip("no chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        loop = asyncio.get_running_loop()
        chromium = playwright.chromium.launch(executable_path=path)
        asyncio._set_running_loop(None)
        yield chromium, loop
        asyncio._set_running_loop(loop)
        chromium.close()


@pytest.fixture
def open_page(
    browser: "tuple[Browser, asyncio.AbstractEventLoop]",
) -> Iterator[OpenPage]:
    """Return a function that opens a page, as a reader who is new there.

    The test fails if a page asks for something that its content security policy refuses. Without
    `policy`, there is none.
    """
    chromium, loop = browser
    refused: list[str] = []

    def note(message: "ConsoleMessage") -> None:
        if "Content Security Policy" in message.text:
            refused.append(f"{message.location['url']}: {message.text}")

    with ExitStack() as contexts:

        def open_one(
            url: str,
            *,
            width: int = WIDE,
            language: str = "vi",
            dark: bool = False,
            scripts: bool = True,
            policy: bool = True,
        ) -> "Page":
            context = chromium.new_context(
                viewport={"width": width, "height": 900},
                locale=language,
                color_scheme="dark" if dark else "light",
                java_script_enabled=scripts,
                bypass_csp=not policy,
            )
            contexts.callback(context.close)
            context.set_default_timeout(SECONDS * 1000)
            page = context.new_page()
            page.on("console", note)
            page.goto(url)
            return page

        # Playwright says that its loop runs between its calls too: asyncio.run would fail in the
        # tests that follow.
        asyncio._set_running_loop(loop)
        try:
            yield open_one
        finally:
            contexts.close()
            asyncio._set_running_loop(None)
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
