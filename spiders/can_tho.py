"""Cần Thơ; since July 2025 with Hậu Giang and Sóc Trăng."""

from extraction.layouts import Layout
from sites.card import ACTIVE, SiteCard
from spiders.families.sharepoint import SharePointSite
from spiders.families.vdoc import VdocSite
from spiders.families.yyyymm import YyyymmSite
from spiders.sources import (
    CRAWLER_2026,
    HOSTS_2026,
    IMAGE_SOC_TRANG,
    PAGES_2026_01,
    PAGES_2026_10,
    REPORT_SOC_TRANG,
    RULES_2026,
    TEXTS,
)


class BaoCanTho(VdocSite):
    """Báo Cần Thơ, the Party newspaper."""

    name = "baocantho"
    title = "Báo Cần Thơ"
    kind = "newspaper"
    province = "Cần Thơ"
    state = ACTIVE
    evidence = (PAGES_2026_01, PAGES_2026_10, CRAWLER_2026, HOSTS_2026, RULES_2026)
    hosts = ("baocantho.com.vn",)
    sections = (
        "/chinh-tri/xay-dung-dang/",
        "/chinh-tri/lam-theo-guong-bac/",
        "/chinh-tri/",
        "/thoi-su/",
    )


class BaoHauGiang(SiteCard):
    """Báo Hậu Giang, the Party newspaper.

    Its sections carry numbers that are not known.
    """

    name = "baohaugiang"
    title = "Báo Hậu Giang"
    kind = "newspaper"
    province = "Hậu Giang"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026, TEXTS)
    hosts = ("baohaugiang.com.vn",)
    family = "own"
    articles = {"id": r"^/[^/]+/[^/]+-(?P<key>\d+)\.html$"}
    layouts = (
        Layout(
            "2026",
            title="div.news-details-content h1",
            body="div.contentView",
            section="div.box-breadcrumb a",
        ),
    )


class BaoSocTrang(YyyymmSite):
    """Báo Sóc Trăng, the Party newspaper.

    It was joined with the broadcaster in April 2025.
    """

    name = "baosoctrang"
    title = "Báo Sóc Trăng"
    kind = "newspaper"
    province = "Sóc Trăng"
    evidence = (TEXTS, REPORT_SOC_TRANG)
    hosts = ("baosoctrang.org.vn",)
    articles = {**YyyymmSite.articles, "slug": r"^/[^/]+/[^/]+-(?P<key>\d+)\.html$"}


class Canthotv(SiteCard):
    """Đài Phát thanh và Truyền hình Cần Thơ, the broadcaster."""

    name = "canthotv"
    title = "Đài Phát thanh và Truyền hình Cần Thơ"
    kind = "broadcaster"
    province = "Cần Thơ"
    evidence = (TEXTS,)
    hosts = ("canthotv.vn",)
    family = "unknown"


class Haugiangtivi(SiteCard):
    """Đài Phát thanh và Truyền hình Hậu Giang, the broadcaster."""

    name = "haugiangtivi"
    title = "Đài Phát thanh và Truyền hình Hậu Giang"
    kind = "broadcaster"
    province = "Hậu Giang"
    evidence = (TEXTS,)
    hosts = ("haugiangtivi.vn",)
    family = "unknown"


class Soctrangtv(SiteCard):
    """Đài Phát thanh và Truyền hình Sóc Trăng, the broadcaster.

    The section is a part of a listing, which a script draws.
    """

    name = "soctrangtv"
    title = "Đài Phát thanh và Truyền hình Sóc Trăng"
    kind = "broadcaster"
    province = "Sóc Trăng"
    evidence = (TEXTS,)
    hosts = ("soctrangtv.vn", "thst.vn")
    family = "own"
    sections = ("/Home/ReloadSubject/24?MACD=7",)


class SocTrangDcs(SharePointSite):
    """Tỉnh ủy Sóc Trăng."""

    name = "soctrang_dcs"
    title = "Tỉnh ủy Sóc Trăng"
    kind = "party"
    province = "Sóc Trăng"
    evidence = (IMAGE_SOC_TRANG,)
    hosts = ("soctrang.dcs.vn",)
