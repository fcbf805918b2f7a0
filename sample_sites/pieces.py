"""A piece: one article of a site, with its URLs and its trap (a difficulty for crawlers)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from sample_sites.expected import Expected, Outcome
from sample_sites.sites.base import Era, Site
from sample_sites.stories import Story

FOREIGN = "https://www.trang-ban-tin.example/bai-da-chuyen"
VIETNAM = timezone(timedelta(hours=7))

# Trap -> expected outcome of a piece that is never served as an article.
ERROR_OUTCOMES: dict[str, Outcome] = {
    "gone-404": "gone",
    "gone-410": "gone",
    "failed-500": "failed",
    "challenge": "blocked",
    "empty-body": "empty",
    "redirect-home": "gone",
    "redirect-foreign": "refused",
    "redirect-other": "duplicate",
}
REFUSED = ("robots-folder", "robots-pattern", "robots-hidden")
# In no listing.
UNLISTED = ("sitemap-only", "feed-only")
# Traps with a second piece: the same text under another key.
COPIED = ("republished", "print-copy")
UNREADABLE = frozenset(ERROR_OUTCOMES) - {"redirect-other"}


@dataclass(frozen=True)
class Piece:
    """One article of a site."""

    site: Site
    era: Era
    story: Story
    when: datetime
    number: int
    trap: str
    outcome: Outcome
    section: str
    url: str
    link: str
    image_link: str
    more_urls: tuple[str, ...]
    byline: tuple[str, ...]
    author: str | None
    unit: str | None
    date_text: str | None
    published: str | None
    listings: tuple[str, ...]
    views: int
    edited: datetime | None = None

    @property
    def has_text(self) -> bool:
        """Whether any URL serves the text of the article."""
        return self.trap not in UNREADABLE

    @property
    def is_original(self) -> bool:
        """Whether the article can be read at its own URL and is not a duplicate."""
        return self.outcome in ("stored", "off_topic")

    @property
    def modified(self) -> datetime:
        """When the text of the article last changed."""
        return (self.edited or self.when).replace(tzinfo=VIETNAM)

    def expected(self) -> Expected:
        """Return the ground truth for this piece."""
        published, raw = self.published, self.date_text
        if not self.date_text and "{stamp17}" in self.era.path:  # only the URL has the day
            published, raw = f"{self.when:%Y-%m-%d}", f"{self.when:%Y%m%d}"
        if not self.has_text and self.outcome != "empty":
            published, raw = None, None
        story = self.story
        return Expected(
            site=self.site.key,
            urls=tuple(dict.fromkeys((self.url, *self.more_urls))),
            outcome=self.outcome,
            title=story.title,
            lead=story.lead if self.has_text else "",
            body=story.body if self.has_text else (),
            captions=story.captions if self.has_text else (),
            author=self.author if self.has_text else None,
            unit=self.unit if self.has_text else None,
            published=published,
            published_raw=raw,
            section=self.section,
            topics=story.kind.topics,
            trap=self.trap,
        )
