"""The command that lists the sites."""

import json
from pathlib import Path
from unicodedata import normalize

import click

from archive.provinces import PROVINCE_NOW
from danvan.common import CommandError, all_sites, archive_url, database_option, reading_archive
from danvan.sites_tables import show_sites
from sites.card import KINDS, STATES, SiteCard


@click.command()
@click.option("--province", metavar="NAME", help="Of this province, as it is or as it was.")
@click.option("--kind", type=click.Choice(KINDS), help="Only sites of this kind.")
@click.option("--state", type=click.Choice(STATES), help="Only sites in this state.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object a line.")
@database_option
def sites(
    province: str | None, kind: str | None, state: str | None, as_json: bool, database: str | None
) -> None:
    """List the sites: kind, state, province then and now, host, family, last good crawl."""
    if province is not None:
        province = normalize("NFC", province)  # some terminals send marks as letters of their own
    if province is not None and province not in {*PROVINCE_NOW, *PROVINCE_NOW.values()}:
        raise CommandError(
            f"There is no province {province!r}, neither today nor before July 2025."
        )
    chosen = [
        site
        for site in all_sites().values()
        if (province is None or province in _provinces(site))
        and kind in (None, site.kind)
        and state in (None, site.state)
    ]
    if as_json:
        for site in chosen:
            click.echo(json.dumps(_facts(site), ensure_ascii=False))
        return
    show_sites(chosen, _last_good_crawls(archive_url(database)))


def _provinces(site: type[SiteCard]) -> tuple[str, ...]:
    return (site.province, PROVINCE_NOW[site.province]) if site.province else ()


def _facts(site: type[SiteCard]) -> dict[str, object]:
    facts = site.facts()
    return {
        "name": facts.name,
        "title": facts.title,
        "kind": facts.kind,
        "state": facts.state,
        "province": facts.province,
        "province_now": facts.province_now,
        "hosts": list(site.hosts),
        "family": facts.family,
        "evidence": list(facts.evidence),
    }


def _last_good_crawls(url: str) -> dict[str, str]:
    """Return when each site was last crawled well; empty if there is no archive yet."""
    if _is_missing_file(url):
        return {}
    with reading_archive(url) as engine, engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT name, last_good_crawl FROM sites WHERE last_good_crawl IS NOT NULL"
        )
        return {row.name: row.last_good_crawl for row in rows}


def _is_missing_file(url: str) -> bool:
    """Return whether a URL names a SQLite file that does not exist, without loading SQLAlchemy."""
    dialect, _, rest = url.partition(":///")
    return dialect.partition("+")[0] == "sqlite" and not Path(rest.partition("?")[0]).exists()
