"""Challenge pages, which keep crawlers out: with status 200, they look like content."""

import re

from extraction.text import clean, strip_diacritics

_MAX_TEXT = 1500  # characters of visible text; a page with more has content

_SIGNS = re.compile(
    r"enable (?:javascript|js|cookies)(?! to (?:view|watch|play|hear|post))"
    r"|javascript (?:is )?(?:required|disabled)"
    r"|(?:bat|kich hoat) javascript(?! (?:de|va) (?:xem|nghe|phat|binh luan|gui))"
    r"|trinh duyet cua ban (?:khong ho tro|da tat) javascript"
    r"|checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human|just a moment"
    r"|attention required|ddos protection|access denied|xac minh ban (?:khong phai|la)"
    r"|khong phai la robot|ma captcha|request blocked|cf-chl|dang kiem tra trinh duyet",
    re.I,
)


def challenge_sign(visible_text: str) -> str | None:
    """Return the words that show that a page is a challenge, without diacritics, or None."""
    if len(visible_text) > _MAX_TEXT:
        return None
    match = _SIGNS.search(strip_diacritics(clean(visible_text)))
    return match.group() if match else None
