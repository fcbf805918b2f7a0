"""The command that probes sites."""

import inspect
import json
import logging
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import click
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from archive.pauses import retired_hosts
from archive.probes import FAILED, PASSED, add_probe
from archive.times import clock
from crawler.contact import check_contact
from crawler.probe import ProbeSpider, probe_of
from danvan.common import (
    GOOD,
    SOME_SITE_FAILED,
    CommandError,
    all_sites,
    chosen_sites,
    database_option,
    writing_archive,
)
from danvan.console import configure_logging
from danvan.network import reachable_origin, require_network
from danvan.probe_tables import show_probe
from danvan.settings import project_settings
from extraction.extract import Extraction, extract
from extraction.inputs import FetchedPage, SiteRules
from operations.choice import is_retired, without_hosts
from sites.card import DEAD, Directory, SiteCard
from sites.card_source import difference, with_attributes
from sites.findings import Findings
from sites.probe_report import as_json, probe_report
from sites.probing import (
    after_passing,
    is_provisional,
    provisional_card,
    reasons_against,
    suggested,
)
from sites.urls import web_host

origin_option = click.option("--origin", metavar="URL", help="Probe this server instead.")


@dataclass(frozen=True)
class Probe:
    """A probe that has ended."""

    findings: Findings
    site: type[SiteCard]
    """The card with patterns that fit what was found."""
    started: datetime
    finished: datetime

    @cached_property
    def read(self) -> dict[str, Extraction]:
        """Return the articles that were extracted, by URL."""
        return self.extracted_with(self.findings.card.rules())

    def extracted_with(self, rules: SiteRules) -> dict[str, Extraction]:
        """Return the articles as they are read by some rules, by URL."""
        return {
            visit.url: extract(
                FetchedPage(
                    visit.content, visit.url, visit.content_type, visit.link_text, visit.fetched
                ),
                rules,
            )
            for visit in self.findings.articles
            if visit.content
        }

    @property
    def reasons(self) -> list[str]:
        """Return why it has failed; an empty list if it has passed."""
        return reasons_against(self.findings, self.site, self.read)


@click.command()
@click.argument("sites", nargs=-1, required=True, metavar="SITE|URL...")
@origin_option
@click.option("--json", "as_lines", is_flag=True, help="Print a JSON object a line.")
@database_option
def probe(sites: tuple[str, ...], origin: str | None, as_lines: bool, database: str | None) -> None:
    """Visit sites with few requests: where are their articles, and is the card right?

    The archive keeps what was found. A site whose card is unverified is crawled every night after
    its probe has passed. Exit code 0: all probes passed; 1: at least one failed; 2: nothing could
    be probed.
    """
    cards = [_card(site) for site in dict.fromkeys(sites)]
    settings = probe_settings(origin)
    if database:
        settings.set("DATABASE_URL", database, priority="cmdline")
    with writing_archive(settings["DATABASE_URL"]) as archive:
        probes = run_probes(settings, _without_retired(cards, retired_hosts(archive)))
        reports = [_report(one) for one in probes]
        for one, report in zip(probes, reports, strict=True):
            add_probe(archive, _row(one, report))
        archive.commit()
    for report in reports:
        if as_lines:
            click.echo(json.dumps(report, ensure_ascii=False))
        else:
            show_probe(report)
    sys.exit(SOME_SITE_FAILED if any(one.reasons for one in probes) else GOOD)


def _card(site: str) -> type[SiteCard]:
    """Return the card of a site, given its name or a URL on it, or a provisional one."""
    if "://" not in site:
        [card] = chosen_sites((site,))
    else:
        host = web_host(site)
        if not host:
            raise CommandError(f"{site!r} is neither the name of a site nor a URL of one.")
        card = Directory(all_sites().values()).site_of(site) or provisional_card(site)
    if card.state == DEAD:
        raise CommandError(f"{card.name} is dead: it is never requested.")
    return card


def _without_retired(
    cards: Sequence[type[SiteCard]], retired: frozenset[str]
) -> list[type[SiteCard]]:
    """Return cards that request nothing from these hosts."""
    for card in cards:
        if is_retired(card, retired):
            raise CommandError(
                f"All hosts of {card.name} are retired: it is never requested. "
                "`danvan retire HOST --undo` lets one be requested again."
            )
    return [without_hosts(card, retired) for card in cards]


def probe_settings(origin: str | None) -> Settings:
    """Return the settings of a probe. Raises CommandError if it must not or cannot begin."""
    settings = project_settings()
    if origin:
        settings.set("CRAWL_ORIGIN", reachable_origin(origin), priority="cmdline")
    try:
        check_contact(settings)
    except UsageError as error:
        raise CommandError(str(error)) from error
    return settings


def run_probes(settings: Settings, cards: Sequence[type[SiteCard]]) -> list[Probe]:
    """Probe the sites of some cards, all at once. Raises CommandError without a network."""
    from scrapy.crawler import AsyncCrawlerProcess  # installs the reactor

    if not settings["CRAWL_ORIGIN"]:
        require_network([*cards])
    settings.set("LOG_INSTALL_ROOT_HANDLER", False)
    started = clock()
    process = AsyncCrawlerProcess(settings)
    configure_logging()
    crawlers = [process.create_crawler(probe_of(card)) for card in cards]
    tasks = [process.crawl(crawler) for crawler in crawlers]
    process.start()
    logging.disable()  # what follows is the extraction, whose libraries quote the pages
    probes = []
    for crawler, task in zip(crawlers, tasks, strict=True):
        task.result()
        assert isinstance(crawler.spider, ProbeSpider)
        findings, site = crawler.spider.findings, crawler.spider.site
        probes.append(Probe(findings, site, started, clock()))
    return probes


def _report(one: Probe) -> dict[str, Any]:
    card = one.findings.card
    changes = suggested(one.findings, one.site, card)
    if not one.reasons and not is_provisional(card):
        changes |= after_passing(card, f"{one.finished:%Y-%m-%d}")
    return {
        **probe_report(one.findings, one.site, one.read),
        "verdict": FAILED if one.reasons else PASSED,
        "reasons": one.reasons,
        "card": as_json(changes),
        "diff": "" if is_provisional(card) else _diff(card, changes),
    }


def _diff(card: type[SiteCard], changes: dict[str, Any]) -> str:
    file = Path(inspect.getfile(card))
    source = file.read_text("utf-8")
    changed = with_attributes(source, card.__name__, changes)
    return difference(source, changed, f"{file.parent.name}/{file.name}")


def _row(one: Probe, report: dict[str, Any]) -> dict[str, Any]:
    return {
        "site": one.findings.card.name,
        "url": f"https://{one.findings.card.hosts[0]}/",
        "started": one.started.isoformat(timespec="seconds"),
        "finished": one.finished.isoformat(timespec="seconds"),
        "requests": one.findings.requests,
        "verdict": report["verdict"],
        "reasons": report["reasons"],
        "report": report,
    }
