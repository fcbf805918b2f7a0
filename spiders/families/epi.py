"""ePI CMS: `/<slug>-post<id>.html`, classes `article__*`, `cms-*` and `zce-content-body`.

Its robots.txt forbids `/api/` and the search.
"""

from typing import ClassVar

from extraction.layouts import Layout
from sites.card import JsonListing, SiteCard


class EpiSite(SiteCard):
    """A site on ePI CMS."""

    family = "epi"
    sitemaps = ("/sitemap.xml",)
    # Seen on national papers; the pages of provincial ones name the same host.
    load_more = JsonListing(
        "https://api.{host}/api/morenews-zone-{zone}-{page}.html",
        "data.contents[].url",
        {"Referer": "https://{host}/"},
    )
    articles = {"post": r"^/[^/]+-post(?P<key>\d+)\.html$"}
    layouts: ClassVar[tuple[Layout, ...]] = (
        Layout(
            "ePI",
            title="h1.article__title",
            lead=".article__sapo",
            date=".article__meta time",
            body=".article__body",
            author=".article__meta .author",
            section=".article__breadcrumb a, .breadcrumb a",
            drop=".sda_middle, .rennab, .ads_middle, [id^=adsWeb_], .related-news, "
            ".article__tags, .wrap-comment",
        ),
    )
