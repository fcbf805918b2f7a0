"""The monitors: what is looked at every night, in the order in which one explains another.

Each is judged by the site's own nights before. A monitor whose alert another one explains is not
judged: a site that blocks the crawl has no news either, and that is one trouble, not two.
"""

from archive.outcomes import Outcome
from operations.monitors.model import Count, Monitor
from operations.monitors.quiet import judge_sections, judge_silence
from operations.monitors.shares import Share
from operations.monitors.whole import (
    judge_answer,
    judge_block,
    judge_certificate,
    judge_end,
    judge_length,
    judge_listings,
    judge_missed,
    judge_move,
)
from operations.nights import SiteNight


def _count(name: str) -> Count:
    return lambda night: night.counts[name]


def _without(whole: str, part: str) -> Count:
    return lambda night: max(night.counts[whole] - night.counts[part], 0)


def _outcomes(*outcomes: Outcome) -> Count:
    return lambda night: sum(night.outcomes[outcome] for outcome in outcomes)


def _requested(night: SiteNight) -> int:
    return night.outcomes.total() - night.outcomes[Outcome.REFUSED]


def _not_failed_again(night: SiteNight) -> int:
    return max(_requested(night) - night.counts["failed_again"], 0)


def _answered(night: SiteNight) -> int:
    return max(_not_failed_again(night) - night.counts["unanswered"], 0)


def _not_failed(night: SiteNight) -> int:
    """Count all pages but those that failed now; the monitor `gone` judges known articles."""
    not_believed = max(night.counts["gone"] - night.outcomes[Outcome.GONE], 0)
    failed = night.outcomes[Outcome.FAILED] - night.counts["failed_again"] - not_believed
    return _not_failed_again(night) - max(failed, 0)


def _why_failed(night: SiteNight) -> str:
    return "; ".join(f"{n} times: {reason}" if n > 1 else reason
                     for reason, n in night.failures.most_common(_MAX_REASONS))  # fmt: skip


def _unlike_most(whole: str, alike: str) -> Count:
    """Count the pages that differ from the largest group that is alike."""
    return lambda night: max(night.counts[whole] - max(night.counts[alike], 1), 0)


def _but_one(name: str) -> Count:
    """Count all but the one with which the others are compared."""
    return lambda night: max(night.counts[name] - 1, 0)


_MEND = (
    "Compare a page with its article (`danvan extract`), add or mend a layout in the site's card, "
    "then re-extract the captures (`danvan reextract`)."
)
_LOOK = "Look at some of these pages in `pages`, and at the site: `reason` says what came of each."

_MAX_REASONS = 2  # of failed pages that a message has

_UNREACHED = ("block", "certificate", "move", "answer", "replaced", "listings")
_UNREAD = (*_UNREACHED, "errors", "empty")
_UNREAD_OR_FAILED = (*_UNREAD, "outcomes")
_ALIKE = (*_UNREAD, "same_text")
_UNTITLED = (*_ALIKE, "titles", "same_title")  # dates and authors are looked for near the title
_REDESIGNED = (*_UNTITLED, "dates", "layout")
_MISREAD = (*_REDESIGNED, "future", "same_date", "length", "authors")

SIBLINGS = ("answer", "replaced", "listings", "errors", "empty", "outcomes")
"""Monitors that see one trouble on different nights: which of them does depends on what a crawl
requests, and what a site under load answers. They stand in this order in the list below."""
MONITORS = (
    Monitor("block", "red", judge_block),
    Monitor("missed", "yellow", judge_missed, ("block",)),
    Monitor("end", "yellow", judge_end),
    Monitor("certificate", "red", judge_certificate, ("block",)),
    Monitor("move", "red", judge_move, ("block",)),
    Monitor(
        "answer", "red", judge_answer, ("block", "certificate", "move"), needs_end=True
    ),
    Monitor(
        "replaced",
        "red",
        Share(
            _without("known", "replaced"),
            _count("known"),
            "{n} of {whole} known articles show something else, or much more",
            "Open some of them in a browser. If it is a notice of maintenance, wait: the known "
            "articles are kept. If the site reuses the addresses, its card needs another pattern.",
            drop=0.6,
            minimum=0.5,
            of_others=True,
        ),
        ("block", "certificate", "move", "answer"),
    ),
    Monitor(
        "listings",
        "red",
        judge_listings,
        ("block", "certificate", "move", "answer", "replaced"),
        needs_end=True,
    ),
    Monitor(
        "errors",
        "red",
        Share(
            _answered,
            _not_failed_again,
            "{n} of {whole} requested articles were answered with an error or a form to log in, "
            "or not at all",
            "If it goes on for some nights, crawl the site more slowly (`download_delay`), or "
            "write to it. The articles are requested again.",
            drop=0.6,
            minimum=0.5,
            of_others=True,
            why=_why_failed,
        ),
        _UNREACHED,
        needs_end=True,
    ),
    Monitor(
        "empty",
        "red",
        Share(
            lambda night: max(_answered(night) - night.outcomes[Outcome.EMPTY], 0),
            _answered,
            "{n} of {whole} pages have no text of an article",
            _MEND,
            drop=0.6,
            minimum=0.5,
            of_others=True,
            pools=True,
        ),
        (*_UNREACHED, "errors"),
    ),
    Monitor(
        "same_text",
        "red",
        Share(_unlike_most("pages", "same_text"), _but_one("pages"),
              "{n} of {whole} pages show the same text as another one", _MEND,
              drop=0.6, minimum=0.5, of_others=True, pools=True),
        _UNREAD,
    ),
    Monitor(
        "outcomes",
        "red",
        Share(_not_failed, _not_failed_again,
              "{n} of {whole} requested pages could not be read",
              f"The pages are requested again. {_LOOK}",
              drop=0.6, minimum=0.5, of_others=True, why=_why_failed),
        (*_UNREAD, "same_text"),
        needs_end=True,
    ),
    Monitor(
        "titles",
        "red",
        Share(_count("titled"), _count("pages"), "{n} of {whole} pages show a title", _MEND,
              drop=0.8, minimum=0.8, pools=True),
        _ALIKE,
    ),
    Monitor(
        "same_title",
        "red",
        Share(_unlike_most("titled", "same_title"), _but_one("titled"),
              "{n} of {whole} pages show the same title as another one",
              f"It may be the name of the site. {_MEND}",
              drop=0.6, minimum=0.5, of_others=True, pools=True),
        (*_ALIKE, "titles"),
    ),
    Monitor(
        "dates",
        "red",
        Share(_count("dated"), _count("pages"), "{n} of {whole} pages show a date", _MEND,
              drop=0.6, minimum=0.5, pools=True),
        _UNTITLED,
    ),
    Monitor(
        "layout",
        "yellow",
        Share(_count("laid_out"), _count("pages"), "{n} of {whole} pages fit a layout of the card",
              f"The site was redesigned: the generic extraction reads it meanwhile. {_MEND}",
              pools=True),
        (*_UNTITLED, "dates"),
        adapts=True,
    ),
    Monitor(
        "future",
        "red",
        # Not of known pages: an article that was dated ahead is so on each night it is rechecked.
        Share(_without("new_dated", "new_future"), _count("new_dated"),
              "{n} of {whole} dates of new pages lie in the future",
              f"Day and month may be swapped. {_MEND}",
              drop=0.7, minimum=0.8, of_others=True, pools=True),
        (*_REDESIGNED, "clock"),
    ),
    Monitor(
        "same_date",
        "red",
        Share(_unlike_most("dated", "same_date"), _but_one("dated"),
              "{n} of {whole} pages show the same date as another one",
              f"It may be the clock of the page. {_MEND}",
              minimum=0.2, of_others=True, may_be_none=True, pools=True),
        _REDESIGNED,
    ),
    Monitor("length", "yellow", judge_length, _REDESIGNED, adapts=True),
    Monitor(
        "authors",
        "yellow",
        Share(_count("signed"), _count("pages"), "{n} of {whole} pages show an author", _MEND,
              drop=0.3, pools=True),
        (*_REDESIGNED, "length"),
        adapts=True,
    ),
    Monitor(
        "agreement",
        "yellow",
        Share(_count("agreed"), _count("compared"),
              "on {n} of {whole} pages the layout and the generic extraction read the same title "
              "and day", _MEND, pools=True),
        _REDESIGNED,
        adapts=True,
    ),
    Monitor(
        "duplicates",
        "yellow",
        # Of pages off the topics no text is kept that could come again, so few repeats are many.
        Share(_without("new", "repeated"), _count("new"),
              "{n} of {whole} new pages have the text of a known article",
              "The site may have new addresses for its old articles: then the card needs a "
              f"pattern with the same key. {_LOOK}",
              drop=0.8, of_others=True, pools=True),
        _REDESIGNED,
        adapts=True,
    ),
    Monitor(
        "gone",
        "red",
        Share(_without("known", "gone"), _count("known"),
              "{n} of {whole} known articles that were visited are gone",
              f"The archive keeps them. {_LOOK} If the whole site is gone, `danvan retire` it.",
              drop=0.8, minimum=0.8, of_others=True, pools=True),
        _UNREAD_OR_FAILED,
        echoes=("gone",),
    ),
    Monitor(
        "edits",
        "yellow",
        Share(_outcomes(Outcome.UNCHANGED), _outcomes(Outcome.UNCHANGED, Outcome.REVISED),
              "{n} of {whole} known articles that were visited were changed",
              f"Look at `revisions`: if the same line changed everywhere, it is no article's. "
              f"{_MEND}",
              drop=0.6, of_others=True),
        _MISREAD,
        echoes=("edits", *_MISREAD),  # what was read wrongly is read rightly again
    ),
    Monitor(
        "silence",
        "red",
        judge_silence,
        (*_UNREAD_OR_FAILED, "dates", "future", "same_date"),
        spoiled_by=("sections",),
        needs_end=True,
    ),
    Monitor(
        "sections",
        "yellow",
        judge_sections,
        (*_UNREACHED, "errors", "outcomes", "silence"),
        adapts=True,
        needs_end=True,
    ),
    Monitor(
        "topics",
        "yellow",
        Share(_outcomes(Outcome.STORED), _count("new"),
              "{n} of {whole} new pages are about dân vận or QCDC",
              "Read some pages with the outcome off_topic: the site may have left the topic, or "
              "its texts are read wrongly.", drop=0.2, pools=True),
        (*_REDESIGNED, "silence", "sections", "duplicates"),
        adapts=True,
    ),
)  # fmt: skip
