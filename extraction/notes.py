"""How an extraction came to its result: what was found where, what was cut and why, and doubts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from extraction.findings import CutLine, Finding

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
    """How an article was extracted; `danvan extract --explain` prints it.

    It holds text, not elements, so that it can be pickled.
    """

    found: Mapping[str, Found] = field(default_factory=dict)
    """Article field name -> how the field was found."""
    cuts: tuple[Cut, ...] = ()
    doubts: tuple[str, ...] = ()


def take_notes(
    findings: Mapping[str, Finding[object] | None],
    cuts: Iterable[CutLine],
    doubts: tuple[str, ...] = (),
) -> Notes:
    """Return the notes of an extraction; `findings` are by the name of the Article's field."""
    places = _Places()
    return Notes(
        {
            name: Found(finding.by, places.of(finding.element))
            for name, finding in findings.items()
            if finding is not None and finding.by
        },
        tuple(Cut(block.text, reason, places.of(block.element)) for block, reason in cuts),
        doubts,
    )


class _Places:
    """Names the places of elements; most lines share the elements around them."""

    def __init__(self) -> None:
        self._steps: dict[HtmlElement, str] = {}

    def of(self, element: HtmlElement | None) -> str:
        """Return where an element is, as a CSS-like path."""
        if element is None:
            return ""
        path: list[str] = []
        holder: HtmlElement | None = element
        while holder is not None and len(path) < _MAX_STEPS:
            step = self._steps.get(holder)
            if step is None:
                step = self._steps[holder] = "" if holder.tag in _ROOTS else _step(holder)
            if step:
                path.append(step)
            holder = holder.getparent()
        return " > ".join(reversed(path)) or _step(element)


def _step(element: HtmlElement) -> str:
    name = str(element.tag)
    if element.get("id"):
        return f"{name}#{element.get('id')}"
    return ".".join([name, *(element.get("class") or "").split()[:2]])
