"""Sites with odd responses: the outcomes, and what the next crawl still finds."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from crawler.sitemaps import MAX_SITEMAPS

from .conftest import Command
from .one_site import LISTING, Response, Site, listing, page, served


def crawl(run: Command, site: Site, *arguments: str) -> str:
    """Crawl the site once, and return the output."""
    with served(site) as origin:
        done = run("danvan", "crawl", "nbtv", "--origin", origin, *arguments)
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout + done.stderr


def outcomes(folder: Path) -> dict[str, str]:
    """Return the outcome of each path."""
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        rows = connection.execute("SELECT replace(url, 'https://nbtv.vn', ''), outcome FROM pages")
        return dict(rows.fetchall())


def make_all_due(folder: Path) -> None:
    """Make every page that is ever due again due now."""
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        connection.execute(
            "UPDATE pages SET first_seen = '2020-01-01', last_fetched = '2020-01-01', "
            "next_check = CASE WHEN next_check IS NULL THEN NULL ELSE '2020-01-02' END"
        )
        connection.commit()


def test_a_failed_page_is_requested_again_although_no_listing_shows_it(
    run: Command, tmp_path: Path
) -> None:
    site = Site()
    site.articles(1, 2, 3)
    site.responses[LISTING] = listing([1, 2], f"{LISTING}?p=2")
    site.responses[f"{LISTING}?p=2"] = listing([3])
    site.responses["/bai-00003.html"] = (500, {}, "")
    crawl(run, site)
    assert outcomes(tmp_path)["/bai-00003.html"] == "failed"
    make_all_due(tmp_path)
    site.responses["/bai-00003.html"] = page(3)
    crawl(run, site)
    assert outcomes(tmp_path)["/bai-00003.html"] == "stored"


def test_a_site_that_redirects_to_www_is_crawled(run: Command, tmp_path: Path) -> None:
    site = Site()
    site.articles(1)
    site.responses[LISTING] = listing([1])

    def with_www(path: str, response: Response) -> Callable[[str], Response]:
        moved: Response = (301, {"Location": f"https://www.nbtv.vn{path}"}, "")
        return lambda host: response if host.startswith("www.") else moved

    for path, response in list(site.responses.items()):
        assert not callable(response)
        site.responses[path] = with_www(path, response)
    output = crawl(run, site)
    assert outcomes(tmp_path) == {"/bai-00001.html": "stored"}, output


def test_a_challenge_page_does_not_end_a_listing(run: Command, tmp_path: Path) -> None:
    site = Site()
    site.articles(1, 2, 3)
    site.responses[LISTING] = listing([1], f"{LISTING}?p=2")
    site.responses[f"{LISTING}?p=2"] = (200, {}, "<p>Just a moment... enable JavaScript</p>")
    output = crawl(run, site)
    assert "is a challenge page" in output
    site.responses[f"{LISTING}?p=2"] = listing([2, 3])
    crawl(run, site)
    assert set(outcomes(tmp_path).values()) == {"stored"}
    assert len(outcomes(tmp_path)) == 3


def test_articles_skipped_by_a_limit_are_requested_later(run: Command, tmp_path: Path) -> None:
    site = Site()
    site.articles(*range(1, 9))
    site.responses[LISTING] = listing([1, 2])
    crawl(run, site)
    site.responses[LISTING] = listing([8, 7], f"{LISTING}?p=2")
    site.responses[f"{LISTING}?p=2"] = listing([6, 5], f"{LISTING}?p=3")
    site.responses[f"{LISTING}?p=3"] = listing([4, 3], f"{LISTING}?p=4")
    site.responses[f"{LISTING}?p=4"] = listing([2, 1])
    crawl(run, site, "--limit", "2")
    assert len(outcomes(tmp_path)) == 4
    crawl(run, site)
    assert len(outcomes(tmp_path)) == 8


def test_a_content_type_is_compared_without_case_and_a_pdf_is_empty(
    run: Command, tmp_path: Path
) -> None:
    site = Site()
    site.articles(1, 2)
    site.responses[LISTING] = listing([1, 2])
    status, _, text = page(1)
    site.responses["/bai-00001.html"] = (status, {"Content-Type": "Text/HTML; Charset=UTF-8"}, text)
    site.responses["/bai-00002.html"] = (status, {"Content-Type": "application/pdf"}, text)
    crawl(run, site)
    assert outcomes(tmp_path) == {"/bai-00001.html": "stored", "/bai-00002.html": "empty"}


def test_a_site_named_twice_is_crawled_once(run: Command, tmp_path: Path) -> None:
    site = Site()
    site.articles(1, 2)
    site.responses[LISTING] = listing([1, 2])
    with served(site) as origin:
        run("danvan", "crawl", "nbtv", "nbtv", "--origin", origin)
    assert set(outcomes(tmp_path).values()) == {"stored"}
    assert site.requested.count("/bai-00001.html") == 1


def test_a_site_with_more_sitemaps_than_are_read_is_doubtful(run: Command) -> None:
    site = Site()
    count = MAX_SITEMAPS + 1
    names = [f"/so-do-{number}.xml" for number in range(count)]
    entries = "".join(f"<sitemap><loc>https://nbtv.vn{name}</loc></sitemap>" for name in names)
    empty: Response = (200, {"Content-Type": "text/xml"}, "<urlset></urlset>")
    site.responses |= dict.fromkeys(names, empty)
    site.responses["/robots.txt"] = (200, {}, "Sitemap: https://nbtv.vn/so-do.xml")
    site.responses["/so-do.xml"] = (
        200,
        {"Content-Type": "text/xml"},
        f"<sitemapindex>{entries}</sitemapindex>",
    )
    output = crawl(run, site)
    assert f"names {count} sitemaps: a crawl reads at most {MAX_SITEMAPS}" in output
    assert sum(path in names for path in site.requested) == MAX_SITEMAPS
