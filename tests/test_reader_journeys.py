"""What readers do in a browser with what `make demo` serves, from a search to a download."""

import hashlib
import os
import re
import shutil
import socket
import sqlite3
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.error import URLError
from urllib.parse import quote

import pytest

from operations.publish import publish

from . import atom, forked
from .browser import PHONE, OpenPage, click, overflow, press_enter
from .conftest import SECONDS

if TYPE_CHECKING:
    from playwright.sync_api import Page

PROVINCE = "Bắc Kạn"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PICTURES = ("months", "map", "phrases", "changes", "silence")


@dataclass(frozen=True)
class Demo:
    """A release of the sample newsroom after two nights, and the server of its readers."""

    folder: Path
    origin: str

    def article(self, condition: str) -> int:
        """Return the id of an article."""
        file = (self.folder / "archive.db").as_uri()
        with closing(sqlite3.connect(f"{file}?immutable=1", uri=True)) as database:
            query = f"SELECT id FROM articles WHERE {condition} ORDER BY id LIMIT 1"
            return int(database.execute(query).fetchone()[0])

    @property
    def edited(self) -> str:
        """The address of an article that the newspaper edited."""
        number = self.article("id IN (SELECT article_id FROM revisions)")
        return f"{self.origin}/archive/articles/{number}"

    @property
    def gone(self) -> str:
        """The address of an article that vanished."""
        return f"{self.origin}/archive/articles/{self.article('gone_since IS NOT NULL')}"


@pytest.fixture(scope="module")
def demo(second_night: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Publish two nights, and serve them with `danvan serve`."""
    own = tmp_path_factory.mktemp("demo")
    folder, archive = own / "published", shutil.copy(second_night / "archive.db", own)
    publish(f"sqlite:///{archive}", folder, keep=1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    words = ["danvan", "serve", "--database", str(folder / "archive.db"), "--port", port]
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{archive}",
        "CAPTURES_DIR": str(second_night / "captures"),
    }
    log = own / "log"
    with forked.serving(words, cwd=own, env=environment, log=log, timeout=SECONDS) as process:
        served = Demo(folder, f"http://127.0.0.1:{port}")
        _wait_for(f"{served.origin}/-/health", process, log)
        yield served
        assert "Traceback" not in log.read_text("utf-8")


def _wait_for(address: str, process: BaseProcess, log: Path) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and process.is_alive():
        try:
            urllib.request.urlopen(address).close()
        except URLError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(log.read_text("utf-8"))


def _search(page: "Page", typed: str) -> int:
    """Type into the box of the page, press Enter, and return how many articles were found."""
    page.locator("main [name=q], .site-search [name=q]").last.fill(typed)
    press_enter(page)
    return _found(page)


def _found(page: "Page") -> int:
    said = page.inner_text("[role=status] strong")
    return int(re.sub(r"\D", "", said))


# Searching


def test_a_search_with_and_without_marks(demo: Demo, open_page: OpenPage) -> None:
    page = open_page(demo.origin)
    exact = _search(page, "dân vận khéo")
    first = page.locator("ol.articles > li").first
    assert "dân vận khéo" in first.inner_text().lower()
    marked = first.locator("mark")
    assert {"dân", "vận", "khéo"} <= {one.lower() for one in marked.all_inner_texts()}
    ground = "one => getComputedStyle(one).backgroundColor"
    assert marked.first.evaluate(ground) != page.locator("body").evaluate(ground)
    assert _search(page, "dan van kheo") == exact > 20
    click(page.get_by_role("link", name="Trang sau"))
    assert page.locator("ol.articles").get_attribute("start") == "21"
    click(page.locator("ol.articles h2 a").first)
    assert page.url.startswith(f"{demo.origin}/archive/articles/")


def test_a_search_is_narrowed(demo: Demo, open_page: OpenPage) -> None:
    page = open_page(f"{demo.origin}/archive/search?q=dan+van", language="en")
    everything = _found(page)
    page.get_by_text("Period, province, newspaper, topic").click()
    page.get_by_label("Province, then or now").select_option(PROVINCE)
    page.get_by_label("From").fill("tháng 1/2022")
    click(page.get_by_role("search", name="Search with choices").get_by_role("button"))
    narrowed = _found(page)
    assert 0 < narrowed < everything
    shown = page.locator("ol.articles .quiet").all_inner_texts()
    assert all(f"({PROVINCE})" in one for one in shown)
    assert all(int(one.split(" · ")[1][-4:]) >= 2022 for one in shown)
    page.locator(".facets summary", has_text="Year").click()
    year = page.locator(".facets details", has_text="Year").locator("li").first
    count = int(year.locator(".quiet").inner_text())
    click(year.locator("a"))
    assert _found(page) == count <= narrowed


def test_operators_are_understood(demo: Demo, open_page: OpenPage) -> None:
    page = open_page(f"{demo.origin}/archive/search", language="en")
    both = _search(page, '"dân vận khéo" OR "quy chế dân chủ"')
    left_out = _search(page, '"dân vận khéo" -"quy chế dân chủ"')
    one = _search(page, '"quy chế dân chủ"')
    assert both == left_out + one
    assert page.inner_text("[role=status]").startswith("Looking for: “quy chế dân chủ”.")
    assert _search(page, "title:khéo") < _search(page, "khé*")
    assert _search(page, 'a"(') >= 0
    assert _search(page, "-dân") == 0
    assert "Write a word to look for" in page.inner_text("[role=alert]")


# Reading


def test_an_article_that_was_edited(demo: Demo, open_page: OpenPage) -> None:
    page = open_page(demo.edited)
    change = page.locator("section.change").first
    assert change.locator("ins, del").count() > 0
    colours = [
        change.locator(tag).first.evaluate("one => getComputedStyle(one).backgroundColor")
        for tag in ("ins", "del")
        if change.locator(tag).count()
    ]
    assert "rgba(0, 0, 0, 0)" not in colours
    evidence = page.locator("aside mark").first.inner_text()
    marked = page.locator("article mark")
    assert evidence in [one.lower() for one in marked.all_inner_texts()]
    assert marked.first.evaluate("one => getComputedStyle(one).backgroundColor") != (
        "rgba(0, 0, 0, 0)"
    )
    page.goto(demo.gone)
    assert page.locator("p.gone").is_visible()


def test_an_article_is_cited(demo: Demo, open_page: OpenPage) -> None:
    page = open_page(demo.edited)
    title = page.inner_text("h1")
    cited = page.locator("section.cite")
    assert f"“{title}”" in cited.inner_text()
    assert demo.edited in cited.inner_text()
    for name, beginning in (("BibTeX", "@article{danvan"), ("RIS", "TY  - NEWS")):
        with page.expect_download() as begun:
            cited.get_by_role("link", name=name).click()
        file = begun.value.path().read_text("utf-8")
        assert file.startswith(beginning)
        assert title in file
    assert page.locator("meta[name=citation_title]").get_attribute("content") == title


def test_a_capture_requests_nothing_from_anywhere(demo: Demo, open_page: OpenPage) -> None:
    page = open_page(demo.edited)
    title = page.inner_text("h1")
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    click(page.locator("section[aria-labelledby=captures] a").first)
    assert title in page.inner_text("main")
    assert [url for url in requested if not url.startswith(demo.origin)] == []
    kinds = {url.removeprefix(demo.origin).partition("?")[0] for url in requested}
    assert kinds - {f"{demo.edited}/capture".removeprefix(demo.origin)} <= {
        "/-/static-plugins/danvan-archive/capture.css"
    }
    assert page.locator("main a, main [src], main form, main script").count() == 0
    click(page.get_by_role("link", name="Trở lại bài"))
    assert page.url == demo.edited


def test_the_language_is_chosen_and_kept(demo: Demo, open_page: OpenPage) -> None:
    page = open_page(f"{demo.origin}/archive/search?q=dan+van&sort=date")
    assert page.locator("html").get_attribute("lang") == "vi"
    found = _found(page)
    click(page.get_by_role("link", name="English"))
    assert page.locator("html").get_attribute("lang") == "en"
    assert (_found(page), "sort=date" in page.url) == (found, True)
    click(page.locator("ol.articles h2 a").first)
    assert page.get_by_role("heading", name="How to cite it").is_visible()
    click(page.get_by_role("link", name="Tiếng Việt"))
    page.goto(demo.origin)
    assert page.locator("html").get_attribute("lang") == "vi"
    english = open_page(demo.origin, language="en-GB")
    assert english.locator("html").get_attribute("lang") == "en"


# Pictures

PAINTED = """
(shapes) => shapes.map(shape => {
  const box = shape.getBoundingClientRect();
  const style = getComputedStyle(shape);
  return [box.width, box.height, style.fill, style.fillOpacity];
})
"""


def test_pictures_are_drawn(demo: Demo, open_page: OpenPage) -> None:
    page = open_page(demo.origin)
    shapes = {
        "/": "path.bars",
        f"/archive/provinces/{quote(PROVINCE)}": "path.bars",
        "/-/pictures/months": "path.bars",
        "/-/pictures/phrases": "path.bars",
        "/-/pictures/changes": "path.bars",
        "/-/pictures/map": ".country > svg path.province",
        "/-/pictures/map?when=then": ".country > svg path.province",
        "/-/pictures/silence": "path.speaking, path.silent",
    }
    numbers = {}
    for path, selector in shapes.items():
        page.goto(f"{demo.origin}{path}")
        numbers[path] = page.locator(selector).count()
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
            painted = page.locator(selector).evaluate_all(PAINTED)
            for width, height, fill, opacity in painted:
                assert min(width, height) >= 1, path
                assert fill not in ("none", "rgba(0, 0, 0, 0)", ground), path
                assert float(opacity) >= 0.3, path
            if "map" in path:
                shaded = {tuple(shade) for _, _, *shade in painted}
                assert len(shaded) == 1 + page.locator(".legend path:not(.level-0)").count() > 1
    assert numbers["/-/pictures/map"] == 34
    assert numbers["/-/pictures/map?when=then"] == 63
    assert all(numbers.values()), numbers


# Ways out


def test_feeds_are_valid(demo: Demo, open_page: OpenPage) -> None:
    page = open_page(f"{demo.origin}/archive/search?q=dân+vận&since=2020")
    addresses = [page.get_by_role("link", name="Theo dõi (Atom)").get_attribute("href")]
    for path in ("/", f"/archive/provinces/{quote(PROVINCE)}", "/archive/sites/nbtv"):
        page.goto(f"{demo.origin}{path}")
        found = page.locator("head link[type='application/atom+xml']").get_attribute("href")
        addresses.append(found)
    addresses += ["/archive/topics/QCDC.atom", "/archive/search.atom?q=khong-co-bai-nao"]
    for address in addresses:
        answer = page.request.get(f"{demo.origin}{address}")
        assert answer.headers["content-type"].startswith("application/atom+xml"), address
        assert atom.faults(answer.body()) == [], address


def test_the_whole_file_is_downloaded(demo: Demo, open_page: OpenPage) -> None:
    page = open_page(f"{demo.origin}/archive", language="en")
    with page.expect_download() as begun:
        page.get_by_role("link", name="Download the whole file").click()
    digest = hashlib.sha256(begun.value.path().read_bytes()).hexdigest()
    sums = page.request.get(f"{demo.origin}/SHA256SUMS").text().splitlines()
    assert f"{digest}  archive.db" in sums


# On a phone, without scripts, without a mouse

KINDS = (
    "/", "/archive/search", "/archive/search?q=dan+van&since=2020&page=2", "/archive/provinces",
    f"/archive/provinces/{quote(PROVINCE)}", "/archive/sites/nbtv", "/-/api", "/-/status",
    "/-/pictures", *(f"/-/pictures/{name}" for name in PICTURES), "/archive", "/archive/articles",
    "/archive/articles?_search=dan+van&_facet=site", "/archive/revisions/1", "/archive/pages/1",
    "/archive/latest_articles", "/archive/changed_silently", "/report.html",
    "/archive?sql=select+*+from+articles+limit+3", "/archive/nothing",
)  # fmt: skip


def test_no_page_is_wider_than_a_phone(demo: Demo, open_page: OpenPage) -> None:
    page = open_page(demo.origin, width=PHONE)
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(f"{page.url}: {error}"))
    page.on("response", lambda one: failed.append(one.url) if one.status >= 400 else None)
    articles = (demo.edited, f"{demo.edited}/capture", demo.gone)
    for address in (*(f"{demo.origin}{path}" for path in KINDS), *articles):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert overflow(page) == 0, address
    assert failed == [f"{demo.origin}/archive/nothing"]


def test_everything_works_without_scripts(demo: Demo, open_page: OpenPage) -> None:
    page = open_page(demo.origin, language="en", scripts=False)
    assert page.locator("path.bars").count() > 0
    assert _search(page, "dân vận") > 20
    page.get_by_text("Period, province, newspaper, topic").click()
    page.get_by_label("Topic").select_option("QCDC")
    click(page.get_by_role("search", name="Search with choices").get_by_role("button"))
    click(page.get_by_role("link", name="Next page"))
    click(page.locator("ol.articles h2 a").first)
    page.get_by_text("All columns of the row").click()
    assert page.locator("details.technical table").is_visible()
    click(page.get_by_role("link", name="See the page as it was"))
    click(page.get_by_role("link", name="Back to the article"))
    click(page.get_by_role("link", name="Tiếng Việt"))
    assert page.get_by_role("heading", name="Lịch sử").is_visible()
    click(page.get_by_role("link", name="English"))

    page.goto(f"{demo.origin}/-/pictures/map")
    page.get_by_role("combobox", name="Provinces").select_option("then")
    click(page.get_by_role("button", name="Show"))
    click(page.locator(f".country a[aria-label^='{PROVINCE}']"))
    assert page.inner_text("h1") == PROVINCE
    page.goto(f"{demo.origin}/-/pictures/phrases")
    page.get_by_label("First phrase").fill("quy chế dân chủ")
    page.get_by_label("Second phrase").fill("")
    click(page.get_by_role("button", name="Show"))
    [caption] = page.locator("figcaption").all_inner_texts()
    assert caption.startswith("quy chế dân chủ: ")

    page.goto(f"{demo.origin}/archive/province_year_topic")
    page.get_by_label("Province, then or now").select_option("Cao Bằng")
    click(page.get_by_role("button", name="Show"))
    assert page.get_by_text("Nothing was found.").is_visible()
    page.get_by_label("Province, then or now").select_option(PROVINCE)
    click(page.get_by_role("button", name="Show"))
    assert set(page.locator("td.col-province").all_inner_texts()) == {PROVINCE}
    page.goto(f"{demo.origin}/archive/articles")
    click(page.get_by_role("link", name="Next page"))
    click(page.locator("td.col-title a").first)
    assert page.locator("article.archive-article").is_visible()


FOCUSED = """
() => {
  const focused = document.activeElement;
  const box = focused.getBoundingClientRect();
  const style = getComputedStyle(focused);
  return {
    text: (focused.innerText || focused.name || "").trim(),
    isShown: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
      && style.outlineColor !== getComputedStyle(document.body).backgroundColor
      && box.width > 0 && box.right > 0 && box.bottom > 0 && box.top < innerHeight,
  };
}
"""


def _tab_to(page: "Page", text: str) -> None:
    """Press Tab until something with a text has the focus, which must always be visible."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["isShown"], focused
        if focused["text"] == text:
            return
    raise AssertionError(f"the keyboard does not reach {text}")


def test_a_reader_needs_no_mouse(demo: Demo, open_page: OpenPage) -> None:
    page = open_page(demo.origin)
    _tab_to(page, "Đến nội dung")
    press_enter(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.reload()
    _tab_to(page, "q")
    page.keyboard.type("dân vận khéo")
    press_enter(page)
    title = page.locator("ol.articles h2 a").first.inner_text()
    _tab_to(page, "Đến nội dung")
    press_enter(page)
    _tab_to(page, title)
    press_enter(page)
    assert page.inner_text("h1") == title
    _tab_to(page, "English")
    press_enter(page)
    assert page.get_by_role("heading", name="How to cite it").is_visible()
