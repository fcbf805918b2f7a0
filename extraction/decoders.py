"""Decoders: what a card says of a text that only a script of the page would put there."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScriptText:
    """The text is HTML in a string of a script, and the script puts it into an element."""

    before: str
    """What the script has just before the string, spaces aside: `outputData =`."""
    into: str
    """The CSS selector of the element."""


@dataclass(frozen=True, slots=True)
class Base64Text:
    """The text is HTML in UTF-8 and base64, in an attribute inside an element, or in a script.

    A script puts it into the element with the attribute, or at the end of the outer one.
    """

    into: str
    """The CSS selector of the outer element."""


Decoder = ScriptText | Base64Text
"""How the text gets into the page; a card names it in `decoders`."""
