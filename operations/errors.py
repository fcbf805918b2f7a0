"""Errors of this room, which a command prints as one sentence."""


class PublishError(Exception):
    """Nothing was published; the message is one sentence for the operator."""
