"""Vĩnh Long; since July 2025 with Bến Tre and Trà Vinh."""

from sites.card import ACTIVE, SiteCard
from spiders.families.vdoc import VdocSite
from spiders.families.yyyymm import YyyymmSite
from spiders.sources import (
    ADDRESSES_2026,
    CODE_VINH_LONG,
    CRAWLER_2026,
    HOSTS_2026,
    IMAGE_TRA_VINH,
    NAME_BEN_TRE,
    REPORT_VINH_LONG,
    TEXTS,
)


class BaoVaDaiPhatThanhTruyenHinhVinhLong(YyyymmSite):
    """Báo và Đài Phát thanh - Truyền hình Vĩnh Long, the Party newspaper."""

    name = "baovinhlong"
    title = "Báo và Đài Phát thanh - Truyền hình Vĩnh Long"
    kind = "newspaper"
    province = "Vĩnh Long"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026, REPORT_VINH_LONG, ADDRESSES_2026)
    hosts = ("baovinhlong.com.vn",)
    sections = (
        "/chinh-tri/xay-dung-dang/",
        "/chinh-tri/lam-theo-guong-bac/",
        "/chinh-tri/dua-nghi-quyet-vao-cuoc-song/",
        "/chinh-tri/",
    )


class BaoDongKhoi(VdocSite):
    """Báo Đồng Khởi, the Party newspaper.

    The old host serves the pages of the new one.
    """

    name = "baodongkhoi"
    title = "Báo Đồng Khởi"
    kind = "newspaper"
    province = "Bến Tre"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026)
    hosts = ("dongkhoi.baovinhlong.vn", "baodongkhoi.vn")
    sections = ("/chinh-tri/", "/thoi-su/")


class BaoTraVinh(VdocSite):
    """Báo Trà Vinh, the Party newspaper.

    Its certificate was refused.
    """

    name = "baotravinh"
    title = "Báo Trà Vinh"
    kind = "newspaper"
    province = "Trà Vinh"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026)
    hosts = ("travinh.baovinhlong.vn", "baotravinh.vn")
    weak_tls = True
    sections = ("/chinh-tri/", "/thoi-su/")


class Thbt(SiteCard):
    """Đài Phát thanh và Truyền hình Bến Tre, the broadcaster."""

    name = "thbt"
    title = "Đài Phát thanh và Truyền hình Bến Tre"
    kind = "broadcaster"
    province = "Bến Tre"
    evidence = (TEXTS,)
    hosts = ("thbt.vn",)
    family = "unknown"


class Travinhtv(SiteCard):
    """Đài Phát thanh và Truyền hình Trà Vinh, the broadcaster."""

    name = "travinhtv"
    title = "Đài Phát thanh và Truyền hình Trà Vinh"
    kind = "broadcaster"
    province = "Trà Vinh"
    evidence = (TEXTS,)
    hosts = ("travinhtv.vn",)
    family = "unknown"


class Thvl(SiteCard):
    """Đài Phát thanh và Truyền hình Vĩnh Long, the broadcaster.

    On WordPress, by its comments.
    """

    name = "thvl"
    title = "Đài Phát thanh và Truyền hình Vĩnh Long"
    kind = "broadcaster"
    province = "Vĩnh Long"
    evidence = (TEXTS,)
    hosts = ("thvl.vn",)
    family = "own"


class VinhLongDcs(SiteCard):
    """Tỉnh ủy Vĩnh Long.

    Scripts draw it since it left SharePoint.
    """

    name = "vinhlong_dcs"
    title = "Tỉnh ủy Vĩnh Long"
    kind = "party"
    province = "Vĩnh Long"
    evidence = (CODE_VINH_LONG,)
    hosts = ("vinhlong.dcs.vn",)
    family = "own"


class BenTreDcs(SiteCard):
    """Tỉnh ủy Bến Tre."""

    name = "bentre_dcs"
    title = "Tỉnh ủy Bến Tre"
    kind = "party"
    province = "Bến Tre"
    evidence = (NAME_BEN_TRE,)
    hosts = ("bentre.dcs.vn",)
    family = "unknown"


class TraVinhDcs(SiteCard):
    """Tỉnh ủy Trà Vinh."""

    name = "travinh_dcs"
    title = "Tỉnh ủy Trà Vinh"
    kind = "party"
    province = "Trà Vinh"
    evidence = (IMAGE_TRA_VINH,)
    hosts = ("travinh.dcs.vn",)
    family = "unknown"
