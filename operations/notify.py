"""Notifications: a message to each address of the setting `notify`.

An address holds secrets, and Apprise waits for a server as long as that one keeps writing. So each
address goes to the standard input of a process of its own, whose output is discarded, and which is
killed if it takes too long.
"""

import subprocess
import sys
from collections.abc import Iterable

import msgspec

from archive.escaping import escaped
from operations.sending import UNUSABLE, Message

SECONDS = 30
"""How long the sending of one message may take."""
_MAX_LENGTH = 3000  # characters of a message; Telegram takes 4096


def notify(addresses: Iterable[str], title: str, body: str) -> list[str]:
    """Send a message to each address, and return those that failed, as `address 2`."""
    lines = "\n".join(map(escaped, body.split("\n")))
    if len(lines) > _MAX_LENGTH:
        lines = lines[:_MAX_LENGTH] + " …"
    return [
        f"address {number}"
        for number, address in enumerate(addresses, 1)
        if _result(Message(address, escaped(title), lines)) != 0
    ]


def unusable(addresses: Iterable[str]) -> list[str]:
    """Return the addresses that Apprise cannot use, as `address 2`; nothing is sent."""
    return [
        f"address {number}"
        for number, address in enumerate(addresses, 1)
        if _result(Message(address)) == UNUSABLE
    ]


def _result(message: Message) -> int | None:
    """Return how the sending ended, or None if it took too long."""
    command = [sys.executable, "-P", "-m", "operations.sending"]
    try:
        done = subprocess.run(
            command,
            input=msgspec.json.encode(message),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.returncode
