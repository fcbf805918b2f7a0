"""The terminal: tables and log lines go through one rich console.

Nothing that a site wrote reaches it raw: the console and the log escape all text.
"""

import logging
from textwrap import indent
from typing import Any

from rich.console import Console
from rich.logging import RichHandler
from rich.text import Text

from archive.escaping import escaped


class EscapingConsole(Console):
    """A console that prints each text on one line, as it is: without rich's markup and emoji."""

    def render_str(self, text: str, **options: Any) -> Text:
        """Return the text as rich prints it; also that of a table's cell."""
        return super().render_str(escaped(text), **options)


class EscapingFormatter(logging.Formatter):
    """Formats each message as one line, and indents the lines of a traceback."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        """Return the line of a message."""
        return escaped(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:
        """Return the lines of a traceback, which may end with a message of the site."""
        lines = super().formatException(ei).split("\n")
        return indent("\n".join(map(escaped, lines)), "    ")


console = EscapingConsole(highlight=False, markup=False, emoji=False)
if not console.is_terminal:
    console.width = 140  # a log or a pipe has no edge at which to fold tables


def configure_logging(level: int | None = None) -> None:
    """Log above the live table on a terminal, and plain lines anywhere else.

    Without a level, a terminal gets the warnings of a crawl, and a log its progress as well. Other
    libraries log their warnings; Scrapy logs more at the level DEBUG.
    """
    if console.is_terminal:
        handler: logging.Handler = RichHandler(console=console, show_path=False, show_time=False)
        layout = "%(message)s"
    else:
        handler = logging.StreamHandler()
        layout = "%(asctime)s %(levelname)s %(message)s"
    handler.setFormatter(EscapingFormatter(layout))
    logging.getLogger().handlers[:] = [handler]
    own = level or (logging.WARNING if console.is_terminal else logging.INFO)
    others = max(own, logging.WARNING)
    scrapy = own if own == logging.DEBUG else others
    for name, least in (("", others), ("scrapy", scrapy), ("danvan", own)):
        logging.getLogger(name).setLevel(least)


def shortened(text: str, length: int) -> str:
    """Return a text with an ellipsis in place of what exceeds `length` characters."""
    return text if len(text) <= length else text[: length - 1] + "…"
