"""What the kinds and states of sites are called, in the language of the page."""

from publishing.language import gettext


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
