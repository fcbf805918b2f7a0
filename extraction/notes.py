"""How an extraction came to its result: what was found where, what was cut and why, and doubts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from extraction.blocks import Block

_MAX_STEPS = 4  # elements in a place; enough to find an element by
_ROOTS = ("html", "body")


@dataclass(frozen=True, slots=True)
class Found:
    """How a field was found."""

    by: str
    """The step that found it, in words."""
    place: str = ""
    """The element that holds it, such as `div#main > div.content > p`; empty if there is none."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A line among those of the article that is not part of it."""

    text: str
    reason: str
    place: str
    """The element that holds the line, such as `div#main > p`."""


@dataclass(frozen=True, slots=True)
class Notes:
    """How an article was extracted; `danvan extract --explain` prints it."""

    found: Mapping[str, Found] = field(default_factory=dict)
    """Article field name -> how the field was found."""
    cuts: tuple[Cut, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(slots=True)
class NoteTaker:
    """Collects the notes while a page is read."""

    found: dict[str, Found] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    _cuts: list[tuple[Block, str]] = field(default_factory=list)

    def cut(self, block: Block, reason: str) -> None:
        """Note that a line is left out."""
        self._cuts.append((block, reason))

    def notes(self) -> Notes:
        """Return the notes so far."""
        return Notes(self.found, noted_cuts(self._cuts), tuple(self.doubts))


def noted_cuts(cuts: Sequence[tuple[Block, str]]) -> tuple[Cut, ...]:
    """Return the notes of lines that were cut, given with the reasons."""
    steps: dict[HtmlElement, str] = {}  # most lines share the elements around them
    return tuple(Cut(block.text, reason, place(block.element, steps)) for block, reason in cuts)


def place(element: HtmlElement | None, steps: dict[HtmlElement, str] | None = None) -> str:
    """Return where an element is, as a CSS-like path: `div#main > div.content > p`.

    `steps` caches the steps of elements between calls.
    """
    if element is None:
        return ""
    steps = {} if steps is None else steps
    path: list[str] = []
    holder: HtmlElement | None = element
    while holder is not None and len(path) < _MAX_STEPS:
        if holder not in steps:
            steps[holder] = _step(holder)
        if holder.tag not in _ROOTS:
            path.append(steps[holder])
        holder = holder.getparent()
    return " > ".join(reversed(path)) or _step(element)


def _step(element: HtmlElement) -> str:
    name, attributes = str(element.tag), element.attrib
    if attributes.get("id"):
        return f"{name}#{attributes['id']}"
    return ".".join([name, *attributes.get("class", "").split()[:2]])
