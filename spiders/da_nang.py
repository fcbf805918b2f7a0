"""Đà Nẵng; since July 2025 with Quảng Nam."""

from sites.card import ACTIVE, SiteCard
from spiders.families.onecms import OneCmsSite
from spiders.families.yyyymm import YYYYMM_ARTICLE
from spiders.sources import CRAWLER_2026, HOSTS_2026, MERGER_2025, PAGES_2026_10, RULES_2026, TEXTS


class BaoVaPhatThanhTruyenHinhDaNang(OneCmsSite):
    """Báo và Phát thanh, Truyền hình Đà Nẵng, the Party newspaper."""

    name = "baodanang"
    title = "Báo và Phát thanh, Truyền hình Đà Nẵng"
    kind = "newspaper"
    province = "Đà Nẵng"
    state = ACTIVE
    evidence = (PAGES_2026_10, CRAWLER_2026, HOSTS_2026, RULES_2026, MERGER_2025)
    hosts = ("baodanang.vn",)
    sections = ("/chinh-tri",)
    articles = {**OneCmsSite.articles, "old": YYYYMM_ARTICLE}


class BaoQuangNam(SiteCard):
    """Báo Quảng Nam, the Party newspaper."""

    name = "baoquangnam"
    title = "Báo Quảng Nam"
    kind = "newspaper"
    province = "Quảng Nam"
    evidence = (TEXTS,)
    hosts = ("baoquangnam.vn",)
    family = "own"
    sections = ("/chinh-tri",)
    articles = {"id": r"^/(?:[^/]+/)*[^/]+-(?P<key>\d{5,7})\.html$"}


class Danangtv(SiteCard):
    """Đài Phát thanh và Truyền hình Đà Nẵng, the broadcaster."""

    name = "danangtv"
    title = "Đài Phát thanh và Truyền hình Đà Nẵng"
    kind = "broadcaster"
    province = "Đà Nẵng"
    evidence = (TEXTS,)
    hosts = ("danangtv.vn",)
    family = "unknown"


class Qrt(SiteCard):
    """Đài Phát thanh và Truyền hình Quảng Nam, the broadcaster."""

    name = "qrt"
    title = "Đài Phát thanh và Truyền hình Quảng Nam"
    kind = "broadcaster"
    province = "Quảng Nam"
    evidence = (TEXTS,)
    hosts = ("qrt.vn",)
    family = "unknown"
