"""Điện Biên."""

from sites.card import ACTIVE, SiteCard
from spiders.sources import CRAWLER_2026, HOSTS_2026, TEXTS


class BaoDienBienPhu(SiteCard):
    """Báo Điện Biên Phủ, the Party newspaper.

    Scripts draw its listings from `api-dienbien.baodienbienphu.vn`; what its answers to a section
    are called is known, the names of the sections are not. The key is a slug.
    """

    name = "baodienbienphu"
    title = "Báo Điện Biên Phủ"
    kind = "newspaper"
    province = "Điện Biên"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026)
    hosts = ("baodienbienphu.vn", "baodienbienphu.com.vn", "baodienbienphu.info.vn")
    family = "own"
    articles = {"slug": r"^/tin-bai/[^/]+/(?P<key>[^/]+)/?$"}


class Dienbientv(SiteCard):
    """Đài Phát thanh và Truyền hình Điện Biên, the broadcaster."""

    name = "dienbientv"
    title = "Đài Phát thanh và Truyền hình Điện Biên"
    kind = "broadcaster"
    province = "Điện Biên"
    evidence = (TEXTS,)
    hosts = ("dienbientv.vn",)
    family = "unknown"
