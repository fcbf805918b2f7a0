"""Bắc Ninh; since July 2025 with Bắc Giang."""

from sites.card import ACTIVE, SiteCard
from spiders.families.bbg import BbgSite
from spiders.sources import AUDIT_BAC_NINH, CRAWLER_2026, HOSTS_2026, SECTIONS_2026, TEXTS


class BaoBacGiang(BbgSite):
    """Báo Bắc Giang, the Party newspaper.

    Its CMS goes on at baobacninhtv.vn.
    """

    name = "baobacgiang"
    title = "Báo Bắc Giang"
    kind = "newspaper"
    province = "Bắc Giang"
    evidence = (TEXTS,)
    hosts = ("baobacgiang.vn", "baobacgiang.com.vn")


class BaoBacNinh(BbgSite):
    """Báo Bắc Ninh, the Party newspaper."""

    name = "baobacninhtv"
    title = "Báo Bắc Ninh"
    kind = "newspaper"
    province = "Bắc Ninh"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026, SECTIONS_2026, AUDIT_BAC_NINH)
    hosts = ("baobacninhtv.vn", "baobacninh.com.vn")
    sections = ("/xay-dung-dang", "/chinh-tri", "/chinh-tri-bao-ve-nen-tang-tu-tuong-cua-dang")


class Bacgiangtv(SiteCard):
    """Đài Phát thanh và Truyền hình Bắc Giang, the broadcaster."""

    name = "bacgiangtv"
    title = "Đài Phát thanh và Truyền hình Bắc Giang"
    kind = "broadcaster"
    province = "Bắc Giang"
    evidence = (TEXTS,)
    hosts = ("bacgiangtv.vn",)
    family = "unknown"


class Bacninhtv(SiteCard):
    """Đài Phát thanh và Truyền hình Bắc Ninh, the broadcaster."""

    name = "bacninhtv"
    title = "Đài Phát thanh và Truyền hình Bắc Ninh"
    kind = "broadcaster"
    province = "Bắc Ninh"
    evidence = (TEXTS,)
    hosts = ("bacninhtv.vn",)
    family = "unknown"


class BandanvanBacgiang(SiteCard):
    """Ban Dân vận Tỉnh ủy Bắc Giang."""

    name = "bandanvan_bacgiang"
    title = "Ban Dân vận Tỉnh ủy Bắc Giang"
    kind = "party"
    province = "Bắc Giang"
    evidence = (TEXTS,)
    hosts = ("bandanvan.bacgiang.gov.vn",)
    family = "unknown"
