"""Slugs, and the encodings old pages come in."""

from __future__ import annotations

import re
import unicodedata

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def slug(title: str, keep: str = "") -> str:
    """The title as a URL path segment; characters in ``keep`` survive."""
    plain = unicodedata.normalize("NFD", title.lower().replace("đ", "d"))
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return re.sub(rf"[^a-z0-9{re.escape(keep)}]+", "-", plain).strip("-")


def windows_1258(text: str) -> bytes:
    """Encode Vietnamese text in windows-1258, which has tone marks as separate bytes."""
    return "".join(_split_tone(mark) for mark in unicodedata.normalize("NFC", text)).encode(
        "cp1258", "xmlcharrefreplace"
    )


def _split_tone(mark: str) -> str:
    try:
        mark.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", mark)
        base = "".join(part for part in parts if part not in _TONES)
        tone = "".join(part for part in parts if part in _TONES)
        return unicodedata.normalize("NFC", base) + tone
    return mark
