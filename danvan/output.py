"""Output that cannot be written, such as to a full disk."""

import os
import sys
from contextlib import suppress

import click


def give_up_output(words: str) -> None:
    """Say on standard error why the command ends, if that can be written, and print no more.

    Python writes what is left when it ends, and would fail again.
    """
    with suppress(OSError):
        click.echo(words, err=True)
    with open(os.devnull, "wb") as nowhere:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(nowhere.fileno(), stream.fileno())
