"""Quảng Ninh."""

from extraction.layouts import Layout
from sites.card import ACTIVE, SiteCard
from spiders.families.detail import DetailSite
from spiders.sources import ADDRESSES_2026, CRAWLER_2026, HOSTS_2026, SECTIONS_2026, TEXTS


class BaoQuangNinh(DetailSite):
    """Báo Quảng Ninh, the Party newspaper."""

    name = "baoquangninh"
    title = "Báo Quảng Ninh"
    kind = "newspaper"
    province = "Quảng Ninh"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026, SECTIONS_2026, ADDRESSES_2026)
    hosts = ("baoquangninh.vn", "baoquangninh.com.vn")
    sections = ("/chinh-tri",)
    layouts = (
        Layout(
            "2026",
            title="h1.name",
            body="#content-detail",
            section=".breadcrumb li a",
        ),
        *DetailSite.layouts,
    )


class Qtv(SiteCard):
    """Đài Phát thanh và Truyền hình Quảng Ninh, the broadcaster."""

    name = "qtv"
    title = "Đài Phát thanh và Truyền hình Quảng Ninh"
    kind = "broadcaster"
    province = "Quảng Ninh"
    evidence = (TEXTS,)
    hosts = ("qtv.vn",)
    family = "unknown"
