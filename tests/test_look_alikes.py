"""The look-alikes of the sample newsroom: a few articles of a site on each CMS, each found once."""

import http.client
import json
import shutil
import tomllib
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from archive.provinces import PROVINCE_NOW
from danvan.common import all_sites
from sample_sites import ALL_NAMES, DEAD_NAMES, SITE_NAMES, Newsroom
from sample_sites.sites.look_alikes import look_alike
from sites.card import STATES
from sites.urls import canonical

from .conftest import ROOT
from .newsroom_crawl import Crawl, crawl

LOOK_ALIKES = tuple(name for name in ALL_NAMES if name not in SITE_NAMES)
DYING, FROZEN = "thaibinhtv", "baophuyen"
NEXT_NIGHT = (
    DYING, FROZEN, "angiang_dcs", "baocaobang", "baodaklak", "baonghean", "hanoimoi", "hungyen_dcs",
)  # fmt: skip
"""Sites whose news are found in a query, in JSON, without a pager, in a feed, in a sitemap."""


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawl]:
    """A crawl of all look-alikes, and of the dead site as well, which tests do not change."""
    with Newsroom(names=(*LOOK_ALIKES, *DEAD_NAMES)) as room:
        folder = tmp_path_factory.mktemp("look-alikes")
        yield crawl(room, folder, sites=(*LOOK_ALIKES, *DEAD_NAMES))


@pytest.fixture(scope="module")
def next_night(crawled: Crawl, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawl]:
    """The crawl of the second night: one site failed."""
    folder = tmp_path_factory.mktemp("next-night") / "copy"
    shutil.copytree(crawled.path.parent, folder)
    with Newsroom(night=2, names=NEXT_NIGHT) as room:
        yield crawl(room, folder, sites=NEXT_NIGHT, code=1)


def test_the_newsroom_has_sites_of_all_families_and_states_in_many_provinces() -> None:
    cards = all_sites()
    sites = [cards[name] for name in ALL_NAMES]
    families = {card.family for card in cards.values() if card.articles or card.query_articles}
    assert {site.family for site in sites} == families
    assert {cards[name].state for name in (*ALL_NAMES, *DEAD_NAMES)} == set(STATES)
    provinces = {PROVINCE_NOW[site.province] for site in sites}
    assert len(sites) >= 20
    assert len(provinces) >= 12
    readme = " ".join((ROOT / "README.md").read_text("utf-8").split())
    assert f"{len(sites)} real sites in {len(provinces)} of the 34 provinces" in readme


def test_every_article_has_the_expected_outcome(crawled: Crawl) -> None:
    assert crawled.wrong_outcomes() == []


@pytest.mark.parametrize("site", LOOK_ALIKES)
def test_every_article_has_exactly_its_text(crawled: Crawl, site: str) -> None:
    assert 6 <= crawled.assert_exactly_stored(site) <= 15


def test_the_ledger_has_only_articles_and_none_is_requested_twice(crawled: Crawl) -> None:
    known = {canonical(url) for expected in crawled.room.expected for url in expected.urls}
    ledger = crawled.rows("SELECT site, key, url FROM pages")
    assert {page["url"] for page in ledger} <= known
    assert max(Counter((page["site"], page["key"]) for page in ledger).values()) == 1
    requests = Counter(canonical(f"https://{host}{path}") for host, path in crawled.requests)
    assert {count for url, count in requests.items() if url in known} == {1}


def test_nothing_requests_the_dead_site_or_a_translation(crawled: Crawl) -> None:
    requested = {host for host, _ in crawled.requests}
    dead = {host for name in DEAD_NAMES for host in all_sites()[name].hosts}
    assert dead
    assert not requested & dead
    assert requested == {host for name in LOOK_ALIKES for host in all_sites()[name].live_hosts()}
    assert not [path for _, path in crawled.requests if path.startswith("/en/")]


def test_an_american_date_that_could_be_a_vietnamese_one_is_read(crawled: Crawl) -> None:
    [expected] = [e for e in crawled.room.expected if e.trap == "date-in-head"]
    assert (expected.published_raw or "").startswith("5/4/2026 ")
    [article] = crawled.rows("SELECT published FROM articles WHERE url = ?", expected.urls[0])
    assert article["published"].startswith("2026-05-04T")


def test_only_buttons_are_beyond_a_crawl(crawled: Crawl) -> None:
    runs = crawled.rows("SELECT site, reasons FROM runs")
    assert {run["site"] for run in runs} == set(LOOK_ALIKES)
    reasons = [reason for run in runs for reason in json.loads(run["reasons"])]
    assert [reason for reason in reasons if "behind a button" not in reason] == []


def test_the_next_night_finds_the_new_articles(next_night: Crawl) -> None:
    new = [expected for expected in next_night.room.expected if expected.trap == "new"]
    assert {expected.site for expected in new} == set(NEXT_NIGHT) - {DYING, FROZEN}
    for expected in new:
        assert [page["outcome"] for page in next_night.ledger(expected)] == [expected.outcome]


def test_a_frozen_site_is_not_searched_again(next_night: Crawl) -> None:
    hosts = all_sites()[FROZEN].hosts
    assert [path for host, path in next_night.requests if host in hosts] == []


def test_a_site_that_dies_keeps_its_articles(crawled: Crawl, next_night: Crawl) -> None:
    (run,) = next_night.rows("SELECT * FROM runs WHERE site = ? ORDER BY id DESC LIMIT 1", DYING)
    assert (run["verdict"], run["requests"]) == ("failed", 0)
    articles = "SELECT url, title, body, published FROM articles WHERE site = ? ORDER BY id"
    assert next_night.rows(articles, DYING) == crawled.rows(articles, DYING)
    assert "thaibinhtv.vn" in {host for host, _ in next_night.requests}


def test_the_documented_table_is_a_site() -> None:
    guide = (ROOT / "docs" / "contributor.md").read_text("utf-8")
    [(key, table)] = tomllib.loads(guide.split("```toml")[1].split("```")[0]).items()
    site = look_alike(key, table)
    assert (site.hosts, site.feeds[0].path) == (("baogosim.example",), "/rss/thoi-su")


def _status(room: Newsroom, host: str, path: str, **headers: str) -> int:
    line = http.client.HTTPConnection(urlsplit(room.origin).netloc, timeout=60)
    try:
        line.request("GET", path, headers={"Host": host, **headers})
        return line.getresponse().status
    finally:
        line.close()


def test_the_newsroom_responds_as_such_servers_do() -> None:
    listing = "/list-post-by-category?page=2&category_id=57"
    script = {"X-Requested-With": "XMLHttpRequest"}
    with Newsroom(names=(*LOOK_ALIKES, *DEAD_NAMES)) as room:
        assert _status(room, "baocaobang.vn", listing) == 403
        assert _status(room, "baocaobang.vn", listing, **script) == 200
        assert _status(room, "baothanhhoa.com.vn", "/xay-dung-dang") == 302
        assert _status(room, "danvanhaiphong.vn", "/") == 200
        assert _status(room, "thaibinhtv.vn", "/") == 200
        assert room.requests[-2:] == [("danvanhaiphong.vn", "/"), ("thaibinhtv.vn", "/")]
        room.play(night=2)
        with pytest.raises(http.client.RemoteDisconnected):
            _status(room, "thaibinhtv.vn", "/")
