"""Vietnamese text as it is stored, compared and searched."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.text import clean, comparable, d_words, is_syllable, strip_diacritics, word_count

WORDS = (
    "dân vận khéo Đảng uỷ ủy hoà hòa khoẻ khỏe thuỷ quý quy quỹ tỉnh Nghĩa Đường Nậm Hoàng "
    "nguyễn huỳnh ở xã bản Na Hin chức NGƯỜI ỨNG ưỡn oằn yêu 2023 QCDC"
).split()
MARKS = (" ", "  ", ", ", ". ", " – ", " - ", "\n", "\t", " “", "” ", "/", "…")
INVISIBLE = ("\u200b", "\u200d", "\ufeff", "\u00ad", "\u2060", "\x00", "\x7f")


@st.composite
def vietnamese(draw: st.DrawFn) -> str:
    """Draw a text of Vietnamese words in either normal form."""
    words = draw(st.lists(st.sampled_from(WORDS), max_size=12))
    text = "".join(word + draw(st.sampled_from(MARKS)) for word in words)
    return unicodedata.normalize(draw(st.sampled_from(("NFC", "NFD"))), text)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        pytest.param("", "", id="empty"),
        pytest.param(" \n\t ", "", id="only space"),
        pytest.param("  xã Na Hin \n", "xã Na Hin", id="edges"),
        pytest.param("xã \n\t  Na   Hin", "xã Na Hin", id="runs of space"),
        pytest.param("xã\u00a0Na\u2003Hin", "xã Na Hin", id="no-break and em space"),
        pytest.param("dân\u200b vận", "dân vận", id="zero-width space"),
        pytest.param("tuyên\u00adgiáo", "tuyêngiáo", id="soft hyphen"),
        pytest.param("\ufeffDân vận", "Dân vận", id="byte-order mark"),
        pytest.param("dân\x00 vận\x07", "dân vận", id="control characters"),
        pytest.param("\u202adân vận\u202c", "dân vận", id="direction marks"),
        pytest.param("Na\u200b", "Na", id="invisible at the edge"),
        pytest.param("\u200b \u200b", "", id="invisible and space"),
        pytest.param("da\u0302n va\u0323\u0302n", "dân vận", id="decomposed"),
        pytest.param("va\u0302\u0323n", "vận", id="tone after circumflex, as windows-1258 has it"),
        pytest.param("“Dân vận khéo” – 2023…", "“Dân vận khéo” – 2023…", id="quotes and dashes"),
        pytest.param("Hoà, Hòa", "Hoà, Hòa", id="tone marks stay in place"),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(vietnamese())
def test_clean_text_is_composed_and_single_spaced(text: str) -> None:
    cleaned = clean(text)
    assert cleaned == " ".join(cleaned.split())
    assert unicodedata.is_normalized("NFC", cleaned)
    assert clean(cleaned) == cleaned


@given(vietnamese())
def test_clean_is_the_same_for_both_normal_forms(text: str) -> None:
    forms = {clean(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}
    assert forms == {clean(text)}


@given(vietnamese(), st.sampled_from(INVISIBLE), st.integers(min_value=0, max_value=60))
def test_invisible_characters_are_removed(text: str, sign: str, place: int) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert clean(composed[:place] + sign + composed[place:]) == clean(composed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("hòa", "hoà", id="oa"),
        pytest.param("hóa", "hoá", id="oa, acute"),
        pytest.param("tỏa", "toả", id="oa, hook"),
        pytest.param("xõa", "xoã", id="oa, tilde"),
        pytest.param("họa", "hoạ", id="oa, dot"),
        pytest.param("khỏe", "khoẻ", id="oe"),
        pytest.param("lòe", "loè", id="oe, grave"),
        pytest.param("xòe", "xoè", id="oe, in another word"),
        pytest.param("Tỉnh ủy", "Tỉnh uỷ", id="uy"),
        pytest.param("thùy", "thuỳ", id="uy, grave"),
        pytest.param("lũy", "luỹ", id="uy, tilde"),
        pytest.param("tụy", "tuỵ", id="uy, dot"),
        pytest.param("THỦY", "thuỷ", id="capitals"),
        pytest.param("hòan", "hoàn", id="a final consonant after it"),
        pytest.param("qúy", "quý", id="qu, misplaced by a typist"),
        pytest.param("Dân Vận Khéo", "dân vận khéo", id="case"),
        pytest.param("ĐẢNG", "đảng", id="case of đ"),
        pytest.param("“Dân vận khéo”", '"Dân vận khéo"', id="quotes"),
        pytest.param("Bắc Kạn – Thái Nguyên", "Bắc Kạn - Thái Nguyên", id="dashes"),
        pytest.param("xã  Na\u00a0Hin", "xã Na Hin", id="spaces"),
        pytest.param("xã Na Hin./.", "xã Na Hin", id="end mark"),
        pytest.param("dân,vận", "dân, vận", id="a missing space"),
        pytest.param("dân\u200b vận", "dân vận", id="invisible"),
    ],
)
def test_equal_spellings(one: str, other: str) -> None:
    assert comparable(one) == comparable(other)
    assert comparable(unicodedata.normalize("NFD", one)) == comparable(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("quý", "quy", id="quý and quy"),
        pytest.param("quỹ", "quý", id="quỹ and quý"),
        pytest.param("hòa", "hoa", id="hòa and hoa"),
        pytest.param("hòa", "hóa", id="two tones"),
        pytest.param("dân vận", "dàn vận", id="dân and dàn"),
        pytest.param("dân vận", "dân vân", id="vận and vân"),
        pytest.param("đo", "do", id="đ and d"),
        pytest.param("ủy ban", "uy ban", id="ủy and uy"),
    ],
)
def test_different_texts(one: str, other: str) -> None:
    assert comparable(one) != comparable(other)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("– … “” ./.", "", id="no words"),
        pytest.param("Quý I, quy chế", "quý i quy chế", id="quý and quy stay as they are"),
        pytest.param("Quyết định 217-QĐ/TW", "quyết định 217 qđ tw", id="a document's number"),
        pytest.param("Tỉnh ủy (Hòa Bình)", "tỉnh uỷ hoà bình", id="tone marks and brackets"),
        pytest.param("của quả cua", "của quả cua", id="ua is left alone"),
        pytest.param("mía, bìa", "mía bìa", id="ia is left alone"),
    ],
)
def test_comparable(text: str, words: str) -> None:
    assert comparable(text) == words


@given(vietnamese())
def test_comparable_is_idempotent_and_ignores_unicode_form(text: str) -> None:
    words = comparable(text)
    assert comparable(words) == words
    assert comparable(unicodedata.normalize("NFD", text)) == words
    assert comparable(unicodedata.normalize("NFC", text)) == words


@given(st.text(max_size=60))
def test_comparable_has_only_words_and_single_spaces(text: str) -> None:
    words = comparable(text)
    assert words == " ".join(words.split())
    assert all(char.isalnum() or char in "_ " for char in words)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("Đồng chí", "Dong chi", id="capital Đ"),
        pytest.param("đường ưỡn", "duong uon", id="horn"),
        pytest.param("Thực hiện Quy chế", "Thuc hien Quy che", id="a phrase"),
        pytest.param("ăâêôơư", "aaeoou", id="vowels"),
        pytest.param("ằẳẵắặầẩẫấậ", "aaaaaaaaaa", id="tones on vowels with other diacritics"),
        pytest.param("ỳỷỹýỵ", "yyyyy", id="tones on y"),
        pytest.param("QCDC 2023 – “xã”", "QCDC 2023 – “xa”", id="other characters"),
        pytest.param("va\u0302\u0323n", "van", id="decomposed"),
    ],
)
def test_strip_diacritics(text: str, plain: str) -> None:
    assert strip_diacritics(text) == plain


@given(vietnamese())
def test_stripped_text_has_no_vietnamese_letters(text: str) -> None:
    plain = strip_diacritics(text)
    assert all(char.isascii() or not char.isalpha() for char in plain)
    assert strip_diacritics(plain) == plain
    assert strip_diacritics(unicodedata.normalize("NFC", text)) == plain


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        pytest.param((), "", id="no text"),
        pytest.param((None, ""), "", id="nothing in the texts"),
        pytest.param(("xã Na Hin họp dân",), "", id="no đ"),
        pytest.param(("Đồng chí",), "dong", id="capital"),
        pytest.param(("đó, điều",), "dieu j do", id="sorted, separated by a single j"),
        pytest.param(("đường đường", "Đường"), "duong", id="each once"),
        pytest.param(("đường Đương", "đuông"), "duong", id="each once without diacritics"),
        pytest.param(("đo", None, "đi"), "di j do", id="several texts"),
        pytest.param((unicodedata.normalize("NFD", "đồng"),), "dong", id="decomposed"),
        pytest.param(("217-QĐ/TW",), "qd", id="inside an abbreviation"),
        pytest.param(("“Đoàn”, (đội).",), "doan j doi", id="punctuation"),
        pytest.param(("Đồng chí Dông", "đi"), "di", id="in the text with d"),
        pytest.param(("dongđo", "đo"), "do j dongdo", id="in the text as a part of a word"),
    ],
)
def test_d_words(texts: tuple[str | None, ...], words: str) -> None:
    assert d_words(*texts) == words


@given(vietnamese(), vietnamese())
def test_d_words_do_not_depend_on_the_order_of_texts(one: str, other: str) -> None:
    assert d_words(one, other) == d_words(other, one)


@given(vietnamese())
def test_all_words_are_found_without_diacritics(text: str) -> None:
    words = d_words(text).split(" j ") if d_words(text) else []
    assert words == sorted(set(words))
    printed = comparable(text).split()
    folded = {strip_diacritics(word) for word in printed}
    assert {strip_diacritics(word) for word in printed if "đ" not in word} | set(words) == folded


@pytest.mark.parametrize(
    "word",
    (
        "a ở y ông anh yêu dân vận khéo Đảng ủy uỷ quyết quốc quýt giếng gì nghiêng nghe nghĩa "
        "khuỷu đường ương thoăn ngoằn xoong chuyên người trách huyện THÀNH Hoài phương dan van"
    ).split(),
)
def test_a_vietnamese_syllable(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))
    assert is_syllable(strip_diacritics(word))


@pytest.mark.parametrize(
    "word",
    (
        "express phone YouTube tube Facebook Google photo online zalo TikTok windows web show "
        "iPhone express. 2023 N.V QCDC th"
    ).split(),
)
def test_not_a_vietnamese_syllable(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize("text", ["", "dân vận", " dân"], ids=["empty", "two words", "with space"])
def test_a_syllable_is_one_word(text: str) -> None:
    assert not is_syllable(text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("", 0, id="empty"),
        pytest.param(" – … ", 0, id="only punctuation"),
        pytest.param("Công tác dân vận", 4, id="syllables"),
        pytest.param("“Dân vận khéo” ở Na Hin.", 6, id="punctuation"),
        pytest.param("năm 2023, 12 mô hình", 5, id="numbers"),
        pytest.param("dân\n\nvận", 2, id="paragraphs"),
    ],
)
def test_word_count(text: str, count: int) -> None:
    assert word_count(text) == count


@given(st.lists(st.sampled_from(WORDS), max_size=20))
def test_word_count_of_a_list_of_words(words: list[str]) -> None:
    assert word_count(" ".join(words)) == len(words)
    assert word_count("\n\n".join(words)) == len(words)
