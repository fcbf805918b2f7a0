"""The ledger: what came of every URL ever requested."""

from collections.abc import Iterator
from functools import partial

from archive.outcomes import READ, Outcome
from archive.pages import SELECT_PAGE
from archive.rows import article_columns, revision_row, updated_columns
from archive.schedule import failure_weight, next_check_of_gone, next_retry, next_revisit
from archive.statements import ADD_REVISION, CLEAR_DUE, SET_GONE, UPDATE_ARTICLE
from archive.times import format_optional, format_time, parse_time
from archive.visit import Visit
from archive.writer import Change, PendingWrite, Row

_ARTICLES = (Outcome.STORED, Outcome.OFF_TOPIC, Outcome.DUPLICATE)
_SHOWING = (*READ, Outcome.DUPLICATE)
"""Outcomes of a page that shows an article of the archive, its own or another one."""


def record(visit: Visit) -> None:
    """Queue a visit for writing: its outcome replaces the earlier one of its page.

    A new article, a capture and a revision are written with it. The visit's run counts the outcome.
    """
    assert visit.outcome is not None
    run, fetched = visit.run, format_time(visit.fetched)
    has_failed = visit.outcome is Outcome.FAILED
    again = has_failed and visit.look().failures > 0  # before this visit is written
    if has_failed:
        run.measures.failed(visit.reason, again=again)
    run.archive.add(
        PendingWrite(
            page=_page_row(visit, fetched),
            text_of=_article_url(visit),
            article=_article_row(visit, fetched),
            capture=_capture_row(visit),
            updates=tuple(_updates(visit, fetched)),
            if_failed=_if_failed(visit),
            on_failure=partial(run.recount_as_failed, visit.outcome),
        )
    )
    run.outcomes[visit.outcome] += 1
    _measure(visit, failed_again=again)


def _measure(visit: Visit, *, failed_again: bool) -> None:
    """Count what came of the visit for the monitors."""
    measures, stored, outcome = visit.run.measures, visit.stored, visit.outcome
    is_read = visit.status == 200 and visit.redirects_to is None
    measures.unanswered += outcome is Outcome.FAILED and not is_read and not failed_again
    if outcome is Outcome.BLOCKED and is_read:
        measures.challenged += 1
        if visit.article is not None:
            measures.challenge = visit.article.challenge
    if visit.is_new and visit.article is not None and outcome in _ARTICLES:
        is_duplicate = outcome is Outcome.DUPLICATE
        measures.found(visit.article, visit.fetched, duplicate=is_duplicate)
    if stored is not None:
        measures.known += 1
        measures.gone += outcome is Outcome.GONE and stored.gone_since is None
        measures.replaced += is_read and outcome not in (*READ, Outcome.EMPTY)


def _page_row(visit: Visit, fetched: str) -> Row:
    article, stored = visit.article, visit.stored
    is_page = visit.status == 200  # validators are those of a page that was sent
    text = article.text_sha256 if article is not None and article.text else None
    return {
        "url": visit.url,
        "site": visit.run.site.name,
        "key": visit.key,
        "outcome": visit.outcome,
        "reason": visit.reason,
        "status": visit.status,
        "first_seen": fetched,
        "last_fetched": fetched if visit.requested else None,
        "etag": visit.etag if is_page else None,
        "last_modified": visit.last_modified if is_page else None,
        **_next_check(visit, fetched),
        "published": article.published if article is not None else None,
        "redirects_to": visit.redirects_to,
        "title": article.title if article is not None else None,
        "text": text if visit.outcome in _SHOWING else None,
        "shows_text": text is not None,
        "stored_id": stored.id if stored is not None else None,
    }


def _if_failed(visit: Visit) -> Row:
    """Return the columns to store if the page's row cannot be written: it is requested again."""
    weight = failure_weight(Outcome.FAILED, visit.status)
    return {
        "outcome": Outcome.FAILED,
        "text": None,
        "title": None,
        "published": None,
        "next_check": format_optional(next_retry(visit.fetched, weight)),
        "failures": weight,
    }


def _next_check(visit: Visit, fetched: str) -> Row:
    """Return when the page is due again, and the weight of its failures in a row.

    A page that shows the text of another article is revisited like one that shows its own; if it
    has an article of its own, soon.
    """
    assert visit.outcome is not None
    rows = () if visit.is_new else visit.run.archive.read(SELECT_PAGE, url=visit.url)
    first_seen, failures = fetched, 0.0
    for row in rows:
        first_seen, failures = min(row.first_seen, fetched), row.failures
    repeats = (
        visit.outcome is Outcome.DUPLICATE and visit.status == 200 and visit.redirects_to is None
    )
    failure = Outcome.FAILED if visit.is_temporary else visit.outcome
    weight = failure_weight(failure, visit.status)
    if repeats and visit.stored is not None:
        weight = failure_weight(Outcome.EMPTY, visit.status)
    failures = failures + weight if weight else 0
    due = None
    if visit.due_again:
        due = visit.fetched
    elif weight:
        due = next_retry(visit.fetched, failures)
    elif visit.outcome in READ or repeats or _is_gone_article(visit):
        next_check = next_check_of_gone if _is_newly_gone(visit) else next_revisit
        due = next_check(parse_time(first_seen), visit.fetched, visit.run.site.revisit_days)
    return {"next_check": format_optional(due), "failures": failures}


def _is_gone_article(visit: Visit) -> bool:
    return visit.outcome is Outcome.GONE and visit.stored is not None


def _is_newly_gone(visit: Visit) -> bool:
    is_known = visit.stored is not None and visit.stored.gone_since is None
    return is_known and visit.outcome is Outcome.GONE


def _article_url(visit: Visit) -> str | None:
    """Return the URL of the article that has the visit's text from now on, if it is its own."""
    if visit.outcome is Outcome.STORED and visit.article is not None:
        return visit.article.url
    if visit.outcome is Outcome.REVISED and visit.stored is not None:
        return visit.stored.url
    return None


def _article_row(visit: Visit, fetched: str) -> Row | None:
    if visit.outcome is not Outcome.STORED or visit.article is None:
        return None
    return {
        **article_columns(visit.article),
        "site": visit.run.site.name,
        "province": visit.run.site.province,
        "province_now": visit.run.site.province_now,
        "url": visit.article.url,
        "first_captured": fetched,
    }


def _updates(visit: Visit, fetched: str) -> Iterator[Change]:
    """Yield the changes to existing rows."""
    for url in visit.redirected_from:
        yield CLEAR_DUE, {"cleared_url": url}
    stored, article = visit.stored, visit.article
    if stored is None:
        return
    if visit.outcome is Outcome.REVISED and article is not None:
        before = visit.before or stored
        yield ADD_REVISION, revision_row(stored.id, before, article, fetched, "edited")
        yield UPDATE_ARTICLE.values(updated_columns(article)), {"stored_id": stored.id}
    if _is_newly_gone(visit):
        yield SET_GONE, {"stored_id": stored.id, "gone_since": fetched}
    elif visit.outcome in READ and (stored.gone_since or visit.url != stored.url):
        # Always at another URL, which may be recorded as gone in the same batch.
        yield SET_GONE, {"stored_id": stored.id, "gone_since": None}


def _capture_row(visit: Visit) -> Row | None:
    capture = visit.capture
    if capture is None:
        return None
    return {
        "page_url": visit.url,
        "fetched": format_time(capture.fetched),
        "file": capture.file,
        "offset": capture.offset,
        "length": capture.length,
        "sha256": capture.sha256,
        "status": capture.status,
        "record": capture.record,
    }
