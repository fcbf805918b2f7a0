"""SharePoint: `/Lists/<List>/`, `/SiteAssets/`, `/PublishingImages/`; the key is in the query."""

from sites.card import SiteCard


class SharePointSite(SiteCard):
    """A Party portal on SharePoint."""

    family = "sharepoint"
    paging = "{section}?Page={page}"
    query_articles = {
        # The items of each list are numbered from 1.
        "item": r"^/(?:[^/?]+/)*Lists/(?P<space>[^/?]+)/[^/?]*\?(?:[^&]*&)*ItemID=(?P<key>\d+)",
        "page": r"[?&]ItemID=(?P<key>\d+)",
    }
