"""Limits of finding the body: which elements contain the article."""

import pytest

from .reading import explain, read

TITLE = "Xã Gò Sim ra mắt tổ dân vận khéo giữ sạch dòng kênh"
START = "Bà con xã Gò Sim góp công làm đường, giữ sạch dòng kênh đoạn"


def sentence(name: str, length: int = 120) -> str:
    return f"{START} {name} ".ljust(length - 1, "o") + "."


def p(name: str, length: int = 120, attributes: str = "") -> str:
    """Return a paragraph of `length` characters that contains `name`."""
    return f"<p {attributes}>{sentence(name, length)}</p>"


def several(count: int, attributes: str = "") -> str:
    return "".join(p(f"P{number}", attributes=attributes) for number in range(count))


def link(length: int) -> str:
    return f"<p><a href='/b'>{'Nắng ấm trở lại trên đồng '.ljust(length, 'o')}</a></p>"


def names(body: str) -> str:
    """Return the names of the paragraphs in the article of a page, in order."""
    page = f"<html><head><title>{TITLE}</title></head><body>{body}</body></html>"
    text = read(page).text
    return " ".join(line.removeprefix(START).split()[0] for line in text.split("\n\n") if line)


H1 = f"<h1>{TITLE}</h1>"
TEN = several(10)
ALL = " ".join(f"P{number}" for number in range(10))


@pytest.mark.parametrize(
    ("body", "joined"),
    [
        pytest.param(
            f"<div><div>{TEN}</div>{p('X', 70)}</div>", True, id="70 characters next to 1,200"
        ),
        pytest.param(
            f"<div><div>{TEN}{p('P10', 200)}{p('P11', 100)}</div>{p('X', 75)}</div>", True,
            id="5 percent of the body",
        ),
        pytest.param(
            f"<div><div>{TEN}{p('P10', 200)}{p('P11', 101)}</div>{p('X', 75)}</div>", False,
            id="less than 5 percent of the body",
        ),
        pytest.param(
            f"<div><div>{TEN}</div>{p('X')}{link(40)}</div>", True, id="25 percent links"
        ),
        pytest.param(
            f"<div><div>{TEN}</div>{p('X')}{link(41)}</div>", False, id="more than 25 percent links"
        ),
        pytest.param(
            f"<div><div>{TEN}</div><p>Tin liên quan</p>{p('X')}</div>", False,
            id="below the heading of a related list",
        ),
        pytest.param(f"<div>{TEN}</div>{p('X')}", False, id="a child of <body>"),
        pytest.param(
            f"<div><div><div>{TEN}</div></div>{p('X')}</div>", True,
            id="next to a wrapper, same class",
        ),
        pytest.param(
            f"<div><div><div>{TEN}</div></div>{p('X', attributes='class=b')}</div>", False,
            id="next to a wrapper, another class",
        ),
        pytest.param(
            f"<div><div>{TEN}</div>{p('X', attributes='class=b')}</div>", True,
            id="right next to the body, another class",
        ),
        pytest.param(
            f"<div><div><div>{TEN.replace('<p ', '<div ').replace('</p>', '</div>')}</div></div>"
            f"<div>{sentence('X')}</div></div>", False, id="next to a wrapper, no <p>",
        ),
        pytest.param(
            f"<div><div><div><div>{TEN}</div></div></div>{p('X')}</div>", True,
            id="next to two wrappers",
        ),
        pytest.param(
            f"<div><div><div><div><div>{TEN}</div></div></div></div>{p('X')}</div>", False,
            id="next to three wrappers",
        ),
        pytest.param(
            f"<div><div><div>{TEN}</div>{link(200)}</div>{p('X')}</div>", False,
            id="after an element that is not part of the body",
        ),
    ],
)  # fmt: skip
def test_which_elements_next_to_the_body_are_part_of_it(body: str, joined: bool) -> None:
    expected = ALL + (" P10 P11" if "P11" in body else "") + (" X" if joined else "")
    assert names(H1 + body) == expected


FIRST = f"<div>{p('A', 240)}<p>Bờ kênh</p></div>"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        pytest.param(
            f"{FIRST}<div>{p('B', 241)}<p>Bờ kênh</p></div>", "B", id="the second is longer"
        ),
        pytest.param(
            f"{FIRST}<div>{p('B', 240)}<p>Bờ kênh</p></div>", "A", id="both have the same length"
        ),
        pytest.param(
            f"{FIRST}{'<p>Gò</p>' * 37}<div>{p('B', 300)}<p>Bờ kênh</p></div>", "B",
            id="39 lines after the first",
        ),
        pytest.param(
            f"{FIRST}{'<p>Gò</p>' * 38}<div>{p('B', 300)}<p>Bờ kênh</p></div>", "A",
            id="40 lines after the first: 60 percent of 300 characters",
        ),
        pytest.param(
            f"{FIRST}{'<p>Gò</p>' * 38}<div>{p('B', 401)}<p>Bờ kênh</p></div>", "B",
            id="40 lines after the first: 60 percent of 401 characters",
        ),
        pytest.param(
            f"{FIRST}{'<p>Gò</p>' * 38}<div>{p('B', 399)}<p>Bờ kênh</p></div>", "A",
            id="40 lines after the first: 60 percent of 399 characters",
        ),
        pytest.param(
            f"{FIRST}<div><p>{sentence('B', 300)}<a href='/b'>{'o' * 100}</a></p>"
            "<p>Bờ kênh</p></div>", "B", id="longer without its links",
        ),
        pytest.param(
            f"{FIRST}<div><p>{sentence('B', 230)}<a href='/b'>{'o' * 100}</a></p>"
            "<p>Bờ kênh</p></div>", "A", id="shorter without its links",
        ),
        pytest.param(
            f"{FIRST}<div>{p('B', 400)}</div>", "A", id="a single paragraph is not a body"
        ),
    ],
)  # fmt: skip
def test_the_body_is_the_element_with_the_most_text(body: str, found: str) -> None:
    assert ("B" in names(H1 + body).split()) == (found == "B")


def test_text_above_the_title_is_not_counted() -> None:
    above = f"<div>{p('X', 400)}<p>Bờ kênh</p></div>"
    assert names(f"{above}{H1}{FIRST}").split()[0] == "A"
    assert names(f"<div>{above}{H1}<div>{TEN}</div></div>") == ALL


@pytest.mark.parametrize(
    ("second", "joined"),
    [
        pytest.param(300, False, id="700 and 300 characters"),
        pytest.param(301, True, id="700 and 301 characters"),
    ],
)
def test_a_paragraph_counts_70_percent_for_its_grandparent(second: int, joined: bool) -> None:
    body = (
        f"<div><div>{p('A', 700)}<p>Bờ kênh</p></div>"
        f"<div>{p('B', second)}{link(150)}<p>Bờ kênh</p></div></div>"
    )
    assert ("B" in names(H1 + body).split()) == joined


@pytest.mark.parametrize(
    ("depth", "joined"),
    [
        pytest.param(4, True, id="the fifth ancestor"),
        pytest.param(5, False, id="the sixth ancestor"),
    ],
)
def test_a_paragraph_counts_for_its_five_nearest_ancestors(depth: int, joined: bool) -> None:
    branches = "".join(
        "<div>" * depth + p(f"B{number}") + "<p>Bờ</p>" + "</div>" * depth for number in range(6)
    )
    found = names(f"{H1}<div>{branches}</div>").split()
    assert ("B5" in found) == joined


def test_paragraphs_directly_in_the_page_are_its_body() -> None:
    assert names(H1 + TEN) == ALL


def test_paragraphs_in_separate_boxes_are_one_body() -> None:
    boxes = "".join(f"<div>{p(f'P{number}')}</div>" for number in range(10))
    assert names(f"{H1}<div>{boxes}</div>") == ALL


@pytest.mark.parametrize(
    ("paragraphs", "lead"),
    [pytest.param(2, True, id="two paragraphs"), pytest.param(3, False, id="three paragraphs")],
)
def test_more_than_two_paragraphs_between_title_and_body_are_part_of_the_body(
    paragraphs: int, lead: bool
) -> None:
    before = "".join(f"<div>{p(f'X{number}')}</div>" for number in range(paragraphs))
    found = names(f"{H1}{before}<div>{TEN}</div>")
    assert found == f"{' '.join(f'X{number}' for number in range(paragraphs))} {ALL}"
    how = explain(f"<title>{TITLE}</title>{H1}{before}<div>{TEN}</div>").notes.found["lead"]
    assert (how.by == "a paragraph between title and body") == lead


PART = '<section class="doan">{}</section>'
LAST = p("X", 90)


@pytest.mark.parametrize(
    ("below", "joined"),
    [
        pytest.param(PART.format(LAST), True, id="set alike"),
        pytest.param("<section class=anh><p>Tâm</p></section>" + PART.format(LAST), True,
                     id="below a picture"),
        pytest.param(f"<section class=khac>{LAST}</section>", False, id="of another class"),
        pytest.param(f"<div class=doan>{LAST}</div>", False, id="in another element"),
        pytest.param(PART.format(p("X", 90, "class=nho")), False, id="paragraphs set otherwise"),
        pytest.param(PART.format(f"<h3>Tin liên quan</h3>{LAST}"), False, id="a list"),
        pytest.param(PART.format(f"<h3>Ý kiến bạn đọc</h3>{LAST}"), False, id="comments"),
        pytest.param(PART.format(link(40) + LAST), False, id="a link to an article"),
        pytest.param(f"<section class=x>{link(40)}</section>" + PART.format(LAST), False,
                     id="below a link to an article"),
    ],
)  # fmt: skip
def test_the_parts_of_a_long_read(below: str, joined: bool) -> None:
    found = names(H1 + PART.format(TEN) + below + "<div>x</div>")
    assert found == (f"{ALL} {'Tâm ' * ('Tâm' in below)}X" if joined else ALL)


HOURS = "".join(f"<dt>{number + 5} giờ</dt><dd>{p(f'P{number}')}</dd>" for number in range(9))
ROW = "<tr><td>Nhà tốc mái</td><td>{}</td></tr>"
TABLE = f"<table>{ROW.format(12)}{ROW.format(36)}</table>"


@pytest.mark.parametrize(
    ("below", "joined"),
    [
        pytest.param(f"<div><h3>Thiệt hại</h3>{TABLE}</div>", True, id="two rows and a heading"),
        pytest.param(TABLE, True, id="two rows"),
        pytest.param(f"<table>{ROW.format(36)}</table>", False, id="one row"),
        pytest.param(f"<div><h3>Tin liên quan</h3>{TABLE}</div>", False, id="a list"),
        pytest.param(f"<div>{link(40)}{TABLE}</div>", False, id="a link"),
        pytest.param(f"<div><p>x</p></div>{TABLE}", False, id="not just below"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_a_table_below_a_chronicle(below: str, joined: bool) -> None:
    for tag, is_chronicle in (("dl", True), ("section", False)):
        page = f"<title>{TITLE}</title>{H1}<div><{tag}>{HOURS}</{tag}>{below}</div>"
        assert ("Nhà tốc mái | 36" in read(page).text) == (joined and is_chronicle), tag
