"""How a run went: good, doubtful or failed, and why."""

from collections import Counter
from collections.abc import Mapping

from archive.models import Outcome

_FEWEST = 5  # pages in a run from which on their outcomes say something of the site
_MOST_BAD = 0.1  # share of pages that may fail before a run is doubtful
_MOST_WITHOUT_LAYOUT = 0.5  # a site most of whose pages fit no layout has been redesigned


def judge(
    outcomes: Counter[Outcome],
    remarks: Mapping[str, int],
    *,
    without_layout: int,
    listings: int | None,
    finished: bool,
) -> tuple[str, list[str]]:
    """A site that could not be read has failed; one that answered oddly is doubtful.

    `listings` is None for a run that reads none, such as an import.
    """
    reasons = [
        f"{remark} ({count} times)" if count > 1 else remark
        for remark, count in sorted(remarks.items())
    ]
    doubtful = bool(reasons)
    total, read = outcomes.total(), outcomes[Outcome.STORED]
    bad = {
        outcome.value: outcomes[outcome]
        for outcome in (Outcome.FAILED, Outcome.BLOCKED, Outcome.EMPTY)
        if outcomes[outcome]
    }
    if total >= _FEWEST and sum(bad.values()) > total * _MOST_BAD:
        named = ", ".join(f"{count} {name}" for name, count in bad.items())
        reasons.insert(0, f"many pages could not be read: {named}, of {total}")
        doubtful = True
    if without_layout:
        reasons.append(f"{without_layout} of {read} articles fitted no layout of the site")
        doubtful |= without_layout > read * _MOST_WITHOUT_LAYOUT
    if not finished:
        return "failed", ["the crawl was stopped before its end", *reasons]
    if listings == 0:
        return "failed", ["no listing could be read", *reasons]
    if total >= _FEWEST and sum(bad.values()) == total:
        return "failed", ["not one page could be read", *reasons]
    return ("doubtful" if doubtful else "good"), reasons
