"""Captions that run into the paragraph after them: `Quang cảnh hội nghịTại hội nghị, ...`."""

import re
from collections.abc import Set

from extraction.text import is_syllable

_MAX_CAPTION = 250  # characters
_MIN_WORDS = 2
_MAX_WORD = 50  # characters
_WORD_BOUNDARY = re.compile(r"\W+")
_CREDIT = re.compile(r"[Ảả]nh\s*:\s*(?:[^\W\d_]\.){1,3}[^\W\d_]$")
_BEFORE_CAPITALS = " (“\"'‘-–/."  # after one of these, a capital does not begin a paragraph


def caption_length(text: str, ends: Set[str]) -> int | None:
    """Return the length of the caption at the start of a line after an image, or None.

    A caption ends before a capital, and only at the end of an inline element (`ends` has the text
    up to each of them, and the image's alt text), at the end of a credit such as `Ảnh: H.T`, or if
    both halves of the glued word are built like Vietnamese syllables, unlike those of YouTube and
    VnExpress.
    """
    for position in range(1, min(len(text) - 1, _MAX_CAPTION)):
        if not text[position].isupper() or text[position - 1] in _BEFORE_CAPITALS:
            continue
        caption, paragraph = text[:position], text[position:]
        is_known = caption in ends
        if len(caption.split()) >= _MIN_WORDS and _is_end(caption, paragraph, is_known=is_known):
            return position
    return None


def _is_end(caption: str, paragraph: str, *, is_known: bool) -> bool:
    if is_known or (_CREDIT.search(caption) and paragraph[1:2].islower()):
        return True
    left = _WORD_BOUNDARY.split(caption)[-1]
    right = _WORD_BOUNDARY.split(paragraph[:_MAX_WORD])[0]
    if not (caption[-1].islower() and is_syllable(left) and is_syllable(right)):
        return False
    return not (left.isascii() and right.isascii())  # without diacritics it may be a foreign name
