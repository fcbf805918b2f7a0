"""Liferay, as Bkav builds it for Party portals: `/<section>/-/view-content/<id>/<slug>`."""

from typing import ClassVar

from crawler.spider import SiteSpider
from extraction import Layout

LIFERAY_LAYOUT = Layout(
    "Liferay",
    title="h1",
    body=".journal-content-article, .asset-full-content",
    section=".portlet-title-text a",
)


class LiferaySpider(SiteSpider):
    """A Party portal on Liferay."""

    family = "Liferay"
    articles = {
        "content": r"/-/view-content/(?P<key>\d+)(?:/|$)",
        "asset": r"/-/asset_publisher/(?:[^/]+/)?content/(?P<key>[^/]+)/?$",
    }
    layouts: ClassVar[tuple[Layout, ...]] = (LIFERAY_LAYOUT,)
