"""Lào Cai; since July 2025 with Yên Bái."""

from sites.card import ACTIVE, SiteCard
from spiders.families.epi import EpiSite
from spiders.families.sharepoint import SharePointSite
from spiders.sources import CRAWLER_2026, HOSTS_2026, PAGES_2026_01, TEXTS


class BaoLaoCai(EpiSite):
    """Báo Lào Cai, the Party newspaper."""

    name = "baolaocai"
    title = "Báo Lào Cai"
    kind = "newspaper"
    province = "Lào Cai"
    state = ACTIVE
    evidence = (PAGES_2026_01, CRAWLER_2026, HOSTS_2026)
    hosts = ("baolaocai.vn",)
    sections = (
        "/chinh-tri/xay-dung-dang/",
        "/chinh-tri/",
        "/hoc-tap-va-lam-theo-bac/",
        "/xa-hoi/cai-cach-hanh-chinh/",
        "/ban-doc/",
    )


class BaoYenBai(SiteCard):
    """Báo Yên Bái, the Party newspaper."""

    name = "baoyenbai"
    title = "Báo Yên Bái"
    kind = "newspaper"
    province = "Yên Bái"
    evidence = (TEXTS,)
    hosts = ("baoyenbai.com.vn",)
    family = "own"
    articles = {"id": r"^/\d+/(?P<key>\d+)/[^/]+\.(?:aspx|htm)$"}


class Yenbaitv(SiteCard):
    """Đài Phát thanh và Truyền hình Yên Bái, the broadcaster."""

    name = "yenbaitv"
    title = "Đài Phát thanh và Truyền hình Yên Bái"
    kind = "broadcaster"
    province = "Yên Bái"
    evidence = (TEXTS,)
    hosts = ("yenbaitv.org.vn",)
    family = "unknown"


class Laocaitv(SiteCard):
    """Đài Phát thanh và Truyền hình Lào Cai, the broadcaster."""

    name = "laocaitv"
    title = "Đài Phát thanh và Truyền hình Lào Cai"
    kind = "broadcaster"
    province = "Lào Cai"
    evidence = (TEXTS,)
    hosts = ("laocaitv.vn",)
    family = "own"


class UbmttqYenbai(SharePointSite):
    """Ủy ban MTTQ tỉnh Yên Bái."""

    name = "ubmttq_yenbai"
    title = "Ủy ban MTTQ tỉnh Yên Bái"
    kind = "front"
    province = "Yên Bái"
    evidence = (TEXTS,)
    hosts = ("ubmttq.yenbai.gov.vn",)
