"""Text that was broken before the page was made: browsers show it, but nobody can read it."""

import re

from extraction.text import is_syllable

# UTF-8 that was decoded as windows-1252 and encoded as UTF-8 again: "dÃ¢n váº­n", "Ä‘á»“ng chÃ­".
_TWICE_ENCODED = re.compile(
    r"Ã[\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]|á[º»]|Ä[‘ƒ\u0090\u0091]|Æ[°¡]"
)
# Text for old Vietnamese fonts (TCVN3, VISCII, VNI) has symbols in place of letters: "c«ng t¸c d©n
# vËn". The symbols of "25°C", "80 m²" and "«dân vận»" are not counted.
_SYMBOL = "[\u0080-\u00aa\u00ac-\u00af\u00b1\u00b4-\u00b6\u00b8-\u00ba\u00bc-\u00bf×÷]"
_SYMBOLS_IN_WORDS = re.compile(f"[a-zA-Z]{_SYMBOL}|{_SYMBOL}[a-zA-Z]")
_LOST = re.compile("\N{REPLACEMENT CHARACTER}|[^\\W\\d_]\\?[^\\W\\d_]")
_ANY_SYMBOL = re.compile("[\u0080-\u00bf×÷ÃÄÆ\N{REPLACEMENT CHARACTER}?]")
_WORD = re.compile(r"\w+")

# A readable text may have a few such symbols, or lack a space after a question mark.
_MIN_SHARE = 0.1  # of the words
_MIN_COUNT = 3

# Text that a script of the page decodes: base64, hexadecimal, percent-encoded, \u1ea1.
_CODE = re.compile(r"[\w+/=%-]+", re.A)
_ESCAPED_LETTER = re.compile(r"\\u[\da-f]{4}", re.I)
_MIN_CODE = 40  # characters; no word is so long
_MIN_CODE_CHARACTERS = 10  # different ones; a line of dashes has one
# File names and hashtags are of words (`Dan_van_kheo_2024`, `DanVanKheo2024`), or in one case.
_MIXED = re.compile(
    r"(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])(?=\D*\d)|(?=\D*\d)[\da-fA-F]+$|[^%]*%[\dA-F]{2}"
)
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_MIN_PART = 2  # letters
_MAX_IN_SYLLABLES = 0.5  # share of a code's letters
_MIN_ESCAPED_LETTERS = 5


def is_encoded(text: str) -> bool:
    """Return whether most of a line is encoded, for a script of the page to decode."""
    if "\\u" in text and len(_ESCAPED_LETTER.findall(text)) >= _MIN_ESCAPED_LETTERS:
        return True
    words = text.split()
    if max(map(len, words), default=0) < _MIN_CODE:
        return False  # as almost every line
    return 2 * sum(len(word) for word in words if _is_code(word)) > len(text)


def _is_code(word: str) -> bool:
    return (
        len(word) >= _MIN_CODE
        and _CODE.fullmatch(word) is not None
        and len(set(word)) >= _MIN_CODE_CHARACTERS
        and _MIXED.match(word) is not None
        and not _is_of_syllables(word)
    )


def _is_of_syllables(word: str) -> bool:
    parts = _PART.findall(word)
    in_syllables = sum(len(p) for p in parts if len(p) >= _MIN_PART and is_syllable(p))
    return in_syllables > _MAX_IN_SYLLABLES * sum(map(len, parts))


def packed_sign(content: bytes) -> str | None:
    """Return how the bytes of a page are packed, in words, or None if they are text."""
    if content.startswith(b"\x1f\x8b"):
        return "it is packed with gzip, and no header of the page says so"
    return None


def garbled_sign(text: str) -> str | None:
    """Return how a text is garbled, in words, or None if it is readable."""
    if not _ANY_SYMBOL.search(text):
        return None
    words = len(_WORD.findall(text))
    for pattern, what in (
        (_TWICE_ENCODED, "UTF-8 was read as windows-1252"),
        (_SYMBOLS_IN_WORDS, "it is written in an old Vietnamese font, such as TCVN3"),
        (_LOST, "letters are lost"),
    ):
        found = pattern.findall(text)
        if len(found) >= max(_MIN_COUNT, words * _MIN_SHARE):
            return f"{what} (“{found[0]}”, {len(found)} times)"
    return None
