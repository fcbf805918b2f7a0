"""Pages that show the beginning of an article, and the rest only to members or in an app."""

import functools
import re
from collections.abc import Sequence

from extraction.block import Block
from extraction.text import clean, strip_diacritics

KEPT = "text: the page keeps the rest of it for members or an app"
"""The doubt of a text that is too long to be only a beginning."""
MAX_WORDS = 120
"""Of lead and body; a longer text is kept, with a doubt."""
MAX_LINE = 200
"""Characters; a longer line is a paragraph about something else."""
MAX_AFTER = 10
"""Lines after the text that may ask."""

_ENTRY = (
    r"(?:dang nhap|dang ky|mua (?:goi|bao|thue bao)|nang cap|tra phi|tro thanh (?:thanh|hoi) vien"
    r"|log ?in|sign (?:in|up)|subscribe|register)"
)
_REST = (
    r"(?:(?:doc|xem)(?: \w+){0,3}? (?:tiep|toan bo|toan van|day du|tron ven|het|bai|noi dung)"
    r"|tiep tuc (?:doc|xem)|phan con lai"
    r"|(?:continue|keep) reading|read (?:more|on|the (?:full|rest|whole)|this article))"
)
_KEPT_FOR = (
    r"(?:bai viet|noi dung|phan con lai)[^.!?]{0,20} danh (?:rieng )?cho (?:\w+ ){0,3}?"
    r"(?:thanh|hoi) vien|(?:bai viet|noi dung)[^.!?]{0,20} danh (?:rieng )?cho (?:\w+ )?thue bao"
)
_APP = r"(?:ung dung|app)"
_ASKS = re.compile(
    rf"\b(?:{_ENTRY}|(?:tai|mo|cai(?: dat)?) {_APP})\b[^.!?]{{0,80}}? {_REST}\b(?! binh luan)"
    rf"|\b(?:{_KEPT_FOR})\b|\b{_REST} [^.!?]{{0,30}}?(?:tren|trong|bang|qua) {_APP}\b",
    re.I,
)
_TO_READER = (
    r"(?:(?:vui long|hay|xin|moi|ban doc|doc gia|quy(?: doc gia| vi)?|ban|can|phai|de) ){0,5}"
)
_ASKS_READER = re.compile(rf"{_TO_READER}(?:{_ASKS.pattern})", re.I)


def paywall_sign(words: int, inside: Sequence[Block], after: Sequence[Block]) -> str | None:
    """Return the line by which a page keeps the rest of its text for members or an app, or None.

    `words` is the number of words that the page shows of the article, `inside` are the lines of its
    body and `after` those that follow.
    """
    if words > MAX_WORDS:
        return None
    for block in (*inside, *after[:MAX_AFTER]):
        if asks_for_rest(block.text):
            return clean(block.text)
    return None


@functools.lru_cache(4_000)
def asks_for_rest(line: str) -> bool:
    """Return whether a line asks to log in, to pay or to load an app to read the rest."""
    return len(line) <= MAX_LINE and _ASKS.search(strip_diacritics(line)) is not None


def is_wall(line: str) -> bool:
    """Return whether a line asks so from its first words on; other sentences tell of somebody."""
    return asks_for_rest(line) and _ASKS_READER.match(strip_diacritics(line)) is not None
