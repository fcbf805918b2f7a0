"""ePI CMS: `/<slug>-post<id>.html`, classes `article__*` and `cms-*`."""

from typing import ClassVar

from crawler.spider import SiteSpider
from extraction import Layout

EPI_LAYOUT = Layout(
    "ePI",
    title="h1.article__title",
    lead=".article__sapo",
    date=".article__meta time",
    body=".article__body",
    author=".article__meta .author",
    section=".article__breadcrumb a, .breadcrumb a",
    drop=".sda_middle, .rennab, .ads_middle, .related-news, .article__tags, .wrap-comment",
)


class EpiSpider(SiteSpider):
    """A site on ePI CMS."""

    family = "ePI"
    articles = {"post": r"^/[^/]+-post(?P<key>\d+)\.html$"}
    layouts: ClassVar[tuple[Layout, ...]] = (EPI_LAYOUT,)
