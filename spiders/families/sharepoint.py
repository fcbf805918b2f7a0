"""SharePoint: `/Lists/<List>/`, `/SiteAssets/`, `/PublishingImages/`; the key is in the query."""

from sites.card import SiteCard


class SharePointSite(SiteCard):
    """A Party portal on SharePoint."""

    family = "sharepoint"
    paging = "{section}?Page={page}"
    query_articles = {"item": r"[?&]ItemID=(?P<key>\d+)"}
