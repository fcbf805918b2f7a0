"""Text that was broken before it reached the page: shown, but not readable."""

import re

# UTF-8 that was read as windows-1252 and written as UTF-8 again: "dÃ¢n váº­n", "Ä‘á»“ng chÃ­".
_TWICE_ENCODED = re.compile(
    r"Ã[\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]|á[º»]|Ä[‘ƒ\u0090\u0091]|Æ[°¡]"
)
# Old Vietnamese fonts (TCVN3, VISCII, VNI) put letters where Unicode has signs: "c«ng t¸c d©n vËn".
# (Not those of "25°C", "80 m²", "«dân vận»", which are good Vietnamese.)
_SIGN = "[\u0080-\u00aa\u00ac-\u00af\u00b1\u00b4-\u00b6\u00b8-\u00ba\u00bc-\u00bf×÷]"
_SIGNS_IN_WORDS = re.compile(f"[a-zA-Z]{_SIGN}|{_SIGN}[a-zA-Z]")
_LOST = re.compile("\N{REPLACEMENT CHARACTER}|[^\\W\\d_]\\?[^\\W\\d_]")
_ANY_SIGN = re.compile("[\u0080-\u00bf×÷ÃÄÆ\N{REPLACEMENT CHARACTER}?]")
_WORD = re.compile(r"\w+")

_LEAST_SHARE = 0.1  # of the words; a few are "25°C", "«dân vận»" or a missing space
_LEAST = 3


def garbled_sign(text: str) -> str | None:
    """Say in words how a text is garbled, or return None for one that can be read."""
    if not _ANY_SIGN.search(text):
        return None
    words = len(_WORD.findall(text))
    for pattern, what in (
        (_TWICE_ENCODED, "UTF-8 was read as windows-1252"),
        (_SIGNS_IN_WORDS, "it is written in an old Vietnamese font, such as TCVN3"),
        (_LOST, "letters are lost"),
    ):
        found = pattern.findall(text)
        if len(found) >= max(_LEAST, words * _LEAST_SHARE):
            return f"{what} (“{found[0]}”, {len(found)} times)"
    return None
