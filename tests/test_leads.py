"""Leads that are printed twice, and what is no lead; bylines by their place."""

import pytest

from extraction.layouts import Layout

from .reading import read

TITLE = "Xã Gò Sim bàn chung việc làm đường"
LEAD = (
    "Nhờ bàn bạc kỹ với từng hộ, xã Gò Sim đã mở được bốn kilômét đường liên thôn mà không phải "
    "đền bù một đồng nào."
)
P = [
    f"Bà con xã Gò Sim góp công làm đường và giữ sạch dòng kênh qua thôn số {n}." for n in range(5)
]
TEXT = "".join(f"<p>{line}</p>" for line in P)
CUT = LEAD[:68]


def page(above: str, inside: str = "", below: str = "") -> str:
    start = f"<title>{TITLE}</title><h1>{TITLE}</h1><div>15/05/2024 08:30</div>"
    return f"{start}{above}<div class=ct>{inside}{TEXT}{below}</div>"


@pytest.mark.parametrize(
    ("above", "inside"),
    [
        (f"{CUT}...", f"<p><b>{LEAD}</b></p>"),
        (f"{CUT} […]", f"<p>{LEAD}</p>"),
        (f"{CUT}…(xem tiếp)", f"<p><b>{LEAD}</b></p>"),
        (CUT, f"<p><b>{LEAD}</b></p>"),
        (LEAD, f"<p><b>{LEAD}</b></p>"),
        (f"{CUT}...", f"<p><b>(BGS) - {LEAD}</b></p>"),
        (LEAD, f"<p><b>(BGS) - {LEAD}</b></p>"),
    ],
)
def test_a_lead_that_is_printed_twice_is_the_whole_one(above: str, inside: str) -> None:
    for shown in (
        page(f"<div class=sapo>{above}</div>", inside),
        page(f"<div class=sapo>{above}</div>{inside}"),
        page("", f"{above}<br>{inside}"),
    ):
        article = read(shown)
        assert (article.lead or "").removeprefix("(BGS) - ") == LEAD
        assert article.body.split("\n\n") == P


def test_a_paragraph_that_begins_like_the_lead_stays() -> None:
    article = read(page(f"<div class=sapo>{LEAD}</div>", f"<p>{LEAD} Ai cũng vui.</p>"))
    assert article.lead == LEAD
    assert article.body.split("\n\n") == [f"{LEAD} Ai cũng vui.", *P]


@pytest.mark.parametrize(
    "lead",
    [
        "<p style='font-weight:bold'>{}</p>",
        "<p><span style='font-weight: 700'>{}</span></p>",
        "<p style='font-style:italic'>{}</p>",
        "<p><b>(BGS) - </b><b>{}</b></p>",
        "<figure><img src=1.jpg><figcaption>Đường mới. Ảnh: L.M</figcaption></figure><h4>{}</h4>",
    ],
)
def test_a_lead_in_the_body_that_is_set_apart(lead: str) -> None:
    article = read(page("", lead.format(LEAD)))
    assert (article.lead or "").removeprefix("(BGS) - ") == LEAD
    assert LEAD not in article.body
    assert read(page("", f"<p style='font-weight:normal'>{LEAD}</p>")).lead is None


@pytest.mark.parametrize(
    "other",
    [
        "<div>Chia sẻ bài viết này lên Facebook, Zalo hoặc gửi cho bạn bè để cùng đọc nhé</div>",
        "<div>Theo dõi Báo Gò Sim trên Google News để đọc tin nhanh nhất trong ngày</div>",
        "<div>Mời bạn đọc tải ứng dụng Báo Gò Sim để đọc tin nhanh trên điện thoại</div>",
        f"<div class='author-card'>Lò Hoa<p>{P[0].replace('Bà con', 'Phóng viên')}</p></div>",
        f"<div class='social-share'><p>{P[0].replace('Bà con', 'Ai đọc')}</p></div>",
    ],
)
def test_a_box_above_the_text_is_no_lead(other: str) -> None:
    for above in (other, f"{other}<div class=sapo>{LEAD}</div>"):
        article = read(page(above))
        assert article.lead == (LEAD if "sapo" in above else None)
        assert article.body.split("\n\n") == P


@pytest.mark.parametrize("box", ["figcaption", "p class=thumb", "em"])
def test_a_caption_above_the_text_is_no_lead(box: str) -> None:
    caption = "Người dân thôn Bãi Nhạn, xã Gò Sim cùng nhau đổ bê tông đoạn đường mới mở."
    figure = f"<div><img src=1.jpg><{box}>{caption}</{box.split()[0]}></div>"
    article = read(page(f"{figure}<div class=sapo>{LEAD}</div>"))
    assert (article.lead, article.captions) == (LEAD, (caption,))
    assert article.body.split("\n\n") == [caption, *P]


SUBTITLE = "Nhiều cách làm hay từ cơ sở giúp xã vùng cao hoàn thành sớm kế hoạch làm đường"


@pytest.mark.parametrize(
    "above", [f"<h2>{SUBTITLE}</h2><p class=sapo>{LEAD}</p>", f"<h3>{SUBTITLE}</h3><h2>{LEAD}</h2>"]
)
def test_a_subtitle_is_no_lead_but_text(above: str) -> None:
    for shown in (page(above), page("", above)):
        article = read(shown)
        assert article.lead == LEAD
        assert article.body.split("\n\n") == [SUBTITLE, *P]


OTHER = f"{LEAD[:-1]}, nhà nào cũng vui."


@pytest.mark.parametrize(
    ("text", "has_lead"),
    [
        (f"<p class=a>{LEAD}</p>{TEXT}", True),
        (f"<p class=a>{LEAD}</p><p class=a>{OTHER}</p>{TEXT}", False),
        (f"<div><p>{LEAD}</p></div><div>{TEXT}</div>", True),
        (f"<div><p>{LEAD}</p><p>{OTHER}</p></div><div>{TEXT}</div>", False),
        (f"<p class=desc>{LEAD}</p>{TEXT}", True),
        (f"<p class=desc>{LEAD}</p>{TEXT.replace('<p>', '<p class=desc>')}", False),
        (f"<p class=desc>{LEAD}</p>", True),
        (f"<p><b>{LEAD}</b></p>{TEXT}", True),
        (f"<p><b>Thưa ông, {LEAD[:-1]} là nhờ đâu?</b></p>{TEXT}", False),
        (f"<p class=sapo>Thưa ông, {LEAD[:-1]} là nhờ đâu?</p>{TEXT}", True),
        (f"<table><tr><td>XÃ GÒ SIM</td><td>{LEAD[:70]}</td></tr></table>{TEXT}", False),
    ],
)
def test_the_first_paragraph_is_the_lead_if_it_alone_is_set_apart(
    text: str, has_lead: bool
) -> None:
    article = read(f"<title>{TITLE}</title><h1>{TITLE}</h1><div>15/05/2024</div><div>{text}</div>")
    assert (article.lead is not None) is has_lead


@pytest.mark.parametrize("below", [True, False])
def test_a_caption_is_not_one_of_the_paragraphs_that_a_lead_is_set_apart_from(below: bool) -> None:
    caption = "Quang cảnh buổi họp bàn việc làm đường ở nhà văn hóa thôn Bãi Nhạn, xã Gò Sim."
    figure = f"<figure><img src=a.jpg><figcaption>{caption}</figcaption></figure>"
    text = f"<p>{P[0]}</p>{figure}<p>{P[1]}</p>" if below else f"{figure}<p>{P[0]}</p><p>{P[1]}</p>"
    shown = f"<title>{TITLE}</title><h1>{TITLE}</h1><div class=ct><div>{LEAD}</div>{text}</div>"
    found = read(shown)
    assert (found.lead, found.captions) == (LEAD, (caption,))


def test_a_heading_is_the_lead_if_there_is_no_other() -> None:
    assert read(page(f"<h2>{SUBTITLE}</h2>")).lead == SUBTITLE


# Bylines by their place


@pytest.mark.parametrize(
    ("below", "author"),
    [
        ("<p align=right><a href='/tac-gia/lo-hoa'>Lò Thị Hoa</a></p>", "Lò Thị Hoa"),
        ("<p><a href='https://x.example/author/lo-hoa'>LÒ HOA</a></p>", "LÒ HOA"),
        ("<p><a href='/tag/go-sim'>Gò Sim</a></p>", None),
        ("<p align=right><b>Đại úy Lò Hoa</b><br>Công an xã Gò Sim</p>", "Lò Hoa"),
        ("<p align=right><b>Lò Thị Hoa | 1.532 lượt xem</b></p>", "Lò Thị Hoa"),
        ("<p><b>Ông Lò Văn Tấm</b></p>", None),
        ("<blockquote><p>Có bàn mới xong.</p><p>Lò Văn Tấm</p></blockquote>", None),
        ("<div>Chia sẻ: 12</div><div class=author>Lò Thị Hoa</div>", "Lò Thị Hoa"),
        ("<p align=right>Xây Dựng Đảng</p>", None),
    ],
)
def test_a_byline_below_the_text(below: str, author: str | None) -> None:
    assert read(page("", "", below)).author == author


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("by Lò Thị Hoa 15/05/2024", "Lò Thị Hoa"),
        ("Đăng bởi Lò Thị Hoa lúc 08:30 15/05/2024", "Lò Thị Hoa"),
        ("15/05/2024, Người đăng: Lò Thị Hoa", "Lò Thị Hoa"),
        ("Lò Thị Hoa | 15/05/2024 08:30 Lượt xem: 400", "Lò Thị Hoa"),
        ("Xây Dựng Đảng | 15/05/2024", None),
        ("Chuyên Đề | 15/05/2024", None),
        ("admin 15/05/2024", None),
    ],
)
def test_a_name_in_the_date_line(line: str, author: str | None) -> None:
    assert read(f"<h1>{TITLE}</h1><div>{line}</div><div>{TEXT}</div>").author == author


def test_a_name_in_the_date_line_above_the_title_needs_a_label() -> None:
    below = f"<h1>{TITLE}</h1><div>{TEXT}</div>"
    assert read(f"<p>15/05/2024 - Tác giả: Lò Hoa</p>{below}").author == "Lò Hoa"
    assert read(f"<p>15/05/2024 - Bảo Lộc</p>{below}").author is None


@pytest.mark.parametrize(("length", "is_whole"), [(29, False), (30, True)])
def test_a_lead_that_was_cut_has_at_least_30_characters(length: int, is_whole: bool) -> None:
    layout = Layout("2026", title="h1", body="div.ct", lead="div.sapo")
    lead = LEAD.replace("hộ, xã", "hộ nhà, xã")
    shown = page(f"<div class=sapo>{lead[:length]}</div>", f"<p>{lead}</p>")
    assert (read(shown, layouts=(layout,)).lead == lead) == is_whole
