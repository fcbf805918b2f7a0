"""Plans the pieces of each site: story, date, URLs and trap."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from hashlib import sha256
from random import Random
from urllib.parse import quote
from uuid import UUID

from sample_sites.charsets import slug
from sample_sites.dates import format_date
from sample_sites.expected import Outcome
from sample_sites.pieces import COPIED, ERROR_OUTCOMES, REFUSED, UNLISTED, Piece
from sample_sites.sites.base import Era, Section, Site
from sample_sites.stories import (
    COMMITTEES_MERGED,
    Block,
    Kind,
    Writer,
    kinds,
    names,
    with_added_sentence,
    with_corrected_number,
)

_TRACKING = "?utm_source=zalo&utm_medium=social&fbclid=IwAR2xQk9Lm0"
_UNIT_PARTY = "Ban Dân vận Tỉnh ủy"
_UNIT_OFFICE = "Văn phòng Tỉnh ủy"
_ADDED_SENTENCE = "Danh sách chi tiết được bổ sung sau khi có số liệu chính thức."


class Planner:
    """Plans all pieces of one site for one night."""

    def __init__(self, site: Site, per_site: int) -> None:
        self._site = site
        self._per_site = site.articles or per_site
        self._rng = Random(site.seed)
        self._writer = Writer(self._rng)
        self._turns = {True: 0, False: 0}

    def pieces(self, night: int) -> list[Piece]:
        """Return all pieces of the site, newest first."""
        regular: list[Piece] = []
        for era, count in zip(self._site.eras, self._counts(), strict=True):
            regular += self._era(era, count)
        pieces = [*regular, *self._errors(regular), *self._copies(regular)]
        if self._site.forbidden_page:
            pieces.append(self._hidden())
        if night > 1 and self._site.state == "active":
            pieces = [*self._news(), *_second_night(pieces)]
        return pieces

    def later(self, when: datetime, place: int, *, on_topic: bool) -> Piece:
        """Return an article that is published after all others, the one at a place among such."""
        era = self._site.eras[0]
        kind = self._kind(era, when, on_topic=on_topic)
        piece = self._piece(era, kind, when, (self._per_site * 2 + 20 + place) * 3, "")
        return replace(piece, trap=piece.trap or "new")

    def _counts(self) -> list[int]:
        counts = [self._per_site * era.share // 100 for era in self._site.eras]
        counts[0] += self._per_site - sum(counts)
        return counts

    def _era(self, era: Era, count: int) -> Iterator[Piece]:
        traps, off_traps = iter(era.traps), iter(era.off_traps)
        days = (era.last - era.first).days
        for n in range(count):
            # The jitter is smaller than a step, so dates stay in order.
            back = int((n + self._rng.random() * 0.8) * days / count)
            when = self._moment(era, back)
            off_topic = n % 9 in (3, 7)
            kind = self._kind(era, when, on_topic=not off_topic)
            trap = ""
            if off_topic:
                trap = kind.trap or next(off_traps, "")
            elif n:
                trap = next(traps, "")
            yield self._piece(era, kind, when, count * 3 - n * 3, trap)

    def _errors(self, regular: list[Piece]) -> Iterator[Piece]:
        for era in self._site.eras:
            siblings = [piece for piece in regular if piece.era is era]
            for n, trap in enumerate(era.errors):
                when = siblings[2 + 3 * n].when - timedelta(hours=5)
                kind = self._kind(era, when, on_topic=True)
                piece = self._piece(era, kind, when, 2 + len(siblings) * 3 + n, trap)
                if trap == "redirect-other":
                    # Redirect to a piece with a trap: others are edited on the second night.
                    target = siblings[1]
                    piece = replace(
                        piece,
                        story=target.story,
                        byline=target.byline,
                        author=target.author,
                        unit=target.unit,
                        date_text=target.date_text,
                        published=target.published,
                    )
                yield piece

    def _copies(self, regular: list[Piece]) -> Iterator[Piece]:
        for piece in regular:
            if piece.trap not in COPIED:
                continue
            if piece.trap == "print-copy":
                path = self._path(piece.era.other_paths[piece.trap], piece.era, piece)
                url, listings = f"https://{piece.era.host}{path}", piece.listings
                when = piece.when
            else:
                when = piece.when - timedelta(days=3, minutes=11)
                number = piece.number + 1
                moved = replace(piece, when=when, number=number)
                path = self._path(piece.era.path, piece.era, moved)
                url, listings = f"https://{piece.era.host}{path}", self._listings_of(piece.era, 1)
            text, iso = format_date(piece.era.date_forms[0], when)
            yield replace(
                piece,
                outcome="duplicate",
                url=url,
                link=url,
                image_link=url,
                more_urls=(),
                when=when,
                date_text=text,
                published=iso,
                listings=listings,
            )

    def _hidden(self) -> Piece:
        """Return a piece that is linked only from a page that robots.txt forbids."""
        era = self._site.eras[0]
        when = self._moment(era, 40)
        kind = self._kind(era, when, on_topic=True)
        return replace(self._piece(era, kind, when, 1, "robots-hidden"), listings=())

    def _news(self) -> list[Piece]:
        """Return the new articles of the second night, which are at the top of the listings."""
        self._rng.seed(self._site.seed * 7)
        era = self._site.eras[0]
        fresh = []
        for n, on_topic in enumerate((True, True, False, True)):
            when = self._moment(era, n - 5)
            kind = self._kind(era, when, on_topic=on_topic)
            piece = self._piece(era, kind, when, self._per_site * 4 + 40 - n, "")
            fresh.append(replace(piece, trap=piece.trap or "new"))
        return fresh

    def _moment(self, era: Era, days_back: int) -> datetime:
        day = era.last - timedelta(days=days_back)
        hour, minute, second = (self._rng.randint(*span) for span in ((6, 20), (0, 59), (1, 59)))
        return datetime(day.year, day.month, day.day, hour, minute, second)

    def _kind(self, era: Era, when: datetime, *, on_topic: bool) -> Kind:
        fitting = [kind for kind in kinds(on_topic) if kind.since <= when.date()]
        if era.search_only and not on_topic:
            # Only this kind of story is found by a search for the topic.
            fitting = [kind for kind in fitting if kind.trap == "words-apart"]
        # A step of seven cycles through all kinds and mixes the two topics.
        self._turns[on_topic] += 7
        return fitting[self._turns[on_topic] % len(fitting)]

    def _piece(self, era: Era, kind: Kind, when: datetime, number: int, trap: str) -> Piece:
        # Numbers increase by three, which leaves free ones for copies and errors.
        site, rng, turn = self._site, self._rng, number // 3
        story = self._writer.write(kind, when)
        if era.agency and (turn % 2 or trap == "agency-tag"):
            story = replace(story, lead=era.agency + story.lead)
        if trap == "end-mark":
            last = story.blocks[-1]
            story = replace(
                story, blocks=(*story.blocks[:-1], Block("p", last.text.rstrip(".") + "./."))
            )
        forms = {"no-date": "", "date-only": "ninhbinh-day", "date-in-head": "american"}
        form = forms.get(trap, era.date_forms[turn % len(era.date_forms)])
        text, iso = format_date(form, when)
        byline, author, unit = self._byline(era, kind, when, turn, trap)
        main = self._main(era)
        rubric = kind.section or main[turn % len(main)].label
        outcome: Outcome = "stored" if kind.topics else "off_topic"
        if trap in REFUSED:
            outcome = "refused"
        blank = Piece(
            site=site,
            era=era,
            story=story,
            when=when,
            number=era.first_id + number,
            trap=trap,
            outcome=ERROR_OUTCOMES.get(trap, outcome),
            section=rubric,
            url="",
            link="",
            image_link="",
            more_urls=(),
            byline=byline,
            author=author,
            unit=unit,
            date_text=text,
            published=iso,
            listings=() if trap in UNLISTED else self._listings_of(era, turn),
            views=2171
            if trap == "view-counter"
            else rng.randint(180, 960)
            if turn % 3
            else rng.randint(1020, 9800),
        )
        return self._with_urls(blank)

    def _main(self, era: Era) -> list[Section]:
        return [s for s in self._site.sections if s.main and s.host == era.host]

    def _listings_of(self, era: Era, turn: int) -> tuple[str, ...]:
        if era.search_only:
            return ()
        main = self._main(era)
        return (main[turn % len(main)].path,)

    def _byline(
        self, era: Era, kind: Kind, when: datetime, turn: int, trap: str
    ) -> tuple[tuple[str, ...], str | None, str | None]:
        rng, book = self._rng, names()
        first, second = rng.sample(book["writers"], 2)
        short = rng.choice(book["initials"])
        party = "dân vận" in kind.topics and turn % 3 and when.date() < COMMITTEES_MERGED
        unit = _UNIT_PARTY if party else _UNIT_OFFICE
        wanted = {"byline-two-lines": "two-lines", "byline-two-spaces": "two-spaces"}
        wanted |= {"initials": "initials", "teaser-after-byline": "outlet"}
        match wanted.get(trap, era.bylines[turn % len(era.bylines)]):
            case "pair":
                return (f"{first} – {second}",), f"{first} – {second}", None
            case "initials":
                return (short,), short, None
            case "outlet":
                return (f"{first} ({self._site.hosts[0]})",), first, None
            case "two-lines":
                return (first, unit), first, unit
            case "two-spaces":
                return (f"{first}\u00a0 - {unit}",), first, unit
            case "none":
                return (), None, None
        return (first,), first, None

    def _path(self, form: str, era: Era, piece: Piece) -> str:
        when, main = piece.when, self._main(era)
        thousandth = f"{piece.number * 37 % 1000:03}"
        digest = sha256(str(piece.number).encode()).digest()
        return form.format(
            slug=slug(piece.story.title),
            id=piece.number,
            stamp17=f"{when:%Y%m%d%H%M%S}{thousandth}",
            stamp15=f"{when:%y%m%d%H%M%S}{thousandth}",
            ym=f"{when:%Y%m}",
            section=main[piece.number // 3 % len(main)].path.strip("/").removesuffix(".html"),
            hex7=digest.hex()[:7],
            key9=urlsafe_b64encode(digest).decode()[:9],
            guid=UUID(bytes=digest[:16]),
        )

    def _with_urls(self, piece: Piece) -> Piece:
        """Return the piece with its URL and the other URLs under which it is linked."""
        era, trap = piece.era, piece.trap
        root = f"https://{era.host}"
        url = link = image = root + self._path(era.path, era, piece)
        more: list[str] = []
        if era.mirror:
            more.append(url.replace(era.host, era.mirror, 1))
            image = more[0] if trap == "com-alias" else image
        if era.print_path:
            more.append(root + self._path(era.print_path, era, piece))
            image = more[-1] if trap == "print-url" else image
        other = era.other_paths.get(trap) if trap not in COPIED else None
        if other:
            raw = root + self._path(other, era, piece)
            second = quote(raw, safe="/:%?=&")
            if trap in ("two-urls", "two-page-ids"):
                more, image = [*more, second], second
            elif trap == "redirect-same":
                more, link = [*more, second], second
                image = second
            else:
                url, link, image = second, raw, raw
        if era.search_only:
            # The site had no HTTPS in those years, and its search still returns HTTP links.
            link = url.replace("https://", "http://", 1)
        if trap == "tracking-url":
            link = url + _TRACKING
        elif trap == "fragment-url":
            link = url + "#binhluan"
        elif trap == "slash-url":
            link = url + "/"
        elif trap == "www-url":
            link = url.replace("https://", "http://www.", 1)
        if link not in (url, image):
            more.append(link.replace("http://", "https://", 1))
        return replace(piece, url=url, link=link, image_link=image, more_urls=tuple(more))


def _second_night(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the existing pieces as of the second night, with more views each."""
    changes = iter(("edited-number", "edited-sentence", "removed"))
    for old in pieces:
        piece = replace(old, views=old.views + 3 + old.number % 40)
        # The evening of the day on which the newest articles of the second night were published.
        edited = datetime.combine(old.site.eras[0].last + timedelta(days=5), time(21, 40))
        change = ""
        if not piece.trap and piece.outcome == "stored" and piece.listings:
            change = next(changes, "")
        if change == "edited-number":
            yield replace(
                piece, story=with_corrected_number(piece.story), trap=change, edited=edited
            )
        elif change == "edited-sentence":
            story = with_added_sentence(piece.story, _ADDED_SENTENCE)
            yield replace(piece, story=story, trap=change, edited=edited)
        elif change == "removed":
            yield replace(piece, trap="removed", outcome="gone")
        else:
            yield piece
