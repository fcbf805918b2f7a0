"""Numeric character references that are no characters: halves of one, or too large."""

import pytest

from crawler.references import without_surrogates

LONG = "9" * 5000  # more digits than Python makes a number of
THUMB = "&#128077;"
LOST = "&#65533;"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Gò Sim", "Gò Sim"),
        ("Đ&#432;&#7901;ng", "Đ&#432;&#7901;ng"),
        ("&#xE0;&#38;&#0;", "&#224;&#38;&#0;"),
        # The halves of one character
        ("vui &#55357;&#56397; quá", f"vui {THUMB} quá"),
        ("&#xD83D;&#xDC4D;", THUMB),
        ("&#Xd83d;&#056397;", THUMB),
        ("&#55357;&#56397;&#55357;&#56397;", THUMB + THUMB),
        ("&#33;&#55357;&#56397;&#33;", f"&#33;{THUMB}&#33;"),
        # Half a character
        ("a&#55357;b", f"a{LOST}b"),
        ("&#55357; &#56397;", f"{LOST} {LOST}"),
        ("&#56397;&#55357;", LOST + LOST),
        ("&#55357;&#33;", f"{LOST}&#33;"),
        # The first and the last of them, and their neighbours
        ("&#55295;&#57344;", "&#55295;&#57344;"),
        ("&#55296;|&#57343;", f"{LOST}|{LOST}"),
        # Too large
        ("&#1114111;", "&#1114111;"),
        ("&#1114112;", LOST),
        ("&#x10FFFF;&#x110000;", f"&#1114111;{LOST}"),
        (f"&#{LONG};&#x{LONG};", LOST + LOST),
        (f"&#{'0' * 5000}33;", "&#33;"),
        # No references
        ("&#;&#x;&#xyz;&# 55357;", "&#;&#x;&#xyz;&# 55357;"),
    ],
    ids=lambda text: text[:40],
)
def test_references_to_no_characters_are_replaced(written: str, expected: str) -> None:
    assert without_surrogates(written.encode()).decode() == expected
