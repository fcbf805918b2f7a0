"""Gives Scrapy a spider for each site card."""

from typing import Self

from scrapy import Request, Spider
from scrapy.settings import BaseSettings

from crawler.spider import SiteSpider
from sites.card import Directory, SiteCard
from sites.loading import load_sites


class CardLoader:
    """Loads the cards of `spiders/`, which know nothing of Scrapy, as spiders.

    It has the methods of scrapy.spiderloader.SpiderLoaderProtocol.
    """

    def __init__(self, sites: dict[str, type[SiteCard]]) -> None:
        self._sites = sites

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """Load the cards of SPIDER_MODULES. Raises SiteError if one of them cannot work."""
        packages = settings.getlist("SPIDER_MODULES")
        return cls({name: site for each in packages for name, site in load_sites(each).items()})

    def load(self, spider_name: str) -> type[Spider]:
        """Return the spider of a site. Raises KeyError for an unknown name."""
        if spider_name not in self._sites:
            raise KeyError(f"Spider not found: {spider_name}")
        return spider_of(self._sites[spider_name])

    def find_by_request(self, request: Request) -> list[str]:
        """Return the name of the site that a URL belongs to, if there is one."""
        site = Directory(self._sites.values()).site_of(request.url)
        return [site.name] if site is not None else []

    def list(self) -> "list[str]":
        """Return the names of the sites."""
        return [*self._sites]


def spider_of(card: type[SiteCard]) -> type[SiteSpider]:
    """Return the spider that crawls a site as its card says."""
    return type(card.__name__, (card, SiteSpider), {"__module__": card.__module__})
