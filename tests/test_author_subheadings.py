"""Which lines near the end of a text are its subheadings and speakers, and which one signs it."""

import re

import pytest

from extraction.article import Article

from .reading import read

TITLE = "Thôn Bãi Nhạn họp bốn lần mới chốt chỗ làm cầu"
P = [
    f"Lần họp thứ {n} chỉ có mười một nhà đến, tổ dân vận phải đi từng nhà, nghe từng người nói"
    " rồi mới mời họp lần sau nữa."
    for n in range(2, 12)
]
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in P)
LAST = "Bà con thôn Hai góp công sửa xong đoạn đường dọc bờ kênh trong ba ngày, rồi mới nghỉ."
QUOTED = "“Đường ra bãi sạt từ năm ngoái, đến nay mới chỉ dọn tạm, xe của bà con không lên được.”"
SIGNED = "<p align=right><b>Hà Tâm</b></p>"


def article(end: str, after: str = "") -> Article:
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1><div class=b>{TEXT}{end}</div>{after}"
    return read(page)


def lines(found: Article) -> list[str]:
    """Return the lines after the first ten paragraphs."""
    return found.body.split("\n\n")[len(P) :]


SUBHEADINGS = [
    "CHUNG SỨC ĐỒNG LÒNG", "AN SINH XÃ HỘI", "ĐOÀN KẾT DÂN TỘC", "LƯƠNG TÂM, TRÁCH NHIỆM",
    "MỘT LÒNG THEO ĐẢNG", "BÍ THƯ CHI BỘ GƯƠNG MẪU", "Chung Sức Đồng Lòng", "Vì Nhân Dân",
    "VƯƠN LÊN", "Ban Quản lý rừng", "Nguồn: Sở Tài chính", "(Nguồn: UBND xã Gò Sim)", "Lò Văn Tấm",
    "PV",
]  # fmt: skip
SHOWN = ["<p>{}</p>", "<p><b>{}</b></p>", "<p><i>{}</i></p>", "<div><b>{}</b></div>"]
SIGNATURES = [
    (SIGNED, ""),
    ("<div style='text-align:right'>Hà Tâm</div>", ""),
    ("<p class=author>Hà Tâm</p>", ""),
    ("<p>Bài, ảnh: Hà Tâm</p>", ""),
    ("", "<div class=author>Hà Tâm</div>"),
]


@pytest.mark.parametrize("line", SUBHEADINGS)
@pytest.mark.parametrize("shown", SHOWN)
def test_a_line_above_a_paragraph_and_its_byline_is_text(line: str, shown: str) -> None:
    found = article(f"{shown.format(line)}<p>{LAST}</p>{SIGNED}")
    assert (found.author, found.unit, lines(found)) == ("Hà Tâm", None, [line, LAST])


@pytest.mark.parametrize(("end", "after"), SIGNATURES)
def test_what_certainly_signs_the_text_below_a_subheading(end: str, after: str) -> None:
    found = article(f"<p><b>Lò Văn Tấm</b></p><p>{LAST}</p>{end}", after)
    assert (found.author, lines(found)) == ("Hà Tâm", ["Lò Văn Tấm", LAST])


@pytest.mark.parametrize(
    ("signature", "author"),
    [
        ("<p align=right>Lò Văn Tấm</p>", "Lò Văn Tấm"),
        ("<p class=tac-gia>Lò Văn Tấm</p>", "Lò Văn Tấm"),
        ("<p>Bài, ảnh: Lò Văn Tấm</p>", "Lò Văn Tấm"),
        ("<p><a href=/tac-gia/lo-van-tam>Lò Văn Tấm</a></p>", "Lò Văn Tấm"),
    ],
)
def test_who_certainly_signs_above_the_last_paragraph_is_the_author(
    signature: str, author: str
) -> None:
    found = article(f"{signature}<p>{LAST}</p>{SIGNED}")
    assert found.author == author


@pytest.mark.parametrize(
    "below",
    [
        pytest.param("<p>Trần Thị Hoa</p>", id="a name that is not set apart"),
        pytest.param("<p align=right>Xem tiếp kỳ sau nhé bà con</p>", id="no name on the right"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_name_above_the_last_paragraph_signs_if_nobody_else_certainly_does(below: str) -> None:
    found = article(f"<p><b>Lò Văn Tấm</b></p><p>{LAST}</p>{below}")
    assert found.author == "Lò Văn Tấm"


@pytest.mark.parametrize("teaser", ["<div class=x>{}</div>{}", "<h4>{}</h4>{}"])
def test_a_name_above_a_teaser_signs(teaser: str) -> None:
    found = article(f"<p><b>Lò Văn Tấm</b></p>{teaser.format(LAST, SIGNED)}")
    assert found.author == "Lò Văn Tấm"
    assert LAST not in found.body


def test_a_name_below_the_mark_that_ends_a_text_signs() -> None:
    found = article(f"<p>{LAST}./.</p><p><b>Lò Văn Tấm</b></p><p>{P[0]} Xem.</p>{SIGNED}")
    assert found.author == "Lò Văn Tấm"


# Without a byline below them


@pytest.mark.parametrize(
    ("line", "below", "is_text"),
    [
        ("ĐOÀN KẾT DÂN TỘC", LAST, True),
        ("LÊ DÂN TỘC", LAST, True),
        ("BÍ THƯ CHI BỘ GƯƠNG MẪU", LAST, True),
        ("LÊ AN", LAST, False),
        ("Lò Văn Tấm", LAST, False),
        ("Lò Văn Tấm", QUOTED, True),
        ("Lò Văn Tấm", QUOTED + ".", True),
        ("Lò Văn Tấm", QUOTED.replace("“", '"').replace("”", '"'), True),
        ("Lò Văn Tấm", QUOTED.replace(",", "”,", 1).removesuffix("”"), False),
        ("Lò Văn Tấm", QUOTED.removeprefix("“"), False),
        ("ĐOÀN KẾT DÂN TỘC", "", False),
    ],
)
def test_a_subheading_in_capitals_or_who_says_a_quotation(
    line: str, below: str, is_text: bool
) -> None:
    found = article(f"<p><b>{line}</b></p>" + (f"<p>{below}</p>" if below else ""))
    assert (found.author is None) is is_text
    assert (line in found.body) is is_text


def test_who_says_a_quotation_below_the_place() -> None:
    speaker = "<p><b>Lò Văn Tấm</b></p><p><i>Xã Gò Sim</i></p>"
    for end, author in ((f"<p>{QUOTED}</p>", None), (f"<p>{QUOTED}</p>{SIGNED}", "Hà Tâm")):
        found = article(speaker + end)
        assert (found.author, found.unit) == (author, None)
        assert lines(found) == ["Lò Văn Tấm", "Xã Gò Sim", QUOTED]


TABLE = "<table><tr><td>Năm</td><td>Hộ nghèo</td></tr><tr><td>2022</td><td>412</td></tr></table>"


@pytest.mark.parametrize(
    ("before", "below", "stays"),
    [
        (TABLE, f"<p>{LAST}</p>", True),
        (TABLE, "", False),
        (TABLE, f"<div class=x>{LAST}</div>", False),
        ("", f"<p>{LAST}</p>", False),
    ],
)
def test_the_source_of_a_table_is_not_that_of_the_text(
    before: str, below: str, stays: bool
) -> None:
    found = article(f"{before}<p><i>(Nguồn: UBND xã Gò Sim)</i></p>{below}")
    assert ("(Nguồn: UBND xã Gò Sim)" in found.body) is stays
    assert (LAST in found.body) is stays


def test_a_block_with_which_an_office_signs_is_no_subheading() -> None:
    block = "<p>TM. ỦY BAN NHÂN DÂN</p><p>CHỦ TỊCH</p><p>Lò Văn Tấm</p>"
    found = article(block)
    assert (found.author, lines(found)) == (
        None,
        ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lò Văn Tấm"],
    )


SPEAKERS = ("Lò Văn Tấm", "Trần Thị Hoa", "Hà Tâm")


@pytest.mark.parametrize(
    ("shown", "speaks"),
    [
        ("<p><b>{}</b></p>", True),
        ("<p class=x><b>{}</b></p>", True),
        ("<p>{}</p>", False),
        ("<p><i>{}</i></p>", False),
    ],
)
def test_the_last_of_several_speakers_signs_nothing(shown: str, speaks: bool) -> None:
    said = "".join(f"{shown.format(name)}<p>{name}: {LAST}</p>" for name in SPEAKERS)
    found = article(said)
    if speaks:
        told = [line for name in SPEAKERS for line in (name, f"{name}: {LAST}")]
        assert (found.author, lines(found)) == (None, told)
    signed = article(said + SIGNED.replace("Hà Tâm", "Lò Quyên"))
    assert (signed.author, lines(signed)[-1]) == ("Lò Quyên", f"Hà Tâm: {LAST}")


@pytest.mark.parametrize(("said", "speaks"), [(38, True), (39, False)])
def test_a_speaker_is_at_most_40_lines_above_the_next(said: int, speaks: bool) -> None:
    first, *_, last = SPEAKERS
    opinion = "".join(f"<p>{number}: {LAST}</p>" for number in range(said))
    found = article(
        f"<p><b>{first}</b></p><p>{LAST}</p>{opinion}<p><b>{last}</b></p><p>{last}: {LAST}</p>"
    )
    assert (found.author is None) is speaks


@pytest.mark.parametrize(
    "above",
    [
        "",
        f"<p><i>Lò Văn Tấm</i></p><p>{LAST}</p>",
        f"<p class=x><b>Lò Văn Tấm</b></p><p>{LAST}</p>",
        f"<p><b>Chuyện ở bờ kênh</b></p><p>{LAST}</p>",
        "<p><b>Lò Văn Tấm</b></p><p>Bờ kênh</p>",
    ],
)
def test_a_name_that_no_other_speaker_is_set_like_signs_the_text(above: str) -> None:
    teaser = LAST.replace("Bà con", "(BGS) - Bà con")
    found = article(f"{above}<p>{P[0]} Xong.</p><p><b>Hà Tâm</b></p><p>{teaser}</p>")
    assert (found.author, teaser in found.body) == ("Hà Tâm", False)


POET = "<p style='text-align:right'>{}</p>"
VERSES = "<p align=center><i>Sông Nhạn chảy đôi dòng<br>Bên trong bên đục</i></p>"


@pytest.mark.parametrize(
    "quoted", [VERSES, f"<p><i>{LAST}</i></p>", f"<blockquote>{LAST}</blockquote>"]
)
@pytest.mark.parametrize("shown", ["{}", "<b>{}</b>", "<i>({})</i>"])
@pytest.mark.parametrize("count", [1, 2])
def test_the_poet_whom_a_text_quotes_does_not_sign_it(quoted: str, shown: str, count: int) -> None:
    name = shown.format("Nguyễn Văn An")
    told = [f"{LAST} Lần {n}." for n in range(count)]
    text = "".join(f"<p>{line}</p>" for line in told)
    found = article(quoted + POET.format(name) + text + SIGNED)
    assert found.author == "Hà Tâm"
    assert lines(found)[-1 - count :] == [re.sub(r"<.*?>", "", name), *told]


@pytest.mark.parametrize(
    "below",
    [
        pytest.param(f"<p>{LAST}</p><p>Hà Tâm</p>", id="no name on the right"),
        pytest.param(f"<p>{LAST}</p><p align=right>Nguồn: Sở Tài chính</p>", id="a source"),
        pytest.param(f"<p>{LAST}</p><p align=right>Ảnh: Hà Tâm</p>", id="a photographer"),
        pytest.param(f"<p>{LAST}</p><img src=1.jpg>{SIGNED}", id="a caption"),
        pytest.param(f"<p class=x>{LAST}</p>{SIGNED}", id="a paragraph set otherwise"),
        pytest.param(f"<div><p>{LAST}</p></div>{SIGNED}", id="a paragraph in another element"),
        pytest.param(f"<p>(BGS) - {LAST}</p>{SIGNED}", id="the tag of a newspaper"),
        pytest.param(f"<p>{LAST} <a href=/b-2.html>Tiếp</a></p>{SIGNED}", id="a link"),
        pytest.param(SIGNED, id="no paragraph"),
    ],
)
def test_the_name_below_verses_signs_a_text_that_does_not_go_on(below: str) -> None:
    assert article(VERSES + POET.format("Lò Văn Tấm") + below).author == "Lò Văn Tấm"


def test_a_name_with_a_label_or_the_class_of_authors_signs_above_another() -> None:
    for name in ("<p align=right>Bài, ảnh: Lò Văn Tấm</p>", "<p class=author>Lò Văn Tấm</p>"):
        assert article(f"{VERSES}{name}<p>{LAST}</p>{SIGNED}").author == "Lò Văn Tấm"
