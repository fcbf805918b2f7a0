"""Text that a spreadsheet would run, in the CSV files and in the CSV of the server."""

import re

# What a spreadsheet takes for a formula at the beginning of a cell. Some split a line at semicolons
# and within quotation marks, so that what follows them begins a cell as well.
_FORMULA = re.compile(r'"*+[=+\-@\t\r＝＋－＠]')
_BEFORE_FORMULA = re.compile(rf"[\n\r\t;](?={_FORMULA.pattern})")


def without_formulas(text: str) -> str:
    """Put an apostrophe before each part of a text that a spreadsheet would run."""
    first = "'" if _FORMULA.match(text) else ""
    return first + _BEFORE_FORMULA.sub(r"\g<0>'", text)
