"""Quảng Trị; since July 2025 with Quảng Bình."""

from sites.card import ACTIVE, SiteCard
from spiders.families.yyyymm import YyyymmSite
from spiders.sources import ADDRESSES_2026, CRAWLER_2026, HOSTS_2026, PROBE_2026, TEXTS


class BaoVaPhatThanhTruyenHinhQuangTri(YyyymmSite):
    """Báo và phát thanh, truyền hình Quảng Trị, the Party newspaper."""

    name = "baoquangtri"
    title = "Báo và phát thanh, truyền hình Quảng Trị"
    kind = "newspaper"
    province = "Quảng Trị"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026, PROBE_2026, ADDRESSES_2026)
    hosts = ("baoquangtri.vn",)
    sections = ("/chinh-tri/", "/thoi-su/")


class BaoQuangBinh(YyyymmSite):
    """Báo Quảng Bình, the Party newspaper."""

    name = "baoquangbinh"
    title = "Báo Quảng Bình"
    kind = "newspaper"
    province = "Quảng Bình"
    evidence = (TEXTS,)
    hosts = ("baoquangbinh.vn",)


class Quangtritv(SiteCard):
    """Đài Phát thanh và Truyền hình Quảng Trị, the broadcaster."""

    name = "quangtritv"
    title = "Đài Phát thanh và Truyền hình Quảng Trị"
    kind = "broadcaster"
    province = "Quảng Trị"
    evidence = (TEXTS,)
    hosts = ("quangtritv.vn",)
    family = "unknown"


class Qbtv(SiteCard):
    """Đài Phát thanh và Truyền hình Quảng Bình, the broadcaster."""

    name = "qbtv"
    title = "Đài Phát thanh và Truyền hình Quảng Bình"
    kind = "broadcaster"
    province = "Quảng Bình"
    evidence = (TEXTS,)
    hosts = ("qbtv.vn",)
    family = "unknown"
