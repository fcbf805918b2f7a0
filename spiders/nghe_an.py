"""Nghệ An."""

from sites.card import ACTIVE, SiteCard
from spiders.families.onecms import OneCmsSite
from spiders.families.vivn import VivnSite
from spiders.families.yyyymm import YYYYMM_ARTICLE
from spiders.sources import (
    ADDRESSES_FRONT,
    CRAWLER_2026,
    HOSTS_2026,
    PAGES_2026_10,
    READER_NGHE_AN,
    RULES_2026,
    TEXTS,
)


class BaoVaPhatThanhTruyenHinhNgheAn(OneCmsSite):
    """Báo và Phát thanh, Truyền hình Nghệ An, the Party newspaper."""

    name = "baonghean"
    title = "Báo và Phát thanh, Truyền hình Nghệ An"
    kind = "newspaper"
    province = "Nghệ An"
    state = ACTIVE
    evidence = (PAGES_2026_10, CRAWLER_2026, HOSTS_2026, RULES_2026, READER_NGHE_AN)
    hosts = ("baonghean.vn",)
    sections = ("/xay-dung-dang", "/thoi-su")
    feeds = ("/rss/thoi-su", "/rss/kinh-te", "/rss/kinh-te/bat-dong-san")
    articles = {
        **OneCmsSite.articles,
        "post": r"^/[^/]+-post(?P<key>\d+)\.html$",
        "old": YYYYMM_ARTICLE,
    }


class Truyenhinhnghean(SiteCard):
    """Đài Phát thanh và Truyền hình Nghệ An, the broadcaster."""

    name = "truyenhinhnghean"
    title = "Đài Phát thanh và Truyền hình Nghệ An"
    kind = "broadcaster"
    province = "Nghệ An"
    evidence = (TEXTS,)
    hosts = ("truyenhinhnghean.vn",)
    family = "unknown"


class NgheAnDcs(VivnSite):
    """Ban Dân vận Tỉnh ủy Nghệ An.

    An article is listed under several pages, so only the last of three numbers counts. The
    committee was merged in 2025.
    """

    name = "nghean_dcs"
    title = "Ban Dân vận Tỉnh ủy Nghệ An"
    kind = "party"
    province = "Nghệ An"
    evidence = (TEXTS,)
    hosts = ("nghean.dcs.vn",)
    sections = ("/vi-vn/chuyen-muc/dan-van-kheo/405534-193312",)


class Mattrannghean(SiteCard):
    """Ủy ban MTTQ tỉnh Nghệ An.

    The key is a slug.
    """

    name = "mattrannghean"
    title = "Ủy ban MTTQ tỉnh Nghệ An"
    kind = "front"
    province = "Nghệ An"
    evidence = (ADDRESSES_FRONT,)
    hosts = ("mattrannghean.org.vn",)
    family = "own"
    sections = ("/cms/portal/folder/home",)
    articles = {"slug": r"^/cms/portal/read/[^/]+/news/(?P<key>[^/]+)\.html$"}
