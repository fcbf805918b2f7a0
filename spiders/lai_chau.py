"""Lai Châu."""

from extraction.layouts import Layout
from sites.card import ACTIVE, SiteCard
from spiders.sources import ADDRESSES_2026, CRAWLER_2026, HOSTS_2026, TEXTS


class BaoLaiChau(SiteCard):
    """Báo Lai Châu, the Party newspaper."""

    name = "baolaichau"
    title = "Báo Lai Châu"
    kind = "newspaper"
    province = "Lai Châu"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026, ADDRESSES_2026)
    hosts = ("baolaichau.vn",)
    family = "own"
    sections = ("/chinh-tri",)
    articles = {"id": r"^/[^/]+/[^/]+-(?P<key>\d{5,8})(?:\.html)?/?$"}
    layouts = (
        Layout(
            "2026",
            title="#post-content .post-detail .post-info .title",
            lead="#post-content .post-detail .post-info .sapo",
            body="#post-content .post-detail .post-info .body",
        ),
    )


class Laichautv(SiteCard):
    """Đài Phát thanh và Truyền hình Lai Châu, the broadcaster."""

    name = "laichautv"
    title = "Đài Phát thanh và Truyền hình Lai Châu"
    kind = "broadcaster"
    province = "Lai Châu"
    evidence = (TEXTS,)
    hosts = ("laichautv.vn",)
    family = "unknown"
