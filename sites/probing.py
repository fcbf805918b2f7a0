"""What follows from a probe: where articles are, what the card should say, and the verdict."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from extraction.extract import Extraction
from extraction.listings import next_page
from extraction.text import comparable
from sites.card import ACTIVE, UNVERIFIED, Evidence, SiteCard
from sites.findings import FEED, HOME, SEARCH, SECTION, SITEMAP, Findings, ListingVisit
from sites.links import (
    MAX_LABEL_WORDS,
    SeenUrl,
    gather,
    is_elsewhere,
    is_file,
    is_page_of_listing,
    paging_template,
)
from sites.shapes import infer
from sites.urls import canonical, web_host

_FITTING_SHARE = 0.5
"""A card's patterns fit if they match so many URLs of titles, as a share of those whose form is
that of articles."""
_MIN_PAGES = 3  # that must be known before what most of them link to is a part of the design
_DESIGN_SHARE = 0.6  # of the pages have such a link
_LOST = ("answered 404", "answered 410")


def provisional_card(url: str) -> type[SiteCard]:
    """Return a card that only says on which host a site is. `url` is a web address."""
    host = web_host(url)
    assert host is not None
    return type("NewSite", (SiteCard,), {"name": host, "hosts": (host,), "title": host})


def is_provisional(card: type[SiteCard]) -> bool:
    """Return whether a card is not that of a file."""
    return not card.family


def with_patterns(card: type[SiteCard], listings: Sequence[ListingVisit]) -> type[SiteCard]:
    """Return a card whose patterns fit the links of some listings: the card itself, if its own do.

    Otherwise patterns that are inferred from the links come before its own.
    """
    seen = _seen(listings)
    known = [visit.url for visit in listings if visit.kind in (HOME, SEARCH) or _turns(visit)]
    shape = infer(seen.values(), known)
    if shape is None:
        return card
    matched = sum(one.is_title and card.match(url) is not None for url, one in seen.items())
    if matched >= _FITTING_SHARE * len(shape.examples):
        return card
    own = {f"{name} old" if name in shape.articles else name: pattern
           for name, pattern in card.articles.items()}  # fmt: skip
    patterns = {
        "articles": shape.articles | own,
        "query_articles": shape.query_articles | card.query_articles,
        "no_articles": tuple(dict.fromkeys((*shape.no_articles, *card.no_articles))),
    }
    return type(card.__name__, (card,), {**patterns, "__module__": card.__module__})


def _turns(visit: ListingVisit) -> bool:
    """Return whether a page has a second one, so that it is no article with a short title."""
    return visit.kind == SECTION and next_page(visit.links, 1, visit.url) is not None


def _seen(listings: Iterable[ListingVisit]) -> dict[str, SeenUrl]:
    return gather({visit.url: visit.links for visit in _with_second_pages(listings)})


def _with_second_pages(listings: Iterable[ListingVisit]) -> Iterator[ListingVisit]:
    for visit in listings:
        yield visit
        if visit.second_page is not None:
            yield visit.second_page


def note_articles(site: type[SiteCard], visit: ListingVisit) -> None:
    """Note which links of a listing are those of articles, and which leads to its next page."""

    def is_article(url: str) -> bool:
        return site.resolve(url) is not None

    visit.articles = list(dict.fromkeys(k.url for k in visit.links if is_article(k.url)))
    if visit.kind in (HOME, SECTION, SEARCH):
        visit.next_page = next_page(visit.links, 1, visit.url, is_article)


def section_links(site: type[SiteCard], homes: Iterable[ListingVisit]) -> list[str]:
    """Return the URLs that may be sections of a site: those of its card, then those of its menu.

    Of the menu, those come first whose names have one of the card's words.
    """
    words = [f" {comparable(word)} " for word in site.menu]
    named: dict[str, None] = {}
    others: dict[str, None] = {}
    for url, one in _seen(homes).items():
        label = f" {comparable(one.text)} "
        if 0 < len(label.split()) <= MAX_LABEL_WORDS and _may_be_section(site, one):
            (named if any(word in label for word in words) else others)[url] = None
    own = (section_url(site, path) for path in site.sections)
    return list(dict.fromkeys((*own, *named, *others)))


def section_url(site: type[SiteCard], path: str) -> str:
    """Return the URL of a path on a card."""
    return canonical(urljoin(f"https://{site.live_hosts()[0]}/", path))


def _may_be_section(site: type[SiteCard], seen: SeenUrl) -> bool:
    """Return whether a URL may be that of a section, even if it has the form of an article."""
    parts = urlsplit(seen.url)
    if parts.path in ("", "/") and not parts.query:
        return False
    if is_elsewhere(seen.url) or is_file(seen.url) or is_page_of_listing(seen.url):
        return False
    return site.resolve(seen.url) is None or not seen.is_title


def links_of_design(listings: Sequence[ListingVisit]) -> frozenset[str]:
    """Return the URLs to which most pages link, such as those of a menu or a list of the latest."""
    pages = [visit for visit in _with_second_pages(listings)
             if visit.is_read and visit.kind not in (FEED, SITEMAP)]  # fmt: skip
    least = max(_MIN_PAGES, _DESIGN_SHARE * len(pages))
    seen = gather({visit.url: visit.links for visit in pages})
    return frozenset(url for url, one in seen.items() if len(one.pages) >= least)


def working(findings: Findings, kind: str) -> list[ListingVisit]:
    """Return the listings of a kind that have articles of their own."""
    design = links_of_design(findings.listings)
    return [visit for visit in findings.listings
            if visit.kind == kind and not design.issuperset(visit.articles)]  # fmt: skip


def paging(findings: Findings) -> str:
    """Return the template of the second pages of sections, or an empty string."""
    pages = {visit.url: visit.next_page for visit in findings.listings
             if visit.kind == SECTION and visit.next_page is not None}  # fmt: skip
    return paging_template(pages)


# What the card should say


def suggested(findings: Findings, site: type[SiteCard], base: type[SiteCard]) -> dict[str, Any]:
    """Return the attributes of the site's card that should be other than those of `base`.

    `site` is the card with patterns that fit. A new card gets all that was found; a card that there
    is keeps what was not found to be wrong.
    """
    wanted: dict[str, Any] = {
        name: getattr(site, name) for name in ("articles", "query_articles", "no_articles")
    }
    wanted["sections"] = _sections(findings, site)
    wanted["feeds"] = _listed(findings, FEED, findings.card.feeds)
    wanted["sitemaps"] = _listed(findings, SITEMAP, findings.card.sitemaps)
    searches = working(findings, SEARCH)
    wanted["search"] = findings.search if searches and not base.search else base.search
    template = paging(findings)
    wanted["paging"] = template if template and base.paging else base.paging
    return {name: value for name, value in wanted.items() if value != getattr(base, name)}


def after_passing(card: type[SiteCard], day: str) -> dict[str, Any]:
    """Return what the card of a site says after its probe has passed."""
    if card.state != UNVERIFIED:
        return {}
    return {"state": ACTIVE, "evidence": (*card.evidence, probe_evidence(day))}


def probe_evidence(day: str) -> Evidence:
    """Return the evidence that a probe is."""
    return Evidence("page", day, "a probe of the site")


def _sections(findings: Findings, site: type[SiteCard]) -> tuple[str, ...]:
    """Return the sections of the card that are not lost; without any, those that were found."""
    card = findings.card
    visits = {visit.url: visit for visit in findings.listings if visit.kind == SECTION}
    kept = [path for path in card.sections if not _is_lost(visits.get(section_url(card, path)))]
    if kept or not findings.listings:
        return tuple(kept)
    found = [visit.url for visit in working(findings, SECTION)]
    if 2 * len(found) >= len(visits):  # then those for which no request was left are like them
        found += findings.unread_sections
    return tuple(_path(card, url) for url in found if site.match(url) is None)


def _listed(findings: Findings, kind: str, own: Sequence[str]) -> tuple[str, ...]:
    """Return the feeds or sitemaps of the card that are not lost, and those that were found."""
    card = findings.card
    visits = {visit.url: visit for visit in findings.listings if visit.kind == kind}
    kept = [path for path in own if not _is_lost(visits.get(section_url(card, path)))]
    known = {section_url(card, path) for path in own} | findings.robots_sitemaps
    found = [_path(card, url) for url, visit in visits.items()
             if visit.articles and url not in known]  # fmt: skip
    return (*kept, *found)


def _is_lost(visit: ListingVisit | None) -> bool:
    if visit is None:
        return False
    return visit.answer in _LOST or (visit.is_read and not visit.articles)


def _path(card: type[SiteCard], url: str) -> str:
    parts = urlsplit(url)
    if web_host(url) != card.live_hosts()[0]:
        return url
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


# The verdict


def reasons_against(
    findings: Findings, site: type[SiteCard], read: Mapping[str, Extraction]
) -> list[str]:
    """Return why a probe has failed, in sentences; an empty list if it has passed.

    `read` has the articles that were extracted, by URL.
    """
    if not any(visit.is_read for visit in findings.listings):
        answers = "; ".join(f"{host.host} {host.answer}" for host in findings.hosts)
        return [f"no listing could be read: {answers}"]
    if not (site.articles or site.query_articles):
        return ["the links of its pages have no form that tells articles from other pages"]
    reasons = []
    if site is not findings.card and not is_provisional(findings.card):
        has_patterns = findings.card.articles or findings.card.query_articles
        reasons.append(
            "the card's patterns of articles do not fit the links of its pages"
            if has_patterns
            else "the card has no pattern of articles"
        )
    if not any(visit.articles for visit in findings.listings):
        return [*reasons, "no listing links to an article"]
    good = sum(is_good(extraction) for extraction in read.values())
    if not read:
        answers = "; ".join(sorted({visit.answer for visit in findings.articles}))
        reasons.append(f"no article could be read: {answers or 'no request was left'}")
    elif 2 * good <= len(read):
        reasons.append(
            f"only {good} of {len(read)} articles have a title, a date and a text without doubts"
        )
    return reasons


def is_good(extraction: Extraction) -> bool:
    """Return whether an article has title, date and text, and no doubt about them."""
    article = extraction.article
    return bool(article.title and article.published and article.text and not article.doubts)
