"""The ground truth the sample newsroom gives along with its pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Outcome = Literal[
    "stored", "duplicate", "off_topic", "gone", "failed", "blocked", "empty", "refused"
]


@dataclass(frozen=True)
class Expected:
    """What an honest crawler must end with for one article.

    One record stands for one article, however many URLs lead to it.  ``body`` holds
    paragraphs and captions in reading order, each caption as an entry of its own; the
    lead and the byline are not in it.  ``author`` holds the names as printed, without
    the unit and without an outlet in brackets.  All texts are NFC with single spaces.
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
