"""Vietnamese text in one form: as it is stored, compared and searched."""

import functools
import re
import unicodedata

ELLIPSES = ("...", "…")
"""How a text ends that was cut."""
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069"
    "\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# No letter has more combining marks, and normalising them takes quadratic time.
_MAX_MARKS = 30
_EXCESSIVE_MARKS = re.compile(rf"[^\w\s\x00-\u02ff]{{{_MAX_MARKS + 1},}}")
_MAX_LABEL = 100  # characters of the entry of a menu, of a title
_MAX_CACHED = 1000  # characters; longer texts are rarely compared twice
_MAX_SYLLABLE = 10  # characters; there are some thousand Vietnamese syllables
_COMBINING = re.compile("[\u0300-\u036f]")
_SENTENCE_ENDS = re.compile(r"[.;:!?…|]+")
_BETWEEN_WORDS_OR_BARS = re.compile(r"[^\w|]+")
_WORD = re.compile(r"\w+")

# The tone mark of oa, oe and uy is on the first letter by the old convention, and on the second by
# the new one (hòa, hoà; ủy, uỷ). Texts are compared with the mark on the second letter.
_TONE_ON_FIRST = {
    first + second: plain + toned
    for firsts, plain, second, toneds in (
        ("òóỏõọ", "o", "a", "àáảãạ"),
        ("òóỏõọ", "o", "e", "èéẻẽẹ"),
        ("ùúủũụ", "u", "y", "ỳýỷỹỵ"),
    )
    for first, toned in zip(firsts, toneds, strict=True)
}
_MISPLACED_TONE = re.compile("|".join(_TONE_ON_FIRST))

_WITHOUT_DIACRITICS = {
    code: unicodedata.normalize("NFD", chr(code))[0]
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    if unicodedata.decomposition(chr(code))
} | {ord("đ"): "d", ord("Đ"): "D"}

# A Vietnamese syllable without diacritics: initial consonant, vowels, final consonant.
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)


def clean(text: str) -> str:
    """Return `text` as it is stored: in NFC, stripped, with single spaces.

    Invisible characters and excessive combining marks are removed.
    """
    return _short_clean(text) if len(text) <= _MAX_LABEL else _clean(text)


def _clean(text: str) -> str:
    if not text.isprintable():  # as most lines are
        text = _INVISIBLE.sub("", text)
    if len(text) > _MAX_MARKS and _COMBINING.search(text):
        text = _EXCESSIVE_MARKS.sub(lambda run: _COMBINING.sub("", run.group()), text)
    return " ".join(unicodedata.normalize("NFC", text).split())


# The pages of a site have the same menus.
_short_clean = functools.lru_cache(maxsize=4_000)(_clean)


def without_control_characters(text: str) -> str:
    """Return text without what lxml may find in a page, but takes in no text that it is given."""
    return _CONTROL.sub("", text)


def has_excessive_combining_marks(text: str) -> bool:
    """Return whether a text has so many marks on one letter that normalising it takes too long."""
    return _EXCESSIVE_MARKS.search(text) is not None


def comparable(text: str) -> str:
    """Return `text` as it is compared and hashed: words in lower case with single spaces.

    In NFC, with tone marks by one convention: texts that differ only in quotes, dashes, spaces,
    case or the place of a tone mark are the same.
    """
    return _short_comparable(text) if len(text) <= _MAX_CACHED else _comparable(text)


def _comparable(text: str) -> str:
    return " ".join(_WORD.findall(_lowered(text)))


_short_comparable = functools.lru_cache(maxsize=2_000)(_comparable)  # a line is compared many times


@functools.lru_cache(maxsize=4)  # an article needs it for topics, digest and words
def comparable_sentences(text: str) -> str:
    """Return the comparable form of each sentence of `text`, with `|` between them."""
    return _BETWEEN_WORDS_OR_BARS.sub(" ", _SENTENCE_ENDS.sub("|", _lowered(text)))


def _lowered(text: str) -> str:
    lowered = clean(text).lower()
    return _MISPLACED_TONE.sub(lambda match: _TONE_ON_FIRST[match.group()], lowered)


def comparable_words(text: str) -> list[str]:
    """Return the words of `comparable(text)`; cheap if `comparable_sentences` was called before."""
    return comparable_sentences(text).replace("|", " ").split()


def strip_diacritics(text: str) -> str:
    """Return `text` without Vietnamese diacritics, and with d for đ."""
    return _COMBINING.sub("", unicodedata.normalize("NFC", text).translate(_WITHOUT_DIACRITICS))


def plain_word(word: str) -> str:
    """Return `strip_diacritics` of a word, which is quick if it is a syllable."""
    return _short_plain(word) if len(word) <= _MAX_SYLLABLE else strip_diacritics(word)


_short_plain = functools.lru_cache(maxsize=10_000)(strip_diacritics)


def d_words(*texts: str | None) -> str:
    """Return the words of `texts` that contain đ, each once, without diacritics and with d for đ.

    The tokenizers of SQLite's FTS5 remove every Vietnamese diacritic but the stroke of đ, which has
    no decomposition in Unicode. These words, indexed beside the text, let "dong chi" find "đồng
    chí". Those that the text has anyway are left out: where "dông" is, "dong" finds it. A single j,
    which no Vietnamese word is, separates them, so that two of them never form a phrase that is not
    in the text.
    """
    words = set[str]().union(*(comparable_words(text) for text in texts if text))
    with_d = {plain_word(word) for word in words if "đ" not in word and "d" in word}
    return " j ".join(sorted({plain_word(word) for word in words if "đ" in word} - with_d))


def is_syllable(word: str) -> bool:
    """Return whether `word` is built like a Vietnamese syllable, with or without diacritics."""
    return _SYLLABLE.fullmatch(plain_word(word).lower()) is not None


def word_count(text: str) -> int:
    """Return the number of words of `text`: of what spaces separate, in Vietnamese syllables."""
    return len(comparable(text).split())
