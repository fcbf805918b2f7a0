"""DotNetNuke: `/Portals/<n>/`, `/type/detail/id/<id>/task/<n>`."""

from sites.card import SiteCard


class DnnSite(SiteCard):
    """A Party portal on DotNetNuke."""

    family = "dnn"
    articles = {"id": r"/type/detail/id/(?P<key>\d+)/task/\d+/?$"}
