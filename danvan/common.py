"""What the commands share: faults in one sentence, the sites, where the archive is."""

from typing import Any

import click
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from crawler.spider import SiteSpider
from sites.card import SiteError

GOOD, SOME_SITE_FAILED, NOTHING_DONE = 0, 1, 2

database_option = click.option(
    "--database", metavar="URL", help="Default: $DATABASE_URL, or archive.db here."
)


class Sentence(click.ClickException):
    """A fault that ends the command: one sentence, no traceback."""

    exit_code = NOTHING_DONE

    def show(self, file: Any = None) -> None:
        """Print it on standard error."""
        click.echo(f"danvan: {self.format_message()}", err=True, file=file)


def project_settings() -> Settings:
    """Return the project's settings, in whatever folder the command is called."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    return settings


def all_sites() -> dict[str, type[SiteSpider]]:
    """Return the sites by name. Raises Sentence where a site file is incomplete."""
    loader = SpiderLoader.from_settings(project_settings())
    found: dict[str, type[SiteSpider]] = {}
    for name in sorted(loader.list()):
        spider = loader.load(name)
        assert issubclass(spider, SiteSpider)
        try:
            spider.check()
        except SiteError as error:
            raise Sentence(str(error)) from error
        found[name] = spider
    return found


def chosen_sites(names: tuple[str, ...]) -> list[type[SiteSpider]]:
    """Return the named sites, or all."""
    known = all_sites()
    for name in names:
        if name not in known:
            raise Sentence(f"There is no site {name!r}; the sites are: {', '.join(known)}.")
    return [known[name] for name in dict.fromkeys(names or known)]
