"""How a run went: good, doubtful or failed, and why."""

from collections import Counter
from collections.abc import Iterator, Mapping

from archive.history import Fields, History
from archive.outcomes import Outcome

_MIN_PAGES = 5  # fewer pages than this say nothing about the site
_MAX_UNREAD_SHARE = 0.1  # of the pages; a run with more unread ones is doubtful
_MAX_LOST_SHARE = 0.8  # of the pages; with more gone or refused, the site has lost them
_MAX_REVISED_SHARE = 0.5  # of the articles visited again; newspapers change few of them
_MAX_TIMES_USUAL = 2  # as large a share of revised articles as in earlier runs
_MIN_USUAL = 20  # articles visited again in earlier runs; fewer do not say what is usual
_MAX_REVISED_EVER = 0.9  # of the articles visited again: nowhere are all of them edited in a night
_MAX_SHARE_WITHOUT_LAYOUT = 0.5  # of the new articles; with more, the site has been redesigned
_MIN_SHARE_OF_USUAL = 0.5  # of the share of articles that used to show a date, or an author
_MIN_EXPECTED = 3  # articles that should show one; of fewer, none may well do so by chance


def judge(
    outcomes: Counter[Outcome],
    remarks: Mapping[str, int],
    *,
    without_layout: int,
    listings: int | None,
    finished: bool,
    listings_without_article: int = 0,
    fields: Fields | None = None,
    history: History | None = None,
) -> tuple[str, list[str]]:
    """Return the verdict of a run and its reasons.

    A site that could not be read has failed; one that responded oddly is doubtful. `listings` is
    the number of listings that were read, or None for a run that reads none, such as an import.
    `fields` are those of the articles that were read, `history` is what is usual at the site.
    """
    history = history or History()
    reasons = [
        *_unread(outcomes),
        *_lost(outcomes),
        *_revised(outcomes, history),
        *_without_fields(fields or Fields(), history.fields),
        *(f"{what} ({n} times)" if n > 1 else what for what, n in sorted(remarks.items())),
    ]
    doubtful = bool(reasons)
    total, stored = outcomes.total(), outcomes[Outcome.STORED]
    if without_layout:
        reasons.append(f"{without_layout} of {stored} articles fitted no layout of the site")
        doubtful |= without_layout > stored * _MAX_SHARE_WITHOUT_LAYOUT
    if not finished:
        return "failed", ["the crawl was stopped before its end", *reasons]
    if listings == 0:
        return "failed", ["no listing could be read", *reasons]
    if listings is not None and listings_without_article >= listings:
        return "failed", ["no listing shows an article", *reasons]
    if total >= _MIN_PAGES and sum(_counts_of_unread(outcomes).values()) == total:
        return "failed", ["not one page could be read", *reasons]
    return ("doubtful" if doubtful else "good"), reasons


def _counts_of_unread(outcomes: Counter[Outcome]) -> dict[str, int]:
    return {
        outcome.value: outcomes[outcome]
        for outcome in (Outcome.FAILED, Outcome.BLOCKED, Outcome.EMPTY)
        if outcomes[outcome]
    }


def _unread(outcomes: Counter[Outcome]) -> Iterator[str]:
    total, unread = outcomes.total(), _counts_of_unread(outcomes)
    if total >= _MIN_PAGES and sum(unread.values()) > total * _MAX_UNREAD_SHARE:
        named = ", ".join(f"{count} {name}" for name, count in unread.items())
        yield f"many pages could not be read: {named}, of {total}"


def _lost(outcomes: Counter[Outcome]) -> Iterator[str]:
    total, gone, refused = outcomes.total(), outcomes[Outcome.GONE], outcomes[Outcome.REFUSED]
    if total >= _MIN_PAGES and gone + refused > total * _MAX_LOST_SHARE:
        yield f"most pages are not there: {gone} gone and {refused} refused, of {total}"


def _revised(outcomes: Counter[Outcome], history: History) -> Iterator[str]:
    revised = outcomes[Outcome.REVISED]
    rechecked = revised + outcomes[Outcome.UNCHANGED]
    usual = _share(history.revised, history.rechecked)
    most, compared = _MAX_REVISED_SHARE, ""
    if history.rechecked >= _MIN_USUAL:
        most = min(max(most, usual * _MAX_TIMES_USUAL), _MAX_REVISED_EVER)
        compared = f", {usual:.0%} is usual"
    if rechecked >= _MIN_PAGES and revised > rechecked * most:
        yield f"{revised} of {rechecked} known articles were changed{compared}"


def _without_fields(fields: Fields, usual: Fields) -> Iterator[str]:
    if min(fields.articles, usual.articles) < _MIN_PAGES:
        return
    for name, found, before in (
        ("date", fields.dated, usual.dated),
        ("author", fields.signed, usual.signed),
    ):
        share = _share(before, usual.articles)
        expected = fields.articles * share
        if expected >= _MIN_EXPECTED and found < expected * _MIN_SHARE_OF_USUAL:
            shown = f"only {found} of {fields.articles} articles show the {name}"
            yield f"{shown}, {share:.0%} is usual"


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
