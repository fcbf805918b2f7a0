"""How much two texts have in common."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.overlap import f1

WORDS = "xã Nậm Lành họp dân bàn việc mở đường vào bản bà con đồng tình hiến đất".split()

texts = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)


@given(texts)
def test_equal_texts_score_one(text: str) -> None:
    assert f1(text, text) == 1


@given(texts, texts)
def test_f1_is_symmetric_and_between_0_and_1(one: str, other: str) -> None:
    assert f1(one, other) == f1(other, one)
    assert 0 <= f1(one, other) <= 1


@given(texts, st.lists(st.sampled_from("một hai ba bốn năm sáu".split()), min_size=1))
def test_texts_without_common_words_score_zero(one: str, others: list[str]) -> None:
    assert f1(one, " ".join(others)) == 0


@given(texts)
def test_f1_compares_words_only(text: str) -> None:
    assert f1(text.upper(), f"“{text}”…") == 1
    assert f1(text.replace(" ", "\n\n"), text) == 1


@given(st.permutations([f"từ{number}" for number in range(12)]), st.integers(4, 12))
def test_the_score_of_a_part_of_a_text(words: list[str], length: int) -> None:
    complete, part = " ".join(words), " ".join(words[:length])
    shingles = length - 3
    assert f1(part, complete) == pytest.approx(2 * shingles / (shingles + 9))


@pytest.mark.parametrize(
    ("found", "wanted", "score"),
    [
        pytest.param("", "", 1, id="nothing and nothing"),
        pytest.param("", "xã họp dân", 0, id="nothing found"),
        pytest.param("xã họp dân", "", 0, id="nothing wanted"),
        pytest.param("xã họp", "xã họp", 1, id="fewer words than a shingle"),
        pytest.param("xã họp", "họp xã", 0, id="few words in a different order"),
        pytest.param("a b c d e", "a b c d", 2 / 3, id="one word too many"),
        pytest.param("a b c d", "a b c d e", 2 / 3, id="one word too few"),
        pytest.param("a b c d a b c d", "a b c d", 2 / 6, id="repeated"),
        pytest.param("Hoà Bình họp dân", "hòa bình: họp dân.", 1, id="spelling"),
    ],
)
def test_f1(found: str, wanted: str, score: float) -> None:
    assert f1(found, wanted) == pytest.approx(score)
