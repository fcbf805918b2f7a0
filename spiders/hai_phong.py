"""Hải Phòng; since July 2025 with Hải Dương."""

from sites.card import ACTIVE, DEAD, SiteCard
from spiders.families.onecms import OneCmsSite
from spiders.sources import (
    ADDRESSES_2026,
    CRAWLER_2026,
    HOSTS_2026,
    PAGES_2026_10,
    RULES_2026,
    SECTIONS_2026,
    SPIDER_LIST,
    TEXTS,
)


class BaoHaiPhong(OneCmsSite):
    """Báo Hải Phòng, the Party newspaper."""

    name = "baohaiphong"
    title = "Báo Hải Phòng"
    kind = "newspaper"
    province = "Hải Phòng"
    state = ACTIVE
    evidence = (PAGES_2026_10, CRAWLER_2026, HOSTS_2026, RULES_2026, SECTIONS_2026, ADDRESSES_2026)
    hosts = ("baohaiphong.vn", "baohaiphong.com.vn")
    sections = ("/chinh-tri",)


class BaoHaiDuong(OneCmsSite):
    """Báo Hải Dương, the Party newspaper."""

    name = "baohaiduong"
    title = "Báo Hải Dương"
    kind = "newspaper"
    province = "Hải Dương"
    evidence = (TEXTS,)
    hosts = ("baohaiduong.vn",)
    articles = {**OneCmsSite.articles, "old": r"^/[^/]+/[^/]+-(?P<key>\d{5,7})$"}


class Haiduongtv(SiteCard):
    """Đài Phát thanh và Truyền hình Hải Dương, the broadcaster."""

    name = "haiduongtv"
    title = "Đài Phát thanh và Truyền hình Hải Dương"
    kind = "broadcaster"
    province = "Hải Dương"
    evidence = (TEXTS,)
    hosts = ("haiduongtv.com.vn",)
    family = "unknown"


class Thhp(SiteCard):
    """Đài Phát thanh và Truyền hình Hải Phòng, the broadcaster."""

    name = "thhp"
    title = "Đài Phát thanh và Truyền hình Hải Phòng"
    kind = "broadcaster"
    province = "Hải Phòng"
    evidence = (TEXTS,)
    hosts = ("thhp.vn",)
    family = "unknown"


class Danvanhaiphong(SiteCard):
    """Ban Dân vận Thành ủy Hải Phòng.

    The committee was abolished in 2025, and others may have bought the name of the host.
    """

    name = "danvanhaiphong"
    title = "Ban Dân vận Thành ủy Hải Phòng"
    kind = "party"
    province = "Hải Phòng"
    state = DEAD
    evidence = (SPIDER_LIST,)
    hosts = ("danvanhaiphong.vn",)
    family = "unknown"
