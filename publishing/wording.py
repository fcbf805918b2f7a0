"""Numbers and days as a reader of the page's language writes them."""

from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal

from publishing.language import gettext, language

_DAYS = {"vi": "dd/MM/y", "en": "d MMM y"}


def number(count: int) -> str:
    """Return a number with the signs between its thousands."""
    return format_decimal(count, locale=language())


def day(written: str) -> str:
    """Return an ISO date as a reader writes it, and any other text as it is."""
    try:
        read = date.fromisoformat(written)
    except ValueError:
        return written
    return format_date(read, _DAYS[language()], locale=language())


def kinds() -> dict[str, str]:
    """Return what the kinds of sites are called."""
    return {
        "newspaper": gettext("Party newspaper"),
        "broadcaster": gettext("Broadcaster"),
        "party": gettext("Party committee"),
        "front": gettext("Fatherland Front"),
        "central": gettext("Organ of the whole country"),
    }


def states() -> dict[str, str]:
    """Return what the states of sites mean."""
    return {
        "active": gettext("The archive visits it every night."),
        "unverified": gettext(
            "It is known from texts alone, and visited only after a trial has passed."
        ),
        "frozen": gettext("It is still there, without news."),
        "dead": gettext("It is gone: its articles come from saved pages and web archives."),
    }
