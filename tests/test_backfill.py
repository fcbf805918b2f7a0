"""Backfill: what a web archive has of a site becomes articles, as from a crawl."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from archive.warc.records import Exchange
from archive.writer import Archive
from pipelines import workers
from replay.backfill import MAX_FAILURES, Backfill
from replay.captures import Tally
from replay.cdx import ListedCapture, RecordFault, Span, list_captures
from replay.client import BadAnswer, RequestFailed, Stopped
from replay.importing import Import
from replay.runner import StageRunner
from sites.card import Directory

from . import one_site
from .archives import new_archive, opened, rows
from .conftest import Command, assert_whole, running_in
from .gosim import GoSim, article_url, page
from .one_site import LISTING, Site
from .web_archive import Held, WebArchive, held, served

SECONDS = 60
ARTICLES = (
    "SELECT url, title, lead, body, author, unit, published, published_raw, province, topics, "
    "layout, text_sha256, doubts FROM articles ORDER BY url"
)
CAPTURED = "SELECT url, first_captured FROM articles ORDER BY url"
PAGES = "SELECT url, key, outcome, status, title, redirects_to FROM pages ORDER BY url"
REVISIONS = "SELECT number, seen, cause, changed, title FROM revisions ORDER BY id"
SOURCES = ("wayback", "commoncrawl")


def dated(number: int, title: str = "") -> str:
    """Return the page of an article that prints its date."""
    _, _, text = one_site.page(number)
    text = text.replace("</h1>", f"</h1><span>Thứ Sáu, 05/0{number}/2020 07:30</span>")
    return text.replace(f"Dân vận khéo ở thôn {number} xã Gò Sim", title) if title else text


def nbtv(number: int) -> str:
    return f"https://nbtv.vn/bai-{number:05}.html"


# The command


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Any, ...]]:
    """The articles of a crawl of the site when it lived."""
    folder = tmp_path_factory.mktemp("living")
    site = Site()
    site.responses[LISTING] = one_site.listing([1, 2, 3])
    site.responses |= {f"/bai-{n:05}.html": (200, {}, dated(n)) for n in (1, 2, 3)}
    with one_site.served(site) as origin:
        assert running_in(folder)("danvan", "crawl", "nbtv", "--origin", origin).returncode == 0
    found = rows(folder / "archive.db", ARTICLES)
    assert len(found) == 3
    return found


@pytest.fixture
def dead() -> WebArchive:
    """A web archive that has the same articles, and what it has beside them."""
    return WebArchive(
        held("http://www.nbtv.vn/bai-00001.html", "20190203040506", dated(1).encode()),
        held(nbtv(1), "20200203040506", dated(1).encode()),  # the same payload
        held("http://nbtv.vn/bai-00002.html", "20190301000000", b"", 301, location=nbtv(2)),
        held(nbtv(2), "20190301000001", dated(2).encode()),
        held(nbtv(3), "20220301000000", dated(3).encode()),
        held(nbtv(3), "20220401000000", dated(3).encode(), is_revisit=True),
        held(nbtv(4), "20220401000000", b"<h1>404</h1>", 404),
        held("https://nbtv.vn/", "20220401000000", b"<h1>NBTV</h1>"),
        held("https://nbtv.vn/dan-van-kheo", "20220401000000", b"<h1>NBTV</h1>"),
    )


@pytest.mark.parametrize("source", SOURCES)
def test_a_dead_site_has_the_articles_of_its_crawl_with_the_dates_of_the_captures(
    run: Command, tmp_path: Path, dead: WebArchive, living: list[tuple[Any, ...]], source: str
) -> None:
    dead.page = 2  # lines of the index in an answer
    with served(dead) as index:
        done = run("danvan", "backfill", "nbtv", "--source", source, "--index", index)
    assert (done.returncode, done.stderr) == (0, "")
    database = tmp_path / "archive.db"
    assert rows(database, ARTICLES) == living
    assert rows(database, CAPTURED) == [
        (nbtv(1), "2019-02-03T04:05:06+00:00"),
        (nbtv(2), "2019-03-01T00:00:01+00:00"),
        (nbtv(3), "2022-03-01T00:00:00+00:00"),
    ]
    assert rows(database, "SELECT kind, verdict, requests FROM runs") == [("backfill", "good", 3)]
    assert_whole(tmp_path)
    assert len(dead.records()) == 4  # each payload once, and the redirect
    assert "6 captures of articles are listed, 4 were requested." in done.stdout
    assert "it names a topic: the card may lack a pattern" in done.stdout
    if source == "wayback":
        return
    # The same WARC file is imported to the same rows.
    other = tmp_path / "other"
    other.mkdir()
    copied = other / "copy.warc.gz"
    copied.write_bytes(next(tmp_path.glob("captures/nbtv/*.warc.gz")).read_bytes())
    assert running_in(other)("danvan", "import", copied).returncode == 0
    for query in (ARTICLES, CAPTURED, PAGES):
        assert rows(other / "archive.db", query) == rows(database, query)


def test_a_backfill_goes_on_where_it_stopped(
    run: Command, tmp_path: Path, dead: WebArchive, living: list[tuple[Any, ...]]
) -> None:
    with served(dead) as index:
        command = ("danvan", "backfill", "nbtv", "--source", "wayback", "--index", index)
        assert run(*command, "--limit", "2").returncode == 0
        assert [path.partition("id_/")[0] for path in dead.records()] == [
            "/web/20190203040506", "/web/20190301000000",
        ]  # fmt: skip
        done = run(*command, MAX_RUN_REQUESTS="3")
        assert done.returncode == 1
        assert "It stopped before its end, as the budget of 3 requests is used up." in done.stdout
        assert run(*command).returncode == 0
        assert rows(tmp_path / "archive.db", ARTICLES) == living
    # The redirect leads to the same page and leaves no row: it was fetched again before that page.
    assert len(dead.records()) == 5
    assert len(set(dead.records())) == 4
    verdicts = rows(tmp_path / "archive.db", "SELECT verdict, reasons FROM runs ORDER BY id")
    assert [verdict for verdict, _ in verdicts] == ["good", "doubtful", "good"]
    assert "the budget of 3 requests is used up" in json.loads(verdicts[1][1])[0]


def test_requests_go_to_the_index_alone_and_say_who_asks(run: Command, dead: WebArchive) -> None:
    with served(dead) as index:
        done = run(
            *("danvan", "backfill", "nbtv", "--source", "wayback", "--index", index + "/"),
            *("--since", "2019-02-04", "--until", "2019-03-01"),
            HTTP_PROXY="http://127.0.0.1:1",
        )
    assert done.returncode == 0, done.stderr
    assert [path[5:19] for path in dead.records()] == ["20190301000000", "20190301000001"]
    assert {headers["From"] for headers in dead.headers} == {"luu-tru@gosim.example"}
    assert all("+luu-tru@gosim.example" in headers["User-Agent"] for headers in dead.headers)
    assert {headers["Host"] for headers in dead.headers} == {index.removeprefix("http://")}


# One capture after another


@pytest.fixture(scope="module", autouse=True)
def worker_processes() -> Iterator[None]:
    """The processes that extract, for all tests below."""
    workers.shared.acquire(SECONDS)
    yield
    workers.shared.release()


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with opened(new_archive(tmp_path)) as archive:
        yield archive


class Service:
    """A web archive without a server."""

    name = "the web archive"

    def __init__(self, *captures: Held | Exception) -> None:
        self.captures = captures
        self.requested: list[str] = []
        self.faults = [one for one in captures if isinstance(one, Exception)]

    async def rows(self, host: str, span: Span) -> Any:
        for one in self.captures:
            if isinstance(one, Held) and f"://{host}/" in one.exchange.url:
                status = "-" if one.is_revisit else str(one.exchange.status)
                yield {
                    "url": one.exchange.url, "timestamp": one.time, "status": status,
                    "digest": one.digest, **one.declared,
                }  # fmt: skip

    async def exchange(self, capture: ListedCapture) -> Exchange:
        self.requested.append(capture.fetched.strftime("%Y"))
        at = next(
            at
            for at, one in enumerate(self.captures)
            if isinstance(one, Held)
            and (one.exchange.url, one.exchange.fetched) == (capture.url, capture.fetched)
        )
        before = self.captures[at - 1] if at else None
        if isinstance(before, Exception):
            raise before
        one = self.captures[at]
        assert isinstance(one, Held)
        return one.exchange


def backfilled(archive: Archive, *captures: Held | Exception) -> tuple[Backfill, Service]:
    """Backfill the site with these captures; an error comes instead of the capture after it."""
    service, tally = Service(*captures), Tally()
    backfill = Backfill(archive, Import(archive, Directory([GoSim]), "backfill", tally), service)

    async def run() -> None:
        listed = await list_captures(service, GoSim, Span(), tally)
        with StageRunner(SECONDS) as stages:
            await backfill.fetch(listed, stages, lambda _: None)

    asyncio.run(run())
    backfill.importing.close(finished=True)
    return backfill, service


def year(number: int, when: int, *paragraphs: str, **facts: Any) -> Held:
    """Return a capture of an article."""
    return held(article_url(number), f"{when}0203040506", page(number, *paragraphs), **facts)


def outcomes(archive: Archive) -> list[tuple[str, str]]:
    return rows(f"sqlite:///{archive.warc_files.folder.parent}/archive.db",
                "SELECT outcome, last_fetched FROM pages ORDER BY url")  # fmt: skip


def test_captures_are_fetched_oldest_first_and_a_payload_once(archive: Archive) -> None:
    changed = "Ông Lò Văn Tấm nói thêm."
    backfill, service = backfilled(
        archive,
        year(1, 2022, changed), year(1, 2019), year(2, 2020), year(1, 2021),
        year(1, 2023, changed), year(1, 2024), year(3, 2018, is_revisit=True),
    )  # fmt: skip
    assert service.requested == ["2018", "2019", "2020", "2022", "2024"]
    assert backfill.importing.tally.skipped == {"the same payload as the capture before it": 2}
    database = archive.warc_files.folder.parent / "archive.db"
    assert [row[:3] for row in rows(database, REVISIONS)] == [
        (1, "2022-02-03T04:05:06+00:00", "edited"),
        (2, "2024-02-03T04:05:06+00:00", "edited"),
    ]


def test_what_the_archive_has_is_not_fetched_again(archive: Archive) -> None:
    backfilled(archive, year(1, 2020), year(2, 2020))
    backfill, service = backfilled(
        archive,
        *(year(1, 2019, "Cũ hơn."), year(1, 2020), year(1, 2021)),
        *(year(2, 2021), year(2, 2022, "Ông Lò Văn Tấm nói thêm.")),
    )
    assert service.requested == ["2022"]
    assert backfill.importing.tally.skipped == {
        "captured already": 1,
        "older than what the archive has of the page": 1,
        "the same payload as the capture before it": 2,
    }


def test_a_payload_that_is_lost_is_fetched_again(archive: Archive) -> None:
    backfilled(archive, year(1, 2020))
    for file in archive.warc_files.folder.glob("*/*.warc.gz"):
        file.write_bytes(b"")
    _, service = backfilled(archive, year(1, 2021))
    assert service.requested == ["2021"]


def test_a_page_that_came_back_after_a_redirect_is_fetched_again(archive: Archive) -> None:
    def moved(when: int, to: str, scheme: str = "https") -> Held:
        url = article_url(1).replace("https", scheme)
        return held(url, f"{when}0203040506", str(when).encode(), 301, location=to)

    to_itself = [moved(when, article_url(1), "http") for when in (2018, 2020)]
    away = moved(2022, "https://baogosim.example/")
    captures = [year(1, 2019), year(1, 2021), away, year(1, 2023), year(1, 2024)]
    _, service = backfilled(archive, *to_itself, *captures)
    assert service.requested == ["2018", "2019", "2020", "2022", "2023"]
    assert outcomes(archive) == [("unchanged", "2023-02-03T04:05:06+00:00")]


def test_a_redirect_that_the_archive_has_counts_as_one_before(archive: Archive) -> None:
    away = [
        held(article_url(1), f"{when}0203040506", b"", 301, location="https://baogosim.example/")
        for when in (2020, 2021)
    ]
    backfilled(archive, year(1, 2019), away[0])
    _, service = backfilled(archive, year(1, 2019), *away, year(1, 2022))
    assert service.requested == ["2022"]


@pytest.mark.parametrize("fault", [RecordFault("x"), BadAnswer("x"), RequestFailed("x")])
def test_a_record_that_cannot_be_used_is_named_and_the_next_is_fetched(
    archive: Archive, fault: Exception
) -> None:
    backfill, service = backfilled(archive, fault, year(1, 2020), year(1, 2021), year(2, 2022))
    assert service.requested == ["2020", "2021", "2022"]  # the same payload, but not had
    tally = backfill.importing.tally
    assert tally.damaged == [f"{article_url(1)} of 2020-02-03T04:05:06+00:00: {fault}"]
    assert backfill.stopped is None
    assert len(outcomes(archive)) == 2


def failures(*kinds: type[Exception] | None) -> Sequence[Held | Exception]:
    return [
        item
        for number, kind in enumerate(kinds, 1)
        for item in (kind("refused") if kind else None, year(number, 2000 + number))
        if item is not None
    ]


@pytest.mark.parametrize(
    ("kinds", "stops"),
    [
        ([RequestFailed] * MAX_FAILURES, True),
        ([RequestFailed] * (MAX_FAILURES - 1), False),
        ([RecordFault, BadAnswer, BadAnswer], False),
        ([*[RequestFailed] * (MAX_FAILURES - 1), RecordFault, RequestFailed], False),
        ([*[RequestFailed] * (MAX_FAILURES - 1), None, RequestFailed], False),
        ([Stopped], True),
    ],
)
def test_a_web_archive_that_does_not_answer_is_left_alone(
    archive: Archive, kinds: list[type[Exception] | None], stops: bool
) -> None:
    backfill, _ = backfilled(archive, year(8, 2000), *failures(*kinds), year(9, 2020))
    assert (backfill.stopped is not None) is stops
    assert len(outcomes(archive)) == (1 if stops else 2 + kinds.count(None))
    verdict = rows(archive.warc_files.folder.parent / "archive.db", "SELECT verdict FROM runs")
    assert verdict == [("doubtful" if stops else "good",)]
