"""What the command that lists the sites prints."""

from collections.abc import Iterable, Mapping

from rich import box
from rich.table import Table

from archive.provinces import PROVINCE_NOW
from danvan.console import console
from sites.card import SiteCard

_COUNTRY = "(whole country)"


def show_sites(sites: Iterable[type[SiteCard]], crawled: Mapping[str, str]) -> None:
    """Print a line for each site; `crawled` has the time of each site's last good crawl."""
    table = Table(box=box.SIMPLE_HEAD, collapse_padding=True, pad_edge=False)
    for heading in ("site", "kind, state", "province", "host (family)", "last good\ncrawl"):
        wraps = heading in ("kind, state", "province", "host (family)")
        table.add_column(heading, no_wrap=not wraps)
    for site in sites:
        table.add_row(
            site.name,
            f"{site.kind}, {site.state}",
            _province(site),
            f"{site.hosts[0]} ({site.family})",
            crawled.get(site.name, "never")[:10],
        )
    console.print(table)


def _province(site: type[SiteCard]) -> str:
    if not site.province:
        return _COUNTRY
    now = PROVINCE_NOW[site.province]
    return site.province if now == site.province else f"{site.province} (now {now})"
