"""What the extraction makes of a page."""

from dataclasses import asdict, dataclass
from typing import Any

from extraction.topics import Evidence


@dataclass(frozen=True, slots=True)
class Article:
    """An article as its page prints it; None where the page does not say.

    Texts are NFC with single spaces. Every parsed value has the text it was read from beside it.
    """

    url: str
    title: str | None = None
    lead: str | None = None
    """The sapo; not repeated in `body`."""
    body: str = ""
    """Plain text, paragraphs parted by an empty line, captions as paragraphs of their own."""
    captions: tuple[str, ...] = ()
    author: str | None = None
    """The names as printed, with the separators between them."""
    unit: str | None = None
    """The office that the author signs for."""
    byline: str | None = None
    """The line that author and unit were read from."""
    published: str | None = None
    """Vietnam time with offset, or the day alone where no time is printed; never a guess."""
    published_raw: str | None = None
    """The text that `published` was read from."""
    section: str | None = None
    layout: str = "generic"
    """The name of the layout that fitted, or `generic`, or `trafilatura`."""
    doubts: tuple[str, ...] = ()
    """Where the witnesses for a field disagree or are few: `date: only the URL has it`."""
    evidence: tuple[Evidence, ...] = ()
    """Why it belongs in the archive; empty where it does not."""
    topics: tuple[str, ...] = ()
    words: int = 0
    """Of lead and body."""
    text_sha256: str = ""
    """Digest of the comparable form of lead and body: equal for pages with the same text."""
    d_words: str = ""
    """What lets a search without marks find words with đ; see `extraction.text.d_words`."""
    challenge: str | None = None
    """The words that show that the page is a bot challenge, not an article."""
    garbled: str | None = None
    """How the page's text is broken beyond reading, in words; what can be read has None."""

    @property
    def text(self) -> str:
        """Lead and body, as they are searched and compared."""
        return "\n\n".join(part for part in (self.lead, self.body) if part)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as JSON can carry them."""
        return asdict(self)
