"""A search that a reader requests, and a page of its results."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from publishing.language import gettext
from publishing.search.finding import MAX_PAGE, PAGE_SIZE, Counts, Filters, Finder
from publishing.search.periods import read_period
from publishing.search.query import MAX_CHARACTERS, MAX_WORDS, Query, parse

SORTS = ("relevance", "date")

_SELECT = """
SELECT articles.id, articles.title, articles.url, articles.site, articles.lead, articles.body,
  articles.published, articles.topics, articles.province, articles.province_now,
  articles.first_captured, articles.gone_since, sites.title AS newspaper
FROM articles JOIN sites ON sites.name = articles.site WHERE articles.id IN ({})
"""


@dataclass(frozen=True, slots=True)
class Search:
    """What a reader asks for."""

    typed: str = ""
    query: Query = field(default_factory=Query)
    filters: Filters = field(default_factory=Filters)
    sort: str = SORTS[0]
    page: int = 1
    problems: tuple[str, ...] = ()
    """Sentences on what cannot be understood, in the language of the page."""

    @property
    def first(self) -> int:
        """How many articles are on the pages before this one."""
        return (self.page - 1) * PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Results:
    """A page of what was found."""

    counts: Counts = field(default_factory=lambda: Counts(0))
    articles: tuple[dict[str, Any], ...] = ()
    took_too_long: bool = False
    """The search was given up."""

    @property
    def pages(self) -> int:
        """The number of pages that can be turned to."""
        return min(-(-self.counts.all // PAGE_SIZE), MAX_PAGE)


def read_search(asked: Mapping[str, str]) -> Search:
    """Return the search that the parameters of a URL ask for."""
    typed = asked.get("q", "")
    query = parse(typed)
    problems = []
    if query.excluded and not query.clauses:
        problems.append(gettext("Write a word to look for beside those to leave out."))
    if query.is_cut:
        problems.append(
            gettext("Only the first %(words)s words or %(characters)s characters are looked for.")
            % {"words": MAX_WORDS, "characters": MAX_CHARACTERS}
        )
    if typed.strip() and not query.clauses and not query.excluded:
        problems.append(gettext("There is no word in what you typed: these are all articles."))
    periods = {}
    for name, end in (("since", 0), ("until", 1)):
        if text := asked.get(name, "").strip():
            try:
                periods[name] = read_period(text)[end]
            except ValueError:
                problems.append(
                    gettext("“%s” is not a date. Write it as 14/2/2025, 2/2025 or 2025.")
                    % text[:40]
                )
    if len(periods) > 1 and periods["since"] > periods["until"]:
        problems.append(gettext("The period ends before it begins."))
    others = {name: asked.get(name, "").strip() for name in ("site", "province", "kind", "topic")}
    sort = asked.get("sort", "")
    page = asked.get("page", "")
    return Search(
        typed,
        query,
        Filters(**others, **periods),
        sort if sort in SORTS else SORTS[0],
        min(max(int(page), 1), MAX_PAGE) if page.isdecimal() and len(page) < 10 else 1,
        tuple(problems),
    )


def is_answerable(search: Search, asked: Mapping[str, str]) -> bool:
    """Return whether there is something to look for: every date that was typed is one."""
    typed = [name for name in ("since", "until") if asked.get(name, "").strip()]
    has_dates = all(getattr(search.filters, name) for name in typed)
    return has_dates and not (search.query.excluded and not search.query.clauses)


def count(connection: sqlite3.Connection, search: Search) -> Counts:
    """Count the articles of a release that a search finds."""
    return Finder(connection, search.query, search.filters).counts()


def find(connection: sqlite3.Connection, search: Search) -> tuple[dict[str, Any], ...]:
    """Return a page of the articles of a release that a search finds.

    It needs no count of them: with another connection, that can be made at the same time.
    """
    finder = Finder(connection, search.query, search.filters)
    if search.sort == "date" or not search.query.clauses:
        ids = finder.by_day(search.first)
    else:
        best = finder.best()
        ids = best[search.first : search.first + PAGE_SIZE]
        if missing := PAGE_SIZE - len(ids):
            ids += finder.others(best, max(search.first - len(best), 0), missing)
    marks = ", ".join("?" * len(ids))
    rows = {row["id"]: dict(row) for row in connection.execute(_SELECT.format(marks), ids)}
    return tuple(rows[id_] for id_ in ids)
