"""The command that takes an article out of what is published."""

import click
from rich import box
from rich.table import Table
from rich.text import Text

from archive.escaping import escaped
from archive.withdrawals import (
    KnownArticle,
    article_at,
    article_of,
    restore,
    withdrawals,
    withdrawn_since,
)
from archive.withdrawals import (
    withdraw as withdraw_article,
)
from archive.writer import Archive
from danvan.common import (
    CommandError,
    all_sites,
    database_option,
    existing_archive,
    reading_archive,
    writing_archive,
)
from danvan.console import console
from sites.card import Directory
from sites.urls import canonical


@click.command()
@click.argument("url", required=False)
@click.option("--reason", metavar="TEXT", help="Why; the published file has these words.")
@click.option("--undo", is_flag=True, help="Publish the article again.")
@click.option("--list", "list_", is_flag=True, help="List all withdrawals.")
@database_option
def withdraw(
    url: str | None, reason: str | None, undo: bool, list_: bool, database: str | None
) -> None:
    """Leave the article at URL out of what is published, with its revisions and reprints.

    The archive keeps all of it. A published file has a row that says when and why the article was
    withdrawn, without its title and text.
    """
    if list_ + (url is not None) != 1 or (list_ and (undo or reason)):
        raise click.UsageError("Name the URL of an article, or --list and nothing else.")
    if list_:
        _show_withdrawals(database)
        return
    assert url is not None
    if undo == bool(reason and reason.strip()):
        raise click.UsageError("Add --reason TEXT to withdraw the article, or else --undo.")
    with writing_archive(existing_archive(database)) as archive:
        article = _article(archive, url)
        since = withdrawn_since(archive, article)
        if undo:
            if since is None:
                raise CommandError(f"The article {article.url} is not withdrawn.")
            restore(archive, article)
            done = "is published again"
        else:
            if since is not None:
                raise CommandError(f"The article {article.url} is withdrawn since {since}.")
            withdraw_article(archive, article, (reason or "").strip())
            done = "is left out"
    click.echo(escaped(f"From the next `danvan publish` on, {article.url} {done}."))


def _article(archive: Archive, url: str) -> KnownArticle:
    try:
        article = article_at(archive, canonical(url))
    except ValueError as error:
        raise CommandError(f"{url!r} is not a URL.") from error
    if article is None:
        address = Directory(all_sites().values()).resolve(url)
        if address is not None:
            article = article_of(archive, address.site.name, address.key)
    if article is None:
        raise CommandError(f"The archive has no article of {url}: nothing was changed.")
    return article


def _show_withdrawals(database: str | None) -> None:
    with reading_archive(database) as engine:
        rows = withdrawals(engine)
    if not rows:
        console.print("No article was ever withdrawn.")
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("article", "withdrawn", "published again", "reason", "url"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        cells = (str(row.article_id), row.withdrawn, row.restored or "-", row.reason, row.url)
        table.add_row(*(Text(escaped(cell)) for cell in cells))
    console.print(table)
