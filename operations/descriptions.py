"""The descriptions of tables and columns in `datasette_metadata.json`, the one place of them."""

import json
from pathlib import Path
from typing import Any

import lxml.html

_METADATA = Path(__file__).resolve().parent.parent / "datasette_metadata.json"


def read_metadata() -> dict[str, Any]:
    """Return the metadata that Datasette gets."""
    metadata: dict[str, Any] = json.loads(_METADATA.read_text("utf-8"))
    return metadata


def described_tables() -> dict[str, dict[str, Any]]:
    """Return what the metadata say of each table that readers see, by its name."""
    tables = read_metadata()["databases"]["archive"]["tables"]
    return {name: table for name, table in tables.items() if not table.get("hidden")}


def plain(description: str) -> str:
    """Return the paragraphs of a description in HTML as text."""
    paragraphs = lxml.html.fragment_fromstring(description, create_parent=True).findall("p")
    return "\n\n".join(" ".join(paragraph.text_content().split()) for paragraph in paragraphs)
