"""What the newspapers of the simulation publish, edit and delete, day by day."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from sample_sites.pieces import Piece
from sample_sites.planning import Planner
from sample_sites.sites import SITES
from sample_sites.stories import with_added_sentence

FIRST_DAY = date(2026, 6, 19)
"""The day before, the sample sites published their last articles of the first night."""

_PER_SITE = 44  # articles of the sites that have no number of their own, before the first day
_ON_TOPIC = 0.35  # of the articles
_EDITED = 0.1  # of the articles, on the day after their publication
_ADDED = "Danh sách chi tiết được bổ sung sau khi có số liệu chính thức."
_SITES = {site.key: site for site in SITES}


@dataclass(frozen=True, slots=True)
class Paper:
    """How much a newspaper publishes: the least and the most articles of a day."""

    site: str
    weekdays: tuple[int, int]
    weekend: tuple[int, int]


PAPERS = (
    Paper("baocaobang", (6, 10), (3, 5)),
    Paper("baodaklak", (6, 12), (0, 2)),
    Paper("baohatinh", (14, 22), (10, 14)),
    Paper("baolangson", (1, 3), (0, 0)),
    Paper("baonghean", (5, 9), (5, 9)),
    Paper("baoninhbinh", (7, 12), (4, 7)),
    Paper("baophuyen", (0, 0), (0, 0)),  # frozen
    Paper("baoquangtri", (3, 6), (3, 6)),
    Paper("baosonla", (0, 1), (0, 1)),
    Paper("baothanhhoa", (6, 11), (4, 7)),
    Paper("huengaynay", (5, 9), (3, 6)),
    Paper("nbtv", (8, 14), (6, 10)),
)
"""They differ in what they run on, in whether their cards have layouts, and in their size."""


class Press:
    """One newspaper, as it grows."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.site = _SITES[paper.site]
        self._planner = Planner(self.site, _PER_SITE)
        self._pieces = {piece.url: piece for piece in self._planner.pieces(1)}
        self._rng = Random(paper.site)
        self._published = 0
        self._yesterday: list[str] = []

    def publish(self, day: date, *, is_silent: bool) -> None:
        """Publish what a day has, and edit some of what the day before had."""
        for url in self._yesterday:
            if self._rng.random() < _EDITED:
                self.edit(url, datetime.combine(day, time(6, 30)))
        least, most = self.paper.weekend if day.weekday() >= 5 else self.paper.weekdays
        number = 0 if is_silent else self._rng.randint(least, most)
        self._yesterday = [self._publish(day) for _ in range(number)]

    def _publish(self, day: date) -> str:
        minute = self._rng.randrange(6 * 60, 20 * 60)
        when = datetime.combine(day, time()) + timedelta(minutes=minute, seconds=31)
        is_on_topic = self._rng.random() < _ON_TOPIC
        piece = self._planner.later(when, self._published, on_topic=is_on_topic)
        self._pieces[piece.url] = piece
        self._published += 1
        return piece.url

    def edit(self, url: str, when: datetime) -> None:
        """Add a sentence to an article."""
        piece = self._pieces[url]
        story = with_added_sentence(piece.story, _ADDED)
        self._pieces[url] = replace(piece, story=story, edited=when)

    def delete(self, url: str) -> None:
        """Take an article off the site."""
        self._pieces[url] = replace(self._pieces[url], trap="removed", outcome="gone", listings=())

    def pieces(self) -> list[Piece]:
        """Return all articles, those that were deleted too."""
        return list(self._pieces.values())

    def newest(self, before: date) -> list[str]:
        """Return the URLs of the articles that were published before a day, the newest first."""
        readable = (p for p in self._pieces.values() if p.trap == "new" and p.when.date() < before)
        return [p.url for p in sorted(readable, key=lambda p: p.when, reverse=True)]
