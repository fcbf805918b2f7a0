"""The process that sends one message with Apprise: `operations.notify` starts it."""

import sys

import msgspec

SENT, NOT_SENT, UNUSABLE = 0, 1, 3
"""Exit codes."""


class Message(msgspec.Struct, frozen=True):
    """A message to an address; without a body, the address is only checked."""

    address: str
    title: str = ""
    body: str = ""


def send(message: Message) -> int:
    """Send a message, and return the exit code."""
    from apprise import Apprise, NotifyFormat  # half a second, for this process only

    sender = Apprise()
    if not sender.add(message.address):
        return UNUSABLE
    if not message.body:
        return SENT
    sent = sender.notify(message.body, title=message.title, body_format=NotifyFormat.TEXT)
    return SENT if sent else NOT_SENT


if __name__ == "__main__":
    sys.exit(send(msgspec.json.decode(sys.stdin.buffer.read(), type=Message)))
