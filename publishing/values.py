"""What stored values are called in the reader's language: outcomes, doubts, reasons.

All of it is English here; `locale/vi.po` has the Vietnamese. A value that is not here stays as it
is stored: most reasons name a host or a phrase.
"""

from markupsafe import Markup

from publishing.article.doubts import DOUBTS
from publishing.language import gettext, language
from publishing.status_page import REASONS


def _themselves(*values: str) -> dict[str, str]:
    return dict(zip(values, values, strict=True))


_FIELDS = _themselves("title", "lead", "body", "author", "published")
_WHY = _themselves(
    "the same article as before",
    "no phrase of dân vận or QCDC in title, lead or body",
    "the page has no text of an article",
    "is not fetched: robots.txt forbids it",
    "the site answered 304: not changed since it was read last",
    "the site answered 403",
    "the site answered 404",
    "the site answered 410",
    "the site answered 429",
    "the site answered 500",
    "the site answered 502",
    "the site answered 503",
    "the crawl was stopped before its end",
    "no listing could be read",
    "no listing shows an article",
    "not one page could be read",
)
VALUES = {
    "outcome": _themselves(
        "stored", "unchanged", "revised", "duplicate", "off_topic", "empty", "blocked", "gone",
        "refused", "failed",
    ),
    "verdict": _themselves("good", "doubtful", "failed", "not finished"),
    "kind": _themselves(
        "newspaper", "broadcaster", "party", "front", "central", "crawl", "import", "backfill",
        "reread",
    ),
    "state": _themselves("active", "unverified", "frozen", "dead"),
    "cause": _themselves("edited", "reread"),
    "level": _themselves("red", "yellow"),
    "field": _FIELDS,
    "fields": _FIELDS,
    "changed": _FIELDS,
    "monitor": REASONS,
    "doubt": DOUBTS,
    "doubts": DOUBTS,
    "reason": _WHY,
    "reasons": _WHY,
}  # fmt: skip
"""The texts that readers see in place of the values of a column."""
_SENTENCES = frozenset({"reason", "reasons", "message"})
"""Columns with English sentences, also others than those above."""


def value_label(column: str, value: str) -> str:
    """Return what a value is called, as markup if a page must say that it is English."""
    meaning = VALUES.get(column, {}).get(value)
    if meaning is not None:
        return gettext(meaning)
    if column in _SENTENCES and language() != "en":
        return Markup('<span lang="en">{}</span>').format(value)
    return value
