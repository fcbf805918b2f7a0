"""The result of an extraction: an article."""

from dataclasses import asdict, dataclass
from typing import Any

from extraction.topics import Evidence


@dataclass(frozen=True, slots=True)
class Article:
    """An article as its page prints it; fields that the page does not have are None or empty.

    Texts are in NFC with single spaces. Every parsed value comes with the text that it was read
    from.
    """

    url: str
    title: str | None = None
    lead: str | None = None
    """The sapo; not repeated in `body`."""
    body: str = ""
    """Plain text; empty lines separate the paragraphs. Captions are paragraphs, too."""
    captions: tuple[str, ...] = ()
    author: str | None = None
    """The names as printed, with the separators between them."""
    unit: str | None = None
    """The office that the author signs for."""
    byline: str | None = None
    """The text that `author` and `unit` were read from."""
    published: str | None = None
    """ISO 8601: Vietnam time with its offset, or only the day if no time is printed."""
    published_raw: str | None = None
    """The text that `published` was read from, or a date that lies in the future."""
    section: str | None = None
    layout: str = "generic"
    """The name of the layout that fits the page, or `generic`, or `trafilatura`."""
    doubts: tuple[str, ...] = ()
    """Fields whose witnesses disagree or are few: `date: only the URL has it`."""
    evidence: tuple[Evidence, ...] = ()
    """Why it belongs in the archive; empty if it does not."""
    topics: tuple[str, ...] = ()
    words: int = 0
    """The number of words of lead and body."""
    text_sha256: str = ""
    """SHA-256 of the comparable form of lead and body, and of title and day if they are short:
    equal for pages with the same article."""
    d_words: str = ""
    """What lets a search without diacritics find words with đ; see `extraction.text.d_words`."""
    challenge: str | None = None
    """The words that show that the page is a bot challenge and not an article."""
    garbled: str | None = None
    """How the text is unreadable, in words; None if it is readable."""
    paywall: str | None = None
    """The line by which the page keeps the rest of the text for members or an app."""
    other: str | None = None
    """The URL of the article that the page shows, if it says that it is another one's."""

    @property
    def text(self) -> str:
        """Lead and body, separated by an empty line."""
        return "\n\n".join(part for part in (self.lead, self.body) if part)

    @property
    def is_dated_ahead(self) -> bool:
        """Return whether its date lies in the future, so that it is not believed."""
        return self.published is None and self.published_raw is not None

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as types that JSON has."""
        return asdict(self)
