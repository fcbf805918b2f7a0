"""OneCMS: images on `<three letters>.1cdn.vn`, classes `onecms__*`, `b-grid__*`, `sc-longform-*`.

Its listings go on by a script. Translations by machine under `/en/`, `/fr/`, `/ru/` and `/cn/` have
the id of the original. A feed whose address ends in `.rss` is empty; without the end it is full.
"""

from typing import ClassVar

from extraction.layouts import Layout
from sites.card import SiteCard


class OneCmsSite(SiteCard):
    """A site on OneCMS."""

    family = "onecms"
    sitemaps: ClassVar[tuple[str, ...]] = (
        "/sitemap.xml",
        "/sitemap-article-daily.xml",
        "/sitemap-news.xml",
    )
    articles = {"id": r"^/(?!(?:en|fr|ru|cn)/)(?:[^/]+/)*[^/]+-(?P<key>\d{5,8})\.html$"}
    no_articles = (r"^/(?:en|fr|ru|cn)/",)
    month_first = True
    layouts: ClassVar[tuple[Layout, ...]] = (
        Layout(
            "OneCMS",
            title=".sc-longform-header-title, .c-detail-head__title",
            lead=".sc-longform-header-sapo",
            date=".sc-longform-header-date, .c-detail-head__time",
            body=".b-maincontent .entry, article.entry",
            author=".sc-longform-header-author",
            drop=".sc-longform-header, .sc-empty-layer, .sc-related-articles",
        ),
    )
