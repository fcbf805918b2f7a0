"""The limits of boilerplate, cards and bylines: a line inside each, and one outside."""

import re

import pytest

from extraction.blocks import Block, parse, read_blocks
from extraction.boilerplate import (
    ends_article,
    is_chrome,
    is_comment_heading,
    is_imprint,
    is_prose,
    is_related_heading,
    is_title_link,
)
from extraction.bylines import is_labelled, is_source, read_byline, read_unit
from extraction.cards import card_lines

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
        pytest.param(f"<a href='/b'>{'oooo ' * 5}ooooo</a>{' oooo' * 6}", False, id="half a link"),
        pytest.param(
            f"<a href='/b'>{'oooo ' * 5}ooooo</a>{' oooo' * 6}o", True, id="less than half a link"
        ),
        pytest.param(f"Giấy phép số 12 do huyện Lam Khê cấp cho {TWELVE}", False, id="the imprint"),
    ],
)
def test_a_paragraph_has_60_characters_in_12_words_and_few_links(inner: str, prose: bool) -> None:
    assert is_prose(block(inner)) == prose


@pytest.mark.parametrize(
    ("inner", "link"),
    [
        pytest.param(f"<a href='/b'>{'Nắng ấm'.ljust(20, 'o')}</a>", True, id="20 characters"),
        pytest.param(f"<a href='/b'>{'Nắng ấm'.ljust(19, 'o')}</a>", False, id="19 characters"),
        pytest.param(
            f"<a href='/b'>{'Nắng ấm'.ljust(40, 'o')}</a>{'a' * 10}", True, id="four fifths"
        ),
        pytest.param(f"<a href='/b'>{'Nắng ấm'.ljust(39, 'o')}</a>{'a' * 11}", False, id="less"),
        pytest.param("<a href='/b'>Chia sẻ bài viết lên Facebook</a>", False, id="a button"),
    ],
)
def test_a_link_to_an_article_is_long(inner: str, link: bool) -> None:
    assert is_title_link(block(inner)) == link


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        pytest.param("Tin liên quan".ljust(70, ":"), True, id="70 characters"),
        pytest.param("Tin liên quan".ljust(71, ":"), False, id="71 characters"),
        pytest.param("Tin liên quan đến dân vận", False, id="more words"),
    ],
)
def test_the_heading_of_a_list_is_short(line: str, heading: bool) -> None:
    assert is_related_heading(line) == heading


@pytest.mark.parametrize(
    ("line", "comment"),
    [
        pytest.param("Ý kiến bạn đọc".ljust(140, "."), True, id="140 characters"),
        pytest.param("Ý kiến bạn đọc".ljust(141, "."), False, id="141 characters"),
        pytest.param("Ý kiến bạn đọc xã Gò Sim", False, id="more words"),
    ],
)
def test_a_line_of_a_comment_box_is_short(line: str, comment: bool) -> None:
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
def test_a_line_of_the_imprint_has_300_characters_at_the_most(line: str, imprint: bool) -> None:
    assert is_imprint(line) == imprint


@pytest.mark.parametrize(
    ("line", "chrome"),
    [
        pytest.param("Lượt xem: 12".ljust(120, "."), True, id="120 characters"),
        pytest.param("Lượt xem: 12".ljust(121, "."), False, id="121 characters"),
        pytest.param("Từ khóa: ".ljust(308, "o"), True, id="tags of 300 characters"),
        pytest.param("Từ khóa: ".ljust(309, "o"), False, id="tags of 301 characters"),
        pytest.param("Từ khóa: dân vận", True, id="tags"),
        pytest.param("#danvan #gosim", True, id="two tags with a hash"),
        pytest.param("#danvan", False, id="one"),
        pytest.param("Quảng cáo: mua trâu ở Lam Khê", True, id="an advertisement"),
        pytest.param("Bản in | Chia sẻ | Lượt xem: 12", True, id="several between bars"),
        pytest.param("Bản in | Bà con xã Gò Sim họp", False, id="one of them is none"),
        pytest.param("12 | 13,5 | 14 %", False, id="a row of figures"),
        pytest.param("A- A+ Bản in Lượt đọc: 1.022", True, id="several in a line"),
        pytest.param("A- A+ Bản in ở Gò Sim", False, id="several, and words"),
        pytest.param("dong-kenh-1.jpg", True, id="the name of a file"),
        pytest.param(f"{'o' * 81}.jpg", True, id="a name of 81 letters"),
        pytest.param(f"{'o' * 82}.jpg", False, id="a name of 82 letters"),
        pytest.param("12", True, id="a number"),
        pytest.param("- -", True, id="no words"),
        pytest.param("Bà con xã Gò Sim", False, id="words"),
    ],
)  # fmt: skip
def test_what_is_chrome(line: str, chrome: bool) -> None:
    assert is_chrome(line) == chrome


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("Chia sẻ", True), ("Bản in | Zalo", True), ("Facebook", True), ("Từ khóa", True),
        ("In bài", True), ("Tags", True), ("Từ khóa: dân vận", True), ("Phóng to", False),
        ("Lượt xem: 12", False), ("Chia sẻ ngọt bùi ở Gò Sim", False),
    ],
)  # fmt: skip
def test_only_some_chrome_ends_an_article(line: str, ends: bool) -> None:
    assert ends_article(line) == ends


# Sentences that are paragraphs where several stand together


SHORT = "Bà con Gò Sim họp{}."
LONG = "Bà con xã Gò Sim góp công làm đường, giữ sạch dòng kênh chảy qua các thôn của xã mình."


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        pytest.param([SHORT.format(" mãi"), SHORT.format(" lâu"), SHORT.format(" nữa")], True,
                     id="three"),
        pytest.param([SHORT.format(" mãi"), SHORT.format(" lâu")], False, id="two"),
        pytest.param(["Bà con Gò Sim họp.", "Bà con Gò Lam họp.", "Bà con Gò Khê họp."], True,
                     id="of five words"),
        pytest.param(["Bà con Gò Sim.", "Bà con Gò Lam.", "Bà con Gò Khê."], False,
                     id="of four words"),
        pytest.param(["Bà con Gò Sim họp", "Bà con Gò Lam họp", "Bà con Gò Khê họp"], False,
                     id="without a full stop"),
        *(
            pytest.param([f"Bà con Gò {n} họp{mark}" for n in ("Sim", "Lam", "Khê")], True, id=mark)
            for mark in ("!", "?", "…", ".”", ":")
        ),
    ],
)  # fmt: skip
def test_three_sentences_at_the_beginning_are_an_article(lines: list[str], joined: bool) -> None:
    body = "".join(f"<p>{line}</p>" for line in lines)
    page = f"<h1>Xã Gò Sim họp bàn giữ sạch dòng kênh</h1><div>{body}</div>"
    found = read(f"<html><body>{page}</body></html>")
    assert (found.text == "\n\n".join(lines)) == joined or found.layout == "trafilatura"
    assert (found.layout == "generic" and bool(found.text)) == joined


@pytest.mark.parametrize(
    ("before", "joined"), [pytest.param(57, True, id="60"), pytest.param(58, False, id="61")]
)
def test_they_stand_in_the_60_lines_below_the_title(before: int, joined: bool) -> None:
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


def in_cards(html: str) -> int:
    return len(card_lines(blocks(f"<body>{html}<p>{LONG}</p></body>")))


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        pytest.param(card(1) + card(2), 4, id="two alike"),
        pytest.param(card(1), 0, id="one"),
        pytest.param(card(1) + card(2, name="khac"), 0, id="two of different classes"),
        pytest.param(card(1) + card(2).replace("div", "section"), 0, id="two different elements"),
        pytest.param(card(1, title="Nắng ấm trở lại") + card(2), 4, id="links of 15 characters"),
        pytest.param(
            card(1, title="Nắng ấm trở lạ") + card(2, title="Nắng ấm trở lạ"), 0,
            id="links of 14 characters",
        ),
        pytest.param(
            card(1, more="<p>Gò</p>") + card(2, more="<p>Gò</p>"), 6, id="a line between"
        ),
        pytest.param(
            card(1, more="<p>Gò</p><p>Sim</p>") + card(2, more="<p>Gò</p><p>Sim</p>"), 0,
            id="two lines between",
        ),
        pytest.param(
            "".join(card(n).replace("</p></div>", "</p><p>Gò</p><p>Sim</p></div>") for n in (1, 2)),
            8, id="four lines",
        ),
        pytest.param(
            "".join(
                card(n).replace("</p></div>", "</p><p>Gò</p><p>Sim</p><p>Lam</p></div>")
                for n in (1, 2)
            ), 0, id="five lines",
        ),
        pytest.param(
            (card(1) + card(2)).replace("<a", "<h1><a").replace("</a>", "</a></h1>"), 0, id="<h1>"
        ),
        pytest.param(
            (card(1, title="Nắng ấm trở lại oooo") + card(2, title="Nắng ấm trở lại oooo"))
            .replace("</a>", "</a>ooooo"), 4, id="a line with four fifths of a link",
        ),
        pytest.param(
            (card(1, title="Nắng ấm trở lại oooo") + card(2, title="Nắng ấm trở lại oooo"))
            .replace("</a>", "</a>oooooo"), 0, id="a line with less than four fifths",
        ),
    ],
)  # fmt: skip
def test_cards_are_alike_and_have_four_lines_at_the_most(html: str, lines: int) -> None:
    assert in_cards(html) == lines


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
        ("ThS. Lò Văn Tấm", "ThS. Lò Văn Tấm", None),
        ("Quản trị Gò Sim", None, None),
        ("Thời sự", None, None),
        ("L.Tấm", None, None),
        ("LÒ VĂN TẤM", "LÒ VĂN TẤM", None),
        ("LÒ VăN Tấm", None, None),
    ],
)
def test_who_signs_in_a_line(line: str, author: str | None, unit: str | None) -> None:
    found = read_byline(line)
    assert ((found.author, found.unit) if found else (None, None)) == (author, unit)


@pytest.mark.parametrize(
    ("length", "read_"), [pytest.param(90, True, id="90"), pytest.param(91, False, id="91")]
)
def test_a_byline_has_90_characters_at_the_most(length: int, read_: bool) -> None:
    line = "Lò Văn Tấm, Lò Văn Sim, Lò Văn Lam, Lò Văn Khê, Lò Văn Gò, Lò Văn Mai, ".ljust(
        length - 4, "X"
    )
    line = re.sub("X+", lambda run: "Hoa" + "a" * (len(run[0]) - 3), line) + " Mai"
    assert len(line) == length
    assert (read_byline(line) is not None) == read_
    assert is_labelled(line) is False
    unit = "Ban Dân vận ".ljust(length, "o")
    assert (read_unit(unit) is not None) == read_


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Theo Báo Lam Khê", True), ("Theo báo chí trong huyện", False), ("(Nguồn: TTXVN)", True),
        ("Nguồn: Ban Dân vận", True), ("Nguồn: nước sạch", False), ("Theo TTXVN", True),
        ("Theo bà con trong xã", False), ("Nguồn: www.gosim.example", True),
        ("Theo Báo " + "Lam".ljust(81, "o"), True), ("Theo Báo " + "Lam".ljust(82, "o"), False),
    ],
)  # fmt: skip
def test_a_line_that_names_a_source(line: str, source: bool) -> None:
    assert is_source(line) == source


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("Ban Dân vận Huyện ủy", True), ("(Ban Dân vận)", True), ("Ban Dân vận họp.", True),
        ("Ban Dân vận: họp", False), ("Bà con Gò Sim", False), ("Viện", True), ("Sở", False),
    ],
)  # fmt: skip
def test_a_line_that_names_a_unit(line: str, unit: bool) -> None:
    if line.endswith("."):
        assert read_unit(line) is None
    else:
        assert (read_unit(line) is not None) == unit
