"""Cà Mau; since July 2025 with Bạc Liêu."""

from sites.card import ACTIVE, SiteCard
from spiders.families.vdoc import VdocSite
from spiders.sources import ADDRESSES_2026, CRAWLER_2026, HOSTS_2026, IMAGE_CA_MAU, TEXTS


class BaoBacLieu(SiteCard):
    """Báo Bạc Liêu, the Party newspaper."""

    name = "baobaclieu"
    title = "Báo Bạc Liêu"
    kind = "newspaper"
    province = "Bạc Liêu"
    evidence = (TEXTS,)
    hosts = ("baobaclieu.vn",)
    family = "own"
    articles = {"id": r"^/(?:[^/]+/)+[^/]+-(?P<key>\d+)\.html$"}


class BaoCaMau(VdocSite):
    """Báo Cà Mau, the Party newspaper."""

    name = "baocamau"
    title = "Báo Cà Mau"
    kind = "newspaper"
    province = "Cà Mau"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026, ADDRESSES_2026)
    hosts = ("baocamau.vn",)


class Thbl(SiteCard):
    """Đài Phát thanh và Truyền hình Bạc Liêu, the broadcaster."""

    name = "thbl"
    title = "Đài Phát thanh và Truyền hình Bạc Liêu"
    kind = "broadcaster"
    province = "Bạc Liêu"
    evidence = (TEXTS,)
    hosts = ("thbl.vn",)
    family = "unknown"


class Ctvcamau(SiteCard):
    """Đài Phát thanh và Truyền hình Cà Mau, the broadcaster."""

    name = "ctvcamau"
    title = "Đài Phát thanh và Truyền hình Cà Mau"
    kind = "broadcaster"
    province = "Cà Mau"
    evidence = (TEXTS,)
    hosts = ("ctvcamau.vn",)
    family = "unknown"


class CaMauDcs(SiteCard):
    """Tỉnh ủy Cà Mau."""

    name = "camau_dcs"
    title = "Tỉnh ủy Cà Mau"
    kind = "party"
    province = "Cà Mau"
    evidence = (IMAGE_CA_MAU,)
    hosts = ("camau.dcs.vn",)
    family = "unknown"
