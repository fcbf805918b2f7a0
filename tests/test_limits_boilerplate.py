"""Limits of boilerplate, cards and bylines: a line just inside and just outside each limit."""

import re

import pytest

from extraction.block import Block
from extraction.blocks import read_blocks
from extraction.boilerplate import (
    ends_article,
    is_chrome,
    is_comment_heading,
    is_related_heading,
    is_title_link,
)
from extraction.bylines import is_labelled, is_source, read_byline, read_unit
from extraction.cards import card_lines
from extraction.imprint import is_imprint
from extraction.parsing import parse

from .reading import read


def blocks(html: str) -> list[Block]:
    root = parse(html)
    assert root is not None
    return read_blocks(root)


def block(inner: str) -> Block:
    (only,) = blocks(f"<p>{inner}</p>")
    return only


TWELVE = "Bà con xã Gò Sim họp bàn làm đường và giữ kênh"  # words


@pytest.mark.parametrize(
    ("inner", "prose"),
    [
        pytest.param(f"{TWELVE}".ljust(60, "o"), True, id="60 characters"),
        pytest.param(f"{TWELVE}".ljust(59, "o"), False, id="59 characters"),
        pytest.param(TWELVE.replace("và ", "").ljust(80, "o"), False, id="11 words"),
        pytest.param(TWELVE.ljust(80, "o"), True, id="12 words"),
        pytest.param(
            f"<a href='/b'>{'oooo ' * 5}ooooo</a>{' oooo' * 6}", False, id="half of it is a link"
        ),
        pytest.param(
            f"<a href='/b'>{'oooo ' * 5}ooooo</a>{' oooo' * 6}o",
            True,
            id="less than half of it is a link",
        ),
        pytest.param(f"Giấy phép số 12/GP-BC do Cục cấp cho {TWELVE}", False, id="the imprint"),
    ],
)
def test_a_paragraph_has_at_least_60_characters_and_12_words_and_few_links(
    inner: str, prose: bool
) -> None:
    assert block(inner).is_prose == prose


@pytest.mark.parametrize(
    ("inner", "link"),
    [
        pytest.param(f"<a href='/b'>{'Nắng ấm'.ljust(20, 'o')}</a>", True, id="20 characters"),
        pytest.param(f"<a href='/b'>{'Nắng ấm'.ljust(19, 'o')}</a>", False, id="19 characters"),
        pytest.param(
            f"<a href='/b'>{'Nắng ấm'.ljust(40, 'o')}</a>{'a' * 10}",
            True,
            id="80 percent of the line",
        ),
        pytest.param(
            f"<a href='/b'>{'Nắng ấm'.ljust(39, 'o')}</a>{'a' * 11}",
            False,
            id="less than 80 percent of the line",
        ),
        pytest.param("<a href='/b'>Chia sẻ bài viết lên Facebook</a>", False, id="a button"),
    ],
)
def test_a_link_to_an_article_has_at_least_20_characters_and_80_percent_of_its_line(
    inner: str, link: bool
) -> None:
    assert is_title_link(block(inner)) == link


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        pytest.param("Tin liên quan".ljust(70, ":"), True, id="70 characters"),
        pytest.param("Tin liên quan".ljust(71, ":"), False, id="71 characters"),
        pytest.param("Tin liên quan đến dân vận", False, id="followed by other words"),
    ],
)
def test_the_heading_of_a_related_list_has_at_most_70_characters(line: str, heading: bool) -> None:
    assert is_related_heading(line) == heading


@pytest.mark.parametrize(
    ("line", "comment"),
    [
        pytest.param("Ý kiến bạn đọc".ljust(140, "."), True, id="140 characters"),
        pytest.param("Ý kiến bạn đọc".ljust(141, "."), False, id="141 characters"),
        pytest.param("Ý kiến bạn đọc xã Gò Sim", False, id="followed by other words"),
    ],
)
def test_the_heading_of_a_comment_box_has_at_most_140_characters(line: str, comment: bool) -> None:
    assert is_comment_heading(line) == comment
    assert ends_article(line) == comment


@pytest.mark.parametrize(
    ("line", "imprint"),
    [
        pytest.param("Tổng biên tập: ".ljust(300, "o"), True, id="300 characters"),
        pytest.param("Tổng biên tập: ".ljust(301, "o"), False, id="301 characters"),
        pytest.param("Tổng biên tập đến thăm xã", False, id="no colon"),
    ],
)
def test_a_line_of_the_imprint_has_at_most_300_characters(line: str, imprint: bool) -> None:
    assert is_imprint(line) == imprint


@pytest.mark.parametrize(
    ("line", "chrome"),
    [
        pytest.param("Lượt xem: 12".ljust(120, "."), True, id="120 characters"),
        pytest.param("Lượt xem: 12".ljust(121, "."), False, id="121 characters"),
        pytest.param("Từ khóa: ".ljust(308, "o"), True, id="tags of 300 characters"),
        pytest.param("Từ khóa: ".ljust(309, "o"), False, id="tags of 301 characters"),
        pytest.param("Từ khóa: dân vận", True, id="tags"),
        pytest.param("#danvan #gosim", True, id="two hashtags"),
        pytest.param("#danvan", False, id="one hashtag"),
        pytest.param("Quảng cáo: mua trâu ở Lam Khê", True, id="an advertisement"),
        pytest.param("Bản in | Chia sẻ | Lượt xem: 12", True, id="several, separated by bars"),
        pytest.param(
            "Bản in | Bà con xã Gò Sim họp", False, id="one of several is not boilerplate"
        ),
        pytest.param("12 | 13,5 | 14 %", False, id="a row of numbers"),
        pytest.param("A- A+ Bản in Lượt đọc: 1.022", True, id="several in one line"),
        pytest.param("A- A+ Bản in ở Gò Sim", False, id="several, followed by other words"),
        pytest.param("dong-kenh-1.jpg", True, id="a file name"),
        pytest.param(f"{'o' * 81}.jpg", True, id="81 characters before the file extension"),
        pytest.param(f"{'o' * 82}.jpg", False, id="82 characters before the file extension"),
        pytest.param("12", True, id="a number"),
        pytest.param("- -", True, id="only dashes"),
        pytest.param("Bà con xã Gò Sim", False, id="a phrase"),
    ],
)  # fmt: skip
def test_which_lines_are_boilerplate(line: str, chrome: bool) -> None:
    assert is_chrome(line) == chrome


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("Chia sẻ", True), ("Bản in | Zalo", True), ("Facebook", True), ("Từ khóa", True),
        ("In bài", True), ("Tags", True), ("Từ khóa: dân vận", True), ("Phóng to", False),
        ("Lượt xem: 12", False), ("Chia sẻ ngọt bùi ở Gò Sim", False),
    ],
)  # fmt: skip
def test_only_some_boilerplate_ends_an_article(line: str, ends: bool) -> None:
    assert ends_article(line) == ends


# Short sentences that are paragraphs if there are several


SHORT = "Bà con Gò Sim họp{}."
LONG = "Bà con xã Gò Sim góp công làm đường, giữ sạch dòng kênh chảy qua các thôn của xã mình."


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        pytest.param([SHORT.format(" mãi"), SHORT.format(" lâu"), SHORT.format(" nữa")], True,
                     id="three sentences"),
        pytest.param([SHORT.format(" mãi"), SHORT.format(" lâu")], False, id="two sentences"),
        pytest.param(["Bà con Gò Sim họp.", "Bà con Gò Lam họp.", "Bà con Gò Khê họp."], True,
                     id="three of five words"),
        pytest.param(["Bà con Gò Sim.", "Bà con Gò Lam.", "Bà con Gò Khê."], False,
                     id="three of four words"),
        pytest.param(["Bà con Gò Sim họp", "Bà con Gò Lam họp", "Bà con Gò Khê họp"], False,
                     id="three without a full stop"),
        *(
            pytest.param([f"Bà con Gò {n} họp{mark}" for n in ("Sim", "Lam", "Khê")], True, id=mark)
            for mark in ("!", "?", "…", ".”", ":")
        ),
    ],
)  # fmt: skip
def test_at_least_three_short_sentences_are_an_article(lines: list[str], joined: bool) -> None:
    body = "".join(f"<p>{line}</p>" for line in lines)
    page = f"<h1>Xã Gò Sim họp bàn giữ sạch dòng kênh</h1><div>{body}</div>"
    found = read(f"<html><body>{page}</body></html>")
    assert (found.text == "\n\n".join(lines)) == joined or found.layout == "trafilatura"
    assert (found.layout == "generic" and bool(found.text)) == joined


@pytest.mark.parametrize(
    ("before", "joined"),
    [
        pytest.param(57, True, id="the last in line 60"),
        pytest.param(58, False, id="the last in line 61"),
    ],
)
def test_short_sentences_are_an_article_in_the_60_lines_below_the_title(
    before: int, joined: bool
) -> None:
    sentences = "".join(f"<p>Bà con Gò {name} họp.</p>" for name in ("Sim", "Lam", "Khê"))
    lines = "<p>Gò</p>" * before
    page = f"<h1>Xã Gò Sim họp bàn giữ sạch dòng kênh</h1>{lines}<div>{sentences}</div>"
    found = read(f"<html><body>{page}</body></html>")
    assert (found.layout == "generic" and "Bà con Gò Sim họp." in found.text) == joined


# Cards


def card(number: int, *, title: str = "Nắng ấm trở lại", more: str = "", name: str = "the") -> str:
    return (
        f"<div class={name}><a href='/{number}'>{title}</a>{more}<p>{LONG} Mục {number}.</p></div>"
    )


def count_card_lines(html: str) -> int:
    return len(card_lines(blocks(f"<body>{html}<p>{LONG}</p></body>")))


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        pytest.param(card(1) + card(2), 4, id="two with the same markup"),
        pytest.param(card(1), 0, id="a single card"),
        pytest.param(card(1) + card(2, name="khac"), 0, id="two with different classes"),
        pytest.param(card(1) + card(2).replace("div", "section"), 0, id="two different elements"),
        pytest.param(card(1, title="Nắng ấm trở lại") + card(2), 4, id="links of 15 characters"),
        pytest.param(
            card(1, title="Nắng ấm trở lạ") + card(2, title="Nắng ấm trở lạ"), 0,
            id="links of 14 characters",
        ),
        pytest.param(
            card(1, more="<p>Gò</p>") + card(2, more="<p>Gò</p>"), 6,
            id="one line between link and paragraph",
        ),
        pytest.param(
            card(1, more="<p>Gò</p><p>Sim</p>") + card(2, more="<p>Gò</p><p>Sim</p>"), 0,
            id="two lines between link and paragraph",
        ),
        pytest.param(
            "".join(card(n).replace("</p></div>", "</p><p>Gò</p><p>Sim</p></div>") for n in (1, 2)),
            8, id="four lines each",
        ),
        pytest.param(
            "".join(
                card(n).replace("</p></div>", "</p><p>Gò</p><p>Sim</p><p>Lam</p></div>")
                for n in (1, 2)
            ), 0, id="five lines each",
        ),
        pytest.param(
            (card(1) + card(2)).replace("<a", "<h1><a").replace("</a>", "</a></h1>"), 0,
            id="links in <h1>",
        ),
        pytest.param(
            (card(1, title="Nắng ấm trở lại oooo") + card(2, title="Nắng ấm trở lại oooo"))
            .replace("</a>", "</a>ooooo"), 4, id="80 percent of the line is a link",
        ),
        pytest.param(
            (card(1, title="Nắng ấm trở lại oooo") + card(2, title="Nắng ấm trở lại oooo"))
            .replace("</a>", "</a>oooooo"), 0, id="less than 80 percent of the line is a link",
        ),
    ],
)  # fmt: skip
def test_cards_have_the_same_markup_and_at_most_four_lines(html: str, lines: int) -> None:
    assert count_card_lines(html) == lines


# Bylines


@pytest.mark.parametrize(
    ("line", "author", "unit"),
    [
        ("Lò Văn Tấm", "Lò Văn Tấm", None),
        ("Lò Văn Tấm Sim Lam", "Lò Văn Tấm Sim Lam", None),
        ("Lò Văn Tấm Sim Lam Khê", None, None),
        ("Tấm", None, None),
        ("Bài: Tấm", "Tấm", None),
        ("Lò văn Tấm", None, None),
        ("Ảnh: Lò Văn Tấm", None, None),
        ("Bài, ảnh: Lò Văn Tấm", "Lò Văn Tấm", None),
        ("Lò Văn Tấm (Lam Khê)", "Lò Văn Tấm", None),
        (f"Lò Văn Tấm ({'o' * 40})", "Lò Văn Tấm", None),
        (f"Lò Văn Tấm ({'o' * 41})", None, None),
        ("Lò Văn Tấm - Lò Văn Sim", "Lò Văn Tấm - Lò Văn Sim", None),
        ("Lò Văn Tấm - Ban Dân vận", "Lò Văn Tấm", "Ban Dân vận"),
        ("Lò Văn Tấm, Ban Dân vận - Huyện ủy", "Lò Văn Tấm", "Ban Dân vận - Huyện ủy"),
        ("Lò Văn Tấm Ban Dân vận", "Lò Văn Tấm", "Ban Dân vận"),
        ("Lò Văn Tấm Sim Lam Ban Dân vận", None, None),
        ("Lò Tấm Ban Dân vận", "Lò Tấm", "Ban Dân vận"),
        ("Lò Văn Tấm/VOX", "Lò Văn Tấm", "VOX"),
        ("Lò Văn Tấm/VO", "Lò Văn Tấm/VO", None),
        ("Lò Văn Tấm, Theo Báo Lam Khê", "Lò Văn Tấm", None),
        ("Hội Nông dân Lam Khê", None, None),
        ("Lò Văn Tấm - Hội Nông dân", "Lò Văn Tấm", "Hội Nông dân"),
        ("Lò Văn Tấm - Hội Lam", "Lò Văn Tấm - Hội Lam", None),
        ("PV", "PV", None),
        ("H.T", "H.T", None),
        ("ThS. Lò Văn Tấm", "Lò Văn Tấm", None),
        ("Quản trị Gò Sim", None, None),
        ("Thời sự", None, None),
        ("L.Tấm", None, None),
        ("LÒ VĂN TẤM", "LÒ VĂN TẤM", None),
        ("LÒ VăN Tấm", None, None),
    ],
)
def test_author_and_unit_of_a_byline(line: str, author: str | None, unit: str | None) -> None:
    found = read_byline(line)
    assert ((found.author, found.unit) if found else (None, None)) == (author, unit)


@pytest.mark.parametrize(
    ("length", "is_byline"),
    [pytest.param(90, True, id="90 characters"), pytest.param(91, False, id="91 characters")],
)
def test_a_byline_has_at_most_90_characters(length: int, is_byline: bool) -> None:
    line = "Lò Văn Tấm, Lò Văn Sim, Lò Văn Lam, Lò Văn Khê, Lò Văn Gò, Lò Văn Mai, ".ljust(
        length - 4, "X"
    )
    line = re.sub("X+", lambda run: "Hoa" + "a" * (len(run[0]) - 3), line) + " Mai"
    assert len(line) == length
    assert (read_byline(line) is not None) == is_byline
    assert is_labelled(line) is False
    unit = "Ban Dân vận ".ljust(length, "o")
    assert (read_unit(unit) is not None) == is_byline


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Theo Báo Lam Khê", True), ("Theo báo chí trong huyện", False), ("(Nguồn: TTXVN)", True),
        ("Nguồn: Ban Dân vận", True), ("Nguồn: nước sạch", False), ("Theo TTXVN", True),
        ("Theo bà con trong xã", False), ("Nguồn: www.gosim.example", True),
        ("Theo Báo " + "Lam".ljust(81, "o"), True), ("Theo Báo " + "Lam".ljust(82, "o"), False),
    ],
)  # fmt: skip
def test_which_lines_name_a_source(line: str, source: bool) -> None:
    assert is_source(line) == source


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("Ban Dân vận Huyện ủy", True), ("(Ban Dân vận)", True), ("Ban Dân vận họp.", True),
        ("Ban Dân vận: họp", False), ("Bà con Gò Sim", False), ("Viện", True), ("Sở", False),
    ],
)  # fmt: skip
def test_which_lines_name_a_unit(line: str, unit: bool) -> None:
    if line.endswith("."):
        assert read_unit(line) is None
    else:
        assert (read_unit(line) is not None) == unit
