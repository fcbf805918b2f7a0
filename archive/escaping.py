"""Text of a site in messages: what would act on a terminal, or look like another line, is escaped.

A site chooses its URLs, headers and texts, so they can hold control characters (such as those that
rename a terminal's window), line breaks (which forge a line in a log) and characters that change
the direction in which the text is read.
"""

import unicodedata


def escaped(text: str) -> str:
    r"""Return `text` on one line, with `\x1b` in place of what cannot be seen.

    That is every control and format character, line separator, surrogate and unassigned character.
    Spaces of all widths stay, and so does what is escaped already.
    """
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() or unicodedata.category(char) == "Zs" else _escape(char)
        for char in text
    )


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
