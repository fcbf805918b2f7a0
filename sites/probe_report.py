"""The report of a probe: what `danvan probe --json` prints and the table of probes keeps."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from extraction.extract import Extraction
from sites.card import Evidence, SiteCard
from sites.findings import ArticleVisit, Findings, ListingVisit
from sites.probing import is_good, paging

_FIELDS = ("title", "published", "author")
_MAX_VALUE = 500  # characters of a field or of a line that was cut
_MAX_CUTS = 50  # of an article


def probe_report(
    findings: Findings, site: type[SiteCard], read: Mapping[str, Extraction]
) -> dict[str, Any]:
    """Return what was found, as types that JSON has.

    `site` is the card with patterns that fit; `read` has the articles that were extracted, by URL.
    """
    return {
        "site": findings.card.name,
        "title": findings.title[:_MAX_VALUE],
        "requests": findings.requests,
        "hosts": [asdict(host) for host in findings.hosts],
        "listings": [_listing(visit) for visit in findings.listings],
        "sections_not_read": findings.unread_sections,
        "paging": paging(findings),
        "patterns": site.articles | site.query_articles,
        "articles": [_article(visit, read.get(visit.url)) for visit in findings.articles],
        "remarks": sorted(findings.remarks),
    }


def as_json(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Return attributes of a card as types that JSON has."""
    return {name: _as_json(value) for name, value in attributes.items()}


def _as_json(value: Any) -> Any:
    if isinstance(value, tuple):
        return [asdict(one) if isinstance(one, Evidence) else one for one in value]
    return value


def _listing(visit: ListingVisit) -> dict[str, Any]:
    second = visit.second_page
    known = set(visit.articles)
    return {
        "url": visit.url,
        "kind": visit.kind,
        "answer": visit.answer,
        "articles": len(visit.articles),
        "next_page": visit.next_page,
        "new_on_second_page": None if second is None else len(set(second.articles) - known),
    }


def _article(visit: ArticleVisit, extraction: Extraction | None) -> dict[str, Any]:
    if extraction is None:
        return {"url": visit.url, "answer": visit.answer}
    article = extraction.article
    return {
        "url": visit.url,
        "answer": visit.answer,
        "layout": article.layout,
        "fields": {name: _field(extraction, name) for name in _FIELDS},
        "words": article.words,
        "text": _witness(extraction, "body"),
        "doubts": list(article.doubts),
        "challenge": article.challenge,
        "cut": [
            {"text": cut.text[:_MAX_VALUE], "reason": cut.reason, "in": cut.place}
            for cut in extraction.notes.cuts[:_MAX_CUTS]
        ],
        "is_good": is_good(extraction),
    }


def _field(extraction: Extraction, name: str) -> dict[str, Any]:
    value = getattr(extraction.article, name)
    return {"value": value and value[:_MAX_VALUE], **_witness(extraction, name)}


def _witness(extraction: Extraction, name: str) -> dict[str, str]:
    """Return how a field was found, and in which element."""
    found = extraction.notes.found.get(name)
    return {"found_by": found.by if found else "", "in": found.place if found else ""}
