"""Generates stories from hand-written sentences.

A story depends only on the random generator, so the same seed always produces the same story. The
kind of a story declares its topics; they are never derived from the text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, Literal

WORDS_MIN, WORDS_MAX = 200, 430
DISTRICTS_ABOLISHED = date(2025, 7, 1)
COMMITTEES_MERGED = date(2025, 2, 20)

_CHOICE = re.compile(r"\[([^\[\]]+)\]")
_NUMBER = re.compile(r"\{so:(\d+)-(\d+)\}")
_SLOT = re.compile(r"\{(\w+)\}")
_COUNTED = re.compile(r"(\d+)(?= (?:hộ|người|mô hình|buổi|lượt|triệu|mét|nghìn|công trình))")


@dataclass(frozen=True)
class Block:
    """A paragraph or a caption of a body."""

    kind: Literal["p", "cap"]
    text: str


@dataclass(frozen=True)
class Kind:
    """A kind of story, with the sentences it is composed of."""

    name: str
    topics: tuple[str, ...]
    section: str
    trap: str
    since: date
    titles: tuple[str, ...]
    leads: tuple[str, ...]
    sentences: tuple[str, ...]
    captions: tuple[str, ...]


@dataclass(frozen=True)
class Story:
    """A complete text, independent of a site's layout."""

    kind: Kind
    title: str
    lead: str
    blocks: tuple[Block, ...]

    @property
    def body(self) -> tuple[str, ...]:
        """Paragraphs and captions in reading order."""
        return tuple(block.text for block in self.blocks)

    @property
    def captions(self) -> tuple[str, ...]:
        """Only the captions."""
        return tuple(block.text for block in self.blocks if block.kind == "cap")


def _load(name: str) -> dict[str, Any]:
    text = files(__package__).joinpath("texts", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def names() -> dict[str, list[str]]:
    """Return the invented names of people, places and companies."""
    return _load("names")


@cache
def _shared(on_topic: bool) -> tuple[str, ...]:
    return tuple(_load("common" if on_topic else "aside")["sentences"])


@cache
def kinds(on_topic: bool) -> tuple[Kind, ...]:
    """Return all kinds of stories on the archive's topics, or all others."""
    tables = ("dan_van", "qcdc") if on_topic else ("off_topic",)
    return tuple(
        Kind(
            name=row["name"],
            topics=tuple(row.get("topics", ())),
            section=row.get("section", ""),
            trap=row.get("trap", ""),
            since=row.get("since", date.min),
            titles=tuple(row["titles"]),
            leads=tuple(row["leads"]),
            sentences=tuple(row["sentences"]),
            captions=tuple(row["captions"]),
        )
        for table in tables
        for row in _load(table)["kind"]
    )


class Writer:
    """Writes stories without repeating a title."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self._titles: set[str] = set()

    def write(self, kind: Kind, when: datetime) -> Story:
        """Write one story of ``kind`` about events on the day ``when``."""
        while True:
            slots = self._slots(when)
            title = self._fill(self.rng.choice(kind.titles), slots)
            if title in self._titles:
                continue
            lead = self._fill(self.rng.choice(kind.leads), slots)
            paragraphs = self._paragraphs(kind, slots)
            words = sum(len(text.split()) for text in paragraphs)
            if WORDS_MIN <= words <= WORDS_MAX:
                self._titles.add(title)
                return Story(kind, title, lead, self._with_captions(kind, paragraphs, slots))

    def _paragraphs(self, kind: Kind, slots: dict[str, str]) -> list[str]:
        own = self.rng.sample(kind.sentences, self.rng.randint(6, min(9, len(kind.sentences))))
        own[2:2] = self.rng.sample(_shared(bool(kind.topics)), self.rng.randint(2, 4))
        sentences = [self._fill(text, slots) for text in own]
        count = self.rng.randint(5, min(9, len(sentences)))
        # The first paragraphs get the remaining sentences, so longer paragraphs come first.
        size, rest = divmod(len(sentences), count)
        queue = iter(sentences)
        return [
            " ".join(next(queue) for _ in range(size + (1 if n < rest else 0)))
            for n in range(count)
        ]

    def _with_captions(
        self, kind: Kind, paragraphs: list[str], slots: dict[str, str]
    ) -> tuple[Block, ...]:
        chosen = self.rng.sample(kind.captions, self.rng.randint(1, 2))
        places = sorted(self.rng.sample(range(1, len(paragraphs)), len(chosen)))
        captions = dict(zip(places, chosen, strict=True))

        def blocks() -> Iterator[Block]:
            for n, text in enumerate(paragraphs):
                if n in captions:
                    yield Block("cap", self._fill(captions[n], slots))
                yield Block("p", text)

        return tuple(blocks())

    def _slots(self, when: datetime) -> dict[str, str]:
        rng, book = self.rng, names()

        def place() -> str:
            return f"{rng.choice(book['first'])} {rng.choice(book['second'])}"

        def person(*groups: str) -> str:
            return f"{rng.choice(book['family'])} {rng.choice(book[rng.choice(groups)])}"

        commune, district = f"xã {place()}", f"huyện {rng.choice(book['districts'])}"
        has_districts = when.date() < DISTRICTS_ABOLISHED
        merged = when.date() >= COMMITTEES_MERGED
        short = rng.choice((commune, district)) if has_districts else commune
        unit = "huyện" if has_districts else "xã"
        return {
            "xa": commune,
            "xa2": f"xã {place()}",
            "noi": f"{commune}, {district}" if has_districts else commune,
            "noi_ngan": short,
            "cap_uy": f"Huyện ủy {district[6:]}" if has_districts else f"Đảng ủy {commune}",
            "ban": "Ban Tuyên giáo và Dân vận Tỉnh ủy" if merged else "Ban Dân vận Tỉnh ủy",
            "don_vi": unit,
            "thon": f"thôn {place()}",
            "thon2": f"thôn {place()}",
            "thon_loai": rng.choice(("thôn", "tổ dân phố")),
            "vung": rng.choice(book["regions"]),
            **{f"nguoi{n}": person("men", "women") for n in ("", "2", "3")},
            **{f"nam_gioi{n}": person("men") for n in ("", "2", "3")},
            **{f"nu_gioi{n}": person("women") for n in ("", "2", "3")},
            "cong_ty": rng.choice(book["companies"]),
            "tat": rng.choice(book["initials"]),
            "ngay": f"{when.day}/{when.month}",
            "nam": str(when.year),
            "nam_toi": str(when.year + 1),
        }

    def _fill(self, template: str, slots: dict[str, str]) -> str:
        rng = self.rng
        text = _CHOICE.sub(lambda found: rng.choice(found[1].split("|")), template)
        text = _NUMBER.sub(lambda found: str(rng.randint(int(found[1]), int(found[2]))), text)
        text = text.replace("{phan_tram}", f"{rng.randint(61, 98)},{rng.randint(1, 9)}%")
        text = _SLOT.sub(lambda found: slots[found[1]], text)
        return text[0].upper() + text[1:]


def with_corrected_number(story: Story) -> Story:
    """Return the story after a silent correction: one number in its body differs."""
    blocks = list(story.blocks)
    for place, block in enumerate(blocks):
        if block.kind == "p" and _COUNTED.search(block.text):
            text = _COUNTED.sub(lambda found: str(int(found[1]) + 7), block.text, count=1)
            blocks[place] = Block("p", text)
            break
    return replace(story, blocks=tuple(blocks))


def with_added_sentence(story: Story, sentence: str) -> Story:
    """Return the story with one more sentence at the end of its last paragraph."""
    last = story.blocks[-1]
    return replace(story, blocks=(*story.blocks[:-1], Block("p", f"{last.text} {sentence}")))
