"""What came of a URL. In a module of its own: the tables take long to load."""

import enum


class Outcome(enum.StrEnum):
    """What came of a URL: every URL ever requested has exactly one outcome."""

    STORED = "stored"
    UNCHANGED = "unchanged"
    REVISED = "revised"
    DUPLICATE = "duplicate"
    OFF_TOPIC = "off_topic"
    EMPTY = "empty"
    BLOCKED = "blocked"
    GONE = "gone"
    REFUSED = "refused"
    FAILED = "failed"


READ = (Outcome.STORED, Outcome.UNCHANGED, Outcome.REVISED)
"""Outcomes of a page that shows an article of the archive."""
