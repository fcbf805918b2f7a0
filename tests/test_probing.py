"""What follows from the findings of a probe."""

from typing import Any

import pytest

from extraction.article import Article
from extraction.extract import Extraction
from extraction.listings import Link
from extraction.notes import Notes
from sites.card import ACTIVE, FROZEN, Evidence, SiteCard
from sites.findings import FEED, HOME, SECTION, SITEMAP, ArticleVisit, Findings, ListingVisit
from sites.probing import (
    after_passing,
    note_articles,
    provisional_card,
    reasons_against,
    section_links,
    suggested,
    with_patterns,
    working,
)

from .gosim import HOME as SITE
from .gosim import GoSim, article_url

TITLE = "Bà con thôn {} cùng nhau làm đường"


def to(path: str, text: str = "Thời sự") -> Link:
    return Link(path if "://" in path else SITE + path, text, "")


def articles(*numbers: int) -> list[Link]:
    return [Link(article_url(n), TITLE.format(n), "") for n in numbers]


def listing(path: str, links: list[Link], kind: str = SECTION, **facts: Any) -> ListingVisit:
    facts = {"answer": "answered 200", "is_read": True, **facts}
    visit = ListingVisit(SITE + path, kind, links=links, **facts)
    note_articles(GoSim, visit)
    return visit


def lost(path: str, answer: str = "answered 404", kind: str = SECTION) -> ListingVisit:
    return listing(path, [], kind, answer=answer, is_read=False)


def read(good: int, doubtful: int) -> dict[str, Extraction]:
    found = {}
    for number in range(good + doubtful):
        doubts = () if number < good else ("date: only the URL has it",)
        article = Article("u", "Tên bài", None, "Lời.", published="2025-11-28", doubts=doubts)
        found[article_url(number)] = Extraction(article, Notes())
    return found


@pytest.mark.parametrize(("good", "doubtful", "passes"), [(3, 2, True), (2, 2, False)])
def test_most_articles_are_without_doubts(good: int, doubtful: int, passes: bool) -> None:
    findings = Findings(GoSim, listings=[listing("/thoi-su", articles(1, 2))])
    reasons = reasons_against(findings, GoSim, read(good, doubtful))
    assert bool(reasons) is not passes
    assert passes or reasons[0].startswith("only 2 of 4 articles")


@pytest.mark.parametrize("lacking", ["title", "published", "body"])
def test_an_article_needs_title_date_and_text(lacking: str) -> None:
    findings = Findings(GoSim, listings=[listing("/thoi-su", articles(1, 2))])
    fields: dict[str, Any] = {"title": "Tên", "published": "2025-11-28", "body": "Lời."}
    article = Article("u", **fields | {lacking: "" if lacking == "body" else None})
    reasons = reasons_against(findings, GoSim, {"u": Extraction(article, Notes())})
    assert reasons[0].startswith("only 0 of 1 articles")


def test_articles_that_were_not_read_are_said_with_their_answers() -> None:
    visits = [ArticleVisit(article_url(n), "answered 403") for n in (1, 2)]
    findings = Findings(GoSim, listings=[listing("/tin", articles(1, 2))], articles=visits)
    assert reasons_against(findings, GoSim, {}) == ["no article could be read: answered 403"]
    findings.articles = []
    assert reasons_against(findings, GoSim, {}) == ["no article could be read: no request was left"]


def test_listings_without_articles_fail() -> None:
    findings = Findings(GoSim, listings=[listing("/thoi-su", [to("/a")])])
    assert reasons_against(findings, GoSim, {}) == ["no listing links to an article"]


def test_sections_are_those_of_the_card_then_those_named_by_its_words() -> None:
    links = [
        to("/", "Trang chủ"),
        to("/the-thao", "Thể thao"),
        to("/dan-van", "Dân vận"),
        to("/dan-van?page=2", "2"),
        to("/video/thoi-su", "Dân vận"),
        to("/anh.jpg", "Dân vận"),
        to("/muc", "một hai ba bốn năm sáu bảy tám"),
        to("/dai", "một hai ba bốn năm sáu bảy tám chín"),
        to("/khong-ten", ""),
        *articles(1),
    ]
    assert section_links(GoSim, [listing("/", links, HOME)]) == [
        f"{SITE}/thoi-su",
        "https://gosim.example/chinh-tri",
        f"{SITE}/dan-van",
        f"{SITE}/the-thao",
        f"{SITE}/muc",
    ]


def test_what_most_pages_link_to_is_no_article_of_a_section() -> None:
    latest = articles(1, 2)
    listings = [listing(f"/{n}", [*latest, *articles(10 + n)]) for n in range(4)]
    findings = Findings(GoSim, listings=[*listings, listing("/gioi", latest)])
    assert [visit.url for visit in working(findings, SECTION)] == [f"{SITE}/{n}" for n in range(4)]
    findings.listings = [listing("/a", latest), listing("/b", latest)]  # too few pages to know
    assert len(working(findings, SECTION)) == 2


class Named(GoSim):
    """The same site with feeds and sitemaps."""

    feeds = ("/cu.rss",)
    sitemaps = ("/cu.xml",)
    sections = ("/thoi-su", "/mat", "/trong")


def findings_of(card: type[SiteCard], *listings: ListingVisit) -> Findings:
    return Findings(card, listings=[listing("/", articles(9), HOME), *listings])


def test_a_card_keeps_what_was_not_found_to_be_wrong() -> None:
    findings = findings_of(Named, listing("/thoi-su", articles(1)), lost("/mat", "answered 500"))
    assert suggested(findings, Named, Named) == {}


def test_a_card_loses_what_is_gone_and_gets_what_was_found() -> None:
    findings = findings_of(
        Named,
        listing("/thoi-su", articles(1)),
        lost("/mat"),
        listing("/trong", [to("/a")]),
        listing("/khac", articles(2)),
        lost("/cu.rss", kind=FEED),
        listing("/moi.rss", articles(1), FEED),
        listing("/rong.rss", [], FEED),
        listing("/cu.xml", [], SITEMAP),
        listing("/moi.xml", articles(1), SITEMAP),
        listing("/robots.xml", articles(1), SITEMAP),
    )
    findings.robots_sitemaps = {f"{SITE}/robots.xml"}
    assert suggested(findings, Named, Named) == {
        "sections": ("/thoi-su",),
        "feeds": ("/moi.rss",),
        "sitemaps": ("/moi.xml",),
    }


def test_a_card_without_a_section_that_is_left_gets_those_of_the_menu() -> None:
    gone = [lost(path) for path in Named.sections]
    findings = findings_of(Named, *gone, *(listing(f"/m{n}", articles(n)) for n in range(3)))
    findings.unread_sections = [f"{SITE}/m3"]
    assert suggested(findings, Named, Named)["sections"] == ("/m0", "/m1", "/m2", "/m3")
    findings.listings.append(lost("/m4"))  # now most sections that were read have no articles
    assert suggested(findings, Named, Named)["sections"] == ("/m0", "/m1", "/m2")


def test_the_paging_of_a_card_is_replaced_by_the_one_that_was_found() -> None:
    class Paged(GoSim):
        """The same site, with numbered pages."""

        paging = "{section}?p={page}"

    section = listing("/thoi-su", [*articles(1), to("/thoi-su/trang-2", "2")])
    found = "{section}/trang-{page}"
    assert suggested(findings_of(Paged, section), Paged, Paged) == {"paging": found}
    assert suggested(findings_of(GoSim, section), GoSim, GoSim) == {}


def test_patterns_that_fit_half_of_the_articles_are_kept() -> None:
    other = [to(f"/{TITLE.format(n).replace(' ', '-')}-c{n}.htm", TITLE.format(n))
             for n in range(5)]  # fmt: skip
    half = [listing("/", [*articles(1, 2, 3, 4, 5), *other], HOME)]
    assert with_patterns(GoSim, half) is GoSim
    few = [listing("/", [*articles(1, 2, 3, 4), *other], HOME)]
    patterns = with_patterns(GoSim, few).articles
    assert set(patterns) > set(GoSim.articles)
    assert [*patterns.values()][-3:] == [*GoSim.articles.values()]


def test_a_site_is_active_after_its_probe_has_passed() -> None:
    day = "2026-11-28"
    evidence = Evidence("page", day, "a probe of the site")

    class Unsure(GoSim):
        """The same site, of which nothing is sure."""

        state = "unverified"

    class Still(GoSim):
        """The same site, without news."""

        state = FROZEN

    changes = after_passing(Unsure, day)
    assert changes == {"state": ACTIVE, "evidence": (*GoSim.evidence, evidence)}
    assert after_passing(GoSim, day) == after_passing(Still, day) == {}


def test_a_provisional_card_owns_its_host_alone() -> None:
    card = provisional_card("http://www.MOI.example:80/tin?a=b")
    assert (card.name, card.hosts) == ("moi.example", ("moi.example",))
