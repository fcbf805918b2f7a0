"""Monitors of a site as a whole: whether it answers, and with its own pages."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from statistics import median

from operations.monitors.model import CannotJudge, Case, Judgement, Trouble
from operations.nights import MIN_LISTED, SiteNight, has_articles, is_unanswered, usually_listed

MIN_REFUSED = 2
"""Responses that refuse access, if other listings can be read."""
REFUSED_SHARE = 0.3
"""Of all responses of a night; then the site blocks the crawl."""
MOVED_SHARE = 0.5
"""Of all responses, those that redirect to another site; then it has moved."""
MIN_MOVED = 3
UNANSWERED_SHARE = 0.5
"""Of the listings that had articles; if more do not answer in one night, that is no coincidence."""
MAX_MISSED = timedelta(days=3)
"""Without a crawl of an active site."""
MAX_UNFINISHED = 7
"""Nights in a row on which a crawl may not come to its end."""
MIN_LENGTHS = 5
"""Nights, and pages of a night, that say how long articles are."""
LENGTH = (0.5, 2.0)
"""Times the shortest and the longest usual median, beyond which the text is not the article's."""

_REFUSALS = ("401", "403", "429", "451")
_MAX_REASONS = 2  # of the run that a message quotes


def judge_missed(case: Case) -> Judgement:
    """Judge whether the site is crawled at all."""
    missed = (case.tonight.day - case.earlier[-1].day) if case.earlier else timedelta(0)
    if case.tonight.last:
        return None
    if missed < MAX_MISSED:
        return CannotJudge("no crawl tonight")
    return Trouble(
        f"no crawl for {missed.days} nights",
        "one every night",
        "See whether `danvan nightly` runs, and whether its time suffices for all sites.",
        case.earlier[-1],
    )


def judge_end(case: Case) -> Judgement:
    """Judge whether crawls come to their end."""
    if case.tonight.complete:
        return None
    unfinished = case.earlier[-(MAX_UNFINISHED - 1) :]
    if len(unfinished) < MAX_UNFINISHED - 1 or any(night.complete for night in unfinished):
        return CannotJudge(f"a first crawl may take up to {MAX_UNFINISHED} nights")
    return Trouble(
        f"no crawl of {MAX_UNFINISHED} nights came to its end{_said(case.tonight)}",
        "each night has one",
        "Read the log. A crawl needs more time, more requests (`max_run_seconds`, "
        "`max_run_requests`), or fewer sections.",
        unfinished[0],
    )


def judge_block(case: Case) -> Judgement:
    """Judge whether the site refuses access, by its statuses or by challenge pages."""
    refused, responses = _refused(case.tonight), sum(case.tonight.statuses.values())
    if not responses:
        return CannotJudge("there was no response")
    usual = max((_share(n) for n in case.usual), default=0.0)
    is_blocked = refused >= MIN_REFUSED if _shows_articles(case.tonight) else refused > 0
    is_much = _share(case.tonight) >= max(REFUSED_SHARE, usual * 2)
    if not case.tonight.counts["blocked"] and not (is_blocked and is_much):
        return None
    return Trouble(
        "; ".join(_refusals(case.tonight, refused, responses)),
        f"at most {usual:.0%} of the responses refused it on other nights",
        f"Do not try to get round it: {_LEFT_ALONE if case.tonight.counts['blocked'] else _SLOWER}",
        case.tonight,
    )


_WRITE = "write to it and say what the archive is for."
_LEFT_ALONE = f"the site is left alone for growing intervals. To end that, {_WRITE}"
_SLOWER = f"crawl the site more slowly (`download_delay`), or {_WRITE}"


def _refusals(night: SiteNight, refused: int, responses: int) -> Iterator[str]:
    """Yield how a site refuses access."""
    how = night.blocked_by or ""
    if how:
        yield f"the site blocks the crawl: {how}"
    if night.challenge and night.challenge not in how:
        yield f"a challenge page: “{night.challenge}”"
    if refused:
        yield f"{refused} of {responses} responses refuse access"
    yield _statuses(night)


def _refused(night: SiteNight) -> int:
    by_status = sum(night.statuses[status] for status in _REFUSALS)
    return by_status + night.counts["challenges"] + night.counts["challenged"]


def _share(night: SiteNight) -> float:
    return _refused(night) / max(sum(night.statuses.values()), 1)


def judge_certificate(case: Case) -> Judgement:
    """Judge whether TLS works, and whether a certificate has ended."""
    tonight, errors = case.tonight, case.tonight.counts["certificate"]
    until = tonight.certificate_until
    advice = "If browsers warn too, write to the site; if not, set `weak_tls` in its card."
    if errors and not any(night.counts["certificate"] for night in case.usual):
        came = f"{errors} requests failed in the TLS handshake"
        return Trouble(came, "there was no such error before", advice, tonight)
    ended_before = any((n.certificate_until or n.day.isoformat()) < n.day.isoformat()
                       for n in case.usual)  # fmt: skip
    if until is not None and until < tonight.day.isoformat() and not ended_before:
        came = f"a certificate of the site ended on {until}"
        advice = "The crawl goes on, but browsers warn: write to the site."
        return Trouble(came, "it is renewed before its end", advice, tonight, "yellow")
    return None


def judge_move(case: Case) -> Judgement:
    """Judge whether the site leads to another one."""
    moved, responses = case.tonight.moved, sum(case.tonight.statuses.values())
    number = moved.total()
    if not number:
        return None
    if _shows_articles(case.tonight) and (number < MIN_MOVED or number < responses * MOVED_SHARE):
        return None
    hosts = ", ".join(host for host, _ in moved.most_common(3))
    return Trouble(
        f"{number} of {responses} responses redirect to {hosts}",
        f"{case.host} has its own pages",
        f"If that is the same newspaper, add the host to `hosts` of its card and check it with "
        f"`danvan probe {case.site}`; if not, the name may have been sold: `danvan retire`.",
        case.tonight,
    )


def judge_answer(case: Case) -> Judgement:
    """Judge whether listings answer: any of them, and most of those that usually do."""
    found = case.tonight.found
    if not found:
        return CannotJudge("the crawl requests no listing")
    if any(listed is not None for listed in found.values()):
        return _judge_most(case)
    counts = case.tonight.counts
    robots, forbidden = counts["robots_unread"], counts["forbidden"]
    why = "; ".join(
        part
        for part in (
            _times(case.tonight.errors),
            _statuses(case.tonight),
            "robots.txt could not be read, so nothing was requested" if robots else "",
            "robots.txt forbids them" if forbidden and not robots else "",
        )
        if part
    )
    return Trouble(
        f"none of {len(found)} listings answers ({why or 'no response'})",
        "at least the home page does",
        f"Open https://{case.host}/ in a browser: if it answers there, the crawl is blocked or "
        "the host has changed; if not, wait for some nights.",
        case.tonight,
    )


def _judge_most(case: Case) -> Judgement:
    usual = usually_listed(case.usual)
    unanswered = [name for name in usual if is_unanswered(case.tonight, name)]
    if len(unanswered) <= len(usual) * UNANSWERED_SHARE:
        return None
    return Trouble(
        f"{len(unanswered)} of {len(usual)} listings do not answer ({_statuses(case.tonight)})",
        f"each had articles on {MIN_LISTED} nights in a row",
        f"Open https://{case.host}/ in a browser. If the site is overloaded, wait for some nights, "
        "or crawl it more slowly (`download_delay`).",
        case.tonight,
    )


def judge_listings(case: Case) -> Judgement:
    """Judge whether any listing shows an article."""
    answered = [listed for listed in case.tonight.found.values() if listed is not None]
    if not answered:
        return CannotJudge("no listing answers")
    if _shows_articles(case.tonight):
        return None
    if case.usual and not any(map(_shows_articles, case.usual)):
        return CannotJudge("no listing ever showed an article")
    return Trouble(
        f"none of {len(answered)} listings that answer shows an article"
        f" ({_statuses(case.tonight)}){_said(case.tonight)}",
        "each night some did" if case.usual else "a site has some",
        f"Open https://{case.host}/ in a browser. If it is under maintenance, wait; if it was "
        f"redesigned, `danvan probe {case.site}` proposes the addresses of articles and sections.",
        case.tonight,
    )


def judge_length(case: Case) -> Judgement:
    """Judge whether the texts are as long as usual."""
    words, pages = case.tonight.words, case.tonight.counts["pages"]
    usual = [n.words for n in case.usual if n.words and n.counts["pages"] >= MIN_LENGTHS]
    if words is None or pages < MIN_LENGTHS or len(usual) < MIN_LENGTHS:
        return CannotJudge("there are too few pages, tonight or before")
    if min(usual) * LENGTH[0] <= words <= max(usual) * LENGTH[1]:
        return None
    return Trouble(
        f"half of {pages} articles have {'more' if words > max(usual) else 'less'} than {words} "
        "words",
        f"{median(usual):.0f} is usual, and {min(usual)} to {max(usual)} were seen",
        "Compare a page with its article (`danvan extract`): the body has lost text, or has the "
        "menu of the site. A layout mends it, then `danvan reextract`.",
        case.tonight,
    )


def _shows_articles(night: SiteNight) -> bool:
    return any(map(has_articles, night.found.values()))


def _statuses(night: SiteNight) -> str:
    named = _times(night.statuses)
    return f"statuses: {named}" if named else ""


def _times(counts: Counter[str]) -> str:
    """Return how often there was each of the most frequent statuses or errors."""
    common = counts.most_common(3)
    return ", ".join(f"{name} {n} time{'s' if n > 1 else ''}" for name, n in common)


def _said(night: SiteNight) -> str:
    """Return what the run itself said of the night."""
    said = "; ".join(night.reasons[:_MAX_REASONS])
    return f". The crawl says: {said}" if said else ""
