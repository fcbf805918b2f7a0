"""Nights of invented newspapers: what their crawls would have measured, without a crawl."""

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from archive.outcomes import Outcome
from archive.sites import put_sites
from archive.writer import Archive
from operations.judging import SiteState, judge_night
from sites.card import ACTIVE, Evidence, SiteCard

FIRST = date(2026, 3, 2)
"""A Monday."""
DAY = timedelta(days=1)
Run = dict[str, Any]
"""The columns of a run; `measures` is not yet JSON."""
Trouble = Callable[[Run], None]
"""Changes what a run measured."""


def card(name: str) -> type[SiteCard]:
    """Return the card of an invented newspaper."""
    facts = {
        "name": name, "title": name, "kind": "newspaper", "province": "Bắc Kạn", "state": ACTIVE,
        "evidence": (Evidence("page", "2026-03-01", "an invented page"),), "family": "own",
        "hosts": (f"{name}.example",), "sections": ("/thoi-su",),
        "articles": {"id": r"^/(?P<key>\d+)$"},
    }  # fmt: skip
    return type(name, (SiteCard,), facts)


@dataclass
class Paper:
    """A newspaper: how much it publishes, and how its pages are read."""

    name: str
    weekday: tuple[int, int] = (20, 40)
    """The least and the most articles of a night."""
    weekend: tuple[int, int] | None = None
    """On Saturday and Sunday, if it is not the same."""
    days: tuple[int, ...] = tuple(range(7))
    """The days of the week on which it publishes."""
    listings: tuple[str, ...] = ("/", "/thoi-su", "/xay-dung-dang", "/rss")
    signed: float = 0.7
    dated: float = 1.0
    has_layout: bool = True
    timed: bool = True
    """Its dates have a time."""
    rng: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.name)
        self.card = card(self.name)

    def news(self, day: date) -> int:
        """Return how many articles it publishes on a day."""
        if day.weekday() not in self.days:
            return 0
        bounds = self.weekend if self.weekend and day.weekday() >= 5 else self.weekday
        return self.rng.randint(*bounds)

    def some(self, number: int, share: float) -> int:
        """Return how many of a number have what each has with this chance."""
        return sum(self.rng.random() < share for _ in range(number))

    def run(self, day: date, *, is_first: bool = False, holiday: bool = False) -> Run:
        """Return what the crawl of a night measures."""
        news = 0 if holiday else self.news(day)
        new = news + (400 if is_first else 0)
        known = 0 if is_first else self.rng.randint(0, 1 + self.weekday[1] // 3)
        stored = self.some(new, 0.1)
        failed = self.some(new, 0.01)
        revised, gone = self.some(known, 0.1), self.some(known, 0.01)
        known_failed = self.some(known - revised - gone, 0.01)
        pages = new - failed + revised
        layout = self.has_layout and self.some(pages, 0.99)
        where = [self.rng.choice(self.listings[1:]) for _ in range(news)]
        measures: dict[str, Any] = {
            "complete": True, "pages": pages, "titled": pages,
            "dated": self.some(pages, self.dated),
            "signed": self.some(pages, self.signed), "laid_out": int(layout),
            "new_dated": new - failed, "new_future": 0,
            "new": new, "news": news, "repeated": self.some(new, 0.02), "known": known,
            "gone": gone, "replaced": 0, "unanswered": failed + known_failed,
            "compared": min(3, pages) if layout else 0, "agreed": min(3, pages) if layout else 0,
            "challenges": 0, "challenged": 0, "robots_unread": 0, "certificate": 0,
            "words": self.rng.randint(350, 500) if pages else None,
            "same_text": min(pages, 2), "same_title": min(pages, 2),
            "same_date": min(pages, 2) if self.timed else pages // 2,
            "certificate_until": "2027-03-01", "skew": self.rng.randint(-2, 2),
            "statuses": {"200": new + known + len(self.listings)}, "errors": {}, "moved": {},
            "listings": {
                name: [30, None if is_first else news if name == "/" else where.count(name)]
                for name in self.listings
            },
        }  # fmt: skip
        outcomes = {
            Outcome.STORED: stored, Outcome.OFF_TOPIC: new - stored - failed,
            Outcome.UNCHANGED: known - revised - gone - known_failed, Outcome.REVISED: revised,
            Outcome.GONE: gone, Outcome.FAILED: failed + known_failed,
        }  # fmt: skip
        return {
            "site": self.name, "listings": len(self.listings), "verdict": "good", "reasons": [],
            "kind": "crawl", "measures": measures,
            **{outcome.value: outcomes.get(outcome, 0) for outcome in Outcome},
        }  # fmt: skip


class Watch:
    """An archive in which nights are written and judged, one after the other."""

    def __init__(self, archive: Archive, papers: Sequence[Paper], nights: int = 0) -> None:
        self.archive = archive
        self.papers = papers
        self.nights = nights
        """That are in the archive already."""
        self.day = FIRST + timedelta(days=nights)
        self.hour = 15  # 22:00 in Vietnam
        archive.write(*put_sites(paper.card.facts() for paper in papers))

    def night(
        self,
        troubles: Mapping[str, Trouble] | None = None,
        *,
        holiday: bool = False,
        without: tuple[str, ...] = (),
    ) -> dict[str | None, SiteState]:
        """Write a night, with trouble of the sites that are named, and judge it."""
        started = self.write(troubles or {}, holiday=holiday, without=without)
        states = judge_night(self.archive, [paper.card for paper in self.papers], started)
        return {state.site: state for state in states}

    def write(
        self,
        troubles: Mapping[str, Trouble],
        *,
        holiday: bool = False,
        without: tuple[str, ...] = (),
    ) -> str:
        """Write a night and return when it began, without judging it."""
        started = datetime.combine(self.day, time(self.hour), UTC).isoformat()
        rows = []
        for paper in self.papers:
            run = paper.run(self.day, is_first=self.nights == 0, holiday=holiday)
            if paper.name in troubles:
                troubles[paper.name](run)
            if paper.name in without:
                continue
            run["requests"] = sum(run[outcome.value] for outcome in Outcome)
            run["started"] = run["finished"] = started
            rows.append({k: json.dumps(v) if k in ("measures", "reasons") else v
                         for k, v in run.items()})  # fmt: skip
        names = list(rows[0])
        marks = ", ".join(f":{name}" for name in names)
        with self.archive._engine.begin() as connection:
            for row in rows:
                connection.exec_driver_sql(
                    f"INSERT INTO runs ({', '.join(names)}) VALUES ({marks})", row
                )
        self.day += DAY
        self.nights += 1
        return started


# What goes wrong at a newspaper.


def _nothing_read(run: Run, status: str | None = None, **measures: Any) -> None:
    """No listing can be read, and no known article."""
    counts = run["measures"]
    known, listings = counts["known"], counts["listings"]
    for name, value in counts.items():
        if type(value) is int:
            counts[name] = 0
    for outcome in Outcome:
        run[outcome.value] = 0
    answers = {status: known + len(listings) + 1} if status else {}
    counts.update(words=None, known=known, statuses=answers, listings=dict.fromkeys(listings))
    counts.update(measures)
    run["listings"] = 0


def block(run: Run) -> None:
    """The site answers 403 to everything."""
    _nothing_read(run, "403")
    run["blocked"] = run["measures"]["known"]


def challenge(run: Run) -> None:
    """The site shows a challenge page in place of every page."""
    _nothing_read(run, "200", listings={name: [0, 0] for name in run["measures"]["listings"]})
    run["measures"]["challenges"] = len(run["measures"]["listings"])
    run["measures"]["challenged"] = run["blocked"] = run["measures"]["known"]


def ask_for_pause(run: Run) -> None:
    """The first answer is 429, and then the crawl requests nothing."""
    _nothing_read(run, statuses={"429": 1}, robots_unread=1)


def limit_requests(run: Run) -> None:
    """The site answers some requests, then 429, and wants to be left alone for an hour."""
    measures = run["measures"]
    answers = {"200": 6, "429": 2}
    _nothing_read(run, statuses=answers, blocked=1, blocked_by="it asks for a pause")
    measures["listings"]["/"] = [0, 0]
    measures["unanswered"] = run["failed"] = measures["known"] + 9


def fall_silent(run: Run) -> None:
    """The listings can be read and show what they showed the night before."""
    measures = run["measures"]
    for name in ("pages", "titled", "dated", "signed", "laid_out", "new", "new_dated",
                 "news", "repeated", "compared", "agreed", "same_text", "same_title",
                 "same_date"):  # fmt: skip
        measures[name] = 0
    measures["words"] = None
    measures["listings"] = {name: [30, 0] for name in measures["listings"]}
    run["stored"] = run["off_topic"] = run["revised"] = 0


def redesign(run: Run) -> None:
    """No page fits a layout, and some fields are not found any more."""
    run["measures"].update(laid_out=0, compared=0, agreed=0, signed=0, words=90)


def redesign_badly(run: Run) -> None:
    """No page fits a layout, and the generic extraction does not find the dates."""
    redesign(run)
    run["measures"]["dated"] = 0


def redesign_addresses(run: Run) -> None:
    """The listings link to articles whose addresses the card does not know."""
    fall_silent(run)
    run["measures"]["listings"] = {name: [0, 0] for name in run["measures"]["listings"]}


def move(run: Run) -> None:
    """Every request is redirected to another host."""
    _nothing_read(run, "301", moved={"bao-moi.example": 5})


def lose_menu(run: Run) -> None:
    """The home page names no section any more."""
    run["measures"]["listings"] = {"/": [30, run["measures"]["news"]]}
    run["listings"] = 1


def lose_feed(run: Run) -> None:
    """The feed can be read and is empty."""
    run["measures"]["listings"]["/rss"] = [0, 0]


def clog(run: Run) -> None:
    """Most articles are answered with 500."""
    measures = run["measures"]
    failed, pages = measures["new"] * 3 // 4, measures["pages"]
    for name in ("pages", "titled", "dated", "signed", "laid_out", "new", "new_dated", "news"):
        measures[name] = max(measures[name] - failed, 0)
    measures["unanswered"] += min(failed, pages)
    run["failed"] += failed
    run["off_topic"] = max(run["off_topic"] - failed, 0)


def garble(run: Run) -> None:
    """Every article is garbled: those known show something else, and no new one is read."""
    known, pages = run["measures"]["known"], run["measures"]["new"] + run["measures"]["known"]
    fall_silent(run)
    failures = {"the page's text is garbled": pages}
    run["measures"].update(replaced=min(known, 2), gone=0, failures=failures)
    run.update(failed=pages, unchanged=0, gone=0)


def be_down(run: Run) -> None:
    """Nothing answers."""
    _nothing_read(run, errors={"TimeoutError": 5})


def break_tls(run: Run) -> None:
    """No handshake succeeds."""
    _nothing_read(run, errors={"ResponseNeverReceived": 5}, certificate=5)


def maintain(run: Run) -> None:
    """Every page is a notice of maintenance."""
    known = max(run["measures"]["known"], 6)
    _nothing_read(run, "200", listings={name: [0, 0] for name in run["measures"]["listings"]})
    run["measures"].update(known=known, replaced=known)
    run["failed"] = known


def delete(run: Run) -> None:
    """Most known articles that are visited are gone."""
    run["measures"].update(known=12, gone=9)
    run.update(gone=9, unchanged=3, revised=0)


def lose(name: str) -> Trouble:
    """The pages show no title, or another field."""

    def change(run: Run) -> None:
        run["measures"][name] = 0

    return change


def lose_all_at_title(run: Run) -> None:
    """No title is found, so neither is what stands near it; known articles read otherwise."""
    run["measures"].update(titled=0, dated=0, signed=0, agreed=0)
    edit_all(run)


def cut_texts(run: Run) -> None:
    """The pages show the beginning of their articles only, without the author at the end."""
    run["measures"].update(words=60, signed=0)
    edit_all(run)


def show_clock_everywhere(run: Run) -> None:
    """The clock of the page is read as the date of the known articles, too."""
    show_clock(run)
    edit_all(run)


def show_clock(run: Run) -> None:
    """The clock of the page is read as the date of every article."""
    run["measures"]["same_date"] = run["measures"]["dated"]


def repeat_text(run: Run) -> None:
    """Every page has one text."""
    run["measures"]["same_text"] = run["measures"]["pages"]


def repeat_title(run: Run) -> None:
    """Every page shows the name of the newspaper as its title; known articles read otherwise."""
    run["measures"].update(same_title=run["measures"]["titled"], agreed=0, laid_out=0)
    edit_all(run)


def demand_login(run: Run) -> None:
    """Every page is a form to log in, without a date."""
    repeat_text(run)
    run["measures"].update(dated=0, signed=0, laid_out=0)


def show_notice(run: Run) -> None:
    """Every page is a notice, with one title and one date."""
    repeat_text(run)
    repeat_title(run)
    show_clock(run)


def date_ahead(run: Run) -> None:
    """Day and month are swapped."""
    run["measures"]["new_future"] = run["measures"]["new_dated"] // 2


def edit_all(run: Run) -> None:
    """Every known article has changed."""
    run["revised"], run["unchanged"] = 12, 0


def repeat_articles(run: Run) -> None:
    """The articles have new addresses, with other keys."""
    run["measures"]["repeated"] = run["measures"]["new"] * 4 // 5


def disagree(run: Run) -> None:
    """The layout reads something else than the generic extraction."""
    run["measures"]["agreed"] = 0
