"""Đồng Tháp; since July 2025 with Tiền Giang."""

from extraction.layouts import Layout
from sites.card import ACTIVE, SiteCard
from spiders.families.liferay import LiferaySite
from spiders.families.vdoc import VdocSite
from spiders.families.yyyymm import YyyymmSite
from spiders.sources import ADDRESSES_2026, CRAWLER_2026, HOSTS_2026, SPIDERS_2025, TEXTS


class BaoDongThap(VdocSite):
    """Báo Đồng Tháp, the Party newspaper."""

    name = "baodongthap"
    title = "Báo Đồng Tháp"
    kind = "newspaper"
    province = "Đồng Tháp"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026, SPIDERS_2025, ADDRESSES_2026)
    hosts = ("baodongthap.vn",)
    sections = ("/chinh-tri/", "/chinh-tri?cate=342")
    layouts = (
        Layout(
            "2026",
            title="h1.title, h1#title",
            body="#contentNews .singular-content, div#content",
            section=".breadcrumb-news-detail a, #nav a.parent_cate",
        ),
        *VdocSite.layouts,
    )


class BaoApBac(YyyymmSite):
    """Báo Ấp Bắc, the Party newspaper.

    Its TLS was faulty.
    """

    name = "baoapbac"
    title = "Báo Ấp Bắc"
    kind = "newspaper"
    province = "Tiền Giang"
    evidence = (TEXTS,)
    hosts = ("baoapbac.vn",)
    weak_tls = True
    feeds = ("/xa-hoi/index.rss",)


class Thdt(SiteCard):
    """Đài Phát thanh và Truyền hình Đồng Tháp, the broadcaster."""

    name = "thdt"
    title = "Đài Phát thanh và Truyền hình Đồng Tháp"
    kind = "broadcaster"
    province = "Đồng Tháp"
    evidence = (TEXTS, SPIDERS_2025)
    hosts = ("thdt.vn",)
    family = "unknown"


class Thtg(SiteCard):
    """Đài Phát thanh và Truyền hình Tiền Giang, the broadcaster."""

    name = "thtg"
    title = "Đài Phát thanh và Truyền hình Tiền Giang"
    kind = "broadcaster"
    province = "Tiền Giang"
    evidence = (TEXTS,)
    hosts = ("thtg.vn",)
    family = "unknown"


class BtgDongthap(LiferaySite):
    """Ban Tuyên giáo Tỉnh ủy Đồng Tháp."""

    name = "btg_dongthap"
    title = "Ban Tuyên giáo Tỉnh ủy Đồng Tháp"
    kind = "party"
    province = "Đồng Tháp"
    evidence = (TEXTS,)
    hosts = ("btg.dongthap.gov.vn",)
    articles = {"id": r"/-/asset_publisher/[^/]+/content/id/(?P<key>\d+)"}
