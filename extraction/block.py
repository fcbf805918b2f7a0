"""One line of text of a page, with the elements around it."""

from dataclasses import dataclass, field, replace

from lxml.html import HtmlElement

from extraction.garbled import is_encoded
from extraction.imprint import is_imprint
from extraction.text import comparable

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

# A paragraph has at least so many characters and words; the imprint and links are none.
_MIN_PROSE = 60
_MIN_PROSE_WORDS = 12
_MAX_PROSE_LINKS = 0.5  # share of link text


@dataclass(slots=True)
class Block:
    """One line of text of a page, with the facts that decide what it is. Not changed once read."""

    text: str
    element: HtmlElement
    """The innermost block-level element that holds the text."""
    path: tuple[HtmlElement, ...] = ()
    """The elements around the text, from the root to `element`."""
    inline: tuple[HtmlElement, ...] = ()
    """The inline elements in `element` that hold the complete text, outermost first."""
    link_chars: int = 0
    strong_chars: int = 0
    emphasis_chars: int = 0
    after_image: bool = False
    """Only space is between an image and this text."""
    times: tuple[str, ...] = ()
    """The `datetime` attributes of the `<time>` elements in the text."""
    index: int = 0
    """The position among the lines of the page."""
    _key: str | None = field(default=None, repr=False, compare=False)
    _prose: bool | None = field(default=None, repr=False, compare=False)

    @property
    def key(self) -> str:
        """The comparable form of the text."""
        if self._key is None:
            self._key = comparable(self.text)
        return self._key

    @property
    def is_prose(self) -> bool:
        """Whether the text reads like a paragraph of an article."""
        if self._prose is None:
            self._prose = (
                len(self.text) >= _MIN_PROSE
                and self.link_share < _MAX_PROSE_LINKS
                and (len(self.text.split()) >= _MIN_PROSE_WORDS or is_encoded(self.text))
                and not is_imprint(self.text)
            )
        return self._prose

    @property
    def tag(self) -> str:
        return str(self.element.tag)

    @property
    def box(self) -> HtmlElement:
        """The element around that of the text; in a broken page, that may be the root itself."""
        return self.path[-2] if len(self.path) > 1 else self.element

    @property
    def names(self) -> str:
        """The classes and ids of the elements that hold this text and no other."""
        own = (self.element, *self.inline)
        return " ".join(e.get(name, "") for e in own for name in ("class", "id"))

    @property
    def link_share(self) -> float:
        return self.link_chars / len(self.text)

    @property
    def strong(self) -> bool:
        return self.strong_chars >= 0.8 * len(self.text)

    @property
    def emphasised(self) -> bool:
        return self.emphasis_chars >= 0.8 * len(self.text)

    def at(self, index: int) -> "Block":
        """Return the same line with another index."""
        if index == self.index:
            return self
        # Of most lines of a page: dataclasses.replace takes five times as long.
        return Block(
            self.text,
            self.element,
            self.path,
            self.inline,
            self.link_chars,
            self.strong_chars,
            self.emphasis_chars,
            self.after_image,
            self.times,
            index,
            self._key,
            self._prose,
        )

    def as_prose(self) -> "Block":
        """Return the same line as a paragraph, however short it is."""
        return replace(self, _prose=True)
