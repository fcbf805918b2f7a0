"""The published file with the stock tools: Datasette with the metadata, and none of our plugin."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import lxml.html
import pytest

from operations.publish import publish

from .conftest import SECONDS
from .releases import published_archive
from .test_publishing import METADATA

# Datasette loads the plugins that are installed, ours among them, except in its own tests.
ASK = """
import asyncio, json, sys
sys._called_from_test = True
from datasette.app import Datasette

async def ask(file, metadata, *paths):
    with open(metadata) as text:
        datasette = Datasette([], immutables=[file], metadata=json.load(text))
    await datasette.invoke_startup()
    plugins = (await datasette.client.get("/-/plugins.json")).json()
    answers = {}
    for path in paths:
        answer = await datasette.client.get(path)
        answers[path] = answer.status_code, answer.text
    print(json.dumps([plugins, answers]))

asyncio.run(ask(*sys.argv[1:]))
"""
DATABASE = json.loads(METADATA.read_text("utf-8"))["databases"]["archive"]
QUERIES = [
    f"/archive/{name}?{urlencode(dict.fromkeys(query.get('params', []), 'dân vận khéo'))}"
    for name, query in DATABASE["queries"].items()
]
PAGES = [
    "/",
    "/archive",
    "/archive/articles/1",
    *(f"/archive/{name}" for name in DATABASE["tables"]),
    *(f"/archive/{name}" for name in DATABASE["queries"]),
]
SEARCHES = {"dan van kheo": 3, "dân vận khéo": 3, '"van kheo"': 3, "thôn 2": 1, "khong co": 0}
EMPTY = "/archive/articles?_search="


def _search(words: str) -> str:
    return f"/archive/articles.json?{urlencode({'_search': words, '_facet': 'site'})}"


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str]]:
    """The answers of a stock Datasette, by path."""
    folder = tmp_path_factory.mktemp("tools")
    publish(published_archive(folder), folder / "published", keep=1)
    file: Path = folder / "published" / "archive.db"
    paths = [*PAGES, *QUERIES, *map(_search, SEARCHES), EMPTY, "/archive/search"]
    done = subprocess.run(
        [sys.executable, "-c", ASK, file, METADATA, *paths],
        capture_output=True, text=True, check=True, timeout=SECONDS,
    )  # fmt: skip
    *_, last = done.stdout.splitlines()  # before it, Datasette traces what it refuses
    plugins, found = json.loads(last)
    assert plugins == []
    return {path: tuple(answer) for path, answer in found.items()}


def test_every_table_and_query_has_its_page(answers: dict[str, tuple[int, str]]) -> None:
    wrong = {path: answers[path][0] for path in (*PAGES, *QUERIES) if answers[path][0] != 200}
    assert wrong == {}
    for name, table in DATABASE["tables"].items():
        page: Any = lxml.html.document_fromstring(answers[f"/archive/{name}"][1])
        (heading,) = page.cssselect("h1")
        assert heading.text_content().strip() == table.get("title", name)
    page = lxml.html.document_fromstring(answers["/archive/latest_articles"][1])
    titles = [cell.text_content() for cell in page.cssselect("td.col-title")]
    assert titles == [f"Dân vận khéo ở thôn {number}" for number in (3, 2, 1)]


def test_the_search_box_finds_words_with_and_without_marks(
    answers: dict[str, tuple[int, str]],
) -> None:
    found: dict[str, Any] = {words: json.loads(answers[_search(words)][1]) for words in SEARCHES}
    assert {words: data["filtered_table_rows_count"] for words, data in found.items()} == SEARCHES
    (site,) = found["thôn 2"]["facet_results"]["site"]["results"]
    assert site["count"] == 1


def test_what_only_the_plugin_can_do_is_refused(answers: dict[str, tuple[int, str]]) -> None:
    """As the guide for researchers says: metadata add no page, and change nothing that is typed."""
    assert answers[EMPTY][0] == 400
    assert answers["/archive/search"][0] == 404
