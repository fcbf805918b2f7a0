"""Hà Tĩnh."""

from sites.card import ACTIVE, SiteCard
from spiders.families.epi import EpiSite
from spiders.sources import CRAWLER_2026, HOSTS_2026, LINK_HA_TINH, TEXTS


class BaoHaTinh(EpiSite):
    """Báo Hà Tĩnh, the Party newspaper.

    Addresses with `.htm` are of the site before ePI.
    """

    name = "baohatinh"
    title = "Báo Hà Tĩnh"
    kind = "newspaper"
    province = "Hà Tĩnh"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026, TEXTS)
    hosts = ("baohatinh.vn",)
    sections = ("/chinh-tri/",)
    articles = {**EpiSite.articles, "old": r"^/[^/]+/[^/]+/(?P<key>\d{5,6})\.htm$"}


class Hatinhtv(SiteCard):
    """Đài Phát thanh và Truyền hình Hà Tĩnh, the broadcaster."""

    name = "hatinhtv"
    title = "Đài Phát thanh và Truyền hình Hà Tĩnh"
    kind = "broadcaster"
    province = "Hà Tĩnh"
    evidence = (TEXTS,)
    hosts = ("hatinhtv.vn",)
    family = "unknown"


class HaTinhDcs(SiteCard):
    """Tỉnh ủy Hà Tĩnh."""

    name = "hatinh_dcs"
    title = "Tỉnh ủy Hà Tĩnh"
    kind = "party"
    province = "Hà Tĩnh"
    evidence = (LINK_HA_TINH,)
    hosts = ("hatinh.dcs.vn",)
    family = "unknown"
