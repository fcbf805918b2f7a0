"""What the extraction is given: a page, and what is known of its site."""

from dataclasses import dataclass
from datetime import datetime

from extraction.decoders import Decoder
from extraction.layouts import Layout


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page as it was fetched; only its bytes and its URL are needed."""

    content: bytes
    """The body of the response, without content encoding, in any character set."""
    url: str
    content_type: str = ""
    """The Content-Type header, a hint of the character set."""
    link_text: str | None = None
    """The text of the link to the page on a listing: a witness of the title."""
    fetched: datetime | None = None
    """When the page was fetched, with a time zone. Later publish dates are not believed, except
    those of the next day."""


@dataclass(frozen=True, slots=True)
class SiteRules:
    """What is known of the site that a page is from; by default, nothing."""

    layouts: tuple[Layout, ...] = ()
    """The site's layouts, newest first. The first one that fits the page is used."""
    repeated: frozenset[str] = frozenset()
    """Lines that appear on many pages of the site, as `extraction.text.comparable` returns them.
    They are cut, unless they are most of the text."""
    decoders: tuple[Decoder, ...] = ()
    """How scripts put the text into its pages."""
    month_first: bool = False
    """The head of its pages has American dates: `11/21/2023 9:28:56 AM`."""
    dated_paths: tuple[str, ...] = ()
    """Patterns of paths with the day of publication in the group `day`: `20230829`, or `230829`."""
