"""Limits of cutting: a body with lines just inside and just outside each limit.

In a pattern, `P1` is a paragraph of the article, `T1` a paragraph of something else (a teaser, an
advertisement), `L1` a link to another article, and `N1` a short line. All paragraphs have the same
length.
"""

import re

import pytest

from extraction.article import Article
from extraction.layouts import Layout
from extraction.text import comparable

from .reading import explain, read

TITLE = "Xã Gò Sim ra mắt tổ dân vận khéo giữ sạch dòng kênh"
LAYOUT = (Layout("2023", title="h1", body="div.text"),)
LENGTH = 120
SIXTY = "Bà con xã Gò Sim góp công làm đường và giữ sạch dòng kênh oo"  # characters


def text(name: str) -> str:
    """Return the text of the line with a name such as `P1`."""
    kind, number = name[0], int(name[1:])
    start = {
        "P": f"Đoạn {number:02} kể chuyện bà con xã Gò Sim góp công làm đường, giữ sạch dòng kênh ",
        "T": f"Mục {number:02} mời bà con huyện Lam Khê xem thêm chuyện trồng rừng, nuôi cá lồng ",
        "L": f"Nắng ấm trở lại trên đồng Lam Khê {number:02}",
        "N": f"Bờ kênh Gò Sim {number:02}",
    }[kind]
    return start.ljust(LENGTH - 1, "o") + "." if kind in "PT" else start


def html(pattern: str) -> str:
    """Replace each name in a pattern such as `P1 <ul>L1 L2</ul>` with its line."""

    def line(match: re.Match[str]) -> str:
        kind, name = match["kind"], match[0]
        shown = f"<a href='/{name}'>{text(name)}</a>" if kind == "L" else text(name)
        return f"<p>{shown}</p>"

    return re.sub(r"\b(?P<kind>[PTLN])\d+\b", line, pattern)


def article(pattern: str, repeated: frozenset[str] = frozenset()) -> Article:
    page = f"<main><h1>{TITLE}</h1><div class=text>{html(pattern)}</div></main>"
    return read(page, layouts=LAYOUT, repeated=repeated)


def kept(pattern: str, repeated: frozenset[str] = frozenset()) -> str:
    """Return the names of the lines that remain of a body, and other lines unchanged."""
    found = article(pattern, repeated)
    names = {text(f"{kind}{number}"): f"{kind}{number}" for kind in "PTLN" for number in range(40)}
    lines = found.text.split("\n\n") if found.text else []
    return " ".join(names.get(line, line) for line in lines)


def linked(part: int) -> str:
    line = "Nắng ấm trở lại trên đồng Lam Khê".ljust(50, "o")
    return f"<p><a href='/b'>{line[:part]}</a>{line[part:]}</p>"


def several(kind: str, numbers: range) -> str:
    return " ".join(f"{kind}{number}" for number in numbers)


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        pytest.param("<p>Chia sẻ</p>", False, id="a button"),
        pytest.param("<p>Bình luận</p>", False, id="the heading of a comment box"),
        pytest.param("<p class=a>Giấy phép số 12/GP-BC</p>", False, id="the imprint"),
        pytest.param("<p>Giấy phép số 12/GP-BC</p>", True, id="an imprint set like the text"),
        pytest.param("<p>14:26, 13/08/2023</p>", False, id="a date"),
        pytest.param("<p>Gò Sim 13/08/2023</p>", True, id="a date with other words"),
        pytest.param(f"<p>{TITLE}</p>", False, id="the title"),
        pytest.param(f"<p>{TITLE.upper()}!</p>", False, id="the title in capitals"),
        pytest.param(f"<p>{TITLE} mới</p>", True, id="the title with another word"),
        pytest.param("<p>Từ khóa: dân vận</p>", False, id="tags"),
        pytest.param("<p>Tài liệu cuộc họp: <a href='/b.doc'>tải về</a></p>", False, id="a file"),
        pytest.param("<p>Tài liệu cuộc họp: <a href='/b'>tải về</a></p>", True, id="no file"),
        pytest.param(
            "<p>Chủ đề: bà con xã Gò Sim góp công làm đường và giữ sạch dòng kênh qua thôn "
            "mình</p>", True, id="a paragraph that begins like tags",
        ),
        pytest.param(
            "<p>Chủ đề: <a href='/b'>bà con xã Gò Sim góp</a> công làm đường và giữ sạch dòng kênh "
            "qua các thônoo</p>", False, id="25 percent of it is a link",
        ),
        pytest.param(
            "<p>Chủ đề: <a href='/b'>bà con xã Gò Sim góp</a> công làm đường và giữ sạch dòng kênh "
            "qua các thônooo</p>", True, id="less than 25 percent of it is a link",
        ),
    ],
)  # fmt: skip
def test_boilerplate_in_the_middle_of_an_article_is_cut(line: str, stays: bool) -> None:
    shown = re.sub(r"<[^>]+>", "", line)
    before = several("P", range(14))  # a date higher up may be the publish date
    after = several("P", range(14, 22))  # with less text after it, the line may end the article
    left = f"{before} {shown} {after}" if stays else f"{before} {after}"
    assert kept(f"{before} {line} {after}") == left


PUBLISHER, CONTACT = "<p>Cơ quan chủ quản: Tỉnh ủy</p>", "<p>Điện thoại: 0209 123 456</p>"


@pytest.mark.parametrize(
    ("lines", "stays"),
    [
        pytest.param(CONTACT, True, id="a number is part of an announcement"),
        pytest.param(PUBLISHER, False, id="a publisher"),
        pytest.param(f"{CONTACT * 10}{PUBLISHER}", False, id="the 10th line before the publisher"),
        pytest.param(f"{CONTACT * 11}{PUBLISHER}", True, id="the 11th line before the publisher"),
        pytest.param(f"{PUBLISHER}{CONTACT * 10}", False, id="the 10th line after the publisher"),
        pytest.param(f"{PUBLISHER}{CONTACT * 11}", True, id="the 11th line after the publisher"),
        pytest.param(f"{CONTACT}N1{PUBLISHER}", True, id="another line before the publisher"),
        pytest.param(f"<ul><li>{CONTACT[3:]}</ul>", False, id="a number in a list"),
        pytest.param(f"<p>Xin gọi:</p><ul><li>{CONTACT[3:]}</ul>", True, id="below a colon"),
    ],
)
def test_contacts_below_the_text_stay_if_no_publisher_is_with_them(lines: str, stays: bool) -> None:
    assert ("Điện thoại" in kept(f"P1 P2 P3 {lines}")) == stays


@pytest.mark.parametrize(
    ("linked", "stays"),
    [
        pytest.param(30, False, id="30 of 50 characters"),
        pytest.param(29, True, id="29 of 50 characters"),
    ],
)
def test_a_line_is_cut_if_at_least_60_percent_of_it_are_links(linked: int, stays: bool) -> None:
    line = "Nắng ấm trở lại Gò Sim".ljust(50, "o")
    shown = f"<p><a href='/b'>{line[:linked]}</a>{line[linked:]}</p>"
    assert kept(f"P1 P2 {shown} P3 P4") == (f"P1 P2 {line} P3 P4" if stays else "P1 P2 P3 P4")


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        pytest.param("P1 P2 P2 P3", "P1 P2 P3", id="the line before"),
        pytest.param("P1 P2 N1 P2 P3", "P1 P2 N1 P3", id="the second line before"),
        pytest.param("P1 P2 N1 N2 P2 P3", "P1 P2 N1 N2 P2 P3", id="the third line before"),
        pytest.param("P1 P2 N1 L1 P2 P3", "P1 P2 N1 P3", id="cut lines are not counted"),
    ],
)
def test_a_line_is_cut_if_it_repeats_one_of_the_two_lines_before(pattern: str, left: str) -> None:
    assert kept(pattern) == left


@pytest.mark.parametrize(
    ("pattern", "left", "has_doubt"),
    [
        pytest.param("P1 T1 P2 T2", "P1 P2", False, id="half of the text"),
        pytest.param("P1 T1 T2 T3 P2", "P1 T1 T2 T3 P2", True, id="more than half of the text"),
        pytest.param(
            f"P1 T1 {several('N', range(12))} P2 P3",
            "P1 P2 P3",
            False,
            id="short lines are not counted",
        ),
        pytest.param("P1 P2 P3", "P1 P2 P3", False, id="no repeated line"),
        pytest.param("P1 N1 P2 P3", "P1 P2 P3", False, id="a repeated short line"),
    ],
)
def test_lines_repeated_on_other_pages_are_cut_if_they_are_at_most_half_of_the_text(
    pattern: str, left: str, has_doubt: bool
) -> None:
    names = f"{several('T', range(4))} {several('N', range(12))}".split()
    repeated = frozenset(comparable(text(name)) for name in names)
    assert kept(pattern, repeated) == left
    doubt = "text: most of it stands on other pages too"
    assert (doubt in article(pattern, repeated).doubts) == has_doubt


# Boxes


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        pytest.param(
            "P1 P2 <div class=promo>T1</div> P3", "P1 P2 P3", id="less than half of the text"
        ),
        pytest.param("P1 <div class=promo>T1</div> N1", "P1 T1 N1", id="half of the text"),
        pytest.param(
            "P1 P2 <div class=promo>T1</div> P3 <div class=promo>T2</div> N1", "P1 P2 P3 N1",
            id="two boxes with less than half of the text",
        ),
        pytest.param(
            "P1 P2 <div class=promo>T1</div> <div class=promo>T2</div> N1", "P1 P2 T1 T2 N1",
            id="two boxes with half of the text",
        ),
        pytest.param("P1 P2 <div class=khung>T1</div> P3", "P1 P2 T1 P3", id="another class"),
        *(
            pytest.param(
                f"P1 P2 <{tag} class=promo>{text('T1')}</{tag}> P3", "P1 P2 T1 P3", id=f"<{tag}>"
            )
            for tag in ("p", "figcaption", "h1", "h2", "h3")
        ),
        pytest.param(
            "P1 P2 <figure class=promo><img src=1.jpg>N1</figure> P3", "P1 P2 N1 P3",
            id="<figure>",
        ),
        pytest.param(f"P1 P2 <h4 class=promo>{text('T1')}</h4> P3", "P1 P2 P3", id="<h4>"),
        pytest.param(
            "<div class=promo>P1 P2 <div class=promo>T1</div> P3</div>", "P1 P2 P3",
            id="around all the text, with another box inside",
        ),
        pytest.param("<div class=promo>P1 P2 P3</div>", "P1 P2 P3", id="around all the text"),
        pytest.param("<div class=promo>N1 N2</div> P1", "P1", id="around all lines but the last"),
        pytest.param("P1 <div class=promo>N1 N2</div>", "P1", id="around all lines but the first"),
    ],
)  # fmt: skip
def test_a_box_with_a_promo_class_is_cut_if_it_has_less_than_half_of_the_text(
    pattern: str, left: str
) -> None:
    assert kept(pattern) == left


@pytest.mark.parametrize("tag", ["form", "nav", "footer"])
@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        pytest.param("P1 P2 <X>T1</X> P3", "P1 P2 P3", id="less than half of the text"),
        pytest.param("P1 <X>T1</X> N1", "P1 N1", id="half of the text"),
        pytest.param("P1 <X>T1 T2</X> N1", "P1 T1 T2 N1", id="more than half of the text"),
        pytest.param(
            "P1 P2 P3 <X><article>T1</article></X> P4", "P1 P2 P3 P4", id="with an <article> inside"
        ),
        pytest.param("<X>P1 P2 <nav>T1</nav> P3</X>", "P1 P2 P3", id="around all the text"),
        pytest.param("P1 P2 P3 <X>T1 N1</X> P4", "P1 P2 P3 P4", id="with a short line"),
        pytest.param("<X>N1 N2</X> P1", "P1", id="around all lines but the last"),
        pytest.param("P1 <X>N1 N2</X>", "P1", id="around all lines but the first"),
        pytest.param(
            f"P1 <X>T1 {several('N', range(9))}</X> N9", "P1 N9", id="short lines are not counted"
        ),
    ],
)
def test_a_form_nav_or_footer_is_cut_if_it_has_at_most_half_of_the_text(
    tag: str, pattern: str, left: str
) -> None:
    assert kept(pattern.replace("X>", f"{tag}>")) == left


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        pytest.param("P1 P2 <X>T1</X> P3", "P1 P2 T1 P3", id="among paragraphs"),
        pytest.param("P1 P2 <X>N1 N2</X> P3", "P1 P2 N1 N2 P3", id="with short lines"),
        pytest.param("P1 <div><div><X>N1</X></div></div> P3", "P1 N1 P3", id="in a box"),
        pytest.param("P1 P2 P3 <X>T1</X>", "P1 P2 P3", id="below the text"),
        pytest.param("P1 P2 P3 <X>T1</X> N1", "P1 P2 P3 N1", id="below the paragraphs"),
        pytest.param("<X>T1</X> P1 P2 P3", "P1 P2 P3", id="above the text"),
        pytest.param("P1 P2 <X>N1 L1</X> P3", "P1 P2 P3", id="with a link"),
        pytest.param("P1 P2 <X>T1 <form></form></X> P3", "P1 P2 P3", id="with a form"),
        pytest.param("P1 P2 <X>N1 <button>x</button></X> P3", "P1 P2 P3", id="with a button"),
        pytest.param("P1 P2 <X><p>Tin liên quan</p> T1</X> P3", "P1 P2 P3", id="related"),
        pytest.param("P1 P2 <X><p>Ý kiến bạn đọc</p> T1</X> P3", "P1 P2 P3", id="comments"),
        pytest.param("P1 P2 <X><p>Phóng to</p> T1</X> P3", "P1 P2 P3", id="a button's words"),
    ],
)
def test_an_aside_among_paragraphs_without_links_is_text(pattern: str, left: str) -> None:
    assert kept(pattern.replace("X>", "aside>")) == left


def test_whom_a_quotation_quotes_is_text() -> None:
    quoted = "<blockquote>N1 <X>N2</X></blockquote>"
    pattern = f"P1 P2 {quoted} P3"
    assert kept(pattern.replace("X>", "footer>")) == "P1 P2 N1 N2 P3"
    assert kept(pattern.replace("X>", "footer>").replace("blockquote", "section")) == "P1 P2 N1 P3"


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        pytest.param("P1 P2 P3 <article>T1</article> P4", "P1 P2 P3 T1 P4", id="without a link"),
        pytest.param("P1 P2 P3 <article>L1 T1</article> P4", "P1 P2 P3 P4", id="with a link"),
        pytest.param(
            f"P1 P2 P3 <article>{linked(25)}T1</article> P4", "P1 P2 P3 P4",
            id="with a line that is half a link",
        ),
        pytest.param(
            f"P1 P2 P3 <article>{linked(24)}T1</article> P4",
            f"P1 P2 P3 {re.sub('<[^>]+>', '', linked(24))} T1 P4",
            id="with a line of which less than half is a link",
        ),
        pytest.param(
            f"<article>{several('P', range(9))} L1</article> {several('T', range(9))}",
            f"{several('P', range(9))} {several('T', range(9))}",
            id="the first, with 1,080 characters",
        ),
        pytest.param(
            f"<article>{several('P', range(8))} L1</article> {several('T', range(9))}",
            several("T", range(9)), id="the first, with 960 characters",
        ),
        pytest.param(
            f"<article>N1 L2</article> <article>{several('P', range(9))} L1</article> "
            f"{several('T', range(9))}",
            several("T", range(9)), id="the second, with 1,080 characters",
        ),
        pytest.param(
            f"<aside>N1</aside> <article>{several('P', range(9))} L1</article> "
            f"{several('T', range(9))}",
            f"{several('P', range(9))} {several('T', range(9))}", id="the first, after an <aside>",
        ),
    ],
)  # fmt: skip
def test_an_article_element_is_cut_if_it_has_a_link(pattern: str, left: str) -> None:
    assert kept(pattern) == left


@pytest.mark.parametrize(
    ("more", "left"),
    [pytest.param(0, False, id="1,000 characters"), pytest.param(1, True, id="1,001 characters")],
)
def test_the_first_article_element_is_kept_if_it_has_more_than_1000_characters(
    more: int, left: bool
) -> None:
    sentence = "Bà con xã Gò Sim góp công làm đường và giữ sạch dòng kênh ".ljust(100 + more, "o")
    first = f"{several('P', range(7))} <p>{sentence[:60]}</p> <p>{sentence}</p>"
    assert 7 * LENGTH + 60 + len(sentence) == 1000 + more
    found = kept(f"<article>{first} L1</article> {several('T', range(9))}")
    assert ("P0" in found) == left


# The end of the article


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        pytest.param("P1 P2 END T1", "P1 P2", id="half as much as before"),
        pytest.param("P1 P2 END T1 <p>{more}</p>", None, id="more than half as much as before"),
        pytest.param("P1 P2 END T1 T2", "P1 P2 T1 T2", id="as much as before"),
        pytest.param("END P1 P2 P3", "P1 P2 P3", id="nothing before"),
        pytest.param("N1 END P1 P2 P3", "N1 P1 P2 P3", id="no paragraph before"),
        pytest.param("P1 P2 P3 P4 END N1 N2 T1", "P1 P2 P3 P4", id="short lines are cut too"),
        pytest.param(
            "P1 END T1 P2 P3 P4 END N1", "P1 T1 P2 P3 P4", id="the second of two end lines"
        ),
        pytest.param(
            f"P1 P2 END <p class=b>{text('T1')}</p><p class=b>{text('T2')}</p>", "P1 P2",
            id="paragraphs of another class",
        ),
        pytest.param(
            f"<p class=a>{text('P1')}</p> END <p class=b>{text('T1')}</p>"
            f"<p class=b>{text('T2')}</p>", "P1 T1 T2", id="another class, only the lead before",
        ),
        pytest.param(
            "P1 P2 END " + "".join(f"<p class=b>{text(f'T{n}')}</p>" for n in range(8)), "P1 P2",
            id="another class, 240 of 1,200 characters before",
        ),
        pytest.param(
            "P1 P2 END " + "".join(f"<p class=b>{text(f'T{n}')}</p>" for n in range(9)),
            f"P1 P2 {several('T', range(9))}", id="another class, 240 of 1,320 characters before",
        ),
        pytest.param(
            "P1 P2 END " + "".join(f"<p class=b>{text(f'T{n}')}</p>" for n in range(8))
            + f"<p class=b>{SIXTY}</p>", f"P1 P2 {several('T', range(8))} {SIXTY}",
            id="another class, 240 of 1,260 characters before",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "end", ["Từ khóa: dân vận", "Chia sẻ Facebook Zalo", "Bình luận", "#danvan #gosim"]
)
def test_text_after_an_end_line_is_cut_if_at_most_half_as_long_as_the_text_before(
    end: str, pattern: str, left: str | None
) -> None:
    shown = pattern.replace("END", f"<p>{end}</p>")
    if left is None:
        sentence = "Bà con xã Gò Sim góp công làm đường và giữ sạch dòng kênh qua thôn"
        assert kept(shown.replace("{more}", sentence)) == f"P1 P2 T1 {sentence}"
    else:
        assert kept(shown) == left


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        pytest.param("P1 P2 C D T1 T2 T3", "P1 P2", id="adjacent"),
        pytest.param("P1 P2 C N1 N2 D T1 T2 T3", "P1 P2", id="three lines apart"),
        pytest.param(
            "P1 P2 C N1 N2 N3 D T1 T2 T3", "P1 P2 N1 N2 N3 T1 T2 T3", id="four lines apart"
        ),
        pytest.param("P1 P2 C T1 T2 T3", "P1 P2 T1 T2 T3", id="only one"),
        pytest.param("C D P1 P2 P3", "P1 P2 P3", id="at the top"),
    ],
)
def test_two_lines_of_a_comment_box_end_an_article_however_much_follows(
    pattern: str, left: str
) -> None:
    box = {"C": "<p>Ý kiến bạn đọc</p>", "D": "<p>Gửi bình luận</p>"}
    assert kept(re.sub(r"\b[CD]\b", lambda match: box[match[0]], pattern)) == left


@pytest.mark.parametrize(
    ("ends", "left"),
    [pytest.param(19, "cut", id="the 20th line"), pytest.param(20, "kept", id="the 21st line")],
)
def test_at_most_20_lines_are_tried_as_the_end(ends: int, left: str) -> None:
    bars = "<p>Chia sẻ Facebook</p>" * ends
    found = kept(f"P1 {bars} P2 P3 P4 P5 P6 <p>Chia sẻ Zalo</p> T1")
    assert found == ("P1 P2 P3 P4 P5 P6" + (" T1" if left == "kept" else ""))


def test_lines_that_cannot_end_an_article_are_not_counted_among_the_20() -> None:
    found = kept(f"P1 {'<p>Phóng to</p>' * 25} P2 P3 P4 P5 P6 <p>Chia sẻ Zalo</p> T1")
    assert found == "P1 P2 P3 P4 P5 P6"


# Lists of other articles


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        pytest.param("P1 H L1 L2 P2", "P1 P2", id="links"),
        pytest.param("P1 H L1 T1 L2 P2 P3", "P1 P2 P3", id="a teaser between links"),
        pytest.param("P1 H L1 P2 P3", "P1 P2 P3", id="no teaser after the only link"),
        pytest.param("P1 H L1 N1 L2 P2 P3", "P1 P2 P3", id="a short line between links"),
        pytest.param("P1 H L1 <p>13/08/2023</p> L2 P2", "P1 P2", id="a date between links"),
        pytest.param(
            "P1 H L1 <p>Gò Sim 13/08/2023</p> N1 P2", "P1 N1 P2",
            id="a date with other words after a link",
        ),
        pytest.param("P1 H L1 T1 L2 T2 N1", "P1", id="a teaser after the last of several links"),
        pytest.param(
            "P1 H L1 T1 L2 T2 N1 P2", "P1 T2 N1 P2",
            id="a teaser after the last link, followed by text",
        ),
        pytest.param("P1 H P2 P3", "P1 P2 P3", id="no links"),
        pytest.param(f"P1 H {linked(25)} P2 P3", "P1 P2 P3", id="a line that is half a link"),
        pytest.param(
            f"P1 H {linked(24)} P2 P3", f"P1 {re.sub('<[^>]+>', '', linked(24))} P2 P3",
            id="a line of which less than half is a link",
        ),
        pytest.param("P1 H N1 P2", "P1 N1 P2", id="a short line below the heading"),
        pytest.param("P1 H L1 <p>Phóng to</p> L2 P2", "P1 P2", id="boilerplate between links"),
        pytest.param(
            f"P1 H L1 <p>{text('L1')}</p> N1 P2", "P1 N1 P2",
            id="a line that repeats the link before",
        ),
        pytest.param(
            f"P1 H L1 L2 <p>{text('L1')}</p> N1 P2", "P1 N1 P2",
            id="a line that repeats the second link before",
        ),
        pytest.param(
            f"P1 H L1 L2 L3 <p>{text('L1')}</p> N1 P2", "P1 L1 N1 P2",
            id="a line that repeats the third link before",
        ),
        pytest.param(
            "P1 H L1 T1 <p>13/08/2023</p> L2 P2", "P1 T1 P2", id="a date between teaser and link"
        ),
        pytest.param(
            "P1 H L1 <p>13/08/2023</p> T1 L2 P2 P3", "P1 P2 P3", id="a date between link and teaser"
        ),
        pytest.param(
            "P1 H L1 <p>13/08/2023</p> <p>Phóng to</p> T1 L2 P2", "P1 T1 P2",
            id="two lines between link and teaser",
        ),
    ],
)  # fmt: skip
def test_a_list_below_a_heading_outside_a_box(pattern: str, left: str) -> None:
    shown = re.sub(r"\bH\b", "<p><b>Tin liên quan</b></p>", pattern)
    assert kept(shown) == left


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        pytest.param("P1 <div>H L1 L2</div> P2 P3", "P1 P2 P3", id="links"),
        pytest.param("P1 <div>H L1 N1 N2</div> P2 P3", "P1 P2 P3", id="links and short lines"),
        pytest.param("P1 <div>H L1 T1 L2 L3 T2</div> P2 P3", "P1 P2 P3", id="teasers"),
        pytest.param("P1 <div>H L1 T1 L2</div> P2 P3", "P1 P2 P3", id="a teaser between links"),
        pytest.param("P1 <div>H L1 T1</div> P2 P3", "P1 P2 P3", id="one link and its teaser"),
        pytest.param(
            "P1 <div>H L1 <p>13/08/2023</p> T1</div> P2 P3", "P1 P2 P3", id="its date, too"
        ),
        pytest.param(
            "P1 <div>H L1 T1 T2</div> P2 P3", "P1 T1 T2 P2 P3", id="two paragraphs below one link"
        ),
        pytest.param("<div>H L1 T1</div>", "", id="one link and its teaser, and no text"),
        pytest.param("P1 <div>H P2 P3</div> P4", "P1 P2 P3 P4", id="two paragraphs and no link"),
        pytest.param(
            "P1 <div>H L1 L2 T1</div> P2 P3", "P1 T1 P2 P3", id="a single teaser, at the end"
        ),
        pytest.param(
            "P1 <div>H L1 T1 N1 L2</div> P2 P3", "P1 T1 N1 P2 P3",
            id="no link right after the teaser",
        ),
        pytest.param(
            "P1 <div>H L1 N1 T1 L2</div> P2 P3", "P1 N1 T1 P2 P3",
            id="no link right before the teaser",
        ),
        pytest.param("P1 <div>H T1 L1 L2</div> P2 P3", "P1 T1 P2 P3", id="text before the links"),
        pytest.param(
            "P1 <div>H L1 T1 T2 L2</div> P2 P3", "P1 T1 T2 P2 P3", id="two paragraphs between links"
        ),
        pytest.param(
            "P1 <div>H</div><div>L1 L2</div> P2 P3", "P1 P2 P3", id="the heading in its own box"
        ),
        pytest.param(
            "P1 <div><div>H</div><div>L1 N1 N2</div></div> P2 P3", "P1 P2 P3",
            id="heading and list in two boxes of one box",
        ),
        pytest.param(
            "P1 <div> \n <div>H</div><div>L1 N1 N2</div></div> P2 N3", "P1 P2 N3",
            id="in two boxes of one box that begins with white space",
        ),
        pytest.param(
            "P1 <div><div>H</div><div>N1 N2 L1</div></div> N3 P2", "P1 N3 P2",
            id="in the box around the heading's box",
        ),
        pytest.param(
            "P1 <div>N3 <div>H</div><div>N1 N2 L1</div></div> P2", "P1 N3 N1 N2 P2",
            id="in a box that begins with another line",
        ),
        pytest.param(
            f"P1 <div>H {linked(25)} T1 L1</div> P2 P3", "P1 P2 P3", id="a line that is half a link"
        ),
        pytest.param(
            f"P1 <div>Tin liên quan<br>{text('N1')}<br>{text('T1')}</div> P2 P3", "P1 N1 T1 P2 P3",
            id="no links in the heading's element",
        ),
        pytest.param(
            "P1 <div>H L1 T1 L2 L3 N1 T2</div> P2 P3", "P1 N1 T2 P2 P3",
            id="a short line before the last teaser",
        ),
        pytest.param(
            "P1 <div>Bờ kênh<div>H</div><div>N1 N2 L1</div></div> P2", "P1 Bờ kênh N1 N2 P2",
            id="in a box that begins with bare text",
        ),
        pytest.param("P1 P2 <div>H N1 L1</div>", "P1 P2 N1", id="in the last box of the body"),
        pytest.param(
            f"P1 <div>H <p><a href='/b'>{text('T1')}</a></p> N1 T1 L2</div> P2 P3", "P1 P2 P3",
            id="a long link repeated as text",
        ),
    ],
)  # fmt: skip
def test_a_list_in_a_box_that_begins_with_its_heading(pattern: str, left: str) -> None:
    shown = re.sub(r"\bH\b", "<p><b>Tin liên quan</b></p>", pattern)
    assert kept(shown) == left


@pytest.mark.parametrize(
    ("length", "is_list"),
    [
        pytest.param(100, True, id="25 of 100 characters"),
        pytest.param(101, False, id="25 of 101 characters"),
    ],
)
def test_at_least_25_percent_of_a_list_in_a_box_are_links(length: int, is_list: bool) -> None:
    link = "Nắng ấm trở lại Gò Sim oo"
    assert len(link) == 25
    first, second = "o" * 40, "o" * (length - 65)
    lines = f"<p>{first}</p><p><a href='/b'>{link}</a></p><p>{second}</p>"
    found = kept(f"P1 <div><p>Tin liên quan</p>{lines}</div> P2 P3")
    assert found == ("P1 P2 P3" if is_list else f"P1 {first} {second} P2 P3")


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        pytest.param("P1 P2 L1 T1 L2 P3 P4", "P1 P2 P3 P4", id="link, teaser, link"),
        pytest.param("L1 T1 L2 P3 P4", "T1 P3 P4", id="at the beginning of the text"),
        pytest.param(
            "P1 P2 L1 <p>13/08/2023</p> T1 <p>13/08/2023</p> L2 P3 P4",
            "P1 P2 T1 P3 P4",
            id="a date after the teaser",
        ),
        pytest.param(
            "P1 P2 L1 <p>13/08/2023</p> T1 L2 P3 P4", "P1 P2 P3 P4", id="a date before the teaser"
        ),
        pytest.param("P1 P2 L1 T1 P3 L2 P4", "P1 P2 T1 P3 P4", id="two paragraphs between links"),
        pytest.param("P1 P2 L1 L2 P3 P4", "P1 P2 P3 P4", id="only links"),
        pytest.param(
            "P1 P2 L1 N1 L2 T1 L3 P3 P4",
            "P1 P2 P3 P4",
            id="a teaser in the third line after the first link",
        ),
        pytest.param(
            "P1 P2 L1 N1 L2 L3 T1 L4 P3 P4",
            "P1 P2 N1 P3 P4",
            id="a teaser in the fourth line after the first link",
        ),
        pytest.param(
            "P1 P2 L1 N1 L2 T1 <p>13/08/2023</p> L3 P3 P4",
            "P1 P2 T1 P3 P4",
            id="a teaser in the third line, the next link in the fifth",
        ),
        pytest.param("P1 P2 L1 P3 P4", "P1 P2 P3 P4", id="one link"),
        pytest.param("P1 P2 P3 L1 T1 L2 T2", "P1 P2 P3", id="at the end of the text"),
        pytest.param(
            "P1 P2 P3 L1 N1 T1 N2 L2 N3 P4",
            "P1 P2 P3 N1 T1 N2 N3 P4",
            id="short lines around links",
        ),
    ],
)
def test_a_list_without_a_heading_has_a_teaser_between_links(pattern: str, left: str) -> None:
    assert kept(pattern) == left


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        pytest.param("P1 P2 <div>L1 T1</div> P3", "P1 P2 P3", id="two lines"),
        pytest.param("P1 P2 P3 <div>L1 N1 T1</div> P4", "P1 P2 P3 P4", id="three lines"),
        pytest.param(
            "P1 P2 P3 <div>L1 N1 N2 T1</div> P4", "P1 P2 P3 N1 N2 T1 P4", id="four lines"
        ),
        pytest.param("P1 P2 <div>L1</div> T1 P3", "P1 P2 T1 P3", id="one line"),
        pytest.param(
            "P1 P2 <div>N1 L1 T1</div> P3", "P1 P2 N1 T1 P3", id="a short line before the link"
        ),
        pytest.param("<div>L1 T1</div> P1 N1 N2", "T1 P1 N1 N2", id="half of the text"),
        pytest.param(
            "P4 <div>N1 L1 T1</div> P1 P2", "P4 N1 T1 P1 P2",
            id="a short line before the link, in the second line of the text",
        ),
        pytest.param(
            "<div>L1 T1</div> P1 P2", "P1 P2", id="a third of the text, first in the body"
        ),
        pytest.param(
            f"P1 P2 <div>L1 <p>{text('T1')} <a href='/c'>Gò Sim</a></p></div> P3",
            f"P1 P2 {text('T1')} Gò Sim P3", id="a link in the teaser",
        ),
        pytest.param("P1 P2 P3 <div><div>L1</div><div>T1</div></div> P4", "P1 P2 P3 P4",
                     id="link and teaser in separate boxes"),
        pytest.param(
            "P1 P2 P3 <div><p><a href='/b'>Nắng ấm ở Gò Sim oo</a></p>T1</div> P4",
            "P1 P2 P3 T1 P4", id="a short link",
        ),
    ],
)  # fmt: skip
def test_a_card_is_a_box_of_two_or_three_lines_that_begins_with_a_link(
    pattern: str, left: str
) -> None:
    assert kept(pattern) == left


HEADING = "<p><b>Ba đợt quyên góp trước</b></p>"


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        pytest.param(f"P1 P2 {HEADING} L1 L2", "P1 P2", id="above two links at the end"),
        pytest.param(f"P1 P2 {HEADING} L1", f"P1 P2 {HEADING} ", id="above one link at the end"),
        pytest.param(
            f"P1 {HEADING} L1 L2 P2", f"P1 {HEADING} P2", id="above links among paragraphs"
        ),
        pytest.param("P1 P2 N1 L1 L2", "P1 P2 N1", id="not set apart"),
        pytest.param("P1 <div>N1 L1</div> P2", "P1 P2", id="in a box with a link"),
        pytest.param("P1 <div>N1 L1 T1</div> P2", "P1 N1 T1 P2", id="in a box with a paragraph"),
        pytest.param("<div>N1 L1</div> P1 P2", "P1 P2", id="in a box on top"),
        pytest.param("N1 L1 P1 P2", "N1 P1 P2", id="without a box"),
        pytest.param("P1 <div><p>Xem lại kỳ trước:</p> L1</div> P2", "P1 P2", id="with a colon"),
        pytest.param("P1 P2 <p><b>Xem lại kỳ trước:</b></p> L1 L2",
                     "P1 P2 <p><b>Xem lại kỳ trước:</b></p>", id="with a colon at the end"),
        pytest.param(
            "P1 <div>N1 <p><a href='/b'>Xem</a></p></div> P2", "P1 N1 P2", id="above a short link"
        ),
    ],
)  # fmt: skip
def test_the_heading_of_a_list_with_words_of_its_own(pattern: str, left: str) -> None:
    assert kept(pattern) == re.sub(r"<[^>]+>", "", left).strip()


def dated(number: int, before: str = "", date: str = "(06/12/2013 10:25)") -> str:
    return f"<div>{before}<a href='/{number}'>{text(f'L{number}')}</a> {date}</div>"


def test_links_with_dates_beside_them_and_their_teasers_are_a_list() -> None:
    items = "".join(f"{dated(n)}T{n} " for n in range(1, 4)).replace("</div>T", "</div> T")
    assert kept(f"P1 P2 P3 <p>Các tin khác</p> {items}") == "P1 P2 P3"
    sentences = items.replace("<div>", f"<div>{'Bà con xã Gò Sim kể chuyện ' * 2}")
    assert "T1" in kept(f"P1 P2 P3 <p>Các tin khác</p> {sentences}")


def test_each_cut_is_listed_once_with_its_reason() -> None:
    body = html(
        "P1 P2 <div class=promo>T1</div> <nav>T2</nav> L1 P3 <p>Phóng to</p> P3 P4 P5 "
        "<p>Chia sẻ Zalo</p> N1"
    )
    page = f"<main><h1>{TITLE}</h1><div class=text>{body}</div></main>"
    cuts = explain(page, layouts=LAYOUT).notes.cuts
    assert [cut.text for cut in cuts] == [
        text("T1"), text("T2"), "Chia sẻ Zalo", text("N1"), text("L1"), "Phóng to", text("P3"),
    ]  # fmt: skip
    assert len({cut.reason for cut in cuts}) == 6
    assert cuts[2].reason == cuts[3].reason


def test_a_heading_with_a_colon_among_short_sentences_begins_a_list() -> None:
    sentences = "".join(f"<p>Bà con thôn {n} họp bàn rất lâu.</p>" for n in ("Sim", "Gò", "Bãi"))
    article = read(
        f"<div><h1>{TITLE}</h1>{sentences}<p>Các tin bài cùng chuyên mục:</p>"
        '<ul><li><a href="/b">Nắng ấm ở Gò Sim sau mưa</a></li></ul></div>'
    )
    assert article.body.count("\n\n") == 2
    assert "chuyên mục" not in article.body


# Paragraphs in links

LINKED = "Lần họp thứ chín bà con đã thống nhất góp công đổ bê tông vào bản{}"


@pytest.mark.parametrize(
    ("href", "text", "is_kept"),
    [
        ("/anh.jpg", LINKED.format("."), True),
        ("javascript:void(0)", LINKED.format(" “Na Hin.”"), True),
        ("/bai-9.html", LINKED.format("."), False),
        ("/anh.jpg", LINKED.format(""), False),
        ("/anh.jpg", LINKED.format("?"), False),
        ("/anh.jpg", " ".join(LINKED.split()[:11]) + ".", False),
        ("/anh.jpg", " ".join(LINKED.split()[:12]) + ".", True),
    ],
)
def test_a_paragraph_in_a_link_to_a_picture_is_text(href: str, text: str, is_kept: bool) -> None:
    found = article(f"P1 P2 <p><a href='{href}'>{text}</a></p> P3")
    assert (text in found.body) is is_kept


@pytest.mark.parametrize(("lines", "is_kept"), [(1, False), (2, True)])
def test_several_paragraphs_in_one_link_are_text(lines: int, is_kept: bool) -> None:
    texts = [LINKED.format(f" số {number}.") for number in range(lines)]
    found = article(f"P1 P2 <p><a href=/x>{'<br>'.join(texts)}</a></p> P3")
    assert [text in found.body for text in texts] == [is_kept] * lines


# Comments in the body

BYLINE = "<p align=right><b>Lê Văn An</b></p>"
COMMENT = "<p><b>Hà Thị Tâm</b> - 20/05/2024</p>"


@pytest.mark.parametrize(
    ("comments", "are_text"),
    [
        (f"{BYLINE}<h3>Bình luận</h3>{COMMENT}", False),
        (f"{BYLINE}<h3>Bình luận (12)</h3><p><b>Hà Thị Tâm</b></p>", False),
        (f"{BYLINE}<div>Ý KIẾN BẠN ĐỌC (1)</div><p><b>Hà Thị Tâm</b></p>", False),
        (f"<h3>Bình luận</h3>{COMMENT}", True),
        (f"{BYLINE}<h3>Bình luận</h3><p><b>Hà Thị Tâm</b></p>", True),
        (f"{BYLINE}<h3>Thôn Hai (12)</h3>{COMMENT}", True),
    ],
)
def test_comments_below_the_byline_end_the_text_however_long(comments: str, are_text: bool) -> None:
    found = article(f"P1 P2 {comments} T1 T2 T3 T4")
    assert (text("T4") in found.body) is are_text


@pytest.mark.parametrize(("length", "left_out"), [(300, True), (301, False)])
def test_the_teaser_of_the_only_link_has_at_most_300_characters(
    length: int, left_out: bool
) -> None:
    teaser = text("T1").ljust(length, "o")
    box = f"<div><p><b>Tin liên quan</b></p>L1<p>{teaser}</p></div>"
    assert (teaser not in article(f"P1 P2 {box} P3").text) == left_out


@pytest.mark.parametrize(("length", "left_out"), [(200, True), (201, False)])
@pytest.mark.parametrize("heading", ["", "<p><b>Tin liên quan</b></p>"])
def test_a_teaser_between_two_links_has_at_most_200_characters(
    length: int, left_out: bool, heading: str
) -> None:
    between = text("T1").ljust(length, "o")
    found = article(f"P1 P2 {heading}L1<p>{between}</p>L2 P3 P4").text
    assert (between not in found) == left_out
    assert text("P3") in found


@pytest.mark.parametrize("mark", [">> ", "» ", "› ", "• ", "- ", "Xem thêm: ", "Đọc tiếp: "])
@pytest.mark.parametrize("heading", ["", "<p><b>Tin liên quan</b></p>"])
def test_a_paragraph_between_links_with_a_mark_is_text(mark: str, heading: str) -> None:
    link = f"<p>{mark}<a href=/b>Nắng ấm trở lại trên đồng Lam Khê sau nhiều ngày mưa lũ</a></p>"
    body = f"P1 P2 {heading}{link} P3 {link} P4 {link} P5"
    assert kept(body) == "P1 P2 P3 P4 P5"
    assert kept(body.replace(mark, "")) != "P1 P2 P3 P4 P5", "without a mark it may be a teaser"
