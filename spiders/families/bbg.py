"""The CMS of Bắc Giang: `/<slug>-postid<id>.bbg`. Some addresses have no id, and no key."""

from sites.card import SiteCard


class BbgSite(SiteCard):
    """A site on this CMS."""

    family = "bbg"
    articles = {"post": r"-postid(?P<key>\d+)\.bbg$"}
