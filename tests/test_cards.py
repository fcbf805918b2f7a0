"""Cards and boxes beside the article, and site names that are not titles."""

import pytest

from .reading import explain, read

TITLE = "Thôn Bãi Nhạn họp bốn lần mới chốt chỗ làm cầu"
OWN = "Lần họp thứ nhất chỉ có mười một nhà đến, tổ dân vận bèn đi từng nhà mời họp lần thứ hai."
TEASER = "Hơn hai trăm gian hàng bày bán đào, quất và lan, hội chợ kéo dài mười ngày ở xã bên cạnh."


def _card(number: int, date: str = "") -> str:
    link = f'<a href="/{number}.html">Hội chợ cây cảnh xuân lần thứ {number} mở cửa</a>'
    return f'<div class="item">{link}{date}<p>{TEASER}</p></div>'


def _body(page: str) -> list[str]:
    article = read(f"<title>{TITLE}</title>{page}")
    assert article.title == TITLE
    return article.text.split("\n\n")


@pytest.mark.parametrize("date", ["", "<div>12/11/2022</div>"])
def test_cards_are_not_the_body_of_a_short_article(date: str) -> None:
    cards = "".join(_card(number, date) for number in range(8))
    assert _body(f"<div><h1>{TITLE}</h1><p>{OWN}</p></div><div>{cards}</div>") == [OWN]


@pytest.mark.parametrize("date", ["", "<div>12/11/2022</div>"])
def test_a_page_with_nothing_but_cards_has_no_text(date: str) -> None:
    cards = "".join(_card(number, date) for number in range(8))
    assert _body(f"<div><h1>{TITLE}</h1><video></video></div><div>{cards}</div>") == [""]


@pytest.mark.parametrize("name", [TITLE, f"{TITLE} - Báo Gò Sim", "Tin tức"])
def test_the_box_of_an_article_whose_title_is_a_link_is_no_card(name: str) -> None:
    own = f"<div class=item><h2><a href=/1.html>{TITLE}</a></h2><p>12/11/2022</p><p>{OWN}</p></div>"
    found = read(f"<title>{name}</title>{own}<div>{_card(1)}</div>")
    assert (OWN in found.text) == (TITLE in name)


def test_a_single_box_with_a_link_and_its_teaser_is_a_card() -> None:
    more = f"{OWN} Rồi mọi việc xong."
    page = f"<h1>{TITLE}</h1><div><p>{OWN}</p>{_card(1)}<p>{more}</p></div>"
    assert _body(page) == [OWN, more]


def test_a_box_with_most_of_the_text_is_not_a_card() -> None:
    page = f"<h1>{TITLE}</h1><div><p>{OWN}</p>{_card(1).replace('</p>', f' {OWN}</p>')}</div>"
    assert f"{TEASER} {OWN}" in _body(page)


def test_the_articles_own_title_and_lead_are_not_a_card() -> None:
    own = f'<div class="item"><h1><a href="/1">{TITLE}</a></h1><p>{OWN}</p></div>'
    cards = "".join(map(_card, range(4)))
    assert OWN in _body(f"{own}<div><p>{OWN} Rồi mọi việc xong.</p></div><div>{cards}</div>")


@pytest.mark.parametrize(
    ("names", "left_out"),
    [
        ("comments", True),
        ("post-comments-area", True),
        ("box-binh-luan", True),
        ("category-binh-luan", False),  # of WordPress: the article's section
        ("post category-y-kien", False),
        ("no-comments-here", False),
    ],
)
def test_comment_boxes_by_class(names: str, left_out: bool) -> None:
    other = OWN.replace("họp", "bàn")
    text = f"<p>{OWN} Xong.</p>" + "".join(f"<p>{OWN} Lần {n}.</p>" for n in range(6))
    page = f'<h1>{TITLE}</h1><div>{text}<div class="{names}"><p>{other}</p></div></div>'
    assert (other not in _body(page)) == left_out


def test_cards_are_noted_as_cuts() -> None:
    cards = "".join(map(_card, range(3)))
    page = f"<h1>{TITLE}</h1><p>{OWN}</p><div>{cards}</div>"
    notes = explain(page).notes
    assert {cut.reason for cut in notes.cuts} == {"a card that links to another article"}
    assert len(notes.cuts) == 6


def test_boxes_by_class_are_left_out_only_if_they_are_a_minor_part() -> None:
    boxes = "".join(f'<div class="promo"><p>{OWN} Lần {n}.</p></div>' for n in range(4))
    assert len(_body(f"<h1>{TITLE}</h1><div><p>{OWN}</p>{boxes}</div>")) == 5
    text = "".join(f"<p>{OWN} Lần {n}.</p>" for n in range(6))
    box = f'<div class="promo"><p>{TEASER}</p></div>'
    assert TEASER not in _body(f"<h1>{TITLE}</h1><div>{text}{box}</div>")


@pytest.mark.parametrize(
    "title",
    [
        "HUYỆN ỦY TAM PHƯỚC SƠ KẾT CÔNG TÁC DÂN VẬN",
        "HỘI NÔNG DÂN XÃ GÒ SIM HIẾN ĐẤT LÀM ĐƯỜNG",
        "Tỉnh ủy Lam Khê tổng kết mười năm công tác dân vận",
        "Báo động tình trạng lấn chiếm kênh mương ở xã Gò Sim",
        "Trang bị kiến thức về dân vận cho cán bộ thôn",
        "Đài Loan và Gò Sim kết nghĩa, cùng làm đường hoa ven sông dài ba cây số",
    ],
)
def test_a_title_may_begin_like_a_site_name(title: str) -> None:
    page = (
        f"<title>Trang thông tin điện tử Gò Sim</title><h1>{title}</h1><p>{OWN}</p><p>{TEASER}</p>"
    )
    assert read(page).title == title


@pytest.mark.parametrize(
    "name",
    [
        "Đài Phát thanh và Truyền hình Gò Sim",
        "Báo Gò Sim",
        "Trang thông tin điện tử Đảng bộ xã Gò Sim",
        "Cổng thông tin điện tử xã Gò Sim",
        "Đảng bộ tỉnh Lam Khê",
    ],
)
def test_a_site_name_is_not_a_title(name: str) -> None:
    page = f"<title>{name}</title><h1>{name}</h1><h2>{TITLE}</h2><p>{OWN}</p><p>{TEASER}</p>"
    assert read(page).title == TITLE


def test_text_hidden_only_on_small_screens_is_read() -> None:
    hidden = f'<p class="d-none">{TEASER}</p>'
    page = f"<h1>{TITLE}</h1><div><p>{OWN}</p>{hidden}<p>{OWN} Xong.</p></div>"
    assert TEASER not in _body(page)
    assert TEASER in _body(page.replace("d-none", "d-none d-md-block"))
