"""Đồng Nai; since July 2025 with Bình Phước."""

from sites.card import ACTIVE, SiteCard
from spiders.families.newscatid import NewsCatIdSite
from spiders.families.nukeviet import NukeVietSite
from spiders.families.yyyymm import YyyymmSite
from spiders.sources import CRAWLER_2026, HOSTS_2026, IMAGE_BINH_PHUOC, MERGER_2025, TEXTS


class BaoDongNai(YyyymmSite):
    """Báo Đồng Nai, the Party newspaper."""

    name = "baodongnai"
    title = "Báo Đồng Nai"
    kind = "newspaper"
    province = "Đồng Nai"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026, MERGER_2025)
    hosts = ("baodongnai.com.vn",)


class BaoBinhPhuoc(NewsCatIdSite):
    """Báo Bình Phước, the Party newspaper."""

    name = "baobinhphuoc"
    title = "Báo Bình Phước"
    kind = "newspaper"
    province = "Bình Phước"
    evidence = (TEXTS,)
    hosts = ("baobinhphuoc.com.vn",)


class Bptv(SiteCard):
    """Đài Phát thanh và Truyền hình Bình Phước, the broadcaster."""

    name = "bptv"
    title = "Đài Phát thanh và Truyền hình Bình Phước"
    kind = "broadcaster"
    province = "Bình Phước"
    evidence = (TEXTS,)
    hosts = ("bptv.org.vn",)
    family = "unknown"


class Dnrtv(SiteCard):
    """Đài Phát thanh và Truyền hình Đồng Nai, the broadcaster."""

    name = "dnrtv"
    title = "Đài Phát thanh và Truyền hình Đồng Nai"
    kind = "broadcaster"
    province = "Đồng Nai"
    evidence = (TEXTS,)
    hosts = ("dnrtv.org.vn", "dnrtv.vn")
    family = "unknown"


class Tinhuybinhphuoc(NukeVietSite):
    """Tỉnh ủy Bình Phước."""

    name = "tinhuybinhphuoc"
    title = "Tỉnh ủy Bình Phước"
    kind = "party"
    province = "Bình Phước"
    evidence = (TEXTS, IMAGE_BINH_PHUOC)
    hosts = ("tinhuybinhphuoc.vn",)
