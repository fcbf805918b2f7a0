"""What the doubts of an article mean to a reader."""

from extraction.text import clean
from publishing.language import gettext

DOUBTS = {
    "date: above the title, unconfirmed": (
        "The date is above the title, where other pages have the clock; nothing else confirms it."
    ),
    "date: it lies in the future": "The page prints a date in the future, which was not believed.",
    "date: only a list on the page has it": (
        "The date is from the entry of the article in a list of articles on its page."
    ),
    "date: only the URL has it": "The page prints no date: this one is from its address.",
    "date: the head of the page names another day": (
        "The page shows this date, but what it states for machines is another day."
    ),
    "date: the head of the page names several": (
        "The page states several dates for machines and shows none, so none was believed."
    ),
    "date: the page and its head disagree": (
        "The page shows a date and states another one for machines, so neither was believed."
    ),
    "text: a part of it is encoded, and only a script of the page can read it": (
        "A part of the text is missing: only a script of the page can read it."
    ),
    "text: it goes on in an element that only a script shows": (
        "The end of the text may be missing: only a script of the page shows it."
    ),
    "text: most of it stands on other pages too": (
        "Most of the text is on other pages of the site too, so it may not be the article."
    ),
    "text: the article has other pages, which are not read": (
        "The article goes on on other pages, which the archive does not have."
    ),
    "text: the page keeps the rest of it for members or an app": (
        "The end of the text may be missing: the page asks to log in, to pay or to use an app."
    ),
    "text: trafilatura reads another text on the page": (
        "A second program reads another text on the page, so this one may be wrong."
    ),
    "title: only a link to the page has it": (
        "The page has no title: this one is from a link to the page."
    ),
    "title: only its place speaks for it": (
        "The title was recognised by its place alone, so it may be wrong."
    ),
    "title: the page does not show it": (
        "The title is only in what the page states for machines: the page does not show it."
    ),
}
"""What the extraction says, and how readers are told."""


def in_words(doubt: str) -> str:
    """Return a doubt in the language of the page; one that is not known here, as it is stored."""
    return gettext(DOUBTS[doubt]) if doubt in DOUBTS else clean(doubt)
