"""Vietnamese text in one form: what is kept, what is compared, what is searched."""

import functools
import re
import unicodedata

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069"
    "\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
# No letter has so many marks, and putting them in order takes the square of their number.
_MARKS_WITHOUT_END = re.compile(r"[^\w\s\x00-\u02ff]{31,}")
_SHORT = 1000  # characters; longer texts are not worth the memory of a cache
_COMBINING = re.compile("[\u0300-\u036f]")
_SENTENCE_ENDS = re.compile(r"[.;:!?…|]+")
_NO_WORD_OR_BAR = re.compile(r"[^\w|]+")
_PUNCTUATION = re.compile(r"[^\w]+")

# The tone mark of oa, oe, uy stands on either letter (hòa / hoà, ủy / uỷ): compare on the second.
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

_UNMARKED = {
    code: unicodedata.normalize("NFD", chr(code))[0]
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    if unicodedata.decomposition(chr(code))
} | {ord("đ"): "d", ord("Đ"): "D"}

# A Vietnamese syllable without its marks: initial consonant, vowels, final consonant.
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)


def clean(text: str) -> str:
    """Return `text` as it is kept: NFC, no invisible characters, single spaces, no edges."""
    shown = _INVISIBLE.sub("", text)
    shown = _MARKS_WITHOUT_END.sub(lambda run: _COMBINING.sub("", run.group()), shown)
    return " ".join(unicodedata.normalize("NFC", shown).split())


def has_excessive_combining_marks(text: str) -> bool:
    """Say whether a text has so many marks upon one letter that normalising it takes for ever."""
    return _MARKS_WITHOUT_END.search(text) is not None


def comparable(text: str) -> str:
    """Return `text` as it is compared and hashed.

    Lower case, NFC, one place for tone marks, and words only: two spellings that differ in
    quotes, dashes, spaces or the place of a tone mark are the same text.
    """
    return _short_comparable(text) if len(text) <= _SHORT else _comparable(text)


def _comparable(text: str) -> str:
    return _PUNCTUATION.sub(" ", _lowered(text)).strip()


_short_comparable = functools.lru_cache(maxsize=2_000)(_comparable)  # a line is compared often


@functools.lru_cache(maxsize=4)  # of one article its topics, digest and words are asked for
def comparable_sentences(text: str) -> str:
    """Return `comparable` of each sentence of `text`, with `|` between them."""
    return _NO_WORD_OR_BAR.sub(" ", _SENTENCE_ENDS.sub("|", _lowered(text)))


def _lowered(text: str) -> str:
    lowered = clean(text).lower()
    return _MISPLACED_TONE.sub(lambda match: _TONE_ON_FIRST[match.group()], lowered)


def comparable_words(text: str) -> list[str]:
    """Return the words of `comparable`, for texts whose sentences are asked for too."""
    return comparable_sentences(text).replace("|", " ").split()


def strip_diacritics(text: str) -> str:
    """Return `text` without Vietnamese marks: đ as d, every other letter without diacritics."""
    return _COMBINING.sub("", unicodedata.normalize("NFC", text).translate(_UNMARKED))


def d_words(*texts: str | None) -> str:
    """Return the words of `texts` that contain đ, each once, with d in its place.

    SQLite's tokenizer folds every Vietnamese mark but đ, which has no decomposition; these
    words, indexed beside the text, let "dong chi" find "đồng chí". A lone đ stands between them,
    so that no two of them make a phrase that the text does not have.
    """
    words = {
        word.replace("đ", "d")
        for text in texts
        if text
        for word in comparable_words(text)
        if "đ" in word
    }
    return " đ ".join(sorted(words))


def is_syllable(word: str) -> bool:
    """Say whether `word` is built like one Vietnamese syllable, with or without marks."""
    return _SYLLABLE.fullmatch(strip_diacritics(word).lower()) is not None


def word_count(text: str) -> int:
    """Count the words of `text`; in Vietnamese, as everywhere in print, a word is a syllable."""
    return len(comparable(text).split())
