"""What the command that probes sites prints."""

from typing import Any

import click
from rich import box
from rich.table import Table

from archive.escaping import escaped
from danvan.console import console, shortened

_MAX_VALUE = 90  # characters of a value
_MAX_CUTS = 3  # lines that were cut, of an article


def show_probe(report: dict[str, Any]) -> None:
    """Print what a probe has found."""
    console.rule(f"{report['site']}: {report['verdict']}, {report['requests']} requests")
    _show_hosts(report)
    _show_listings(report)
    for article in report["articles"]:
        _show_article(article)
    for remark in report["remarks"]:
        console.print(remark)
    _show_card(report)
    for reason in report["reasons"]:
        console.print(f"failed: {reason}")
    if not report["reasons"]:
        console.print("passed")


def _show_hosts(report: dict[str, Any]) -> None:
    table = _table("host", "answer", "home page", "robots.txt")
    for host in report["hosts"]:
        table.add_row(host["host"], host["answer"], host["redirects_to"] or "/", host["robots"])
    console.print(table)


def _show_listings(report: dict[str, Any]) -> None:
    table = _table("listing", "URL", "answer", "articles", "next page", "new on it")
    for one in report["listings"]:
        new = one["new_on_second_page"]
        table.add_row(
            one["kind"], shortened(one["url"], _MAX_VALUE), one["answer"], str(one["articles"]),
            one["next_page"] or "", "" if new is None else str(new),
        )  # fmt: skip
    console.print(table)
    if report["sections_not_read"]:
        console.print(f"not read: {', '.join(report['sections_not_read'])}", soft_wrap=True)
    if report["paging"]:
        console.print(f"paging of sections: {report['paging']}")
    for name, pattern in report["patterns"].items():
        console.print(f"articles {name}: {pattern}", soft_wrap=True)


def _show_article(article: dict[str, Any]) -> None:
    console.print()
    console.print(f"{article['url']} {article['answer']}", style="bold", soft_wrap=True)
    if "fields" not in article:
        return
    table = _table("field", "value", "found by", "in")
    for name, found in article["fields"].items():
        value = shortened(found["value"] or "-", _MAX_VALUE)
        table.add_row(name, value, found["found_by"], found["in"])
    text = article["text"]
    words = f"{article['words']} words, layout {article['layout']}"
    table.add_row("text", words, text["found_by"], text["in"])
    console.print(table)
    for doubt in article["doubts"]:
        console.print(f"doubt: {doubt}")
    for cut in article["cut"][:_MAX_CUTS]:
        console.print(f"cut: {shortened(cut['text'], _MAX_VALUE)} ({cut['reason']})")
    more = len(article["cut"]) - _MAX_CUTS
    if more > 0:
        console.print(f"cut: {more} more lines")


def _show_card(report: dict[str, Any]) -> None:
    console.print()
    if report["diff"]:
        console.print("The card should say:")
        for line in report["diff"].removesuffix("\n").split("\n"):
            click.echo(escaped(line))
    elif report["card"]:
        console.print("A card of this site would say (see `danvan new-site`):")
        for name, value in report["card"].items():
            console.print(f"{name} = {value}", soft_wrap=True)
    else:
        console.print("The card is right.")


def _table(*headings: str) -> Table:
    return Table(*headings, box=box.SIMPLE, pad_edge=False)
