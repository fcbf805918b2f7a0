"""What CSS selectors select: by XPath, and by the names of all elements of a page."""

import cssselect
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement

from extraction.parsing import parse
from extraction.selectors import Elements, select

PAGE = (
    "<p id=a class=tin></p><div><b id=b class='moi  tin'></b></div>"
    "<p id=c class='tin-moi Tin'>Xem THÊM</p><p id=d class></p><p id=e></p>"
)
SELECTORS = (
    ".tin", ".moi", "#tin", ".tin.moi", "#tin.moi", "div.tin", "div#tin", ".tin .moi", ".tin > p",
    "#tin p", "p, .tin", ".moi, .tin, #moi", ".tin:not(.moi)", "[class~=moi], .tin",
    "p:first-child", ".khac, .tin", ".khac .tin", "*", "",
    ".tin + p", ".tin ~ .moi", ".moi + .tin p", ".tin span > .moi",
    "section .moi p", ".tin p, .moi p", ".tin.moi > span p",
)  # fmt: skip
NAMES = st.lists(st.sampled_from(["tin", "moi", "cu"]), max_size=3).map(" ".join)


@st.composite
def markup(draw: st.DrawFn, depth: int = 3) -> str:
    """Return elements with some of the names that the selectors look for."""
    tag = draw(st.sampled_from(["div", "section", "span"]))
    inside = draw(st.lists(markup(depth - 1), max_size=3)) if depth else []
    return f"<{tag} class='{draw(NAMES)}' id='{draw(NAMES)}'>{''.join(inside)}<p></p></{tag}>"


def tree(page: str) -> HtmlElement:
    root = parse(page)
    assert root is not None
    return root


@pytest.mark.parametrize(
    ("selector", "selected"),
    [
        (".tin", ["a", "b"]),
        ("p.tin", ["a"]),
        (".tin.moi", ["b"]),
        ("div .tin", ["b"]),
        ("#e, .tin", ["a", "b", "e"]),
        ("#c.Tin", ["c"]),
        ("[class~=moi]", ["b"]),
        ("p:contains('xem thêm')", ["c"]),
        ("", []),
    ],
)
def test_a_selector_selects_whole_names(selector: str, selected: list[str]) -> None:
    root = tree(PAGE)
    for elements in (select(root, selector), Elements(root).select(selector)):
        assert [element.get("id") for element in elements] == selected


@given(markup(), st.lists(st.sampled_from(SELECTORS), min_size=1, max_size=3))
def test_names_select_what_xpath_does(page: str, selectors: list[str]) -> None:
    root = tree(page)
    elements = Elements(root)
    for selector in selectors:
        assert elements.select(selector) == select(root, selector)
        for scope in root.iter("section"):
            assert elements.select_in(scope, selector) == select(scope, selector)


def test_a_match_begins_at_any_element_with_the_first_names() -> None:
    root = tree("<p id=a class='tin moi'></p><div class=tin><b id=b class=moi></b></div>")
    assert [e.get("id") for e in Elements(root).select(".tin .moi")] == ["b"]


def test_a_selector_with_a_function_selects_on_many_pages() -> None:
    for number in range(200):
        root = tree(f"<p class=a{number}>Tin</p><p id=b>Xem THÊM</p>")
        assert [e.get("id") for e in select(root, "p:contains('xem thêm')")] == ["b"]


@pytest.mark.parametrize("selector", ["div..tin", "p::before", ".tin,"])
def test_an_invalid_selector_is_an_error(selector: str) -> None:
    with pytest.raises(cssselect.SelectorError):
        Elements(tree(PAGE)).select(selector)
