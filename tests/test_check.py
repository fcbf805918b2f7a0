"""What the card of a site must say to work; each fault is one sentence with file and attribute."""

from typing import Any

import pytest

from archive.provinces import PROVINCE_NOW
from extraction.layouts import Layout
from sites.card import DEAD, FROZEN, KINDS, STATES, UNVERIFIED, Evidence, JsonListing, SiteCard
from sites.card import SiteError as Fault
from sites.check import check

from .gosim import GoSim

WHERE = "tests/test_check.py, Changed: "


def card(**changes: Any) -> type[SiteCard]:
    """Return the card of a site with other attributes."""
    return type("Changed", (GoSim,), changes)


def fault(**changes: Any) -> str:
    """Return what is wrong with a card, without the place and the full stop."""
    with pytest.raises(Fault) as raised:
        check(card(**changes))
    message = str(raised.value)
    assert message.startswith(WHERE)
    assert message.endswith(".")
    return message.removeprefix(WHERE)[:-1]


@pytest.mark.parametrize("name", ["title", "kind", "province", "family"])
def test_a_text_that_a_card_must_have(name: str) -> None:
    assert fault(**{name: ""}) == f"it lacks {name}"
    assert fault(**{name: ("a",)}) == f"{name} must be a text"


@pytest.mark.parametrize("name", ["hosts", "evidence"])
def test_a_list_that_a_card_must_have(name: str) -> None:
    assert fault(**{name: ()}) == f"it lacks {name}"
    assert fault(**{name: "gosim.example"}) == f"{name} must be a tuple, in brackets with a comma"


def test_a_card_that_says_nothing() -> None:
    with pytest.raises(Fault, match=r"^sites/card.py, SiteCard: it lacks name, title, kind, hosts"):
        check(SiteCard)


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"articles": [r"(?P<key>)"]}, "articles must be a dict of patterns"),
        ({"weak_tls": "yes"}, "weak_tls must be True or False"),
        ({"month_first": 1}, "month_first must be True or False"),
        ({"sections": ["/a"]}, "sections must be a tuple, in brackets with a comma"),
        ({"layouts": Layout("a", "h1", "p")}, "layouts must be a tuple, in brackets with a comma"),
    ],
)
def test_values_of_another_type(changes: dict[str, Any], what: str) -> None:
    assert fault(**changes) == what


@pytest.mark.parametrize("state", STATES)
def test_a_site_without_article_patterns_cannot_be_crawled(state: str) -> None:
    if state in (UNVERIFIED, DEAD):
        check(card(articles={}, state=state))
    else:
        assert fault(articles={}, state=state) == "it lacks articles"
    check(card(articles={}, query_articles={"item": r"id=(?P<key>\d+)"}, state=state))


NOWHERE: dict[str, Any] = {"sections": (), "menu": (), "search": ""}
WAYS: list[dict[str, Any]] = [
    {"sections": ("/thoi-su",)},
    {"menu": ("dân vận",)},
    {"search": "/s/{query}"},
    {"feeds": ("/rss",)},
    {"sitemaps": ("/sitemap.xml",)},
    {"json_listings": (JsonListing("https://api.gosim.example/", "[].url"),)},
]


@pytest.mark.parametrize("one", WAYS, ids=lambda way: next(iter(way)))
def test_a_card_needs_one_way_to_find_articles(one: dict[str, Any]) -> None:
    check(card(**NOWHERE | one))
    ways = "sections, menu, feeds, sitemaps, json_listings or search"
    assert fault(**NOWHERE) == f"it lacks {ways}"


@pytest.mark.parametrize("name", ["BaoGoSim", "bao gosim", "bao-gosim", "1gosim", "gò_sim", "a\nb"])
def test_a_name_is_a_word(name: str) -> None:
    what = "must be lower-case letters, digits and underscores"
    assert fault(name=name) == f"name {name!r} {what}"


def test_kinds_states_and_provinces() -> None:
    for kind in KINDS:
        check(card(kind=kind))
    assert fault(kind="tạp chí") == f"kind 'tạp chí' is not one of {', '.join(KINDS)}"
    assert fault(state="asleep") == f"state 'asleep' is not one of {', '.join(STATES)}"
    assert fault(province="Lam Khê") == "province 'Lam Khê' was not a province before July 2025"
    for province in PROVINCE_NOW:
        check(card(province=province))


def test_only_a_site_of_the_whole_country_has_no_province() -> None:
    check(card(kind="central", province=""))
    assert fault(kind="front", province="") == "it lacks province"


@pytest.mark.parametrize(
    ("evidence", "sound"),
    [
        (Evidence("page", "2026-02-06", "a page"), True),
        (Evidence("code", "2026-02", "a page"), True),
        (Evidence("text", "2026", "a page"), True),
        (Evidence("rumour", "2026", "a page"), False),
        (Evidence("text", "last year", "a page"), False),
        (Evidence("text", "", "a page"), False),
        (Evidence("text", "2026-2", "a page"), False),
        (Evidence("text", "2026", ""), False),
    ],
)
def test_evidence_has_a_kind_and_a_day(evidence: Evidence, sound: bool) -> None:
    if sound:
        check(card(evidence=(evidence,)))
    else:
        what = f"evidence {evidence.source!r} needs a kind (page, code, text) and a day"
        assert fault(evidence=(evidence,)) == what


@pytest.mark.parametrize(
    ("host", "sound"),
    [("gosim.example", True), ("tin.gosim.example", True), ("www.gosim.example", False),
     ("GoSim.example", False), ("gosim.example:8080", False), ("gosim.example:443", False),
     ("https://gosim.example", False), ("gosim.example/", False), ("", False), ("[", False)],
)  # fmt: skip
def test_a_host_is_written_as_it_is_compared(host: str, sound: bool) -> None:
    hosts = ("baogosim.example", "gosim.example", host)
    if sound:
        check(card(hosts=hosts))
    else:
        what = "of hosts must be a host in lower case, without port and www"
        assert fault(hosts=hosts) == f"{host!r} {what}"


@pytest.mark.parametrize("name", ["http_only", "retired", "own_keys"])
def test_some_of_the_hosts(name: str) -> None:
    check(card(sections=("/thoi-su",), **{name: ("gosim.example",)}))
    what = f"'khac.example' of {name} is not one of its hosts"
    assert fault(**{name: ("gosim.example", "khac.example")}) == what


def test_not_all_hosts_are_retired() -> None:
    assert fault(retired=GoSim.hosts) == "all hosts are retired: its state is dead"


@pytest.mark.parametrize("name", ["articles", "query_articles"])
def test_a_pattern_is_a_regular_expression_with_a_key(name: str) -> None:
    check(card(**{name: {"old": r"/cu/(?P<key>\d+)"}}))
    what = fault(**{name: {"old": r"/cu/(\d+)"}})
    assert what == f"the pattern 'old' of {name} has no group 'key'"
    what = fault(**{name: {"old": r"/cu/(?P<key>\d+"}})
    assert what.startswith(f"the pattern 'old' of {name} is no regular expression: missing )")


def test_a_pattern_of_what_is_no_article() -> None:
    check(card(no_articles=(r"^/en/",)))
    what = "the pattern '^/(en' of no_articles is no regular expression: missing )"
    assert fault(no_articles=(r"^/(en",)).startswith(what)


@pytest.mark.parametrize("name", ["sections", "feeds", "sitemaps"])
@pytest.mark.parametrize(
    ("path", "sound"),
    [("/a", True), ("https://gosim.example/a", True), ("http://www.gosim.example/a", True),
     ("a", False), ("https://khac.example/a", False), ("ftp://gosim.example/a", False)],
)  # fmt: skip
def test_a_listing_is_a_path_or_on_one_of_its_hosts(name: str, path: str, sound: bool) -> None:
    if sound:
        check(card(**{name: (path,)}))
    else:
        what = f"{path!r} of {name} is neither a path nor a URL on one of its live hosts"
        assert fault(**{name: (path,)}) == what


@pytest.mark.parametrize(
    ("paging", "what"),
    [
        ("{section}/?p={page}", None),
        ("/trang?muc={section}&p={page}", None),
        ("{section}/?ngay={day}&p={page}", None),
        ("{section}/?p=2", "paging '{section}/?p=2' has no {page}"),
        ("?p={page}", "paging '?p={page}' must begin with {section} or a slash"),
    ],
)
def test_a_paging_template(paging: str, what: str | None) -> None:
    if what is None:
        check(card(paging=paging))
    else:
        assert fault(paging=paging) == what


@pytest.mark.parametrize("search", ["/tim", "tim?q={query}", "https://gosim.example/tim?q={query}"])
def test_a_search_is_a_path_with_the_query(search: str) -> None:
    assert fault(search=search) == f"search {search!r} must be a path with {{query}}"
    check(card(search="/tim?q={query}"))


def test_a_json_listing() -> None:
    wrong = JsonListing("/api", "[].url")
    assert fault(json_listings=(wrong,)) == "'/api' of json_listings is no URL"
    wrong = JsonListing("https://api.gosim.example/", "data[.url")
    what = "'data[.url' of json_listings is no JMESPath: "
    assert fault(json_listings=(wrong,)).startswith(what)
    wrong = JsonListing("https://api.{host}/{zone}", "data[.url")
    assert "is no JMESPath" in fault(load_more=wrong)
    check(card(load_more=JsonListing("https://api.{host}/{zone}", "data[].url")))


@pytest.mark.parametrize("part", ["title", "body", "lead", "date", "author", "section", "drop"])
def test_a_layout_has_css_selectors(part: str) -> None:
    parts = {"title": "h1", "body": "div.text"}
    check(card(layouts=(Layout("2025", **parts | {part: "p, div > b"}),)))
    what = f"{part} of the layout '2025' is no CSS selector: "
    assert fault(layouts=(Layout("2025", **parts | {part: "p >"}),)).startswith(what)


def test_a_layout_has_a_title_a_body_and_a_name_of_its_own() -> None:
    one = Layout("2025", "h1", "div")
    assert fault(layouts=(one, Layout("2025", "h2", "p"))) == "two layouts have the same name"
    assert fault(layouts=(Layout("2025", "", "p"),)).startswith("a layout has no title or no body")
    assert fault(layouts=("h1",)).startswith("a layout has no title or no body")
    check(card(layouts=(one, Layout("2024", "h2", "p")), state=FROZEN))
