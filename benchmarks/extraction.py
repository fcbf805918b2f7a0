"""Our extraction beside others, on the same pages of real size: cost, and how right the texts are.

The pages are those of the large sample newsroom, 70 to 90 kB, each with its whole text. The others
read them as their guides show. Processor time, not wall time: nothing here waits.
"""

import functools
import http.client
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import urlsplit

import trafilatura
from lxml import etree, html

from benchmarks.figures import Figure, Goal, median, ratio, single
from benchmarks.newsroom import LargeNewsroom
from danvan.common import all_sites
from danvan.extraction import read_page
from evaluation.baselines import BASELINES, NotInstalled, baseline
from evaluation.scoring import Extractor, load_gold
from extraction.blocks import read_blocks
from extraction.body import find_body
from extraction.decode import decode
from extraction.extract import extract
from extraction.head import read_head
from extraction.inputs import FetchedPage, SiteRules
from extraction.overlap import f1
from extraction.parsing import parse
from extraction.title import find_title
from sample_sites.newsroom import MIN_PER_SITE

_EVERY, _QUICK_EVERY = 5, 15  # which of the articles of the newsroom are read
_ROUNDS, _QUICK_ROUNDS = 3, 2
_MAX_GENERIC, _MAX_LAYOUT = 5, 2
"""Goals: how many times the cost of lxml's parse alone the extraction may take."""
PARSE, GENERIC, LAYOUT = "lxml's parse alone", "ours, generic", "ours, with a layout"
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
    sample = tuple(pages(_QUICK_EVERY if quick else _EVERY))
    all_readers = {**readers(), **_others()}
    texts = {name: [read(page) for page in sample] for name, read in all_readers.items()}
    times: dict[str, list[float]] = {name: [] for name in all_readers}
    for _ in range(_QUICK_ROUNDS if quick else _ROUNDS):
        for name, read in all_readers.items():
            times[name].append(milliseconds(read, fitted(sample) if name == LAYOUT else sample))
    yield single("size of a page", statistics.mean(len(p.content) for p in sample) / 1000, "kB")
    for name, of_all in times.items():
        yield median(name, of_all, "ms")
    yield ratio("generic, times the parse", times[GENERIC], times[PARSE], Goal(_MAX_GENERIC))
    yield ratio("with a layout, times the parse", times[LAYOUT], times[PARSE], Goal(_MAX_LAYOUT))
    scores = {
        name: statistics.mean(f1(text, page.text) for text, page in zip(found, sample, strict=True))
        for name, found in texts.items()
        if name not in (PARSE, LAYOUT)
    }
    best = max(score for name, score in scores.items() if name != GENERIC)
    for name, score in scores.items():
        goal = Goal(best, at_least=True) if name == GENERIC else None
        yield single(f"F1 of the text: {name}", score, "", goal)
    yield from _cost_of_second_reader(_QUICK_ROUNDS if quick else _ROUNDS)


def milliseconds(read: Read, sample: Sequence[Page]) -> float:
    """Return the processor time that an extractor takes for a page."""
    started = time.process_time()
    for page in sample:
        read(page)
    return (time.process_time() - started) / len(sample) * 1000


def pages(every: int) -> Iterator[Page]:
    """Fetch some of the articles of the newsroom that are stored."""
    sites = all_sites()
    with LargeNewsroom(MIN_PER_SITE) as newsroom:
        stored = [article for article in newsroom.expected if article.outcome == "stored"]
        connection = http.client.HTTPConnection(urlsplit(newsroom.origin).netloc)
        for expected in stored[::every]:
            url = urlsplit(expected.urls[0])
            connection.request("GET", url.path, headers={"Host": url.netloc})
            answer = connection.getresponse()
            content = answer.read()
            if answer.status == 200:
                text = "\n\n".join((expected.lead, *expected.body))
                yield Page(content, expected.urls[0], sites[expected.site].rules(), text)
        connection.close()


@functools.lru_cache(maxsize=1)
def fitted(sample: tuple[Page, ...]) -> tuple[Page, ...]:
    """Return the pages that a layout of their site fits."""
    return tuple(
        page
        for page in sample
        if extract(FetchedPage(page.content, page.url), page.rules).article.layout in _names(page)
    )


def _names(page: Page) -> set[str]:
    return {layout.name for layout in page.rules.layouts}


def readers() -> dict[str, Read]:
    """Return lxml's parse alone, and our extraction."""
    return {PARSE: _parse, GENERIC: _generic, LAYOUT: _with_layout}


def _others() -> dict[str, Read]:
    """Return the other extractors that are installed; `make bench` installs all."""
    found: dict[str, Read] = {}
    for name in BASELINES:
        try:
            found[name] = functools.partial(_by_baseline, baseline(name))
        except NotInstalled as error:
            print(f"  {error}")
    for name, options in _TRAFILATURAS.items():
        found[f"trafilatura, {name}"] = functools.partial(_trafilatura, options)
    found["trafilatura, on the body"] = _on_the_body
    return found


def _parse(page: Page) -> str:
    html.document_fromstring(decode(page.content))
    return ""


def _generic(page: Page) -> str:
    return extract(FetchedPage(page.content, page.url)).article.text


def _with_layout(page: Page) -> str:
    return extract(FetchedPage(page.content, page.url), page.rules).article.text


def _by_baseline(extractor: Extractor, page: Page) -> str:
    return extractor(page.content, page.url).text


def _on_the_body(page: Page) -> str:
    """Return what trafilatura reads of the element that holds the body, as we find it."""
    root = parse(decode(page.content))
    assert root is not None
    blocks = read_blocks(root)
    title = find_title(blocks, read_head(root))
    body = find_body(blocks, title.value.block if title else None)
    if body is None:
        return ""
    copy = html.document_fromstring(etree.tostring(body, encoding="unicode"))
    return trafilatura.extract(copy, fast=True, favor_recall=True, include_comments=False) or ""


def _cost_of_second_reader(rounds: int) -> Iterator[Figure]:
    """Yield what the saved pages cost, of which some have trafilatura as a second reader."""
    folder = Path("tests/pages")
    saved = tuple(
        Page(read_page(folder / entry["file"]), entry["url"], SiteRules(), "")
        for entry in load_gold(folder)
        if entry["kind"] == "article"
    )
    with_reader = [milliseconds(_generic, saved) for _ in range(rounds)]
    with mock.patch("extraction.second_reader.has_few_witnesses", return_value=False):
        without = [milliseconds(_generic, saved) for _ in range(rounds)]
    yield median("a saved page, generic", with_reader, "ms each")
    yield median("a saved page, trafilatura is not asked", without, "ms each")


def _trafilatura(options: dict[str, Any], page: Page) -> str:
    return trafilatura.extract(page.content, **options) or ""
