"""Revisions, re-extraction and import of our own captures: two nights of the newsroom."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from sample_sites import Expected, Newsroom
from sites.urls import canonical

from .conftest import Command, make_articles_due, running_in

Rows = list[tuple[Any, ...]]
ARTICLES = (
    "SELECT url, title, lead, body, author, unit, byline, published, published_raw, site, topics, "
    "section, captions, evidence, words, layout, text_sha256, doubts, first_captured, gone_since "
    "FROM articles ORDER BY url"
)
REVISIONS = (
    "SELECT a.url, r.number, r.seen, r.cause, r.changed, r.title, r.lead, r.body, r.author, "
    "r.published FROM revisions r JOIN articles a ON a.id = article_id ORDER BY 1, 2"
)
CAPTURES = (
    "SELECT url, fetched, file, offset, length, sha256, captures.status, record FROM captures "
    "JOIN pages ON pages.id = page_id ORDER BY file, offset"
)


def rows(folder: Path, query: str, *values: str) -> Rows:
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        return connection.execute(query, values).fetchall()


class Nights:
    """An archive after two nights of the newsroom."""

    def __init__(self, first: Path, folder: Path) -> None:
        self.folder = folder
        self.run = running_in(folder)
        self.first = rows(first, ARTICLES)
        self.requests = json.loads((folder / "crawl.json").read_text("utf-8"))["requests"]
        self.expected = Newsroom(night=2).expected

    def urls(self, outcome: str) -> set[str]:
        found = rows(self.folder, "SELECT url FROM pages WHERE outcome = ?", outcome)
        return {url for (url,) in found}


@pytest.fixture(scope="module")
def nights(first_night: Path, second_night: Path) -> Nights:
    """The archive, which the tests do not change."""
    return Nights(first_night, second_night)


@pytest.fixture
def copy(nights: Nights, tmp_path: Path) -> Path:
    """A copy of the archive, for a test that changes it."""
    folder = tmp_path / "copy"
    shutil.copytree(nights.folder, folder)
    return folder


def _first_urls(expected: list[Expected], *traps: str) -> set[str]:
    return {canonical(e.urls[0]) for e in expected if e.trap in traps}


# The second night


def test_exactly_the_edited_articles_are_revised(nights: Nights) -> None:
    edited = _first_urls(nights.expected, "edited-number", "edited-sentence")
    assert nights.urls("revised") == edited
    assert len(edited) == 10
    found = rows(nights.folder, REVISIONS)
    assert {row[0] for row in found} == edited
    before = {row[0]: row for row in nights.first}
    for url, number, _, cause, changed, title, lead, body, *_ in found:
        assert (number, cause, json.loads(changed)) == (1, "edited", ["body"])
        assert (title, lead, body) == before[url][1:4]


def test_a_revised_article_has_the_new_text(nights: Nights) -> None:
    expected = {canonical(e.urls[0]): e for e in nights.expected}
    for url in nights.urls("revised"):
        [(body, digest)] = rows(
            nights.folder, "SELECT body, text_sha256 FROM articles WHERE url = ?", url
        )
        assert tuple(body.split("\n\n")) == expected[url].body
        assert digest not in {row[16] for row in nights.first}


def test_exactly_the_removed_articles_are_gone_and_keep_their_text(nights: Nights) -> None:
    removed = _first_urls(nights.expected, "removed")
    gone = {url for (url,) in rows(nights.folder, "SELECT url FROM articles WHERE gone_since > ''")}
    assert gone == removed
    assert removed < nights.urls("gone")
    before = {row[0]: row[:-1] for row in nights.first}
    for row in rows(nights.folder, ARTICLES):
        if row[0] in removed:
            assert row[:-1] == before[row[0]]


def test_no_other_article_changes(nights: Nights) -> None:
    changed = nights.urls("revised") | nights.urls("gone")
    after = {row[0]: row for row in rows(nights.folder, ARTICLES)}
    assert {row[0]: row for row in nights.first if row[0] not in changed} == {
        row[0]: after[row[0]] for row in nights.first if row[0] not in changed
    }


def test_only_due_and_new_articles_are_requested(nights: Nights) -> None:
    articles = {canonical(url) for e in nights.expected for url in e.urls}
    requested = [f"https://{host}{path}" for host, path in nights.requests]
    of_articles = [url for url in requested if canonical(url) in articles]
    new = [e for e in nights.expected if e.trap == "new"]
    assert len(of_articles) == len(nights.first) + len(new)


def test_sites_that_support_it_respond_304(nights: Nights) -> None:
    counts: dict[str, int] = dict(
        rows(
            nights.folder,
            "SELECT pages.site, count(*) FROM captures JOIN pages ON pages.id = page_id "
            "WHERE captures.status = 304 GROUP BY 1",
        )
    )
    assert set(counts) == {"baobackan", "baoninhbinh", "binhdinh_dcs"}
    assert min(counts.values()) > 25
    [(largest,)] = rows(
        nights.folder, "SELECT max(length) FROM captures WHERE captures.status = 304"
    )
    assert largest < 1000


def test_an_article_that_reappears_is_no_longer_gone(copy: Path) -> None:
    run = running_in(copy)
    with closing(sqlite3.connect(copy / "archive.db")) as connection:
        connection.execute("UPDATE pages SET next_check = '2020-01-01' WHERE outcome = 'gone'")
        connection.commit()
    with Newsroom() as room:  # the first night again
        assert run("danvan", "crawl", "nbtv", "--origin", room.origin).returncode == 0
    gone = rows(copy, "SELECT count(*) FROM articles WHERE site = 'nbtv' AND gone_since > ''")
    assert gone == [(0,)]


def test_the_archive_passes_all_checks(nights: Nights) -> None:
    done = nights.run("danvan", "status", "--check")
    assert done.returncode == 0, done.stdout
    assert "WRONG" not in done.stdout
    [(total,)] = rows(nights.folder, "SELECT count(*) FROM pages")
    assert f"{total} addresses = " in done.stdout
    done = nights.run("danvan", "captures", "verify")
    assert done.returncode == 0, done.stderr
    files = sorted((nights.folder / "captures").glob("*/*.warc.gz"))
    assert nights.run("warcio", "check", *files).returncode == 0


# Import of our captures


def test_an_archive_is_rebuilt_from_its_captures(copy: Path, nights: Nights) -> None:
    for file in copy.glob("archive.db*"):
        file.unlink()
    done = running_in(copy)("danvan", "import", *sorted((copy / "captures").glob("*/*.warc.gz")))
    assert done.returncode == 0, done.stderr
    for query in (ARTICLES, REVISIONS, CAPTURES):
        assert rows(copy, query) == rows(nights.folder, query)
    assert running_in(copy)("danvan", "captures", "verify").returncode == 0


def test_recorded_captures_are_not_imported_again(copy: Path, nights: Nights) -> None:
    files = sorted((copy / "captures").glob("*/*.warc.gz"))
    done = running_in(copy)("danvan", "import", *files)
    assert done.returncode == 0, done.stderr
    assert "records skipped: captured already" in done.stdout
    assert rows(copy, CAPTURES) == rows(nights.folder, CAPTURES)


def test_captures_of_another_archive_are_copied(nights: Nights, tmp_path: Path) -> None:
    files = sorted((nights.folder / "captures" / "nbtv").glob("*.warc.gz"))
    done = running_in(tmp_path)("danvan", "import", *files)
    assert done.returncode == 0, done.stderr
    for query in (ARTICLES, REVISIONS):
        assert rows(tmp_path, query) == [
            row for row in rows(nights.folder, query) if row[0].startswith("https://nbtv.vn/")
        ]
    assert running_in(tmp_path)("danvan", "captures", "verify").returncode == 0
    captures = [row for row in rows(nights.folder, CAPTURES) if row[2].startswith("nbtv/")]
    assert len(rows(tmp_path, CAPTURES)) == len(captures) > 40


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda file: file.unlink(), "is missing, with"),
        (lambda file: file.write_bytes(file.read_bytes()[:-900]), "there is no complete record"),
        (
            lambda file: file.write_bytes(file.read_bytes() + file.read_bytes()[:150]),
            "",  # a killed crawl leaves a partial record at the end
        ),
        (
            lambda file: file.write_bytes(file.read_bytes() + file.read_bytes()[-3000:]),
            "there is no complete record",  # and others follow it
        ),
    ],
    ids=["missing file", "truncated file", "partial record at the end", "in the middle"],
)
def test_verify_finds_damaged_files(
    copy: Path, damage: Callable[[Path], Any], message: str
) -> None:
    damage(sorted((copy / "captures").glob("nbtv/*.warc.gz"))[-1])
    done = running_in(copy)("danvan", "captures", "verify")
    assert done.returncode == bool(message), done.stderr
    assert message in done.stderr


def test_verify_finds_a_different_digest(copy: Path) -> None:
    with closing(sqlite3.connect(copy / "archive.db")) as connection:
        connection.execute("UPDATE captures SET sha256 = 'x' WHERE id = 7")
        connection.commit()
    done = running_in(copy)("danvan", "captures", "verify")
    assert done.returncode == 1
    assert "the record is not the one in the table" in done.stderr


def test_status_shows_failed_checks(copy: Path) -> None:
    with closing(sqlite3.connect(copy / "archive.db")) as connection:
        connection.execute("UPDATE pages SET outcome = 'lost' WHERE id = 1")
        connection.execute("UPDATE runs SET requests = requests + 1 WHERE id = 1")
        connection.commit()
    done = running_in(copy)("danvan", "status", "--check")
    assert done.returncode == 1
    assert done.stdout.count("WRONG") == 2
    wrong = [line for line in done.stdout.splitlines() if line.startswith("WRONG")]
    done = running_in(copy)("danvan", "status", "--check", "--json")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [f"danvan: {line}" for line in wrong]
    assert set(json.loads(done.stdout)) >= {"sites"}


# Re-extraction


def test_reextraction_with_the_same_rules_changes_nothing(copy: Path, nights: Nights) -> None:
    done = running_in(copy)("danvan", "reextract", "--yes")
    assert done.returncode == 0, done.stderr
    assert "0 articles would change, 0 more would be found" in done.stdout
    assert rows(copy, ARTICLES) == rows(nights.folder, ARTICLES)


MISREAD = "baobackan"
"""The site whose articles the archive of worse rules has misread."""


@pytest.fixture
def misread(copy: Path) -> Path:
    """An archive of worse rules: bylines in two texts, a wrong section, an article not found."""
    with closing(sqlite3.connect(copy / "archive.db")) as connection:
        signed = "SELECT id FROM articles WHERE author > '' AND site = ? ORDER BY url LIMIT 3"
        one, two, three = [number for (number,) in connection.execute(signed, (MISREAD,))]
        connection.execute(
            "UPDATE articles SET body = body || char(10, 10) || 'Lê An', author = NULL, "
            "text_sha256 = 'x' || id WHERE id IN (?, ?)",
            (one, two),
        )
        connection.execute("UPDATE articles SET section = 'x' WHERE id = ?", (three,))
        url, article = connection.execute(
            "SELECT pages.url, article_id FROM pages JOIN articles ON articles.url = pages.url "
            "WHERE outcome = 'unchanged' AND article_id NOT IN (?, ?, ?) AND pages.site = ? "
            "AND (SELECT count(*) FROM pages p WHERE p.article_id = articles.id) = 1 "
            "ORDER BY pages.url LIMIT 1",
            (one, two, three, MISREAD),
        ).fetchone()
        connection.execute(
            "UPDATE pages SET outcome = 'off_topic', article_id = NULL, next_check = NULL, "
            "status = 200 WHERE url = ?",
            (url,),
        )
        connection.execute("DELETE FROM articles WHERE id = ?", (article,))
        connection.commit()
    return copy


def test_reextraction_shows_the_changes_and_asks_for_confirmation(misread: Path) -> None:
    before = rows(misread, ARTICLES)
    for arguments in (["--dry-run"], []):
        done = running_in(misread)("danvan", "reextract", MISREAD, *arguments)
        assert "3 articles would change, 1 more would be found" in done.stdout
        for field in ("body", "author", "section"):
            assert field in done.stdout
        assert "Lê An\n    after:  " in done.stdout
    assert done.returncode == 2, "without a terminal it needs --yes"
    assert "Nothing was changed: add --yes" in done.stderr
    assert rows(misread, ARTICLES) == before


def test_reextraction_is_not_recorded_as_an_edit(misread: Path, nights: Nights) -> None:
    done = running_in(misread)("danvan", "reextract", "--yes", MISREAD)
    assert "3 articles were changed, 1 were found" in done.stdout
    assert [row[:17] for row in rows(misread, ARTICLES)] == [
        row[:17] for row in rows(nights.folder, ARTICLES)
    ]
    causes = rows(misread, "SELECT cause, count(*) FROM revisions GROUP BY 1 ORDER BY 1")
    assert causes == [("edited", 10), ("reread", 2)], "a changed section is no revision"
    assert running_in(misread)("danvan", "status", "--check").returncode == 0


def test_a_crawl_with_better_rules_records_no_revision(misread: Path) -> None:
    make_articles_due(misread)
    with Newsroom(night=2) as room:
        done = running_in(misread)("danvan", "crawl", MISREAD, "--origin", room.origin)
    assert done.returncode == 0, done.stderr
    [(revised,)] = rows(misread, "SELECT sum(revised) FROM runs WHERE id > 10")
    assert revised == 0


@pytest.mark.parametrize("command", [("status",), ("captures", "verify"), ("reextract",)])
def test_a_missing_archive_is_an_error(run_first: Command, command: tuple[str, ...]) -> None:
    done = run_first("danvan", *command)
    assert done.returncode == 2
    assert "There is no archive" in done.stderr
