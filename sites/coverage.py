"""The page that shows for each province which sites are known, and how sure that is.

`python -m sites.coverage` writes `docs/coverage.md` again.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from archive.provinces import PROVINCE_NOW
from extraction.text import strip_diacritics
from sites.card import ACTIVE, KINDS, SiteCard
from sites.loading import load_sites

PAGE = Path(__file__).resolve().parent.parent / "docs" / "coverage.md"
_KINDS = {
    "newspaper": "báo",
    "broadcaster": "đài",
    "party": "cấp ủy",
    "front": "Mặt trận",
    "central": "trung ương",
}
_SURE = {"page": "a saved page", "code": "code that was run", "text": "text alone"}
_HEAD = """# Coverage (phạm vi)

The sites of each of the 34 provinces of today. `python -m sites.coverage` writes this page from the
cards in `spiders/`. No card was tried on its site yet. The column "known from" has the best source
of a card: a saved page, code that somebody ran on the site, or texts alone (addresses, lists,
reports).

| state | meaning |
|---|---|
| active | it is crawled every night |
| unverified | it is left out until a probe has passed |
| frozen | it is read to its end once, then only rechecked |
| dead | it is never requested |
"""


def coverage(sites: Iterable[type[SiteCard]]) -> str:
    """Return the page, in Markdown."""
    chosen = list(sites)
    parts = [_HEAD, _totals(chosen)]
    for province in sorted(set(PROVINCE_NOW.values()), key=strip_diacritics):
        old = [name for name, now in PROVINCE_NOW.items() if now == province]
        here = [site for site in chosen if site.province in old]
        parts.append(_section(province, old, here))
    parts.append(_section("The whole country", [], [s for s in chosen if not s.province]))
    return "\n".join(parts)


def _totals(sites: Sequence[type[SiteCard]]) -> str:
    lines = [f"{len(sites)} sites on {sum(len(site.hosts) for site in sites)} hosts:", ""]
    lines += ["| kind | sites | active |", "|---|--:|--:|"]
    for kind in KINDS:
        of_kind = [site for site in sites if site.kind == kind]
        active = sum(site.state == ACTIVE for site in of_kind)
        lines.append(f"| {kind} ({_KINDS[kind]}) | {len(of_kind)} | {active} |")
    return "\n".join((*lines, ""))


def _section(title: str, old: Sequence[str], sites: Sequence[type[SiteCard]]) -> str:
    lines = [f"## {title}", ""]
    if len(old) > 1:
        lines += [f"Before July 2025: {', '.join(old)}.", ""]
    lines += ["| site | kind | of | hosts | CMS | state | known from |", f"|{'---|' * 7}"]
    lines += [_row(site) for site in sorted(sites, key=lambda s: (KINDS.index(s.kind), s.name))]
    missing = _missing(old, sites)
    if missing:
        lines += ["", f"Missing: {missing}."]
    return "\n".join((*lines, ""))


def _row(site: type[SiteCard]) -> str:
    best = min(site.evidence, key=lambda one: list(_SURE).index(one.kind))
    cells = (
        f"{site.title} (`{site.name}`)", site.kind, site.province, ", ".join(site.hosts),
        site.family, site.state, f"{_SURE[best.kind]}, {best.day}",
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _missing(old: Sequence[str], sites: Sequence[type[SiteCard]]) -> str:
    """Return what is not known yet: kinds of sites for each old province, patterns of articles."""
    wanted = ("newspaper", "broadcaster", "party", "front")
    gaps = []
    for kind in wanted if old else ():
        known = {site.province for site in sites if site.kind == kind}
        without = [name for name in old if name not in known]
        if without:
            gaps.append(f"{kind} of {', '.join(without)}")
    unknown = [s.name for s in sites if not (s.articles or s.query_articles)]
    if unknown:
        gaps.append(f"the addresses of articles of {', '.join(unknown)}")
    return "; ".join(gaps)


if __name__ == "__main__":
    PAGE.write_text(coverage(load_sites().values()), "utf-8")
