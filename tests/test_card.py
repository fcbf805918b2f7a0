"""The card of a site: what it must have, and the keys and addresses that follow from it."""

from dataclasses import fields
from typing import Any, ClassVar

import pytest

from archive.site import REVISIT_DAYS, SiteFacts
from extraction.inputs import SiteRules
from extraction.layouts import Layout
from sites.card import Address, Directory, JsonListing, SiteCard, SiteError

from .gosim import HOME, GoSim, article_url


def card(**changes: Any) -> type[SiteCard]:
    """Return the card of a site with other attributes."""
    return type("Changed", (GoSim,), changes)


def test_a_host_belongs_to_one_site() -> None:
    other = card(hosts=("lamkhe.example", "gosim.example"))
    Directory([GoSim, GoSim, card(hosts=("lamkhe.example",))])
    with pytest.raises(SiteError) as raised:
        Directory([GoSim, other])
    assert str(raised.value) == (
        "GoSim and Changed both have the host gosim.example: "
        "remove it from one of their site files."
    )


def test_the_facts_for_the_archive() -> None:
    layout = Layout("2025", title="h1", body="#noi-dung")
    facts = card(revisits=(2, 9), layouts=(layout,)).facts()
    assert facts == SiteFacts(
        "baogosim", "Báo Gò Sim", "Bắc Kạn", "baogosim.example", "own", "newspaper", "active",
        ("text, 2026-11: a sample",), (2, 9), SiteRules((layout,)),
    )  # fmt: skip
    assert GoSim.facts().revisit_days == REVISIT_DAYS
    assert (facts.key_of(article_url(12)), facts.key_of(HOME)) == ("post:12", None)
    assert facts.key_of("https://khac.example/bai-viet-post12.html") is None
    assert len(fields(facts)) == 11


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


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://baogosim.example/tin.aspx?ItemID=7&trang=2", "item:7"),
        ("https://baogosim.example/tin.aspx?trang=2&ItemID=7", "item:7"),
        ("https://baogosim.example/tin.aspx?ItemID=", None),
        ("https://baogosim.example/tin.aspx", None),
        ("https://baogosim.example/ItemID=7", None),
        ("https://baogosim.example/tin/12?ItemID=7", "post:12"),  # the path comes first
    ],
)
def test_a_key_in_the_query(url: str, key: str | None) -> None:
    changed = card(query_articles={"item": r"[?&]ItemID=(?P<key>\d+)"})
    assert changed.key(url) == key


def test_addresses_that_fit_a_pattern_and_are_no_articles() -> None:
    changed = card(no_articles=(r"^/(?:en|ru)/",), query_articles={"item": r"\?id=(?P<key>\d+)"})
    assert changed.key("https://baogosim.example/en/bai-post3.html") is None
    assert changed.key("https://baogosim.example/en/?id=3") is None
    assert changed.key("https://baogosim.example/tin/bai-post3.html") == "post:3"
    assert GoSim.key("https://baogosim.example/en/bai-post3.html") == "post:3"


def test_a_list_that_numbers_its_articles_has_its_own_keys() -> None:
    pattern = r"^/Lists/(?P<space>[^/?]+)/[^?]*\?ItemID=(?P<key>\d+)"
    changed = card(query_articles={"item": pattern})
    keys = [
        changed.key(f"https://gosim.example/Lists/{name}/View.aspx?ItemID=7")
        for name in ("Tin", "VanKien")
    ]
    assert keys == ["item:Tin/7", "item:VanKien/7"]


def test_a_host_whose_keys_are_a_series_of_their_own() -> None:
    changed = card(own_keys=("gosim.example",))
    assert changed.key("https://gosim.example/tin/3") == "post:3@gosim.example"
    assert changed.key("https://www.gosim.example/tin/3") == "post:3@gosim.example"
    assert changed.key("https://baogosim.example/tin/3") == "post:3"


@pytest.mark.parametrize(
    ("url", "owned", "requested"),
    [
        ("https://baogosim.example/tin/3", True, True),
        ("https://gosim.example/tin/3", True, False),  # retired
        ("https://api.gosim.example/v1?page=2", False, True),  # serves data only
        ("https://khac.example/", False, False),
        ("https://api.gosim.example:8080/v1", False, False),
        ("https://tin.gosim.example/v1?page=2", False, False),  # serves data, and is retired
    ],
)
def test_what_is_owned_and_what_may_be_requested(url: str, owned: bool, requested: bool) -> None:
    changed = card(
        retired=("gosim.example", "tin.gosim.example"),
        json_listings=(
            JsonListing("https://api.gosim.example/v1?page={page}", "data[].url"),
            JsonListing("https://tin.gosim.example/v1?page={page}", "data[].url"),
        ),
    )
    assert changed.owns(url) is owned
    assert changed.may_request(url) is requested
    assert changed.live_hosts() == ("baogosim.example",)


def test_the_day_in_an_address() -> None:
    changed = card(articles={"time": r"-(?P<key>(?P<day>\d{8})\d{6})\.html$"})
    match = changed.match("https://baogosim.example/bai-20240515083000.html")
    assert match == ("time", {"key": "20240515083000", "day": "20240515"})
    assert changed.match("https://baogosim.example/thoi-su") is None
