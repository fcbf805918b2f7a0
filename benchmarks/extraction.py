"""Our extraction beside trafilatura's, on the same pages of the sample newsroom.

`trafilatura on the body` is given the element that our layout or structure found.
"""

import http.client
import time
from collections.abc import Callable
from pathlib import Path
from unittest import mock
from urllib.parse import urlsplit

import trafilatura
from lxml import etree, html
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.project import get_project_settings

from crawler.spider import SiteSpider
from danvan.extraction import read_page
from evaluation.scoring import load_gold
from extraction.blocks import parse, read_blocks
from extraction.body import find_body
from extraction.decode import decode
from extraction.extract import extract
from extraction.head import read_head
from extraction.inputs import FetchedPage, SiteRules
from extraction.layouts import Layout, fitting
from extraction.overlap import f1
from extraction.title import find_title
from sample_sites import Expected, Newsroom

Page = tuple[bytes, str, tuple[Layout, ...], Expected]


def pages() -> list[Page]:
    """Fetch every article page of the newsroom that holds one."""
    loader = SpiderLoader.from_settings(get_project_settings())
    found: list[Page] = []
    with Newsroom() as room:
        connection = http.client.HTTPConnection(urlsplit(room.origin).netloc)
        for expected in room.expected:
            if expected.outcome != "stored":
                continue
            site = loader.load(expected.site)
            assert issubclass(site, SiteSpider)
            url = urlsplit(expected.urls[0])
            connection.request("GET", url.path, headers={"Host": url.netloc})
            answer = connection.getresponse()
            content = answer.read()
            if answer.status == 200:
                found.append((content, expected.urls[0], site.layouts, expected))
    return found


def ours(page: Page) -> str:
    """Our own extraction, with the site's layouts."""
    return extract(FetchedPage(page[0], page[1]), SiteRules(page[2])).article.text


def ours_without_layouts(page: Page) -> str:
    """Our own extraction, from the page's structure alone."""
    return extract(FetchedPage(page[0], page[1])).article.text


def whole(page: Page) -> str:
    """Trafilatura on the whole page."""
    return trafilatura.extract(page[0], favor_precision=True, include_comments=False) or ""


def on_the_body(page: Page) -> str:
    """Trafilatura on the element that holds the body."""
    root = parse(decode(page[0]))
    assert root is not None
    fit = fitting(root, page[2])
    blocks = read_blocks(root)
    title = find_title(blocks, read_head(root))
    body = fit.body if fit else find_body(blocks, title.value.block if title else None)
    if body is None:
        return ""
    copy = html.document_fromstring(etree.tostring(body, encoding="unicode"))
    return trafilatura.extract(copy, fast=True, favor_recall=True, include_comments=False) or ""


def main() -> None:
    """Print text F1, the share of whole articles and CPU time per page, for each."""
    sample = pages()
    print(f"{len(sample)} article pages of the sample newsroom; F1 of four-word grams")
    print(f"{'':32}{'F1':>6}{'worst':>8}{'exact':>8}{'ms/page':>10}")
    contenders: list[tuple[str, Callable[[Page], str]]] = [
        ("ours", ours),
        ("ours, without layouts", ours_without_layouts),
        ("trafilatura, favor_precision", whole),
        ("trafilatura on the body", on_the_body),
    ]
    for name, read in contenders:
        read(sample[0])  # loads what it needs
        started = time.process_time()
        texts = [read(page) for page in sample]
        cost = (time.process_time() - started) / len(sample) * 1000
        wanted = [" ".join([page[3].lead, *page[3].body]) for page in sample]
        scores = [f1(text, gold) for text, gold in zip(texts, wanted, strict=True)]
        mean, exact = sum(scores) / len(scores), sum(score == 1 for score in scores)
        print(f"{name:32}{mean:6.3f}{min(scores):8.3f}{exact:8}{cost:10.1f}")
    show_cost_of_second_reader()


def show_cost_of_second_reader() -> None:
    """Print CPU time per saved page of `tests/pages`, with and without the second reader."""
    folder = Path("tests/pages")
    articles = [entry for entry in load_gold(folder) if entry["kind"] == "article"]
    saved = [FetchedPage(read_page(folder / entry["file"]), entry["url"]) for entry in articles]

    def milliseconds() -> float:
        started = time.process_time()
        for page in saved:
            extract(page)
        return (time.process_time() - started) / len(saved) * 1000

    milliseconds()  # loads trafilatura
    with_reader = milliseconds()
    with mock.patch("extraction.second_reader.has_few_witnesses", return_value=False):
        without = milliseconds()
    print(f"{len(saved)} saved pages, without layouts: {with_reader:.1f} ms/page, ", end="")
    print(f"{without:.1f} if trafilatura is not asked")


if __name__ == "__main__":
    main()
