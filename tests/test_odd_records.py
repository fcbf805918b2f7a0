"""Moved articles, interrupted redirects, invalid captures: the archive stays consistent."""

import base64
import contextlib
import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive import database
from archive.errors import ArchiveError
from archive.ledger import record
from archive.outcomes import Outcome
from archive.runs import Run
from archive.site import SiteFacts
from archive.visit import Visit
from archive.warc.records import Exchange, pack
from archive.writer import Archive

from .archives import begin_run, opened, visit_to
from .conftest import Command, assert_whole, running_in
from .one_site import LISTING, Response, Site, listing, page
from .test_captures import WHEN, exchange
from .test_odd_sites import crawl, make_all_due, outcomes
from .test_record import rows
from .warcs import OLD, a_page, warc_of

URL = "https://nbtv.vn/bai-00001.html"
HTML = [("Content-Type", "text/html")]
MORE = "Có thêm một câu mới nữa ở đây, viết sau đó một ngày."


@pytest.fixture
def site(run: Command, tmp_path: Path) -> Site:
    """A site with one article, crawled and due again."""
    one = Site()
    one.articles(1)
    one.responses[LISTING] = listing([1])
    crawl(run, one)
    make_all_due(tmp_path)
    return one


def edited(number: int) -> Response:
    status, headers, text = page(number)
    return status, headers, text.replace("</div>", f"<p>{MORE}</p></div>")


def moved_to(target: str) -> Response:
    return 301, {"Location": target}, ""


# Articles that move


def test_an_article_that_moves_and_changes_stays_one_article(
    run: Command, tmp_path: Path, site: Site
) -> None:
    site.responses["/bai-00001.html"] = moved_to("/tin-00001.html")
    site.responses["/tin-00001.html"] = edited(1)
    crawl(run, site)
    assert outcomes(tmp_path) == {"/bai-00001.html": "duplicate", "/tin-00001.html": "revised"}
    [(url, body)] = rows(tmp_path, "SELECT url, body FROM articles")
    assert (url, MORE in body) == (URL, True)
    assert_whole(tmp_path)
    make_all_due(tmp_path)
    site.requested.clear()
    crawl(run, site)
    assert "/tin-00001.html" in site.requested, "revisited at its new URL"


def test_an_article_found_at_another_url_is_not_gone(
    run: Command, tmp_path: Path, site: Site
) -> None:
    del site.responses["/bai-00001.html"]
    site.responses["/tin-00001.html"] = page(1)
    site.responses[LISTING] = (200, {}, '<p><a href="/tin-00001.html">Bài viết 1</a></p>')
    crawl(run, site)
    assert rows(tmp_path, "SELECT gone_since FROM articles") == [(None,)]
    make_all_due(tmp_path)
    site.responses["/tin-00001.html"] = edited(1)
    crawl(run, site)
    before = rows(tmp_path, "SELECT body FROM articles")
    assert MORE in before[0][0]
    assert run("danvan", "reextract", "nbtv", "--yes").returncode == 0
    assert rows(tmp_path, "SELECT body FROM articles") == before, "from its latest capture"


def test_a_later_crawl_requests_the_target_of_a_redirect(run: Command, tmp_path: Path) -> None:
    site = Site()
    site.articles(2)
    site.responses["/bai-00001.html"] = moved_to("/bai-00002.html")
    site.responses[LISTING] = listing([1])
    crawl(run, site, "--limit", "1")
    assert "/bai-00002.html" not in outcomes(tmp_path)
    crawl(run, site)
    assert outcomes(tmp_path)["/bai-00002.html"] == "stored"


def test_the_target_of_a_captured_redirect_is_requested_unless_captured(
    run: Command, tmp_path: Path
) -> None:
    """This is the state after a crawl that was killed between the two responses."""
    site = Site()
    site.articles(1, 2)
    site.responses[LISTING] = listing([1])
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


def test_a_challenge_page_is_no_revision(run: Command, tmp_path: Path, site: Site) -> None:
    check = "<title>Just a moment...</title><h1>Just a moment...</h1><p>Checking your browser.</p>"
    site.responses["/bai-00001.html"] = (200, {}, check)
    crawl(run, site)
    assert outcomes(tmp_path)["/bai-00001.html"] == "blocked"
    make_all_due(tmp_path)
    site.responses["/bai-00001.html"] = edited(1)
    crawl(run, site)
    [(body,)] = rows(tmp_path, "SELECT body FROM revisions")
    assert body.startswith("Bà con thôn 1")


def test_a_304_for_an_unknown_page_is_a_failure(run: Command, tmp_path: Path) -> None:
    site = Site()
    site.responses[LISTING] = listing([1])
    site.responses["/bai-00001.html"] = (304, {"ETag": '"x"'}, "")
    crawl(run, site)
    assert rows(tmp_path, "SELECT outcome, etag FROM pages") == [("failed", None)]
    assert_whole(tmp_path)


# Invalid captures


def imported(folder: Path, *records: tuple[Any, ...]) -> str:
    file = folder / "other.warc.gz"
    file.write_bytes(warc_of(*records))
    done = running_in(folder)("danvan", "import", file)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def test_a_redirect_of_a_page_to_itself_does_not_change_its_outcome(tmp_path: Path) -> None:
    moved = [*HTML, ("Location", URL)]
    self_redirect: tuple[Any, ...]
    self_redirect = ("response", "http://www.nbtv.vn/bai-00001.html", OLD, "301 X", moved, b"", {})
    later: tuple[Any, ...] = (*self_redirect[:2], "2019-06-06T07:08:09Z", *self_redirect[3:])
    imported(tmp_path, self_redirect, ("response", URL, OLD, "200 OK", HTML, a_page(1), {}), later)
    assert rows(tmp_path, "SELECT outcome FROM pages") == [("stored",)]


IN_JANUARY = {
    "WARC-Refers-To-Target-URI": URL,
    "WARC-Refers-To-Date": "2019-01-01T00:00:00Z",
    "WARC-Payload-Digest": "",
}


@pytest.mark.parametrize("is_in_one_file", [True, False])
@pytest.mark.parametrize(
    "fields",
    [
        {"WARC-Payload-Digest":
         "sha1:" + base64.b32encode(hashlib.sha1(a_page(1)).digest()).decode()},
        {"WARC-Payload-Digest": "sha-256:" + hashlib.sha256(a_page(1)).hexdigest()},
        IN_JANUARY,
    ],
)  # fmt: skip
def test_a_revisit_has_the_payload_that_it_names(
    tmp_path: Path, fields: dict[str, str], is_in_one_file: bool
) -> None:
    records: list[tuple[Any, ...]] = [
        ("response", URL, "2019-01-01T00:00:00Z", "200 OK", HTML, a_page(1), {}),
        ("response", URL, "2019-02-01T00:00:00Z", "200 OK", HTML, a_page(1, " Sửa lại."), {}),
        ("revisit", URL, "2019-03-01T00:00:00Z", "200 OK", HTML, b"", fields),
    ]
    for together in [records] if is_in_one_file else [[one] for one in records]:
        imported(tmp_path, *together)
    [(body,)] = rows(tmp_path, "SELECT body FROM articles")
    assert "Sửa lại" not in body
    assert rows(tmp_path, "SELECT count(*) FROM revisions") == [(2,)]


INVALID: tuple[tuple[str, str, str, list[tuple[str, str]], bytes], ...] = (
    ("http://[broken", OLD, "200 OK", HTML, b"x"),
    (URL, "9999-12-31T23:59:59Z", "200 OK", HTML, a_page(1)),
    (URL, "1066-10-14T09:00:00Z", "200 OK", HTML, a_page(1)),
    (URL, "yesterday", "200 OK", HTML, a_page(1)),
    (URL, OLD, "99999999999999999999 X", HTML, a_page(1)),
    (URL, OLD, "x", HTML, a_page(1)),
    (URL, OLD, "200 OK", [*HTML, ("Content-Encoding", "br")], b"\xff" * 5000),
)


def test_an_invalid_record_is_skipped_alone(run: Command, tmp_path: Path) -> None:
    records: list[tuple[Any, ...]] = []
    for number, invalid in enumerate(INVALID, 2):
        good = f"https://nbtv.vn/bai-0000{number}.html"
        records.append(("response", *invalid, {}))
        records.append(("response", good, OLD, "200 OK", HTML, a_page(number), {}))
    imported(tmp_path, *records)
    assert rows(tmp_path, "SELECT url, outcome FROM pages ORDER BY url") == [
        (f"https://nbtv.vn/bai-0000{number}.html", "stored")
        for number in range(2, 2 + len(INVALID))
    ]
    site = Site()
    site.articles(9)
    site.responses[LISTING] = listing([9])
    crawl(run, site)
    assert outcomes(tmp_path)["/bai-00009.html"] == "stored", "a crawl still works"
    assert_whole(tmp_path)


# Sites that share an archive


def _run(archive: Archive, name: str) -> Run:
    return begin_run(archive, SiteFacts(name, name, "Bắc Kạn", f"{name}.example", "own"))


def _captured(run: Run, number: int) -> Visit:
    one: Exchange = exchange(url=f"https://{run.site.host}/bai-{number}")
    capture = run.archive.warc_files.append(run.site.name, one, pack(one))
    return visit_to(run, number, Outcome.GONE, fetched=WHEN, status=404, capture=capture)


def test_a_lost_batch_ends_the_runs_of_all_sites(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No run marks its captures as indexed, so that the next crawl records them."""
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    url = f"sqlite:///{tmp_path / 'archive.db'}"
    with contextlib.suppress(ArchiveError), opened(url) as archive:
        first, second = _run(archive, "one"), _run(archive, "two")
        for run in (first, second):
            record(_captured(run, 1))
        with closing(sqlite3.connect(tmp_path / "archive.db")) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(ArchiveError, match="another program holds it"):
                archive.commit()
        with second.guard():
            record(_captured(second, 2))
            archive.commit()
        assert second.fault == archive.fault is not None
        for run in (first, second):
            with pytest.raises(ArchiveError):
                run.close(finished=True)
    with opened(url, "the next") as archive:
        unrecorded = [list(_run(archive, name).captures.unrecorded()) for name in ("one", "two")]
        assert [len(captures) for captures in unrecorded] == [1, 2]
