"""Huế."""

from sites.card import ACTIVE, SiteCard
from spiders.sources import ADDRESSES_2026, CRAWLER_2026, HOSTS_2026, TEXTS


class HueNgayNay(SiteCard):
    """Huế ngày nay, the Party newspaper."""

    name = "huengaynay"
    title = "Huế ngày nay"
    kind = "newspaper"
    province = "Huế"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026, ADDRESSES_2026)
    hosts = ("huengaynay.vn", "baothuathienhue.vn")
    family = "own"
    articles = {"id": r"^/(?:[^/]+/)*[^/]+-(?P<key>\d{5,7})\.html?$"}


class Trthue(SiteCard):
    """Đài Phát thanh và Truyền hình Huế, the broadcaster."""

    name = "trthue"
    title = "Đài Phát thanh và Truyền hình Huế"
    kind = "broadcaster"
    province = "Huế"
    evidence = (TEXTS,)
    hosts = ("trthue.vn",)
    family = "unknown"


class Tinhuytthue(SiteCard):
    """Tỉnh ủy Thừa Thiên Huế."""

    name = "tinhuytthue"
    title = "Tỉnh ủy Thừa Thiên Huế"
    kind = "party"
    province = "Huế"
    evidence = (TEXTS,)
    hosts = ("tinhuytthue.vn",)
    family = "own"
