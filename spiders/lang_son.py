"""Lạng Sơn."""

from sites.card import ACTIVE, SiteCard
from spiders.families.detail import DetailSite
from spiders.sources import ADDRESSES_2026, CRAWLER_2026, HOSTS_2026, TEXTS


class BaoLangSon(DetailSite):
    """Báo Lạng Sơn, the Party newspaper."""

    name = "baolangson"
    title = "Báo Lạng Sơn"
    kind = "newspaper"
    province = "Lạng Sơn"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026, ADDRESSES_2026)
    hosts = ("baolangson.vn",)
    sections = ("/chinh-tri",)


class Langsontv(SiteCard):
    """Đài Phát thanh và Truyền hình Lạng Sơn, the broadcaster."""

    name = "langsontv"
    title = "Đài Phát thanh và Truyền hình Lạng Sơn"
    kind = "broadcaster"
    province = "Lạng Sơn"
    evidence = (TEXTS,)
    hosts = ("langsontv.vn",)
    family = "unknown"
