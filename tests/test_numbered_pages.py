"""Pages of sections, days and searches whose URLs the card knows."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from scrapy import Request

from archive.visit import Visit
from archive.writer import Archive
from crawler import discovery
from extraction.date_forms import VIETNAM

from .archives import rows
from .crawls import SECTION, Crawl, articles, following, read_through
from .gosim import HOME, GoSim, article_url, links, new_archive, record_earlier, respond, urls

PAGER = '<a href="/thoi-su?trang={}">Trang sau</a>'


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path) as opened:
        yield opened


def site(paging: str, *sections: str, **changes: object) -> type[GoSim]:
    """Return a site with other sections and their paging, and without a search."""
    facts = {"paging": paging, "sections": sections or ("/thoi-su",), "search": "", **changes}
    return type("Numbered", (GoSim,), facts)


BY_NUMBER = site("{section}?p={page}")


def turned(crawl: Crawl, url: str = SECTION, body: bytes = links(1)) -> list[str]:
    """Return the URLs of the pages that follow the first page of a listing."""
    return urls(following(respond(crawl.listing(url), 200, body)))


@pytest.mark.parametrize(
    ("section", "paging", "second"),
    [
        ("/thoi-su", "{section}?p={page}", "/thoi-su?p=2"),
        ("/thoi-su/", "{section}?p={page}", "/thoi-su?p=2"),
        ("/thoi-su/", "{section}/?paged={page}", "/thoi-su/?paged=2"),
        ("/thoi-su", "{section}/trang-{page}.html", "/thoi-su/trang-2.html"),
        ("/dang-23.html", "{section}.html?page={page}", "/dang-23.html?page=2"),
        ("/a?&id=7", "{section}&page={page}&size=10", "/a?id=7&page=2&size=10"),
        ("/thoi-su", "/load{section}?page={page}", "/load/thoi-su?page=2"),
        ("/thoi-su", "/tai-them?page={page}", "/tai-them?page=2"),
        ("/thời-sự", "{section}?p={page}", "/th%E1%BB%9Di-s%E1%BB%B1?p=2"),
    ],
)
def test_the_second_page_of_a_section(
    archive: Archive, section: str, paging: str, second: str
) -> None:
    crawl = Crawl(archive, site=site(paging, section))
    [first] = [r for r in crawl.discovery.listing_requests() if r.url != f"{HOME}/"][1:]
    assert urls(following(respond(first, 200, links(1)))) == [HOME + second]


def test_a_section_on_another_host_has_its_pages_there(archive: Archive) -> None:
    url = "https://gosim.example/chinh-tri/"
    crawl = Crawl(archive, site=site("{section}?p={page}", url))
    assert turned(crawl, url) == ["https://gosim.example/chinh-tri?p=2"]


def test_a_section_of_the_menu_has_numbered_pages_too(archive: Archive) -> None:
    crawl = Crawl(archive, site=BY_NUMBER)
    menu = '<a href="/dan-van/">Dân vận</a>'
    [section] = following(respond(crawl.listing(f"{HOME}/"), 200, links(1, more=menu)))
    assert urls(following(respond(section, 200, links(2)))) == [f"{HOME}/dan-van?p=2"]


def test_the_pages_of_a_section_are_on_its_host(archive: Archive) -> None:
    crawl = Crawl(archive, site=BY_NUMBER)
    menu = f'<a href="{HOME}//khac.example/dan-van">Dân vận</a>'
    [section] = following(respond(crawl.listing(f"{HOME}/"), 200, links(1, more=menu)))
    assert urls(following(respond(section, 200, links(2)))) == [f"{HOME}//khac.example/dan-van?p=2"]


def test_a_home_page_has_one_page(archive: Archive) -> None:
    assert turned(Crawl(archive, site=BY_NUMBER), f"{HOME}/") == []


def test_pages_are_turned_to_the_first_without_a_new_article(
    archive: Archive, tmp_path: Path
) -> None:
    crawl = Crawl(archive, site=BY_NUMBER)
    [second] = following(respond(crawl.listing(), 200, links(1, 2)))
    [third] = following(respond(second, 200, links(2, 3)))
    assert (third.url, third.priority) == (f"{SECTION}?p=3", -10)
    assert respond(third, 200, links(1, 2)) == [], "the site repeats its pages"
    crawl.listings.mark_fully_crawled()
    assert read_through(tmp_path) == {SECTION: True}
    assert crawl.remarks() == []


def test_of_a_section_that_was_fully_crawled_only_news_is_read(archive: Archive) -> None:
    record_earlier(archive, 1)
    earlier = Crawl(archive, site=BY_NUMBER)
    [second] = following(respond(earlier.listing(), 200, links(1)))
    respond(second, 200, b"")
    earlier.listings.mark_fully_crawled()
    assert turned(Crawl(archive, site=BY_NUMBER)) == []
    assert turned(Crawl(archive, site=BY_NUMBER), body=links(2, 1)) == [f"{SECTION}?p=2"]


@pytest.mark.parametrize("status", [404, 410, 403, 500])
def test_a_numbered_page_that_is_not_there_is_the_end(
    archive: Archive, tmp_path: Path, status: int
) -> None:
    crawl = Crawl(archive, site=BY_NUMBER)
    [second] = following(respond(crawl.listing(), 200, links(1)))
    assert respond(second, status) == []
    crawl.listings.mark_fully_crawled()
    is_end = status in (404, 410)
    assert read_through(tmp_path) == {SECTION: is_end}
    remark = f"the listing {SECTION} answered {status}"
    assert crawl.remarks() == ([] if is_end else [remark])


def test_a_page_that_a_pager_names_must_be_there(archive: Archive, tmp_path: Path) -> None:
    crawl = Crawl(archive, site=BY_NUMBER)
    [second] = following(respond(crawl.listing(), 200, links(1, more=PAGER.format(2))))
    assert second.url == f"{SECTION}?trang=2", "the pager is believed before the card"
    assert respond(second, 404) == []
    assert crawl.remarks() == [f"the listing {SECTION} answered 404"]
    crawl.listings.mark_fully_crawled()
    assert read_through(tmp_path) == {SECTION: False}


def test_the_last_page_of_a_pager_is_the_end(archive: Archive) -> None:
    crawl = Crawl(archive, site=BY_NUMBER)
    [second] = following(respond(crawl.listing(), 200, links(1, more=PAGER.format(2))))
    assert following(respond(second, 200, links(2))) == []


def test_a_button_beside_numbered_pages_hides_nothing(archive: Archive) -> None:
    crawl = Crawl(archive, site=BY_NUMBER)
    body = links(1, more="<button>Xem thêm</button>")
    assert turned(crawl, body=body) == [f"{SECTION}?p=2"]
    assert crawl.remarks() == []


# Searches


def test_a_search_without_a_number_follows_its_pager(archive: Archive) -> None:
    crawl = Crawl(archive, site=site("", search="/tim/{query}"))
    url = f"{HOME}/tim/d%C3%A2n%20v%E1%BA%ADn"
    assert turned(crawl, url) == []
    pager = '<a href="?trang=2">Trang sau</a>'
    assert turned(crawl, url, links(2, more=pager)) == [f"{url}?trang=2"]


# Listings by day

TEMPLATE = "{section}/?bydate={day}&page={page}"
BY_DAY = site(TEMPLATE, "/tin/")
TODAY = datetime(2026, 11, 2, 18, 0, tzinfo=UTC)  # already the third of the month in Vietnam


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """Return a list whose one item is the time that it is for the crawl."""
    now = [TODAY]
    monkeypatch.setattr(discovery, "clock", lambda: now[0])
    return now


def of_day(ago: int, page: int = 1) -> str:
    day = (TODAY.astimezone(VIETNAM) - timedelta(days=ago)).strftime("%d-%m-%Y")
    return f"{HOME}/tin/?bydate={day}&page={page}"


def days(crawl: Crawl) -> list[Request]:
    return [r for r in crawl.discovery.listing_requests() if "bydate" in r.url]


def crawl_days(archive: Archive, *left_out: str) -> None:
    """Crawl all days to their end, except some that could not be read."""
    crawl = Crawl(archive, site=BY_DAY)
    for request in days(crawl):
        respond(request, 500 if request.url in left_out else 200, b"")
    crawl.listings.mark_fully_crawled()


@pytest.mark.usefixtures("clock")
def test_the_listings_of_the_last_days_are_requested(archive: Archive) -> None:
    crawl = Crawl(archive, site=BY_DAY)
    assert of_day(0) == f"{HOME}/tin/?bydate=03-11-2026&page=1"
    requested = urls(days(crawl))
    assert requested == [of_day(ago) for ago in range(31)]
    assert crawl.listing(f"{HOME}/tin/"), "the section itself, too"


@pytest.mark.usefixtures("clock")
def test_the_pages_of_a_day(archive: Archive) -> None:
    crawl = Crawl(archive, site=BY_DAY)
    items: list[Request | Visit] = respond(crawl.listing(of_day(1)), 200, links(1))
    [second] = following(items)
    assert (articles(items), second.url) == ([article_url(1)], of_day(1, 2))
    assert respond(second, 404) == []
    assert crawl.remarks() == []
    assert turned(crawl, f"{HOME}/tin/") == [], "the days are its pages"


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("status", [200, 404])
def test_a_day_may_have_no_news(archive: Archive, tmp_path: Path, status: int) -> None:
    crawl = Crawl(archive, site=BY_DAY)
    assert respond(crawl.listing(of_day(1)), status, b"") == []
    assert crawl.remarks() == []
    crawl.listings.mark_fully_crawled()
    assert read_through(tmp_path) == {of_day(1): True}


@pytest.mark.usefixtures("clock")
def test_of_days_that_were_fully_crawled_the_last_three_are_requested(archive: Archive) -> None:
    crawl_days(archive, of_day(2), of_day(5))
    assert urls(days(Crawl(archive, site=BY_DAY))) == [of_day(n) for n in (0, 1, 2, 5)]


def test_days_that_are_past_are_not_lost(archive: Archive, clock: list[datetime]) -> None:
    crawl_days(archive)
    for nights in (1, 7, 8):  # eight, if a crawl went on after midnight
        clock[0] = TODAY + timedelta(days=nights)
        crawl = Crawl(archive, site=BY_DAY)
        assert len(days(crawl)) == max(3, nights)
        crawl.listings.note_lost()
        assert crawl.remarks() == []


@pytest.mark.usefixtures("clock")
def test_a_day_without_a_number_has_one_page(archive: Archive) -> None:
    crawl = Crawl(archive, site=site("/ngay/{day}", "/tin"))
    assert turned(crawl, f"{HOME}/ngay/03-11-2026") == []


def test_days_are_marked_as_listings_of_the_site(
    archive: Archive, tmp_path: Path, clock: list[datetime]
) -> None:
    crawl_days(archive)
    query = "SELECT count(*), min(site), max(site) FROM listings WHERE url LIKE '%bydate%'"
    assert rows(tmp_path / "archive.db", query) == [(31, "baogosim", "baogosim")]
