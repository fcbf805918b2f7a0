"""Texts for synthetic articles: a short one, or one as long as those of newspapers.

The long ones are made of syllables, some of which are much more frequent than others, and of topic
phrases. The same number always gives the same text.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from extraction.topics import PHRASES

_BODY = "Bà con các thôn của xã Gò Sim họp bàn, hiến đất và góp công làm đường liên thôn."
_MEDIAN, _SPREAD = 450, 0.55
"""Of the words of a body; the logarithms are spread normally."""
_SENTENCE, _PARAGRAPH = 22, 70  # words
_LEAD, _TITLE = 38, 8  # words

_ONSETS = "b c ch d đ g h kh l m n ng nh ph qu r s t th tr v x".split()
# With their tones, as in real articles: a word has 5 bytes and a space after it has one.
_RIMES = (
    "a à ạ ải am ạm án ản ang ạng anh ảnh ao ạo ạt ảy ăm ắn ăng ặng ân ấn ấp ất ật ây ấy em ề ế "
    "ên ện ết ệt i ị ia iến iện iếp iệp iệt ình ỉnh ính o ỏa oàn oạt ỏi ong ọng ô ộ ôi ội ốn "
    "ồng ộng ốt ơ ở ới ợi ợp ủ ùa ui ung ụng uộc uôn ư ữ ựa ức ựng ươi ười ươn ương ường ướng "
    "ưởng ước ược ủy uyên uyện uyết"
).split()
_SYLLABLES = [onset + rime for onset in _ONSETS for rime in _RIMES]
Random(0).shuffle(_SYLLABLES)
_WEIGHTS = list(accumulate(1 / (rank + 8) for rank in range(len(_SYLLABLES))))
_PHRASES = [(topic, phrase) for topic, phrases in PHRASES.items() for phrase in phrases]
# The first of a topic are the most frequent ones.
_PHRASE_WEIGHTS = list(
    accumulate(1 / (rank + 1) for phrases in PHRASES.values() for rank in range(len(phrases)))
)


@dataclass(frozen=True, slots=True)
class Text:
    """What a newspaper wrote, and the phrases that are in it."""

    title: str
    lead: str | None
    body: str
    evidence: Sequence[dict[str, str | int]]

    @property
    def topics(self) -> str:
        """The column `topics`."""
        return json.dumps(sorted({str(item["topic"]) for item in self.evidence}, reverse=True),
                          ensure_ascii=False)  # fmt: skip


def short(number: int) -> Text:
    """Return the text that all articles share, and their phrase."""
    found: dict[str, str | int] = {
        "topic": "dân vận",
        "phrase": "dân vận khéo",
        "field": "title",
        "count": 1,
    }
    return Text(f"Dân vận khéo ở thôn {number}", None, _BODY, [found])


def long(number: int) -> Text:
    """Return a text of the length that newspapers write."""
    random = Random(number)
    chosen = random.choices(_PHRASES, cum_weights=_PHRASE_WEIGHTS, k=1 + random.randrange(3))
    (topic, phrase), *others = dict.fromkeys(chosen)
    title = f"{phrase} {_sentence(random, _TITLE)} {number}"
    length = max(60, round(random.lognormvariate(0, _SPREAD) * _MEDIAN))
    paragraphs = [_paragraph(random) for _ in range(-(-length // _PARAGRAPH))]
    evidence: list[dict[str, str | int]] = [
        {"topic": topic, "phrase": phrase, "field": "title", "count": 1}
    ]
    for its_topic, its_phrase in others:
        place = random.randrange(len(paragraphs))
        paragraphs[place] += f" {its_phrase.capitalize()}: {_sentence(random, 6)}."
        evidence.append({"topic": its_topic, "phrase": its_phrase, "field": "body", "count": 1})
    lead = f"{_sentence(random, _LEAD)}."
    return Text(title[0].upper() + title[1:], lead, "\n\n".join(paragraphs), evidence)


def _paragraph(random: Random) -> str:
    lengths = [_SENTENCE] * (_PARAGRAPH // _SENTENCE)
    return " ".join(f"{_sentence(random, length)}." for length in lengths)


def _sentence(random: Random, words: int) -> str:
    return " ".join(random.choices(_SYLLABLES, cum_weights=_WEIGHTS, k=words)).capitalize()
