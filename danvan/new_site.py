"""The command that writes a card for a site that has none."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from pkgutil import iter_modules, resolve_name
from typing import Any

import click

import spiders.families
from archive.escaping import escaped
from archive.provinces import PROVINCE_NOW
from danvan.common import CommandError, all_sites
from danvan.files import write_all
from danvan.probe import Probe, origin_option, probe_settings, run_probes
from evaluation.scoring import gold_entry, load_gold
from extraction.text import strip_diacritics
from sites.card import KINDS, Directory, SiteCard, SiteError
from sites.card_source import class_name, classes_of, new_class, one_line, with_class
from sites.check import check
from sites.findings import SECTION
from sites.probing import is_good, probe_evidence, provisional_card, suggested, working
from sites.urls import web_host

_SPIDERS = Path("spiders")
_PAGES = Path("tests/pages")
_GOLD = _PAGES / "gold.json"
_ADDRESSES = Path("tests/addresses.json")
_FROZEN = 3
"""Pages that are saved for the tests."""
_FAMILY_SHARE = 0.9
"""Of the articles' URLs that the patterns of a family match, and of the pages that one of its
layouts fits."""
_NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")
_CENTRAL = "central"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the operator says of the new site."""

    name: str
    kind: str
    province: str

    @property
    def file(self) -> Path:
        """Return the file of its province as it is today."""
        now = PROVINCE_NOW[self.province] if self.province else _CENTRAL
        return _SPIDERS / f"{strip_diacritics(now).lower().replace(' ', '_')}.py"


@click.command("new-site")
@click.argument("url")
@click.option("--name", required=True, help="The name of the site in commands and tables.")
@click.option("--province", default="", help="Its province, as it was called before July 2025.")
@click.option("--kind", type=click.Choice(KINDS), default="newspaper", show_default=True)
@origin_option
def new_site(url: str, name: str, province: str, kind: str, origin: str | None) -> None:
    """Write the card of a site, pages with draft gold and tests of its addresses.

    The site is probed; what was found is written into the files of the project in this folder.
    """
    wanted = _Wanted(name, kind, province)
    _check(url, wanted)
    [probe] = run_probes(probe_settings(origin), [provisional_card(url)])
    if not _can_be_told(probe):
        reasons = "; ".join(probe.reasons) or "no article has a text"
        raise CommandError(f"No card is written for {url}: {reasons}.")
    base = _family(probe)
    attributes = _attributes(probe, wanted, base)
    card = type("NewSite", (base,), {**attributes, "__module__": f"spiders.{wanted.file.stem}"})
    try:
        check(card)
        files, written = _files(probe, wanted, card, attributes)
        write_all(files)
    except SiteError as error:
        raise CommandError(f"No card is written for {url}: {error}") from error
    except (OSError, ValueError) as error:
        raise CommandError(f"The files of the project cannot be written: {error}.") from error
    for line in (*written, "", *_to_review(probe, wanted, base)):
        click.echo(escaped(line))


def _check(url: str, wanted: _Wanted) -> None:
    """Raise CommandError if no card can be written for a URL, whatever is found there."""
    if not (_SPIDERS.is_dir() and Path("scrapy.cfg").is_file()):
        raise CommandError(
            "This is not the folder of a project: it has no spiders/ and scrapy.cfg."
        )
    if not _NAME.fullmatch(wanted.name):
        raise CommandError(
            f"The name {wanted.name!r} must be 2 to 40 lower-case letters, digits and underscores."
        )
    if wanted.kind == _CENTRAL and wanted.province:
        raise CommandError("A central site has no province: leave out --province.")
    if wanted.kind != _CENTRAL and wanted.province not in PROVINCE_NOW:
        raise CommandError(f"There was no province {wanted.province!r} before July 2025.")
    known = all_sites()
    if wanted.name in known:
        raise CommandError(f"There is a site {wanted.name!r} already: choose another name.")
    if not web_host(url):
        raise CommandError(f"{url!r} is not a URL such as https://baogosim.example/.")
    other = Directory(known.values()).site_of(url)
    if other is not None:
        raise CommandError(f"{web_host(url)} has a card already: it is a host of {other.name}.")


def _can_be_told(probe: Probe) -> bool:
    has_patterns = bool(probe.site.articles or probe.site.query_articles)
    return has_patterns and any(one.article.text for one in probe.read.values())


def _family(probe: Probe) -> type[SiteCard]:
    """Return the family whose patterns and layouts fit the articles, or SiteCard if not just one.

    Many systems have URLs like `/<slug>-12345.html`: they are told by their layouts alone.
    """
    urls = {url for visit in probe.findings.listings for url in visit.articles}
    pages = [visit for visit in probe.findings.articles if visit.url in probe.read]
    found = []
    for family in _families():
        keys = {family.key(url) for url in urls} - {None}
        if len(keys) < _FAMILY_SHARE * len(urls):  # years and months are no keys
            continue
        again = probe.extracted_with(family.rules())
        fitting = sum(again[page.url].article.layout != "generic" for page in pages)
        if not family.layouts or fitting >= _FAMILY_SHARE * len(pages):
            found.append(family)
    return found[0] if len(found) == 1 else SiteCard


def _families() -> list[type[SiteCard]]:
    names = [module.name for module in iter_modules(spiders.families.__path__)]
    modules = [resolve_name(f"spiders.families.{name}") for name in names]
    return [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, SiteCard)
        and value.__module__ == module.__name__
    ]


def _attributes(probe: Probe, wanted: _Wanted, base: type[SiteCard]) -> dict[str, Any]:
    host = probe.findings.card.hosts[0]
    site = probe.site if base is SiteCard else base
    attributes: dict[str, Any] = {
        "name": wanted.name,
        "title": one_line(probe.findings.title) or host,
        "kind": wanted.kind,
        "evidence": (probe_evidence(f"{probe.finished:%Y-%m-%d}"),),
        "hosts": (host,),
        **suggested(probe.findings, site, base),
    }
    if wanted.province:
        attributes["province"] = wanted.province
    if base is SiteCard:
        attributes["family"] = "own"
    return attributes


# The files


def _files(
    probe: Probe, wanted: _Wanted, card: type[SiteCard], attributes: Mapping[str, Any]
) -> tuple[dict[Path, bytes], list[str]]:
    """Return the contents of the files, and a line about each for the operator."""
    source, written = _card_file(wanted, card, attributes)
    frozen = _frozen(probe)
    extractions = probe.extracted_with(card.rules())
    gold = load_gold(_PAGES) if _GOLD.exists() else []
    addresses = _read_addresses()
    files, lines = {wanted.file: source.encode()}, [written]
    for number, visit in enumerate(frozen, start=1):
        file = _PAGES / f"{wanted.name}-{number}.html"
        if file.exists():
            raise ValueError(f"{file} exists already")
        files[file] = visit.content
        gold.append(gold_entry(file.name, extractions[visit.url].article))
        addresses.append([wanted.name, visit.url, card.key(visit.url)])
        lines.append(f"{file}: {visit.url}")
    listings = [visit.url for visit in working(probe.findings, SECTION)]
    addresses += [[wanted.name, url, card.key(url)] for url in listings[:_FROZEN]]
    files[_GOLD] = (json.dumps(gold, ensure_ascii=False, indent=1) + "\n").encode()
    rows = ",\n".join(f" {json.dumps(row, ensure_ascii=False)}" for row in addresses)
    files[_ADDRESSES] = f"[\n{rows}\n]\n".encode()
    return files, [*lines, f"{_GOLD}: {len(frozen)} entries", f"{_ADDRESSES}: its addresses"]


def _card_file(
    wanted: _Wanted, card: type[SiteCard], attributes: Mapping[str, Any]
) -> tuple[str, str]:
    """Return the file of the province with the new card, and a line about it."""
    if wanted.file.exists():
        source = wanted.file.read_text("utf-8")
    else:
        source = f'"""{PROVINCE_NOW[wanted.province]}."""\n'
    name = class_name(wanted.name)
    base = card.__mro__[1]
    if name in classes_of(source) | {base.__name__, "SiteCard", "Evidence"}:
        name += "Site"
    if name in classes_of(source):
        raise ValueError(f"{wanted.file} has a class {name} already")
    new = new_class(name, base.__name__, attributes["title"], attributes)
    imports = [("sites.card", "Evidence"), (base.__module__, base.__name__)]
    return with_class(source, new, imports), f"{wanted.file}: the class {name}"


def _frozen(probe: Probe) -> list[Any]:
    """Return the pages to save: of articles with a text, first those without doubts."""
    pages = [visit for visit in probe.findings.articles
             if visit.url in probe.read and probe.read[visit.url].article.text]  # fmt: skip
    return sorted(pages, key=lambda visit: not is_good(probe.read[visit.url]))[:_FROZEN]


def _read_addresses() -> list[list[str | None]]:
    if not _ADDRESSES.exists():
        return []
    rows = json.loads(_ADDRESSES.read_text("utf-8"))
    if not isinstance(rows, list):
        raise ValueError(f"{_ADDRESSES} is not a list")
    return rows


def _to_review(probe: Probe, wanted: _Wanted, base: type[SiteCard]) -> list[str]:
    family = "no known family" if base is SiteCard else f"the family {base.family}"
    unread = probe.findings.unread_sections
    return [
        f"Its articles have the form of {family}. Now review:",
        f"1. {wanted.file}: the title, the sections, the patterns of articles.",
        f"2. {_GOLD}: compare each new entry with its page, correct it, and remove `reviewed`.",
        f"   Replace the texts in {_PAGES} with invented ones.",
        f"3. {_ADDRESSES}: each article has its key, and no listing has one.",
        *(["Sections for which no request was left: " + ", ".join(unread)] if unread else []),
        *(f"To be seen to: {reason}" for reason in probe.reasons),
        f"Then try it: danvan crawl {wanted.name} --limit 5",
        f"It is crawled every night after `danvan probe {wanted.name}` has passed.",
    ]
