"""The pages of all newspapers on a simulated day, with the troubles that they have."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from email.message import Message

from sample_sites.newsroom import Edition
from sample_sites.pages import SitePages
from sample_sites.reply import Reply
from sample_sites.stories import Story
from simulation.effects import Asked, Effect
from simulation.press import Press


@dataclass(slots=True)
class Sent:
    """What was sent of each article, by its URL: a crawl cannot know more."""

    versions: dict[str, list[Story]] = field(default_factory=lambda: defaultdict(list))
    """Its texts, the last one last."""
    hidden: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What its page did not show when it was sent last."""

    def note(self, asked: Asked, answer: Reply, effects: Sequence[Effect]) -> None:
        """Note a response, if it has the text of an article."""
        piece = asked.piece
        if piece is None or answer.status != 200:
            return
        hidden = tuple(name for effect in effects for name in effect.hides)
        if "article" in hidden:
            return
        versions = self.versions[piece.url]
        if piece.story not in versions[-1:]:
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
        if answer is not None:
            self._sent.note(asked, answer, self._effects)
        return answer


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
