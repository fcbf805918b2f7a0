"""Articles that move, redirects cut short, and captures that lie: each leaves the record true."""

import base64
import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from archive.database import ArchiveError, open_for_writing
from archive.ledger import Entry, Ledger, SiteCard
from archive.models import Outcome
from archive.warc.records import Exchange, pack
from archive.writer import Archive

from .conftest import Run, assert_whole, running_in
from .one_site import LISTING, Answer, Site, listing, page
from .test_captures import WHEN, exchange
from .test_odd_sites import crawl, let_days_pass, outcomes
from .test_record import OLD, a_page, rows, warc_of

URL = "https://nbtv.vn/bai-00001.html"
HTML = [("Content-Type", "text/html")]
MORE = "Có thêm một câu mới nữa ở đây, viết sau đó một ngày."


@pytest.fixture
def site(run: Run, tmp_path: Path) -> Site:
    """One article that was read a few days ago."""
    one = Site()
    one.articles(1)
    one.answers[LISTING] = listing([1])
    crawl(run, one)
    let_days_pass(tmp_path)
    return one


def edited(number: int) -> Answer:
    status, headers, text = page(number)
    return status, headers, text.replace("</div>", f"<p>{MORE}</p></div>")


def moved_to(target: str) -> Answer:
    return 301, {"Location": target}, ""


# Articles that move


def test_an_article_that_moves_and_changes_is_one_article(
    run: Run, tmp_path: Path, site: Site
) -> None:
    site.answers["/bai-00001.html"] = moved_to("/tin-00001.html")
    site.answers["/tin-00001.html"] = edited(1)
    crawl(run, site)
    assert outcomes(tmp_path) == {"/bai-00001.html": "duplicate", "/tin-00001.html": "revised"}
    [(url, body)] = rows(tmp_path, "SELECT url, body FROM articles")
    assert (url, MORE in body) == (URL, True)
    assert_whole(tmp_path)
    let_days_pass(tmp_path)
    site.asked.clear()
    crawl(run, site)
    assert "/tin-00001.html" in site.asked, "it is looked at again where it is now"


def test_an_article_at_another_address_is_not_gone(run: Run, tmp_path: Path, site: Site) -> None:
    del site.answers["/bai-00001.html"]
    site.answers["/tin-00001.html"] = page(1)
    site.answers[LISTING] = (200, {}, '<p><a href="/tin-00001.html">Bài viết 1</a></p>')
    crawl(run, site)
    assert rows(tmp_path, "SELECT gone_since FROM articles") == [(None,)]
    let_days_pass(tmp_path)
    site.answers["/tin-00001.html"] = edited(1)
    crawl(run, site)
    before = rows(tmp_path, "SELECT body FROM articles")
    assert MORE in before[0][0]
    assert run("danvan", "reextract", "nbtv", "--yes").returncode == 0
    assert rows(tmp_path, "SELECT body FROM articles") == before, "its last page speaks for it"


def test_what_a_redirect_leads_to_is_found_by_a_later_crawl(run: Run, tmp_path: Path) -> None:
    site = Site()
    site.articles(2)
    site.answers["/bai-00001.html"] = moved_to("/bai-00002.html")
    site.answers[LISTING] = listing([1])
    crawl(run, site, "--limit", "1")
    assert "/bai-00002.html" not in outcomes(tmp_path)
    crawl(run, site)
    assert outcomes(tmp_path)["/bai-00002.html"] == "stored"


def test_what_a_captured_redirect_leads_to_is_asked_for_if_no_capture_shows_it(
    run: Run, tmp_path: Path
) -> None:
    """As after a crawl that was killed between the two answers."""
    site = Site()
    site.articles(1, 2)
    site.answers[LISTING] = listing([1])
    to_1, to_2 = ([*HTML, ("Location", f"https://nbtv.vn/bai-0000{n}.html")] for n in (1, 2))
    imported(
        tmp_path,
        ("response", "https://nbtv.vn/cu-00004.html", OLD, "301 X", to_1, b"", {}),
        ("response", "https://nbtv.vn/cu-00005.html", OLD, "301 X", to_2, b"", {}),
        ("response", "https://nbtv.vn/bai-00001.html", OLD, "200 OK", HTML, a_page(1), {}),
    )
    due = "SELECT url FROM pages WHERE outcome = 'duplicate' AND next_check IS NOT NULL"
    assert rows(tmp_path, due) == [("https://nbtv.vn/cu-00005.html",)]
    crawl(run, site)
    assert outcomes(tmp_path)["/bai-00002.html"] == "stored"
    assert rows(tmp_path, due) == []


def test_a_challenge_is_not_what_the_article_was_before(
    run: Run, tmp_path: Path, site: Site
) -> None:
    check = "<title>Just a moment...</title><h1>Just a moment...</h1><p>Checking your browser.</p>"
    site.answers["/bai-00001.html"] = (200, {}, check)
    crawl(run, site)
    assert outcomes(tmp_path)["/bai-00001.html"] == "blocked"
    let_days_pass(tmp_path)
    site.answers["/bai-00001.html"] = edited(1)
    crawl(run, site)
    [(body,)] = rows(tmp_path, "SELECT body FROM revisions")
    assert body.startswith("Bà con thôn 1")


def test_a_304_for_what_was_never_read_is_a_failure(run: Run, tmp_path: Path) -> None:
    site = Site()
    site.answers[LISTING] = listing([1])
    site.answers["/bai-00001.html"] = (304, {"ETag": '"x"'}, "")
    crawl(run, site)
    assert rows(tmp_path, "SELECT outcome, etag FROM pages") == [("failed", None)]
    assert_whole(tmp_path)


# Captures that lie


def imported(folder: Path, *records: tuple[Any, ...]) -> str:
    file = folder / "other.warc.gz"
    file.write_bytes(warc_of(*records))
    done = running_in(folder)("danvan", "import", file)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def test_a_redirect_to_the_page_itself_is_no_outcome(tmp_path: Path) -> None:
    moved = [*HTML, ("Location", URL)]
    self_redirect: tuple[Any, ...]
    self_redirect = ("response", "http://www.nbtv.vn/bai-00001.html", OLD, "301 X", moved, b"", {})
    later: tuple[Any, ...] = (*self_redirect[:2], "2019-06-06T07:08:09Z", *self_redirect[3:])
    imported(tmp_path, self_redirect, ("response", URL, OLD, "200 OK", HTML, a_page(1), {}), later)
    assert rows(tmp_path, "SELECT outcome FROM pages") == [("stored",)]


def test_a_revisit_has_the_payload_that_it_names(tmp_path: Path) -> None:
    digest = "sha1:" + base64.b32encode(hashlib.sha1(a_page(1)).digest()).decode()
    imported(
        tmp_path,
        ("response", URL, "2019-01-01T00:00:00Z", "200 OK", HTML, a_page(1), {}),
        ("response", URL, "2019-02-01T00:00:00Z", "200 OK", HTML, a_page(1, " Sửa lại."), {}),
        ("revisit", URL, "2019-03-01T00:00:00Z", "200 OK", HTML, b"",
         {"WARC-Payload-Digest": digest}),
    )  # fmt: skip
    [(body,)] = rows(tmp_path, "SELECT body FROM articles")
    assert "Sửa lại" not in body
    assert rows(tmp_path, "SELECT count(*) FROM revisions") == [(2,)]


SENSELESS: tuple[tuple[str, str, str, list[tuple[str, str]], bytes], ...] = (
    ("http://[broken", OLD, "200 OK", HTML, b"x"),
    (URL, "9999-12-31T23:59:59Z", "200 OK", HTML, a_page(1)),
    (URL, "1066-10-14T09:00:00Z", "200 OK", HTML, a_page(1)),
    (URL, "yesterday", "200 OK", HTML, a_page(1)),
    (URL, OLD, "99999999999999999999 X", HTML, a_page(1)),
    (URL, OLD, "x", HTML, a_page(1)),
    (URL, OLD, "200 OK", [*HTML, ("Content-Encoding", "br")], b"\xff" * 5000),
)


def test_a_record_that_makes_no_sense_costs_itself_alone(run: Run, tmp_path: Path) -> None:
    records: list[tuple[Any, ...]] = []
    for number, senseless in enumerate(SENSELESS, 2):
        good = f"https://nbtv.vn/bai-0000{number}.html"
        records.append(("response", *senseless, {}))
        records.append(("response", good, OLD, "200 OK", HTML, a_page(number), {}))
    imported(tmp_path, *records)
    assert rows(tmp_path, "SELECT url, outcome FROM pages ORDER BY url") == [
        (f"https://nbtv.vn/bai-0000{number}.html", "stored")
        for number in range(2, 2 + len(SENSELESS))
    ]
    site = Site()
    site.articles(9)
    site.answers[LISTING] = listing([9])
    crawl(run, site)
    assert outcomes(tmp_path)["/bai-00009.html"] == "stored", "crawls go on"
    assert_whole(tmp_path)


# Sites that share a writer


def _ledger(archive: Archive, name: str) -> Ledger:
    return Ledger(archive, SiteCard(name, name, "Bắc Kạn", f"{name}.example", "own"))


def _captured(ledger: Ledger, number: int) -> Entry:
    url = f"https://{ledger.site.host}/bai-{number}"
    one: Exchange = exchange(url=url)
    place = ledger.archive.captures.append(ledger.site.name, one, pack(one))
    return Entry(url, f"post:{number}", Outcome.GONE, "the site answered 404", WHEN, 404,
                 captured=place)  # fmt: skip


def test_a_batch_that_is_lost_is_every_sites_fault(tmp_path: Path) -> None:
    """None settles its captures, so that the next crawl takes them up."""
    url = f"sqlite:///{tmp_path / 'archive.db'}"
    with open_for_writing(url, "a test") as engine:
        archive = Archive(engine)
        first, second = _ledger(archive, "one"), _ledger(archive, "two")
        for ledger in (first, second):
            ledger.record(_captured(ledger, 1))
        _hold_and_commit(engine, tmp_path, archive)
        with second.guard():
            second.record(_captured(second, 2))
            archive.commit()
        assert second.fault == archive.fault is not None
        for ledger in (first, second):
            with pytest.raises(ArchiveError):
                ledger.close(finished=True)
        archive.captures.close()
        archive._connection.close()
        archive._reading.close()
    with open_for_writing(url, "the next") as engine:
        archive = Archive(engine)
        assert [len(_ledger(archive, name).left_behind()) for name in ("one", "two")] == [1, 2]
        archive.close()


def _hold_and_commit(engine: Engine, folder: Path, archive: Archive) -> None:
    archive._connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    archive._connection.rollback()
    with closing(sqlite3.connect(folder / "archive.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveError, match="another program holds it"):
            archive.commit()
        other.rollback()
