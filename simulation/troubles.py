"""The schedules: which site has which trouble on which nights, and who must report it."""

from dataclasses import dataclass

from simulation import effects
from simulation.effects import Effect
from simulation.press import PAPERS


@dataclass(frozen=True, slots=True)
class Trouble:
    """A trouble of one site."""

    what: str
    site: str
    first: int
    """The night on which it begins; the first is 1."""
    last: int
    effect: Effect
    monitors: tuple[str, ...]
    """One of them must report it; none, if it is no trouble."""
    within: int = 0
    """Nights later on which it may be reported, if it cannot be seen in one night."""
    settles: int = 0
    """Nights later on which its alert may end, if the pages that were hit are seen so long."""


def _holiday(first: int, last: int) -> tuple[Trouble, ...]:
    return tuple(
        Trouble("holiday", paper.site, first, last, effects.SILENCE, ()) for paper in PAPERS
    )


QUARTER = (
    Trouble("redesign", "baohatinh", 8, 11, effects.REDESIGN, ("layout",)),
    Trouble("403 for all", "nbtv", 10, 13, effects.REFUSAL, ("block",)),
    Trouble("no answer", "baodaklak", 12, 12, effects.NO_ANSWER, ("answer",)),
    Trouble("maintenance", "baonghean", 16, 18, effects.MAINTENANCE, ("replaced", "listings")),
    Trouble("titles vanish", "huengaynay", 18, 22, effects.NO_TITLES, ("titles",)),
    Trouble("sections missing", "baocaobang", 20, 23, effects.SECTIONS_MISSING, ("sections",)),
    Trouble("silence", "baohatinh", 22, 25, effects.SILENCE, ("silence",)),
    Trouble("dates vanish", "nbtv", 25, 28, effects.NO_DATES, ("dates",)),
    Trouble("articles fail", "baoninhbinh", 26, 28, effects.ARTICLES_FAIL, ("errors",)),
    Trouble("move", "baothanhhoa", 28, 33, effects.MOVE, ("move",)),
    Trouble("challenge", "baoquangtri", 30, 31, effects.CHALLENGE, ("block",)),
    Trouble("sections empty", "baonghean", 33, 36, effects.SECTIONS_EMPTY, ("sections",)),
    Trouble("100 deleted", "baohatinh", 38, 38, effects.DELETION, ("gone",), settles=8),
    Trouble("server errors", "huengaynay", 39, 41, effects.SERVER_ERRORS, ("answer",)),
    Trouble("log-in wall", "baodaklak", 41, 44, effects.LOGIN_WALL, ("replaced", "same_text")),
    Trouble("clock for date", "nbtv", 42, 45, effects.CLOCK_FOR_DATE, ("same_date",)),
    Trouble("429 for all", "baoninhbinh", 44, 45, effects.TOO_MANY_REQUESTS, ("block",)),
    Trouble("texts cut", "baocaobang", 46, 49, effects.CUT_TEXTS, ("length",)),
    Trouble("authors vanish", "baothanhhoa", 48, 51, effects.NO_AUTHORS, ("authors",), within=1),
    Trouble("maintenance", "baosonla", 50, 51, effects.MAINTENANCE, ("replaced", "listings")),
    Trouble("400 edited", "baohatinh", 53, 53, effects.EDITS, ("edits",), settles=30),
    Trouble("articles fail", "baoquangtri", 54, 56, effects.ARTICLES_FAIL, ("errors",)),
    Trouble("redesign", "baocaobang", 58, 90, effects.REDESIGN, ("layout",)),
    Trouble("no answer", "baonghean", 58, 60, effects.NO_ANSWER, ("answer",)),
    Trouble("silence", "baolangson", 61, 72, effects.SILENCE, ("silence",), within=7,
            settles=3),
    Trouble("403 for all", "huengaynay", 62, 62, effects.REFUSAL, ("block",)),
    Trouble("move", "nbtv", 64, 67, effects.MOVE, ("move",)),
    Trouble("challenge", "baohatinh", 66, 68, effects.CHALLENGE, ("block",)),
    Trouble("titles vanish", "baoninhbinh", 70, 73, effects.NO_TITLES, ("titles",)),
    *_holiday(76, 77),
    Trouble("maintenance", "baothanhhoa", 80, 81, effects.MAINTENANCE, ("replaced", "listings")),
    Trouble("redesign", "baodaklak", 80, 82, effects.REDESIGN, ("layout",)),
)  # fmt: skip
"""Ninety nights."""

SHORT = (
    Trouble("challenge", "huengaynay", 2, 2, effects.CHALLENGE, ("block",)),
    Trouble("maintenance", "baoquangtri", 3, 3, effects.MAINTENANCE, ("replaced", "listings")),
    Trouble("move", "baocaobang", 4, 4, effects.MOVE, ("move",)),
)
"""Five nights of three small newspapers, for the tests."""
