"""Crawls of the sample newsroom, and the archive that they write."""

import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from sample_sites import SITE_NAMES, Newsroom
from sites.urls import canonical

from .conftest import Command
from .newsroom_crawl import Crawl, crawl

HOSTS = {
    "baobackan.vn", "baobackan.com.vn", "baobackan.org.vn", "baoninhbinh.org.vn",
    "binhdinh.dcs.vn", "nbtv.vn", "nghean.dcs.vn",
}  # fmt: skip


@pytest.fixture(scope="module")
def crawled(first_night: Path) -> Iterator[Crawl]:
    """A crawl of all sites, which the tests do not change."""
    made = json.loads((first_night / "crawl.json").read_text("utf-8"))
    requests = [(host, path) for host, path in made["requests"]]
    with Newsroom() as room:
        yield Crawl(room, first_night / "archive.db", made["output"], requests)


@pytest.fixture
def copy(crawled: Crawl, tmp_path: Path) -> Path:
    """A folder with a copy of the archive, for a test that crawls again."""
    return Path(shutil.copytree(crawled.path.parent, tmp_path / "copy"))


# The archive


def test_every_article_has_the_expected_outcome(crawled: Crawl) -> None:
    assert crawled.wrong_outcomes() == []


def test_the_ledger_has_only_urls_of_articles(crawled: Crawl) -> None:
    known = {canonical(url) for expected in crawled.room.expected for url in expected.urls}
    assert {page["url"] for page in crawled.rows("SELECT url FROM pages")} <= known


@pytest.mark.parametrize("site", SITE_NAMES)
def test_every_article_has_exactly_its_text(crawled: Crawl, site: str) -> None:
    assert crawled.assert_exactly_stored(site) > 30


def test_keys_and_texts_are_unique(crawled: Crawl) -> None:
    (counts,) = crawled.rows(
        "SELECT count(*) AS articles, count(DISTINCT text_sha256) AS texts FROM articles"
    )
    assert counts["articles"] == counts["texts"]
    twice = crawled.rows(
        "SELECT key FROM pages WHERE outcome = 'stored' GROUP BY site, key HAVING count(*) > 1"
    )
    assert not twice


def test_a_duplicate_refers_to_the_first_article(crawled: Crawl) -> None:
    pages = crawled.rows(
        "SELECT pages.reason, articles.url FROM pages JOIN articles ON articles.id = article_id "
        "WHERE outcome = 'duplicate'"
    )
    assert len(pages) == 2
    for page in pages:
        assert page["url"] in page["reason"]


def test_every_outcome_has_a_reason(crawled: Crawl) -> None:
    for page in crawled.rows("SELECT * FROM pages"):
        assert len(page["reason"].split()) >= 3, page


def test_the_outcomes_add_up(crawled: Crawl) -> None:
    runs = crawled.rows("SELECT * FROM runs ORDER BY site")
    pages = crawled.rows("SELECT site, outcome FROM pages")
    assert [run["site"] for run in runs] == list(SITE_NAMES)
    for run in runs:
        outcomes = Counter(page["outcome"] for page in pages if page["site"] == run["site"])
        for outcome, count in outcomes.items():
            assert run[outcome] == count
        assert run["requests"] == outcomes.total()
        assert run["finished"] >= run["started"]
    table = [line.split() for line in crawled.output.splitlines()]
    header = next(words for words in table if words[:1] == ["site"])
    for words in (words for words in table if words and words[0] in (*SITE_NAMES, "all")):
        numbers = [int(word) for word in words[1:] if word.isdecimal()]
        row = dict(zip([name for name in header[1:] if name != "verdict"], numbers, strict=True))
        assert row.pop("URLs") == sum(row.values()) - row["listings"]


def test_the_verdict_names_the_host_that_could_not_be_crawled(crawled: Crawl) -> None:
    runs = {run["site"]: run for run in crawled.rows("SELECT * FROM runs")}
    assert runs["baobackan"]["verdict"] == "doubtful"
    assert "robots.txt of baobackan.com.vn answered 503" in runs["baobackan"]["reasons"]
    assert runs["nghean_dcs"]["verdict"] == "good"


def test_the_search_index_and_the_foreign_keys_are_consistent(crawled: Crawl) -> None:
    with closing(sqlite3.connect(crawled.path)) as connection:
        connection.execute(
            "INSERT INTO articles_fts(articles_fts, rank) VALUES ('integrity-check', 1)"
        )
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


# Requests


def test_only_hosts_of_the_sites_are_requested(crawled: Crawl) -> None:
    assert {host for host, _ in crawled.requests} == HOSTS


def test_robots_txt_is_requested_first_and_obeyed(crawled: Crawl) -> None:
    for host in HOSTS:
        paths = [path for requested, path in crawled.requests if requested == host]
        assert paths[0] == "/robots.txt"
    assert {path for host, path in crawled.requests if host == "baobackan.com.vn"} == {
        "/robots.txt"
    }, "its robots.txt answered 503, so that nothing may be fetched"
    assert not [path for _, path in crawled.requests if path.startswith("/bao-in/")]


def test_no_article_is_requested_twice(crawled: Crawl) -> None:
    requests = Counter(f"https://{host}{path}" for host, path in crawled.requests)
    articles = {canonical(url) for e in crawled.room.expected for url in e.urls}
    again = {url: count for url, count in requests.items() if url in articles and count > 1}
    failing = {canonical(e.urls[0]) for e in crawled.room.expected if e.outcome == "failed"}
    assert set(again) == failing, "only a response 500 is retried"
    assert set(again.values()) == {2}


def test_a_second_crawl_requests_no_article_and_changes_nothing(crawled: Crawl, copy: Path) -> None:
    tables = ("articles", "pages", "sites", "provinces")
    ignored = {"last_good_crawl"}

    def contents(crawl: Crawl) -> list[list[dict[str, Any]]]:
        return [
            [{k: v for k, v in row.items() if k not in ignored} for row in rows]
            for rows in (crawl.rows(f"SELECT * FROM {table}") for table in tables)
        ]

    again = crawl(crawled.room, copy)
    articles = {canonical(url) for e in crawled.room.expected for url in e.urls}
    assert not {f"https://{host}{path}" for host, path in again.requests} & articles
    assert contents(again) == contents(crawled)
    assert len(again.requests) < len(crawled.requests) / 4


# Later crawls and options


def test_the_second_night_adds_the_new_articles(copy: Path) -> None:
    with Newsroom(night=2) as room:
        night = crawl(room, copy)
    new = [e for e in room.expected if e.trap == "new"]
    assert len(new) == 4 * len(SITE_NAMES)
    for expected in new:
        assert [p["outcome"] for p in night.ledger(expected)] == [expected.outcome]
    requested = {f"https://{host}{path}" for host, path in night.requests}
    articles = {canonical(url) for e in room.expected for url in e.urls}
    assert requested & articles == {canonical(url) for e in new for url in e.urls} & requested


def test_a_crawl_after_a_limited_one_requests_the_rest(tmp_path: Path) -> None:
    with Newsroom() as room:
        first = crawl(room, tmp_path, "--limit", "7", sites=("nbtv",))
        assert first.rows("SELECT count(*) AS n FROM pages") == [{"n": 7}]
        then = crawl(room, tmp_path, sites=("nbtv",))
        assert {e.urls for e in room.expected if e.site == "nbtv" and not then.ledger(e)} == set()


def test_a_crawl_of_a_period_stores_only_its_articles(tmp_path: Path) -> None:
    with Newsroom() as room:
        some = crawl(
            room, tmp_path, "--since", "2022-01-01", "--until", "2023-06-30",
            sites=("binhdinh_dcs",),
        )  # fmt: skip
        dates = [row["published"] for row in some.rows("SELECT published FROM articles")]
        assert dates
        assert all("2022-01-01" <= date[:10] <= "2023-06-30" for date in dates)
        outside = some.rows("SELECT reason FROM pages WHERE reason LIKE '%outside the period%'")
        assert len(dates) + len(outside) > 30
        again = crawl(
            room, tmp_path, "--since", "2022-01-01", "--until", "2023-06-30",
            sites=("binhdinh_dcs",),
        )  # fmt: skip
        assert again.rows("SELECT requests FROM runs ORDER BY id DESC LIMIT 1") == [{"requests": 0}]
        complete = crawl(room, tmp_path, sites=("binhdinh_dcs",))
        stored = [e for e in room.expected if e.site == "binhdinh_dcs" and e.outcome == "stored"]
        assert complete.rows("SELECT count(*) AS n FROM articles") == [{"n": len(stored)}]


def test_scrapy_crawl_works_without_danvan(run: Command, tmp_path: Path) -> None:
    with Newsroom() as room:
        done = run("scrapy", "crawl", "nbtv", "-a", "limit=5", CRAWL_ORIGIN=room.origin)
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        assert connection.execute("SELECT site, requests FROM runs").fetchall() == [("nbtv", 5)]
