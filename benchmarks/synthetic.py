"""An archive of any size, made in a minute: what so many nights of crawls would have left.

Each night brought the same to each site: articles, as many pages on other topics, a file with a
capture of each article, a run, and a listing of the day. Of the articles, some have no date, some
are reprints, in doubt or gone, and some were edited.
"""

# ruff: noqa: S608  (the queries are put together from names of our own columns)

import gzip
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from archive.search import CREATE, DROP, REBUILD
from archive.times import format_time
from archive.warc.records import Exchange, pack, run_record
from benchmarks.texts import Text, short
from extraction.extract import text_digest, text_words
from extraction.text import d_words

PER_NIGHT = 55
"""Articles of a site and a night: five sites bring a million in ten years."""
RECHECKED_NIGHTS = 91
"""The articles of the last nights are still to be rechecked, after the night that is measured."""

# One article of so many has no date, is a reprint, is in doubt, is gone, was edited.
_UNDATED, _REPRINTS, _IN_DOUBT, _GONE, _EDITED = 50, 60, 70, 80, 90
_NUMBER = 9  # digits
_PAGE = b"<h1>D\xc3\xa2n v\xe1\xba\xadn kh\xc3\xa9o</h1>"

Row = dict[str, Any]
Site = tuple[str, str | None, str | None]
"""Its name, and its province then and now."""


@dataclass(frozen=True, slots=True)
class _Night:
    """What one night brought to one site."""

    site: str
    province: str | None
    province_now: str | None
    began: datetime
    numbers: range
    """Of its articles."""
    next_check: str | None

    @property
    def time(self) -> str:
        return format_time(self.began)

    @property
    def file(self) -> str:
        return f"{self.site}/{self.site}-{self.began:%Y%m%d}-001.warc.gz"


def fill(
    database: Path,
    captures: Path,
    articles: int,
    until: datetime,
    write: Callable[[int], Text] = short,
    per_night: int = PER_NIGHT,
) -> int:
    """Add articles to the sites of an archive, of the nights before a day.

    Returns how many nights that are.
    """
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -1000000")
        sites = connection.execute(
            "SELECT DISTINCT site, province, province_now FROM articles"
        ).fetchall()
        (first,) = connection.execute("SELECT max(id) + 1 FROM pages").fetchone()
        nights = list(_nights(sites, range(first, first + articles), until, per_night))
        for statement in DROP:  # to build the index at the end is faster
            connection.execute(statement)
        written = (_article(night, n, write(n)) for night in nights for n in night.numbers)
        _put(connection, "articles", written)
        edited = (
            _revision(night, n) for night in nights for n in night.numbers if n % _EDITED == 0
        )
        _put(connection, "revisions", edited)
        _put(connection, "pages", (_page(night, n, n) for night in nights for n in night.numbers))
        off_topic = (_page(night, n + articles) for night in nights for n in night.numbers)
        _put(connection, "pages", off_topic)
        _put(connection, "runs", map(_run, nights))
        _put(connection, "listings", map(_listing, nights))
        for night in nights:
            content, rows = _captures(night)
            path = captures / night.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            _put(connection, "capture_files", [_file(night, len(content))])
            _put(connection, "captures", rows)
        for statement in CREATE:
            connection.execute(statement)
        connection.execute(REBUILD)
        connection.commit()
    return len(nights) // len(sites)


def _nights(sites: list[Site], numbers: range, until: datetime, per_night: int) -> Iterator[_Night]:
    """Yield the nights, the oldest first, each with a part of the articles for each site."""
    later = format_time(until + timedelta(days=30))
    starts = range(numbers.start, numbers.stop, per_night)
    number_of_nights = -(-len(starts) // len(sites))
    for place, start in enumerate(starts):
        ago = number_of_nights - place // len(sites)
        yield _Night(
            *sites[place % len(sites)],
            until - timedelta(days=ago),
            numbers[start - numbers.start :][:per_night],
            later if ago <= RECHECKED_NIGHTS else None,
        )


def _put(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    rows = iter(rows)
    one = next(rows, None)
    if one is None:
        return
    names = ", ".join(f'"{name}"' for name in one)
    values = ", ".join(f":{name}" for name in one)
    connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({values})", chain([one], rows))


def _url(site: str, number: int) -> str:
    return f"https://{site}.example/bai-viet-post{number:0{_NUMBER}}.html"


def _article(night: _Night, number: int, text: Text) -> Row:
    published = f"{night.began:%Y-%m-%d}T07:30:00+07:00" if number % _UNDATED else None
    words = text_words(text.lead, text.body)
    return {
        "id": number,
        "title": text.title,
        "published": published,
        "site": night.site,
        "province": night.province,
        "province_now": night.province_now,
        "topics": text.topics,
        "lead": text.lead,
        "body": text.body,
        "captions": "[]",
        "evidence": json.dumps(text.evidence, ensure_ascii=False),
        "words": len(words),
        "layout": "structure",
        "url": _url(night.site, number),
        "first_captured": night.time,
        "duplicate_of": None if number % _REPRINTS else night.numbers[0],
        "text_sha256": text_digest(words, text.title, published),
        "d_words": d_words(text.title, text.lead, text.body),
        "doubts": "[]" if number % _IN_DOUBT else '["date: only the head states it"]',
        "gone_since": None if number % _GONE else night.time,
    }


def _revision(night: _Night, number: int) -> Row:
    return {
        "article_id": number,
        "number": 1,
        "seen": night.time,
        "cause": "edited",
        "changed": '["title"]',
        "title": "Tiêu đề cũ",
        "body": "Nội dung cũ.",
    }


def _page(night: _Night, number: int, article: int | None = None) -> Row:
    return {
        "id": number,
        "url": _url(night.site, number),
        "site": night.site,
        "key": f"post:{number}",
        "outcome": "off_topic" if article is None else "stored",
        "reason": "a reason in words",
        "status": 200,
        "first_seen": night.time,
        "last_fetched": night.time,
        "next_check": None if article is None else night.next_check,
        "failures": 0,
        "article_id": article,
    }


def _run(night: _Night) -> Row:
    return {
        "site": night.site,
        "started": night.time,
        "finished": night.time,
        "requests": 2 * len(night.numbers),
        "stored": len(night.numbers),
        "off_topic": len(night.numbers),
        **dict.fromkeys(
            ("listings", "unchanged", "revised", "duplicate", "empty", "blocked", "gone",
             "refused", "failed"), 0,
        ),
        "verdict": "good",
        "reasons": "[]",
        "kind": "crawl",
    }  # fmt: skip


def _listing(night: _Night) -> Row:
    url = f"https://{night.site}.example/ngay/{night.began:%d-%m-%Y}"
    return {"url": url, "site": night.site, "read_through": night.time}


def _file(night: _Night, size: int) -> Row:
    return {"file": night.file, "site": night.site, "opened": night.time, "settled": size}


def _captures(night: _Night) -> tuple[bytes, list[Row]]:
    """Return the content of a night's file, and the rows of the captures in it."""
    content = bytearray(run_record(night.site, night.file))
    pattern = _url(night.site, 0)
    exchange = Exchange(pattern, night.began, 200, [("Content-Type", "text/html")], _PAGE)
    records = pack(exchange)  # to pack that of each page takes minutes
    record = gzip.decompress(records.response)
    rows = []
    for number in night.numbers:
        packed = gzip.compress(
            record.replace(pattern.encode(), _url(night.site, number).encode()), 1, mtime=0
        )
        rows.append(
            {
                "page_id": number,
                "fetched": night.time,
                "file": night.file,
                "offset": len(content),
                "length": len(packed),
                "sha256": records.sha256,
                "status": 200,
                "record": "response",
            }
        )
        content += packed
    return bytes(content + run_record(night.site, night.file)), rows
