"""`make screenshots`: renew the pictures in the docs, from the demo in Debian's Chromium."""

from __future__ import annotations

import base64
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

from sample_sites.demo import ROOT

if TYPE_CHECKING:  # `make demo` needs no Playwright
    from playwright.sync_api import Browser

FOLDER = ROOT / "docs" / "pictures"
PORT = 8003
ORIGIN = f"http://127.0.0.1:{PORT}"
QUALITY = 60
"""Of WebP: its text is sharp, and it has a third of the bytes of PNG."""
SECONDS = 900
"""How long the demo may take until it is served."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page of the demo, and the window in which it is looked at."""

    name: str
    path: str
    language: str = "en"
    width: int = 1280
    height: int = 900
    dark: bool = False
    click: str = ""
    """CSS selector of a link to follow first."""
    begin: str = ""
    """CSS selector of what is at the top of the picture."""


_EDITED = "td.col-title a"
PICTURES = (
    Picture("front", "/"),
    Picture("search", "/archive/search?q=dan+van+kheo", language="vi"),
    Picture("article", "/archive/changed_silently", click=_EDITED),
    Picture("changes", "/archive/changed_silently", click=_EDITED, begin="#history"),
    Picture("map", "/-/pictures/map", language="vi", dark=True),
    Picture("status", "/-/status", height=600, begin=".sites li:has(svg)"),
    Picture("phone", "/archive/search?q=dan+van+kheo", language="vi", width=390, height=844),
)


def main() -> int:
    """Crawl and serve the demo, and save every picture."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    if chromium is None:
        print("There is no Chromium. On Debian: apt-get install chromium", file=sys.stderr)
        return 1
    FOLDER.mkdir(exist_ok=True)
    with _demo(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        for picture in PICTURES:
            image = _taken(browser, picture)
            (FOLDER / f"{picture.name}.webp").write_bytes(image)
            print(f"docs/pictures/{picture.name}.webp: {len(image) / 1000:.0f} kB")
        browser.close()
    return 0


@contextmanager
def _demo() -> Iterator[None]:
    """Serve the demo; wait until it answers."""
    demo = subprocess.Popen([sys.executable, "-m", "sample_sites.demo", "--port", str(PORT)])
    try:
        for _ in range(SECONDS):
            try:
                urlopen(f"{ORIGIN}/-/health").close()  # noqa: S310 (our own address)
                break
            except URLError:
                if demo.poll() is not None:
                    raise SystemExit(demo.returncode) from None
                time.sleep(1)
        yield
    finally:
        demo.send_signal(signal.SIGINT)  # as Ctrl-C: the demo stops its server
        demo.wait()


def _taken(browser: Browser, picture: Picture) -> bytes:
    """Return a picture of a page, as WebP."""
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height},
        locale=picture.language,
        color_scheme="dark" if picture.dark else "light",
        is_mobile=picture.width < picture.height,
    )
    page.goto(ORIGIN + picture.path)
    if picture.click:
        page.locator(picture.click).first.click()
        page.wait_for_load_state()
    if picture.begin:
        page.locator(picture.begin).first.evaluate("part => part.scrollIntoView()")
    page.evaluate("document.fonts.ready.then(() => null)")
    # Playwright itself saves PNG and JPEG alone.
    session = page.context.new_cdp_session(page)
    taken = session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    page.context.close()
    return base64.b64decode(taken["data"])


if __name__ == "__main__":
    sys.exit(main())
