"""Ninh Bình; since July 2025 with Hà Nam and Nam Định."""

from extraction.layouts import Layout
from sites.card import ACTIVE, SiteCard
from spiders.families.newscatid import NewsCatIdSite
from spiders.families.yyyymm import YYYYMM_ARTICLE, YyyymmSite
from spiders.sources import CRAWLER_2026, HOSTS_2026, SECTIONS_2026, TEXTS


class BaoHaNam(SiteCard):
    """Báo Hà Nam, the Party newspaper."""

    name = "baohanam"
    title = "Báo Hà Nam"
    kind = "newspaper"
    province = "Hà Nam"
    evidence = (TEXTS,)
    hosts = ("baohanam.com.vn",)
    family = "own"
    articles = {"id": r"^/(?:[^/]+/)+[^/]+-(?P<key>\d+)\.html$"}
    query_articles = {"id": r"amp\.aspx\?itemid=(?P<key>\d+)"}


class BaoNamDinh(YyyymmSite):
    """Báo Nam Định, the Party newspaper."""

    name = "baonamdinh"
    title = "Báo Nam Định"
    kind = "newspaper"
    province = "Nam Định"
    evidence = (TEXTS,)
    hosts = ("baonamdinh.vn", "baonamdinh.com.vn")


class BaoNinhBinh(SiteCard):
    """Báo Ninh Bình, the Party newspaper."""

    name = "baoninhbinh"
    title = "Báo Ninh Bình"
    kind = "newspaper"
    province = "Ninh Bình"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026, TEXTS, SECTIONS_2026)
    hosts = ("baoninhbinh.org.vn",)
    family = "own"
    sections = ("/chinh-tri", "/xay-dung-dang")
    search = "/s/{query}?page={page}"
    articles = {
        "time": r"^/(?:[^/]+/)?[^/]+-(?P<key>(?P<day>\d{6})\d{9})\.html$",
        "time 2019": r"^/(?:[^/]+/)+d(?P<key>(?P<day>\d{8})\d{7,9})\.htm$",
        "time 2018": r"^/[^/]+-(?P<key>(?P<day>\d{8})\d{7,9})p\d+c\d+\.htm$",
    }
    layouts = (
        Layout(
            "2026",
            title="h1.header-title",
            lead="#content_detail > .font-bold:first-child",
            body="#content_detail",
            section="li.inline-flex a, ol.uppercase li a",
        ),
        Layout("2018", title="h1", body="#ndt"),
    )


class Hanamtv(SiteCard):
    """Đài Phát thanh và Truyền hình Hà Nam, the broadcaster."""

    name = "hanamtv"
    title = "Đài Phát thanh và Truyền hình Hà Nam"
    kind = "broadcaster"
    province = "Hà Nam"
    evidence = (TEXTS,)
    hosts = ("hanamtv.vn",)
    family = "unknown"


class Namdinhtv(SiteCard):
    """Đài Phát thanh và Truyền hình Nam Định, the broadcaster."""

    name = "namdinhtv"
    title = "Đài Phát thanh và Truyền hình Nam Định"
    kind = "broadcaster"
    province = "Nam Định"
    evidence = (TEXTS,)
    hosts = ("namdinhtv.vn",)
    family = "unknown"


class Nbtv(NewsCatIdSite):
    """Đài Phát thanh và Truyền hình Ninh Bình, the broadcaster.

    Until 2018 its ids were of another series.
    """

    name = "nbtv"
    title = "Đài Phát thanh và Truyền hình Ninh Bình"
    kind = "broadcaster"
    province = "Ninh Bình"
    state = ACTIVE
    evidence = (TEXTS,)
    hosts = ("nbtv.vn",)
    articles = {
        "id": r"^/[^/]+-(?P<key>\d{4,})\.html$",
        "id 2020": r"^/(?:news|tin-tuc)/\d+/(?P<key>\d+)(?:/[^/]*)?/?$",
        "old": YYYYMM_ARTICLE,
    }
