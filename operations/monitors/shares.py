"""Monitors of shares: how many pages of a night are as most pages of the site usually are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, lgamma, log, log1p, sqrt

from operations.monitors.model import CannotJudge, Case, Count, Judgement, Trouble
from operations.nights import SiteNight

LIMIT = 1e-5
"""Trouble must be less likely than this by chance: with 160 sites, about one false alarm a year."""
MAX_NIGHTS = 28
"""The latest usual nights, with which tonight is compared."""
MIN_NIGHTS = 5
"""Fewer usual nights do not say what is usual: then the stated minimum counts."""
MIN_PAGES = 20
"""As many pages as these nights must have together."""
MIN_FIRST = 10
"""Pages of a first night; fewer say nothing, unless none of them is well."""
MIN_FIRST_NONE = 5
"""Pages of a first night of which none is well; of fewer, that may be chance."""
MIN_TO_END = 3
"""Pages of a night that can end an alert, if not all of them are well."""

_MOST_OF_NIGHT = 50  # pages of a usual night that count: a first crawl reads thousands of old ones
_HARDLY = "it is better, but not well"
_SUREST = 0.98  # a larger share is not relied on: one odd page of three is no trouble


@dataclass(frozen=True, slots=True)
class Share:
    """Compares the share of the pages that are `part` among those that are `whole`."""

    part: Count
    whole: Count
    came: str
    """What is said of the part, as in `{n} of {whole} pages show a date`."""
    advice: str
    drop: float = 0.5
    """Trouble begins below this part of the usual share."""
    minimum: float | None = None
    """The least share on a first night, in place of a usual one."""
    of_others: bool = False
    """`came` speaks of the pages that are not `part`."""
    may_be_none: bool = False
    """Of few pages, none may well be `part`."""
    pools: bool = False
    """Each night has other pages, so that those of several bad nights add up."""
    why: Callable[[SiteNight], str] | None = None
    """What a night says of the reason, in words."""

    def __call__(self, case: Case) -> Judgement:
        """Compare tonight with the usual nights, or with the minimum."""
        tonight = case.tonight
        if not self.whole(tonight):
            return CannotJudge("there was no such page")
        usual = [night for night in case.usual if self.whole(night)][-MAX_NIGHTS:]
        if not _are_enough(usual, self.whole):
            return self._first(case)
        share = self._usual_share(usual)
        least = share * self.drop
        if self._share(tonight) >= least:
            return self._well(case, share)
        bad = self._bad_nights(case, least) if self.pools else [tonight]
        usual = [night for night in usual if night not in bad]
        if not _are_enough(usual, self.whole):
            return CannotJudge("too few nights are usual")
        share = self._usual_share(usual)
        unlikely = self._chance(bad, share)
        if unlikely >= LIMIT:
            return CannotJudge(f"{sum(map(self.whole, bad))} pages are too few to tell")
        if any(self._chance([night], share) <= unlikely for night in usual):
            return CannotJudge("it was as bad on a usual night")
        return self._trouble(bad, f"{self._percent(share)} is usual")

    def _chance(self, nights: Sequence[SiteNight], share: float) -> float:
        part, whole = sum(map(self.part, nights)), sum(map(self.whole, nights))
        return chance(part, whole, min(share, _SUREST))

    def _first(self, case: Case) -> Judgement:
        tonight = case.tonight
        if self.minimum is None:
            return CannotJudge(f"it takes {MIN_NIGHTS} nights to know what is usual")
        is_well = self._share(tonight) >= (1 + self.minimum) / 2
        if case.is_open and is_well and self.whole(tonight) >= MIN_TO_END:
            return None
        is_none = not self.part(tonight) and not self.may_be_none
        if self.whole(tonight) < (MIN_FIRST_NONE if is_none else MIN_FIRST):
            return CannotJudge(f"fewer than {MIN_FIRST} pages of a first night say nothing")
        if self._share(tonight) >= self.minimum:
            return CannotJudge(_HARDLY) if case.is_open else None
        most_or_least = "at most" if self.of_others else "at least"
        expected = f"{most_or_least} {self._percent(self.minimum)} is expected of a new site"
        return self._trouble([tonight], expected)

    def _well(self, case: Case, share: float) -> Judgement:
        """Return None, but let an alert go on if tonight is hardly better."""
        if not case.is_open:
            return None
        part, whole = self.part(case.tonight), self.whole(case.tonight)
        if part < whole < MIN_TO_END:
            return CannotJudge("there are too few pages to say that it has ended")
        if part / whole < share * (1 + self.drop) / 2:
            return CannotJudge(_HARDLY)
        return None

    def _bad_nights(self, case: Case, least: float) -> list[SiteNight]:
        """Return the last nights in a row that were as bad as tonight, the first of them first."""
        bad = [case.tonight]
        for night in reversed(case.before):
            if not self.whole(night):
                continue
            if self._share(night) >= least:
                break
            bad.insert(0, night)
        return bad

    def _share(self, night: SiteNight) -> float:
        return self.part(night) / self.whole(night)

    def _usual_share(self, nights: Sequence[SiteNight]) -> float:
        """Return the usual share, and less if few pages say so: by two standard errors."""
        weights = [min(self.whole(night), _MOST_OF_NIGHT) for night in nights]
        pages = sum(weights)
        pairs = zip(nights, weights, strict=True)
        share = sum(self._share(night) * weight for night, weight in pairs) / pages
        return max(share - 2 * sqrt(share * (1 - share) / pages), 0.0)

    def _percent(self, share: float) -> str:
        return f"{1 - share if self.of_others else share:.0%}"

    def _trouble(self, bad: Sequence[SiteNight], expected: str) -> Trouble:
        part, whole = sum(map(self.part, bad)), sum(map(self.whole, bad))
        shown = whole - part if self.of_others else part
        came = self.came.format(n=shown, whole=whole)
        why = self.why(bad[-1]) if self.why is not None else ""
        return Trouble(f"{came} ({why})" if why else came, expected, self.advice, bad[0])


def _are_enough(nights: Sequence[SiteNight], whole: Count) -> bool:
    return len(nights) >= MIN_NIGHTS and sum(map(whole, nights)) >= MIN_PAGES


def chance(part: int, whole: int, share: float) -> float:
    """Return how likely at most `part` of `whole` is, where each has the chance `share`."""
    if share <= 0:
        return 1.0
    everything = lgamma(whole + 1)
    return min(
        1.0,
        sum(
            exp(
                everything
                - lgamma(n + 1)
                - lgamma(whole - n + 1)
                + n * log(share)
                + (whole - n) * log1p(-share)
            )
            for n in range(part + 1)
        ),
    )
