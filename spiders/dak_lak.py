"""Đắk Lắk; since July 2025 with Phú Yên."""

from extraction.layouts import Layout
from sites.card import ACTIVE, FROZEN, SiteCard
from spiders.families.yyyymm import YyyymmSite
from spiders.sources import (
    ADDRESSES_2026,
    ADDRESSES_PHU_YEN,
    CRAWLER_2026,
    HOSTS_2026,
    PAGER_DAK_LAK,
    PAGES_2026_10,
    RULES_2026,
    TEXTS,
)


class BaoDakLak(YyyymmSite):
    """Báo Đắk Lắk, the Party newspaper."""

    name = "baodaklak"
    title = "Báo Đắk Lắk"
    kind = "newspaper"
    province = "Đắk Lắk"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026, PAGER_DAK_LAK, ADDRESSES_2026)
    hosts = ("baodaklak.vn",)
    sections = ("/chinh-tri/", "/thoi-su/")
    layouts = (
        Layout(
            "2026",
            title="h1.media-heading",
            date="div.date",
            body="div#content",
            section="a.maincatetitle",
            drop="h1.media-heading, div.date, ul.social, div.bd02",
        ),
        *YyyymmSite.layouts,
    )


class BaoPhuYen(YyyymmSite):
    """Báo Phú Yên (Phú Yên online), the Party newspaper.

    The new host serves the pages of the old one. Its last news is of 30 June 2025.
    """

    name = "baophuyen"
    title = "Báo Phú Yên (Phú Yên online)"
    kind = "newspaper"
    province = "Phú Yên"
    state = FROZEN
    evidence = (PAGES_2026_10, ADDRESSES_PHU_YEN, RULES_2026)
    hosts = ("phuyen.baodaklak.vn", "baophuyen.vn")
    sections = (
        "/xay-dung-dang/",
        "/chinh-tri/",
        "/theo-guong-bac/",
        "/bao-ve-nen-tang-tu-tuong-cua-dang/",
    )
    articles = {**YyyymmSite.articles, "num": r"^/\d+/(?P<key>\d+)/[^/]+?(?:\.html)?/?$"}
    layouts = (
        Layout(
            "2026",
            title="#article_title",
            body=".content-fully",
            section="#cate_title",
        ),
        *YyyymmSite.layouts,
    )


class Ptpphuyen(SiteCard):
    """Đài Phát thanh và Truyền hình Phú Yên, the broadcaster."""

    name = "ptpphuyen"
    title = "Đài Phát thanh và Truyền hình Phú Yên"
    kind = "broadcaster"
    province = "Phú Yên"
    evidence = (TEXTS,)
    hosts = ("ptpphuyen.vn",)
    family = "unknown"


class TuyengiaoPhuyen(SiteCard):
    """Ban Tuyên giáo Tỉnh ủy Phú Yên."""

    name = "tuyengiao_phuyen"
    title = "Ban Tuyên giáo Tỉnh ủy Phú Yên"
    kind = "party"
    province = "Phú Yên"
    evidence = (TEXTS,)
    hosts = ("tuyengiao.phuyen.gov.vn",)
    family = "unknown"
