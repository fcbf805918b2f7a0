"""What CSS selectors select on a page."""

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, cast

import cssselect
from cssselect.parser import Class, CombinedSelector, Element, Hash, Tree
from cssselect.xpath import XPathExpr
from lxml.cssselect import LxmlHTMLTranslator
from lxml.html import HtmlElement


def select(root: HtmlElement, selector: str) -> list[HtmlElement]:
    """Return the elements that a CSS selector selects, in document order.

    None for an empty selector. Raises cssselect.SelectorError if the selector is not valid.
    """
    return _evaluate(_parts(selector), root)


class Elements:
    """The elements of a page, of which many selectors are asked.

    To look for a class with XPath takes as long as to read those of all elements once.
    """

    def __init__(self, root: HtmlElement) -> None:
        self.root = root

    def select(self, selector: str) -> list[HtmlElement]:
        """Return what `select` does."""
        parts = [part for part in _parts(selector) if self._may_have(part)]
        if all(part.is_names for part in parts):
            found = {place for part in parts for place in self._with_all(part.names)}
            return [element for _, element in sorted(found)]
        return _evaluate(parts, self._start(parts))

    def select_in(self, scope: HtmlElement, selector: str) -> list[HtmlElement]:
        """Return what `select` does for the part of the page in an element, or that element."""
        parts = [part for part in _parts(selector) if self._may_have(part)]
        return _evaluate(parts, scope)

    def _start(self, parts: Sequence["_Part"]) -> HtmlElement:
        """Return the only element at which selectors can begin to match, or the root."""
        if all(part.first and not part.is_quick for part in parts):
            first = {element for part in parts for _, element in self._with_all(part.first)}
            if len(first) == 1:
                return first.pop()
        return self.root

    def _may_have(self, part: "_Part") -> bool:
        return part.is_quick or part.names <= self._named.keys()

    def _with_all(self, names: frozenset[str]) -> frozenset[tuple[int, HtmlElement]]:
        return frozenset.intersection(*(frozenset(self._named[name]) for name in names))

    @functools.cached_property
    def _named(self) -> Mapping[str, list[tuple[int, HtmlElement]]]:
        """The elements by `.class` and `#id`, with their places in the document."""
        by_classes: dict[str, list[tuple[int, HtmlElement]]] = defaultdict(list)
        named: dict[str, list[tuple[int, HtmlElement]]] = defaultdict(list)
        for place, element in enumerate(self.root.iter()):
            if classes := element.get("class"):
                by_classes[classes].append((place, element))
            if name := element.get("id"):
                named[f"#{name}"].append((place, element))
        for classes, places in by_classes.items():  # many elements have the same
            for name in set(classes.split()):
                named[f".{name}"] += places
        return named


class _Part(NamedTuple):
    """One of the selectors between the commas."""

    path: str
    """The same as XPath."""
    names: frozenset[str]
    """The `.class` and `#id` that it names, each of which a page must have."""
    first: frozenset[str]
    """Those before the first combinator."""
    is_names: bool
    """Whether it consists of names only."""

    @property
    def is_quick(self) -> bool:
        """Whether its XPath looks at the elements with one tag only."""
        return "*" not in self.path


@functools.cache
def _parts(selector: str) -> tuple[_Part, ...]:
    parsed = cssselect.parse(selector) if selector else []
    return tuple(
        _Part(
            _TRANSLATOR.selector_to_xpath(part, translate_pseudo_elements=True),
            frozenset(_names(part.parsed_tree)),
            frozenset(_names(_first(part.parsed_tree))),
            _is_names(part.parsed_tree),
        )
        for part in parsed
    )


def _names(tree: Tree) -> Iterator[str]:
    if isinstance(tree, Element):
        return
    if isinstance(tree, Class):
        yield f".{tree.class_name}"
    elif isinstance(tree, Hash):
        yield f"#{tree.id}"
    elif isinstance(tree, CombinedSelector):
        yield from _names(tree.subselector)
    yield from _names(tree.selector)


def _first(tree: Tree) -> Tree:
    return _first(tree.selector) if isinstance(tree, CombinedSelector) else tree


def _is_names(tree: Tree) -> bool:
    if not isinstance(tree, Class | Hash):
        return False
    inner = tree.selector
    return _is_names(inner) or (isinstance(inner, Element) and inner.element is None)


def _evaluate(parts: Sequence[_Part], scope: HtmlElement) -> list[HtmlElement]:
    # Compiled for each page: with `:contains()`, lxml 6.1 reads freed memory if it is used again.
    path = " | ".join(part.path for part in parts)
    return cast(list[HtmlElement], scope.xpath(path)) if parts else []


class _Translator(LxmlHTMLTranslator):  # type: ignore[misc]
    """Looks for a name anywhere in the attribute first, which settles it for most elements."""

    def xpath_attrib_includes(self, xpath: XPathExpr, name: str, value: str | None) -> XPathExpr:
        if value:
            xpath.add_condition(f"contains({name}, {self.xpath_literal(value)})")
        return cast(XPathExpr, super().xpath_attrib_includes(xpath, name, value))


_TRANSLATOR = _Translator()
