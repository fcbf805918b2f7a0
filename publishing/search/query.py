"""What a reader typed into the search box, as clauses and as expressions of SQLite's FTS5.

All clauses must be in an article, in any order. A clause is a word, a "phrase", the beginning of
a word (khé*), any of these in the headline (title:), or several of these with OR between them. A
minus excludes. Everything else that is typed is a word or a space: there is no wrong query.
"""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from extraction.marks import WORD, exact_spellings, is_marked
from extraction.text import clean
from publishing.language import gettext
from publishing.search.words import MAX_SPELLINGS, TEXT, indexed_spellings, is_separator

MAX_CHARACTERS = 300
MAX_WORDS = 30
"""What is typed after that is ignored, and the reader is told so."""
NEAR = 10
"""Words between words that are near each other."""

# A minus, title:, a phrase or a word with what clings to it, a star.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")  # between words, unlike invisible letters
_TERM = re.compile(
    r"""(?P<minus>(?<!\S)[-\u2212\u2013](?=\S))?
    (?P<title>title:\s*)?
    (?:["\u201c\u201d\u201e](?P<phrase>[^"\u201c\u201d\u201e]*)(?:["\u201c\u201d\u201e]|$)|(?P<word>[^\s"\u201c\u201d\u201e|]+)|(?P<bar>\|))
    (?P<star>\*)?""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Term:
    """One word, or several that must follow each other."""

    words: tuple[str, ...]
    is_prefix: bool = False
    """The last word may go on."""
    in_title: bool = False

    def match(self, column: str = "") -> str:
        """Return the expression that finds it, in any spelling of đ, in a column or in all."""
        spellings = indexed_spellings(self.words)
        # A word of `d_words` is in the text as well, with đ.
        is_in_text = len(spellings) < MAX_SPELLINGS and not any(map(is_separator, self.words))
        column = column or ("title" if self.in_title else "")
        where = f"{column} : " if column else "" if is_in_text else TEXT
        star = " *" if self.is_prefix else ""
        found = " OR ".join(f'"{one}"{star}' for one in spellings)
        return f"{where}({found})"

    def exact(self, usual: Container[str] = ()) -> str | None:
        """Return the expression that finds its words with their very marks, if they have any.

        Words with `usual` marks are left out.
        """
        last = len(self.words) - 1
        found = [
            _any(
                f'"{one}"' + (" *" if self.is_prefix and place == last else "")
                for one in exact_spellings(word)
            )
            for place, word in enumerate(self.words)
            if is_marked(word) and word.lower() not in usual
        ]
        return " AND ".join(found) or None

    def understood(self) -> str:
        """Return how it was understood, in the language of the page."""
        shown = " ".join(self.words) + ("…" if self.is_prefix else "")
        shown = f"“{shown}”" if len(self.words) > 1 else shown
        return gettext("%s in the headline") % shown if self.in_title else shown


Clause = tuple[Term, ...]
"""Terms of which one must be in the article."""


@dataclass(frozen=True, slots=True)
class Query:
    """What must be in an article, and what must not be."""

    clauses: tuple[Clause, ...] = ()
    excluded: Clause = ()
    is_cut: bool = False
    """More was typed than is looked for."""

    def match(self, column: str = "") -> str:
        """Return the expression that finds all clauses, in a column or in all."""
        return self._without(
            " AND ".join(_any(term.match(column) for term in clause) for clause in self.clauses)
        )

    def match_phrase(self, column: str = "") -> str | None:
        """Return the expression that finds the clauses as one phrase, or None if they are none."""
        term = self.as_phrase()
        return self._without(term.match(column)) if term else None

    def match_near(self) -> str | None:
        """Return the expression that finds the words near each other, or None."""
        term = self.as_phrase()
        if term is None or len(self.clauses) < 2 or len(self.clauses) < len(term.words):
            return None  # the words of a phrase have to follow each other
        groups = (
            " ".join(f'"{word}"' for word in spelling.split())
            for spelling in indexed_spellings(term.words)
        )
        near = " OR ".join(f"NEAR({group}, {NEAR})" for group in groups)
        return self._without(f"{TEXT}({near})")

    def exact(self, usual: Container[str] = ()) -> str | None:
        """Return the expression that finds articles with the very marks.

        It is None if there are none, or only those that are `usual` for the words.
        """
        found = []
        for clause in self.clauses:
            terms = [term.exact(usual) for term in clause]
            if all(terms):
                found.append(_any(f"({term})" for term in terms))
        return " AND ".join(found) or None

    def as_phrase(self) -> Term | None:
        """Return all words in the order in which they were typed, or None if there is a choice."""
        if any(len(clause) > 1 or clause[0].in_title for clause in self.clauses):
            return None
        terms = [clause[0] for clause in self.clauses]
        if any(term.is_prefix for term in terms[:-1]):
            return None
        return Term(tuple(word for term in terms for word in term.words), terms[-1].is_prefix)

    def terms(self) -> Iterator[Term]:
        """Yield the terms that are looked for."""
        for clause in self.clauses:
            yield from clause

    def understood(self) -> str:
        """Return how the query was understood, in the language of the page."""
        found = []
        for clause in self.clauses:
            shown = gettext(" or ").join(term.understood() for term in clause)
            found.append(f"({shown})" if len(clause) > 1 else shown)
        parts = [" ".join(found)]
        if self.excluded:
            parts.append(gettext("without %s") % ", ".join(t.understood() for t in self.excluded))
        return "; ".join(filter(None, parts))

    def _without(self, found: str) -> str:
        if not self.excluded:
            return found
        return f"({found}) NOT {_any(term.match() for term in self.excluded)}"


def _any(expressions: Iterable[str | None]) -> str:
    return "(" + " OR ".join(filter(None, expressions)) + ")"


def parse(typed: str) -> Query:
    """Return what a reader typed as a query, which has no clause if there is no word in it."""
    typed = clean(_CONTROLS.sub(" ", typed))
    clauses: list[Clause] = []
    excluded: list[Term] = []
    words, is_alternative, is_excluded = 0, False, False
    is_cut = len(typed) > MAX_CHARACTERS
    for found in _TERM.finditer(typed[:MAX_CHARACTERS]):
        if found["bar"] or found["word"] == "OR":
            is_alternative = bool(clauses)
            continue
        if found["word"] in ("AND", "NOT"):
            is_excluded = found["word"] == "NOT"
            continue
        term = _term(found)
        if not term.words:
            continue
        words += len(term.words)
        if words > MAX_WORDS:
            is_cut = True
            break
        if found["minus"] or is_excluded:
            excluded.append(term)
        elif is_alternative:
            clauses[-1] += (term,)
        else:
            clauses.append((term,))
        is_alternative = is_excluded = False
    return Query(tuple(clauses), tuple(excluded), is_cut)


def _term(found: re.Match[str]) -> Term:
    text = found["phrase"] if found["phrase"] is not None else found["word"]
    is_prefix = bool(found["star"]) or text.endswith("*")
    return Term(tuple(WORD.findall(text)), is_prefix, found["title"] is not None)
