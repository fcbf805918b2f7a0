"""The limits of finding the body: which element holds the article, and which of its neighbours."""

import pytest

from .reading import read

TITLE = "Xã Gò Sim ra mắt tổ dân vận khéo giữ sạch dòng kênh"
START = "Bà con xã Gò Sim góp công làm đường, giữ sạch dòng kênh đoạn"


def sentence(name: str, length: int = 120) -> str:
    return f"{START} {name} ".ljust(length - 1, "o") + "."


def p(name: str, length: int = 120, attributes: str = "") -> str:
    """Return a paragraph that begins alike, with a name of its own and so many characters."""
    return f"<p {attributes}>{sentence(name, length)}</p>"


def several(count: int, attributes: str = "") -> str:
    return "".join(p(f"P{number}", attributes=attributes) for number in range(count))


def link(length: int) -> str:
    return f"<p><a href='/b'>{'Nắng ấm trở lại trên đồng '.ljust(length, 'o')}</a></p>"


def names(body: str) -> str:
    """Return the names of the paragraphs of the article on a page, in their order."""
    page = f"<html><head><title>{TITLE}</title></head><body>{body}</body></html>"
    text = read(page).text
    return " ".join(line.removeprefix(START).split()[0] for line in text.split("\n\n") if line)


H1 = f"<h1>{TITLE}</h1>"
TEN = several(10)
ALL = " ".join(f"P{number}" for number in range(10))


@pytest.mark.parametrize(
    ("body", "joined"),
    [
        pytest.param(f"<div><div>{TEN}</div>{p('X', 70)}</div>", True, id="70 of 1,200 characters"),
        pytest.param(
            f"<div><div>{TEN}{p('P10', 200)}{p('P11', 100)}</div>{p('X', 75)}</div>", True,
            id="a twentieth",
        ),
        pytest.param(
            f"<div><div>{TEN}{p('P10', 200)}{p('P11', 101)}</div>{p('X', 75)}</div>", False,
            id="less than a twentieth",
        ),
        pytest.param(
            f"<div><div>{TEN}</div>{p('X')}{link(40)}</div>", True, id="a quarter of links"
        ),
        pytest.param(
            f"<div><div>{TEN}</div>{p('X')}{link(41)}</div>", False, id="more than a quarter"
        ),
        pytest.param(
            f"<div><div>{TEN}</div><p>Tin liên quan</p>{p('X')}</div>", False, id="a related list"
        ),
        pytest.param(f"<div>{TEN}</div>{p('X')}", False, id="of the whole page"),
        pytest.param(
            f"<div><div><div>{TEN}</div></div>{p('X')}</div>", True, id="set alike, over a wrapper"
        ),
        pytest.param(
            f"<div><div><div>{TEN}</div></div>{p('X', attributes='class=b')}</div>", False,
            id="set otherwise, over a wrapper",
        ),
        pytest.param(
            f"<div><div>{TEN}</div>{p('X', attributes='class=b')}</div>", True,
            id="set otherwise, right beside it",
        ),
        pytest.param(
            f"<div><div><div>{TEN.replace('<p ', '<div ').replace('</p>', '</div>')}</div></div>"
            f"<div>{sentence('X')}</div></div>", False, id="no <p>, over a wrapper",
        ),
        pytest.param(
            f"<div><div><div><div>{TEN}</div></div></div>{p('X')}</div>", True, id="two wrappers"
        ),
        pytest.param(
            f"<div><div><div><div><div>{TEN}</div></div></div></div>{p('X')}</div>", False,
            id="three wrappers",
        ),
        pytest.param(
            f"<div><div><div>{TEN}</div>{link(200)}</div>{p('X')}</div>", False,
            id="beyond a neighbour that is none",
        ),
    ],
)  # fmt: skip
def test_which_neighbours_join_the_body(body: str, joined: bool) -> None:
    expected = ALL + (" P10 P11" if "P11" in body else "") + (" X" if joined else "")
    assert names(H1 + body) == expected


FIRST = f"<div>{p('A', 240)}<p>Bờ kênh</p></div>"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        pytest.param(f"{FIRST}<div>{p('B', 241)}<p>Bờ kênh</p></div>", "B", id="the longer"),
        pytest.param(f"{FIRST}<div>{p('B', 240)}<p>Bờ kênh</p></div>", "A", id="the first"),
        pytest.param(
            f"{FIRST}{'<p>Gò</p>' * 37}<div>{p('B', 300)}<p>Bờ kênh</p></div>", "B",
            id="39 lines behind the first",
        ),
        pytest.param(
            f"{FIRST}{'<p>Gò</p>' * 38}<div>{p('B', 300)}<p>Bờ kênh</p></div>", "A",
            id="40 lines behind it, six tenths count",
        ),
        pytest.param(
            f"{FIRST}{'<p>Gò</p>' * 38}<div>{p('B', 401)}<p>Bờ kênh</p></div>", "B",
            id="40 lines behind it, much longer",
        ),
        pytest.param(
            f"{FIRST}{'<p>Gò</p>' * 38}<div>{p('B', 399)}<p>Bờ kênh</p></div>", "A",
            id="40 lines behind it, not enough",
        ),
        pytest.param(
            f"{FIRST}<div><p>{sentence('B', 300)}<a href='/b'>{'o' * 100}</a></p>"
            "<p>Bờ kênh</p></div>", "B", id="without its links, longer",
        ),
        pytest.param(
            f"{FIRST}<div><p>{sentence('B', 230)}<a href='/b'>{'o' * 100}</a></p>"
            "<p>Bờ kênh</p></div>", "A", id="without its links, shorter",
        ),
        pytest.param(
            f"{FIRST}<div>{p('B', 400)}</div>", "A", id="a paragraph alone is no body"
        ),
    ],
)  # fmt: skip
def test_the_body_is_the_element_with_most_text(body: str, found: str) -> None:
    assert ("B" in names(H1 + body).split()) == (found == "B")


def test_text_above_the_title_is_not_counted() -> None:
    above = f"<div>{p('X', 400)}<p>Bờ kênh</p></div>"
    assert names(f"{above}{H1}{FIRST}").split()[0] == "A"
    assert names(f"<div>{above}{H1}<div>{TEN}</div></div>") == ALL


@pytest.mark.parametrize(
    ("second", "joined"),
    [pytest.param(300, False, id="three tenths"), pytest.param(301, True, id="more")],
)
def test_a_paragraph_counts_seven_tenths_for_the_next_element(second: int, joined: bool) -> None:
    body = (
        f"<div><div>{p('A', 700)}<p>Bờ kênh</p></div>"
        f"<div>{p('B', second)}{link(150)}<p>Bờ kênh</p></div></div>"
    )
    assert ("B" in names(H1 + body).split()) == joined


@pytest.mark.parametrize(
    ("depth", "joined"), [pytest.param(4, True, id="fifth"), pytest.param(5, False, id="sixth")]
)
def test_a_paragraph_counts_for_five_elements_around_it(depth: int, joined: bool) -> None:
    branches = "".join(
        "<div>" * depth + p(f"B{number}") + "<p>Bờ</p>" + "</div>" * depth for number in range(6)
    )
    found = names(f"{H1}<div>{branches}</div>").split()
    assert ("B5" in found) == joined


def test_paragraphs_of_the_page_itself_are_its_body() -> None:
    assert names(H1 + TEN) == ALL


def test_paragraphs_each_in_a_box_of_its_own_are_one_body() -> None:
    boxes = "".join(f"<div>{p(f'P{number}')}</div>" for number in range(10))
    assert names(f"{H1}<div>{boxes}</div>") == ALL


@pytest.mark.parametrize(
    ("paragraphs", "lead"),
    [pytest.param(2, True, id="two"), pytest.param(3, False, id="three")],
)
def test_more_than_two_paragraphs_between_title_and_body_are_of_the_body(
    paragraphs: int, lead: bool
) -> None:
    before = "".join(f"<div>{p(f'X{number}')}</div>" for number in range(paragraphs))
    found = names(f"{H1}{before}<div>{TEN}</div>")
    expected = "X0" if lead else " ".join(f"X{number}" for number in range(paragraphs))
    assert found == f"{expected} {ALL}"
