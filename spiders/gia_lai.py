"""Gia Lai; since July 2025 with Bình Định."""

from sites.card import ACTIVE, SiteCard
from spiders.families.epi import EpiSite
from spiders.families.liferay import LiferaySite
from spiders.sources import ADDRESSES_2026, CRAWLER_2026, HOSTS_2026, TEXTS


class BaoGiaLai(EpiSite):
    """Báo Gia Lai, the Party newspaper."""

    name = "baogialai"
    title = "Báo Gia Lai"
    kind = "newspaper"
    province = "Gia Lai"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026, ADDRESSES_2026)
    hosts = ("baogialai.com.vn",)
    sections = ("/chinh-tri/", "/thoi-su-su-kien/")


class BaoBinhDinh(SiteCard):
    """Báo Bình Định, the Party newspaper."""

    name = "baobinhdinh"
    title = "Báo Bình Định"
    kind = "newspaper"
    province = "Bình Định"
    evidence = (TEXTS,)
    hosts = ("baobinhdinh.vn", "baobinhdinh.com.vn")
    family = "own"
    query_articles = {"bb": r"^/viewer\.aspx\?(?:.*&)?mabb=(?P<key>\d+)"}


class Gialaitv(SiteCard):
    """Đài Phát thanh và Truyền hình Gia Lai, the broadcaster."""

    name = "gialaitv"
    title = "Đài Phát thanh và Truyền hình Gia Lai"
    kind = "broadcaster"
    province = "Gia Lai"
    evidence = (TEXTS,)
    hosts = ("gialaitv.vn",)
    family = "unknown"


class Binhdinhtv(SiteCard):
    """Đài Phát thanh và Truyền hình Bình Định, the broadcaster."""

    name = "binhdinhtv"
    title = "Đài Phát thanh và Truyền hình Bình Định"
    kind = "broadcaster"
    province = "Bình Định"
    evidence = (TEXTS,)
    hosts = ("binhdinhtv.vn",)
    family = "unknown"


class GiaLaiDcs(LiferaySite):
    """Đảng bộ tỉnh Gia Lai."""

    name = "gialai_dcs"
    title = "Đảng bộ tỉnh Gia Lai"
    kind = "party"
    province = "Gia Lai"
    evidence = (TEXTS,)
    hosts = ("gialai.dcs.vn",)
    sections = ("/an-ninh-quoc-phong",)
    articles = {"content": r"/-/view-content/(?P<key>\d+)(?:/|$)"}


class BinhDinhDcs(LiferaySite):
    """Đảng bộ tỉnh Bình Định.

    It was followed by gialai.dcs.vn, and did not answer in 2026.
    """

    name = "binhdinh_dcs"
    title = "Đảng bộ tỉnh Bình Định"
    kind = "party"
    province = "Bình Định"
    evidence = (TEXTS,)
    hosts = ("binhdinh.dcs.vn",)
    sections = ("/cac-co-quan-tham-muu-tinh-uy",)
