"""Hưng Yên; since July 2025 with Thái Bình."""

from sites.card import ACTIVE, SiteCard
from spiders.families.cid import CidSite
from spiders.families.detail import DetailSite
from spiders.families.newscatid import NewsCatIdSite
from spiders.families.yyyymm import YYYYMM_ARTICLE
from spiders.sources import (
    ADDRESSES_2026,
    CODE_HUNG_YEN,
    CRAWLER_2026,
    HOSTS_2026,
    SECTIONS_2026,
    TEXTS,
)


class BaoHungYen(DetailSite):
    """Báo Hưng Yên, the Party newspaper."""

    name = "baohungyen"
    title = "Báo Hưng Yên"
    kind = "newspaper"
    province = "Hưng Yên"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026, SECTIONS_2026, ADDRESSES_2026)
    hosts = ("baohungyen.vn",)
    sections = ("/chinh-tri",)
    articles = {**DetailSite.articles, "old": YYYYMM_ARTICLE}


class BaoThaiBinh(NewsCatIdSite):
    """Báo Thái Bình, the Party newspaper."""

    name = "baothaibinh"
    title = "Báo Thái Bình"
    kind = "newspaper"
    province = "Thái Bình"
    evidence = (TEXTS, ADDRESSES_2026)
    hosts = ("baothaibinh.com.vn",)


class Hungyentv(SiteCard):
    """Đài Phát thanh và Truyền hình Hưng Yên, the broadcaster."""

    name = "hungyentv"
    title = "Đài Phát thanh và Truyền hình Hưng Yên"
    kind = "broadcaster"
    province = "Hưng Yên"
    evidence = (TEXTS,)
    hosts = ("hungyentv.vn",)
    family = "unknown"


class Thaibinhtv(NewsCatIdSite):
    """Đài Phát thanh và Truyền hình Thái Bình, the broadcaster."""

    name = "thaibinhtv"
    title = "Đài Phát thanh và Truyền hình Thái Bình"
    kind = "broadcaster"
    province = "Thái Bình"
    evidence = (TEXTS,)
    hosts = ("thaibinhtv.vn",)


class HungYenDcs(CidSite):
    """Tỉnh ủy Hưng Yên."""

    name = "hungyen_dcs"
    title = "Tỉnh ủy Hưng Yên"
    kind = "party"
    province = "Hưng Yên"
    evidence = (CODE_HUNG_YEN,)
    hosts = ("hungyen.dcs.vn",)


class TuyengiaoHungyen(CidSite):
    """Ban Tuyên giáo Tỉnh ủy Hưng Yên."""

    name = "tuyengiao_hungyen"
    title = "Ban Tuyên giáo Tỉnh ủy Hưng Yên"
    kind = "party"
    province = "Hưng Yên"
    evidence = (CODE_HUNG_YEN,)
    hosts = ("tuyengiao.hungyen.dcs.vn",)
