"""Line breaks that a browser shows, in `<pre>` or by a style, end the lines of a text."""

import json
import textwrap

import pytest

from extraction.blocks import read_blocks
from extraction.parsing import parse

from .reading import read

STYLED = "<div style='color: red; white-space: {}'>{}</div>"
ENDED = "Bà con góp công.\nNgười góp đất.\nAi cũng vui"


def lines(page: str) -> list[str]:
    root = parse(f"<body>{page}</body>")
    assert root is not None
    return [block.text for block in read_blocks(root)]


def long(length: int) -> str:
    """Return a line of so many characters."""
    return "Bà con xã Gò Sim".ljust(length - 1, "o") + "."


@pytest.mark.parametrize(
    ("page", "is_broken"),
    [
        (f"<pre>{ENDED}</pre>", True),
        (f"<PRE>{ENDED}</PRE>", True),
        (f"<pre class=x>\r\n{ENDED}</pre>".replace("\n", "\r\n"), True),
        (f"<pre><b>{ENDED}</b></pre>", True),
        (f"<pre><b>Bà con</b> góp công.{ENDED[16:]}</pre>", True),
        (STYLED.format("pre-line", ENDED), True),
        (STYLED.format("pre-wrap", ENDED), True),
        (STYLED.format("pre", ENDED), True),
        (STYLED.format("pre", ENDED).upper(), True),
        (STYLED.format("pre-line", f"<p>{ENDED}</p>"), True),
        (STYLED.format("nowrap", ENDED), False),
        (STYLED.format("pre", ENDED).replace("div", "span"), False),
        (f"<style>p {{ white-space: pre }} a > b {{ margin: 0 }}</style><p>{ENDED}</p>", False),
        (f"<p>{ENDED}</p>", False),
    ],
)
def test_which_line_breaks_a_browser_shows(page: str, is_broken: bool) -> None:
    told = [line.casefold() for line in lines(page)]
    expected = ENDED.casefold().split("\n")
    assert told == (expected if is_broken else [" ".join(expected)])


@pytest.mark.parametrize(
    ("longest", "above", "is_one"),
    [
        pytest.param(60, 52, True, id="the next word did not fit"),
        pytest.param(60, 51, False, id="it fitted"),
        pytest.param(59, 59, False, id="too short to be wrapped"),
        pytest.param(120, 112, True, id="the longest that is wrapped"),
        pytest.param(121, 121, False, id="too long to be wrapped"),
    ],
)
def test_a_line_of_a_wrapped_text_goes_on_in_the_next(
    longest: int, above: int, is_one: bool
) -> None:
    first, last = long(above), "Thôn Hai."
    page = f"<pre>{first}\n{last}\n\n{long(longest)}</pre>"
    told = [f"{first} {last}"] if is_one else [first, last]
    assert lines(page) == [*told, long(longest)]


def test_an_empty_line_or_an_indented_one_begins_a_paragraph_of_a_wrapped_text() -> None:
    first = long(70).replace(".", "")
    assert lines(f"<pre>{first}\n\nở thôn Hai\n</pre>") == [first, "ở thôn Hai"]
    assert lines(f"<pre>  {first}\n{first}\n  {first}</pre>") == [f"{first} {first}", first]
    assert lines(f"<pre>{first} <b>\n\n</b>Lò Văn Tấm</pre>") == [first, "Lò Văn Tấm"]


def test_a_line_is_as_long_as_all_its_elements() -> None:
    first = long(70)
    page = f"<pre><b>{first[:40]}</b>{first[40:]}\nThôn Hai.\n\n{first}</pre>"
    assert lines(page) == [f"{first} Thôn Hai.", first]


def test_the_outermost_element_says_how_a_text_is_wrapped() -> None:
    page = f"{long(65)}\n\n<pre>{long(58)}\nThôn Hai.</pre>"
    assert lines(STYLED.format("pre", page)) == [long(65), f"{long(58)} Thôn Hai."]


def test_a_line_that_goes_on_in_lower_case_is_one() -> None:
    assert lines("<pre>Bà con\ngóp công</pre>") == ["Bà con góp công"]


def test_an_article_in_plain_text() -> None:
    texts = [" ".join([f"Bà con xã Gò Sim góp công làm đường lần {n}."] * 4) for n in range(3)]
    title = "Xã Gò Sim bàn chung việc làm đường"
    head = f"<title>{title}</title><h2>{title}</h2><small>14/01/2011</small>"
    wrapped = "\n\n".join(textwrap.fill(text, 72) for text in texts)
    found = read(f"{head}<pre>{wrapped}\n\n{' ' * 46}Lò Văn Tấm\n</pre>")
    assert (found.body.split("\n\n"), found.author) == (texts, "Lò Văn Tấm")


def test_the_data_of_scripts_are_not_broken() -> None:
    data = json.dumps({"@type": "NewsArticle", "headline": "Gò Sim"}, indent=1)
    root = parse(STYLED.format("pre", f"<script>{data}</script>Gò Sim"))
    assert root is not None
    assert next(root.iter("script")).text == data


@pytest.mark.parametrize(("count", "is_broken"), [(10_000, True), (10_001, False)])
def test_so_many_line_ends_of_a_page_are_looked_at(count: int, is_broken: bool) -> None:
    last = "".join(["\n"] * (count - 1)) + "Gò Sim.\nBãi Nhạn."
    told = ["Gò Sim.", "Bãi Nhạn."] if is_broken else ["Gò Sim. Bãi Nhạn."]
    assert lines(f"<pre>x{last}</pre>")[1:] == told
    others = f"<b>Thôn Hai.\nThôn Ba.</b></pre><pre>{ENDED}</pre>"
    assert lines(f"<pre>x{last}\n{others}")[-2:] == [
        f"{told[-1]} Thôn Hai. Thôn Ba.", ENDED.replace("\n", " "),
    ]  # fmt: skip
