"""What an article was before, compared word by word."""

import json
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from publishing.differences import difference, fold

FIELDS = {
    "title": "Headline",
    "lead": "Lead",
    "body": "Text",
    "author": "Author",
    "published": "Date of publication",
}
"""The fields that a revision has, and their English names."""

Row = dict[str, Any]


def changes(article: Row, revisions: Sequence[Row]) -> list[Row]:
    """Return the changes of an article, newest first, given its revisions, oldest first.

    Each change is its revision with the key `fields`: pairs of a field's name and its compared
    paragraphs. A change leads to the next revision, and the last one to the article itself.
    """
    found = []
    for before, after in pairwise([*revisions, article]):
        changed = json.loads(before["changed"])
        fields = [
            (name, list(fold(difference(before[field], after[field]))))
            for field, name in FIELDS.items()
            if field in changed
        ]
        found.append(before | {"fields": fields})
    return found[::-1]
