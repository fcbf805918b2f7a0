"""Every regular expression of the project takes linear time, whatever a site sends."""

import ast
import importlib
import inspect
import pkgutil
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import ModuleType
from typing import Any

import pytest

from danvan.common import all_sites

from .hostile_strings import HostileString, hostile_strings

Pattern = re.Pattern[Any]

ROOMS = (
    *("extraction", "evaluation", "archive", "pipelines", "sites", "replay", "crawler", "spiders"),
    *("danvan", "operations", "publishing"),
)
_ALL_MATCHES = {"sub", "subn", "split", "findall"}  # they are run as `finditer`
METHODS: dict[str, Callable[[Pattern, Any], object]] = {
    "match": lambda pattern, text: pattern.match(text),
    "fullmatch": lambda pattern, text: pattern.fullmatch(text),
    "search": lambda pattern, text: pattern.search(text),
    "finditer": lambda pattern, text: sum(1 for _ in pattern.finditer(text)),
}
OF_UNKNOWN_USE = {"fullmatch", "finditer"}
"""The others do less: `finditer` begins as `search` does, and that with what `match` does."""
COMPUTED = {
    *("sites.card", "sites.check", "sites.shapes", "extraction.published"),
    *("publishing.article.evidence", "publishing.search.places"),
}
"""Modules that compile patterns of others: those of the site files, which are checked as well,
those that are inferred for them, and the words that a phrase or a reader's query has."""

LENGTHS = (*range(12, 36, 8), 64, 512, 2_048, 4_096, 8_192)
"""They grow slowly at first: an exponential pattern is found before it takes hours."""
NEGLIGIBLE = 0.01
"""Seconds of processor time: a pattern of quadratic time takes several times as long."""
MAX_GROWTH = 8
"""For four times the length, a linear pattern takes 4 times as long, a quadratic one 16 times."""
TRIES = 3
"""A pattern is slow if it is in each of them: the machine may become slower during one."""
NEGLIGIBLE_BEFORE = {n: NEGLIGIBLE * (n / LENGTHS[-1]) ** 3 for n in LENGTHS if n >= 512}
"""By length: with less, even a pattern of cubic time takes negligible time for the last length."""


def _modules() -> Iterator[ModuleType]:
    for room in ROOMS:
        package = importlib.import_module(room)
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{room}."):
            yield importlib.import_module(found.name)


def _patterns_in(value: Any) -> Iterator[Pattern]:
    """Yield a pattern, or those that a tuple, a dict or a dataclass holds."""
    if isinstance(value, str):
        return
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Mapping):
        yield from _patterns_in([*value, *value.values()])
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _patterns_in(item)
    elif is_dataclass(value) and not isinstance(value, type):
        yield from _patterns_in([getattr(value, field.name) for field in fields(value)])


_LOOKED_AT = (ast.Attribute, ast.Call, ast.FunctionDef)


@cache
def _code(module: ModuleType) -> list[ast.AST]:
    """Return the nodes of a module's code that are looked at, each before those within it.

    Code that names no method of a pattern, as that of most site files, is not parsed.
    """
    source = inspect.getsource(module)
    named = re.search(rf"\.(?:compile|{'|'.join({*METHODS, *_ALL_MATCHES})})\b", source)
    if not named:
        return []
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, _LOOKED_AT)]


def _method(name: str) -> str:
    return "finditer" if name in _ALL_MATCHES else name


def _uses(module: ModuleType) -> Iterator[tuple[Pattern, str]]:
    """Yield the patterns that a module's code names, each with the method that it calls."""
    held = _held_by_fields(module)
    for node in _code(module):
        match node:
            case ast.Attribute(ast.Attribute(_, field), name) if _method(name) in METHODS:
                yield from ((pattern, _method(name)) for pattern in held[field])
            case ast.Attribute(ast.Name(variable), name) if _method(name) in METHODS:
                if isinstance(pattern := vars(module).get(variable), re.Pattern):
                    yield pattern, _method(name)


def _held_by_fields(module: ModuleType) -> dict[str, list[Pattern]]:
    """Return the patterns in fields of a module's dataclass instances, by the field's name."""
    held: dict[str, list[Pattern]] = defaultdict(list)
    for value in vars(module).values():
        if is_dataclass(value) and not isinstance(value, type):
            for field in fields(value):
                held[field.name] += _patterns_in(getattr(value, field.name))
    return held


def _assert_compiled_once(module: ModuleType) -> None:
    """Assert that a module's functions compile no pattern, which no test would see.

    Those that build the patterns of a module when it is loaded return a dataclass.
    """
    if "re.compile" not in inspect.getsource(module):
        return
    for function in _code(module):
        match function:
            case ast.FunctionDef(returns=ast.Name(name)) if is_dataclass(vars(module).get(name)):
                continue
            case ast.FunctionDef():
                for node in ast.walk(function):
                    match node:
                        case ast.Call(ast.Attribute(ast.Name("re"), "compile")):
                            written = f"{module.__name__}: {ast.unparse(node)}"
                            assert module.__name__ in COMPUTED, f"compile it at the top: {written}"


def _inline(module: ModuleType) -> Iterator[tuple[Pattern, str]]:
    """Yield the patterns that a module's code passes to functions such as `re.sub`."""
    for node in _code(module):
        match node:
            case ast.Call(ast.Attribute(ast.Name("re"), name), [ast.Constant(str() as text), *_]):
                if (method := _method(name)) in METHODS:
                    yield re.compile(text), method
            case ast.Call(ast.Attribute(ast.Name("re"), name), _) if _method(name) in METHODS:
                written = ast.unparse(node)
                assert module.__name__ in COMPUTED, f"compile it at the top: {written}"


def _all_patterns() -> dict[str, tuple[Pattern, set[str]]]:
    """Return every pattern of the project by its place, with the methods that are called."""
    uses: dict[Pattern, set[str]] = defaultdict(set)
    places: dict[Pattern, str] = {}
    for module in _modules():
        _assert_compiled_once(module)
        for name, value in vars(module).items():
            for number, pattern in enumerate(_patterns_in(value)):
                suffix = "" if value is pattern else f"[{number}]"
                places.setdefault(pattern, f"{module.__name__}.{name}{suffix}")
        for pattern, method in _uses(module):
            uses[pattern].add(method)
        for pattern, method in _inline(module):
            places.setdefault(pattern, f"{module.__name__}: {pattern.pattern!r}")
            uses[pattern].add(method)
    for site in all_sites().values():
        patterns = [*site.articles.values(), *site.query_articles.values(), *site.no_articles]
        for written in patterns:
            pattern = re.compile(written)
            places.setdefault(pattern, f"{site.name}: {written}")
            uses[pattern].add("search")
    return {place: (pattern, uses[pattern] or OF_UNKNOWN_USE) for pattern, place in places.items()}


PATTERNS = _all_patterns()


def _seconds(method: str, pattern: Pattern, hostile: HostileString, length: int) -> float:
    """Return the processor time of one call, to which other programs do not add."""
    text = hostile.of_length(length)
    given = text.encode("ascii", "replace") if isinstance(pattern.pattern, bytes) else text
    started = time.thread_time()
    METHODS[method](pattern, given)
    return time.thread_time() - started


def slow_string(method: str, pattern: Pattern) -> HostileString | None:
    """Return a string on which a pattern takes more than linear time, or None."""

    def seconds(hostile: HostileString, length: int) -> float:
        return min(_seconds(method, pattern, hostile, length) for _ in range(3))

    def grows(hostile: HostileString, length: int) -> bool:
        taken = seconds(hostile, length)
        return taken > NEGLIGIBLE and taken > MAX_GROWTH * seconds(hostile, length // 4)

    for hostile in hostile_strings(pattern):
        for length in LENGTHS:
            once = _seconds(method, pattern, hostile, length)
            if once < NEGLIGIBLE_BEFORE.get(length, 0):
                break
            if once < NEGLIGIBLE:
                continue
            if all(grows(hostile, length) for _ in range(TRIES)):
                return hostile
    return None


@pytest.mark.parametrize("place", PATTERNS)
def test_a_pattern_takes_linear_time(place: str) -> None:
    pattern, methods = PATTERNS[place]
    for method in methods:
        assert slow_string(method, pattern) is None, f"{method} takes more than linear time"


@pytest.mark.parametrize(
    ("method", "pattern"),
    [
        ("fullmatch", r"comments?(?:[-_]*(?:list|box|\d+))*"),  # exponential
        ("match", r"(?:\w+ ?)*!"),
        ("fullmatch", r"(?:a|[^b])*"),
        ("match", r"(?:<\W*>?)*\d"),
        ("match", r"thứ hai\s*[,:-]?\s*\d"),  # quadratic
        ("finditer", r"\s*[,;]\s*"),
        ("search", r"<[^>]+>"),
        ("search", r"tin [^\n]*ảnh"),
        ("finditer", r"(?: (?:Zalo|In bài))+$"),
        ("match", r"(?=\s*,?\s*\d)"),
        ("finditer", rb"<!--.*?-->"),
    ],
)
def test_a_slow_pattern_is_found(method: str, pattern: str | bytes) -> None:
    assert slow_string(method, re.compile(pattern)) is not None


@pytest.mark.parametrize(
    ("method", "pattern"),
    [
        ("fullmatch", r"comments?(?:[-_]*(?:list|box|\d))*"),
        ("match", r"thứ hai\s*+[,:-]?\s*+\d"),
        ("match", r"\s*[,;]\s*"),  # quadratic only where it is searched for
        ("finditer", r"(?<!\s)\s*[,;]"),
        ("search", r"<[^<>]+>"),
        ("search", r"tin .{0,300}ảnh"),
    ],
)
def test_a_linear_pattern_is_not_blamed(method: str, pattern: str) -> None:
    assert slow_string(method, re.compile(pattern)) is None


def test_every_pattern_is_found() -> None:
    """One of each kind of place: a name, a tuple, a dataclass, a call, a site file."""
    for place in (
        "extraction.blocks._TEMPLATE",
        "extraction.date_forms.FORMS[0]",
        "extraction.site_names._OFFICE",
        "extraction.counters._PLAIN[1]",
        r"nbtv: ^/[^/]+-(?P<key>\d{4,})\.html$",
    ):
        assert place in PATTERNS
    assert any(place.startswith("publishing.tables: ") for place in PATTERNS)
    pattern, methods = PATTERNS["extraction.bylines._SEPARATOR"]
    assert methods == {"finditer"}, pattern
    pattern, methods = PATTERNS["extraction.counters._VIETNAMESE[1]"]
    assert methods == {"fullmatch"}, pattern
