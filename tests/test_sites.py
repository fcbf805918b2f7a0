"""Every site file is complete; the URLs of articles are distinguished from other pages."""

import json
from pathlib import Path

import pytest

from archive.provinces import PROVINCE_NOW
from extraction.parsing import parse
from extraction.selectors import select
from extraction.text import strip_diacritics
from sample_sites import SITE_NAMES
from sites.card import ACTIVE, SiteCard
from sites.loading import load_sites

from .conftest import Command

SITES = load_sites()


def test_the_newsroom_serves_sites_of_the_project() -> None:
    assert set(SITE_NAMES) <= set(SITES)


def test_every_province_has_an_active_newspaper_and_every_old_name_a_site() -> None:
    active = [s for s in SITES.values() if s.state == ACTIVE and s.kind == "newspaper"]
    assert {PROVINCE_NOW[site.province] for site in active} == set(PROVINCE_NOW.values())
    assert {site.province for site in SITES.values() if site.province} == set(PROVINCE_NOW)
    assert len(set(PROVINCE_NOW.values())) == 34


def test_a_site_is_in_the_file_of_its_province_today() -> None:
    for site in SITES.values():
        now = PROVINCE_NOW[site.province] if site.province else "central"
        name = strip_diacritics(now).lower().replace(" ", "_")
        assert site.__module__ == f"spiders.{name}"


@pytest.mark.parametrize("site", SITES.values(), ids=SITES)
def test_the_layouts_of_a_site(site: type[SiteCard]) -> None:
    assert site.__doc__
    page = parse("<html><body><p>trang</p></body></html>")
    assert page is not None
    for layout in site.layouts:
        for name in ("title", "body", "lead", "date", "author", "section", "drop"):
            select(page, getattr(layout, name))  # raises where a selector is malformed


def test_no_host_belongs_to_two_sites() -> None:
    hosts = [host for site in SITES.values() for host in site.hosts]
    assert len(hosts) == len(set(hosts))


URLS: list[tuple[str, str, str | None]] = [
    (site, url, key)
    for site, url, key in json.loads(Path(__file__).with_name("addresses.json").read_text("utf-8"))
]
"""Site, URL, and the key of the article there or None; `danvan new-site` adds some."""


@pytest.mark.parametrize(("site", "url", "key"), URLS)
def test_an_article_has_one_key_at_all_its_urls(site: str, url: str, key: str | None) -> None:
    assert SITES[site].key(url) == key


@pytest.mark.parametrize(
    ("url", "owned"),
    [
        ("https://baobackan.vn/x", True),
        ("http://www.baobackan.com.vn/x", True),
        ("https://BAOBACKAN.vn:443/x", True),
        ("https://cdn.baobackan.vn/x", False),
        ("https://baobackan.vn.example/x", False),
        ("https://evil.example/baobackan.vn", False),
        ("https://baobackan.vn@evil.example/", False),
        ("mailto:toasoan@baobackan.vn", False),
        ("http://baobackan.vn:80/x", True),
        ("http://baobackan.vn:443/x", False),
        ("https://baobackan.vn:80/x", False),
        ("http://baobackan.vn:22/x", False),
        ("https://baobackan.vn:port/x", False),
        ("https://baobackan.vn:99999/x", False),
        ("http://[baobackan.vn/x", False),
        ("file://baobackan.vn/etc/hostname", False),
        ("ftp://baobackan.vn/x", False),
        ("s3://baobackan.vn/x", False),
        ("data:text/html,baobackan.vn", False),
    ],
)
def test_only_urls_on_its_hosts_belong_to_a_site(url: str, owned: bool) -> None:
    assert SITES["baobackan"].owns(url) is owned


def test_scrapy_list_prints_the_sites(run: Command) -> None:
    done = run("scrapy", "list")
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == sorted(SITES)


def test_packages_import_only_what_the_contracts_allow(run: Command) -> None:
    done = run("lint-imports")
    assert done.returncode == 0, done.stdout
