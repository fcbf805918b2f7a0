"""The pages of all newspapers on a simulated day, with the troubles that they have."""

import gzip
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from email.message import Message
from html import unescape
from urllib.parse import urlsplit

from sample_sites.newsroom import Edition
from sample_sites.pages import SitePages
from sample_sites.pieces import Piece
from sample_sites.reply import Reply
from sample_sites.stories import Story
from simulation.effects import Asked, Effect
from simulation.press import Press

_LINK = re.compile(rb"(?:https?:/)?/[^\s\"'<>]+")
_GZIP = b"\x1f\x8b"


@dataclass(slots=True)
class Sent:
    """What was sent of each article, by its URL: a crawl cannot know more."""

    listed: set[str] = field(default_factory=set)
    """Articles to which a listing, a feed or a sitemap led."""
    versions: dict[str, list[Story]] = field(default_factory=lambda: defaultdict(list))
    """The texts of an article that its page showed whole, the last one last."""
    hidden: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What its page did not show when it was sent last."""

    def note(self, piece: Piece, effects: Sequence[Effect]) -> None:
        """Note that the page of an article was sent."""
        hidden = tuple(name for effect in effects for name in effect.hides)
        if "article" in hidden:
            return
        versions = self.versions[piece.url]
        if "text" not in hidden and piece.story not in versions[-1:]:
            versions.append(piece.story)
        self.hidden[piece.url] = hidden


class TroubledPages:
    """The pages of a site, as effects of troubles change them."""

    def __init__(
        self, pages: SitePages, effects: Sequence[Effect], today: date, sent: Sent
    ) -> None:
        self._pages = pages
        self._effects = effects
        self._today = today
        self._sent = sent

    def respond(
        self, host: str, target: str, served: set[tuple[str, str]], headers: Message
    ) -> Reply | None:
        """Return the response to a request, or None if there is none."""
        pages, page = self._pages, self._pages.respond(host, target, served, headers)
        asked = Asked(pages.site, target, pages.piece_at(host, target), self._today)
        answer: Reply | None = page
        for effect in self._effects:
            answer = effect.respond(asked, answer) if answer is not None else None
        if answer is not None and answer.status == 200:
            if asked.piece is not None:
                self._sent.note(asked.piece, self._effects)
            else:
                self._sent.listed |= {piece.url for piece in self._linked(host, answer.body)}
        return answer

    def _linked(self, host: str, body: bytes) -> Iterator[Piece]:
        """Yield the articles to which a page leads."""
        text = gzip.decompress(body) if body.startswith(_GZIP) else body
        for link in set(_LINK.findall(text.replace(b"\\/", b"/"))):
            parts = urlsplit(unescape(link.decode("utf-8", "replace")))
            target = f"{parts.path}?{parts.query}" if parts.query else parts.path
            of_host = (parts.hostname or host).removeprefix("www.")
            piece = self._pages.piece_at(of_host, target)
            if piece is not None:
                yield piece


def edition(
    presses: Sequence[Press], troubles: Mapping[str, Sequence[Effect]], today: date, sent: Sent
) -> Edition:
    """Return the pages of a day; `troubles` has the effects at each site.

    What is sent of them is noted in `sent`.
    """
    made = Edition()
    for press in presses:
        site = press.site
        effects = troubles.get(site.key, ())
        pages = TroubledPages(SitePages(site, press.pieces()), effects, today, sent)
        hosts = (*site.hosts, *site.mirrors, *site.moved_from)
        made.hosts |= dict.fromkeys(hosts, pages)
    return made
