"""Slugs, and the legacy encoding of old pages."""

from __future__ import annotations

import re
import unicodedata

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def slug(title: str, keep: str = "") -> str:
    """Return the title as a URL path segment; the characters in ``keep`` are kept."""
    plain = unicodedata.normalize("NFD", title.lower().replace("đ", "d"))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return re.sub(rf"[^a-z0-9{re.escape(keep)}]+", "-", plain).strip("-")


def windows_1258(text: str) -> bytes:
    """Encode Vietnamese text as windows-1258, which has separate bytes for tone marks."""
    return "".join(_split_tone(char) for char in unicodedata.normalize("NFC", text)).encode(
        "cp1258", "xmlcharrefreplace"
    )


def _split_tone(char: str) -> str:
    try:
        char.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", char)
        base = "".join(part for part in parts if part not in _TONES)
        tone = "".join(part for part in parts if part in _TONES)
        return unicodedata.normalize("NFC", base) + tone
    return char
