"""Requests that nobody means well with, sent as they are over a socket, to every kind of page."""

import json
import re
import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

import pytest

from archive.sites import put_sites
from operations.publish import publish

from .archives import SITE, opened
from .releases import published_archive
from .test_limits_publishing import MAX_MEMORY, most_memory
from .test_publishing import SECONDS, Served, serving

MAX_CPU = 3.0
"""Seconds of the server for one request; the machine may be busy with others."""
HOST = "127.0.0.1"

FOREVER = "with recursive n(x) as (select 1 union all select x + 1 from n) "
JOINED = ", ".join(f"pragma_function_list f{n}" for n in range(6))
MANY, SOME = "hex(zeroblob(500000))", "hex(zeroblob(30000))"
CLASSES = "replace(hex(zeroblob(3000)), '00', '0[0-1]')"
LONG = "a" * 60_000


def _request(
    target: str, *headers: str, method: str = "GET", body: bytes = b"", host: str = HOST
) -> bytes:
    """Return the bytes of a request; a letter that is no ASCII is sent as its UTF-8."""
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def _sql(query: str, path: str = "/archive.json") -> bytes:
    return _request(f"{path}?sql={quote(query)}")


def _form(target: str, body: str) -> bytes:
    kind = "Content-Type: application/x-www-form-urlencoded"
    length = f"Content-Length: {len(body)}"
    return _request(target, kind, length, method="POST", body=body.encode())


REQUESTS = {
    # Paths
    "a path of 60,000 letters": _request(f"/archive/{LONG}"),
    "a site of 60,000 letters": _request(f"/archive/sites/{LONG}"),
    "a path of 2,000 folders": _request("/x" * 2_000),
    "a path with NUL": _request("/archive/sites/a%00b"),
    "a path with a line": _request("/archive/sites/a%0d%0aSet-Cookie:%20x=1"),
    "a path of a half letter": _request("/archive/provinces/%E1%BA"),
    "a path of no UTF-8": _request("/archive/topics/%FF%FE.atom"),
    "a path of a half percent sign": _request("/archive/sites/%"),
    "a path of a surrogate": _request("/archive/sites/%ED%A0%80"),
    "a path in UTF-8": _request("/archive/provinces/Bắc-Kạn"),
    "a path of tildes": _request("/archive/~7E~ED~A0~80/~"),
    "another folder": _request("/archive/sites/..%2f..%2f..%2fetc%2fpasswd"),
    "another folder of static files": _request("/-/static/../../../../etc/passwd"),
    "another folder of our static files": _request(
        "/-/static-plugins/danvan-archive/..%2f..%2f__init__.py"
    ),
    "another server": _request("//evil.example/%2f.."),
    "an absolute address": _request("http://evil.example/archive"),
    "an article of 19 digits": _request("/archive/articles/9999999999999999999"),
    "an article of 4,000 digits": _request(f"/archive/articles/{'9' * 4_000}"),
    "an article of other digits": _request("/archive/articles/%D9%A1"),
    "a negative article": _request("/archive/articles/-1.bib"),
    "a capture of many digits": _request(f"/archive/articles/1/capture?capture={'9' * 5_000}"),
    "a part of the map": _request("/sitemap-999999999.xml"),
    "a badge of another folder": _request("/-/badge/..%2f..%2fstatus.svg"),
    # Parameters
    "5,000 parameters": _request("/archive/articles?" + "&".join(f"p{n}=1" for n in range(5_000))),
    "200 facets": _request("/archive/articles?" + "&".join(["_facet=site"] * 200)),
    "200 filters": _request("/archive/articles?" + "&".join(["id__gt=0"] * 200)),
    "200 conditions": _request("/archive/articles?" + "&".join(["_where=1"] * 200)),
    "200 searches": _request("/archive/articles?" + "&".join(["_search_title=dan"] * 200)),
    "200 words": _request("/archive/search?" + "&".join(["q=a"] * 200)),
    "a page of many digits": _request(f"/archive/search?q=dan&page={'9' * 5_000}"),
    "a negative page": _request("/archive/search?q=dan&page=-1"),
    "a page of other digits": _request("/archive/search.json?q=dan&page=%D9%A1"),
    "a page of power two": _request("/archive/search.json?q=dan&page=%C2%B2"),
    "a search of 60,000 letters": _request(f"/archive/search?q={LONG}"),
    "a search of 20,000 words": _request(f"/archive/search?q={'a+' * 20_000}"),
    "a search of operators": _request(f"/archive/search?q={'OR+-%22*title:' * 3_000}"),
    "a search of marks": _request(f"/archive/search?q=a{'%CC%81' * 5_000}"),
    "a period of many digits": _request(f"/archive/search?q=dan&since={'9' * 5_000}"),
    "a period of year nought": _request("/archive/search?q=dan&since=0/0/0000&until=99/99/9999"),
    "a filter with NUL": _request("/archive/search.atom?q=%00&site=%00&topic=%00%FF"),
    "a table search of an expression": _request(
        "/archive/articles?_search=" + quote('NEAR(dân vận) OR "" AND ^ ( * :') + "&_searchmode=raw"
    ),
    "a table search of brackets": _request(
        f"/archive/articles?_search={'(' * 5_000}&_searchmode=raw"
    ),
    "a table search of stars": _request("/archive/articles?_search=*&_searchmode=raw"),
    "a phrase of 60,000 letters": _request(f"/-/pictures/phrases?a={LONG}&b={LONG}"),
    "a month of nothing": _request("/-/pictures/months?topic=%00&province=%FF&site=%E2%80%AE"),
    "a language of another page": _request("/?_lang=vi%0d%0aSet-Cookie:%20x=1"),
    "a size of many digits": _request(f"/archive/articles.json?_size={'9' * 5_000}"),
    "a page of nothing": _request(f"/archive/articles?_next={'~' * 3_000}"),
    "a callback": _request("/archive/articles.json?callback=alert(1)&_shape=array&_json=title"),
    "a CSV of a table with a zero": _request("/archive/%00.csv"),
    "a CSV of a table with a question mark": _request("/archive/sites%3F_b.csv"),
    "a CSV of 70,000 letters": _request(f"/archive/{'a' * 70_000}.csv?_stream=on"),
    "another table": _request(
        "/archive/articles?_through=" + quote(json.dumps({"table": "x" * 9_000, "column": [{}]}))
    ),
    "JSON of 5,000 brackets": _request(f"/archive/articles?_through={'[' * 5_000}"),
    # SQL
    "SQL without an end": _sql(FOREVER + "select max(x) from n"),
    "SQL without an end, as CSV": _request(
        f"/archive.csv?_stream=1&sql={quote(FOREVER + 'select x from n')}"
    ),
    "SQL that joins all": _sql(f"select count(*) from {JOINED}"),
    "SQL of a large text": _sql("select replace(hex(zeroblob(9999999)), '0', hex(zeroblob(9999)))"),
    "SQL of a large list": _sql(FOREVER + "select json_group_array(hex(zeroblob(9999))) from n"),
    "SQL of a large pattern": _sql(
        f"select hex(zeroblob(20000)) like '{'%0' * 5_000}1' from articles"
    ),
    "SQL of 5,000 brackets": _sql("select " + "(" * 5_000 + "1" + ")" * 5_000),
    "SQL without a loop": _sql("select " + "+".join(["length(hex(zeroblob(7999999)))"] * 1_000)),
    "SQL of 5,000 sums": _sql("select " + "1+" * 5_000 + "1"),
    "SQL of a format": _sql("select printf('%.*c', 2000000000, 'x')"),
    "SQL of a wide format": _sql("select printf('%2000000000c', 'x')"),
    "SQL that trims": _sql(f"select trim({SOME}, replace({SOME}, '0', '1') || '0')"),
    "SQL that looks for a part": _sql(f"select instr({MANY}, {MANY} || '1')"),
    "SQL that replaces a part": _sql(f"select replace({MANY}, {MANY} || '1', 'x')"),
    "SQL of many classes": _sql(f"select {MANY} glob '*' || {CLASSES} || '1'"),
    "SQL that changes the heap": _sql("select 1; pragma hard_heap_limit = 0"),
    "SQL of another file": _sql("select load_extension('/etc/passwd'), readfile('/etc/passwd')"),
    "SQL of parameters": _request(
        "/archive?sql=select+" + ",".join(f":p{n}" for n in range(1_500))
    ),
    "SQL of a large facet": _request("/archive?sql=select+*+from+articles&_facet=body&_size=max"),
    # Headers, methods and bodies
    "another host": _request("/", host="evil.example"),
    "a host that is no host": _request("/", host='"><script>alert(1)</script>'),
    "a forwarded host": _request("/", "X-Forwarded-Host: evil.example", "X-Original-URL: /-/x"),
    "2,000 languages": _request("/", "Accept-Language: " + ",".join(["vi;q=0.1"] * 2_000)),
    "a language without a number": _request("/", "Accept-Language: vi;q=nan,en;q=-inf,;q=1e999"),
    "1,000 cookies": _request("/", "Cookie: " + "; ".join(f"c{n}=1" for n in range(1_000))),
    "a signed cookie": _request("/archive", "Cookie: ds_actor=eyJ.x; ds_messages=x.y; x"),
    "a token": _request("/archive", "Authorization: Bearer \xff"),
    "a header in other letters": _request("/", "Accept-Language: \u202eđ", "If-None-Match: \u202e"),
    "a header of 60,000 letters": _request("/", f"X-Long: {LONG}"),
    "2,000 headers": _request("/", *(f"X-{n}: 1" for n in range(2_000))),
    "1,000 ranges": _request("/archive.db", "Range: bytes=" + ",".join(["0-"] * 1_000)),
    "ranges of one byte": _request(
        "/archive.db", "Range: bytes=" + ",".join(f"{n * 2}-{n * 2}" for n in range(2_000))
    ),
    "a range of many digits": _request("/archive.db", f"Range: bytes={'9' * 5_000}-"),
    "a range that ends before it begins": _request("/archive.db", "Range: bytes=9-1"),
    "a time of nobody": _request("/archive.db", "If-Modified-Since: Mon, 99 Foo 99999 99:99:99"),
    "DELETE": _request("/archive/articles/1", method="DELETE"),
    "PUT": _request("/archive.db", "Content-Length: 4", method="PUT", body=b"evil"),
    "a method of a view": _request("/archive/articles", method="RENDER"),
    "a method of a row": _request("/archive/runs/1.json", method="BREW"),
    "a method of nobody": _request("/archive/search?q=dan", method="BREW"),
    "OPTIONS of everything": _request("*", method="OPTIONS"),
    "TRACE": _request("/", method="TRACE"),
    "CONNECT": _request("evil.example:443", method="CONNECT"),
    "a form to a table": _form("/archive/articles", "sql=delete+from+articles"),
    "a form to a search": _form("/archive/search", "q=" + "%" * 5_000),
    "a form with a token": _request("/", "X-CSRFToken: đ", "Cookie: x=1", method="POST"),
    "a form without its boundary": _request(
        "/", "Content-Type: multipart/form-data", "Cookie: x=1", method="POST"
    ),
    "a form to the messages": _form("/-/messages", "message=x&message_type=all"),
    "a login": _request("/-/auth-token?token=" + LONG),
    "a logout": _form("/-/logout", "x=1"),
    "permissions": _form("/-/permissions", "actor={&permission=x"),
    "an upgrade": _request("/archive", "Connection: Upgrade", "Upgrade: websocket"),
    "a body without its end": _request("/", "Content-Length: 99999999999"),
    "a request in a request": _request(
        "/", "Content-Length: 6", "Transfer-Encoding: chunked",
        body=b"0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
    ),
    "two hosts": _request("/", "Host: evil.example"),
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "HTTP 0.9": b"GET /\r\n\r\n",
    "HTTP of tomorrow": b"GET / HTTP/9.9\r\nHost: x\r\nConnection: close\r\n\r\n",
}  # fmt: skip


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a release of its own: the memory of its server is measured."""
    folder = tmp_path_factory.mktemp("requests")
    url = published_archive(folder)
    with opened(url) as archive:
        archive.write(*put_sites([SITE]))
    publish(url, folder / "published", keep=1)
    with serving(folder / "published" / "archive.db", immutable=True) as server:
        yield server


def _answer(served: Served, request: bytes) -> bytes:
    """Return all that the server answers, until it closes the connection."""
    with closing(socket.create_connection((HOST, served.port), SECONDS)) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(1 << 16), b""))


def _cpu(served: Served) -> float:
    """Return the seconds of processor time that the server has used."""
    fields = Path(f"/proc/{served.process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


@pytest.mark.parametrize("name", REQUESTS)
def test_a_hostile_request_gets_an_answer(served: Served, name: str) -> None:
    before = _cpu(served)
    answer = _answer(served, REQUESTS[name])
    head, _, _ = answer.partition(b"\r\n\r\n")
    status = re.match(rb"HTTP/1\.1 (\d{3}) ", head)
    assert status, answer
    assert 200 <= int(status[1]) < 500
    assert b"Set-Cookie: x" not in head.title()
    assert _cpu(served) - before < MAX_CPU


def test_a_large_form_is_not_kept_in_memory(served: Served) -> None:
    piece, pieces = bytes(1_000_000), 200
    headers = (
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {pieces * len(piece)}",
        "Cookie: lang=vi",
    )
    with closing(socket.create_connection((HOST, served.port), SECONDS)) as connection:
        connection.sendall(_request("/archive/search", *headers, method="POST"))
        with suppress(ConnectionError):  # the server has answered, and reads no more
            for _ in range(pieces):
                connection.sendall(piece)
    assert served.get("/-/health")[0] == 200
    assert most_memory(served) < MAX_MEMORY


def test_after_all_that_the_server_is_well(served: Served) -> None:
    log = served.log.read_text("utf-8")
    assert "Traceback" not in log
    assert "Exception" not in log
    assert most_memory(served) < MAX_MEMORY
    assert served.get("/")[0] == 200
