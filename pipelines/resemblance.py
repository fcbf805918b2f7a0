"""Is what a known address shows now another version of the article that was read there?

A page can be read and not be the article: a notice, a log-in form, the home page, a parked domain.
"""

from dataclasses import replace
from datetime import datetime

from archive.pages import StoredArticle
from archive.site_wide import Reading
from archive.times import VIETNAM, parse_time
from extraction.article import Article
from extraction.extract import with_facts
from extraction.text import comparable

MIN_LENGTH = 0.2  # of the known text, in words; a shorter page has lost the article
MIN_LENGTH_OF_OTHER_TEXT = 0.5  # a shorter page must consist of the known text
MIN_KNOWN_OF_SHORT = 0.9  # of the phrases of such a page
MIN_IN_COMMON = 0.25  # of the phrases of the longer text, if nothing else is in common
MIN_SOME_IN_COMMON = 0.2  # of the phrases of the shorter text
MAX_GROWTH = 2.0  # of the words of a body; a longer page goes on with something else
MIN_WHOLE = 100  # words of a body; a shorter one may be the beginning of news
MIN_OF_TITLE = 0.5  # of the pairs of words of the longer title

_DAY, _MINUTE, _SECOND = 10, 16, 19  # where they end in an ISO time
_PHRASE = 3  # words; unrelated articles share at most 16 % of such phrases of the shorter one

Version = StoredArticle | Article


def is_version_of(known: Version, page: Article) -> bool:
    """Return whether a page that was read shows a known article, revised or not.

    It has the same title, or much of its text, or two of these: a similar title, the same date,
    some of its text. (Titles of different articles are often similar: “Dân vận khéo ở xã ...”.) A
    page that is much shorter than the article must consist of the article's own text.
    """
    known_words, words = _words(known), _words(page)
    known_phrases, phrases = _phrases(known_words, _PHRASE), _phrases(words, _PHRASE)
    common = len(known_phrases & phrases)
    length = len(words) / max(len(known_words), 1)
    is_own_text = common >= len(phrases) * MIN_KNOWN_OF_SHORT
    if length < MIN_LENGTH or (length < MIN_LENGTH_OF_OTHER_TEXT and not is_own_text):
        return False
    shorter, longer = sorted((len(known_phrases), len(phrases)))
    title, other_title = comparable(known.title or ""), comparable(page.title or "")
    if (title and title == other_title) or common >= longer * MIN_IN_COMMON:
        return True
    some_in_common = common >= shorter * MIN_SOME_IN_COMMON
    return (_is_similar_title(title, other_title) + _is_same_date(known, page) + some_in_common) > 1


def shows_known_text(known: Version, page: Article) -> bool:
    """Return whether a page shows an article with some of its known body, and not much more.

    A title alone does not show that the text below it is the article's: a site can print the text
    of another article below each title, or go on with others after the article.
    """
    if not is_version_of(known, page):
        return False
    words = [comparable(body).split() for body in (known.body, page.body)]
    if len(words[1]) > len(words[0]) * MAX_GROWTH and len(words[0]) >= MIN_WHOLE:
        return False
    phrases = [_phrases(of_body, _PHRASE) for of_body in words]
    return len(phrases[0] & phrases[1]) >= min(map(len, phrases)) * MIN_SOME_IN_COMMON


def shows_other_title(known: Version, page: Article) -> bool:
    """Return whether a page has a title that has no two words in a row of the known one.

    Editors change some words of a headline; a broken template shows the name of the site.
    """
    title, other_title = comparable(known.title or ""), comparable(page.title or "")
    if not title or not other_title:
        return False
    return _phrases(title.split(), 2).isdisjoint(_phrases(other_title.split(), 2))


def with_known_facts(known: Version, page: Article) -> Article:
    """Return the article of a page with the known title, lead, date and author, if it shows none.

    A redesign that leaves them out does not make them wrong. (A title may be known from the link
    to a page.) A lead may have become a paragraph, so it is known only if the text is as before.
    """
    lead = known.lead if page.lead is None and page.body == known.body else page.lead
    title = page.title if page.title is not None else known.title
    if (title, lead) != (page.title, page.lead):
        page = with_facts(replace(page, title=title, lead=lead))
    if known.published is not None and _says_no_more(page, known.published):
        dated = replace(page, published=known.published, published_raw=known.published_raw)
        # The digest of a short text is also of its day; to find the facts takes a millisecond.
        page = with_facts(dated) if dated.published != page.published else dated
    if page.author is None:
        page = replace(
            page,
            author=known.author,
            unit=page.unit or known.unit,
            byline=page.byline or known.byline,
        )
    return page


def without_late_date(stored: StoredArticle, page: Article) -> Article:
    """Leave out a date after the article was first captured: it was not published then.

    Sites print the day on which their articles were moved to another system, or last changed. A day
    begins at midnight in Vietnam.
    """
    if page.published is None or page.published == stored.published:
        return page
    moment = datetime.fromisoformat(page.published)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=VIETNAM)
    if moment <= parse_time(stored.first_captured):
        return page
    return with_facts(replace(page, published=None, published_raw=None))


def reading_of(page: Article) -> Reading:
    """Return what a page shows, to be compared with what other pages show."""
    published = None if _is_dated_by_url(page) else page.published
    return (shown_by(page), published, page.text_sha256)


def shown_by(page: Article) -> str:
    """Return what a page shows, in short: its title, or the first line of its text."""
    return page.title or page.text.partition("\n")[0]


def _is_similar_title(known: str, title: str) -> bool:
    """Return whether two titles in comparable form have half of their pairs of words in common."""
    if not known or not title:
        return False
    known_pairs, pairs = _phrases(known.split(), 2), _phrases(title.split(), 2)
    return len(known_pairs & pairs) >= max(len(known_pairs), len(pairs)) * MIN_OF_TITLE


def _is_same_date(known: Version, page: Article) -> bool:
    return (
        page.published is not None
        and page.published == known.published
        and not _is_dated_by_url(page)
    )


def _says_no_more(page: Article, known: str) -> bool:
    """Return whether a page shows no date, or the known one with its day or its minute only."""
    shown = page.published
    if shown is None or shown == known[:_DAY]:
        return True
    return shown == f"{known[:_MINUTE]}:00{known[_SECOND:]}"


def _is_dated_by_url(page: Article) -> bool:
    """Return whether the date of a page may come from its URL, which says nothing of the page."""
    return page.published_raw is not None and page.published_raw in page.url


def _words(version: Version) -> list[str]:
    return comparable(f"{version.lead or ''} {version.body}").split()


def _phrases(words: list[str], length: int) -> set[tuple[str, ...]]:
    last = max(1, len(words) - length + 1)
    return {tuple(words[start : start + length]) for start in range(last)}
