"""Withdrawn articles are in the archive and in no published file."""

import gzip
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.ledger import record
from archive.outcomes import Outcome
from archive.site import SiteFacts
from danvan.cli import main
from danvan.common import all_sites
from operations.copying import open_published
from operations.earlier_withdrawals import Withdrawal, keep_lost
from operations.leaving_out import leave_out_withdrawn
from operations.publish import publish
from operations.releases import PublishError

from .archives import SITE, article, begin_run, new_archive, opened, rows, visit_to
from .releases import add_articles, add_visit, assert_whole_release, published_archive

URL = f"https://{SITE.host}/bai-2"
TITLE = "Chuyện riêng của bà Lò Thị Mẫu ở bản Nà Sim"
EARLIER = "Chuyện cũ của bà Lò Thị Mẫu ở bản Nà Sim"
BODY = "Dân vận khéo: bà con bản zwkhoang kể lại chuyện của gia đình."
SECRETS = (TITLE, EARLIER, "zwkhoang", "Mẫu")


@pytest.fixture(scope="module")
def contents(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An archive with an article that was edited, repeated, reprinted and quoted."""
    folder = tmp_path_factory.mktemp("withdraw")
    url = published_archive(folder, articles=1)
    ours = article(2, BODY, title=TITLE)
    with opened(url) as archive:
        add_articles(archive, range(2, 3), body=BODY, title=TITLE)
        add_articles(archive, range(3, 5))
        add_visit(archive, 5, Outcome.DUPLICATE, ours)
        add_articles(archive, range(6, 7), body=f"{BODY} Theo Gò Sim.", title=f"{TITLE} (2)")
    with closing(sqlite3.connect(folder / "archive.db")) as database:
        database.execute("UPDATE articles SET duplicate_of = 2 WHERE url LIKE '%bai-6'")
        database.execute(
            "INSERT INTO revisions (article_id, number, seen, cause, changed, title, body) "
            "VALUES (2, 1, '2023-06-01T00:00:00+00:00', 'edited', '[\"title\"]', ?, ?)",
            (EARLIER, BODY),
        )
        database.execute(
            "INSERT INTO pages (url, site, key, outcome, reason, first_seen, failures, title) "
            "SELECT url || '?v=2', site, key, 'failed', 'no text', first_seen, 1, title "
            "FROM pages WHERE id = 2"
        )
        database.execute("UPDATE pages SET reason = ? WHERE id = 3", [f"shows “{TITLE}”"])
        database.execute(
            "UPDATE runs SET reasons = ? WHERE id = 1",
            [json.dumps([f"“{EARLIER}”", "one", f"“{TITLE}”"])],
        )
        database.execute(
            "UPDATE runs SET measures = json_set(measures, '$.failures', json(?)) WHERE id = 1",
            [json.dumps({f"shows “{TITLE}”; the known article is kept": 2, "no text": 1})],
        )
        database.execute(
            "INSERT INTO probes (site, url, started, finished, requests, verdict, reasons, report) "
            "VALUES ('baogosim', '', '', '', 1, 'passed', '[]', ?)",
            [json.dumps({"articles": [{"url": URL, "title": TITLE}]}, ensure_ascii=False)],
        )
        alert = (
            "INSERT INTO alerts (monitor, site, level, since, message) VALUES (?, ?, 'red', '', ?)"
        )
        database.execute(alert, ("titles", "baogosim", f"the title “{TITLE}” came twice"))
        database.execute(alert, ("silence", "baogosim", "no article came"))
        database.execute(alert, ("disk", None, "no disk is free at /srv/danvan"))
        database.commit()
        database.execute("PRAGMA journal_mode = DELETE")
    return (folder / "archive.db").read_bytes()


@pytest.fixture
def url(tmp_path: Path, contents: bytes, monkeypatch: pytest.MonkeyPatch) -> str:
    """A copy of it, which the commands use."""
    (tmp_path / "archive.db").write_bytes(contents)
    url = f"sqlite:///{tmp_path / 'archive.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    return url


def _danvan(*arguments: str, command: str = "withdraw") -> Result:
    result = CliRunner().invoke(main, [command, *arguments])
    assert result.exit_code in (0, 2), result.exception
    return result


def _withdraw(address: str = URL) -> None:
    done = _danvan(address, "--reason", "bà Lò yêu cầu gỡ bài")
    assert done.exit_code == 0, done.stderr


def test_nothing_of_a_withdrawn_article_is_published(url: str, tmp_path: Path) -> None:
    _withdraw()
    to = tmp_path / "to"
    made = publish(url, to, keep=3)
    assert (made.articles, made.withdrawn) == (3, 2)
    assert_whole_release(to)
    for name in ("archive.db", "report.html", "datapackage.json"):
        for secret in SECRETS:
            assert secret.encode() not in (to / name).read_bytes(), (name, secret)
    for name in ("articles.csv.gz", "revisions.csv.gz", "archive.db.gz"):
        for secret in SECRETS:
            assert secret.encode() not in gzip.decompress((to / name).read_bytes()), name
    file = to / "archive.db"
    assert rows(file, "SELECT id FROM articles ORDER BY id") == [(1,), (3,), (4,)]
    assert rows(file, "SELECT count(*) FROM revisions") == [(0,)]
    assert rows(file, "SELECT count(*) FROM captures") == [(3,)]
    assert rows(file, "SELECT reasons FROM runs WHERE id = 1") == [('["one"]',)]
    query = "SELECT measures FROM runs WHERE id = 1"
    ((of_archive,), (published,)) = (rows(path, query)[0] for path in (url, file))
    failures = {"failures": {"no text": 1}}
    assert json.loads(published) == json.loads(of_archive) | failures
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, articles_fts, row)")
        (found,) = database.execute("SELECT count(*) FROM words WHERE term = 'zwkhoang'").fetchone()
    assert found == 0


_LONG = "Chuyện của bà Lò Thị Mẫu ở bản Nà Sim mà cả xã Gò Sim đều biết"


@pytest.mark.parametrize(
    ("title", "quoted", "is_hidden"),
    [
        ("Mười hai chữ", "Mười hai chữ", True),
        ("Mười một ch", "Mười một ch", False),
        (_LONG, _LONG[:40], True),
        (_LONG, _LONG[:39], False),
    ],
)
def test_a_reason_that_quotes_the_title_is_not_published(
    url: str, tmp_path: Path, title: str, quoted: str, is_hidden: bool
) -> None:
    _withdraw()
    with closing(sqlite3.connect(tmp_path / "archive.db")) as database:
        database.execute("UPDATE articles SET title = ? WHERE id = 2", [title])
        database.execute("UPDATE pages SET reason = ? WHERE id = 3", [f"shows {quoted}…"])
        leave_out_withdrawn(database)
        (reason,) = database.execute("SELECT reason FROM pages WHERE id = 3").fetchone()
    assert (quoted not in reason) == is_hidden


def _times(hours: str) -> list[str]:
    return [f"2031-01-01T0{hour}:00:00+00:00" for hour in hours]


@pytest.mark.parametrize(
    ("outcome", "reason", "title", "article_id", "kept"),
    [
        ("failed", f"shows “{TITLE}”; the known article is kept", "Khác", 3, "13"),
        ("failed", f"the page shows another article: {URL}", TITLE, 3, "13"),
        ("failed", "the page keeps the rest of its text", TITLE, 3, "13"),
        ("duplicate", f"the same text as {URL}", TITLE, 3, "13"),
        ("failed", f"shows “{TITLE}”, like 4 other pages", TITLE, None, ""),
        ("failed", f"shows “{EARLIER}”; the known article is kept", "Khác", 3, "13"),
        ("failed", "the server is broken (503)", "Khác", 3, "1234"),
        ("duplicate", f"the same text as {URL}2", "Khác", 3, "1234"),
        ("unchanged", "the same article as before", TITLE, 3, "1234"),
    ],
)
def test_captures_of_another_page_that_showed_the_article_are_not_published(
    url: str,
    tmp_path: Path,
    outcome: str,
    reason: str,
    title: str,
    article_id: int | None,
    kept: str,
) -> None:
    first, _, edited, _ = _times("1234")
    _withdraw()
    with closing(sqlite3.connect(tmp_path / "archive.db")) as database:
        database.execute("DELETE FROM captures WHERE page_id = 3")
        database.executemany(
            "INSERT INTO captures (page_id, fetched, status, record, file, offset, length, sha256) "
            "SELECT 3, ?, 200, 'response', file, random(), 1, '' FROM capture_files LIMIT 1",
            [(time,) for time in _times("1234")],
        )
        database.execute("UPDATE articles SET first_captured = ? WHERE id = 3", [first])
        database.execute(
            "INSERT INTO revisions (article_id, number, seen, cause, changed, body) "
            "VALUES (3, 1, ?, 'edited', '[]', '')",
            [edited],
        )
        database.execute(
            "UPDATE pages SET outcome = ?, reason = ?, title = ?, article_id = ? WHERE id = 3",
            (outcome, reason, title, article_id),
        )
        before = database.execute("SELECT count(*) FROM captures").fetchone()[0]
        left_out = leave_out_withdrawn(database)
        found = database.execute("SELECT fetched FROM captures WHERE page_id = 3 ORDER BY fetched")
        assert [time for (time,) in found] == _times(kept)
        after = database.execute("SELECT count(*) FROM captures").fetchone()[0]
        assert left_out["captures"] == before - after
        (shown,) = database.execute("SELECT title FROM pages WHERE id = 3").fetchone()
    is_hidden = title == TITLE and kept != "1234"
    assert shown == (None if is_hidden else title)


def test_a_tombstone_says_when_and_why(url: str, tmp_path: Path) -> None:
    _withdraw()
    publish(url, tmp_path / "to", keep=3)
    file = tmp_path / "to" / "archive.db"
    found = rows(file, "SELECT url, site, article_id, reason, restored FROM withdrawals")
    reprint = f"https://{SITE.host}/bai-6"
    assert found == [
        (URL, "baogosim", 2, "bà Lò yêu cầu gỡ bài", None),
        (reprint, "baogosim", 5, f"a reprint of {URL}", None),
    ]
    ledger = "SELECT url, outcome, reason, title, published, article_id FROM pages WHERE id IN "
    assert rows(file, f"{ledger} (2, 5, 6)") == [
        (URL, "stored", "withdrawn from publication", None, None, None),
        (f"https://{SITE.host}/bai-5", "duplicate", "withdrawn from publication", None, None, None),
        (reprint, "stored", "withdrawn from publication", None, None, None),
    ]
    assert rows(file, f"{ledger} (1)") == rows(url, f"{ledger} (1)")
    page = (tmp_path / "to" / "report.html").read_text("utf-8")
    assert "bà Lò yêu cầu gỡ bài" in page


def test_the_archive_keeps_everything(url: str, tmp_path: Path) -> None:
    tables = ("articles", "revisions", "pages", "captures", "runs", "probes")
    before = {table: rows(url, f"SELECT * FROM {table}") for table in tables}
    _withdraw()
    publish(url, tmp_path / "to", keep=3)
    assert {table: rows(url, f"SELECT * FROM {table}") for table in tables} == before


def test_the_way_back(url: str, tmp_path: Path) -> None:
    publish(url, tmp_path / "to", keep=3)
    before = rows(tmp_path / "to" / "archive.db", "SELECT * FROM articles")
    _withdraw()
    publish(url, tmp_path / "to", keep=3)
    done = _danvan("--undo", URL)
    assert done.exit_code == 0, done.stderr
    made = publish(url, tmp_path / "to", keep=3)
    assert (made.articles, made.withdrawn) == (5, 0)
    file = tmp_path / "to" / "archive.db"
    assert rows(file, "SELECT * FROM articles") == before
    assert rows(file, "SELECT count(*) FROM withdrawals") == [(0,)]
    listed = _danvan("--list").stdout
    assert "bà Lò yêu cầu gỡ bài" in listed
    assert rows(url, "SELECT restored IS NULL FROM withdrawals") == [(0,)]
    assert "is not withdrawn" in _danvan(URL, "--undo").stderr
    _withdraw()
    assert rows(url, "SELECT restored IS NULL FROM withdrawals") == [(0,), (1,)]


def test_earlier_releases_with_the_article_are_removed(url: str, tmp_path: Path) -> None:
    first = publish(url, tmp_path / "to", keep=3).version
    _withdraw()
    second = publish(url, tmp_path / "to", keep=3)
    assert second.removed == (first,)
    assert publish(url, tmp_path / "to", keep=3).removed == ()


@pytest.mark.parametrize("damage", [None, b"", b"no database"])
def test_an_earlier_release_that_cannot_be_read_is_removed_as_well(
    url: str, tmp_path: Path, damage: bytes | None
) -> None:
    to = tmp_path / "to"
    damaged, whole, last = (publish(url, to, keep=9).version for _ in range(3))
    file = to / "releases" / damaged / "archive.db"
    file.unlink()
    if damage is not None:
        file.write_bytes(damage)
    made = publish(url, to, keep=9)
    assert made.removed == ()  # nothing is withdrawn
    assert file.exists() == (damage is not None)
    _withdraw()
    assert publish(url, to, keep=9).removed == (damaged, whole, last, made.version)


def test_reading_a_release_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        open_published(tmp_path / "archive.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "address",
    [
        pytest.param(f"http://www.{SITE.host}/bai-2?utm_source=x#y", id="not canonical"),
        pytest.param(f"https://{SITE.host}/bai-5", id="of a page that repeats it"),
    ],
)
def test_another_address_of_the_article_means_the_article(url: str, address: str) -> None:
    _withdraw(address)
    assert rows(url, "SELECT url, article_id FROM withdrawals") == [(URL, 2)]


def test_an_address_that_was_never_requested_means_the_article_with_its_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = new_archive(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    card = all_sites()["nbtv"]
    known = card.resolve("https://nbtv.vn/dan-van-kheo-o-go-sim-44187.html")
    assert known is not None
    with opened(url) as archive:
        begun = begin_run(archive, SiteFacts("nbtv", "NBTV", "Ninh Bình", "nbtv.vn", "own"))
        shown = article(1, url=known.url)
        record(visit_to(begun, 1, article=shown, url=known.url, key=known.key))
        begun.close(finished=True)
    _withdraw("https://nbtv.vn/mot-ten-khac-44187.html")
    assert rows(url, "SELECT url, site, key FROM withdrawals") == [(known.url, "nbtv", known.key)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((URL,), "Add --reason TEXT to withdraw the article, or else --undo."),
        ((URL, "--reason", " "), "Add --reason TEXT"),
        ((URL, "--reason", "x", "--undo"), "Add --reason TEXT"),
        ((), "Name the URL of an article, or --list"),
        (("--list", URL), "Name the URL of an article, or --list"),
        ((URL, "--undo"), "is not withdrawn."),
        ((f"https://{SITE.host}/bai-99", "--reason", "x"), "has no article of"),
        (("no address", "--reason", "x"), "'no address' is not a URL."),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    url: str, arguments: tuple[str, ...], message: str
) -> None:
    done = _danvan(*arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert rows(url, "SELECT count(*) FROM withdrawals") == [(0,)]


def test_an_article_is_withdrawn_once(url: str) -> None:
    _withdraw()
    done = _danvan(URL, "--reason", "again")
    assert (done.exit_code, "is withdrawn since" in done.stderr) == (2, True)
    assert rows(url, "SELECT count(*) FROM withdrawals") == [(1,)]


def test_alerts_of_the_machine_are_not_published(url: str, tmp_path: Path) -> None:
    folder = tmp_path / "published"
    publish(url, folder, keep=2)
    query = "SELECT monitor FROM alerts ORDER BY id"
    assert rows(folder / "archive.db", query) == [("titles",), ("silence",)]
    assert len(rows(tmp_path / "archive.db", query)) == 3


# An archive that was restored or rebuilt, and lacks a withdrawal of the last release

LOST = "it does not hold that the archive has the withdrawals of the last release"


def test_a_restored_archive_that_lacks_a_withdrawal_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, to, backups = published_archive(tmp_path), str(tmp_path / "to"), str(tmp_path / "backups")
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.delenv("CAPTURES_DIR", raising=False)
    assert _danvan(backups, command="backup").exit_code == 0
    _withdraw()
    assert _danvan("--to", to, command="publish").exit_code == 0
    for file in tmp_path.glob("archive.db*"):
        file.unlink()
    assert _danvan(backups, command="restore").exit_code == 0
    version = assert_whole_release(Path(to))
    for options in ((), ("--allow-fewer",)):
        done = _danvan("--to", to, *options, command="publish")
        assert (done.exit_code, done.stdout) == (2, "")
        (line,) = done.stderr.splitlines()
        assert LOST in line
        assert f"(it lacks those of post:2 of baogosim, {URL}: run `danvan withdraw URL" in line
        assert line.endswith(f"Readers have release {version}.")
    _withdraw()
    assert publish(url, Path(to), keep=3).withdrawn == 1
    assert _danvan(URL, "--undo").exit_code == 0
    assert publish(url, Path(to), keep=3).withdrawn == 0


WITHDRAWN = "2031-01-02T00:00:00+00:00"
RELEASED = Withdrawal(URL, SITE.name, "post:2", 2, WITHDRAWN, "bà Lò yêu cầu gỡ bài")
REPRINT = RELEASED._replace(
    url=f"https://{SITE.host}/bai-6", key="post:6", reason=f"a reprint of {URL}"
)


@pytest.mark.parametrize(
    ("archived", "released", "lost"),
    [
        pytest.param([], [RELEASED], ["post:2"], id="there is none"),
        pytest.param([("post:2", None)], [RELEASED], [], id="in force"),
        pytest.param([("post:2", WITHDRAWN)], [RELEASED], [], id="undone"),
        pytest.param(
            [("post:2", "2031-01-01T23:59:59+00:00")], [RELEASED], ["post:2"], id="undone before it"
        ),
        pytest.param([("post:3", None)], [RELEASED], ["post:2"], id="of another article"),
        pytest.param([("post:2", None)], [RELEASED, REPRINT], [], id="of a reprint"),
        pytest.param([("post:2", WITHDRAWN)], [RELEASED, REPRINT], [], id="undone, of a reprint"),
        pytest.param([], [RELEASED, REPRINT], ["post:2", "post:6"], id="both"),
        pytest.param(
            [("post:2", None)],
            [RELEASED, REPRINT._replace(withdrawn="2031-01-02T00:00:01+00:00")],
            ["post:6"],
            id="of a reprint that the operator withdrew",
        ),
        pytest.param([], [RELEASED._replace(key="post:99")], [], id="without an article"),
    ],
)
def test_withdrawals_of_the_last_release_that_the_archive_lacks(
    url: str,
    tmp_path: Path,
    archived: list[tuple[str, str | None]],
    released: list[Withdrawal],
    lost: list[str],
) -> None:
    with closing(sqlite3.connect(tmp_path / "archive.db")) as copy:
        copy.executemany(
            "INSERT INTO withdrawals (url, site, key, article_id, withdrawn, reason, restored) "
            "VALUES ('', 'baogosim', ?, 0, '2030-01-01T00:00:00+00:00', '', ?)",
            archived,
        )
        assert [one.key for one in keep_lost(copy, released)] == lost


def test_a_withdrawal_stays_in_releases_until_its_article_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, to = published_archive(tmp_path, articles=1), tmp_path / "to"
    monkeypatch.setenv("DATABASE_URL", url)
    before = sqlite3.connect(":memory:")
    with closing(sqlite3.connect(tmp_path / "archive.db")) as file:
        file.backup(before)
    with opened(url) as archive:
        add_articles(archive, range(2, 3))
    _withdraw()
    publish(url, to, keep=1)
    with closing(sqlite3.connect(tmp_path / "archive.db")) as file, closing(before):
        before.backup(file)
    query = "SELECT url, key, article_id, reason FROM withdrawals"
    for _ in range(2):
        made = publish(url, to, keep=1, allow_fewer=True)
        assert (made.articles, made.withdrawn) == (1, 0)
        assert rows(to / "archive.db", query) == [(URL, "post:2", 2, "bà Lò yêu cầu gỡ bài")]
    assert rows(url, query) == []
    with opened(url) as archive:
        add_articles(archive, range(2, 3))
    with pytest.raises(PublishError, match=LOST):
        publish(url, to, keep=1)


def test_a_withdrawal_of_a_site_that_the_archive_lacks_is_not_kept(
    url: str, tmp_path: Path
) -> None:
    other = RELEASED._replace(site="baolamkhe")
    with closing(sqlite3.connect(tmp_path / "archive.db")) as copy:
        assert keep_lost(copy, [other, RELEASED._replace(key="post:99")]) == []
        assert copy.execute("SELECT site, key FROM withdrawals").fetchall() == [
            (SITE.name, "post:99")
        ]
