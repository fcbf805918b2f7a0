"""Thanh Hóa."""

from sites.card import ACTIVE, SiteCard
from spiders.families.pthoa import PthoaSite
from spiders.sources import (
    ADDRESSES_2026,
    CRAWLER_2026,
    HOSTS_2026,
    READER_THANH_HOA,
    RULES_2026,
    SPIDER_LIST,
    TEXTS,
)


class BaoThanhHoa(PthoaSite):
    """Báo Thanh Hóa, the Party newspaper."""

    name = "baothanhhoa"
    title = "Báo Thanh Hóa"
    kind = "newspaper"
    province = "Thanh Hóa"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026, RULES_2026, READER_THANH_HOA, ADDRESSES_2026)
    hosts = ("baothanhhoa.vn", "baothanhhoa.com.vn")
    sections = (
        "/xay-dung-dang",
        "/theo-guong-bac",
        "/nghi-quyet-cua-dang",
        "/tu-tuong-dang",
        "/thoi-su",
    )
    feeds = ("/rss/thoi-su.xml", "/rss/kinh-te.xml", "/rss/phap-luat.xml")
    articles = {**PthoaSite.articles, "id old": r"^/(?:[^/]+/)*[^/]+/(?P<key>\d{5,6})\.htm$"}


class Truyenhinhthanhhoa(SiteCard):
    """Đài Phát thanh và Truyền hình Thanh Hóa, the broadcaster."""

    name = "truyenhinhthanhhoa"
    title = "Đài Phát thanh và Truyền hình Thanh Hóa"
    kind = "broadcaster"
    province = "Thanh Hóa"
    evidence = (TEXTS,)
    hosts = ("truyenhinhthanhhoa.vn",)
    family = "own"
    articles = {"id": r"^/(?:[^/]+/)*[^/]+-(?P<key>\d{18})\.htm$"}


class ThanhHoaDcs(SiteCard):
    """Tỉnh ủy Thanh Hóa."""

    name = "thanhhoa_dcs"
    title = "Tỉnh ủy Thanh Hóa"
    kind = "party"
    province = "Thanh Hóa"
    evidence = (SPIDER_LIST,)
    hosts = ("thanhhoa.dcs.vn",)
    family = "unknown"
