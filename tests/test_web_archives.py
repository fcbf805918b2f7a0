"""Web archives: their two dialects, and what their servers may answer."""

import asyncio
import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from time import monotonic
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from archive.warc.reader import Found, read_stream
from archive.warc.records import MAX_CONTENT, Exchange, pack
from danvan import backfill
from danvan.cli import main
from danvan.common import NOTHING_DONE
from replay import cdx, client, commoncrawl, wayback
from replay.captures import Tally
from replay.cdx import IndexFault, ListedCapture, RecordFault, Span, WebArchive, list_captures
from replay.client import MAX_TRIES, BadAnswer, Limits, PoliteClient, RequestFailed, Stopped
from replay.commoncrawl import CommonCrawl
from replay.wayback import Wayback

from .gosim import GoSim, article_url
from .gosim import page as page_of
from .web_archive import FILE, HTML, Answer, held, served
from .web_archive import WebArchive as Server

LIMITS = Limits(seconds=60, requests=1000, bytes=10**9, delay=0, silence=5, pause=5)
WAYBACK_INDEX, CRAWL_INDEX = "/cdx/search/cdx", "-index"
FIRST, SECOND = article_url(1), article_url(2)
TIME = "20190203040506"
Service = Callable[[PoliteClient, str], WebArchive]
SERVICES: dict[str, Service] = {
    "wayback": Wayback,
    "commoncrawl": CommonCrawl,
}
both = pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)


@pytest.fixture(scope="module", autouse=True)
def certificates() -> Iterator[None]:
    """Those of the authorities are loaded once, not for each client."""
    context = httpx.create_ssl_context()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("httpx._transports.default.create_ssl_context", lambda **_: context)
        yield


@pytest.fixture
def server() -> Server:
    return Server(
        held(SECOND, "20210101000000", page_of(2)),
        held("http://www.baogosim.example:80/x-post1.html", "20200101000000", page_of(1)),
        held("https://gosim.example/tin/7", "20190101000000", page_of(7)),
        held(SECOND, "20220101000000", b"", 301, location=FIRST),
        held(FIRST, "20220101000000", b"", 404),
    )


@pytest.fixture
def base(server: Server) -> Iterator[str]:
    with served(server) as base:
        yield base


def listed(
    service: Service, base: str, span: Span | None = None, limits: Limits = LIMITS
) -> tuple[list[ListedCapture], Tally]:
    tally = Tally()

    async def run() -> list[ListedCapture]:
        async with PoliteClient({}, limits, proxies=False) as client:
            return await list_captures(service(client, base), GoSim, span or Span(), tally)

    return asyncio.run(run()), tally


def fetched(service: Service, base: str, number: int = 0) -> Exchange:
    """Return the exchange of the capture with this number in time."""

    async def run() -> Exchange:
        async with PoliteClient({}, LIMITS, proxies=False) as client:
            archive = service(client, base)
            captures = await list_captures(archive, GoSim, Span(), Tally())
            return await archive.exchange(captures[number])

    return asyncio.run(run())


def got(base: str, limits: Limits = LIMITS, *, most: int = 1000, times: int = 1) -> client.Answer:
    """Return the last answer to so many requests."""

    async def run() -> client.Answer:
        async with PoliteClient({}, limits, proxies=False) as one:
            for _ in range(times):
                answer = await one.get(f"{base}/x", most)
            return answer

    return asyncio.run(run())


# Indexes


@both
@pytest.mark.parametrize("page", [1, 2, 1000])
def test_the_captures_of_all_hosts_are_listed_oldest_first(
    server: Server, base: str, service: Service, page: int
) -> None:
    server.page = page
    captures, tally = listed(service, base)
    assert [(one.fetched.year, one.address.key, one.status) for one in captures] == [
        (2019, "post:7", 200), (2020, "post:1", 200), (2021, "post:2", 200), (2022, "post:2", 301),
    ]  # fmt: skip
    assert tally.skipped == {"an error page": 1}


def test_a_wayback_index_may_answer_in_plain_lines(server: Server, base: str) -> None:
    expected = listed(Wayback, base)[0]
    server.plain, server.page = True, 2
    assert listed(Wayback, base)[0] == expected


def test_plain_lines_may_have_all_their_fields(server: Server, base: str) -> None:
    line = f"example,baogosim)/x {TIME} {FIRST} text/html 200 ABC 123\n"
    server.answers[WAYBACK_INDEX] = [(200, {}, line.encode())]
    captures, _ = listed(Wayback, base)
    assert (FIRST, "ABC", 200) in [(one.url, one.digest, one.status) for one in captures]


@both
@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        ("2020-01-01T00:00:00", None, [2020, 2021, 2022]),
        ("2020-01-01T00:00:01", None, [2021, 2022]),
        (None, "2021-01-01T00:00:00", [2019, 2020, 2021]),
        (None, "2020-12-31T23:59:59", [2019, 2020]),
    ],
)
def test_a_span_is_asked_for(
    server: Server,
    base: str,
    service: Service,
    first: str | None,
    last: str | None,
    years: list[int],
) -> None:
    ends = [datetime.fromisoformat(end).replace(tzinfo=UTC) if end else None
            for end in (first, last)]  # fmt: skip
    captures, tally = listed(service, base, Span(*ends))
    assert [one.fetched.year for one in captures] == years
    assert tally.damages == 0
    for name, end in (("from", first), ("to", last)):
        asked = f"&{name}={end}".replace("-", "").replace(":", "").replace("T", "")
        assert all((asked in path) is bool(end) for path in server.requested if "url=" in path)


def test_an_index_need_not_know_spans(server: Server, base: str) -> None:
    table = [["original", "timestamp"], [FIRST, "20190101000000"], [FIRST, "20200101000000"]]
    server.answers[WAYBACK_INDEX] = [(200, {}, json.dumps(table).encode())]
    span = Span(datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC))
    assert [one.fetched.year for one in listed(Wayback, base, span)[0]] == [2020]


@pytest.mark.parametrize(
    ("span", "asked"),
    [
        (("2020-01-02", None), False),
        (("2020-01-01", None), True),
        ((None, "2019-12-01"), True),
        ((None, "2019-11-30"), False),
    ],
)
def test_a_crawl_of_another_time_is_not_asked(
    server: Server, base: str, span: tuple[str | None, str | None], asked: bool
) -> None:
    crawl = {"cdx-api": "/CC-MAIN-2019-51-index", "from": "2019-12-01T00:00:00", "to": "2020-01-01"}
    server.answers["collinfo"] = [(200, {}, json.dumps([crawl]).encode())]
    ends = [datetime.fromisoformat(end).replace(tzinfo=UTC) if end else None for end in span]
    listed(SERVICES["commoncrawl"], base, Span(*ends))
    assert any(CRAWL_INDEX in path for path in server.requested) is asked


ROW = {"url": FIRST, "timestamp": TIME, "status": "200", "digest": "A", "offset": "1"}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, 1),
        ({"status": "-"}, 1),
        ({"status": "404"}, 0),
        ({"url": FIRST.replace("https", "HTTPS")}, 0),
        ({"url": f"{FIRST}#binh-luan"}, 1),
        ({"url": FIRST.replace("https://", "ftp://")}, 0),
        ({"url": FIRST.replace("example/", "example:8080/")}, 0),
        ({"url": "https://khac.example/bai-viet-post1.html"}, 0),
        ({"url": "https://baogosim.example/" + "a" * 9000 + "-post1.html"}, 0),
    ],
)
def test_a_line_of_an_article_is_kept(changes: dict[str, str], found: int) -> None:
    assert isinstance(cdx._listed(ROW | changes, GoSim), ListedCapture) is bool(found)


@pytest.mark.parametrize(
    "changes",
    [
        {"timestamp": "2019020304050"},
        {"timestamp": "20190230040506"},
        {"timestamp": "29990203040506"},
        {"timestamp": "٢٠١٩٠٢٠٣٠٤٠٥٠٦"},
        {"offset": "-1"},
        {"length": "1" * 16},
        {"url": FIRST + "\ud800"},
        {"filename": "\ud800"},
    ],
)
def test_a_line_that_makes_no_sense_is_counted(
    server: Server, base: str, changes: dict[str, str]
) -> None:
    lines = "\n".join(map(json.dumps, (ROW | changes, ROW)))
    server.answers[f"{CRAWL_INDEX}?url=baogosim.example/*&output=json&page"] = [
        (200, {}, lines.encode())
    ]
    captures, tally = listed(SERVICES["commoncrawl"], base)
    assert tally.damages == 1
    assert FIRST in [one.url for one in captures]


def test_a_url_of_an_index_cannot_forge_a_line(server: Server) -> None:
    url = "https://baogosim.example/a\r\nX-Forged: 1\u2028b-post1.html"
    one = cdx._listed(ROW | {"url": url}, GoSim)
    assert one is not None
    assert one.url.isascii()
    assert one.url.isprintable()


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_whatever_an_index_answers_is_rows_or_a_fault(body: bytes) -> None:
    for read in (wayback._read, commoncrawl._rows):
        with suppress(IndexFault):
            read(cdx.text_of(client.Answer(200, [], body)))


HTML_PAGE = (200, {"Content-Type": "text/html"}, b"\n<!DOCTYPE html><h1>Not an index</h1>")


@pytest.mark.parametrize(
    ("source", "part", "answer", "why"),
    [
        ("wayback", "cdx", HTML_PAGE, "answers with a page of HTML"),
        ("wayback", "cdx", (404, {}, b"{}"), "answers 404"),
        ("wayback", "cdx", (302, {"Location": "http://127.0.0.2/"}, b""), "answers 302"),
        ("wayback", "cdx", (200, {}, b'[["original", "time'), "answers with JSON that is broken"),
        ("wayback", "cdx", (200, {}, b"[" * 100_000), "answers with JSON that is broken"),
        ("wayback", "cdx", (200, {}, b'{"error": 1}'), "answers with JSON that is no table"),
        ("wayback", "cdx", (200, {}, b"[1, 2]"), "answers with JSON that is no table"),
        ("wayback", "cdx", (200, {}, b'[["original"], ["x"]]'), "answers with lines that have no"),
        ("wayback", "cdx", (200, {}, b'[["a"], ["x", "y"]]'), "answers with lines that do not"),
        ("wayback", "cdx", (200, {}, b"too many of them\n"), "answers with lines that do not"),
        ("wayback", "cdx", (200, {}, b"\xff\xfe"), "does not answer with a text"),
        ("wayback", "cdx", (200, {}, b'[["original"], [], ["key"]]'), "does not come to an end"),
        ("commoncrawl", "collinfo", HTML_PAGE, "answers with a page of HTML"),
        ("commoncrawl", "collinfo", (200, {}, b"[]"), "does not answer with a list of crawls"),
        ("commoncrawl", "collinfo", (200, {}, b'[{"id": 1}]'), "lists crawls without their"),
        ("commoncrawl", "NumPages", HTML_PAGE, "answers with a page of HTML"),
        ("commoncrawl", "NumPages", (200, {}, b'{"pages": -1}'), "does not say how many pages"),
        ("commoncrawl", "NumPages", (200, {}, b"10001"), "does not say how many pages"),
        ("commoncrawl", "page=0", (404, {}, b"<h1>"), "answers 404"),
        ("commoncrawl", "page=0", (200, {}, b'{"url": "x",'), "answers with JSON that is broken"),
        ("commoncrawl", "page=0", (200, {}, b'{"url": "x"}'), "answers with lines that have no"),
    ],
)  # fmt: skip
def test_an_index_that_cannot_be_read_is_a_fault(
    server: Server, base: str, source: str, part: str, answer: Answer, why: str
) -> None:
    server.answers[part] = [answer]
    with pytest.raises(IndexFault) as fault:
        listed(SERVICES[source], base)
    assert str(fault.value).startswith(why)


def test_the_same_resume_key_twice_is_a_fault(server: Server, base: str) -> None:
    answer = f'[["original", "timestamp"], ["{FIRST}", "{TIME}"], [], ["key"]]'
    server.answers[WAYBACK_INDEX] = [(200, {}, answer.encode())] * 5
    with pytest.raises(IndexFault, match="does not come to an end"):
        listed(Wayback, base)
    assert len(server.requested) == 2


@pytest.mark.parametrize(("most", "fits"), [(4, True), (3, False)])
def test_the_list_of_captures_has_a_limit(
    base: str, monkeypatch: pytest.MonkeyPatch, most: int, fits: bool
) -> None:
    monkeypatch.setattr(cdx, "MAX_CAPTURES", most)
    if fits:
        assert len(listed(Wayback, base)[0]) == 4
    else:
        with pytest.raises(IndexFault, match="more than 3 captures"):
            listed(Wayback, base)


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/cc/main-index", "https://index.example/main-index", "main-index?x=1"],
)
def test_the_index_of_a_crawl_is_asked_below_the_base(address: str) -> None:
    one = CommonCrawl(PoliteClient({}, LIMITS, proxies=False), "http://127.0.0.1/cc")
    assert one._address({"cdx-api": address}) == "http://127.0.0.1/cc/main-index"


# Records


@both
def test_a_record_is_the_page_with_its_date(base: str, service: Service) -> None:
    one = fetched(service, base, 1)
    assert one.url == "http://www.baogosim.example:80/x-post1.html"
    assert one.fetched == datetime(2020, 1, 1, tzinfo=UTC)
    assert (one.status, one.content, one.headers) == (200, page_of(1), HTML)


@both
def test_a_redirect_leads_where_the_site_led(base: str, service: Service) -> None:
    one = fetched(service, base, 3)
    assert (one.status, one.header("Location")) == (301, FIRST)


@pytest.mark.parametrize(
    ("service", "asked"),
    [
        (Wayback, "https://web.archive.org/web/20190101000000id_/https://gosim.example/tin/7"),
        (CommonCrawl, f"https://data.commoncrawl.org/{FILE}"),
    ],
)
def test_the_services_themselves_are_asked_if_no_other_is_named(
    server: Server, base: str, service: Callable[..., WebArchive], asked: str
) -> None:
    class Client:
        async def get(self, url: str, *_: object) -> client.Answer:
            raise RequestFailed(url)

    first = listed(SERVICES["commoncrawl"], base)[0][0]
    with pytest.raises(RequestFailed) as request:
        asyncio.run(service(Client()).exchange(first))
    assert str(request.value) == asked


PACKED = gzip.compress(page_of(7))
ORIGINAL = "X-Archive-Orig-"


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, page_of(7)),
        ({f"{ORIGINAL}Content-Encoding": "gzip", f"{ORIGINAL}Content-Length": "9999"}, page_of(7)),
        ({f"{ORIGINAL}Content-Encoding": "gzip", "Content-Encoding": "gzip"}, PACKED),
        ({f"{ORIGINAL}Content-Encoding": "gzip"}, PACKED),
        ({"Content-Encoding": "gzip", f"{ORIGINAL}Content-Length": str(len(page_of(7)))}, PACKED),
        ({f"{ORIGINAL}Transfer-Encoding": "chunked"}, page_of(7)),
    ],
)
def test_a_page_is_unpacked_however_the_web_archive_sends_it(
    server: Server, base: str, headers: dict[str, str], body: bytes
) -> None:
    server.answers["/web/"] = [(200, headers, body)]
    assert fetched(Wayback, base).content == page_of(7)


def test_a_page_that_the_site_cut_off_is_known_to_be(server: Server, base: str) -> None:
    server.answers["/web/"] = [(200, {f"{ORIGINAL}Content-Length": "9999"}, page_of(7))]
    with pytest.raises(ValueError, match="of 9999 bytes"):
        _ = fetched(Wayback, base).content


def test_headers_are_kept_as_the_site_sent_them(server: Server, base: str) -> None:
    headers = {f"{ORIGINAL}ETag": '"1"', f"{ORIGINAL}Server": "G\xf2", ORIGINAL: "x", "Age": "1"}
    server.answers["/web/"] = [(200, headers, page_of(7))]
    one = fetched(Wayback, base)
    assert one.headers == [("ETag", '"1"'), ("Server", "G\xf2")]
    record = next(iter(read_stream(BytesIO(pack(one).response), "", GoSim.resolve)))
    assert isinstance(record, Found)
    assert (record.exchange.payload, record.exchange.url) == (one.payload, one.url)
    assert record.exchange.header("ETag") == '"1"'


def moved(to: str) -> Answer:
    return 302, {"Location": to}, b""


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ((404, {}, b"Not in archive"), "answers 404"),
        ((403, {}, b""), "answers 403"),
        (moved("/web/20180101000000id_/https://gosim.example/tin/7"), "another capture"),
        (moved("/web/20190101000000id_/https://gosim.example/tin/8"), "another capture"),
        ((200, {"Memento-Datetime": "Tue, 01 Jan 2019 00:00:01 GMT"}, b"x"), "another capture"),
        ((200, {"Memento-Datetime": "soon"}, b"x"), "another capture"),
        ((200, {"Memento-Datetime": "Tue, 01 Jan 99999999999 00:00:00 GMT"}, b"x"), "another"),
        ((200, {"Content-Encoding": "gzip"}, PACKED[:-9]), "its packed data ends"),
    ],
)
def test_a_wayback_record_that_is_another_or_damaged_is_refused(
    server: Server, base: str, answer: Answer, why: str
) -> None:
    server.answers["/web/"] = [answer]
    with pytest.raises(RecordFault, match=why):
        fetched(Wayback, base)


def test_a_page_in_place_of_a_redirect_is_refused(server: Server, base: str) -> None:
    server.answers["/web/2022"] = [(200, {}, page_of(2))]
    with pytest.raises(RecordFault, match="another capture"):
        fetched(Wayback, base, 3)


@pytest.mark.parametrize(
    ("target", "is_taken"),
    [("https://gosim.example/tin/8", True), ("https://gosim.example/tin/7", False)],
)
def test_a_repeated_capture_may_be_a_redirect_but_not_another_capture(
    server: Server, base: str, target: str, is_taken: bool
) -> None:
    server.captures[2] = replace(server.captures[2], is_revisit=True)
    server.answers["/web/"] = [moved(f"{base}/web/20180101000000id_/{target}")]
    if is_taken:
        assert fetched(Wayback, base).header("Location") == target
    else:
        with pytest.raises(RecordFault, match="another capture"):
            fetched(Wayback, base)


def of_another(url: str = "https://gosim.example/tin/7", **facts: Any) -> bytes:
    one = held(url, "20190101000000", page_of(7)).exchange
    return pack(replace(one, **facts)).response


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda record: (206, {}, record[:-20]), r"has \d+ of \d+ bytes"),
        (lambda record: (206, {}, record + b"x"), "larger than"),
        (lambda record: (206, {}, record[:-20] + bytes(20)), "its packed data ends"),
        (lambda record: (206, {}, record[:99] + b"?" + record[100:]), "it cannot be unpacked"),
        (lambda record: (206, {}, b"<h1>" + record[4:]), "."),
        (lambda record: (200, {}, record), "answers 200 to a request for a part"),
        (lambda record: (404, {}, b""), "answers 404"),
    ],
)
def test_a_record_of_common_crawl_that_is_damaged_is_refused(
    server: Server, base: str, change: Callable[[bytes], Answer], why: str
) -> None:
    server.pack()
    offset, length = server.places["20190101000000", "https://gosim.example/tin/7"]
    server.answers[FILE] = [change(server.data[offset : offset + length])]
    with pytest.raises((RecordFault, BadAnswer), match=why):
        fetched(SERVICES["commoncrawl"], base)


@pytest.mark.parametrize(
    "record",
    [
        of_another("https://gosim.example/tin/8"),
        of_another(fetched=datetime(2019, 1, 1, 0, 0, 1, tzinfo=UTC)),
        of_another("https://khac.example/tin/7"),
    ],
)
def test_a_record_of_another_capture_is_refused(server: Server, base: str, record: bytes) -> None:
    place = {"offset": "3", "length": str(len(record))}
    server.captures[2] = replace(server.captures[2], declared=place)
    server.answers[FILE] = [(206, {}, record)]
    with pytest.raises(RecordFault, match="another capture"):
        fetched(SERVICES["commoncrawl"], base)


@pytest.mark.parametrize(("length", "requests"), [(0, 0), (MAX_CONTENT, 1), (MAX_CONTENT + 1, 0)])
def test_a_record_that_is_too_large_is_not_requested(
    server: Server, base: str, length: int, requests: int
) -> None:
    server.captures[2] = replace(server.captures[2], declared={"length": str(length)})
    with pytest.raises(RecordFault, match="its record has"):
        fetched(SERVICES["commoncrawl"], base)
    assert len(server.records()) == requests


# Requests


CUT = (200, {"Content-Length": "9"}, b"half")


@pytest.mark.parametrize(
    ("answer", "fault", "why"),
    [
        ((429, {"Retry-After": "0"}, b"busy"), Stopped, "asked for a pause 3 times"),
        ((503, {"Retry-After": "0"}, b"busy"), Stopped, "asked for a pause 3 times"),
        ((503, {}, b"busy"), RequestFailed, "answers 503"),
        ((500, {}, b"busy"), RequestFailed, "answers 500"),
        (CUT, BadAnswer, "cut off"),
    ],
)
def test_a_request_is_repeated_a_few_times(
    server: Server, base: str, answer: Answer, fault: type[Exception], why: str
) -> None:
    server.answers["/x"] = [*[answer] * (MAX_TRIES - 1), (200, {}, b"done")]
    assert got(base).body == b"done"
    server.answers["/x"] = [answer] * MAX_TRIES
    with pytest.raises(fault, match=why):
        got(base)
    assert len(server.requested) == 2 * MAX_TRIES


@pytest.mark.parametrize(
    ("silence", "seconds", "fault", "why"),
    [
        (0.05, 60, BadAnswer, "does not end"),
        (5, 0.1, Stopped, "the budget of 0.1 seconds is used up"),
    ],
)
def test_an_answer_that_does_not_end_is_given_up(
    silence: float, seconds: float, fault: type[Exception], why: str
) -> None:
    async def drip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        try:
            while not writer.is_closing():
                writer.write(b".")
                await asyncio.sleep(0.01)
        finally:
            writer.transport.abort()

    async def run() -> None:
        tasks = []
        server = await asyncio.start_server(
            lambda *ends: tasks.append(asyncio.create_task(drip(*ends))), "127.0.0.1", 0
        )
        port = server.sockets[0].getsockname()[1]
        limits = replace(LIMITS, silence=silence, seconds=seconds)
        try:
            async with PoliteClient({}, limits, proxies=False) as one:
                await one.get(f"http://127.0.0.1:{port}/", 10**6)
        finally:
            server.close()
            await asyncio.gather(*tasks)

    with pytest.raises(fault, match=why):
        asyncio.run(run())


@pytest.mark.parametrize(("asked", "stops"), [("5", False), ("6", True), ("9" * 400, True)])
def test_a_pause_is_kept_if_it_is_not_too_long(
    server: Server, base: str, monkeypatch: pytest.MonkeyPatch, asked: str, stops: bool
) -> None:
    pauses: list[float] = []
    real = asyncio.sleep

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        now[0] += max(seconds, 0)
        await real(0)

    now = [monotonic()]
    monkeypatch.setattr(asyncio, "sleep", sleep)
    monkeypatch.setattr(client, "monotonic", lambda: now[0])
    server.answers["/x"] = [(429, {"Retry-After": asked}, b""), (200, {}, b"done")]
    if stops:
        with pytest.raises(Stopped, match="asks for a pause of"):
            got(base)
    else:
        assert got(base).body == b"done"
        assert pauses[-1] == pytest.approx(5)


def test_there_is_a_pause_between_two_requests(server: Server, base: str) -> None:
    server.answers["/x"] = [(200, {}, b"")] * 3
    began = monotonic()
    got(base, replace(LIMITS, delay=0.05), times=3)
    assert monotonic() - began >= 0.1


@pytest.mark.parametrize(
    ("limits", "fits"),
    [
        ({"requests": 3}, True),
        ({"requests": 2}, False),
        ({"bytes": 12}, True),
        ({"bytes": 11}, False),
        ({"seconds": 0}, False),
    ],
)
def test_the_budget_ends_the_requests(
    server: Server, base: str, limits: dict[str, int], fits: bool
) -> None:
    server.answers["/x"] = [(200, {}, b"four")] * 3
    if fits:
        assert got(base, replace(LIMITS, **limits), times=3).body == b"four"
    else:
        with pytest.raises(Stopped, match=r"the budget of \d+ \w+ is used up"):
            got(base, replace(LIMITS, **limits), times=3)


def test_no_cookie_is_kept(server: Server, base: str) -> None:
    server.answers["/x"] = [(200, {"Set-Cookie": "a=b"}, b"")] * 2
    got(base, times=2)
    assert ["Cookie" in headers for headers in server.headers] == [False, False]


def test_a_file_name_that_is_too_long_is_refused(server: Server, base: str) -> None:
    server.captures[2] = replace(server.captures[2], declared={"filename": "a" * 70_000})
    with pytest.raises(BadAnswer, match="no URL"):
        fetched(SERVICES["commoncrawl"], base)


@pytest.mark.parametrize("name", ["\\u0001", "\\ud800", "\\r\\nX: y", "http://["])
def test_whatever_an_index_names_is_no_more_than_a_path(
    server: Server, base: str, name: str
) -> None:
    server.answers["collinfo"] = [(200, {}, f'[{{"cdx-api": "{name}-index"}}]'.encode())]
    with suppress(IndexFault):
        listed(SERVICES["commoncrawl"], base)
    assert len(server.requested) > 1
    key = f'[["original", "timestamp"], ["{FIRST}", "{TIME}"], [], ["{name}"]]'
    server.answers[WAYBACK_INDEX] = [(200, {}, key.encode())]
    with pytest.raises(IndexFault, match="answers 400"):
        listed(Wayback, base)
    assert all(path.isprintable() for path in server.requested)
    assert not any("X" in headers for headers in server.headers)


@pytest.mark.parametrize(("most", "fits"), [(4, True), (3, False)])
def test_an_answer_that_is_too_large_is_refused(
    server: Server, base: str, most: int, fits: bool
) -> None:
    server.answers["/x"] = [(200, {}, b"four")]
    if fits:
        assert got(base, most=most).body == b"four"
    else:
        with pytest.raises(BadAnswer, match="larger than 3 bytes"):
            got(base, most=most)
    assert len(server.requested) == 1


# The command


@pytest.fixture
def fails(tmp_path: Any) -> Callable[..., str]:
    """Return a function that calls `danvan backfill`, which must fail, and returns what it says."""

    def call(*words: str) -> str:
        database = ("--database", f"sqlite:///{tmp_path}/archive.db")
        done = CliRunner().invoke(main, ["backfill", *words, *database])
        assert done.exit_code == NOTHING_DONE, done.output
        assert done.output.count("\n") == 1
        assert list(tmp_path.iterdir()) == []
        return done.output

    return call


def test_errors_are_one_sentence_and_nothing_is_written(
    server: Server, base: str, fails: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def index(url: str = base, *more: str) -> str:
        return fails("nbtv", "--source", "wayback", "--index", url, *more)

    assert "There is no site 'nbt'" in fails("nbt", "--source", "wayback", "--index", base)
    assert "no pattern of articles" in fails("danvanhaiphong", "--source", "wayback")
    assert "--index must be a URL" in index("127.0.0.1")
    assert "--index must be a URL" in index("ftp://127.0.0.1/")
    assert "cannot be read: All connection attempts failed." in index("http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "gopher://127.0.0.1")
    assert "The proxy of the environment cannot be used" in fails("nbtv", "--source", "wayback")
    assert "no day lies between" in index(base, "--since", "2020-01-02", "--until", "2020-01-01")
    server.answers["cdx"] = [HTML_PAGE]
    assert f"The index of {base} answers with a page of HTML." in index()


@pytest.mark.parametrize(
    ("base", "delay"),
    [
        ("http://127.0.0.1:8080", 0),
        ("http://127.9.9.9", 0),
        ("http://[::1]:8080/cdx", 0),
        ("http://LOCALHOST", 0),
        ("http://localhost.example", 1),
        ("http://128.0.0.1", 1),
        ("http://10.0.0.1", 1),
        (None, 1),
    ],
)
def test_only_a_server_on_this_machine_is_asked_without_pauses(
    base: str | None, delay: float
) -> None:
    is_loopback = base is not None and backfill._is_loopback(base)
    limits, headers = backfill._settings(base if is_loopback else None)
    assert limits.delay == delay
    assert headers["From"] == "luu-tru@gosim.example"
