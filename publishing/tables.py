"""`docs/tables.md`, made from `datasette_metadata.json`: one description, read in two places.

Run `python -m publishing.tables` after a change of the description.
"""

import html
import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
METADATA = ROOT / "datasette_metadata.json"
PAGE = ROOT / "docs" / "tables.md"


def tables_page(metadata: str) -> str:
    """Return the page that explains every table and column, from the text of the metadata."""
    tables = json.loads(metadata)["databases"]["archive"]["tables"]
    lines = [
        "# Tables and columns",
        "",
        "Made from `datasette_metadata.json` by `python -m publishing.tables`; change it there.",
        "",
    ]
    for name, table in tables.items():
        if table.get("hidden"):
            continue
        lines += [f"## `{name}`: {table['title']}", "", _plain(table["description_html"]), ""]
        lines += ["| column | what it holds |", "|---|---|"]
        lines += [f"| `{c}` | {text.replace('|', '/')} |" for c, text in table["columns"].items()]
        lines.append("")
    lines += [
        "## `articles_fts`: the search index",
        "",
        "SQLite's full-text index (FTS5) over `title`, `lead`, `body` and `d_words` of `articles`, "
        "kept true by triggers. Its rows have the numbers of the articles.",
        "",
    ]
    return "\n".join(lines)


def _plain(description: str) -> str:
    text = re.sub(r"</?(?:i|b)>", "*", re.sub(r"</?code>", "`", description))
    return html.unescape(re.sub(r"<[^>]+>", " ", text)).replace("  ", " ").strip()


if __name__ == "__main__":
    PAGE.write_text(tables_page(METADATA.read_text("utf-8")), "utf-8")
