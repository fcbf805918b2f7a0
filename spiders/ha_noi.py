"""Hà Nội."""

from extraction.layouts import Layout
from sites.card import ACTIVE, SiteCard
from spiders.families.onecms import OneCmsSite
from spiders.sources import (
    ADDRESSES_FRONT,
    ADDRESSES_HA_NOI,
    ADDRESSES_TAY_NINH,
    CRAWLER_2026,
    FEEDS_2026_10,
    HOSTS_2026,
    READER_HANOIMOI,
    RULES_2026,
    TEXTS,
)


class BaoHanoimoi(OneCmsSite):
    """Báo Hànộimới, the Party newspaper."""

    name = "hanoimoi"
    title = "Báo Hànộimới"
    kind = "newspaper"
    province = "Hà Nội"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026, RULES_2026, FEEDS_2026_10, READER_HANOIMOI)
    hosts = ("hanoimoi.vn",)
    sections = ("/chinh-tri",)
    feeds = ("/rss/xa-hoi", "/rss/kinh-te", "/rss/phap-luat", "/rss/do-thi/giao-thong")
    layouts = (
        Layout(
            "2026",
            title=".sc-longform-header-title, .c-detail-head__title",
            lead=".sc-longform-header-sapo",
            body="div.b-maincontent",
        ),
        *OneCmsSite.layouts,
    )


class Hanoionline(SiteCard):
    """Đài Phát thanh và Truyền hình Hà Nội, the broadcaster."""

    name = "hanoionline"
    title = "Đài Phát thanh và Truyền hình Hà Nội"
    kind = "broadcaster"
    province = "Hà Nội"
    evidence = (TEXTS, ADDRESSES_TAY_NINH)
    hosts = ("hanoionline.vn",)
    family = "unknown"


class Thanhuyhanoi(SiteCard):
    """Thành ủy Hà Nội."""

    name = "thanhuyhanoi"
    title = "Thành ủy Hà Nội"
    kind = "party"
    province = "Hà Nội"
    evidence = (ADDRESSES_HA_NOI,)
    hosts = ("thanhuyhanoi.vn",)
    family = "own"
    articles = {"id": r"^/tin-tuc/[^/]+/[^/]+-(?P<key>\d{8})\.html$"}


class Mattranhanoi(SiteCard):
    """Ủy ban MTTQ Thành phố Hà Nội."""

    name = "mattranhanoi"
    title = "Ủy ban MTTQ Thành phố Hà Nội"
    kind = "front"
    province = "Hà Nội"
    evidence = (ADDRESSES_FRONT,)
    hosts = ("mattranhanoi.com",)
    family = "unknown"
