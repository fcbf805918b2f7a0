"""The CMS with `/<slug>-c<id>.html` and images of `/ckfinder/userfiles/`."""

from sites.card import SiteCard


class CidSite(SiteCard):
    """A Party portal on this CMS."""

    family = "cid"
    articles = {"c": r"^/(?:[^/]+/)*[^/]+-c(?P<key>\d+)\.html$"}
