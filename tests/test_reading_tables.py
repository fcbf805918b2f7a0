"""Tables and lists of a release of some thousand articles, with equal dates and without dates."""

import asyncio
import csv
import html
import io
import itertools
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from datasette.app import Datasette  # type: ignore[import-untyped]

from archive.search import REBUILD
from archive.sites import put_sites
from operations import copying
from operations.descriptions import described_tables, read_metadata
from operations.reading_tables import add_reading_tables
from publishing import filters
from publishing.article import stored
from publishing.pictures import phrases, queries
from publishing.whole_csv import MAX_ROWS

from .archives import SITE, new_archive, opened, rows
from .releases import published_archive
from .test_publishing import SIM, Served, serving

ARTICLES = 2500
DATES = (None, "2024-05-06", "2024-05-06T07:30:00+07:00", "2023-01-02T06:00:00+07:00", None)
TOPICS = (["dân vận"], ["QCDC"], ["dân vận", "QCDC"])
EVIDENCE: tuple[list[dict[str, Any]], ...] = (
    [{"topic": "dân vận", "phrase": "dân vận khéo", "field": "body", "count": 2}],
    [{"topic": "QCDC", "phrase": "qcdc", "field": "title", "count": 1}],
    [
        {"topic": "dân vận", "phrase": "dân vận khéo", "field": "title", "count": 1},
        {"topic": "dân vận", "phrase": "dân vận khéo", "field": "body", "count": 3},
        {"topic": "QCDC", "phrase": "qcdc", "field": "lead", "count": 1},
    ],
)


def _through(column: str, value: str) -> str:
    return json.dumps({"table": "article_topics", "column": column, "value": value})


def _article(number: int) -> dict[str, Any]:
    site = (SITE, SIM)[number % 2]
    return {
        "id": number,
        "title": f"Dân vận khéo ở thôn {number % 7}",
        "published": DATES[number % len(DATES)],
        "site": site.name,
        "province": site.province,
        "province_now": site.province_now,
        "topics": json.dumps(TOPICS[number % 3], ensure_ascii=False),
        "body": "Bà con xã Gò Sim họp bàn.",
        "captions": "[]",
        "evidence": json.dumps(EVIDENCE[number % 3], ensure_ascii=False),
        "words": 7,
        "layout": "structure",
        "url": f"https://{site.host}/{number * 7919 % 10007:05}-bai.html",
        "first_captured": "2024-05-07T00:00:00+00:00",
        "duplicate_of": 1 if number % 10 == 9 else None,
        "text_sha256": str(number),
        "d_words": "",
        "doubts": "[]",
    }


def _fill(path: Path) -> None:
    with opened(new_archive(path.parent)) as archive:
        archive.write(*put_sites([SITE, SIM]))
    articles = [_article(number) for number in range(1, ARTICLES + 1)]
    page = {"site": SITE.name, "reason": "a reason", "first_seen": "2024-05-07", "failures": 0}
    pages = [
        page | {"id": n, "url": f"u{n:05}", "key": str(n), "outcome": ("stored", "failed")[n % 2]}
        for n in range(1, 601)
    ]
    hosts = [{"host": f"{n:05}.example", "since": "2024", "reason": "it is gone"}
             for n in range(MAX_ROWS + 1)]  # fmt: skip
    with closing(sqlite3.connect(path)) as database:
        for table, filled in {"articles": articles, "pages": pages, "retired_hosts": hosts}.items():
            names = ", ".join(filled[0])
            values = ", ".join(f":{name}" for name in filled[0])
            database.executemany(f"INSERT INTO {table} ({names}) VALUES ({values})", filled)
        database.execute(REBUILD)
        database.commit()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The copy of an archive, with the tables for readers."""
    path = tmp_path_factory.mktemp("prepared") / "archive.db"
    _fill(path)
    with closing(sqlite3.connect(path)) as copy:
        add_reading_tables(copy)
    return path


@pytest.fixture(scope="module")
def served(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the file that readers get, with one of those beside it."""
    path = tmp_path_factory.mktemp("served") / "archive.db"
    with closing(sqlite3.connect(prepared)) as copy:
        copying.write_file(copy, path, [])
    (path.parent / "retired_hosts.csv.gz").touch()  # as the largest tables have one
    with serving(path, immutable=True) as server:
        yield server


# The tables


def test_the_tables_have_what_is_in_the_columns_with_json(prepared: Path) -> None:
    topics: list[tuple[Any, ...]] = []
    evidence: list[tuple[Any, ...]] = []
    months: Counter[tuple[Any, ...]] = Counter()
    phrases: Counter[tuple[Any, ...]] = Counter()
    times: Counter[tuple[Any, ...]] = Counter()
    for number in range(1, ARTICLES + 1):
        article = _article(number)
        own = TOPICS[number % 3], EVIDENCE[number % 3]
        topics += [(number, topic) for topic in own[0]]
        evidence += [(number, *item.values()) for item in own[1]]
        if article["duplicate_of"] is None:
            month = article["published"] and article["published"][:7]
            place = article["site"], article["province"], article["province_now"]
            months.update((month, topic, *place) for topic in own[0])
            used = {(item["topic"], item["phrase"]) for item in own[1]}
            phrases.update((month, *one, *place) for one in used)
            for item in own[1]:
                times[month, item["topic"], item["phrase"], *place] += item["count"]
    assert set(rows(prepared, "SELECT * FROM article_topics")) == set(topics)
    assert set(rows(prepared, "SELECT * FROM article_evidence")) == set(evidence)
    assert set(rows(prepared, "SELECT * FROM months")) == {(*k, n) for k, n in months.items()}
    found = rows(prepared, "SELECT * FROM phrase_months")
    assert set(found) == {(*key, n, times[key]) for key, n in phrases.items()}
    counted = {(SITE.name, "stored", 300), (SITE.name, "failed", 300)}
    assert set(rows(prepared, "SELECT * FROM outcomes")) == counted


def test_the_dictionary_describes_every_column_of_every_table(prepared: Path) -> None:
    described = rows(prepared, "SELECT table_name, column_name FROM dictionary")
    assert len(described) == len(set(described))
    for name in described_tables():
        columns = {row[1] for row in rows(prepared, f"PRAGMA table_xinfo({name})")}
        assert {column for table, column in described if table == name} == {None, *columns}
    texts = rows(prepared, "SELECT description, description_vi FROM dictionary")
    assert all(english and vietnamese for english, vietnamese in texts)
    (pair,) = rows(
        prepared,
        "SELECT description, description_vi FROM dictionary "
        "WHERE table_name = 'dictionary' AND column_name = 'column_name'",
    )
    assert pair == (
        "Name of the column; null in the row of the table itself.",
        "Tên cột; trống ở hàng nói về chính bảng.",
    )


def test_a_file_of_the_same_archive_is_the_same(tmp_path: Path) -> None:
    url = published_archive(tmp_path)
    for name in ("one.db", "two.db"):
        copy = tmp_path / f"copy of {name}"
        copying.copy_archive(url, copy)
        with closing(sqlite3.connect(copy)) as database:
            add_reading_tables(database)
            copying.write_file(database, tmp_path / name, [])
    assert (tmp_path / "one.db").read_bytes() == (tmp_path / "two.db").read_bytes()


@pytest.mark.parametrize(("more", "page"), [(0, 65_536), (1, 4096)])
def test_a_large_file_has_large_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: int, page: int
) -> None:
    copy = tmp_path / "archive.db"
    new_archive(tmp_path)
    monkeypatch.setattr(copying, "LARGE", copy.stat().st_size + more)
    with closing(sqlite3.connect(copy)) as database:
        copying.write_file(database, tmp_path / "file.db", [])
    assert rows(tmp_path / "file.db", "PRAGMA page_size") == [(page,)]


# Lists


def test_lists_are_sorted_by_what_no_two_rows_share(prepared: Path) -> None:
    """Datasette repeats and skips rows if it sorts a list by anything else."""
    for name, table in described_tables().items():
        info = rows(prepared, f"PRAGMA table_xinfo({name})")
        never_null = {column for _, column, _, not_null, *_ in info if not_null}
        key = [row[1] for row in info if row[5]]
        unique = {key[0]} if len(key) == 1 else set()
        for _, index, is_unique, *_ in rows(prepared, f"PRAGMA index_list({name})"):
            columns = [row[2] for row in rows(prepared, f"PRAGMA index_info({index})")]
            if is_unique and len(columns) == 1:
                unique.add(columns[0])
        sorted_by = {table[how] for how in ("sort", "sort_desc") if how in table}
        assert sorted_by <= set(table["sortable_columns"]) <= unique & never_null, name


def test_facets_have_an_index(prepared: Path) -> None:
    small = {"sites", "alerts"}  # some thousand rows at most
    for name in described_tables().keys() - small:
        indexes = [row[1] for row in rows(prepared, f"PRAGMA index_list({name})")]
        columns = {row[2] for i in indexes for row in rows(prepared, f"PRAGMA index_info({i})")}
        assert set(described_tables()[name].get("facets", [])) <= columns, name


_SLOW = re.compile(r"SCAN (articles|pages|captures|revisions|article_topics|article_evidence)")


def _steps(prepared: Path, query: str) -> list[str]:
    """Return what SQLite does for a query with empty parameters."""
    values = dict.fromkeys(re.findall(r"(?<!:):([a-z_]+)", query), "")
    with closing(sqlite3.connect(prepared)) as connection:
        return [step for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {query}", values)]


@pytest.mark.parametrize("name", [*read_metadata()["databases"]["archive"]["queries"]])
def test_no_query_reads_all_articles(prepared: Path, name: str) -> None:
    query = read_metadata()["databases"]["archive"]["queries"][name]["sql"]
    scanned = [step for step in _steps(prepared, query) if _SLOW.fullmatch(step)]
    # The last ones are the first that are read.
    assert scanned == (["SCAN articles"] if name == "latest_articles" else [])


@pytest.mark.parametrize("of_site", ["", stored._OF_SITE])
@pytest.mark.parametrize(("sign", "order"), [("<", "DESC"), (">", "ASC")])
def test_the_neighbours_of_an_article_are_found_by_an_index(
    prepared: Path, of_site: str, sign: str, order: str
) -> None:
    steps = _steps(prepared, stored._near(sign, order, of_site))
    assert [step for step in steps if re.match("SEARCH articles USING INDEX ix_articles_", step)]


def _walk(served: Served, table: str, **arguments: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of all pages of a list."""
    following: str | None = None
    while True:
        more = {"_next": following} if following is not None else {}
        page = served.json(f"/archive/{table}", _shape="objects", **arguments, **more)
        yield from page["rows"]
        following = page["next"]
        if following is None:
            return


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"_sort": "newest"},
        {"_sort_desc": "id"},
        {"_sort": "url"},
        {"site": SIM.name},
        {"topics": '["QCDC"]', "_sort": "newest"},
        {"_through": _through("topic", "QCDC")},
        {"_search": "dan van"},
    ],
)
def test_the_pages_of_articles_have_each_once(served: Served, how: dict[str, str]) -> None:
    found = list(_walk(served, "articles", _size="400", _nofacet="1", **how))
    expected = {
        number
        for number in range(1, ARTICLES + 1)
        if how.get("site", _article(number)["site"]) == _article(number)["site"]
        and how.get("topics", _article(number)["topics"]) == _article(number)["topics"]
        and ("_through" not in how or "QCDC" in TOPICS[number % 3])
    }
    numbers = [row["id"] for row in found]
    assert (len(numbers), set(numbers)) == (len(expected), expected)
    by = how.get("_sort") or how.get("_sort_desc") or "newest"
    assert found == sorted(found, key=lambda row: row[by], reverse="_sort" not in how)


def test_newest_first_is_by_date_and_those_without_one_are_last(served: Served) -> None:
    dates = [row["published"] or "" for row in _walk(served, "articles", _size="1000")]
    assert dates == sorted(dates, reverse=True)
    assert dates[-1] == ""


@pytest.mark.parametrize(
    ("how", "start"),
    [
        ({"_search": "dan van"}, "where +"),
        ({"_search": "qxy"}, "where rowid in"),
        ({"_through": _through("topic", "QCDC")}, "where +id in"),
        ({"_through": _through("article_id", "3")}, "where id in"),
        ({"site": SIM.name}, 'where "site" ='),
    ],
)
def test_an_index_is_read_if_another_table_names_many_articles(
    prepared: Path, how: dict[str, str], start: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filters, "MANY", 100)
    client = Datasette([], immutables=[str(prepared)]).client
    answer = asyncio.run(client.get(f"/archive/articles.json?{urlencode(how)}"))
    assert start in answer.json()["query"]["sql"]


@pytest.mark.parametrize(("named", "is_read"), [(filters.MANY - 1, False), (filters.MANY, True)])
def test_how_many_are_many(prepared: Path, named: int, is_read: bool) -> None:
    clause = "id in (select host from retired_hosts where host < :host)"
    database = Datasette([], immutables=[str(prepared)]).get_database("archive")
    changed = asyncio.run(filters._condition(clause, {"host": f"{named:05}"}, database))
    assert changed == ("+" if is_read else "") + clause


@pytest.mark.parametrize("table", [*described_tables()])
def test_the_pages_of_every_table_have_each_row_once(served: Served, table: str) -> None:
    (total,) = rows(served.path, f"SELECT count(*) FROM {table}")[0]
    size = str(min(max(total // 3, 1), 1000))
    found = _walk(served, table, _size=size, _nofacet="1")
    shown = Counter(json.dumps(row, sort_keys=True) for row in itertools.islice(found, 6000))
    assert sum(shown.values()) == min(total, 6000)
    assert set(shown.values()) <= {1}


@pytest.mark.parametrize("phrase", ["dân vận khéo", "thôn", "đường"])
def test_the_months_of_a_phrase_are_those_of_the_query_that_is_shown(
    prepared: Path, phrase: str
) -> None:
    database = Datasette([], immutables=[str(prepared)]).get_database("archive")
    shown = dict(rows(prepared, queries.PHRASE.replace(":phrase", f"'{phrases.as_match(phrase)}'")))
    assert asyncio.run(phrases._months(database, phrase)) == shown
    assert set(shown) == ({None, "2023-01", "2024-05"} if phrase != "đường" else set())


# CSV


def _csv(served: Served, **arguments: str) -> tuple[int, list[list[str]] | str]:
    status, text = served.get("/archive/retired_hosts.csv", _stream="on", **arguments)
    return status, list(csv.reader(io.StringIO(text))) if status == 200 else text


def test_articles_as_csv_are_whole(served: Served) -> None:
    status, text = served.get("/archive/articles.csv", _stream="on", _size="max")
    assert status == 200
    assert len(list(csv.reader(io.StringIO(text)))) == 1 + ARTICLES


def test_a_table_as_csv_is_whole(served: Served) -> None:
    status, lines = _csv(served, host__not="00000.example")
    assert status == 200
    assert len(lines) == 1 + MAX_ROWS
    assert len({line[0] for line in lines}) == 1 + MAX_ROWS


def test_a_table_that_is_too_long_for_csv_is_refused_at_once(served: Served) -> None:
    status, page = _csv(served)
    assert status == 400
    assert isinstance(page, str)
    assert f"{MAX_ROWS + 1} dòng" in page
    assert '<a href="/archive/retired_hosts">' in page
    assert re.findall(r'<li><a href="/([a-z_]+[.][a-z.]+)">', page) == [
        "retired_hosts.csv.gz",
        "archive.db",
    ]
    assert served.get("/archive/no_such_table.csv", _stream="on")[0] == 404
    assert served.get("/archive/articles.csv", _stream="on", _sort="title")[0] == 400


def _query_csv(served: Served, last: int, **how: str) -> tuple[int, str]:
    query = f"select host from retired_hosts where host <= '{last:05}.example'"
    return served.get("/archive.csv", sql=query, **how)


@pytest.mark.parametrize("how", [{}, {"_stream": "on"}, {"_size": "max"}, {"_shape": "array"}])
def test_the_answer_of_a_query_as_csv_is_whole_or_refused(
    served: Served, how: dict[str, str]
) -> None:
    status, text = _query_csv(served, 999, **how)
    assert (status, len(text.splitlines())) == (200, 1 + 1000)
    status, page = _query_csv(served, 1000, **how)
    assert status == 400
    assert "Kết quả có hơn 1.000 dòng" in page
    assert re.findall(r'<li><a href="/([a-z_]+[.][a-z.]+)">', page) == ["archive.db"]
    [back] = re.findall(r'<p><a href="(/archive[^"]+)">Trở lại truy vấn</a>', page)
    assert "1.000 hàng đầu; còn nữa" in served.get(html.unescape(back))[1]
    assert "more than 1,000 rows" in _query_csv(served, 1000, _lang="en", **how)[1]


@pytest.mark.parametrize("how", ["", "?_stream=on"])
@pytest.mark.parametrize(("most", "status"), [(2, 200), (1, 400)])
def test_a_prepared_question_as_csv_is_whole_or_refused(
    prepared: Path, most: int, status: int, how: str
) -> None:
    settings = {"max_returned_rows": most}
    client = Datasette([], immutables=[str(prepared)], metadata=read_metadata(), settings=settings)
    answer = asyncio.run(client.client.get(f"/archive/outcomes_by_site.csv{how}"))
    assert answer.status_code == status
    assert (status == 400) == (len(answer.text.splitlines()) != 1 + 2)


def test_a_page_of_a_table_as_csv_is_not_refused(served: Served) -> None:
    status, text = served.get("/archive/retired_hosts.csv", _size="max")
    assert (status, len(text.splitlines())) == (200, 1 + 1000)
    assert _csv(served, _shape="array", host="00000.example")[0] == 200


# The search box


@pytest.mark.parametrize("typed", ["", " ", '"', '""', "\0", "\0\0", "*", "--", "“”", "dân\0vận"])
@pytest.mark.parametrize("box", ["_search", "_search_title"])
def test_a_search_for_nothing_shows_all(served: Served, box: str, typed: str) -> None:
    found = served.json("/archive/articles", _size="0", _nofacet="1", **{box: typed})
    assert found["filtered_table_rows_count"] == ARTICLES
