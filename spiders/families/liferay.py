"""Liferay, as Bkav builds it for Party portals: `/<section>/-/view-content/<id>/<slug>`."""

from sites.card import SiteCard


class LiferaySite(SiteCard):
    """A Party portal on Liferay."""

    family = "liferay"
    articles = {
        "content": r"/-/view-content/(?P<key>\d+)(?:/|$)",
        "asset": r"/-/asset_publisher/(?:[^/]+/)?content/(?:id/)?(?P<key>[^/]+)/?$",
    }
