"""Thành phố Hồ Chí Minh; since July 2025 with Bà Rịa - Vũng Tàu and Bình Dương."""

from extraction.layouts import Layout
from sites.card import ACTIVE, SiteCard
from spiders.families.epi import EpiSite
from spiders.families.hcmcpv import HcmcpvSite
from spiders.families.vdoc import VdocSite
from spiders.families.yyyymm import YyyymmSite
from spiders.sources import (
    CODE_HO_CHI_MINH,
    CRAWLER_2026,
    FEEDS_2026_05,
    FEEDS_2026_10,
    HOSTS_2026,
    TEXTS,
)


class BaoSaiGonGiaiPhong(EpiSite):
    """Báo Sài Gòn Giải Phóng, the Party newspaper.

    The numbers of the feeds of its political sections are not known.
    """

    name = "sggp"
    title = "Báo Sài Gòn Giải Phóng"
    kind = "newspaper"
    province = "Thành phố Hồ Chí Minh"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026, FEEDS_2026_05, FEEDS_2026_10)
    hosts = ("sggp.org.vn",)
    sections = (
        "/xaydungdang/",
        "/chinhtri/",
        "/bvnentangtutuongdang/",
        "/caicachhanhchinh/",
        "/chinhtri-doingoai/",
    )
    feeds = (
        "/rss/xahoi-199.rss",
        "/rss/phapluat-112.rss",
        "/rss/kinh-te-3.rss",
        "/rss/tai-chinh-chung-khoan-44.rss",
    )


class BaoBinhDuong(VdocSite):
    """Báo Bình Dương, the Party newspaper."""

    name = "baobinhduong"
    title = "Báo Bình Dương"
    kind = "newspaper"
    province = "Bình Dương"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026)
    hosts = ("baobinhduong.vn",)
    sections = ("/chinh-tri",)
    layouts = (
        Layout(
            "2026",
            title="h1.title",
            body="#contentNews .singular-content, #contentNews",
            section=".breadcrumb-news-detail a",
        ),
        *VdocSite.layouts,
    )


class BaoBaRiaVungTau(YyyymmSite):
    """Báo Bà Rịa - Vũng Tàu, the Party newspaper."""

    name = "baobariavungtau"
    title = "Báo Bà Rịa - Vũng Tàu"
    kind = "newspaper"
    province = "Bà Rịa - Vũng Tàu"
    evidence = (TEXTS,)
    hosts = ("baobariavungtau.com.vn",)
    sections = ("/chinh-tri/",)


class Btvbinhduong(SiteCard):
    """Đài Phát thanh và Truyền hình Bình Dương, the broadcaster."""

    name = "btvbinhduong"
    title = "Đài Phát thanh và Truyền hình Bình Dương"
    kind = "broadcaster"
    province = "Bình Dương"
    evidence = (TEXTS,)
    hosts = ("btv.org.vn",)
    family = "unknown"


class Brt(SiteCard):
    """Đài Phát thanh và Truyền hình Bà Rịa - Vũng Tàu, the broadcaster."""

    name = "brt"
    title = "Đài Phát thanh và Truyền hình Bà Rịa - Vũng Tàu"
    kind = "broadcaster"
    province = "Bà Rịa - Vũng Tàu"
    evidence = (TEXTS,)
    hosts = ("brt.vn",)
    family = "unknown"


class Hcmcpv(HcmcpvSite):
    """Thành ủy Thành phố Hồ Chí Minh.

    Its hosts share their ids.
    """

    name = "hcmcpv"
    title = "Thành ủy Thành phố Hồ Chí Minh"
    kind = "party"
    province = "Thành phố Hồ Chí Minh"
    evidence = (CODE_HO_CHI_MINH,)
    hosts = ("thanhuytphcm.vn", "hcmcpv.org.vn", "stxdd.thanhuytphcm.vn")
