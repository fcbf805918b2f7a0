"""Where the phrases that made an article part of the archive are in its text."""

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.text import clean
from extraction.topics import find_topics
from publishing.article.doubts import DOUBTS, in_words
from publishing.article.evidence import marked

ROOT = Path(__file__).resolve().parent.parent


def _shown(text: str, *phrases: str) -> str:
    return "".join(
        f"[{piece}]" if is_phrase else piece for piece, is_phrase in marked(text, phrases)
    )


@pytest.mark.parametrize(
    ("text", "phrases", "expected"),
    [
        ("", ["dân vận"], ""),
        ("Bà con làm đường.", [], "Bà con làm đường."),
        ("Bà con làm đường.", ["dân vận"], "Bà con làm đường."),
        ("Dân vận khéo ở Gò Sim", ["dân vận khéo"], "[Dân vận khéo] ở Gò Sim"),
        ("Mô hình “DÂN VẬN khéo”", ["dân vận khéo"], "Mô hình “[DÂN VẬN khéo]”"),
        ("dân  vận “khéo”, dân-vận", ["dân vận khéo", "dân vận"], "[dân vận “khéo]”, [dân-vận]"),
        ("dân. vận", ["dân vận"], "dân. vận"),  # two sentences
        # The one that was counted first, and nothing within it.
        ("công tác dân vận khéo", ["dân vận khéo", "công tác dân vận"], "công tác [dân vận khéo]"),
        ("công tác dân vận", ["công tác dân vận", "dân vận"], "[công tác dân vận]"),
        # Another place of the tone mark, another form of the letters.
        ("Ban Hoà Sim", ["ban hòa sim"], "[Ban Hoà Sim]"),
        (unicodedata.normalize("NFD", "Dân vận"), ["dân vận"], "[Dân vận]"),
        # Not the term, though the words are the same.
        (
            "người dân vận hành máy, làm dân vận",
            ["dân vận"],
            "người dân vận hành máy, làm [dân vận]",
        ),
        ("dân vận\u202e khéo\x07", ["dân vận khéo"], "[dân vận khéo]"),
        ("qcdcs QCDC", ["qcdc"], "qcdcs [QCDC]"),
        ("İx dân vận", ["dân vận"], "İx dân vận"),  # in small letters, it is two words
    ],
)
def test_phrases_are_marked(text: str, phrases: list[str], expected: str) -> None:
    assert _shown(text, *phrases) == expected


WORDS = st.sampled_from(
    "công tác dân vận khéo Dân VẬN chính quyền ban quy chế dân chủ QCDC ở cơ sở người hành hoà, "
    "“khối. nơi làm việc; thực hiện – tuyên giáo và |".split()
)


@given(st.lists(WORDS, max_size=30).map(" ".join), st.sampled_from(["NFC", "NFD"]))
def test_as_many_are_marked_as_were_counted(text: str, form: str) -> None:
    evidence = find_topics(None, None, text)
    pieces = marked(unicodedata.normalize(form, text), [item.phrase for item in evidence])  # type: ignore[arg-type]
    assert "".join(piece for piece, _ in pieces) == clean(text)
    counted = Counter({topic.phrase: topic.count for topic in evidence})
    assert sum(is_phrase for _, is_phrase in pieces) == counted.total()


@given(st.text(), st.lists(st.text(min_size=1), max_size=3))
def test_any_text_is_shown_whole(text: str, phrases: list[str]) -> None:
    assert "".join(piece for piece, _ in marked(text, phrases)) == clean(text)


def test_every_doubt_of_the_extraction_has_words() -> None:
    stated = {
        json.loads(found)
        for file in ("extraction", "pipelines")
        for path in (ROOT / file).glob("*.py")
        for found in re.findall(r'"(?:date|text|title): [^"]+"', path.read_text("utf-8"))
    }
    assert stated == set(DOUBTS)


def test_a_doubt_is_said_in_words() -> None:
    assert in_words("date: only the URL has it").startswith("Trang không ghi ngày đăng")
    assert in_words("date: a new one\u202e\n") == "date: a new one"
