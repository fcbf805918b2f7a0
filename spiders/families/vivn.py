"""The CMS with `/vi-vn/tin/<slug>/<page>-<section>-<id>`: one article under several pages."""

from sites.card import SiteCard


class VivnSite(SiteCard):
    """A Party portal on this CMS."""

    family = "vivn"
    articles = {"news": r"^/vi-vn/tin/.*/\d+-\d+-(?P<key>\d+)/?$"}
