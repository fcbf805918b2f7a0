"""The CMS of Bắc Giang: `/<slug>-postid<id>.bbg`. Some addresses have no id."""

from sites.card import SiteCard


class BbgSite(SiteCard):
    """A site on this CMS."""

    family = "bbg"
    articles = {
        "post": r"-postid(?P<key>\d+)\.bbg$",
        "slug": r"^/(?P<key>[^/-]+(?:-+[^/-]+){6,})\.bbg$",  # sections have shorter names
    }
