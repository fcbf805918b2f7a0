"""The card of a site: what it must have, and the keys and addresses that follow from it."""

from dataclasses import fields
from typing import Any, ClassVar

import pytest

from archive.site import REVISIT_DAYS, SiteFacts
from extraction import Layout
from sites.card import Address, Directory, SiteCard, SiteError
from sites.check import check

from .gosim import GoSim, article_url

LACKS = "The site file of Changed lacks: "


def card(**changes: Any) -> type[SiteCard]:
    """Return the card of a site with other attributes."""
    return type("Changed", (GoSim,), changes)


@pytest.mark.parametrize("name", ["name", "title", "province", "hosts", "family", "articles"])
@pytest.mark.parametrize("empty", ["", None, ()], ids=["empty", "none", "no items"])
def test_a_card_must_have(name: str, empty: object) -> None:
    with pytest.raises(SiteError) as raised:
        check(card(**{name: empty}))
    assert str(raised.value) == f"{LACKS}{name}."


def test_a_card_without_a_name_at_all() -> None:
    with pytest.raises(SiteError) as raised:
        check(SiteCard)
    assert str(raised.value) == (
        "The site file of SiteCard lacks: name, title, province, hosts, family, articles, "
        "sections, menu or search."
    )


@pytest.mark.parametrize(
    ("host", "sound"),
    [("gosim.example", True), ("tin.gosim.example", True), ("www.gosim.example", False),
     ("GoSim.example", False), ("gosim.example:8080", False), ("gosim.example:443", False),
     ("https://gosim.example", False), ("gosim.example/", False), ("", False), ("[", False)],
)  # fmt: skip
def test_a_host_is_written_as_it_is_compared(host: str, sound: bool) -> None:
    changed = card(hosts=("baogosim.example", host))
    if sound:
        check(changed)
        return
    with pytest.raises(SiteError) as raised:
        check(changed)
    assert str(raised.value) == (
        f"Changed: {host!r} must be a host in lower case, without port and www."
    )


def test_a_host_belongs_to_one_site() -> None:
    other = card(hosts=("lamkhe.example", "gosim.example"))
    Directory([GoSim, GoSim, card(hosts=("lamkhe.example",))])
    with pytest.raises(SiteError) as raised:
        Directory([GoSim, other])
    assert str(raised.value) == (
        "GoSim and Changed both have the host gosim.example: "
        "remove it from one of their site files."
    )


NOWHERE: dict[str, Any] = {"sections": (), "menu": (), "search": ""}


@pytest.mark.parametrize(
    "one", [{"sections": ("/thoi-su",)}, {"menu": ("dân vận",)}, {"search": "/s/{query}/{page}"}]
)
def test_a_card_needs_one_way_to_find_articles(one: dict[str, Any]) -> None:
    check(card(**NOWHERE | one))
    with pytest.raises(SiteError) as raised:
        check(card(**NOWHERE))
    assert str(raised.value) == f"{LACKS}sections, menu or search."


def test_a_province_is_one_of_before_the_mergers() -> None:
    check(card(province="Ninh Bình"))
    with pytest.raises(SiteError) as raised:
        check(card(province="Lam Khê"))
    assert str(raised.value) == "Changed: 'Lam Khê' was not a province before July 2025."


def test_every_pattern_has_a_key() -> None:
    patterns = {"post": r"-post(?P<key>\d+)", "old": r"/cu/(\d+)"}
    with pytest.raises(SiteError) as raised:
        check(card(articles=patterns))
    assert str(raised.value) == "Changed: the article pattern 'old' has no group 'key'."
    check(card(articles={**patterns, "old": r"/cu/(?P<key>\d+)"}))


def test_a_host_without_https_is_one_of_its_hosts() -> None:
    check(card(http_only=("gosim.example",)))
    with pytest.raises(SiteError) as raised:
        check(card(http_only=("gosim.example", "khac.example")))
    assert str(raised.value) == "Changed: 'khac.example' of http_only is not one of its hosts."


def test_a_pattern_is_a_regular_expression() -> None:
    with pytest.raises(SiteError) as raised:
        check(card(articles={"id": r"^/(?P<key>\d+"}))
    assert str(raised.value) == (
        "Changed: the article pattern 'id' is no regular expression: "
        "missing ), unterminated subpattern at position 2."
    )


def test_the_facts_for_the_archive() -> None:
    layout = Layout("2025", title="h1", body="#noi-dung")
    facts = card(revisits=(2, 9), layouts=(layout,)).facts()
    assert facts == SiteFacts(
        "baogosim", "Báo Gò Sim", "Bắc Kạn", "baogosim.example", "own", "newspaper", "active",
        ("text, 2026-11: a sample",), (2, 9), (layout,),
    )  # fmt: skip
    assert GoSim.facts().revisit_days == REVISIT_DAYS
    assert len(fields(facts)) == 10


@pytest.mark.parametrize(
    ("url", "key"),
    [
        (article_url(12), "post:12"),
        ("http://www.gosim.example/muc/bai-post12.html?utm_source=x#y", "post:12"),
        ("https://baogosim.example/tin/12", "post:12"),
        ("https://baogosim.example/cu/12", "old:12"),
        ("https://baogosim.example/thoi-su", None),
        ("https://baogosim.example/tim?q=/cu/12", None),
        ("https://baogosim.example/?p=bai-post12.html", None),
    ],
)
def test_a_key_is_that_of_the_path_whatever_the_host_and_the_query(
    url: str, key: str | None
) -> None:
    assert GoSim.key(url) == key


def test_the_first_pattern_that_fits_gives_the_key() -> None:
    both = {"one": r"/(?P<key>\d+)", "two": r"(?P<key>\d+)$"}
    assert card(articles=both).key("https://baogosim.example/1/2") == "one:1"
    reverse = dict(reversed(both.items()))
    assert card(articles=reverse).key("https://baogosim.example/1/2") == "two:2"


RESOLVED = [
    ("http://www.baogosim.example/bai-viet-post3.html?fbclid=x#top", article_url(3)),
    ("https://gosim.example:443/tin/3/", "https://gosim.example/tin/3/"),
    ("https://khac.example/bai-viet-post3.html", None),
    ("https://baogosim.example:8080/bai-viet-post3.html", None),
    ("ftp://baogosim.example/bai-viet-post3.html", None),
    ("https://baogosim.example/thoi-su", None),
    ("http://[broken/bai-viet-post3.html", None),
]


@pytest.mark.parametrize(("url", "wanted"), RESOLVED)
def test_the_address_of_a_url(url: str, wanted: str | None) -> None:
    address = Address(GoSim, "post:3", wanted) if wanted is not None else None
    assert GoSim.resolve(url) == address
    assert Directory([GoSim]).resolve(url) == address


class LamKhe(GoSim):
    """Another site, with the same patterns."""

    name = "lamkhe"
    hosts: ClassVar[tuple[str, ...]] = ("lamkhe.example",)


def test_a_directory_knows_its_sites_by_host_and_name() -> None:
    directory = Directory([GoSim, LamKhe])
    assert directory.site("baogosim") is GoSim
    assert directory.site("lamkhe") is LamKhe
    assert directory.site("khac") is None
    assert directory.knows_host("http://www.gosim.example/thoi-su")
    assert directory.knows_host("https://lamkhe.example/")
    assert not directory.knows_host("https://khac.example/")
    assert not directory.knows_host("https://lamkhe.example:8080/")
    assert not directory.knows_host("mailto:toasoan@lamkhe.example")
    found = directory.resolve("https://www.lamkhe.example/bai-post4.html")
    assert found == Address(LamKhe, "post:4", "https://lamkhe.example/bai-post4.html")
    assert directory.resolve("https://lamkhe.example/thoi-su") is None
    assert directory.resolve("/bai-post4.html") is None
