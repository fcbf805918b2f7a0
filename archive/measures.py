"""What a run measures of its site, so that monitors can compare it with other nights."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

from archive.times import parse_time

if TYPE_CHECKING:  # `danvan status` needs no topics
    from extraction.article import Article

MAX_COMPARED = 3
"""Pages of a run that are read a second time, without the layouts of the site."""
MIN_SHARED = 3
"""Pages of a run that show one title, if it does not replace the title of a known article."""
MIN_OWN_WORDS = 50
"""Words of a body that only one article has; a shorter one may recur, such as an invitation to
watch a video."""
NEWS_DAYS = 3
"""A page that is new to the ledger is news if it is dated no longer ago, or not at all."""

_MAX_LISTINGS = 150  # of a run that are named
_MAX_FAILURES = 3  # reasons that are named
_MAX_HOSTS = 5  # to which redirects lead that are named

Listed = list[int | None] | None
"""Articles on the pages of a listing, and how many of them were new; None if it was not read.

How many it has is None if it is as it was the last time. How many are new is known once it was read
to its end in an earlier crawl.
"""


@dataclass(slots=True)
class Measures:
    """Counts of one run. `as_json` is what the column `runs.measures` has."""

    pages: int = 0
    """Pages with the text of an article, on whatever topic."""
    titled: int = 0
    dated: int = 0
    signed: int = 0
    laid_out: int = 0
    """Pages that fit a layout of the site."""
    new: int = 0
    """Pages that no earlier run requested."""
    new_dated: int = 0
    """Of these, the ones with a date."""
    new_future: int = 0
    """Of these, the ones whose date lies in the future, so that it is not believed."""
    news: int = 0
    """Of the new pages, the ones with a date of the last days, or without a date."""
    repeated: int = 0
    """Of the new pages, the ones with the text of another article, on whatever topic."""
    known: int = 0
    """Visits to pages with an article in the archive."""
    gone: int = 0
    replaced: int = 0
    """Pages that answer, but with something else than their known article."""
    unanswered: int = 0
    """Pages for which there was no response, or one with an error or a form to log in, and that had
    not failed the last time."""
    failed_again: int = 0
    """Of the pages that failed, the ones that failed the last time too."""
    failures: Counter[str] = field(default_factory=Counter)
    """Why pages failed, in words."""
    being_compared: int = 0
    compared: int = 0
    agreed: int = 0
    """Pages of which title and day are the same by a layout and without it."""
    blocked_by: str | None = None
    """How the site blocked the crawl, as the crawl itself noticed."""
    challenge: str | None = None
    """The words that showed one of the challenge pages."""
    challenges: int = 0
    """Listings that were a challenge page."""
    challenged: int = 0
    """Pages of articles that were a challenge page."""
    robots_unread: int = 0
    """Hosts whose robots.txt could not be read, so that nothing may be requested."""
    forbidden: int = 0
    """Listings that robots.txt forbids."""
    statuses: Counter[int] = field(default_factory=Counter)
    """Of all responses, those of listings and of robots.txt too."""
    errors: Counter[str] = field(default_factory=Counter)
    """Kinds of errors in place of a response."""
    certificate: int = 0
    """Errors in the TLS handshake, as with a broken certificate."""
    certificate_until: str | None = None
    """The day on which a certificate of the site ends; the first of them."""
    moved: Counter[str] = field(default_factory=Counter)
    """Hosts of other sites to which responses redirect, or listings lead by a refresh."""
    listings: dict[str, Listed] = field(default_factory=dict)
    _words: list[int] = field(default_factory=list)
    _texts: Counter[int] = field(default_factory=Counter)
    _new_texts: set[int] = field(default_factory=set)
    _dates: Counter[str] = field(default_factory=Counter)
    _skews: dict[str, float] = field(default_factory=dict)
    _titles: Counter[str] = field(default_factory=Counter)
    """Title -> how many pages show it."""
    _titled: set[int] = field(default_factory=set)
    """Hashes of title and page: a page that is read again counts once."""

    def read(self, article: "Article", *, fits: bool, shows_title: bool = True) -> None:
        """Count what the extraction has read on a page.

        `fits` says that a layout fits it, `shows_title` that its title is not that of a link only.
        """
        self.pages += 1
        if article.title is not None and shows_title:
            self.titled += 1
            shown = hash((article.title, article.url))
            self._titles[article.title] += shown not in self._titled
            self._titled.add(shown)
        self.dated += article.published is not None or article.is_dated_ahead
        self.signed += article.author is not None
        self.laid_out += fits
        self._words.append(article.words)
        self._texts[hash(own_text(article))] += 1
        if article.published is not None:
            self._dates[article.published] += 1

    def failed(self, reason: str, *, again: bool) -> None:
        """Count a page that failed; `again` says that it had failed before."""
        self.failures[reason] += 1
        self.failed_again += again

    def found(self, article: "Article", fetched: datetime, *, duplicate: bool) -> None:
        """Count an article on a page that no earlier run requested.

        `duplicate` says that an article with its text is in the archive.
        """
        self.new += 1
        text = hash(own_text(article))
        self.repeated += duplicate or text in self._new_texts
        self._new_texts.add(text)
        published = article.published
        self.new_dated += published is not None or article.is_dated_ahead
        self.new_future += article.is_dated_ahead
        self.news += published is None or (
            parse_time(published) > fetched - timedelta(days=NEWS_DAYS)
        )

    def is_shared(self, title: str) -> bool:
        """Return whether several pages of this run show a title, so that it is not an article's."""
        return self._titles[title] >= MIN_SHARED

    def wants_comparison(self) -> bool:
        """Return whether a page is to be read a second time, and count it as one that is."""
        if self.being_compared >= MAX_COMPARED:
            return False
        self.being_compared += 1
        return True

    def compare(self, one: "Article", other: "Article") -> None:
        """Count whether a page gives the same article with a layout and without one."""
        self.compared += 1
        same_day = (one.published or "")[:10] == (other.published or "")[:10]
        self.agreed += one.title == other.title and same_day

    def answered(self, host: str, status: int, skew: float | None) -> None:
        """Count a response; `skew` is by how many seconds this machine's clock is ahead of it."""
        self.statuses[status] += 1
        if skew is not None:
            self._skews.setdefault(host, skew)

    def as_json(self, *, complete: bool) -> dict[str, Any]:
        """Return the counts as JSON has them; `complete` says that the run came to its end."""
        counts = {
            name: getattr(self, name)
            for name in self.__slots__
            if name != "being_compared" and isinstance(getattr(self, name), int)
        }
        return {
            "complete": complete,
            "blocked": int(self.blocked_by is not None),
            **counts,
            "words": round(median(self._words)) if self._words else None,
            "same_text": max(self._texts.values(), default=0),
            "same_date": max(self._dates.values(), default=0),
            "same_title": max(self._titles.values(), default=0),
            "blocked_by": self.blocked_by,
            "challenge": self.challenge,
            "certificate_until": self.certificate_until,
            "skew": round(median(self._skews.values())) if self._skews else None,
            "statuses": {str(status): n for status, n in sorted(self.statuses.items())},
            "errors": dict(self.errors),
            "failures": dict(self.failures.most_common(_MAX_FAILURES)),
            "moved": dict(self.moved.most_common(_MAX_HOSTS)),
            "listings": dict(list(self.listings.items())[:_MAX_LISTINGS]),
        }


def own_text(article: "Article") -> str:
    """Return the text that only this article has: its body, with the lead if the body is short."""
    return article.body if is_long(article.body) else article.text


def is_long(body: str) -> bool:
    """Return whether a body is so long that only one article has it."""
    return len(body.split(maxsplit=MIN_OWN_WORDS - 1)) == MIN_OWN_WORDS  # the last may be many
