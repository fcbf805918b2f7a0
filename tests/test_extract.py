"""From bytes to an Article: layouts, structure, and hostile pages."""

import pickle
import time
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extraction.article import Article
from extraction.extract import extract
from extraction.inputs import FetchedPage, SiteRules
from extraction.layouts import Layout
from extraction.text import comparable

from .reading import URL
from .reading import read as read_page

LEAD = "Bà con xã Gò Sim cùng nhau làm ba cây số đường liên thôn trong một vụ nông nhàn."
FIRST = "Ông Lò Văn Tấm, bí thư chi bộ, kể rằng cả thôn họp bốn lần mới chốt được cách làm."
SECOND = "Nhà nào có đất thì hiến đất, nhà nào có sức thì góp công, việc gì cũng bàn trước với dân."
THIRD = "Đến nay, mô hình “Dân vận khéo” của thôn đã được bốn xã trong huyện đến học tập."
TITLE = "Dân vận khéo ở xã Gò Sim"


def read(
    body: str,
    head: str = f"<title>{TITLE}</title>",
    layouts: tuple[Layout, ...] = (),
    link_text: str | None = None,
    fetched: datetime | None = None,
) -> Article:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return read_page(page, layouts=layouts, link_text=link_text, fetched=fetched)


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


PLAIN = f"<h1>{TITLE}</h1><div>{paragraphs(FIRST, SECOND, THIRD)}</div>"


def test_a_plain_page() -> None:
    article = read(PLAIN)
    assert article.title == TITLE
    assert article.body == "\n\n".join((FIRST, SECOND, THIRD))
    assert article.lead is None
    assert article.author is None
    assert article.published is None
    assert article.layout == "generic"
    assert article.topics == ("dân vận",)
    assert article.words == len(article.body.replace("\n", " ").replace("“", "").split())


def test_a_page_its_rules_and_the_result_can_be_sent_to_another_process() -> None:
    page, rules = (
        FetchedPage(PLAIN.encode(), URL),
        SiteRules((NEW,), frozenset({comparable(FIRST)})),
    )
    assert pickle.loads(pickle.dumps((page, rules))) == (page, rules)
    extraction = extract(page, rules)
    assert extraction.notes.found["title"].place == "h1"
    assert extraction.notes.cuts
    assert pickle.loads(pickle.dumps(extraction)) == extraction


# Layouts


NEW = Layout("new", title="h2.t", body="div.b", date="span.d", lead="p.s", author="i.a",
             section="nav a", drop=".ad")  # fmt: skip
OLD = Layout("old", title="h1", body="#old")
LAID_OUT = f"""<nav><a href="/">Trang chủ</a><a href="/x">Xây dựng Đảng</a></nav>
<h2 class="t">{TITLE}</h2><span class="d">17/06/2025 13:43</span><p class="s">{LEAD}</p>
<i class="a">Lê Sim</i><div class="b"><p>{FIRST}</p><div class="ad"><p>{THIRD}</p></div>
<p>{SECOND}</p></div>"""


def test_the_layout_that_fits_is_used() -> None:
    article = read(LAID_OUT, layouts=(OLD, NEW))
    assert article.layout == "new"
    assert article.lead == LEAD
    assert article.body == f"{FIRST}\n\n{SECOND}"
    assert article.published == "2025-06-17T13:43:00+07:00"
    assert article.author == "Lê Sim"
    assert article.section == "Xây dựng Đảng"


def test_the_first_layout_that_fits_is_used() -> None:
    both = LAID_OUT + f'<h1>Khác</h1><div id="old">{paragraphs(THIRD)}</div>'
    assert read(both, layouts=(NEW, OLD)).layout == "new"
    assert read(both, layouts=(OLD, NEW)).layout == "old"


@pytest.mark.parametrize(
    ("date", "found"), [("", "2025-06-17T13:43:00+07:00"), ("span.d", None)], ids=["not", "named"]
)
def test_the_whole_page_is_read_if_the_layout_names_no_date(date: str, found: str | None) -> None:
    layout = Layout("text", title="#text h1", body="#text", date=date, drop="#text h1")
    above = """<div class="breadcrumb"><a href="/">Trang chủ</a> / <a href="/x">Xã hội</a></div>
    <p>17/06/2025 13:43</p>"""
    text = f'<div id="text"><h1>{TITLE}</h1>{paragraphs(FIRST, SECOND, THIRD)}</div>'
    article = read(f"<main>{above}{text}</main>", layouts=(layout,))
    assert (article.layout, article.title) == ("text", TITLE)
    assert article.body == "\n\n".join((FIRST, SECOND, THIRD))
    assert (article.published, article.section) == (found, "Xã hội" if found else None)


def test_without_a_layout_that_fits_the_structure_decides() -> None:
    article = read(PLAIN, layouts=(NEW, OLD))
    assert article.layout == "generic"
    assert article.title == TITLE


# Title


@pytest.mark.parametrize(
    ("head", "body", "link_text"),
    [
        (f"<title>{TITLE} - Báo Gò Sim</title>", f"<div>{TITLE}</div>", None),
        (f"<title>Báo Gò Sim | {TITLE}</title>", f"<h1>Báo Gò Sim</h1><p>{TITLE}</p>", None),
        (f'<meta property="og:title" content="{TITLE}">', f"<h3>{TITLE}</h3>", None),
        ("<title>Báo Gò Sim</title>", f"<h1>Báo Gò Sim điện tử hôm nay</h1><h2>{TITLE}</h2>", None),
        ("<title>Báo Gò Sim</title>", f"<b>{TITLE}</b><div>17/06/2025 13:43</div>", None),
        ("", f"<span>Một dòng chữ khác</span><span>{TITLE}</span>", TITLE),
        (f"<title>{TITLE[:20]}...</title>", f"<div>{TITLE}</div>", None),
        (f"<title>{TITLE}</title>", "", None),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "'
            + TITLE + '"}</script>',
            f"<div>{TITLE}</div>",
            None,
        ),
    ],
)  # fmt: skip
def test_the_title(head: str, body: str, link_text: str | None) -> None:
    text = body + f"<div>{paragraphs(FIRST, SECOND, THIRD)}</div>"
    assert read(text, head=head, link_text=link_text).title == TITLE


def test_the_site_name_is_not_the_title() -> None:
    page = f"<h1>Báo Gò Sim</h1><div>{paragraphs(FIRST, SECOND)}</div>"
    assert read(page, head="<title>Báo Gò Sim</title>").title is None


# Date


@pytest.mark.parametrize(
    ("above", "below", "head", "published"),
    [
        ("", "Thứ ba 29/08/2023 13:49", "", "2023-08-29T13:49:00+07:00"),
        ("Chủ nhật, 24/11/2024, 14:20[GMT+7]", "", "", None),
        ("Chủ nhật, 24/11/2024, 14:20:05", "29/08/2023", "", "2023-08-29"),
        ("", "", "2023-08-29T06:49:30Z", "2023-08-29T13:49:30+07:00"),
        ("", "29/08/2023 13:49", "2023-08-29T13:49:30+07:00", "2023-08-29T13:49:30+07:00"),
        ("", "29/08/2023", "2023-08-29T13:49:00+07:00", "2023-08-29T13:49:00+07:00"),
        ("", "29/08/2023 13:49", "2023-08-30T13:49:00+07:00", None),
        ("", "Thứ tư 29/08/2023 13:49", "", None),
        ("29/08/2023 13:49", "", "2023-08-29", "2023-08-29T13:49:00+07:00"),
        ("", "Sáng ngày 29/8/2023, xã Gò Sim tổ chức họp dân bàn việc làm đường.", "", None),
    ],
)
def test_the_date(above: str, below: str, head: str, published: str | None) -> None:
    meta = f'<meta property="article:published_time" content="{head}">' if head else ""
    page = f"<div>{above}</div><h1>{TITLE}</h1><div>{below}</div>"
    article = read(page + f"<div>{paragraphs(FIRST, SECOND)}</div>", head=meta)
    assert article.published == published
    assert (article.published_raw is None) is (published is None)
    if article.published_raw:
        assert article.published_raw in (above + "|" + below + "|" + head)


def test_a_date_in_the_future_is_not_believed() -> None:
    page = f"<h1>{TITLE}</h1><div>29/08/2023 13:49</div><div>{paragraphs(FIRST, SECOND)}</div>"
    assert read(page, fetched=datetime(2023, 8, 28, 9, tzinfo=UTC)).published is not None
    ahead = read(page, fetched=datetime(2023, 8, 27, 9, tzinfo=UTC))
    assert (ahead.published, ahead.published_raw) == (None, "29/08/2023 13:49")


# Lead, body, captions, byline


@pytest.mark.parametrize(
    "page",
    [
        f"<p class=sapo>{LEAD}</p><div>{paragraphs(FIRST, SECOND, THIRD)}</div>",
        f"<div><p><b>{LEAD}</b></p>{paragraphs(FIRST, SECOND, THIRD)}</div>",
        f"<div><h2>{LEAD}</h2>{paragraphs(FIRST, SECOND, THIRD)}</div>",
        f"<div><b>{LEAD}</b><br><br>{FIRST}<br><br>{SECOND}<br>{THIRD}</div>",
        f"<div><div class=x><p>{LEAD}</p></div>{paragraphs(FIRST, SECOND, THIRD)}</div>",
    ],
)
def test_the_lead_is_set_apart(page: str) -> None:
    article = read(f"<h1>{TITLE}</h1>{page}")
    assert article.lead == LEAD
    assert article.body == "\n\n".join((FIRST, SECOND, THIRD))


@pytest.mark.parametrize(
    "noise",
    [
        f'<p>Tin liên quan</p><ul><li><a href="/1">{THIRD}</a><li><a href="/2">{TITLE} 2</a></ul>',
        f'<div><h3>Đọc thêm</h3><a href="/1">{THIRD}</a><p>{LEAD}</p><a href="/2">{LEAD}</a></div>',
        f'<aside><a href="/1">{TITLE} lần hai</a><p>{THIRD}</p></aside>',
        "<div>Quảng cáo</div>",
        "<p>340 lượt xem</p><p>Chia sẻ Facebook Zalo</p>",
        f'<p><a href="/1">{THIRD}</a></p>',
        "<p>3333.jpg</p>",
        f'<div class="qc"><p>{THIRD}</p></div>',
        f'<div class="x1"><a href="/1">{TITLE} lần hai</a><p>{THIRD}</p></div>',
        f'<div class="x1"><h3><a href="/1">{TITLE} lần hai</a></h3><p>Cả thôn góp sức.</p></div>',
        f'<div class="ads"><div>{THIRD}</div></div>',
        f'<div class="cms-relate"><a>{TITLE} lần hai</a><p>{THIRD}</p></div>',
        '<div class="kk-star-ratings">5/5 của 7 bà con</div>',
        '<div id="ez-toc-container"><p>Các phần</p><ul><li>Con số</ul></div>',
        "<amp-audio><div fallback>Máy này không nghe được</div></amp-audio>",
    ],
)
def test_boilerplate_inside_the_text_is_cut(noise: str) -> None:
    body = f"<p>{FIRST}</p><p>{LEAD}</p>{noise}<p>{SECOND}</p>"
    article = read(f"<h1>{TITLE}</h1><div>{body}</div>")
    assert article.body.split("\n\n") == [FIRST, LEAD, SECOND]


@pytest.mark.parametrize(
    "noise",
    [
        '<div>Ý kiến ()</div><div>0 / 500 ký tự</div><div>Đang tải dữ liệu</div>',
        f"<h3>Ý kiến bạn đọc</h3><p>{LEAD}</p><p>Gửi bình luận</p>",
        f'<div>Từ khóa: <a href="/t">#dân vận</a></div><p>{LEAD}</p>',
        f'<h3>Tin cùng chuyên mục</h3><p><a href="/1">{LEAD}</a><a href="/1">{LEAD}</a></p>',
    ],
)  # fmt: skip
def test_boilerplate_below_the_text_is_cut(noise: str) -> None:
    body = paragraphs(FIRST, SECOND, THIRD) + noise
    assert read(f"<h1>{TITLE}</h1><div>{body}</div>").body == "\n\n".join((FIRST, SECOND, THIRD))


@pytest.mark.parametrize(
    "image",
    [
        '<p><img src="1.jpg"><em>Quang cảnh buổi họp</em>{}</p>',
        '<p><img src="1.jpg">Quang cảnh buổi họp{}</p>',
        '<figure><img src="1.jpg"><figcaption>Quang cảnh buổi họp</figcaption></figure><p>{}</p>',
        '<table><tr><td><img src="1.jpg"><tr><td>Quang cảnh buổi họp</td></tr></table><p>{}</p>',
        '<p align=center><img src="1.jpg"><br>Quang cảnh buổi họp</p><p>{}</p>',
    ],
)
def test_a_caption_is_a_separate_paragraph(image: str) -> None:
    body = f"<p>{FIRST}</p>{image.format(SECOND)}<p>{THIRD}</p>"
    article = read(f"<h1>{TITLE}</h1><div>{body}</div>")
    assert article.body.split("\n\n") == [FIRST, "Quang cảnh buổi họp", SECOND, THIRD]
    assert article.captions == ("Quang cảnh buổi họp",)


@pytest.mark.parametrize(
    ("end", "author", "unit"),
    [
        ('<p align="right"><b>Mai Lan – Lê Sim</b></p>', "Mai Lan – Lê Sim", None),
        ("<p>Lê Sim (nbtv.vn)</p>", "Lê Sim", None),
        ("<p>Lê Sim</p><p>Ban Dân vận Huyện ủy</p>", "Lê Sim", "Ban Dân vận Huyện ủy"),
        ("<p>Lê Sim  - Văn phòng Huyện ủy</p>", "Lê Sim", "Văn phòng Huyện ủy"),
        ("<p>N.V</p>", "N.V", None),
        ('<p align="right"><b>Ban Dân vận Huyện ủy</b></p>', None, "Ban Dân vận Huyện ủy"),
        (f"<p><b>Lê Sim</b></p><p>(BGS) - {LEAD}</p>", "Lê Sim", None),
        (f"<p>Tin, ảnh: P.Y</p><p>Các tin khác</p><p><a href='/1'>{LEAD}</a></p>", "P.Y", None),
    ],
)
def test_the_byline_ends_the_text(end: str, author: str | None, unit: str | None) -> None:
    article = read(f"<h1>{TITLE}</h1><div>{paragraphs(FIRST, SECOND, THIRD)}{end}</div>")
    assert (article.author, article.unit) == (author, unit)
    assert article.byline
    assert article.body == "\n\n".join((FIRST, SECOND, THIRD))


def test_the_signature_of_a_letter_does_not_end_the_text() -> None:
    end = f'<p style="text-align:right"><b>Lê Sim</b></p><p>{THIRD}</p>'
    article = read(f"<h1>{TITLE}</h1><div>{paragraphs(LEAD, FIRST, SECOND)}{end}</div>")
    assert article.author == "Lê Sim"
    assert "Lê Sim" not in article.text
    assert article.text.endswith(THIRD)


def test_a_name_beside_the_date_is_not_a_paragraph() -> None:
    top = f"<div>12/03/2023 08:15</div><div>Lò Thị Sim</div><div>{LEAD}</div>"
    body = "".join(f"<div>{text}</div>" for text in (FIRST, SECOND, THIRD))
    article = read(f"<div><div>{TITLE}</div>{top}{body}</div>")
    assert article.text == "\n\n".join((LEAD, FIRST, SECOND, THIRD))


@pytest.mark.parametrize(
    ("top", "author"),
    [
        (f"<p><b>{LEAD}</b></p><p><i>Bài, ảnh: Lò Sim</i></p>", "Lò Sim"),
        (f'<div class="author"><i>Bởi</i><p>Lò Sim</p></div><p><b>{LEAD}</b></p>', "Lò Sim"),
        (f"<p>Lò Sim, Theo Báo Gò Sim</p><p><b>{LEAD}</b></p>", "Lò Sim"),
        (f"<p>Lò Sim (thực hiện) 06:41 ngày 14/05/2015</p><p><b>{LEAD}</b></p>", "Lò Sim"),
        (f"<div>Lò Sim - Lê An | Thứ ba, 13/06/2023</div><p><b>{LEAD}</b></p>", "Lò Sim - Lê An"),
        (
            "<div><span>Lò Sim</span><span>-</span><span>Thứ ba, 13/06/2023</span></div>"
            f"<p><b>{LEAD}</b></p>",
            "Lò Sim",
        ),
        (
            "<p><span>Lò Sim</span> <span>13/06/2023 15:20</span> <a>Chia sẻ Facebook</a></p>"
            f"<p><b>{LEAD}</b></p>",
            "Lò Sim",
        ),
        (f"<div>Xã hội - Lò Sim - 13/06/2023</div><p><b>{LEAD}</b></p>", "Lò Sim"),
        (
            '<div><p class="author"><a href="/a">Lò Sim</a></p><p class="author"><a href="/b">'
            f"Lê An</a></p></div><p><b>{LEAD}</b></p>",
            "Lò Sim, Lê An",
        ),
    ],
)
def test_the_byline_above_the_text(top: str, author: str) -> None:
    article = read(f"<h1>{TITLE}</h1><div>{top}{paragraphs(FIRST, SECOND, THIRD)}</div>")
    assert article.author == author
    assert article.text == "\n\n".join((LEAD, FIRST, SECOND, THIRD))


def test_a_link_after_the_body_is_a_byline_only_in_an_author_box() -> None:
    text = f"<h1>{TITLE}</h1><div>{paragraphs(FIRST, SECOND, THIRD)}</div>"
    link = '<div class="{}"><a href="/x">Lò Sim</a></div>'
    assert read(text + link.format("article-author")).author == "Lò Sim"
    assert read(text + link.format("source-tags")).author is None


# Unusual pages


LONG_TITLE = "Kế hoạch tổ chức ngày hội đại đoàn kết toàn dân tộc ở các thôn bản của xã Gò Sim"


@pytest.mark.parametrize(
    "title",
    [
        f'<div class="title-detail">{LONG_TITLE}</div><p>Lượt xem: 12</p>',
        f"<div>{LONG_TITLE}</div><p>Thứ ba, 13/06/2023</p>",
    ],
)
def test_a_title_as_long_as_a_paragraph(title: str) -> None:
    page = f"<div>{title}<div>{paragraphs(FIRST, SECOND, THIRD)}</div></div>"
    article = read(page, head="<title>Xã Gò Sim</title>")
    assert (article.title, article.lead) == (LONG_TITLE, None)


def test_the_title_between_a_kicker_and_a_subtitle() -> None:
    line = '<font size="{}"><b>{}</b></font><br>'
    top = line.format(2, "Học và làm theo lời Bác ở Gò Sim") + line.format(4, TITLE)
    top += line.format(2, "Kỳ II: Từ bếp lửa nhà sàn") + "<font size=1>13/06/2023</font><br>"
    page = f"<td>{top}<div>{paragraphs(FIRST, SECOND, THIRD)}</div></td>"
    article = read(f"<table><tr>{page}</tr></table>", head="<title>Báo Gò Sim</title>")
    assert (article.title, article.published) == (TITLE, "2023-06-13")


def test_a_lead_set_as_a_heading_is_not_the_title() -> None:
    page = f'<div class="article-title">{TITLE}</div><div><h2>{LEAD}</h2>{paragraphs(FIRST)}</div>'
    article = read(page, head="<title>Báo Gò Sim</title>")
    assert (article.title, article.lead, article.body) == (TITLE, LEAD, FIRST)


def test_an_office_in_a_heading_is_not_the_title() -> None:
    office = "<h1>ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM XÃ GÒ SIM</h1>"
    page = f"{office}<div><span class=tieude>{TITLE}</span>{paragraphs(FIRST, SECOND)}</div>"
    assert read(page, head="<title>Chi tiết tin</title>").title == TITLE


def test_a_label_in_a_heading_is_not_the_title() -> None:
    title = "Hội nghị lấy ý kiến bà con các thôn bản về dự thảo quy ước của xã Gò Sim"
    top = f"<h1>Xuất bản thông tin</h1><h3>{title}</h3><p>Ngày đăng: 13/06/2023</p>"
    article = read(f"{top}<div>{paragraphs(FIRST, SECOND)}</div>", head="<title>Tin tức</title>")
    assert (article.title, article.published) == (title, "2023-06-13")


def test_the_caption_of_a_picture_above_the_text() -> None:
    caption = "Bà con thôn Gò Sim làm đường."
    picture = f"<div><img src=1.jpg><p>{caption}</p></div>"
    page = f"<h1>{TITLE}</h1><h2>{LEAD}</h2>{picture}<div>{paragraphs(FIRST, SECOND)}</div>"
    article = read(page)
    assert article.text.split("\n\n") == [LEAD, caption, FIRST, SECOND]
    assert article.captions == (caption,)


def test_pictures_with_captions_are_an_article() -> None:
    captions = [f"Bà con thôn {n} chuẩn bị mâm lễ từ sáng sớm." for n in range(5)]
    figures = "".join(
        f"<figure><img src={n}.jpg><figcaption><p>{caption}</p></figcaption></figure>"
        for n, caption in enumerate(captions)
    )
    share = "<div>13/06/2023</div><div><a>Chia sẻ qua Twitter</a> <a>In bài viết</a></div>"
    page = f"<div><h1>{TITLE}</h1><div class=sapo>{LEAD}</div>{share}<div>{figures}</div></div>"
    article = read(page)
    assert article.text.split("\n\n") == [LEAD, *captions]
    assert list(article.captions) == captions


def test_template_placeholders_are_not_read() -> None:
    page = f"<h1>{TITLE}</h1><div>{paragraphs(FIRST, '{{ ads.inArticle }}', SECOND)}</div>"
    assert read(page).body == f"{FIRST}\n\n{SECOND}"


def test_numbered_references_of_a_magazine_are_text() -> None:
    references = ("(1) Tỉnh ủy Na Hin: Báo cáo số 12, năm 2021, tr. 27.", "(2) Sách đã dẫn, tr. 3.")
    end = f"<p>{THIRD}./.</p><hr>{paragraphs(*references)}<p>Lượt xem tháng này: 12</p>"
    article = read(f"<h1>{TITLE}</h1><div>{paragraphs(LEAD, FIRST, SECOND)}{end}</div>")
    assert article.body.split("\n\n")[-3:] == [f"{THIRD}./.", *references]


def test_the_javascript_notice_of_a_player_is_not_a_challenge() -> None:
    player = '<p class="note">Vui lòng bật JavaScript để xem video</p>'
    article = read(f"<h1>{TITLE}</h1>{player}<div>{paragraphs(FIRST, SECOND)}</div>")
    assert article.challenge is None
    assert article.body == "\n\n".join((FIRST, SECOND))


def test_the_section_that_the_head_names_is_not_the_title() -> None:
    title = "Bí thư Huyện ủy Na Hin đối thoại với đoàn viên, hội viên xã Gò Sim"
    top = f"<h1>Hoạt động lãnh đạo</h1><h3>{title}</h3><div>Thứ tư 15/06/2022 09:20</div>"
    page = f"{top}<div>{paragraphs(FIRST, SECOND, THIRD)}</div>"
    assert read(page, head="<title>Hoạt động lãnh đạo - Huyện Na Hin</title>").title == title


def test_a_title_that_links_to_its_own_page() -> None:
    head = '<a class="contentpagetitle" href="/1">Thôn Gò Sim làm cầu</a><a href="#">PDF</a>'
    line = "<span>Viết bởi Lò Thị Sim</span><div>Thứ tư, 23 Tháng 5 2012 08:17</div>"
    body = f"<div>{head}<br>{line}{paragraphs(FIRST, SECOND, THIRD)}</div>"
    article = read(body, head="<title>Trang tin</title>")
    assert article.title == "Thôn Gò Sim làm cầu"
    assert article.author == "Lò Thị Sim"


def test_a_row_of_a_table_with_a_date_is_text() -> None:
    row = "<tr><td>Thứ ba, 12/9/2017</td><td>Cả ngày</td><td>Nhà văn hóa</td></tr>"
    table = f"<table><tr><td>Ngày</td><td>Giờ</td><td>Ở đâu</td></tr>{row}</table>"
    article = read(f"<h1>{TITLE}</h1><div><p>{FIRST}</p>{table}<p>{SECOND}</p></div>")
    assert "Thứ ba, 12/9/2017 | Cả ngày | Nhà văn hóa" in article.body
    assert article.published is None


def test_a_row_of_figures_is_text() -> None:
    rows = "".join(f"<tr><td>{year}</td><td>{year % 7}</td></tr>" for year in (2014, 2015))
    page = f"<h1>{TITLE}</h1><div>{paragraphs(FIRST)}<table>{rows}</table>{paragraphs(SECOND)}"
    assert read(page).body.split("\n\n") == [FIRST, "2014 | 5", "2015 | 6", SECOND]


def test_prices_are_not_the_title() -> None:
    prices = '<td class="title">SJC: 36,58 - 36,74</td>'
    page = f'<div><span class="titleDetail">{TITLE}</span><br><b>{LEAD}</b></div>'
    page = f"<table><tr>{prices}<td>{page}{paragraphs(FIRST, SECOND)}</td></tr></table>"
    assert read(page, head="<title>Báo Gò Sim</title>").title == TITLE


def test_an_article_whose_paragraphs_are_all_short() -> None:
    short = (
        "Mùa mưa năm nay đến sớm.",
        "Xã Gò Sim đã có ba vụ sét đánh.",
        "Hai con bò của bà con bị chết.",
        "Xã nhắc bà con không ra đồng khi trời có giông.",
    )
    article = read(f"<h1>{TITLE}</h1><div>{paragraphs(*short)}</div><p>Về đầu trang</p>")
    assert article.text.split("\n\n") == list(short)


# Pages that are no articles


def test_a_challenge_page_has_no_content() -> None:
    page = read("<h1>Just a moment...</h1><p>Please enable JavaScript and cookies to continue.</p>")
    assert page.challenge is not None
    assert page.text == ""


def test_an_empty_body_stays_empty() -> None:
    article = read(f"<h1>{TITLE}</h1><div>17/06/2025 13:43</div><div id=content></div>")
    assert article.title == TITLE
    assert article.published == "2025-06-17T13:43:00+07:00"
    assert article.text == ""


# Hostile pages: no exception, in bounded time


@pytest.mark.parametrize(
    "page",
    [
        b"",
        b"\x00" * 1000,
        b"<html><frameset><frame src=a></frameset></html>",
        b"<html><body>" + b"<div>" * 100_000 + "chữ".encode(),
        b"<table><tr><td>" * 5_000 + "chữ".encode(),
        b"<p>" + b"&#7841;" * 200_000,
        ("<html>" * 50 + f"<h1>{TITLE}</h1>" + paragraphs(FIRST, SECOND) + "</html>" * 50).encode(),
        b"<p>" + b"a " * 2_000_000,
        b"<a href='/x'>tin</a> " * 50_000,
        (f"<h1>{TITLE}</h1>" + paragraphs(*[FIRST] * 3_000)).encode(),
        ("<p>" + "Ảnh: H.T" * 20_000).encode(),
        b"<p>1/1/2020" + b" " * 100_000 + b"x",
        b'<script type="application/ld+json">' + b"[" * 100_000,
        b"<![CDATA[" + b"<p>" * 1000,
    ],
    ids=lambda page: repr(page[:24]),
)
def test_hostile_pages_take_bounded_time(page: bytes) -> None:
    started = time.process_time()
    article = read_page(page)
    assert isinstance(article, Article)
    assert time.process_time() - started < 20, "the crawl's own limit"


TAGS = st.sampled_from(["p", "div", "b", "a", "br", "table", "tr", "td", "ul", "li", "h1", "img"])
PIECES = st.one_of(
    st.builds("<{}>".format, TAGS),
    st.builds("</{}>".format, TAGS),
    st.sampled_from([TITLE, LEAD, FIRST, "Tin liên quan", "17/06/2025 13:43", "Lê Sim", "&nbsp;"]),
    st.text(max_size=30),
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=40))
def test_no_page_raises_and_texts_are_clean(pieces: list[str]) -> None:
    article = read_page("".join(pieces))
    for text in (article.title, article.lead, *article.body.split("\n\n"), article.author):
        assert text is None or text == " ".join(text.split())
    assert all(caption in article.body for caption in article.captions)
    assert not article.lead or article.lead not in article.body.split("\n\n")


@settings(max_examples=100)
@given(st.binary(max_size=400), st.text(max_size=20))
def test_no_bytes_raise(content: bytes, content_type: str) -> None:
    assert isinstance(read_page(content, content_type=content_type), Article)


CAPTCHA = {
    "a label": "<div><label>Nhập mã captcha</label><input></div>",
    "a form": "<form><p>Nhập mã captcha</p><input></form>",
    "a line": "<p>Nhập mã captcha</p>",
}


@pytest.mark.parametrize(
    ("paragraphs", "captcha", "is_challenge"),
    [
        *((2, kind, False) for kind in CAPTCHA),
        (1, "a label", False),
        (1, "a form", False),
        (1, "a line", True),
        *((0, kind, True) for kind in CAPTCHA),
    ],
)
def test_the_captcha_of_a_comment_form_is_no_challenge(
    paragraphs: int, captcha: str, is_challenge: bool
) -> None:
    text = "".join(
        f"<p>Bà con xã Gò Sim góp công làm đường và giữ sạch dòng kênh qua thôn số {n}.</p>"
        for n in range(paragraphs)
    )
    article = read(f"<h1>Xã Gò Sim làm đường</h1><div>{text}</div>{CAPTCHA[captcha]}")
    assert (article.challenge is not None) == is_challenge
    whole_page = read(f"<form id=aspnetForm><h1>Xã Gò Sim</h1>{text}{CAPTCHA[captcha]}</form>")
    if paragraphs == 2:
        assert whole_page.challenge is None


def test_a_challenge_in_sentences() -> None:
    page = (
        "<p>Hệ thống đang kiểm tra trình duyệt của bạn trước khi mở trang bạn đã yêu cầu, xin "
        "đợi.</p><p>This process is automatic. Your browser will be redirected to the requested "
        "page shortly.</p><p>Please allow up to five seconds while we are checking your browser "
        "before accessing.</p>"
    )
    assert read(page).challenge is not None
