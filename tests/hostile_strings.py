"""Strings on which a regular expression is slow if it can be: made from the expression itself."""

import importlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, product
from typing import Any

# The standard library's own parser; it has no public name since Python 3.11.
_sre: Any = importlib.import_module("re._parser")
_op: Any = importlib.import_module("re._constants")

_MANY = 10  # a repetition of at most this many is no loop
_MAX_SAMPLES = 40  # strings that stand for a part of an expression
_COMMON = " 1aAđ-_.,:/|\n"
_CATEGORIES = {
    _op.CATEGORY_DIGIT: r"\d",
    _op.CATEGORY_NOT_DIGIT: r"\D",
    _op.CATEGORY_SPACE: r"\s",
    _op.CATEGORY_NOT_SPACE: r"\S",
    _op.CATEGORY_WORD: r"\w",
    _op.CATEGORY_NOT_WORD: r"\W",
}
_REPEATS = (_op.MAX_REPEAT, _op.MIN_REPEAT, _op.POSSESSIVE_REPEAT)

Item = tuple[Any, Any]
"""An operator of a parsed expression, and its arguments."""


@dataclass(frozen=True)
class HostileString:
    """A string of any length: a beginning, a piece that is repeated, and an end."""

    start: str
    piece: str
    end: str

    def of_length(self, length: int) -> str:
        """Return it with about this many characters."""
        return self.start + self.piece * (length // len(self.piece)) + self.end


def hostile_strings(pattern: re.Pattern[Any]) -> list[HostileString]:
    """Return strings that drive each loop of an expression, and then do not match."""
    source = pattern.pattern
    text = source if isinstance(source, str) else source.decode("latin-1")
    parsed = list(_sre.parse(text, pattern.flags & ~re.UNICODE))
    letters = "".join(dict.fromkeys(_COMMON + "".join(_literals(parsed))))
    ends = ("", "\0", "a ", *_refused(parsed))
    found: dict[HostileString, None] = {}
    for start, loop in _loops(parsed, "", letters):
        pieces = [piece for piece in _samples(loop, letters) if piece]
        for piece, end in product(pieces, ends):
            found[HostileString(start, piece, end)] = None
        for piece in {start, *(start + piece for piece in pieces)} - {""}:
            found[HostileString("", piece, "\0")] = None
    return list(found) or [HostileString("", letter, "\0") for letter in letters]


def _children(item: Item) -> list[list[Item]]:
    """Return the expressions inside an item."""
    operator, argument = item
    if operator in _REPEATS:
        return [list(argument[2])]
    if operator is _op.BRANCH:
        return [list(branch) for branch in argument[1]]
    if operator is _op.SUBPATTERN:
        return [list(argument[3])]
    if operator in (_op.ASSERT, _op.ASSERT_NOT):
        return [list(argument[1])]
    if operator is _op.ATOMIC_GROUP:
        return [list(argument)]
    return []


def _literals(parsed: Iterable[Item]) -> Iterator[str]:
    for item in parsed:
        operator, argument = item
        if operator in (_op.LITERAL, _op.NOT_LITERAL):
            yield chr(argument)
        elif operator is _op.IN:
            yield from (chr(a) for o, a in argument if o is _op.LITERAL)
            yield from (chr(a[0]) for o, a in argument if o is _op.RANGE)
        for child in _children(item):
            yield from _literals(child)


def _refused(parsed: Iterable[Item]) -> set[str]:
    """Return the characters that negated classes leave out, as in `[^<>]`."""
    refused: set[str] = set()
    for operator, argument in parsed:
        if operator is _op.NOT_LITERAL:
            refused.add(chr(argument))
        elif operator is _op.IN and argument[0][0] is _op.NEGATE:
            refused.update(chr(a) for o, a in argument if o is _op.LITERAL)
        for child in _children((operator, argument)):
            refused |= _refused(child)
    return refused


def _loops(parsed: list[Item], start: str, letters: str) -> Iterator[tuple[str, list[Item]]]:
    """Yield each expression that may be repeated often, with a string that leads to it."""
    for item in parsed:
        operator, argument = item
        for child in _children(item):
            if operator in _REPEATS and argument[1] > _MANY:
                yield start, child
            yield from _loops(child, start, letters)
        start += next(iter(_samples([item], letters)), "")


def _samples(parsed: list[Item], letters: str) -> list[str]:
    """Return strings that an expression matches: each choice in it is made at least once."""
    parts = [_samples_of(item, letters) or [""] for item in parsed]
    first = [part[0] for part in parts]
    varied = (
        "".join([*first[:place], sample, *first[place + 1 :]])
        for place, part in enumerate(parts)
        for sample in part
    )
    return list(dict.fromkeys(varied))[:_MAX_SAMPLES]


def _samples_of(item: Item, letters: str) -> list[str]:
    operator, argument = item
    if operator is _op.LITERAL:
        return [chr(argument)]
    if operator is _op.NOT_LITERAL:
        return [letter for letter in letters if letter != chr(argument)]
    if operator is _op.ANY:
        return [letter for letter in letters if letter != "\n"]
    if operator is _op.IN:
        return [letter for letter in letters if _is_in(letter, argument)]
    if operator in _REPEATS:
        least, _, inner = argument
        once = _samples(list(inner), letters)
        return [sample * max(least, 1) for sample in once] if least else ["", *once]
    if operator in (_op.ASSERT, _op.ASSERT_NOT):
        return [""]
    return list(chain.from_iterable(_samples(child, letters) for child in _children(item)))


def _is_in(letter: str, items: list[Item]) -> bool:
    negated = items[0][0] is _op.NEGATE
    return negated != any(
        (operator is _op.LITERAL and ord(letter) == argument)
        or (operator is _op.RANGE and argument[0] <= ord(letter) <= argument[1])
        or (operator is _op.CATEGORY and re.match(_CATEGORIES[argument], letter) is not None)
        for operator, argument in items
    )
