"""Sections that go on by the day, the month or the year."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.writer import Archive
from extraction.listings import Link
from extraction.periods import older_page, period_of

from .crawls import SECTION, Crawl, following
from .gosim import HOME, GoSim, links, new_archive, record_earlier, respond, urls

SITE = "https://gosim.example"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize(
    ("path", "start", "end", "section"),
    [
        ("/tin/ngay-14-03-2024.html", "2024-03-14", "2024-03-14", "/tin"),
        ("/tin/14-3-2024", "2024-03-14", "2024-03-14", "/tin"),
        ("/tin/ngay/14/03/2024", "2024-03-14", "2024-03-14", "/tin/ngay"),
        ("/tin/2024/03/14/", "2024-03-14", "2024-03-14", "/tin"),
        ("/tin/2024-03-14", "2024-03-14", "2024-03-14", "/tin"),
        ("/Tin/Thang-2-2024.aspx", "2024-02-01", "2024-02-29", "/Tin"),
        ("/tin/2023/02/", "2023-02-01", "2023-02-28", "/tin"),
        ("/2024/12/", "2024-12-01", "2024-12-31", ""),
        ("/tin/nam-2024", "2024-01-01", "2024-12-31", "/tin"),
        ("/tin/2024/", "2024-01-01", "2024-12-31", "/tin"),
        ("/tin.aspx?nam=2024", "2024-01-01", "2024-12-31", "/tin"),
        ("/tin?thang=3&nam=2024", "2024-03-01", "2024-03-31", "/tin"),
        ("/tin?ngay=14/03/2024", "2024-03-14", "2024-03-14", "/tin"),
        ("/tin?Nam=1999", "1999-01-01", "1999-12-31", "/tin"),
    ],
)
def test_the_period_of_an_address(path: str, start: str, end: str, section: str) -> None:
    period = period_of(SITE + path)
    assert period is not None
    assert (str(period.start), str(period.end)) == (start, end)
    assert period.base == f"gosim.example{section}?"


@pytest.mark.parametrize(
    "path",
    ["", "/", "/tin", "/tin/ngay-31-02-2024", "/tin/ngay-14-13-2024", "/tin/1899", "/tin/2100/1",
     "/tin/hop-dan-thang-3-2024.html", "/tin-2024.html?p=2", "/tin?nam=24", "/tin?thang=3"],
)  # fmt: skip
def test_an_address_without_a_period(path: str) -> None:
    assert period_of(SITE + path) is None


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_has_its_period(day: date) -> None:
    for form in ("/tin/ngay-%d-%m-%Y.html", "/tin?ngay=%d-%m-%Y", "/tin/%Y/%m/%d/"):
        assert period_of(SITE + day.strftime(form)) == (day, day, "gosim.example/tin?")


MONTHS = ("/tin/2024/01", "/tin/2024/03", "/tin/2024/02", "/tin/2023", "/tin/2024")


@pytest.mark.parametrize(
    ("page", "others", "older"),
    [
        ("/tin", MONTHS, "/tin/2024"),
        ("/tin/", ("/tin/2024/03", "/tin/2023"), "/tin/2024/03"),
        ("/tin/2024", MONTHS, "/tin/2024/03"),
        ("/tin/2024/03", MONTHS, "/tin/2024/02"),
        ("/tin/2024/01", MONTHS, "/tin/2023"),
        ("/tin/2023", MONTHS, None),
        ("/tin.aspx", ("/tin/ngay-01-02-2024.aspx",), "/tin/ngay-01-02-2024.aspx"),
        ("/tin", ("/khac/2024/03", "/2024/03", "/tin-tuc/2024/03"), None),
        ("/tin?muc=7", ("/tin?muc=7&nam=2024", "/tin?muc=8&nam=2025"), "/tin?muc=7&nam=2024"),
        ("/tin", ("/tin?trang=2", "/gioi-thieu"), None),
    ],
)
def test_the_page_with_older_articles(
    page: str, others: tuple[str, ...], older: str | None
) -> None:
    linked = [Link(SITE + other, "", "") for other in others]
    assert older_page(linked, SITE + page) == (older and SITE + older)


def months(*paths: str) -> str:
    return "".join(f'<a href="/thoi-su/{path}">{path}</a>' for path in paths)


def site(**changes: object) -> type[GoSim]:
    facts = {"paging": "", "sections": ("/thoi-su",), "search": "", **changes}
    return type("ByMonth", (GoSim,), facts)


def test_a_section_without_a_pager_goes_on_by_the_month(archive: Archive) -> None:
    crawl = Crawl(archive, site=site())
    archived = months("2024/03", "2024/02")
    [march] = following(respond(crawl.listing(), 200, links(1, more=archived)))
    assert march.url == f"{SECTION}/2024/03"
    [february] = following(respond(march, 200, links(1, more=archived)))
    assert february.url == f"{SECTION}/2024/02", "the section's page has shown all of March"
    assert following(respond(february, 200, links(2, more=archived))) == []


def test_of_a_section_by_the_month_that_was_fully_crawled_only_news_is_read(
    archive: Archive,
) -> None:
    record_earlier(archive, 1)
    earlier = Crawl(archive, site=site())
    respond(earlier.listing(), 200, links(1))
    earlier.listings.mark_fully_crawled()
    again = Crawl(archive, site=site())
    assert following(respond(again.listing(), 200, links(1, more=months("2024/03")))) == []
    again = Crawl(archive, site=site())
    [march] = following(respond(again.listing(), 200, links(2, 1, more=months("2024/03"))))
    assert following(respond(march, 200, links(2, 1, more=months("2024/02")))) == []


@pytest.mark.parametrize(
    ("changes", "url"),
    [({}, f"{HOME}/"), ({"paging": "{section}?p={page}"}, SECTION)],
    ids=["a home page", "a section with numbered pages"],
)
def test_other_listings_do_not_go_on_by_the_month(
    archive: Archive, changes: dict[str, str], url: str
) -> None:
    crawl = Crawl(archive, site=site(**changes))
    body = links(1, more='<a href="/2024/03">2024</a>' + months("2024/03"))
    assert f"{SECTION}/2024/03" not in urls(following(respond(crawl.listing(url), 200, body)))
    assert f"{HOME}/2024/03" not in urls(following(respond(crawl.listing(url), 200, body)))


def test_the_last_page_of_a_pager_does_not_go_on_by_the_month(archive: Archive) -> None:
    crawl = Crawl(archive, site=site())
    pager = '<a href="?trang=2">Trang sau</a>'
    [second] = following(respond(crawl.listing(), 200, links(1, more=pager + months("2024/03"))))
    assert second.url == f"{SECTION}?trang=2"
    assert following(respond(second, 200, links(2, more=months("2024/03")))) == []
