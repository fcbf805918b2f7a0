"""How a run went: good, doubtful or failed, and why."""

from collections import Counter
from collections.abc import Mapping

from archive.models import Outcome

_MIN_PAGES = 5  # fewer pages than this say nothing about the site
_MAX_UNREAD_SHARE = 0.1  # of the pages; a run with more unread ones is doubtful
_MAX_SHARE_WITHOUT_LAYOUT = 0.5  # of the new articles; with more, the site has been redesigned


def judge(
    outcomes: Counter[Outcome],
    remarks: Mapping[str, int],
    *,
    without_layout: int,
    listings: int | None,
    finished: bool,
) -> tuple[str, list[str]]:
    """Return the verdict of a run and its reasons.

    A site that could not be read has failed; one that responded oddly is doubtful. `listings` is
    the number of listings that were read, or None for a run that reads none, such as an import.
    """
    reasons = [
        f"{remark} ({count} times)" if count > 1 else remark
        for remark, count in sorted(remarks.items())
    ]
    doubtful = bool(reasons)
    total, stored = outcomes.total(), outcomes[Outcome.STORED]
    unread = {
        outcome.value: outcomes[outcome]
        for outcome in (Outcome.FAILED, Outcome.BLOCKED, Outcome.EMPTY)
        if outcomes[outcome]
    }
    if total >= _MIN_PAGES and sum(unread.values()) > total * _MAX_UNREAD_SHARE:
        named = ", ".join(f"{count} {name}" for name, count in unread.items())
        reasons.insert(0, f"many pages could not be read: {named}, of {total}")
        doubtful = True
    if without_layout:
        reasons.append(f"{without_layout} of {stored} articles fitted no layout of the site")
        doubtful |= without_layout > stored * _MAX_SHARE_WITHOUT_LAYOUT
    if not finished:
        return "failed", ["the crawl was stopped before its end", *reasons]
    if listings == 0:
        return "failed", ["no listing could be read", *reasons]
    if total >= _MIN_PAGES and sum(unread.values()) == total:
        return "failed", ["not one page could be read", *reasons]
    return ("doubtful" if doubtful else "good"), reasons
