"""What the operator sees: progress, tables, log lines."""

import gzip
import logging
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich import box
from rich.console import Console
from rich.live import Live
from rich.logging import RichHandler
from rich.markup import escape
from rich.table import Table
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call
from sqlalchemy import inspect, select
from sqlalchemy.exc import DatabaseError

from archive.database import ArchiveError, connect, in_one_sentence
from archive.models import Outcome, Site
from archive.provinces import PROVINCE_NOW
from crawler.spider import SiteSpider
from evaluation.scoring import Score
from extraction import Article, Extraction

console = Console(highlight=False)
if not console.is_terminal:
    console.width = 140  # a log or a pipe has no edge to fold tables at
_SHOWN = 160  # characters of a line in a table
_LOG_EVERY = 30  # seconds between two lines about a site that is being crawled


def configure_logging() -> None:
    """On a terminal only what is wrong, above the live table; in a log, plain lines."""
    if console.is_terminal:
        handler: logging.Handler = RichHandler(
            logging.WARNING, console, show_path=False, show_time=False
        )
    else:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.getLogger().handlers[:] = [handler]
    for name, level in (
        ("", logging.WARNING),
        ("scrapy", logging.WARNING),
        ("danvan", logging.INFO),
    ):
        logging.getLogger(name).setLevel(level)


@contextmanager
def progress(crawlers: Sequence[Crawler]) -> Iterator[None]:
    """Show how the crawl of each site goes, until it is over."""
    if console.is_terminal:
        with Live(
            console=console,
            get_renderable=lambda: _table(_spiders(crawlers), running=True),
            refresh_per_second=4,
            transient=True,
        ):
            yield
        return
    for crawler in crawlers:
        _log_progress(crawler)
    yield


def _spiders(crawlers: Iterable[Crawler]) -> list[SiteSpider]:
    return [c.spider for c in crawlers if isinstance(c.spider, SiteSpider)]


def _log_progress(crawler: Crawler) -> None:
    """Write a line now and then while a site is read."""

    def line() -> None:
        for spider in _spiders([crawler]):
            spider.log_counts()

    ticker = create_looping_call(line)
    crawler.signals.connect(lambda: ticker.start(_LOG_EVERY, now=False),
                            signal=signals.spider_opened, weak=False)  # fmt: skip
    crawler.signals.connect(ticker.stop, signal=signals.spider_closed, weak=False)


def show_crawl(spiders: Sequence[SiteSpider]) -> None:
    """Print the outcomes of each site, and what the operator should look at."""
    console.print(_table(spiders, running=False))
    for spider in spiders:
        verdict, reasons = spider.verdict
        if reasons:
            console.print(f"{spider.name}: {verdict}")
        for reason in reasons:
            console.print(f"  - {reason}", soft_wrap=True)


def _table(spiders: Sequence[SiteSpider], *, running: bool) -> Table:
    rows = [(s.name, s.ledger.listings, s.ledger.outcomes, s.verdict[0]) for s in spiders]
    everything = sum((outcomes for _, _, outcomes, _ in rows), Counter[Outcome]())
    shown = [outcome for outcome in Outcome if everything[outcome]]
    if len(rows) > 1:
        rows.append(("all", sum(listings for _, listings, _, _ in rows), everything, ""))
    table = Table(box=box.SIMPLE_HEAD, collapse_padding=True, pad_edge=False)
    table.add_column("site", no_wrap=True)
    for heading in ("listings", "URLs", *(outcome.value for outcome in shown)):
        table.add_column(heading, justify="right", overflow="fold")
    if not running:
        table.add_column("verdict", no_wrap=True)
    for name, listings, outcomes, verdict in rows:
        if name == "all":
            table.add_section()
        cells = [name, str(listings), str(outcomes.total())]
        cells += [str(outcomes[outcome]) for outcome in shown]
        table.add_row(*cells, *([] if running else [verdict]))
    return table


def last_good_crawls(url: str) -> dict[str, str]:
    """Return when each site was last crawled well; empty where there is no archive yet."""
    engine = connect(url)
    database = engine.url.database
    if engine.dialect.name == "sqlite" and not (database and Path(database).exists()):
        return {}
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table(Site.__tablename__):
                return {}
            rows = connection.execute(select(Site.name, Site.last_good_crawl)).all()
    except DatabaseError as error:
        raise ArchiveError(in_one_sentence(engine, error)) from error
    finally:
        engine.dispose()
    return {name: crawled for name, crawled in rows if crawled}


def show_sites(sites: Iterable[type[SiteSpider]], crawled: dict[str, str]) -> None:
    """Print a line for each site."""
    table = Table()
    for heading in ("site", "title", "province", "now", "host", "family", "last good crawl"):
        table.add_column(heading)
    for site in sites:
        table.add_row(
            site.name, site.title, site.province, PROVINCE_NOW[site.province], site.hosts[0],
            site.family, crawled.get(site.name, "never"),
        )  # fmt: skip
    console.print(table)


def read_page(file: Path) -> bytes:
    """Return the bytes of a saved page, unpacked if it is gzip, whatever its name says."""
    content = file.read_bytes()
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        return gzip.decompress(content)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise OSError("the gzip file is damaged") from error


def show_article(file: Path, article: Article) -> None:
    """Print an article for a reader."""
    console.rule(str(file))
    for name in ("title", "published", "published_raw", "section", "author", "unit", "layout",
                 "doubts", "challenge", "garbled"):  # fmt: skip
        value = getattr(article, name)
        if value is not None and value != ():
            shown = "; ".join(value) if isinstance(value, tuple) else value
            console.print(f"[bold]{name}[/bold]: ", end="")
            console.print(shown, markup=False, soft_wrap=True)
    for item in article.evidence:
        console.print(f"[bold]{item.topic}[/bold]: ", end="")
        console.print(f"“{item.phrase}” {item.count} times in {item.field}", markup=False)
    for part in (article.lead, article.body):
        if part:
            console.print()
            console.print(part, markup=False, soft_wrap=True)


def show_explanation(file: Path, extraction: Extraction) -> None:
    """Print how each field of an article was found, what was cut and why, and every doubt."""
    article, notes = extraction.article, extraction.notes
    console.rule(str(file))
    fields = Table("field", "value", "found by", "in", box=box.SIMPLE)
    for name in ("title", "published", "lead", "author", "section", "body"):
        value, found = getattr(article, name), notes.found.get(name)
        if name == "published" and value:
            value = f"{value}\n“{article.published_raw}”"
        elif name == "body":
            value = f"{article.words} words with the lead, layout {article.layout}"
        if value is None:
            fields.add_row(name, "-")
        else:
            fields.add_row(
                name, escape(_short(value)), found.by if found else "",
                escape(found.place) if found else "",
            )  # fmt: skip
    console.print(fields)
    if article.challenge:
        console.print(f"no article but a challenge page: “{escape(article.challenge)}”")
    if article.garbled:
        console.print(f"not to be stored, its text is garbled: {escape(article.garbled)}")
    for doubt in article.doubts:
        console.print(f"doubt: {doubt}")
    cuts = Table("cut because", "line", "in", box=box.SIMPLE)
    for cut in notes.cuts:
        cuts.add_row(cut.reason, escape(_short(cut.text)), escape(cut.place))
    console.print(cuts if notes.cuts else "nothing was cut from the body")


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def show_accuracy(scores: Sequence[Score]) -> None:
    """Print how each page came out, and the whole."""
    table = Table()
    for heading in ("page", "text F1", "title", "date", "author", "leaked"):
        table.add_column(heading)
    for score in scores:
        table.add_row(
            score.file, "-" if score.text is None else f"{score.text:.3f}",
            "right" if score.title else "wrong", score.published,
            "right" if score.author else "wrong", ", ".join(score.leaked),
        )  # fmt: skip
    texts = [score.text for score in scores if score.text is not None]
    dates = [score.published for score in scores]
    table.add_section()
    table.add_row(
        f"{len(scores)} pages", f"{sum(texts) / len(texts):.3f}" if texts else "-",
        f"{sum(s.title for s in scores)} right",
        f"{dates.count('right')} right, {dates.count('wrong')} wrong",
        f"{sum(s.author for s in scores)} right", f"{sum(len(s.leaked) for s in scores)}",
    )  # fmt: skip
    console.print(table)


def show_comparison(scores: Mapping[str, Sequence[Score]]) -> None:
    """Print how each extractor did on the same pages."""
    table = Table()
    for heading in ("by", "text F1", "worst", "titles right", "dates right", "dates wrong",
                    "leaked strings", "CPU ms a page"):  # fmt: skip
        table.add_column(heading, justify="left" if heading == "by" else "right")
    for name, own in scores.items():
        texts = [score.text for score in own if score.text is not None] or [0.0]
        dates = [score.published for score in own]
        table.add_row(
            name, f"{sum(texts) / len(texts):.3f}", f"{min(texts):.3f}",
            str(sum(score.title for score in own)), str(dates.count("right")),
            str(dates.count("wrong")), str(sum(len(score.leaked) for score in own)),
            f"{sum(score.milliseconds for score in own) / (len(own) or 1):.1f}",
        )  # fmt: skip
    console.print(table)
