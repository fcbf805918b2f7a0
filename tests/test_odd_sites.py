"""Sites that answer oddly: what a crawl makes of them, and what it still finds the next night."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.sitemaps import MAX_SITEMAPS

from .conftest import Command
from .one_site import LISTING, Answer, Site, listing, page, served


def crawl(run: Command, site: Site, *arguments: str) -> str:
    with served(site) as origin:
        done = run("danvan", "crawl", "nbtv", "--origin", origin, *arguments)
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout + done.stderr


def outcomes(folder: Path) -> dict[str, str]:
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        rows = connection.execute("SELECT replace(url, 'https://nbtv.vn', ''), outcome FROM pages")
        return dict(rows.fetchall())


def let_days_pass(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        connection.execute(
            "UPDATE pages SET first_seen = '2020-01-01', last_fetched = '2020-01-01', "
            "next_check = CASE WHEN next_check IS NULL THEN NULL ELSE '2020-01-02' END"
        )
        connection.commit()


def test_what_failed_is_asked_for_again_though_no_listing_shows_it(
    run: Command, tmp_path: Path
) -> None:
    site = Site()
    site.articles(1, 2, 3)
    site.answers[LISTING] = listing([1, 2], f"{LISTING}?p=2")
    site.answers[f"{LISTING}?p=2"] = listing([3])
    site.answers["/bai-00003.html"] = (500, {}, "")
    crawl(run, site)
    assert outcomes(tmp_path)["/bai-00003.html"] == "failed"
    let_days_pass(tmp_path)
    site.answers["/bai-00003.html"] = page(3)
    crawl(run, site)
    assert outcomes(tmp_path)["/bai-00003.html"] == "stored"


def test_a_site_that_wants_its_www(run: Command, tmp_path: Path) -> None:
    site = Site()
    site.articles(1)
    site.answers[LISTING] = listing([1])

    def with_www(path: str, answer: Answer) -> Callable[[str], Answer]:
        moved: Answer = (301, {"Location": f"https://www.nbtv.vn{path}"}, "")
        return lambda host: answer if host.startswith("www.") else moved

    for path, answer in list(site.answers.items()):
        assert not callable(answer)
        site.answers[path] = with_www(path, answer)
    output = crawl(run, site)
    assert outcomes(tmp_path) == {"/bai-00001.html": "stored"}, output


def test_a_challenge_in_place_of_a_listing_is_not_its_end(run: Command, tmp_path: Path) -> None:
    site = Site()
    site.articles(1, 2, 3)
    site.answers[LISTING] = listing([1], f"{LISTING}?p=2")
    site.answers[f"{LISTING}?p=2"] = (200, {}, "<p>Just a moment... enable JavaScript</p>")
    output = crawl(run, site)
    assert "is a challenge page" in output
    site.answers[f"{LISTING}?p=2"] = listing([2, 3])
    crawl(run, site)
    assert set(outcomes(tmp_path).values()) == {"stored"}
    assert len(outcomes(tmp_path)) == 3


def test_a_limit_leaves_nothing_behind_for_ever(run: Command, tmp_path: Path) -> None:
    site = Site()
    site.articles(*range(1, 9))
    site.answers[LISTING] = listing([1, 2])
    crawl(run, site)
    site.answers[LISTING] = listing([8, 7], f"{LISTING}?p=2")
    site.answers[f"{LISTING}?p=2"] = listing([6, 5], f"{LISTING}?p=3")
    site.answers[f"{LISTING}?p=3"] = listing([4, 3], f"{LISTING}?p=4")
    site.answers[f"{LISTING}?p=4"] = listing([2, 1])
    crawl(run, site, "--limit", "2")
    assert len(outcomes(tmp_path)) == 4
    crawl(run, site)
    assert len(outcomes(tmp_path)) == 8


def test_odd_redirects(run: Command, tmp_path: Path) -> None:
    site = Site()
    site.articles(4)
    site.answers[LISTING] = listing([1, 2, 3])
    site.answers["/bai-00001.html"] = (302, {"Location": "http://[broken/"}, "")
    site.answers["/bai-00002.html"] = (302, {"Location": "/bai-00002.html"}, "")
    site.answers["/bai-00003.html"] = (302, {"Location": "/b\u00e0i-00004.html"}, "")
    crawl(run, site)
    found = outcomes(tmp_path)
    assert found["/bai-00001.html"] == "failed"
    assert found["/bai-00002.html"] == "failed"
    assert "/bai-00003.html" in found


@pytest.mark.parametrize("scheme", ["file", "ftp", "s3"])
@pytest.mark.parametrize("redirected", ["/robots.txt", LISTING, "/bai-00001.html"])
def test_a_redirect_to_another_scheme_is_not_followed(
    run: Command, tmp_path: Path, scheme: str, redirected: str
) -> None:
    secret = tmp_path / "secret.html"
    secret.write_text('<a href="https://nbtv.vn/bai-00007.html">Bài viết 7</a>', "utf-8")
    site = Site()
    site.articles(1, 7)
    site.answers[LISTING] = listing([1])
    site.answers[redirected] = (302, {"Location": f"{scheme}://nbtv.vn{secret}"}, "")
    crawl(run, site)
    assert "/bai-00007.html" not in site.asked
    if redirected == "/bai-00001.html":
        assert outcomes(tmp_path) == {"/bai-00001.html": "refused"}


def test_a_redirect_to_another_port_is_not_followed(run: Command, tmp_path: Path) -> None:
    other = Site()
    other.answers[LISTING] = listing([7])
    site = Site()
    site.articles(1)
    with served(other) as origin:
        port = origin.rsplit(":", 1)[1]
        site.answers[LISTING] = (302, {"Location": f"http://nbtv.vn:{port}{LISTING}"}, "")
        said = crawl(run, site)
    assert other.asked == []
    assert f"redirects to http://nbtv.vn:{port}{LISTING}" in said


def test_only_http_and_https_have_a_download_handler() -> None:
    handlers = Settings()
    handlers.setmodule("crawler.settings", priority="project")
    found = handlers.getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in found.items() if handler} == {"http", "https"}


def test_a_content_type_in_capitals_and_one_that_is_no_page(run: Command, tmp_path: Path) -> None:
    site = Site()
    site.articles(1, 2)
    site.answers[LISTING] = listing([1, 2])
    status, _, text = page(1)
    site.answers["/bai-00001.html"] = (status, {"Content-Type": "Text/HTML; Charset=UTF-8"}, text)
    site.answers["/bai-00002.html"] = (status, {"Content-Type": "application/pdf"}, text)
    crawl(run, site)
    assert outcomes(tmp_path) == {"/bai-00001.html": "stored", "/bai-00002.html": "empty"}


def test_a_site_named_twice_is_crawled_once(run: Command, tmp_path: Path) -> None:
    site = Site()
    site.articles(1, 2)
    site.answers[LISTING] = listing([1, 2])
    with served(site) as origin:
        run("danvan", "crawl", "nbtv", "nbtv", "--origin", origin)
    assert set(outcomes(tmp_path).values()) == {"stored"}
    assert site.asked.count("/bai-00001.html") == 1


def test_a_site_with_more_sitemaps_than_are_read_is_doubtful(run: Command) -> None:
    site = Site()
    count = MAX_SITEMAPS + 1
    names = [f"/so-do-{number}.xml" for number in range(count)]
    entries = "".join(f"<sitemap><loc>https://nbtv.vn{name}</loc></sitemap>" for name in names)
    empty: Answer = (200, {"Content-Type": "text/xml"}, "<urlset></urlset>")
    site.answers |= dict.fromkeys(names, empty)
    site.answers["/robots.txt"] = (200, {}, "Sitemap: https://nbtv.vn/so-do.xml")
    site.answers["/so-do.xml"] = (
        200,
        {"Content-Type": "text/xml"},
        f"<sitemapindex>{entries}</sitemapindex>",
    )
    said = crawl(run, site)
    assert f"names {count} sitemaps, of which only {MAX_SITEMAPS} were read" in said
    assert sum(path in names for path in site.asked) == MAX_SITEMAPS
