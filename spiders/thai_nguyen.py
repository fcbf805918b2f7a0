"""Thái Nguyên; since July 2025 with Bắc Kạn."""

from sites.card import ACTIVE, SiteCard
from spiders.families.epi import EpiSite
from spiders.families.nukeviet import NukeVietSite
from spiders.families.yyyymm import YYYYMM_ARTICLE, YyyymmSite
from spiders.sources import ADDRESSES_2026, CRAWLER_2026, HOSTS_2026, IMAGE_THAI_NGUYEN, TEXTS


class BaoBacKan(EpiSite):
    """Báo Bắc Kạn, the Party newspaper.

    Both hosts of the CMS have served the same ids.
    """

    name = "baobackan"
    title = "Báo Bắc Kạn"
    kind = "newspaper"
    province = "Bắc Kạn"
    evidence = (TEXTS,)
    hosts = ("baobackan.vn", "baobackan.com.vn", "baobackan.org.vn")
    sections = ("/chinh-tri/xay-dung-dang/", "/chinh-tri/")
    articles = {**EpiSite.articles, "old": YYYYMM_ARTICLE}
    layouts = (*EpiSite.layouts, *YyyymmSite.layouts)


class BaoThaiNguyen(YyyymmSite):
    """Báo Thái Nguyên, the Party newspaper."""

    name = "baothainguyen"
    title = "Báo Thái Nguyên"
    kind = "newspaper"
    province = "Thái Nguyên"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026, TEXTS, ADDRESSES_2026)
    hosts = ("baothainguyen.vn", "baothainguyen.org.vn")
    sections = ("/chinh-tri/", "/thoi-su-thai-nguyen/")
    search = "/tim-kiem/?key={query}"


class Backantv(SiteCard):
    """Đài Phát thanh và Truyền hình Bắc Kạn, the broadcaster."""

    name = "backantv"
    title = "Đài Phát thanh và Truyền hình Bắc Kạn"
    kind = "broadcaster"
    province = "Bắc Kạn"
    evidence = (TEXTS,)
    hosts = ("backantv.vn",)
    family = "unknown"


class Thainguyentv(SiteCard):
    """Đài Phát thanh và Truyền hình Thái Nguyên, the broadcaster."""

    name = "thainguyentv"
    title = "Đài Phát thanh và Truyền hình Thái Nguyên"
    kind = "broadcaster"
    province = "Thái Nguyên"
    evidence = (TEXTS,)
    hosts = ("thainguyentv.vn",)
    family = "unknown"


class ThaiNguyenDcs(NukeVietSite):
    """Tỉnh ủy Thái Nguyên."""

    name = "thainguyen_dcs"
    title = "Tỉnh ủy Thái Nguyên"
    kind = "party"
    province = "Thái Nguyên"
    evidence = (IMAGE_THAI_NGUYEN, TEXTS)
    hosts = ("thainguyen.dcs.vn",)


class Tuyengiaothainguyen(NukeVietSite):
    """Ban Tuyên giáo Tỉnh ủy Thái Nguyên."""

    name = "tuyengiaothainguyen"
    title = "Ban Tuyên giáo Tỉnh ủy Thái Nguyên"
    kind = "party"
    province = "Thái Nguyên"
    evidence = (IMAGE_THAI_NGUYEN, TEXTS)
    hosts = ("tuyengiaothainguyen.org.vn", "tuyengiaothainguyen.org")
