"""The source of a card: a class in a file of `spiders/`, written and changed as text."""

import ast
import difflib
import keyword
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from sites.card import STATES, Evidence, SiteCard

_WIDTH = 100
_INDENT = "    "
_MAX_TITLE = 80  # characters
_PATTERNS = ("articles", "query_articles", "no_articles")
_ORDER = list(SiteCard.__annotations__)
_OWN_PACKAGES = ("extraction", "sites", "spiders")


def class_name(name: str) -> str:
    """Return the name of the class for the name of a site."""
    found = "".join(part.capitalize() for part in name.split("_"))
    return f"{found}Site" if keyword.iskeyword(found) else found


def one_line(title: str) -> str:
    """Return a title that a site gave itself as it may stand in a string and in a docstring."""
    kept = (c if unicodedata.category(c)[0] not in "CZ" and c not in '"\\' else " " for c in title)
    return " ".join("".join(kept).split())[:_MAX_TITLE].strip()


def new_class(name: str, base: str, title: str, attributes: Mapping[str, Any]) -> str:
    """Return the source of a new card; `title` is as `one_line` returns it."""
    ordered = sorted(attributes, key=_ORDER.index)
    lines = [f"class {name}({base}):", f'{_INDENT}"""{title}."""', ""]
    for attribute in ordered:
        lines += _assignment(attribute, attributes[attribute])
    return "\n".join(lines) + "\n"


def with_class(source: str, new: str, imports: Iterable[tuple[str, str]]) -> str:
    """Return a file with one more class at its end; `imports` are modules and names in them."""
    return with_imports(f"{source.rstrip()}\n\n\n{new}", imports)


def with_attributes(source: str, name: str, attributes: Mapping[str, Any]) -> str:
    """Return a file in which the class `name` has other values for some attributes.

    Raises ValueError if it has no such class.
    """
    for attribute, value in attributes.items():
        source = _with_attribute(source, name, attribute, value)
    imports = [("sites.card", "Evidence")] if "evidence" in attributes else []
    if "state" in attributes:
        imports.append(("sites.card", attributes["state"].upper()))
    return with_imports(source, imports)


def difference(before: str, after: str, file: str) -> str:
    """Return a unified diff that `git apply` and `patch -p1` understand."""
    old, new = ([f"{line}\n" for line in text.removesuffix("\n").split("\n")]
                for text in (before, after))  # fmt: skip
    return "".join(difflib.unified_diff(old, new, f"a/{file}", f"b/{file}"))


def classes_of(source: str) -> set[str]:
    """Return the names that a file defines or imports."""
    tree = ast.parse(source)
    imported = (alias.asname or alias.name for node in tree.body
                if isinstance(node, ast.ImportFrom) for alias in node.names)  # fmt: skip
    return {node.name for node in tree.body if isinstance(node, ast.ClassDef)} | {*imported}


def _with_attribute(source: str, name: str, attribute: str, value: Any) -> str:
    lines = source.split("\n")
    body = _class(source, name).body
    places = {_target(node): node for node in body if _target(node)}
    old = places.get(attribute)
    if old is not None:
        start, end = old.lineno - 1, old.end_lineno
        target = _annotated(source, old, attribute)
        if attribute == "evidence":
            lines[start:end] = _lines(target, "(", _evidence(source, old, value), ")")
        else:
            lines[start:end] = _assignment(attribute, value, target)
        return "\n".join(lines)
    rank = _ORDER.index(attribute)
    before = [node for target, node in places.items()
              if target in _ORDER and _ORDER.index(target) < rank]  # fmt: skip
    after = max((node.end_lineno or 0 for node in before), default=body[0].end_lineno or 0)
    lines[after:after] = _assignment(attribute, value)
    return "\n".join(lines)


def _class(source: str, name: str) -> ast.ClassDef:
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef) and node.name == name:
            return node
    raise ValueError(f"there is no class {name}")


def _target(node: ast.stmt) -> str:
    """Return the attribute to which a statement of a class gives a value, or an empty string."""
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return node.target.id
    return ""


def _annotated(source: str, old: ast.stmt, attribute: str) -> str:
    """Return an attribute with the type that its file declares, if it does."""
    if isinstance(old, ast.AnnAssign):
        return f"{attribute}: {ast.get_source_segment(source, old.annotation)}"
    return attribute


def _evidence(source: str, old: ast.stmt, value: tuple[Evidence, ...]) -> list[str]:
    """Return the items of the evidence: those that were there as their file names them."""
    assert isinstance(old, ast.Assign | ast.AnnAssign)
    elements = old.value.elts if isinstance(old.value, ast.Tuple) else []
    named = [ast.get_source_segment(source, element) or "" for element in elements]
    return [*named, *map(_literal, value[len(named) :])]


def _assignment(attribute: str, value: Any, target: str = "") -> list[str]:
    """Return the lines that give an attribute its value, as `ruff format` leaves them."""
    target = target or attribute
    if attribute == "state" and value in STATES:
        return [f"{_INDENT}{target} = {value.upper()}"]
    if isinstance(value, dict):
        items = [f"{_literal(key)}: {_pattern(one)}" for key, one in value.items()]
        return _lines(target, "{", items, "}")
    if isinstance(value, tuple):
        write = _pattern if attribute in _PATTERNS else _literal
        return _lines(target, "(", [write(one) for one in value], ")")
    return [f"{_INDENT}{target} = {_literal(value)}"]


def _lines(target: str, begin: str, items: list[str], end: str) -> list[str]:
    comma = "," if begin == "(" and len(items) == 1 else ""
    line = f"{_INDENT}{target} = {begin}{', '.join(items)}{comma}{end}"
    if len(line) <= _WIDTH:
        return [line]
    return [
        f"{_INDENT}{target} = {begin}",
        *(f"{_INDENT * 2}{item}," for item in items),
        f"{_INDENT}{end}",
    ]


def _literal(value: str | Evidence) -> str:
    if isinstance(value, Evidence):
        parts = (value.kind, value.day, value.source)
        return f"Evidence({', '.join(map(_literal, parts))})"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    shown = (c if c.isprintable() else c.encode("unicode_escape").decode() for c in escaped)
    return f'"{"".join(shown)}"'


def _pattern(pattern: str) -> str:
    is_plain = pattern.isprintable() and '"' not in pattern and not pattern.endswith("\\")
    return f'r"{pattern}"' if is_plain and "\\" in pattern else _literal(pattern)


# Imports


def with_imports(source: str, imports: Iterable[tuple[str, str]]) -> str:
    """Return a file that imports some names as well, in the order of `ruff check`."""
    for module, name in imports:
        source = _with_import(source, module, name)
    return source


def _with_import(source: str, module: str, name: str) -> str:
    lines = source.split("\n")
    own = [
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in _OWN_PACKAGES
    ]
    same = next((node for node in own if node.module == module), None)
    if same is not None:
        names = {alias.name for alias in same.names} | {name}
        lines[same.lineno - 1 : same.end_lineno] = _import_lines(module, names)
        return "\n".join(lines)
    before = [node.end_lineno or 0 for node in own if (node.module or "") < module]
    if own:
        place = max(before, default=own[0].lineno - 1)
        lines[place:place] = _import_lines(module, {name})
    else:
        lines[2:2] = [*_import_lines(module, {name}), ""]
    return "\n".join(lines)


def _import_lines(module: str, names: set[str]) -> list[str]:
    ordered = sorted(names, key=lambda name: (not name.isupper(), name))
    line = f"from {module} import {', '.join(ordered)}"
    if len(line) <= _WIDTH:
        return [line]
    return [f"from {module} import (", *(f"{_INDENT}{name}," for name in ordered), ")"]
