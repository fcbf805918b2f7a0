"""Lâm Đồng; since July 2025 with Bình Thuận and Đắk Nông."""

from sites.card import ACTIVE, SiteCard
from spiders.families.dnn import DnnSite
from spiders.families.onecms import OneCmsSite
from spiders.families.yyyymm import YYYYMM_ARTICLE
from spiders.sources import (
    ADDRESSES_2026,
    ADDRESSES_BINH_THUAN,
    CODE_LAM_DONG,
    CRAWLER_2026,
    HOSTS_2026,
    READER_LAM_DONG,
    TEXTS,
)


class BaoDakNong(OneCmsSite):
    """Báo Đắk Nông, the Party newspaper."""

    name = "baodaknong"
    title = "Báo Đắk Nông"
    kind = "newspaper"
    province = "Đắk Nông"
    evidence = (TEXTS,)
    hosts = ("baodaknong.vn", "baodaknong.org.vn")


class BaoLamDong(OneCmsSite):
    """Báo Lâm Đồng, the Party newspaper."""

    name = "baolamdong"
    title = "Báo Lâm Đồng"
    kind = "newspaper"
    province = "Lâm Đồng"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026, READER_LAM_DONG, ADDRESSES_2026)
    hosts = ("baolamdong.vn",)
    sections = ("/chinh-tri", "/thoi-su")
    feeds = ("/rss/thoi-su", "/rss/doi-song", "/rss/phap-luat", "/rss/phap-luat/nhip-cau-ban-doc")
    articles = {**OneCmsSite.articles, "old": YYYYMM_ARTICLE}


class BaoBinhThuan(OneCmsSite):
    """Báo Bình Thuận, the Party newspaper."""

    name = "baobinhthuan"
    title = "Báo Bình Thuận"
    kind = "newspaper"
    province = "Bình Thuận"
    evidence = (TEXTS,)
    hosts = ("baobinhthuan.com.vn",)


class Lamdongtv(SiteCard):
    """Đài Phát thanh và Truyền hình Lâm Đồng, the broadcaster."""

    name = "lamdongtv"
    title = "Đài Phát thanh và Truyền hình Lâm Đồng"
    kind = "broadcaster"
    province = "Lâm Đồng"
    evidence = (TEXTS,)
    hosts = ("lamdongtv.vn",)
    family = "unknown"


class Binhthuantv(SiteCard):
    """Đài Phát thanh và Truyền hình Bình Thuận, the broadcaster."""

    name = "binhthuantv"
    title = "Đài Phát thanh và Truyền hình Bình Thuận"
    kind = "broadcaster"
    province = "Bình Thuận"
    evidence = (TEXTS,)
    hosts = ("binhthuantv.vn",)
    family = "unknown"


class LamDongDcs(DnnSite):
    """Tỉnh ủy Lâm Đồng."""

    name = "lamdong_dcs"
    title = "Tỉnh ủy Lâm Đồng"
    kind = "party"
    province = "Lâm Đồng"
    evidence = (CODE_LAM_DONG,)
    hosts = ("lamdong.dcs.vn",)


class BtgdvtuLamdong(DnnSite):
    """Ban Tuyên giáo và Dân vận Tỉnh ủy Lâm Đồng."""

    name = "btgdvtu_lamdong"
    title = "Ban Tuyên giáo và Dân vận Tỉnh ủy Lâm Đồng"
    kind = "party"
    province = "Lâm Đồng"
    evidence = (CODE_LAM_DONG,)
    hosts = ("btgdvtu.lamdong.dcs.vn",)
    sections = ("/tin-tuc-su-kien",)


class BtgtuBinhthuan(DnnSite):
    """Ban Tuyên giáo Tỉnh ủy Bình Thuận."""

    name = "btgtu_binhthuan"
    title = "Ban Tuyên giáo Tỉnh ủy Bình Thuận"
    kind = "party"
    province = "Bình Thuận"
    evidence = (ADDRESSES_BINH_THUAN, TEXTS)
    hosts = ("btgtu.binhthuan.dcs.vn",)
    articles = {"post": r"^/[^/]+/post/(?P<key>\d+)/[^/]+/?$"}
