"""How to cite an article: in words, for reference managers, and for search engines."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from datasette.utils import is_url  # type: ignore[import-untyped]

from extraction.text import clean
from publishing.dates import day_of

_BETWEEN_AUTHORS = re.compile(r"(?: [-–—] ?|[-–—] | ?[,/;&·•|] ?| và )")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # a brace after a backslash counts as a brace in BibTeX
        "}": r"\textbraceright{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        **{char: f"\\{char}" for char in "$&%#_"},
    }
)
_OF_URL = "!#$%&'()*+,-./:;=?@[]_~"  # not the braces, quotes and backslashes, which BibTeX reads


@dataclass(frozen=True, slots=True)
class Citation:
    """What a citation says; every text is one line, without control characters."""

    id: int
    title: str
    authors: tuple[str, ...]
    newspaper: str
    published: date | None
    lead: str
    topics: tuple[str, ...]
    url: str | None
    """Of the article at the newspaper; None if it is no address that a browser can open."""
    captured: date | None
    """When the archive first had it."""
    release: str | None
    """The release of the archive that is cited; None if the archive was not published."""
    permalink: str


def citation(
    article: Mapping[str, Any], topics: Sequence[str], release: str | None, permalink: str
) -> Citation:
    """Return the citation of a row of `articles` with its newspaper."""
    names = map(clean, _BETWEEN_AUTHORS.split(clean(article["author"] or "")))
    return Citation(
        id=article["id"],
        title=clean(article["title"] or ""),
        authors=tuple(name for name in names if name),
        newspaper=clean(article["newspaper"]),
        published=day_of(article["published"]),
        lead=clean(article["lead"] or ""),
        topics=tuple(map(clean, topics)),
        url=web_address(article["url"]),
        captured=day_of(article["first_captured"]),
        release=release,
        permalink=permalink,
    )


def web_address(url: str) -> str | None:
    """Return the address of a page with nothing in it that a format could read as its own."""
    return quote(url, safe=_OF_URL) if is_url(url) and url == clean(url) else None


def in_vietnamese(cited: Citation) -> str:
    """Return a citation as Vietnamese journals print it."""
    authors = f"{', '.join(cited.authors)}: " if cited.authors else ""
    title = f"“{cited.title}”" if cited.title else "(không có tiêu đề)"
    day = f"{cited.published:%d/%m/%Y}" if cited.published else "không rõ ngày đăng"
    captured = f" (thu thập lần đầu {cited.captured:%d/%m/%Y})" if cited.captured else ""
    release = f", bản phát hành {cited.release}" if cited.release else ""
    return (
        f"{authors}{title}, {cited.newspaper}, {day}{_after(', ', cited.url)}. Bản lưu: Kho lưu "
        f"trữ Dân vận, bài số {cited.id}{captured}{release}, {cited.permalink}."
    )


def in_english(cited: Citation) -> str:
    """Return a citation as English journals print it."""
    authors = f"{', '.join(cited.authors)}. " if cited.authors else ""
    title = f"“{cited.title}.”" if cited.title else "(No title.)"
    day = f"{cited.published:%-d %B %Y}" if cited.published else "n.d."
    captured = f" (first captured {cited.captured:%-d %B %Y})" if cited.captured else ""
    release = f", release {cited.release}" if cited.release else ""
    return (
        f"{authors}{title} {cited.newspaper}, {day.rstrip('.')}{_after('. ', cited.url)}. Archived "
        f"copy: Dân vận archive, article {cited.id}{captured}{release}, {cited.permalink}."
    )


def bibtex(cited: Citation) -> str:
    """Return the entry of a BibTeX file. It has only matched braces, and a line for each field."""
    fields = {
        "author": " and ".join(f"{{{_latex(name)}}}" for name in cited.authors),
        "title": f"{{{_latex(cited.title)}}}" if cited.title else "",
        "journal": _latex(cited.newspaper),
        "year": f"{cited.published:%Y}" if cited.published else "",
        "day": f"{cited.published.day}" if cited.published else "",
        "url": cited.url or "",
        "urldate": f"{cited.captured:%Y-%m-%d}" if cited.captured else "",
        "langid": "vietnamese",
        "note": _latex(f"Archived copy: {_archived(cited)}, ") + rf"\url{{{cited.permalink}}}",
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    if cited.published:
        lines.append(f"  month = {_MONTHS[cited.published.month - 1]},\n")
    return f"@article{{danvan{cited.id},\n{''.join(lines)}}}\n"


def ris(cited: Citation) -> str:
    """Return the record of a RIS file, whose lines end with CR and LF."""
    fields = [
        ("TY", "NEWS"),
        *(("AU", name) for name in cited.authors),
        ("TI", cited.title),
        ("T2", cited.newspaper),
        ("PY", f"{cited.published:%Y}" if cited.published else ""),
        ("DA", f"{cited.published:%Y/%m/%d}" if cited.published else ""),
        ("AB", cited.lead),
        *(("KW", topic) for topic in cited.topics),
        ("LA", "vi"),
        ("UR", cited.url or ""),
        ("Y2", f"{cited.captured:%Y/%m/%d}" if cited.captured else ""),
        ("DB", "Kho lưu trữ Dân vận"),
        ("AN", str(cited.id)),
        ("N1", f"Archived copy: {_archived(cited)}, {cited.permalink}"),
    ]
    lines = [f"{tag}  - {value}\r\n" for tag, value in fields if value]
    return "".join([*lines, "ER  - \r\n"])


def meta(cited: Citation) -> Iterator[tuple[str, str]]:
    """Yield the names and contents of `meta` elements from which Zotero takes an article."""
    yield "z:itemType", "newspaperArticle"  # else Zotero takes it for an article of a journal
    named = {
        "citation_title": cited.title,
        "citation_journal_title": cited.newspaper,
        "citation_publication_date": f"{cited.published:%Y/%m/%d}" if cited.published else "",
        "citation_abstract": cited.lead,
        "citation_language": "vi",
        "citation_public_url": cited.url or cited.permalink,
        "citation_keywords": ";".join(cited.topics),
        "description": cited.lead,
    }
    yield from ((name, value) for name, value in named.items() if value)
    yield from (("citation_author", name) for name in cited.authors)


def news_article(cited: Citation) -> dict[str, Any]:
    """Return an article in the vocabulary of schema.org."""
    known = {
        "headline": cited.title,
        "description": cited.lead,
        "datePublished": f"{cited.published:%Y-%m-%d}" if cited.published else None,
        "author": [{"@type": "Person", "name": name} for name in cited.authors],
        "keywords": list(cited.topics),
        "url": cited.url,
    }
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "inLanguage": "vi",
        "publisher": {"@type": "NewsMediaOrganization", "name": cited.newspaper},
        "mainEntityOfPage": cited.permalink,
        "archivedAt": cited.permalink,
        **{name: value for name, value in known.items() if value},
    }


def _archived(cited: Citation) -> str:
    release = f", release {cited.release}" if cited.release else ""
    return f"Dân vận archive, article {cited.id}{release}"


def _after(mark: str, text: str | None) -> str:
    return f"{mark}{text}" if text else ""


def _latex(text: str) -> str:
    return text.translate(_LATEX)
