"""The commands that leave a site alone for some time, or a host for ever."""

from datetime import datetime

import click

from archive.pauses import end_pause, pauses, retired_hosts, unretire
from archive.pauses import pause as pause_site
from archive.pauses import retire as retire_host
from archive.sites import put_sites
from archive.times import VIETNAM, clock, format_time
from danvan.common import (
    CommandError,
    all_sites,
    archive_url,
    chosen_sites,
    database_option,
    writing_archive,
)


@click.command()
@click.argument("site", required=False)
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day, in Vietnam, from which it is crawled again.",
)
@click.option("--reason", help="Why, for the report and for whoever comes after you.")
@click.option("--end", is_flag=True, help="End its pause now, also one because it blocks.")
@database_option
def pause(
    site: str | None, until: datetime | None, reason: str | None, end: bool, database: str | None
) -> None:
    """Leave a site alone until a day; without a site, list the pauses.

    Nothing is requested from it by `danvan nightly` or `danvan crawl`, unless you name it.
    """
    if end and (until or reason):
        raise click.UsageError("--end ends a pause now: leave out --until and --reason.")
    with writing_archive(archive_url(database)) as archive:
        if site is None:
            for each in pauses(archive).values():
                click.echo(f"{each.site}: until {each.until}, since {each.since}: {each.reason}")
            return
        (card,) = chosen_sites((site,))
        if end:
            end_pause(archive, card.name)
            return
        if until is None or not reason:
            raise click.UsageError("--until and --reason say how long, and why.")
        moment = until.replace(tzinfo=VIETNAM)
        if moment <= clock():
            raise CommandError(f"{until:%Y-%m-%d} has begun in Vietnam: name a later day.")
        archive.write(*put_sites([card.facts()]))
        pause_site(archive, card.name, format_time(moment), reason)


@click.command()
@click.argument("host", required=False)
@click.option("--reason", help="Why, for whoever comes after you.")
@click.option("--undo", is_flag=True, help="Let it be requested again.")
@database_option
def retire(host: str | None, reason: str | None, undo: bool, database: str | None) -> None:
    """Request nothing from a host of a site any more; without a host, list such hosts.

    Imports still know it. If it is gone for good, add it to `retired` on the site's card as well.
    """
    with writing_archive(archive_url(database)) as archive:
        if host is None:
            for name in sorted(retired_hosts(archive)):
                click.echo(name)
            return
        if not any(host in card.hosts for card in all_sites().values()):
            raise CommandError(f"No site has the host {host!r}.")
        if undo:
            unretire(archive, host)
        elif not reason:
            raise click.UsageError("--reason says why.")
        else:
            retire_host(archive, host, reason)
