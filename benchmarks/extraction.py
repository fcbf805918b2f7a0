"""Our extraction beside others, on the same pages of real size: cost, and how right the texts are.

The pages are those of the large sample newsroom, 70 to 90 kB, each with its whole text. The others
read them as their guides show. Processor time, not wall time: nothing here waits.
"""

import http.client
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import trafilatura
from lxml import html

from benchmarks.figures import Figure, Goal, median, ratio, single
from benchmarks.newsroom import LargeNewsroom
from danvan.common import all_sites
from evaluation.baselines import BASELINES, NotInstalled, baseline
from evaluation.scoring import Extractor
from extraction.decode import decode
from extraction.extract import extract
from extraction.inputs import FetchedPage, SiteRules
from extraction.overlap import f1

_PER_SITE, _QUICK_PER_SITE = 12, 4
_ROUNDS, _QUICK_ROUNDS = 5, 2
_MAX_GENERIC, _MAX_LAYOUT = 5, 2
"""Goals: how many times the cost of lxml's parse alone the extraction may take."""
_PARSE, _GENERIC, _LAYOUT = "parse", "generic", "with a layout"
_TRAFILATURAS: dict[str, dict[str, Any]] = {
    "default": {},
    "fast": {"fast": True},
    "with metadata": {"with_metadata": True},
}
"""Options of trafilatura, beside those of its baseline."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and the text that a person reads on it."""

    content: bytes
    url: str
    rules: SiteRules
    text: str


Read = Callable[[Page], str]


def measure(quick: bool) -> Iterator[Figure]:
    """Yield what a page costs with each extractor, and the mean F1 of its texts."""
    pages = list(_pages(_QUICK_PER_SITE if quick else _PER_SITE))
    readers = dict(_readers())
    texts = {name: [read(page) for page in pages] for name, read in readers.items()}
    times: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(_QUICK_ROUNDS if quick else _ROUNDS):
        for name, read in readers.items():
            times[name].append(_milliseconds(read, pages))
    yield single("size of a page", statistics.mean(len(p.content) for p in pages) / 1000, "kB")
    for name, of_all in times.items():
        yield median(name, of_all, "ms")
    yield ratio("generic, times the parse", times[_GENERIC], times[_PARSE], Goal(_MAX_GENERIC))
    yield ratio("with a layout, times the parse", times[_LAYOUT], times[_PARSE], Goal(_MAX_LAYOUT))
    scores = {
        name: statistics.mean(f1(text, page.text) for text, page in zip(found, pages, strict=True))
        for name, found in texts.items()
        if name != _PARSE
    }
    best = max(score for name, score in scores.items() if name not in (_GENERIC, _LAYOUT))
    for name, score in scores.items():
        goal = Goal(best, at_least=True) if name == _GENERIC else None
        yield single(f"F1 of the text: {name}", score, "", goal)


def _milliseconds(read: Read, pages: list[Page]) -> float:
    started = time.process_time()
    for page in pages:
        read(page)
    return (time.process_time() - started) / len(pages) * 1000


def _pages(per_site: int) -> Iterator[Page]:
    """Fetch the articles of the newsroom that are stored."""
    sites = all_sites()
    with LargeNewsroom(per_site) as newsroom:
        connection = http.client.HTTPConnection(urlsplit(newsroom.origin).netloc)
        for expected in newsroom.expected:
            if expected.outcome != "stored":
                continue
            url = urlsplit(expected.urls[0])
            connection.request("GET", url.path, headers={"Host": url.netloc})
            answer = connection.getresponse()
            content = answer.read()
            if answer.status == 200:
                text = "\n\n".join((expected.lead, *expected.body))
                yield Page(content, expected.urls[0], sites[expected.site].rules(), text)
        connection.close()


def _readers() -> Iterator[tuple[str, Read]]:
    """Yield each extractor that is installed; `make bench` installs all."""
    yield _PARSE, _parse
    yield _GENERIC, _generic
    yield _LAYOUT, _with_layout
    for name in BASELINES:
        try:
            yield name, partial(_by_baseline, baseline(name))
        except NotInstalled as error:
            print(f"  {error}")
    for name, options in _TRAFILATURAS.items():
        yield f"trafilatura, {name}", partial(_trafilatura, options)


def _parse(page: Page) -> str:
    html.document_fromstring(decode(page.content))
    return ""


def _generic(page: Page) -> str:
    return extract(FetchedPage(page.content, page.url)).article.text


def _with_layout(page: Page) -> str:
    return extract(FetchedPage(page.content, page.url), page.rules).article.text


def _by_baseline(extractor: Extractor, page: Page) -> str:
    return extractor(page.content, page.url).text


def _trafilatura(options: dict[str, Any], page: Page) -> str:
    return trafilatura.extract(page.content, **options) or ""
