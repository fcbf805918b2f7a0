"""The command `danvan`."""

import json
import os
import socket
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from archive.database import ArchiveError, database_url
from archive.opening import shared as shared_archive
from crawler import reports
from crawler.rivals import RIVALS, NotInstalled, rival
from crawler.site import SiteSpider
from crawler.sitefile import SiteError
from extraction import explain as explain_article
from extraction.scoring import gold_entry, load_gold, score_folder, with_layouts

GOOD, SOME_SITE_FAILED, NOTHING_DONE = 0, 1, 2


class _Sentence(click.ClickException):
    """A fault that ends the command: one sentence, no traceback."""

    exit_code = NOTHING_DONE

    def show(self, file: Any = None) -> None:
        click.echo(f"danvan: {self.format_message()}", err=True, file=file)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Archive Vietnamese provincial news on dân vận and grassroots democracy (QCDC)."""


@main.command()
@click.argument("sites", nargs=-1, metavar="[SITE...]")
@click.option("--origin", metavar="URL", help="Crawl this server in place of the sites.")
@click.option("--database", metavar="URL", help="Default: $DATABASE_URL, or archive.db here.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Published on this day or later.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Published on this day or before.")
@click.option("--limit", type=click.IntRange(min=1), help="Articles to ask for, of each site.")
def crawl(
    sites: tuple[str, ...],
    origin: str | None,
    database: str | None,
    since: datetime | None,
    until: datetime | None,
    limit: int | None,
) -> None:
    """Crawl the named sites, or all.

    Exit code 0: every site was crawled; 1: at least one site failed; 2: the crawl could not begin.
    """
    if origin:
        os.environ["CRAWL_ORIGIN"] = _reachable(origin)
    if database:
        os.environ["DATABASE_URL"] = database
    if since and until and since > until:
        raise _Sentence("--since is later than --until: no day lies between them.")
    chosen = _chosen(sites)
    period = {"since": _day(since), "until": _day(until), "limit": limit}
    try:
        shared_archive.acquire(database_url(), f"`danvan {' '.join(sys.argv[1:])}`")
        try:
            spiders = _run(chosen, period)
        finally:
            shared_archive.release()
    except ArchiveError as error:
        raise _Sentence(str(error)) from error
    reports.show_crawl(spiders)
    faults = sorted({spider.fatal for spider in spiders if spider.fatal})
    if faults:
        raise _Sentence(faults[0])
    started = {spider.name for spider in spiders}
    failed = [spider.name for spider in spiders if spider.verdict[0] == "failed"]
    failed += [site.name for site in chosen if site.name not in started]
    if failed:
        click.echo(f"danvan: failed: {', '.join(failed)}", err=True)
    sys.exit(SOME_SITE_FAILED if failed else GOOD)


def _day(moment: datetime | None) -> str | None:
    return moment.date().isoformat() if moment else None


def _reachable(origin: str) -> str:
    parts = urlsplit(origin)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise _Sentence(f"--origin wants an address such as http://127.0.0.1:8080, not {origin!r}.")
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        socket.create_connection((parts.hostname, port), timeout=5).close()
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or error
        raise _Sentence(
            f"The origin {origin} cannot be reached ({cause}): is it running?"
        ) from error
    return origin


def _settings() -> Settings:
    """Return the project's settings, in whatever folder the command is called."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    return settings


def _sites() -> dict[str, type[SiteSpider]]:
    loader = SpiderLoader.from_settings(_settings())
    found: dict[str, type[SiteSpider]] = {}
    for name in sorted(loader.list()):
        spider = loader.load(name)
        assert issubclass(spider, SiteSpider)
        try:
            spider.check()
        except SiteError as error:
            raise _Sentence(str(error)) from error
        found[name] = spider
    return found


def _chosen(names: tuple[str, ...]) -> list[type[SiteSpider]]:
    known = _sites()
    for name in names:
        if name not in known:
            raise _Sentence(f"There is no site {name!r}; the sites are: {', '.join(known)}.")
    return [known[name] for name in dict.fromkeys(names or known)]


def _run(chosen: list[type[SiteSpider]], arguments: dict[str, Any]) -> list[SiteSpider]:
    from scrapy.crawler import AsyncCrawlerProcess  # installs the reactor: not on `danvan --help`

    settings = _settings()
    settings.set("LOG_INSTALL_ROOT_HANDLER", False)
    process = AsyncCrawlerProcess(settings)
    reports.configure_logging()
    crawlers = [process.create_crawler(spider) for spider in chosen]
    for crawler in crawlers:
        process.crawl(crawler, **arguments)
    with reports.progress(crawlers):
        process.start()
    return [crawler.spider for crawler in crawlers if isinstance(crawler.spider, SiteSpider)]


@main.command()
@click.option("--database", metavar="URL", help="Default: $DATABASE_URL, or archive.db here.")
def sites(database: str | None) -> None:
    """List the sites: province then and now, host, family, last good crawl."""
    try:
        crawled = reports.last_good_crawls(database or database_url())
    except ArchiveError as error:
        raise _Sentence(str(error)) from error
    reports.show_sites(_sites().values(), crawled)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--url", required=True, help="The address that the page was saved from.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
@click.option("--explain", is_flag=True, help="How each field was found, and what was cut and why.")
def extract(files: tuple[Path, ...], url: str, as_json: bool, explain: bool) -> None:
    """Show what the extraction makes of saved pages."""
    if as_json and explain:
        raise click.UsageError("--explain is for reading: it does not go with --json.")
    try:
        layouts = next((site.layouts for site in _sites().values() if site.owns(url)), ())
    except ValueError as error:
        raise _Sentence(f"--url wants the address of a page, not {url!r}.") from error
    for file in files:
        try:
            content = reports.read_page(file)
        except OSError as error:
            raise _Sentence(f"{file} cannot be read: {error.strerror or error}.") from error
        article, notes = explain_article(content, url, layouts=layouts)
        if as_json:
            click.echo(json.dumps(article.to_dict(), ensure_ascii=False))
        elif explain:
            reports.show_explanation(file, article, notes)
        else:
            reports.show_article(file, article)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="A JSON list of scores, for programs.")
@click.option(
    "--versus",
    "others",
    multiple=True,
    type=click.Choice(list(RIVALS)),
    help="Compare with another extractor on the same pages; may be given several times.",
)
def accuracy(folder: Path, as_json: bool, others: tuple[str, ...]) -> None:
    """Score the extraction on a folder of saved pages with a gold.json."""
    extractors = {
        "danvan": with_layouts({h: s.layouts for s in _sites().values() for h in s.hosts})
    }
    try:
        extractors |= {name: rival(name) for name in others}
    except NotInstalled as error:
        raise _Sentence(str(error)) from error
    try:
        gold = load_gold(folder)
        scores = {
            name: score_folder(folder, gold, reports.read_page, extractor)
            for name, extractor in extractors.items()
        }
    except (OSError, ValueError) as error:
        raise _Sentence(f"{folder} cannot be scored: {error}") from error
    if as_json:
        rows = [{"by": name, **score.to_dict()} for name in scores for score in scores[name]]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    reports.show_accuracy(scores["danvan"])
    if others:
        reports.show_comparison(scores)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("files", nargs=-1, required=True)
@click.option("--url", help="The address that a page was saved from, if it is a new one.")
def gold(folder: Path, files: tuple[str, ...], url: str | None) -> None:
    """Write or refresh the entries of saved pages in FOLDER/gold.json, for review.

    An entry that changes is marked `"reviewed": false`: compare it with the page, correct it, and
    take the mark away.
    """
    layouts = {host: site.layouts for site in _sites().values() for host in site.hosts}
    extractor = with_layouts(layouts)
    try:
        entries = load_gold(folder) if (folder / "gold.json").exists() else []
        by_file = {entry["file"]: entry for entry in entries}
        for file in files:
            before = by_file.get(file)
            address = before["url"] if before else url
            if not address:
                raise _Sentence(f"{file} has no entry yet: give its address with --url.")
            article = extractor(reports.read_page(folder / file), address)
            by_file[file] = gold_entry(file, article, before)
            click.echo(f"{file}: {'not changed' if by_file[file] == before else 'to be reviewed'}")
        text = json.dumps(list(by_file.values()), ensure_ascii=False, indent=1)
        (folder / "gold.json").write_text(text + "\n", "utf-8")
    except (OSError, ValueError) as error:
        raise _Sentence(f"{folder} cannot be written to: {error}") from error
