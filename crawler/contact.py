"""Who runs a crawl: every request says how to reach them."""

import re

from ada_url import URL
from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

_EMAIL = re.compile(r"[!-?A-~]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_USER_AGENT = (
    "danvan-archive/0.1 (+{contact}; archive of Vietnamese local news for research; nightly)"
)


def check_contact(settings: BaseSettings) -> None:
    """Raise UsageError, with one sentence, if CONTACT is missing or invalid.

    A crawl of an origin needs none: no site's operator sees its requests.
    """
    contact = settings["CONTACT"]
    if contact and not (_EMAIL.fullmatch(contact) or _is_web_address(contact)):
        raise UsageError(
            f"CONTACT must be an email address or a URL such as https://example.org/archive, "
            f"not {contact!r}."
        )
    if contact == "" and not settings["CRAWL_ORIGIN"]:
        raise UsageError(
            "A crawl must tell the sites who runs it: set contact in danvan.toml to your "
            "email address or a URL, or the environment variable CONTACT."
        )


def identify(settings: BaseSettings) -> None:
    """Put the contact into the headers of every request. Raises UsageError as `check_contact`."""
    check_contact(settings)
    contact = settings["CONTACT"]
    if not contact:
        return
    settings.set("USER_AGENT", _USER_AGENT.format(contact=contact), priority="spider")
    if _EMAIL.fullmatch(contact):
        headers = {**settings.getdict("DEFAULT_REQUEST_HEADERS"), "From": contact}
        settings.set("DEFAULT_REQUEST_HEADERS", headers, priority="spider")


def _is_web_address(contact: str) -> bool:
    try:
        is_web = URL(contact).protocol in ("http:", "https:")
    except ValueError:
        return False
    return is_web and contact.isascii() and contact.isprintable() and " " not in contact
