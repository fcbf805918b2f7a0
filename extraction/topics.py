"""What an article is about: dân vận, QCDC, both or neither, and the phrases that show it.

To add a phrase, add a line to PHRASES and an example to `tests/test_topics.py`.
"""

import re
from dataclasses import dataclass

from extraction.text import comparable, comparable_sentences, strip_diacritics

DAN_VAN = "dân vận"
QCDC = "QCDC"

OFFICES = ("tuyên giáo và dân vận", "trưởng ban dân vận", "phó ban dân vận")
"""Phrases that name somebody's office, such as a guest's, in news on anything. The first is the
committee of each province since February 2025."""
_MIN_NAMED = 2  # times in a body

# Compared without case, punctuation and the place of tone marks (text.comparable). Longer phrases
# come first: a phrase inside one that was found is not counted again.
PHRASES: dict[str, tuple[str, ...]] = {
    DAN_VAN: (
        "dân vận khéo",
        "dân vận chính quyền",
        "công tác dân vận",
        *OFFICES,
        "ban dân vận",
        "khối dân vận",
        "dân vận",
        "dvcq",
    ),
    QCDC: (
        "quy chế dân chủ",
        "qui chế dân chủ",
        "qcdc",
        "thực hiện dân chủ ở cơ sở",  # the law of 2022 and later documents
        "dân chủ ở cơ sở",
        "dân chủ cơ sở",
        "dân chủ ở xã",
        "dân chủ tại nơi làm việc",
        "thực hiện dân chủ trong",
    ),
}

# "nhân dân vận chuyển", "người dân vận hành": the syllables are adjacent but belong to other words.
NOT_THE_TERM = re.compile(
    r"\b(?:nhân|người|nông|ngư|cư|thôn|hộ) dân vận\b(?! khéo)"
    r"|\bdân vận (?:chuyển(?! biến)|hành(?! động)|dụng|tải|động|may)\b"
)
_PATTERNS = [
    (topic, phrase, comparable(phrase), re.compile(rf"\b{re.escape(comparable(phrase))}\b"))
    for topic, phrases in PHRASES.items()
    for phrase in phrases
]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A phrase that made an article part of the archive."""

    topic: str
    phrase: str
    """As in PHRASES."""
    field: str
    """`title`, `lead` or `body`."""
    count: int
    """How many times the phrase is in the field."""


def find_topics(title: str | None, lead: str | None, body: str | None) -> tuple[Evidence, ...]:
    """Return which topic phrases are in which fields; an empty tuple if there are none.

    A phrase that is part of a longer one is not counted again.
    """
    evidence: list[Evidence] = []
    for field, text in (("title", title), ("lead", lead), ("body", body)):
        if not text:
            continue
        left = NOT_THE_TERM.sub(" | ", comparable_sentences(text))
        for topic, phrase, plain, pattern in _PATTERNS:
            if plain not in left:
                continue
            left, count = pattern.subn(" | ", left)
            if count:
                evidence.append(Evidence(topic, phrase, field, count))
    return tuple(evidence)


def topics_of(evidence: tuple[Evidence, ...]) -> tuple[str, ...]:
    """Return the topics of `evidence`, in the order of PHRASES.

    A body that names the office of somebody once, such as a guest, is not about dân vận.
    """
    telling = [item for item in evidence if not _is_office_of_somebody(item)]
    return tuple(topic for topic in PHRASES if any(item.topic == topic for item in telling))


def _is_office_of_somebody(item: Evidence) -> bool:
    return item.phrase in OFFICES and item.field == "body" and item.count < _MIN_NAMED


_TOPIC_SLUGS = re.compile(
    "|".join(
        sorted(
            {
                strip_diacritics(comparable(phrase)).replace(" ", "-")
                for phrase in sum(PHRASES.values(), ())
            }
        )
    )
)


def names_topic(url: str) -> bool:
    """Return whether the slug in a URL contains a topic phrase: a hint for what to fetch first."""
    return _TOPIC_SLUGS.search(url.lower()) is not None
