"""The pages of an article: the article itself, its citations as files, and its captures."""

import asyncio
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from datasette.utils.asgi import NotFound, Response  # type: ignore[import-untyped]
from markupsafe import Markup

from extraction.text import clean
from publishing.article import citing
from publishing.article.capture import Unreadable, harmless, read_page
from publishing.article.doubts import in_words
from publishing.article.evidence import Pieces, marked
from publishing.article.history import changes
from publishing.article.stored import (
    Stored,
    missing_tables,
    read_article,
    read_capture,
    read_withdrawal,
)
from publishing.dates import shown_day, shown_time
from publishing.following import ARCHIVE
from publishing.language import gettext

PAGE = r"^/archive/articles/(?P<id>[0-9]{1,18})$"
FILE = r"^/archive/articles/(?P<id>[0-9]{1,18})\.(?P<format>bib|ris)$"
CAPTURE = r"^/archive/articles/(?P<id>[0-9]{1,18})/capture$"

_NUMBER = re.compile("[0-9]{1,18}")
_SHOWN_ABOVE = {"title", "lead", "body", "newspaper"}  # of the columns of an article
_FORMATS = {
    "bib": (citing.bibtex, "application/x-bibtex; charset=utf-8"),
    "ris": (citing.ris, "application/x-research-info-systems; charset=utf-8"),
}
_SHORT_CACHE = {"Cache-Control": "public, max-age=300"}
_CAPTURE_HEADERS = {
    **_SHORT_CACHE,
    "Content-Security-Policy": (
        "sandbox; default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
}

T = TypeVar("T")


async def article_page(datasette: Any, request: Any) -> Any:
    """Show an article."""
    stored = await _article(datasette, request)
    variables = await asyncio.to_thread(_variables, stored)  # the event loop answers all readers
    cited = _citation(datasette, request, stored)
    address = request.path
    variables |= {
        "address": address,
        "alternate_url_json": f"{address}.json",
        "cited": cited,
        "in_english": citing.in_english(cited),
        "in_vietnamese": citing.in_vietnamese(cited),
        "meta": list(citing.meta(cited)),
        "news_article": citing.news_article(cited),
    }
    page = await datasette.render_template("article.html", variables, request=request)
    return Response.html(page, headers=_SHORT_CACHE)


async def citation_file(datasette: Any, request: Any) -> Any:
    """Send the citation of an article as a file for reference managers."""
    cited = _citation(datasette, request, await _article(datasette, request))
    extension = request.url_vars["format"]
    written, content_type = _FORMATS[extension]
    name = f'attachment; filename="danvan-{cited.id}.{extension}"'
    headers = {**_SHORT_CACHE, "Content-Disposition": name}
    return Response(written(cited), headers=headers, content_type=content_type)


async def capture_page(datasette: Any, request: Any) -> Any:
    """Show the page of an article as it was captured: at its last change, or as `capture` says."""
    named = request.args.get("capture")
    if named is not None and not _NUMBER.fullmatch(named):
        raise NotFound(gettext("The number of a capture consists of digits."))
    number, chosen = int(request.url_vars["id"]), int(named) if named else None
    capture = await _ask(datasette, request, lambda file: read_capture(file, number, chosen))
    if capture is None:
        raise NotFound(gettext("There is no such complete capture of this article."))
    folder = (datasette.plugin_config("danvan") or {}).get("captures_dir")
    if not folder:
        raise NotFound(gettext("This server has no captures: they are not part of the release."))
    try:
        text = await asyncio.to_thread(lambda: harmless(read_page(Path(folder), capture)))
    except Unreadable as error:
        raise NotFound(str(error)) from error
    variables = {
        "article": datasette.urls.path(f"/archive/articles/{number}"),
        "capture": capture,
        "original": citing.web_address(capture["url"]),
        "shown_time": shown_time,
        "text": Markup(text),  # noqa: S704 - `harmless` has escaped it
    }
    page = await datasette.render_template("capture.html", variables, request=request)
    return Response.html(page, headers=_CAPTURE_HEADERS)


async def _article(datasette: Any, request: Any) -> Stored:
    """Return the article that a request names. Raises NotFound."""
    number = int(request.url_vars["id"])
    stored = await _ask(datasette, request, lambda file: read_article(file, number))
    if stored is not None:
        return stored
    withdrawal = await _ask(datasette, request, lambda file: read_withdrawal(file, number))
    if withdrawal is None:
        raise NotFound(gettext("There is no article with this number."))
    sentence = gettext("This article was withdrawn on %(day)s: %(reason)s")
    day, reason = shown_day(withdrawal["withdrawn"]), clean(withdrawal["reason"])
    raise NotFound(sentence % {"day": day, "reason": reason})


async def _ask(datasette: Any, request: Any, question: Callable[[Any], T]) -> T:
    """Ask the archive something, if the reader may. Raises NotFound if it has not the tables."""
    permissions = [("view-table", (ARCHIVE, "articles")), ("view-database", ARCHIVE)]
    await datasette.ensure_permissions(request.actor, [*permissions, "view-instance"])
    if ARCHIVE not in datasette.databases:
        raise NotFound(gettext("No archive is served here."))

    def answer(connection: Any) -> tuple[set[str], T | None]:
        missing = missing_tables(connection)
        return missing, None if missing else question(connection)

    missing, answered = await datasette.get_database(ARCHIVE).execute_fn(answer)
    if missing:
        sentence = gettext("This file is no archive: it has no table %(table)s.")
        raise NotFound(sentence % {"table": min(missing)})
    found: T = answered
    return found


def _citation(datasette: Any, request: Any, stored: Stored) -> citing.Citation:
    path = datasette.urls.path(f"/archive/articles/{stored.article['id']}")
    permalink = citing.web_address(datasette.absolute_url(request, path)) or path
    topics = json.loads(stored.article["topics"])
    return citing.citation(stored.article, topics, stored.release, permalink)


def _variables(stored: Stored) -> dict[str, Any]:
    """Return what the template shows of an article."""
    article = stored.article
    evidence = json.loads(article["evidence"])
    captions = {clean(caption) for caption in json.loads(article["captions"])}
    paragraphs = [_marked(part, evidence, "body") for part in article["body"].split("\n\n")]
    return {
        "article": article,
        "captions": [_text(paragraph) in captions for paragraph in paragraphs],
        "changes": changes(article, stored.revisions),
        "clean": clean,
        "doubts": [in_words(doubt) for doubt in json.loads(article["doubts"])],
        "evidence": _by_topic(evidence),
        "lead": _marked(article["lead"], evidence, "lead"),
        "paragraphs": paragraphs,
        "shown_day": shown_day,
        "shown_time": shown_time,
        "stored": stored,
        "technical": {name: value for name, value in article.items() if name not in _SHOWN_ABOVE},
        "title": _marked(article["title"], evidence, "title"),
    }


def _marked(text: str | None, evidence: list[dict[str, Any]], field: str) -> Pieces:
    return marked(text, [item["phrase"] for item in evidence if item["field"] == field])


def _text(pieces: Pieces) -> str:
    return "".join(piece for piece, _ in pieces)


def _by_topic(evidence: list[dict[str, Any]]) -> dict[str, dict[str, int]]:
    """Return how many times each phrase of a topic is in the article."""
    counts: dict[str, dict[str, int]] = {}
    for item in evidence:
        of_topic = counts.setdefault(item["topic"], {})
        of_topic[item["phrase"]] = of_topic.get(item["phrase"], 0) + item["count"]
    return counts
