"""What the steps of an extraction say of their work: what was found where, what was cut, doubts."""

from dataclasses import dataclass, field

from lxml.html import HtmlElement

from extraction.blocks import Block

_STEPS = 4  # of a path are enough to find an element by


@dataclass(frozen=True, slots=True)
class Found:
    """How a field was found."""

    by: str
    """The step, in words."""
    element: HtmlElement | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """A line that stands in the article's place and is not the article."""

    text: str
    reason: str
    element: HtmlElement


@dataclass(slots=True)
class Notes:
    """Collected while a page is read; `danvan extract --explain` prints them."""

    found: dict[str, Found] = field(default_factory=dict)
    """By the name of the Article's field."""
    cuts: list[Cut] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def cut(self, block: Block, reason: str) -> None:
        """Note that a line is left out."""
        self.cuts.append(Cut(block.text, reason, block.element))


def place(element: HtmlElement | None) -> str:
    """Return where an element stands, as a CSS-like path: `div#main > div.content > p`."""
    if element is None:
        return ""
    path = [element, *element.iterancestors()]
    shown = [e for e in reversed(path) if e.tag not in ("html", "body")] or path[:1]
    return " > ".join(map(_step, shown[-_STEPS:]))


def _step(element: HtmlElement) -> str:
    name = str(element.tag)
    if element.get("id"):
        return f"{name}#{element.get('id')}"
    return ".".join([name, *(element.get("class") or "").split()[:2]])
