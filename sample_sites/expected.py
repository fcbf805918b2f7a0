"""The ground truth for the pages of the sample newsroom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Outcome = Literal[
    "stored", "duplicate", "off_topic", "gone", "failed", "blocked", "empty", "refused"
]


@dataclass(frozen=True)
class Expected:
    """The expected result of a crawl for one article.

    There is one record per article, however many URLs lead to it. ``body`` contains paragraphs and
    captions in reading order, each caption as a separate entry, without lead and byline.
    ``author`` contains the names as printed, without the unit and without a publisher in
    parentheses. All texts are NFC with single spaces.
    """

    site: str
    urls: tuple[str, ...]
    outcome: Outcome
    title: str
    lead: str
    body: tuple[str, ...]
    captions: tuple[str, ...]
    author: str | None
    unit: str | None
    published: str | None
    published_raw: str | None
    section: str
    topics: tuple[str, ...]
    trap: str
