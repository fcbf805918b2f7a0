"""Challenge pages, which keep crawlers out: with status 200, they look like content."""

import re
from collections.abc import Sequence

from extraction.block import Block
from extraction.text import strip_diacritics

_MAX_TEXT = 1500  # characters of visible text; a page with more has content
_MIN_PARAGRAPHS = 2  # of an article, in Vietnamese

_SIGNS = re.compile(
    r"enable (?:javascript|js|cookies)(?! to (?:view|watch|play|hear|post))"
    r"|javascript (?:is )?(?:required|disabled)"
    r"|(?:bat|kich hoat) javascript(?! (?:de|va) (?:xem|nghe|phat|binh luan|gui))"
    r"|trinh duyet cua ban (?:khong ho tro|da tat) javascript"
    r"|checking (?:your browser|if the site connection)|just a moment"
    r"|verify(?:ing)? (?:that )?you are (?:a )?human"
    r"|attention required|ddos protection|access denied|xac minh ban (?:khong phai|la)"
    r"|khong phai la robot|ma captcha|request blocked|cf-chl|dang kiem tra trinh duyet",
    re.I,
)


def challenge_sign(blocks: Sequence[Block]) -> str | None:
    """Return the words that show that a page is a challenge, without diacritics, or None.

    A page with paragraphs is none; nor does the captcha of its comment form show one.
    """
    if sum(len(block.text) + 1 for block in blocks) > _MAX_TEXT:
        return None
    paragraphs = [b for b in blocks if b.is_prose and not b.text.isascii() and not _sign(b.text)]
    if len(paragraphs) >= _MIN_PARAGRAPHS:
        return None
    outside = [block for block in blocks if not _is_in_form(block)]
    has_text = any(block in outside for block in paragraphs)
    return _sign(" ".join(block.text for block in (outside if has_text else blocks)))


def _is_in_form(block: Block) -> bool:
    return any(element.tag in ("form", "label") for element in (*block.path, *block.inline))


def _sign(text: str) -> str | None:
    match = _SIGNS.search(strip_diacritics(text))
    return match.group() if match else None
