"""The sample newsroom: reproducible pages, correct expectations, conditional requests."""

from __future__ import annotations

import gzip
import html
import http.client
import re
import signal
import socket
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, quote, unquote_to_bytes, urljoin, urlsplit

import pytest

from sample_sites import Expected, Newsroom

pytestmark = pytest.mark.filterwarnings("error")

ROOT = Path(__file__).resolve().parent.parent
TRAPS = {
    "ad-inside",
    "agency-tag",
    "banner-alt",
    "br-paragraphs",
    "broken-slug",
    "byline-two-lines",
    "byline-two-spaces",
    "caption-doubled",
    "caption-glued-em",
    "caption-glued-plain",
    "challenge",
    "com-alias",
    "comment-box",
    "date-f5-old",
    "date-no-comma",
    "date-only",
    "date-time-first",
    "div-paragraphs",
    "empty-body",
    "end-mark",
    "epi-ads",
    "failed-500",
    "fragment-url",
    "gone-404",
    "gone-410",
    "initials",
    "nfd",
    "no-date",
    "off-topic-menu",
    "off-topic-related",
    "off-topic-sidebar",
    "page-clock",
    "print-copy",
    "print-url",
    "quote-slug-encoded",
    "quote-slug-raw",
    "redirect-foreign",
    "redirect-home",
    "redirect-other",
    "redirect-same",
    "related-b2",
    "related-box-news",
    "related-inside",
    "related-neutral",
    "related-twice",
    "related-unclassed",
    "republished",
    "robots-folder",
    "robots-pattern",
    "sapo-inside",
    "sapo-outside",
    "share-bar",
    "sitemap-only",
    "slash-url",
    "teaser-after-byline",
    "tracking-url",
    "two-page-ids",
    "two-urls",
    "view-counter",
    "windows-1258",
    "words-apart",
    "wrong-charset",
    "www-url",
}
STARTS = (
    "https://baoninhbinh.org.vn/chinh-tri",
    "https://baoninhbinh.org.vn/xay-dung-dang",
    "https://baoninhbinh.org.vn/s/" + quote("dân vận") + "?page=1",
    "https://baoninhbinh.org.vn/s/" + quote("quy chế dân chủ") + "?page=1",
    "https://baoninhbinh.org.vn/sitemap.xml",
    "https://nbtv.vn/thoi-su-401",
    "https://nbtv.vn/xay-dung-dang-412",
    "https://nghean.dcs.vn/vi-vn/chuyen-muc/dan-van-kheo/405534-193312",
    "https://nghean.dcs.vn/vi-vn/chuyen-muc/cong-tac-dan-van/405534-16570",
    "https://nghean.dcs.vn/vi-vn/chuyen-muc/quy-che-dan-chu/405534-193318",
    "https://binhdinh.dcs.vn/cac-co-quan-tham-muu-tinh-uy",
    "https://binhdinh.dcs.vn/hoat-dong-cua-lanh-dao-tinh",
    "https://binhdinh.dcs.vn/sitemap.xml.gz",
    "https://baobackan.vn/chinh-tri/",
    "https://baobackan.vn/chinh-tri/xay-dung-dang/",
    "https://baobackan.org.vn/xay-dung-dang/",
)


# By site: the validators of its articles, and whether it supports conditional requests.
CONDITIONS = {
    "baoninhbinh": (("ETag", "Last-Modified"), True),
    "nbtv": (("ETag", "Last-Modified"), False),
    "nghean_dcs": ((), False),
    "binhdinh_dcs": (("ETag",), True),
    "baobackan": (("Last-Modified",), True),
}
CONDITION_OF = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}


class Response(NamedTuple):
    status: int
    kind: str
    location: str
    validators: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The words of the page, decoded with the charset of its meta element."""
        charset = "cp1258" if re.search(b'charset="?windows-1258', self.body) else "utf-8"
        page = self.body.decode(charset)
        page = re.sub(r"(?s)<script.*?</script>|<[^>]+>", "\n", page)
        return re.sub(r"\s+", " ", unicodedata.normalize("NFC", html.unescape(page)))


class Client:
    """Requests the URLs of the sites from the newsroom over one connection."""

    def __init__(self, room: Newsroom) -> None:
        self._line = http.client.HTTPConnection(urlsplit(room.origin).netloc, timeout=60)

    def get(self, url: str, method: str = "GET", *conditions: tuple[str, str]) -> Response:
        parts = urlsplit(url)
        target = quote(parts.path or "/", safe="/%:") + ("?" + parts.query if parts.query else "")
        self._line.putrequest(method, target, skip_host=True)
        for name, value in (("Host", parts.netloc), *conditions):
            self._line.putheader(name, value)
        self._line.endheaders()
        got = self._line.getresponse()
        return Response(
            got.status,
            got.headers.get("Content-Type", ""),
            got.headers.get("Location", ""),
            {name: got.headers[name] for name in CONDITION_OF if name in got.headers},
            got.read(),
        )

    def close(self) -> None:
        self._line.close()


@pytest.fixture
def room() -> Iterator[Newsroom]:
    with Newsroom() as room:
        yield room


@pytest.fixture
def client(room: Newsroom) -> Iterator[Client]:
    client = Client(room)
    yield client
    client.close()


def pages(room: Newsroom) -> list[Response]:
    client = Client(room)
    urls = [url for record in room.expected for url in record.urls]
    got = [client.get(url) for url in (*STARTS, *STARTS, *urls)]
    client.close()
    return got


def test_pages_are_reproducible() -> None:
    # Two processes, because the newsrooms of one process share rendered pages.
    script = (
        "import hashlib\n"
        "from sample_sites import Newsroom\n"
        "from test_sample_sites import pages\n"
        "with Newsroom(night=2) as room:\n"
        "    print(hashlib.sha256(repr((pages(room), room.expected)).encode()).hexdigest())\n"
    )
    sums = {
        subprocess.run(
            [sys.executable, "-W", "error", "-c", script],
            env={"PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(sums) == 1


def test_every_site_has_forty_articles_and_some_off_topic(room: Newsroom) -> None:
    proper = [e for e in room.expected if e.outcome in ("stored", "off_topic", "refused")]
    counts = Counter(e.site for e in proper)
    assert set(counts) == {"baoninhbinh", "nbtv", "nghean_dcs", "binhdinh_dcs", "baobackan"}
    for site, count in counts.items():
        off = sum(e.site == site and e.outcome == "off_topic" for e in proper)
        assert count >= 40
        assert 0.18 <= off / count <= 0.27


def test_every_trap_exists(room: Newsroom) -> None:
    assert {e.trap for e in room.expected} - {""} == TRAPS


def test_texts_are_unique(room: Newsroom) -> None:
    first = [e for e in room.expected if e.body and e.outcome != "duplicate"]
    assert len({e.body for e in first}) == len(first)
    assert len({(e.site, e.title) for e in first}) == len(first)
    for record in first:
        words = sum(len(text.split()) for text in record.body)
        assert 200 <= words <= 480
        for text in (record.title, record.lead, *record.body):
            assert text == " ".join(unicodedata.normalize("NFC", text).split())


def test_topics_match_the_text(room: Newsroom) -> None:
    for record in room.expected:
        text = " ".join((record.title, record.lead, *record.body)).lower()
        if record.trap == "words-apart":
            assert "dân vận" in text
            assert not record.topics
            continue
        names = ("qcdc", "quy chế dân chủ", "thực hiện dân chủ ở cơ sở")
        found = {"dân vận": "dân vận" in text, "QCDC": any(name in text for name in names)}
        if record.body:
            assert record.topics == tuple(topic for topic in found if found[topic])


def test_weekdays_match_the_dates(room: Newsroom) -> None:
    days = ("hai", "ba", "tư", "năm", "sáu", "bảy", "nhật")
    for record in room.expected:
        raw = (record.published_raw or "").lower()
        if found := re.match(r"(?:thứ|chủ) (\w+)", raw):
            day = datetime.fromisoformat(record.published or "").weekday()
            assert found[1] in (days[day], str(day + 2))


def follow(client: Client, url: str) -> Response:
    """Return the response after at most three redirects within the sites."""
    got = client.get(url)
    for _ in range(3):
        if got.status != 302 or ".example" in got.location:
            break
        url = got.location
        got = client.get(url)
    return got


@pytest.mark.parametrize("night", [1, 2])
def test_every_response_matches_its_outcome(room: Newsroom, client: Client, night: int) -> None:
    room.play(night)
    barred = ("/bao-in/", "/luu-hanh-noi-bo-")
    for record in room.expected:
        for url in record.urls:
            got = follow(client, url)
            match record.outcome:
                case "stored" | "off_topic" | "duplicate":
                    assert_shows(got, record)
                case "gone":
                    moved_home = record.trap == "redirect-home" and got.status == 200
                    assert got.status in (404, 410) or moved_home
                case "failed":
                    assert got.status == 500
                case "blocked":
                    assert got.status == 200
                    assert "JavaScript" in got.text
                case "empty":
                    assert record.title in got.text
                    assert record.published_raw is None or record.published_raw in got.text
                case "refused":
                    foreign = got.status == 302 and ".example" in got.location
                    assert foreign or urlsplit(url).path.startswith(barred)


def assert_shows(got: Response, record: Expected) -> None:
    """Assert that the page shows all fields of the record in order."""
    assert got.status == 200, record.urls
    place = 0
    for part in (record.title, record.lead, *record.body, record.author, record.unit):
        if part:
            found = got.text.find(part, place)
            assert found >= 0, (record.urls, part)
            place = found + len(part)
    assert record.section in got.text
    # Where the page prints no date, the URL of some articles has the day.
    shown = got.text + record.urls[0]
    assert record.published_raw is None or record.published_raw in shown


def links(got: Response, base: str) -> list[str]:
    body = gzip.decompress(got.body) if "gzip" in got.kind else got.body
    page = body.decode("utf-8", "replace")
    found = re.findall(r'href="([^"]+)"', page) + re.findall(r"<loc>([^<]+)</loc>", page)
    return [urljoin(base, html.unescape(link)) for link in found]


def bare(url: str) -> tuple[str, bytes]:
    """Return the host and path of a URL without `www.`, percent-encoding and final slash."""
    parts = urlsplit(url)
    host = parts.netloc.removeprefix("www.")
    return host, unquote_to_bytes(parts.path).rstrip(b"/")


def test_every_article_is_linked_from_a_listing(room: Newsroom, client: Client) -> None:
    seen: set[str] = set()
    linked: set[tuple[str, bytes]] = set()
    queue = list(STARTS)
    starts = {bare(start) for start in STARTS}
    while queue:
        url = queue.pop(0)
        if url in seen or urlsplit(url).netloc.endswith(".example"):
            continue
        seen.add(url)
        for link in links(client.get(url), url):
            linked.add(bare(link))
            more = bare(link) in starts and parse_qs(urlsplit(link).query)
            if more or "/trang-" in link or link.endswith(".xml"):
                queue.append(link)
    for record in room.expected:
        assert any(bare(url) in linked for url in record.urls), record


def test_listings_shift_once_without_gaps(client: Client) -> None:
    url = "https://nbtv.vn/xay-dung-dang-412"

    def titles(page: int) -> list[str]:
        text = client.get(f"{url}?p={page}").body.decode()
        return re.findall(r'<div class="name"><a href="[^"]+">([^<]+)', text)

    first, second = titles(1), titles(2)
    assert first[-1] == second[0]
    assert titles(1)[1:] == first[:-1]
    assert titles(90) == []


def test_the_second_night_adds_edits_and_removes_articles() -> None:
    with Newsroom() as room:
        before = {e.urls: e for e in room.expected}
        room.play(night=2)
        after = {e.urls: e for e in room.expected}
    assert set(before) < set(after)
    for site in {e.site for e in before.values()}:
        fresh = [e for urls, e in after.items() if urls not in before and e.site == site]
        assert len(fresh) == 4
        changed = {e.trap: e for u, e in after.items() if e.site == site and before.get(u, e) != e}
        assert set(changed) == {"edited-number", "edited-sentence", "removed"}
        for trap, record in changed.items():
            same_text = before[record.urls].body == record.body
            assert same_text == (trap == "removed")
            assert record.outcome == ("gone" if trap == "removed" else "stored")


def articles(room: Newsroom, site: str) -> dict[str, Expected]:
    """Return the articles of a site by each of their URLs."""
    return {url: e for e in room.expected if e.site == site for url in e.urls}


@pytest.mark.parametrize(("site", "validators_of"), [(s, c) for s, (c, _) in CONDITIONS.items()])
def test_articles_have_validators(
    room: Newsroom, client: Client, site: str, validators_of: tuple[str, ...]
) -> None:
    titles: dict[str, str] = {}
    for url, record in articles(room, site).items():
        got = client.get(url)
        proper = got.status == 200 and record.outcome != "blocked"
        assert tuple(got.validators) == (validators_of if proper else ()), url
        if "Last-Modified" in got.validators:
            modified = got.validators["Last-Modified"]
            assert modified.endswith(" GMT")
            local = parsedate_to_datetime(modified).astimezone(timezone(timedelta(hours=7)))
            day = (record.published or "")[:10]
            assert day in ("", local.date().isoformat())
        if "ETag" in got.validators:
            tag = got.validators["ETag"]
            assert titles.setdefault(tag, record.title) == record.title


def test_other_pages_have_no_validators(client: Client) -> None:
    for url in (*STARTS, "https://baoninhbinh.org.vn/", "https://baoninhbinh.org.vn/robots.txt"):
        got = client.get(url, "GET", ("If-None-Match", "*"))
        assert (got.status, got.validators) == (200, {})


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("site", "validator"),
    [
        (s, c)
        for s, (validators_of, supported) in CONDITIONS.items()
        if supported
        for c in validators_of
    ],
)
def test_the_second_night_responds_304_unless_changed(
    room: Newsroom, client: Client, site: str, validator: str, method: str
) -> None:
    held = {url: client.get(url).validators for url in articles(room, site)}
    held = {url: validators for url, validators in held.items() if validators}
    room.play(night=2)
    statuses: Counter[int] = Counter()
    for url, record in articles(room, site).items():
        if url not in held:
            continue
        got = client.get(url, method, (CONDITION_OF[validator], held[url][validator]))
        statuses[got.status] += 1
        match record.trap:
            case "edited-number" | "edited-sentence":
                assert got.status == 200
                assert got.validators.keys() == held[url].keys()
                assert not got.validators.items() & held[url].items()
                assert bool(got.body) == (method == "GET")
            case "removed":
                assert (got.status, got.validators) == (410, {})
            case _:
                assert (got.status, got.validators, got.body) == (304, held[url], b"")
    assert statuses[304] >= 40


def views(got: Response) -> int:
    found = re.search("([0-9,]+) lượt xem", got.text)
    return int(found[1].replace(",", "")) if found else -1


def test_one_site_ignores_conditions_and_counts_its_views(room: Newsroom, client: Client) -> None:
    held = {url: client.get(url) for url in articles(room, "nbtv")}
    room.play(night=2)
    compared = 0
    for url, record in articles(room, "nbtv").items():
        if url not in held or not held[url].validators or record.trap == "removed":
            continue
        before = held[url]
        conditions = [(CONDITION_OF[name], value) for name, value in before.validators.items()]
        got = client.get(url, "GET", *conditions)
        assert got.status == 200
        assert got.body != before.body
        assert (got.validators == before.validators) == (not record.trap.startswith("edited-"))
        assert views(before) < views(got)
        compared += 1
    assert compared >= 40


TAG, DATE = "{ETag}", "{Last-Modified}"


@pytest.mark.parametrize(
    ("site", "status", "conditions"),
    [
        ("baoninhbinh", 304, {"If-None-Match": TAG}),
        ("baoninhbinh", 304, {"If-None-Match": "{strong}"}),
        ("baoninhbinh", 304, {"If-None-Match": '"a,b", {strong}, W/"c"'}),
        ("baoninhbinh", 304, {"If-None-Match": '"a"', "if-none-match": TAG}),
        ("baoninhbinh", 304, {"If-None-Match": "*"}),
        ("baoninhbinh", 200, {"If-None-Match": '"a", W/"c"'}),
        ("baoninhbinh", 200, {"If-None-Match": "a"}),
        ("baoninhbinh", 200, {"If-None-Match": ""}),
        ("baoninhbinh", 304, {"If-Modified-Since": DATE}),
        ("baoninhbinh", 304, {"If-Modified-Since": "Sun, 06 Nov 2033 08:49:37 GMT"}),
        ("baoninhbinh", 304, {"If-Modified-Since": "Sunday, 06-Nov-33 08:49:37 GMT"}),
        ("baoninhbinh", 304, {"If-Modified-Since": "Sun Nov  6 08:49:37 2033"}),
        ("baoninhbinh", 200, {"If-Modified-Since": "Sun, 06 Nov 1994 08:49:37 GMT"}),
        ("baoninhbinh", 200, {"If-Modified-Since": "hôm qua".encode().decode("latin-1")}),
        ("baoninhbinh", 200, {"If-Modified-Since": "Sun, 06 Nov 99999999999 08:49:37 GMT"}),
        ("baoninhbinh", 200, {"If-None-Match": '"a"', "If-Modified-Since": DATE}),
        (
            "baoninhbinh",
            304,
            {"If-None-Match": TAG, "If-Modified-Since": "Sun, 06 Nov 1994 08:49:37 GMT"},
        ),
        ("binhdinh_dcs", 200, {"If-Modified-Since": "Sun, 06 Nov 2033 08:49:37 GMT"}),
        ("baobackan", 200, {"If-None-Match": '"a"', "If-Modified-Since": DATE}),
        ("baobackan", 304, {"If-None-Match": "*"}),
        ("nbtv", 200, {"If-None-Match": "*"}),
        ("nghean_dcs", 200, {"If-None-Match": "*"}),
    ],
)
def test_conditional_requests_follow_the_standard(
    room: Newsroom, client: Client, site: str, status: int, conditions: dict[str, str]
) -> None:
    url = next(u for u, e in articles(room, site).items() if e.outcome == "stored" and not e.trap)
    held = client.get(url).validators
    known = {**held, "strong": held.get("ETag", "").removeprefix("W/")}
    headers = [(name, value.format_map(known)) for name, value in conditions.items()]
    for method in ("GET", "HEAD"):
        got = client.get(url, method, *headers)
        assert (got.status, got.validators) == (status, held)
        assert bool(got.body) == (status == 200 and method == "GET")


def test_every_robots_txt_has_its_status(client: Client) -> None:
    states = {
        "baoninhbinh.org.vn": 200,
        "nbtv.vn": 404,
        "nghean.dcs.vn": 200,
        "binhdinh.dcs.vn": 200,
        "baobackan.vn": 200,
        "baobackan.com.vn": 503,
        "baobackan.org.vn": 404,
    }
    for host, status in states.items():
        assert client.get(f"https://{host}/robots.txt").status == status


def test_unusual_requests_are_handled(room: Newsroom, client: Client) -> None:
    assert client.get("https://khong-co.example/").status == 421
    missing = client.get("https://nbtv.vn/khong-co")
    assert missing.status == 404
    assert "Thời sự" in missing.text
    head = client.get("https://www.nbtv.vn:8080/", "HEAD")
    assert head.status == 200
    assert head.body == b""
    assert room.requests[-1] == ("www.nbtv.vn", "/")
    room.requests.clear()
    for raw in (b"/\xff\xfe%zz%", "/tin/”x”".encode(), b"/%EF%BF%BD%00"):
        address = urlsplit(room.origin)
        with socket.create_connection((address.hostname, address.port)) as line:
            line.sendall(b"GET " + raw + b" HTTP/1.1\r\nHost: nghean.dcs.vn\r\n\r\n")
            with line.makefile("rb") as response:
                assert response.readline().startswith(b"HTTP/1.1 404 ")
    assert len(room.requests) == 3


def test_stops_with_an_open_connection() -> None:
    with Newsroom() as room:
        client = Client(room)
        client.get("https://nbtv.vn/")
        address = urlsplit(room.origin)
    client.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((address.hostname or "", address.port or 0), timeout=2)


@pytest.mark.parametrize("wrong", [{"per_site": 10}, {"night": 3}])
def test_invalid_arguments_raise_an_error(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must be"):
        Newsroom(**wrong)


def test_the_command_serves_until_terminated() -> None:
    command = [sys.executable, "-W", "error", "-m", "sample_sites"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("Sample newsroom: http://127.0.0.1:")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
