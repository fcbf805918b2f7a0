"""What happens to many pages of a site in one run: then it is the site, not the pages."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from archive.escaping import escaped
from archive.measures import Measures, is_long
from archive.models import ArticleRow, PageRow, RevisionRow
from archive.outcomes import Outcome
from archive.schedule import next_retry
from archive.statements import SET_GONE
from archive.times import format_optional, format_time
from archive.writer import Archive, Change
from extraction.article import Article

MIN_ALIKE = 5
"""Articles that show one title and text in one run: then it is a notice of the site."""
MIN_IN_PLACE = 3
"""Pages that show one title, whatever else, if one of them had a known article."""
MIN_SHARED = 3
"""Titles above one long text in one run: then it is the text of none of its pages, or of one."""
MIN_GONE = 5
"""Pages that are gone in one run; of fewer, each may have been removed."""
MAX_GONE_SHARE = 0.5
"""Of the pages that a run visits; if more are gone, the site has lost them."""
MAX_DISBELIEVED = 1.0
"""Weight of the failures in a row after which such a page is gone all the same."""
WEIGHT = 0.5
"""Of one such failure: the site responded, but not with the article."""

_MAX_SHOWN = 80  # characters of a title in a sentence

Reading = tuple[str, str | None, str]
"""What a page shows: its title, publish date and the digest of its text."""

_CORRECTED = (Outcome.STORED, Outcome.DUPLICATE, Outcome.OFF_TOPIC, Outcome.GONE)
_SELECT_PAGE = select(PageRow.outcome, PageRow.article_id).where(
    PageRow.url == bindparam("url"),
    PageRow.last_fetched == bindparam("fetched"),
    PageRow.outcome.in_(_CORRECTED),
    # An article that was revised since is none that only a notice made.
    (PageRow.outcome != Outcome.STORED)
    | ~select(RevisionRow.id).where(RevisionRow.article_id == PageRow.article_id).exists(),
)
_FAIL_PAGE = (
    update(PageRow)
    .where(PageRow.url == bindparam("failed_url"))
    .values(
        outcome=Outcome.FAILED,
        **{name: bindparam(f"new_{name}") for name in ("reason", "next_check", "failures")},
    )
)
_FORGET_ON_PAGES = (
    update(PageRow).where(PageRow.article_id == bindparam("forgotten")).values(article_id=None)
)
_FORGET_ARTICLE = delete(ArticleRow).where(ArticleRow.id == bindparam("forgotten"))


@dataclass(frozen=True, slots=True)
class Look:
    """One visit to a page."""

    key: str
    url: str
    fetched: datetime
    failures: float
    """The weight of the page's failures in a row before this visit."""
    reason: str
    """Of its outcome, if it has one by now."""


@dataclass(slots=True)
class Pages:
    """Pages of one kind that a run visited, and those of them that are gone."""

    name: str
    visited: int = 0
    gone: list[Look] = field(default_factory=list)


@dataclass(slots=True)
class SiteWide:
    """Collects what a run meets on many pages, and corrects their outcomes at its end.

    Pages that show one title and text are a notice of the site, not articles, and one text below
    several titles is not theirs. If most pages are gone at once, redirect to one page, or no
    listing shows an article, they are not believed to be gone for some nights. Such pages have
    failed, and are requested again.

    A run that reads the captures of several nights has one for each.
    """

    known: Pages = field(default_factory=lambda: Pages("known articles"))
    """Articles that were not gone before, and that do not redirect to another article."""
    new: Pages = field(default_factory=lambda: Pages("new pages"))
    """Of these, only those count as gone that redirect: a new page may well answer 404."""
    _led_away: dict[str, list[Look]] = field(default_factory=lambda: defaultdict(list))
    """Page that is no article -> the pages, known and new, that redirect to it."""
    _redirected: dict[str, list[Look]] = field(default_factory=lambda: defaultdict(list))
    _readings: list[tuple[int, str, Look]] = field(default_factory=list)
    """Hash of a reading, its title, and the page. This and `_shown` are only searched at the end of
    the run, so that each of very many pages takes little memory until then."""
    _shown: list[tuple[str, int | None, Look]] = field(default_factory=list)
    """Title, hash of a long text, and the page that shows both."""
    _in_place: set[str] = field(default_factory=set)
    """Those titles of `_shown` that are in the place of a known article."""

    def note_gone(self, pages: Pages, look: Look, target: str | None) -> None:
        """Note that a page is gone; `target` is where it redirects, whatever the query there."""
        pages.gone.append(look)
        if target is not None:
            self._led_away[target.partition("?")[0]].append(look)

    def note_redirect(self, look: Look, target: str) -> None:
        """Note that a known article redirects to another one."""
        self._redirected[target].append(look)

    def note_reading(self, look: Look, reading: Reading) -> None:
        """Note what a page shows that does not show a known article."""
        self._readings.append((hash(reading), reading[0], look))

    def note_text(self, look: Look, article: Article, *, in_place: bool = False) -> None:
        """Note title and text of a page; `in_place` if it had a known article, which has others."""
        if article.title is None:
            return
        text = hash(article.body) if is_long(article.body) else None
        self._shown.append((article.title, text, look))
        if in_place:
            self._in_place.add(article.title)

    def correct(
        self,
        archive: Archive,
        outcomes: Counter[Outcome],
        remarks: Counter[str],
        measures: Measures,
        *,
        shows_articles: bool,
    ) -> None:
        """Record as failed what the site showed in place of its pages.

        `shows_articles` is False if listings were read and none shows an article. What the run has
        counted is corrected with it.
        """
        changes: list[Change] = []
        lost = self._lost(remarks) if shows_articles else self._lost_with_listings()
        shown = (*self._notices(remarks), *self._in_places(remarks), *self._shared_texts(remarks))
        found = (*shown, *lost)
        if not found:
            return
        archive.commit()  # the batch may have some of these pages
        corrected: set[Look] = set()
        for look, why, reason in found:
            if look in corrected:
                continue
            corrected.add(look)
            fetched = format_time(look.fetched)
            for row in archive.read(_SELECT_PAGE, url=look.url, fetched=fetched):
                changes += _changes(look, reason, row)
                outcomes[Outcome(row.outcome)] -= 1
                outcomes[Outcome.FAILED] += 1
                measures.failed(escaped(why), again=look.failures > 0)
        if changes:
            archive.write(*changes)

    def _notices(self, remarks: Counter[str]) -> Iterator[tuple[Look, str, str]]:
        """Yield pages that show a notice, what happened to them all, and the reason of each."""
        alike: dict[int, list[tuple[str, Look]]] = defaultdict(list)
        for reading, title, look in self._readings:
            alike[reading].append((title, look))
        for shown in alike.values():
            title, looks = shown[0][0], [look for _, look in shown]
            pages = len({look.key for look in looks})
            if pages >= MIN_ALIKE:
                why = f"{pages} pages show one title and text, {quoted(title)}, so it is no article"
                remarks[why] += 1
                for look in looks:
                    yield look, why, f"shows {quoted(title)}, like {pages - 1} other pages"

    def _in_places(self, remarks: Counter[str]) -> Iterator[tuple[Look, str, str]]:
        """Yield pages that show what is also in the place of a known article, like `_notices`."""
        in_place: dict[str, list[Look]] = defaultdict(list)
        for title, _, look in self._shown:
            if title in self._in_place:
                in_place[title].append(look)
        for title, looks in in_place.items():
            pages = len({look.key for look in looks})
            if pages >= MIN_IN_PLACE:
                why = f"{pages} pages show {quoted(title)}, one of them in place of its article"
                remarks[why] += 1
                for look in looks:
                    yield look, why, f"shows {quoted(title)}, like {pages - 1} other pages"

    def _shared_texts(self, remarks: Counter[str]) -> Iterator[tuple[Look, str, str]]:
        """Yield pages that show one text below several titles, like `_notices`."""
        texts: dict[int, list[tuple[str, Look]]] = defaultdict(list)
        for title, text, look in self._shown:
            if text is not None:
                texts[text].append((title, look))
        for shown in texts.values():
            if len({title for title, _ in shown}) >= MIN_SHARED:
                pages = len({look.key for _, look in shown})
                why = f"{pages} pages show one text below different titles"
                remarks[why] += 1
                reason = f"shows the text of {pages - 1} other pages below its own title"
                for _, look in shown:
                    yield look, why, reason

    def _lost_with_listings(self) -> Iterator[tuple[Look, str, str]]:
        """Yield all pages that are gone: a site that lists no article has lost more than they."""
        why = "pages are gone, and no listing shows an article"
        for look in (*self.known.gone, *self.new.gone):
            if look.failures < MAX_DISBELIEVED:
                yield look, why, f"{look.reason}; not believed, as no listing shows an article"

    def _lost(self, remarks: Counter[str]) -> Iterator[tuple[Look, str, str]]:
        """Yield pages that are not believed to be gone, like `_notices`."""
        for looks in self._redirected.values():
            if len(looks) >= MIN_GONE:
                self.known.visited += len(looks)
                self.known.gone += looks
        covered: set[Look] = set()
        for gone, visited, what in self._kinds_of_gone():
            is_few = len(gone) < MIN_GONE or len(gone) <= visited * MAX_GONE_SHARE
            if is_few or covered.issuperset(gone):
                continue
            share = f"{len(gone)} of {visited} {what}"
            remarks[share] += 1
            for look in gone:
                if look.failures < MAX_DISBELIEVED and look not in covered:
                    yield look, share, f"{look.reason}; not believed, as {share}"
            covered.update(gone)

    def _kinds_of_gone(self) -> Iterator[tuple[list[Look], int, str]]:
        """Yield pages that are gone alike, of how many that were visited, and what they are."""
        for pages in (self.known, self.new):
            yield pages.gone, pages.visited, f"{pages.name} are gone at once"
        for target, looks in self._led_away.items():
            visited = self.known.visited + self.new.visited
            yield looks, visited, f"pages redirect to {target}, which is no article"


def quoted(text: str) -> str:
    """Return a text of a page as a sentence shows it: in quotation marks, and not too long."""
    return f"“{text}”" if len(text) <= _MAX_SHOWN else f"“{text[:_MAX_SHOWN]}…”"


def _changes(look: Look, reason: str, row: Any) -> Iterator[Change]:
    failures = look.failures + WEIGHT
    yield (
        _FAIL_PAGE,
        {
            "failed_url": look.url,
            "new_reason": escaped(reason),
            "new_next_check": format_optional(next_retry(look.fetched, failures)),
            "new_failures": failures,
        },
    )
    if row.outcome == Outcome.STORED:
        yield _FORGET_ON_PAGES, {"forgotten": row.article_id}
        yield _FORGET_ARTICLE, {"forgotten": row.article_id}
    elif row.outcome == Outcome.GONE and row.article_id is not None:
        yield SET_GONE, {"stored_id": row.article_id, "gone_since": None}
