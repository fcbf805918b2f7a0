"""Boxes that are left out before title and body are looked for: comments, cards, forms, and what a
machine summed up.
"""

from collections import Counter
from collections.abc import Sequence, Set
from itertools import islice, takewhile

from lxml.html import HtmlElement

from extraction.block import Block
from extraction.boilerplate import (
    is_below_comment,
    is_chrome,
    is_comment_box,
    is_summary_heading,
)
from extraction.bylines import read_byline
from extraction.cards import card_lines
from extraction.findings import CutLine

_PAGE = ("html", "body", "main")
_MIN_COMMENTS = 2  # set alike
_MAX_COMMENT = 20  # lines of a comment, with the name above it and the buttons below it
_MIN_TEXT_BESIDE_COMMENTS = 300  # characters of paragraphs
_MIN_TEXT_BESIDE_SUMMARY = 1
_MAX_SUMMARIES = 3
_MAX_SUMMARY = 1000  # characters of paragraphs
_MAX_CONTROLS = 300
_MAX_FORMS = 10
_MAX_FORM = 400  # characters of paragraphs
_MAX_FORM_LINES = 20


def without_boxes(blocks: Sequence[Block]) -> tuple[Sequence[Block], tuple[CutLine, ...]]:
    """Return a page's lines without such boxes, with new numbers, and the others.

    On a page with a short article they are most of the text, and on one with a video all of it.
    Boxes whose class alone says that they are for comments are kept if too little text would be
    left without them.
    """
    by_class = "a box whose class says that it is for comments"
    commented = _comment_lines(blocks)
    kept, comments = _without(blocks, commented, by_class, _MIN_TEXT_BESIDE_COMMENTS)
    signed = "a comment, between a name and the buttons to like it or reply"
    kept, items = _without(kept, _signed_comments(kept), signed, 0)
    card = "a card that links to another article"
    kept, cards = _without(kept, card_lines(kept), card, 0)
    form = "a form to comment or to vote"
    kept, forms = _without(kept, _form_lines(kept), form, 0)
    summary = "a summary that a machine wrote"
    kept, summaries = _without(kept, _summary_lines(kept), summary, _MIN_TEXT_BESIDE_SUMMARY)
    return kept, (*comments, *items, *cards, *forms, *summaries)


def _form_lines(blocks: Sequence[Block]) -> set[int]:
    """Return the indexes of the lines of forms to comment, and of polls with their question.

    ASP.NET has a form around the whole page, with headings or many lines, and a questionnaire has
    several questions: those stay.
    """
    root = blocks[0].path[0] if blocks else None
    controls = () if root is None else islice(root.iter("textarea", "input"), _MAX_CONTROLS)
    choices = dict[str, list[HtmlElement]]()
    boxes = list[HtmlElement]()
    for control in controls:
        if control.tag == "textarea":
            boxes.extend(islice(control.iterancestors("form"), 1))
        elif control.get("type", "").lower() == "radio":
            choices.setdefault(control.get("name", ""), []).append(control)
    polls = list[HtmlElement]()
    for first, *others in choices.values():
        around = frozenset(first.iterancestors())
        polls.extend(next(e for e in o.iterancestors() if e in around) for o in others[:1])
    found = [_lines_of_form(box, blocks) for box in boxes[:_MAX_FORMS]]
    asked = [_lines_of_form(box, blocks) for box in polls[:_MAX_FORMS]]
    if sum(any(blocks[index].is_prose for index in indexes) for indexes in asked) <= 1:
        found += asked
    return set().union(*found)


def _lines_of_form(form: HtmlElement, blocks: Sequence[Block]) -> set[int]:
    """Return the indexes of the lines of a form and its question, unless it is around a page."""
    lines = [block for block in blocks if form in block.path]
    if form.tag in _PAGE or next(form.iter("h1", "h2"), None) is not None:
        return set()
    if not 0 < len(lines) <= _MAX_FORM_LINES or _chars(lines) > _MAX_FORM:
        return set()
    above = blocks[max(0, lines[0].index - 1)]
    is_question = above.text.endswith("?") and above.box in lines[0].path
    return {line.index for line in lines} | ({above.index} if is_question else set())


def _summary_lines(blocks: Sequence[Block]) -> set[int]:
    """Return the indexes of the lines of summaries that a machine wrote.

    A summary is the smallest element that begins with its heading and has text below it. If that
    is too long to be one, the summary is the list below the heading, or unknown.
    """
    found = set[int]()
    named = (b for b in blocks if b.tag != "h1" and is_summary_heading(b.text))
    headings = list(islice(named, _MAX_SUMMARIES))
    longest = min(_MAX_SUMMARY, _chars(blocks) // 2) if headings else 0
    for heading in headings:
        below = blocks[heading.index + 1 :]
        inside = _summary_below(heading, below, blocks[max(0, heading.index - 1)])
        if not inside or _chars(inside) > longest:
            inside = list(takewhile(lambda line: line.tag == "li", below))
        found.update(line.index for line in (heading, *inside))
    return found


def _summary_below(heading: Block, below: Sequence[Block], above: Block) -> list[Block]:
    """Return the lines in the smallest element that begins with a heading and has text below it."""
    for box in reversed(heading.path):
        if above is not heading and box in above.path:
            break
        inside = _beginning_in(box, below)
        if not all(is_chrome(line.text) for line in inside):
            return inside
    return []


def _beginning_in(box: HtmlElement, lines: Sequence[Block]) -> list[Block]:
    return list(takewhile(lambda line: box in line.path, lines))


def _chars(lines: Sequence[Block]) -> int:
    return sum(len(line.text) for line in lines if line.is_prose)


def _comment_lines(blocks: Sequence[Block]) -> set[int]:
    """Return the indexes of the lines in comment boxes; a box with a `<h1>` is not one."""
    boxes: dict[HtmlElement, bool] = {}
    for block in blocks:
        for element in reversed(block.path):
            if element in boxes:
                break  # and so are those around it
            boxes[element] = element.tag not in _PAGE and is_comment_box(element)
    found = {e for e, is_box in boxes.items() if is_box and next(e.iter("h1"), None) is None}
    return {b.index for b in blocks if not found.isdisjoint(b.path)} if found else set()


def _signed_comments(blocks: Sequence[Block]) -> set[int]:
    """Return the indexes of the lines of comments, whatever their class.

    Several elements are set alike, and each has a name first and buttons to like or reply last.
    """
    comments = dict[HtmlElement, range]()
    for line in blocks[1:]:
        if not is_below_comment(line.text):
            continue
        before = blocks[max(0, line.index - _MAX_COMMENT) : line.index]
        around = frozenset(before[-1].path)
        box = next(element for element in reversed(line.path) if element in around)
        first = next(other for other in before if box in other.path)
        byline = read_byline(first.text)
        if byline is not None and byline.author is not None and not byline.labelled:
            comments[box] = range(first.index, line.index + 1)
    settings = Counter((box.getparent(), box.tag, box.get("class")) for box in comments)
    return {
        index
        for box, lines in comments.items()
        if settings[box.getparent(), box.tag, box.get("class")] >= _MIN_COMMENTS
        for index in lines
    }


def _without(
    blocks: Sequence[Block], indexes: Set[int], reason: str, min_text: int
) -> tuple[Sequence[Block], tuple[CutLine, ...]]:
    """Leave out lines, unless fewer than `min_text` characters of paragraphs would be left."""
    if not indexes:
        return blocks, ()
    kept = [block for block in blocks if block.index not in indexes]
    if sum(len(block.text) for block in kept if block.is_prose) < min_text:
        return blocks, ()
    cuts = tuple((block, reason) for block in blocks if block.index in indexes)
    return [block.at(index) for index, block in enumerate(kept)], cuts
