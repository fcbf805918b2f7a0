"""Which articles a query finds, in which order, and how many there are of each kind.

An article that has the very marks that were typed comes first; then the closer its words are to
each other and the more of them are in the headline. That is computed from the texts of candidates:
the newest articles of each kind of match. So a word that is in all articles costs no more than a
rare one. After the candidates, the other articles follow, the newest first.
"""

# ruff: noqa: S608  (the queries are put together from parts of our own)

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extraction.marks import exact_spellings, is_marked
from publishing.search.places import PHRASE, Rank, rank
from publishing.search.query import Query

PAGE_SIZE = 20
MAX_PAGE = 50
"""Nobody reads further: the query has to be narrowed."""
CANDIDATES = 50
"""Articles of each kind of match that are compared with the query."""
_KINDS = 5
"""Of match: all words, all in the headline, the phrase there, the phrase anywhere, words nearby."""
MAX_SCORED = 2_000
"""Articles found, up to which SQLite's bm25() names candidates as well."""
WEIGHTS = {"body": 1, "title": 10, "lead": 4, "d_words": 0}
"""Of a word in a column of the index, in the order of its columns."""

_FOUND = (
    "articles_fts CROSS JOIN article_facets ON article_facets.id = articles_fts.rowid "
    "WHERE articles_fts MATCH :match"
)
_ALL = "article_facets WHERE 1"
# The plus keeps SQLite from looking up each of these articles in the other index.
_HAVE_MARKS = (
    " AND +article_facets.id IN "
    "(SELECT rowid FROM articles_exact WHERE articles_exact MATCH :exact)"
)
# No article has the number 0: this row has the words that the index leaves out.
_IS_USUAL = "SELECT 1 FROM articles_exact WHERE rowid = 0 AND articles_exact MATCH ?"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the articles have to be, beside having the words of the query."""

    site: str = ""
    province: str = ""
    """Then or now."""
    kind: str = ""
    topic: str = ""
    since: str = ""
    """A day in ISO 8601, as `until`; an article without a date is in no period."""
    until: str = ""

    def condition(self) -> tuple[str, dict[str, str]]:
        """Return an SQL condition that begins with AND, if it has one, and its parameters."""
        buckets = {
            "site": "site = :site",
            "province": "(province = :province OR province_now = :province)",
            "kind": "kind = :kind",
            "topic": "instr(topics, '\"' || :topic || '\"')",
        }
        days = {"since": "day >= :since", "until": "day BETWEEN '0' AND :until"}
        given = {name: value for name in self.__slots__ if (value := getattr(self, name))}
        chosen = [condition for name, condition in buckets.items() if name in given]
        parts = [f"article_facets.{condition}" for name, condition in days.items() if name in given]
        if chosen:
            which = " AND ".join(chosen)
            parts.append(f"article_facets.bucket IN (SELECT id FROM facet_buckets WHERE {which})")
        return "".join(f" AND {part}" for part in parts), given


@dataclass(frozen=True, slots=True)
class Counts:
    """How many articles were found: all, and those of each site, province, kind, topic, year."""

    all: int
    of: dict[str, Counter[str]] = field(default_factory=dict)


class Finder:
    """Finds articles in a release with a connection to it."""

    def __init__(self, connection: sqlite3.Connection, query: Query, filters: Filters) -> None:
        self._connection = connection
        self._query = query
        self._where, self._parameters = filters.condition()

    def counts(self) -> Counts:
        """Count what is found."""
        source = _FOUND if self._query.clauses else _ALL
        # A list in one value: to make a row for each article in Python takes four times as long.
        sql = f"SELECT group_concat(article_facets.bucket) FROM {source}{self._where}"
        (found,) = self._connection.execute(sql, self._with(self._query.match())).fetchone()
        buckets = Counter((found or "").split(",")) if found else Counter()
        of: dict[str, Counter[str]] = {
            name: Counter() for name in ("site", "province_now", "kind", "topic", "year")
        }
        for row in self._connection.execute(
            "SELECT id, site, province_now, kind, year, topics FROM facet_buckets"
        ):
            count = buckets[str(row[0])]
            if not count:
                continue
            for name, value in zip(("site", "province_now", "kind", "year"), row[1:5], strict=True):
                of[name]["" if value is None else str(value)] += count
            for topic in row[5].strip('[]"').split('", "'):
                of["topic"][topic] += count
        return Counts(buckets.total(), of)

    def by_day(self, offset: int) -> list[int]:
        """Return the ids of a page of what is found, the newest first."""
        source = _FOUND if self._query.clauses else _ALL
        return self._ids(
            f"{source}{self._where} ORDER BY article_facets.day DESC, article_facets.id DESC "
            f"LIMIT {PAGE_SIZE} OFFSET {offset}",
            self._query.match(),
        )

    def best(self) -> list[int]:
        """Return the ids of the candidates, the best first."""
        count = self._count_to(max(MAX_SCORED, _KINDS * CANDIDATES) + 1)
        ranks = self._ranks(set(self._candidates(count)))
        exact = self._query.exact(self._usual_words())
        is_page_full = sum(one.exact >= PHRASE for one, _ in ranks.values()) >= PAGE_SIZE
        if exact and count > len(ranks) and not is_page_full:
            ranks |= self._ranks(set(self._exact_candidates(exact)) - ranks.keys())
        return sorted(ranks, key=lambda id_: ranks[id_], reverse=True)

    def _usual_words(self) -> set[str]:
        """Return the words that nearly all articles that have them spell with the same marks.

        Of those, the candidates have enough articles with the very marks already.
        """
        whole = (
            word.lower()
            for term in self._query.terms()
            for word in (term.words[:-1] if term.is_prefix else term.words)
            if is_marked(word)
        )
        return {word for word in whole if self._is_usual(word)}

    def _is_usual(self, word: str) -> bool:
        spellings = " OR ".join(f'"{spelling}"' for spelling in exact_spellings(word))
        return self._connection.execute(_IS_USUAL, [spellings]).fetchone() is not None

    def _ranks(self, ids: set[int]) -> dict[int, tuple[Rank, int]]:
        """Return how well articles fit; of those that fit as well, the newest comes first."""
        marks = ",".join("?" * len(ids))
        sql = f"SELECT id, title, lead, body FROM articles WHERE id IN ({marks})"
        return {
            id_: (rank(self._query, title or "", f"{lead or ''}\n{body}"), id_)
            for id_, title, lead, body in self._connection.execute(sql, list(ids))
        }

    def others(self, best: Sequence[int], offset: int, limit: int) -> list[int]:
        """Return the ids of what is found beside the candidates, the newest first."""
        marks = ",".join(map(str, best)) or "0"
        return self._ids(
            f"{_FOUND}{self._where} AND article_facets.id NOT IN ({marks}) "
            f"ORDER BY articles_fts.rowid DESC LIMIT {limit} OFFSET {offset}",
            self._query.match(),
        )

    def _count_to(self, limit: int) -> int:
        """Count what is found, but not beyond a limit: to count all takes much longer."""
        sql = f"SELECT count(*) FROM (SELECT 1 FROM {_FOUND}{self._where} LIMIT {limit})"
        (count,) = self._connection.execute(sql, self._with(self._query.match())).fetchone()
        return int(count)

    def _candidates(self, count: int) -> Iterator[int]:
        """Yield the newest articles of each kind of match."""
        query = self._query
        yield from self._newest(query.match())
        if count <= CANDIDATES:
            return  # these are all
        in_title = self._newest(query.match("title"))
        yield from in_title
        phrases = self._newest(query.match_phrase())
        yield from phrases
        if in_title and len(phrases) == CANDIDATES:  # if there are fewer, these are all
            yield from self._newest(query.match_phrase("title"))
        yield from self._newest(query.match_near())
        if count <= MAX_SCORED:
            weights = ", ".join(map(str, WEIGHTS.values()))
            best = f"ORDER BY bm25(articles_fts, {weights}) LIMIT {CANDIDATES}"
            yield from self._ids(f"{_FOUND}{self._where} {best}", query.match())

    def _exact_candidates(self, exact: str) -> Iterator[int]:
        """Yield the newest articles of each kind of match that have the very marks."""
        for match in (self._query.match("title"), self._query.match_phrase(), self._query.match()):
            yield from self._newest(match, exact)

    def _newest(self, match: str | None, exact: str | None = None) -> list[int]:
        """Return the newest articles with a match, and with the very marks of `exact`."""
        if match is None:
            return []
        where = self._where + (_HAVE_MARKS if exact else "")
        newest = f"ORDER BY articles_fts.rowid DESC LIMIT {CANDIDATES}"
        return self._ids(f"{_FOUND}{where} {newest}", match, exact)

    def _ids(self, which: str, match: str, exact: str | None = None) -> list[int]:
        found = self._connection.execute(
            f"SELECT article_facets.id FROM {which}", self._with(match) | {"exact": exact}
        )
        return [row[0] for row in found]

    def _with(self, match: str) -> dict[str, str | None]:
        return {**self._parameters, "match": match}
