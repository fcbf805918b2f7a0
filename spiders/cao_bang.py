"""Cao Bằng."""

from extraction.layouts import Layout
from sites.card import ACTIVE, JsonListing, SiteCard
from spiders.families.detail import DetailSite
from spiders.sources import ADDRESSES_2026, CRAWLER_2026, HOSTS_2026, SPIDERS_2025, TEXTS


class BaoCaoBang(DetailSite):
    """Báo và Phát thanh, truyền hình Cao Bằng, the Party newspaper.

    Its listings go on by a script only.
    """

    name = "baocaobang"
    title = "Báo và Phát thanh, truyền hình Cao Bằng"
    kind = "newspaper"
    province = "Cao Bằng"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026, SPIDERS_2025, ADDRESSES_2026)
    hosts = ("baocaobang.vn",)
    sections = ("/Thoi-su", "/chinh-tri")
    json_listings = tuple(
        JsonListing(
            "https://baocaobang.vn/list-post-by-category?page={page}&limit=12&show_thumb=true"
            f"&show_desc=true&category_id={category}",
            "data[].link",
            {"X-Requested-With": "XMLHttpRequest", "Referer": "https://baocaobang.vn/"},
        )
        for category in (57, 58, 59, 61)  # thời sự, chính trị, kinh tế, xã hội
    )
    articles = {"id": r"^/(?:[^/]+/)?[^/]+-(?P<key>\d{4,8})\.html$"}
    layouts = (
        Layout(
            "2026",
            title="h1.name",
            lead="#content-detail > p > strong",
            date="div.date",
            body="#content-detail",
            author="div.pseudonym",
            section=".breadcrumbs ol.breadcrumb li a",
            drop="div.block-news-list",
        ),
        *DetailSite.layouts,
    )


class Caobangtv(SiteCard):
    """Đài Phát thanh và Truyền hình Cao Bằng, the broadcaster."""

    name = "caobangtv"
    title = "Đài Phát thanh và Truyền hình Cao Bằng"
    kind = "broadcaster"
    province = "Cao Bằng"
    evidence = (TEXTS,)
    hosts = ("caobangtv.vn",)
    family = "unknown"
