"""What the command that lists the sites prints."""

from collections.abc import Iterable, Mapping

from rich import box
from rich.table import Table
from rich.text import Text

from archive.provinces import PROVINCE_NOW
from danvan.console import console
from sites.card import SiteCard

_WIDE = 120  # columns of the terminal: with fewer, each site takes two lines


def show_sites(sites: Iterable[type[SiteCard]], crawled: Mapping[str, str]) -> None:
    """Print each site; `crawled` has the time of each site's last good crawl."""
    table = Table(box=box.SIMPLE_HEAD, collapse_padding=True, pad_edge=False)
    is_wide = console.width >= _WIDE
    pairs = (("site", "last good crawl"), ("kind", "state"), ("province", ""), ("host", "family"))
    for upper, lower in pairs:
        headings = (upper, lower) if is_wide else (f"{upper}\n{lower}",)
        for heading in filter(None, headings):
            table.add_column(Text(heading.strip()), no_wrap=upper != "province")
    for site in sites:
        cells = (
            (site.name, crawled.get(site.name, "never")[:10]),
            (site.kind, site.state),
            (_province(site), ""),
            (site.hosts[0], site.family),
        )
        if is_wide:
            table.add_row(*(Text(text) for pair in cells for text in filter(None, pair)))
        else:
            table.add_row(*(Text(f"{upper}\n{lower}".strip()) for upper, lower in cells))
    console.print(table)


def _province(site: type[SiteCard]) -> str:
    if not site.province:
        return "(whole country)"
    now = PROVINCE_NOW[site.province]
    return site.province if now == site.province else f"{site.province} (now {now})"
