"""Tây Ninh; since July 2025 with Long An."""

from extraction.layouts import Layout
from sites.card import ACTIVE, SiteCard
from spiders.families.nukeviet import NukeVietSite
from spiders.families.vdoc import VdocSite
from spiders.sources import (
    ADDRESSES_2026,
    ADDRESSES_TAY_NINH,
    CRAWLER_2026,
    HOSTS_2026,
    IMAGE_LONG_AN,
    IMAGE_TAY_NINH,
    PAGES_2026_10,
    READER_TAY_NINH,
    RULES_2026,
    TEXTS,
)


class BaoTayNinh(VdocSite):
    """Báo Tây Ninh, the Party newspaper.

    In 2026 its addresses have no `-a`, and ids of another series. Its pages close `</html>` at
    once; the parser reads on.
    """

    name = "baotayninh"
    title = "Báo Tây Ninh"
    kind = "newspaper"
    province = "Tây Ninh"
    state = ACTIVE
    evidence = (
        PAGES_2026_10,
        CRAWLER_2026,
        HOSTS_2026,
        RULES_2026,
        ADDRESSES_TAY_NINH,
        READER_TAY_NINH,
    )
    hosts = ("baotayninh.vn",)
    sections = ("/thoi-su-chinh-tri/", "/van-de-su-kien/")
    paging = "{section}/?p={page}&d="
    feeds = ("/rss/news/van-de-su-kien.rss", "/rss/news/van-hoa.rss")
    articles = {**VdocSite.articles, "id": r"^/[^/]+-(?P<key>\d{5,7})\.html$"}
    layouts = (
        Layout(
            "2026",
            title="h1.title",
            lead="h4.sapo, p.sapo",
            body="#contentNews .singular-content",
            section=".breadcrumb-news-detail a",
        ),
        *VdocSite.layouts,
    )


class BaoLongAn(VdocSite):
    """Báo Long An, the Party newspaper.

    Its last printed issue is of 30 June 2025.
    """

    name = "baolongan"
    title = "Báo Long An"
    kind = "newspaper"
    province = "Long An"
    evidence = (TEXTS, ADDRESSES_2026)
    hosts = ("baolongan.vn",)


class La34(SiteCard):
    """Đài Phát thanh và Truyền hình Long An, the broadcaster."""

    name = "la34"
    title = "Đài Phát thanh và Truyền hình Long An"
    kind = "broadcaster"
    province = "Long An"
    evidence = (TEXTS,)
    hosts = ("la34.com.vn",)
    family = "unknown"


class TayNinhDcs(NukeVietSite):
    """Tỉnh ủy Tây Ninh."""

    name = "tayninh_dcs"
    title = "Tỉnh ủy Tây Ninh"
    kind = "party"
    province = "Tây Ninh"
    evidence = (IMAGE_TAY_NINH,)
    hosts = ("tayninh.dcs.vn",)


class LongAnDcs(SiteCard):
    """Tỉnh ủy Long An.

    On WebSphere Portal, by an address.
    """

    name = "longan_dcs"
    title = "Tỉnh ủy Long An"
    kind = "party"
    province = "Long An"
    evidence = (IMAGE_LONG_AN,)
    hosts = ("longan.dcs.vn",)
    family = "unknown"
