"""Baselines: other extractors, for `danvan accuracy --versus`.

Trafilatura is always installed; `.venv/bin/pip install --group versus` installs the others (with
pip 25.1 or newer).
"""

import importlib
from collections.abc import Callable
from typing import Any

from evaluation.scoring import Extractor
from extraction.article import Article
from extraction.decode import decode


class NotInstalled(Exception):
    """The library of a baseline is not installed; the message says how to install it."""


def baseline(name: str) -> Extractor:
    """Return an extractor of BASELINES, with its library loaded.

    Raises KeyError for an unknown name, and NotInstalled if the library is missing.
    """
    module, build = BASELINES[name]
    try:
        return build(importlib.import_module(module))
    except ImportError as error:
        raise NotInstalled(
            f"{name} is not installed ({error}): .venv/bin/pip install --group versus"
        ) from error


def _trafilatura(library: Any) -> Extractor:
    def extractor(content: bytes, url: str) -> Article:
        found = library.bare_extraction(
            content, url=url, favor_precision=True, include_comments=False, with_metadata=True
        )
        if found is None:
            return Article(url=url)
        return Article(
            url=url,
            title=found.title,
            author=found.author,
            published=found.date,
            body=found.text or "",
        )

    return extractor


def _newspaper(library: Any) -> Extractor:
    def extractor(content: bytes, url: str) -> Article:
        page = library.Article(url, language="vi")
        page.download(input_html=decode(content))
        page.parse()
        return Article(
            url=url,
            title=page.title or None,
            author=", ".join(page.authors) or None,
            published=_iso(page.publish_date),
            body=page.text,
        )

    return extractor


def _news_please(library: Any) -> Extractor:
    def extractor(content: bytes, url: str) -> Article:
        page = library.NewsPlease.from_html(decode(content), url=url)
        return Article(
            url=url,
            title=page.title,
            author=", ".join(page.authors) or None,
            published=_iso(page.date_publish),
            body=page.maintext or "",
        )

    return extractor


def _readability(library: Any) -> Extractor:
    html = importlib.import_module("lxml.html")

    def extractor(content: bytes, url: str) -> Article:
        page = library.Document(decode(content))
        summary = html.fromstring(page.summary(html_partial=True))
        lines = [text.strip() for text in summary.itertext() if text.strip()]
        return Article(url=url, title=page.short_title(), body="\n\n".join(lines))

    return extractor


def _resiliparse(library: Any) -> Extractor:
    def extractor(content: bytes, url: str) -> Article:
        text = library.extract_plain_text(
            decode(content), main_content=True, alt_texts=False, links=False
        )
        lines = [line.strip() for line in text.splitlines()]
        return Article(url=url, body="\n\n".join(filter(None, lines)))

    return extractor


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment is not None else None


BASELINES: dict[str, tuple[str, Callable[[Any], Extractor]]] = {  # name -> module, builder
    "trafilatura": ("trafilatura", _trafilatura),
    "newspaper4k": ("newspaper", _newspaper),
    "news-please": ("newsplease", _news_please),
    "readability-lxml": ("readability", _readability),
    "resiliparse": ("resiliparse.extract.html2text", _resiliparse),
}
