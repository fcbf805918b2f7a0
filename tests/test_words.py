"""The words of the pages, in English and Vietnamese."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from operations.release_report import NAMES
from publishing.article.history import FIELDS
from publishing.frame import MENU
from publishing.labels import COLUMNS, LOOKUPS, PARAMETERS
from publishing.status_page import REASONS, WORDS
from publishing.values import VALUES

ROOT = Path(__file__).resolve().parent.parent
PUBLISHING = ROOT / "publishing"
REPORT = ROOT / "operations" / "templates"
METADATA = ROOT / "datasette_metadata.json"
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The Vietnamese words."""
    with (PUBLISHING / "locale" / "vi.po").open("rb") as file:
        return read_po(file, locale="vi", abort_invalid=True)


def _first(message: Any) -> list[str]:
    """Return the text of a message, or its singular; nothing if a variable has the text."""
    found = message if isinstance(message, str) or message is None else message[0]
    return [] if found is None else [found]


def _of_templates() -> Iterator[str]:
    for path in (*PUBLISHING.rglob("*.html"), *REPORT.iterdir()):
        with path.open("rb") as file:
            for _, _, message, _ in babel_extract(file, list(KEYWORDS), [], {"silent": "false"}):
                yield from _first(message)


def _of_programs() -> Iterator[str]:
    for path in PUBLISHING.rglob("*.py"):
        with path.open("rb") as file:
            for _, message, _, _ in extract("python", file, keywords=KEYWORDS):
                yield from _first(message)


def _of_metadata() -> Iterator[str]:
    database = json.loads(METADATA.read_text("utf-8"))["databases"]["archive"]
    tables = [table for table in database["tables"].values() if not table.get("hidden")]
    for described in (*tables, *database["queries"].values()):
        yield described["title"]
        yield described["description_html"]
        yield from described.get("columns", {}).values()


def _of_tables() -> Iterator[str]:
    for table in (
        MENU,
        COLUMNS,
        PARAMETERS,
        LOOKUPS,
        REASONS,
        WORDS,
        FIELDS,
        NAMES,
        *VALUES.values(),
    ):
        yield from table.values()


@pytest.mark.parametrize("texts", [_of_templates, _of_programs, _of_metadata, _of_tables])
def test_every_text_is_in_vietnamese(catalog: Catalog, texts: Any) -> None:
    found = list(texts())
    assert found
    missing = {text for text in found if text not in catalog or not catalog[text].string}
    assert missing == set()


def test_no_translation_is_a_draft(catalog: Catalog) -> None:
    assert [message.id for message in catalog if message.id and message.fuzzy] == []
    assert [message.id for message in catalog if message.id and not message.string] == []


def test_a_translation_has_the_variables_and_the_markup_of_the_text(catalog: Catalog) -> None:
    for message in catalog:
        if not message.id:
            continue
        english: Any = message.id
        vietnamese: Any = message.string
        if isinstance(english, tuple):
            english, (vietnamese,) = english[1], vietnamese
        variables = [sorted(re.findall(r"%\(\w+\)s", text)) for text in (english, vietnamese)]
        assert variables[0] == variables[1], english
        for closing, tag in re.findall(r"<(/?)(\w+)", vietnamese):
            assert f"<{closing}{tag}" in english, english
            assert vietnamese.count(f"<{tag}") == vietnamese.count(f"</{tag}>"), english
