"""The CMS of Thành phố Hồ Chí Minh's Party portals: `/tin-tuc/<slug>-<10 digits>`."""

from sites.card import SiteCard


class HcmcpvSite(SiteCard):
    """A Party portal on this CMS."""

    family = "hcmcpv"
    articles = {"id": r"^/tin-tuc/[^/]*-(?P<key>\d{10})/?$"}
