"""The CMS with the numbers of section and article in addresses: `/tin-tuc/<section>/<id>/<slug>`.

Its dates are like `Thứ 4, 14/10/2020 | 16:39:25`, with a counter of views beside them.
"""

from sites.card import SiteCard


class NewsCatIdSite(SiteCard):
    """A site on this CMS."""

    family = "newscatid"
    articles = {"id": r"^/(?:news|tin-tuc)/\d+/(?P<key>\d+)(?:/[^/]*)?/?$"}
