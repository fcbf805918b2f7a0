"""Every site file is complete; the URLs of articles are distinguished from other pages."""

import pytest

from archive.provinces import PROVINCE_NOW
from extraction.blocks import parse
from extraction.layouts import select
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


URLS = [
    ("baoninhbinh", "http://baoninhbinh.org.vn/hoi-nghi-20180104031946780p3c24.htm",
     "time:20180104031946780"),
    ("baoninhbinh", "https://baoninhbinh.org.vn/hoi-nghi/d20190117053117653.htm",
     "time:20190117053117653"),
    ("baoninhbinh", "https://baoninhbinh.org.vn/hoi-nghi/d2022032722111733.htm",
     "time:2022032722111733"),
    ("baoninhbinh", "https://baoninhbinh.org.vn/hoi-nghi-251128094512345.html",
     "time:251128094512345"),
    ("baoninhbinh", "https://baoninhbinh.org.vn/xay-dung-dang", None),
    ("baoninhbinh", "https://baoninhbinh.org.vn/s/d%C3%A2n%20v%E1%BA%ADn?page=2", None),
    ("nbtv", "https://nbtv.vn/news/401/48578/hoi-nghi", "id:48578"),
    ("nbtv", "https://nbtv.vn/hoi-nghi-48578.html", "id:48578"),
    ("nbtv", "http://nbtv.vn/xa-hoi/ninh-binh/201801/hoi-nghi-774959/", "old:774959"),
    ("nbtv", "https://nbtv.vn/thoi-su/trang-2.html", None),
    ("nbtv", "https://nbtv.vn/phat-thanh", None),
    ("nghean_dcs", "https://nghean.dcs.vn/vi-vn/tin/hoi-nghi/783534-16570-219918", "news:219918"),
    ("nghean_dcs", "https://nghean.dcs.vn/vi-vn/tin/xu-nghe”-trong/231047-16570-219918",
     "news:219918"),
    ("nghean_dcs", "https://nghean.dcs.vn/vi-vn/tin/dan-van%EF%BF%BD-cua/73410-1-486", "news:486"),
    ("nghean_dcs", "https://nghean.dcs.vn/vi-vn/chuyen-muc/dan-van-kheo/405534-193312", None),
    ("binhdinh_dcs", "https://binhdinh.dcs.vn/tin-tuc/-/view-content/61650/x", "content:61650"),
    ("binhdinh_dcs", "https://binhdinh.dcs.vn/hoc-tap/-/asset_publisher/content/hoi-nghi",
     "asset:hoi-nghi"),
    ("binhdinh_dcs", "https://binhdinh.dcs.vn/gioi-thieu", None),
    ("baobackan", "https://baobackan.vn/hoi-nghi-post71582.html", "post:71582"),
    ("baobackan", "https://baobackan.com.vn/hoi-nghi-post71582.html", "post:71582"),
    ("baobackan", "https://baobackan.org.vn/xay-dung-dang/202108/hoi-nghi-773370/", "old:773370"),
    ("baobackan", "https://baobackan.org.vn/a/b/202403/hoi-nghi-e1c438d/index.htm", "old:e1c438d"),
    ("baobackan", "https://baobackan.vn/chinh-tri/xay-dung-dang/trang-2.html", None),
]  # fmt: skip


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
