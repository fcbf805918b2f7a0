"""Which of a page's dates is the publish date."""

from datetime import UTC, datetime

import pytest

from extraction.layouts import Layout

from .reading import read

TITLE = "Xã Gò Sim ra mắt tổ dân vận khéo giữ sạch dòng kênh"
TEXT = (
    "<p>Sáng 12/8, xã Gò Sim ra mắt tổ dân vận khéo giữ sạch dòng kênh chảy qua ba thôn của xã.</p>"
    "<p>Tổ có mười hai người, mỗi tuần hai buổi cùng bà con vớt rác và trồng hoa dọc bờ kênh.</p>"
)
H1 = f"<h1>{TITLE}</h1>"
MENU = "<ul>" + "".join(f'<li><a href="/{n}">Chuyên mục {n}</a></li>' for n in range(8)) + "</ul>"
STAMP = "https://baogosim.example/to-dan-van-kheo-20230813091500123.htm"
PLAIN = "https://baogosim.example/to-dan-van-kheo-4711.htm"


def _head(day: str) -> str:
    return f'<meta property="article:published_time" content="{day}">'


@pytest.mark.parametrize(
    ("case", "head", "body", "url", "published", "doubt"),
    [
        ("below the title", "", f"{H1}<div>14:26, 13/08/2023</div>{TEXT}", PLAIN,
         "2023-08-13T14:26:00+07:00", None),
        ("below the title, the head agrees", _head("2023-08-13T14:26:31+07:00"),
         f"{H1}<div>14:26, 13/08/2023</div>{TEXT}", PLAIN, "2023-08-13T14:26:31+07:00", None),
        ("below the title, the head does not", _head("2023-08-15"),
         f"{H1}<div>14:26, 13/08/2023</div>{TEXT}", PLAIN, None,
         "date: the page and its head disagree"),
        ("below the title, the head does not, the URL does", _head("2023-08-15"),
         f"{H1}<div>14:26, 13/08/2023</div>{TEXT}", STAMP, "2023-08-13T14:26:00+07:00",
         "date: the head of the page names another day"),
        ("above the title, the URL agrees", "",
         f"{MENU}<div><div>13/08/2023 14:26</div>{H1}</div>{TEXT}", STAMP,
         "2023-08-13T14:26:00+07:00", None),
        ("above the title with its section, in one box", "",
         f"{MENU}<div><div>Xã hội | 13/08/2023</div>{H1}{TEXT}</div>", PLAIN, "2023-08-13",
         "date: above the title, unconfirmed"),
        ("above the title, in another box: it may be the clock", "",
         f"<div>13/08/2023 14:26</div><div>{H1}{TEXT}</div>", PLAIN, None, None),
        ("above the title, with a weekday, first in their box", "",
         f"{MENU}<div><div>Chủ nhật, 13/08/2023 14:26:07</div>{H1}{TEXT}</div>", PLAIN,
         "2023-08-13T14:26:07+07:00", "date: above the title, unconfirmed"),
        ("above the title, unconfirmed, and labelled after the body", "",
         f"{MENU}<div><div>Chủ nhật, 13/08/2023</div>{H1}{TEXT}<p>(Ngày đăng: 11/08/2023)</p>"
         "</div>", PLAIN, "2023-08-11", None),
        ("above the title, unconfirmed, and an update after the body", "",
         f"{MENU}<div><div>Chủ nhật, 13/08/2023</div>{H1}{TEXT}<p>Cập nhật: 15/08/2023</p></div>",
         PLAIN, "2023-08-13", "date: above the title, unconfirmed"),
        ("above the title, first in a form around the page: it may be the clock", "",
         f"<form><div>Chủ nhật, 13/08/2023</div><div>{H1}{TEXT}</div></form>", PLAIN, None, None),
        ("above the title, first in a box around the menu: it is the clock", "",
         f"<div><div>20:48 · 17/11/2026</div><p>{'<a href=x>Mục</a> ' * 6}</p><div>{H1}{TEXT}</div>"
         "</div>", PLAIN, None, None),
        ("above the title, first in a box around a breadcrumb", "",
         f"<div><div>20:48 · 17/11/2023</div><p>{'<a href=x>Mục</a> ' * 5}</p><div>{H1}{TEXT}</div>"
         "</div>", PLAIN, "2023-11-17T20:48:00+07:00", "date: above the title, unconfirmed"),
        ("in an element, right before another one", "",
         f"{H1}<div><span>16/09/2019 2:05:00 CH</span><span>Chọn cỡ chữ</span></div>{TEXT}", PLAIN,
         "2019-09-16T14:05:00+07:00", None),
        ("in an element, right after a name", "",
         f"{H1}<div><span>Lò Thị Tấm</span><i></i><span>16/09/2019 14:05</span></div>{TEXT}", PLAIN,
         "2019-09-16T14:05:00+07:00", None),
        ("in an element, right after words of a text", "",
         f"{H1}<div>Bà con ra đồng hôm<span>16/09/2019</span></div>{TEXT}", PLAIN, None, None),
        ("when it was broadcast", "",
         f"{H1}<div>Phát sóng: 20h05, 13/08/2023</div>{TEXT}", PLAIN, "2023-08-13T20:05:00+07:00",
         None),
        ("above the title, with a weekday, after the logo: it may be the clock", "",
         f"{MENU}<div><p>Báo Gò Sim</p><p>Chủ nhật, 13/08/2023</p>{H1}{TEXT}</div>", PLAIN, None,
         None),
        ("above the title, with a weekday and its section", "",
         f"{MENU}<div><p>Báo Gò Sim</p><p>Xã hội - Chủ nhật, 13/08/2023</p>{H1}{TEXT}</div>",
         PLAIN, "2023-08-13", "date: above the title, unconfirmed"),
        ("above the title, with a zone and a weekday: it is the clock", "",
         f"{MENU}<div><div>Chủ nhật, 13/08/2023 14:26 (GMT+7)</div>{H1}{TEXT}</div>", PLAIN, None,
         None),
        ("above the title, with a zone, in another box: it is the clock", "",
         f"<div>13/08/2023 14:26 (GMT+7)</div>{MENU}<div>{H1}{TEXT}</div>", PLAIN, None, None),
        ("above the title, with a zone, not just above it: it is the clock", "",
         f"<div><div>13/08/2023 14:26 (GMT+7)</div><p>Báo Gò Sim</p>{H1}{TEXT}</div>", PLAIN, None,
         None),
        ("just above the title, with a zone", "",
         f"{MENU}<div><div>13/08/2023 14:26 (GMT+7)</div>{H1}{TEXT}</div>", PLAIN,
         "2023-08-13T14:26:00+07:00", "date: above the title, unconfirmed"),
        ("just above the title, with a zone and a label", "",
         f"{MENU}<div><p>Cập nhật: 13/08/2023, 14:26 [GMT+7]</p>{H1}{TEXT}</div>", PLAIN,
         "2023-08-13T14:26:00+07:00", "date: above the title, unconfirmed"),
        ("above the title, with a zone and a label", "",
         f"{MENU}<div><div>Đăng lúc: 14:26:07 13/08/2023 (GMT+7)</div>{H1}{TEXT}</div>", PLAIN,
         "2023-08-13T14:26:07+07:00", "date: above the title, unconfirmed"),
        ("after the body, in a sentence", "",
         f"{H1}{TEXT}<p>Bài này được đăng vào Chủ nhật, 13 Tháng Tám, 2023 lúc 2:26 chiều trong "
         "mục Gò Sim. Bạn có thể để lại phản hồi cho bài này ở bên dưới.</p>", PLAIN,
         "2023-08-13T14:26:00+07:00", None),
        ("after the body, in a sentence that names the section first", "",
         f"{H1}{TEXT}<p>Bài viết này được đăng trong <a href=/v>Văn hóa</a> và được gắn thẻ "
         "<a href=/h>hội làng</a> vào ngày <a href=/x>13/08/2023</a>.</p>", PLAIN,
         "2023-08-13", None),
        ("after the body, in a sentence in English", "",
         f"{H1}{TEXT}<p>This entry was posted in Tin xã on 13/08/2023 by Tâm.</p>", PLAIN,
         "2023-08-13", None),
        ("after the body, in a sentence about a book", "",
         f"{H1}{TEXT}<p>Bài thơ được đăng trong tập Gò Sim vào ngày 13/08/2023.</p>", PLAIN,
         None, None),
        ("in the body, labelled, above a table of links", "",
         f"{H1}<div>{TEXT}<p>Ngày đăng: 13/08/2023 Số lần đọc: 318</p><table><tr>"
         + "<td><a href=/a>Xã Gò Sim thông xe cầu treo mới</a></td>" * 4 + "</tr></table></div>",
         PLAIN, "2023-08-13", None),
        ("in the body, not labelled, above a table of links", "",
         f"{H1}<div>{TEXT}<p>Số lần đọc: 318, 13/08/2023</p><table><tr>"
         + "<td><a href=/a>Xã Gò Sim thông xe cầu treo mới</a></td>" * 4 + "</tr></table></div>",
         PLAIN, None, None),
        ("above the title, with a weekday, the day of the fetch: it may be the clock", "",
         f"{MENU}<div><div>Thứ năm, 01/01/2026</div>{H1}{TEXT}</div>", PLAIN, None, None),
        ("below the title, after that of an update", "",
         f"{H1}<p>Cập nhật lúc: 14/08/2023 - 09:00</p><p>13/08/2023 - 14:26</p>{TEXT}", PLAIN,
         "2023-08-13T14:26:00+07:00", None),
        ("below the title, only that of an update", "",
         f"{H1}<p>Cập nhật lúc: 13/08/2023 - 14:26</p>{TEXT}", PLAIN,
         "2023-08-13T14:26:00+07:00", None),
        ("above the title, with that of an update", _head("2023-08-13T10:15:00+07:00"),
         f"<p>13/08/2023 - 10:15</p><p>Cập nhật lúc: 13/08/2023 - 14:26</p>{H1}{TEXT}", PLAIN,
         "2023-08-13T10:15:00+07:00", None),
        ("below the title, modified by the head", _head("2023-08-13T10:15:00+07:00")
         + '<meta property="article:modified_time" content="2023-08-13T14:26:18+07:00">',
         f"{H1}<p>13/08/2023 - 14:26</p>{TEXT}", PLAIN, "2023-08-13T10:15:00+07:00", None),
        ("below the title, never changed", _head("2023-08-13T14:26:18+07:00")
         + '<meta property="article:modified_time" content="2023-08-13T14:26:18+07:00">',
         f"{H1}<p>13/08/2023 - 14:26</p>{TEXT}", PLAIN, "2023-08-13T14:26:18+07:00", None),
        ("after the body, with a label", "",
         f"<div>{H1}<div>{TEXT}</div><div>Ngày đăng: 13/8/2023 Lượt xem: 14</div></div>", PLAIN,
         "2023-08-13", None),
        ("after the body, in the title of another article", "",
         f"<div>{H1}<div>{TEXT}</div><h3>Tin liên quan</h3><ul><li><a href='/b'>Ngày hội đại đoàn "
         "kết ở xã Lam Khê</a> (12/11/2022)</li></ul></div>", PLAIN, None, None),
        ("below the title, beside another article", "",
         f"{H1}<p>Gò Sim</p><a href='/b'>Nắng ấm trở lại trên đồng Gò Sim</a> "
         f"<div>12/11/2022</div>{TEXT}", PLAIN, None, None),
        ("below the title, a link after it", "",
         f"{H1}<div>14:26, 13/08/2023</div><div><a href='/b'>Nắng ấm trở lại trên đồng Gò Sim</a>"
         f"</div>{TEXT}", PLAIN, "2023-08-13T14:26:00+07:00", None),
        ("in the caption of the first picture", "",
         f"{H1}<img src='1.jpg'><p>Bà con thôn Gò Sim họp ngày 12/8/2019</p>{TEXT}", PLAIN, None,
         None),
        ("marked up for machines, several times", "",
         f"{H1}{TEXT}<time itemprop=datePublished datetime=2019-02-03>x</time>"
         "<time itemprop=datePublished datetime=2019-02-04>x</time>", PLAIN, None, None),
        ("marked up by Drupal", "",
         f"{H1}{TEXT}<span property='dc:date dc:created' content='2018-10-04T08:30:00+07:00'>"
         "Đăng bởi gosim</span>", PLAIN, "2018-10-04T08:30:00+07:00", None),
        ("beside an author, each in an element", "",
         f"{H1}<div><img class=ava src='/u/1.png'><strong>Lò Thị Tấm</strong> "
         f"<span>12/11/2022</span></div>{TEXT}", PLAIN, "2022-11-12", None),
        ("after the links of two authors", "",
         f"{H1}<div><a href='/tg/1'>Lò Thị Hương Tấm</a> và <a href='/tg/2'>Vừ Mí Sáng</a></div>"
         f"<div>12/11/2022</div>{TEXT}", PLAIN, "2022-11-12", None),
        ("after the body, without one", "",
         f"<div>{H1}<div>{TEXT}</div><div>13/8/2023</div></div>", PLAIN, None, None),
        ("only in a time element that shows how long ago", "",
         f"{H1}<time datetime='2023-08-13T14:26:00+07:00'>3 ngày trước</time>{TEXT}", PLAIN,
         "2023-08-13T14:26:00+07:00", None),
        ("marked up for machines", "",
         f"<abbr class=published title='2023-08-13T14:26:00+07:00'>CN</abbr>{H1}{TEXT}", PLAIN,
         "2023-08-13T14:26:00+07:00", None),
        ("in the folders of the URL", "", H1 + TEXT, "https://baogosim.example/2023/08/13/a/",
         "2023-08-13", "date: only the URL has it"),
        ("above the title, another day in the URL: it may be the clock", "",
         f"<div>Chủ nhật, 20/08/2023</div><div>{H1}{TEXT}</div>", STAMP, "2023-08-13",
         "date: only the URL has it"),
        ("above the title, and in the article's own entry in a list", "",
         f"<div>13/08/2023</div><div>{H1}{TEXT}</div>"
         f'<ul><li><a href="/b">Nắng ấm ở Gò Sim</a> (14/08/2023)</li>'
         f'<li><a href="/a">{TITLE}</a> (13/08/2023)</li></ul>', PLAIN, "2023-08-13", None),
        ("in the article's own entry in a list", "",
         f'{H1}{TEXT}<ul><li><a href="/a">{TITLE}</a> <span>(13/08/2023)</span></li></ul>', PLAIN,
         "2023-08-13", "date: only a list on the page has it"),
        ("beside another article in a list", "",
         f'{H1}{TEXT}<ul><li><a href="/b">Nắng ấm ở Gò Sim</a> (14/08/2023)</li></ul>', PLAIN,
         None, None),
        ("only in the head", _head("2023-08-13T14:26:00+07:00"), H1 + TEXT, PLAIN,
         "2023-08-13T14:26:00+07:00", None),
        ("several in the head", _head("2023-08-13") + '<meta name="pubdate" content="2023-09-01">',
         H1 + TEXT, PLAIN, None, "date: the head of the page names several"),
        ("only in the URL", "", H1 + TEXT, STAMP, "2023-08-13", "date: only the URL has it"),
        ("a number in the URL that is no moment", "", H1 + TEXT,
         "https://baogosim.example/a-20231399251500123.htm", None, None),
        ("a day in the URL is no timestamp", "", H1 + TEXT,
         "https://baogosim.example/a-20230813.htm", None, None),
        ("below the title, of an update on a later day", _head("2023-08-13T14:26:00+07:00")
         + '<meta property="article:modified_time" content="2023-08-20T09:00:00+07:00">',
         f"{H1}<p>20/08/2023 09:00</p>{TEXT}", PLAIN, "2023-08-13T14:26:00+07:00", None),
        ("below the title, labelled as an update", _head("2023-08-13T14:26:00+07:00"),
         f"{H1}<p>Cập nhật: 20/08/2023 09:00</p>{TEXT}", PLAIN, "2023-08-13T14:26:00+07:00",
         None),
        ("below the title, an update before the head's day", _head("2023-08-22"),
         f"{H1}<p>Cập nhật: 20/08/2023 09:00</p>{TEXT}", PLAIN, None,
         "date: the page and its head disagree"),
        ("below the title, an update, the head with a wrong offset",
         _head("2023-08-13T20:30:00+00:00")
         + '<meta property="article:modified_time" content="2023-08-13T21:00:00+00:00">',
         f"{H1}<p>Cập nhật: 13/08/2023 21:00</p>{TEXT}", PLAIN, "2023-08-13T20:30:00+07:00",
         None),
        ("below the title, an evening, the head with a wrong offset",
         _head("2023-08-13T20:30:00+00:00"), f"{H1}<p>13/08/2023 20:30</p>{TEXT}", PLAIN,
         "2023-08-13T20:30:00+07:00", None),
        ("below the title, the time in a line of its own", "",
         f"{H1}<div><div>13/08/2023</div><div>14:26</div></div>{TEXT}", PLAIN,
         "2023-08-13T14:26:00+07:00", None),
        ("below the title, the time in the line before", "",
         f"{H1}<div><div>14 giờ 26</div><div>Chủ nhật, 13/08/2023</div></div>{TEXT}", PLAIN,
         "2023-08-13T14:26:00+07:00", None),
        ("below the title, beside the icon of a calendar", "",
         f"{H1}<p><img src='/img/icon-lich.png'>13/08/2023</p>{TEXT}", PLAIN, "2023-08-13", None),
        ("below the title, with its time, after a picture", "",
         f"{H1}<img src='1.jpg'><p>13/08/2023 14:26</p>{TEXT}", PLAIN,
         "2023-08-13T14:26:00+07:00", None),
        ("below the title, of an event", "",
         f"{H1}<p>Thời gian: 8 giờ ngày 13/08/2023</p>{TEXT}", PLAIN, None, None),
        ("below the title, in a subtitle", "",
         f"{H1}<h2>Phấn đấu làm xong trước ngày 13/08/2023</h2>{TEXT}", PLAIN, None, None),
        ("above the kicker, below a breadcrumb of links", "",
         f"{MENU}<div><ul><li><a href='/'>Trang chủ</a><li><a href='/a'>Tin</a><li><a href='/b'>Xã "
         f"hội</a></ul><p>13/08/2023 14:26</p><p>Nông thôn mới:</p>{H1}{TEXT}</div>", PLAIN,
         "2023-08-13T14:26:00+07:00", "date: above the title, unconfirmed"),
        ("just above the title, a weekday and a day, below a breadcrumb", "",
         f"{MENU}<div><p><a href='/'>Trang chủ</a></p><p>Chủ nhật, 13/08/2023</p>{H1}{TEXT}</div>",
         PLAIN, "2023-08-13", "date: above the title, unconfirmed"),
        ("just above the title, a weekday and a day, below a section", "",
         f"{MENU}<div><p>Tin trong xã</p><p>Chủ nhật, 13/08/2023</p>{H1}{TEXT}</div>",
         PLAIN, "2023-08-13", "date: above the title, unconfirmed"),
        ("just above the title, with a weekday, the clock above it", "",
         f"<p>Thứ bảy, 19/08/2023</p>{MENU}<p>Chủ nhật, 13/08/2023 14:26</p>{H1}{TEXT}",
         PLAIN, "2023-08-13T14:26:00+07:00", "date: above the title, unconfirmed"),
        ("just above the title, with a zone, the clock above it", "",
         f"<p>Thứ bảy, 19/08/2023</p>{MENU}<p>Chủ nhật, 13/08/2023 14:26 (GMT+7)</p>{H1}{TEXT}",
         PLAIN, "2023-08-13T14:26:00+07:00", "date: above the title, unconfirmed"),
        ("above the title, with a weekday, in a class of publish dates", "",
         f"{MENU}<div><p>Gò Sim</p><p class=pubdate>Chủ nhật, 13/08/2023 14:26</p>{H1}{TEXT}</div>",
         PLAIN, "2023-08-13T14:26:00+07:00", "date: above the title, unconfirmed"),
        ("after the body, behind its author and buttons", "",
         f"<div>{H1}<div>{TEXT}</div><p>Lò Văn Tấm</p><p>Chia sẻ</p><p>In bài viết</p>"
         "<p>Lượt xem: 30 | Ngày đăng: 13/8/2023</p></div>", PLAIN, "2023-08-13", None),
        ("in the last line of the body, with a label", "",
         f"<div>{H1}<div>{TEXT}<p>Ngày đăng: 13/8/2023</p></div></div>", PLAIN, "2023-08-13", None),
        ("after the body, behind a list", "",
         f"<div>{H1}<div>{TEXT}</div><p>Tin liên quan</p><p>Ngày đăng: 13/8/2023</p></div>", PLAIN,
         None, None),
        ("in DC.date", '<meta name="DC.date" content="2023-08-13">', H1 + TEXT, PLAIN,
         "2023-08-13", None),
        ("in og:published_time", '<meta property="og:published_time" content="2023-08-13">',
         H1 + TEXT, PLAIN, "2023-08-13", None),
        ("in the head as of RFC 2822", _head("Sun, 13 Aug 2023 14:26:00 +0700"), H1 + TEXT, PLAIN,
         "2023-08-13T14:26:00+07:00", None),
        ("in a time element of a class", "",
         f"{H1}{TEXT}<time class='entry-date published' datetime='2023-08-13'>x</time>", PLAIN,
         "2023-08-13", None),
        ("in the future", "", f"{H1}<div>14:26, 13/08/2033</div>{TEXT}", PLAIN, None,
         "date: it lies in the future"),
        ("only inside the text", "", f"{H1}<p>Ngày 12/8/2023, xã Gò Sim họp.</p>{TEXT}", PLAIN,
         None, None),
    ],
)  # fmt: skip
def test_the_publish_date(
    case: str, head: str, body: str, url: str, published: str | None, doubt: str | None
) -> None:
    page = f"<html><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>"
    article = read(page, url, fetched=datetime(2026, 1, 1, tzinfo=UTC))
    assert article.title == TITLE
    assert article.published == published, case
    is_ahead = doubt == "date: it lies in the future"
    assert (article.published_raw is None) == (published is None and not is_ahead)
    assert article.is_dated_ahead == is_ahead
    dates = [words for words in article.doubts if words.startswith("date:")]
    assert dates == ([doubt] if doubt else [])


MARK = "<time class=published datetime='2023-08-13'>13/8</time>"
CARD = "<a href='/b'>Nắng ấm trở lại trên đồng</a>"


@pytest.mark.parametrize(
    ("body", "is_own"),
    [
        pytest.param(f"{H1}<p>{MARK}</p>{TEXT}", True, id="below the title"),
        pytest.param(f"{H1}{TEXT}<footer>{MARK}</footer>", True, id="below the text"),
        pytest.param(f"<header><h2><a href='/a'>{TITLE}</a></h2>{MARK}</header>{TEXT}", True,
                     id="below the title, a link"),
        pytest.param(f"{H1}<p>{MARK}</p>{CARD}{TEXT}", True, id="above a link"),
        pytest.param(f"{H1}<p><a href='/t'>Tin trong tỉnh mới</a> {MARK}</p>{TEXT}", True,
                     id="beside a link of four words"),
        pytest.param(f"<body class='comments ads'>{H1}{TEXT}{MARK}", True, id="in the page"),
        pytest.param(f"{H1}{TEXT}<ul><li>Nắng ấm {MARK}</li></ul>", False, id="in a list"),
        pytest.param(f"{H1}{TEXT}<div class=comments><p>Lò Tấm</p>{MARK}</div>", False,
                     id="in a comment box"),
        pytest.param(f"{H1}{TEXT}<div class=related><p>Nắng ấm</p><p>{MARK}</p></div>", False,
                     id="in a box beside the article"),
        pytest.param(f"{H1}{TEXT}<div>{CARD} {MARK}</div>", False, id="after a link"),
        pytest.param(f"{H1}{TEXT}<div><h3>{CARD}</h3><p>{MARK}</p></div>", False,
                     id="below a link"),
        pytest.param(f"{H1}{TEXT}<div><h3>{CARD}</h3><div><p>{MARK}</p></div></div>", False,
                     id="below a link, two elements deep"),
        pytest.param(f"{H1}{TEXT}<div><p>{MARK}</p><h3>{CARD}</h3></div>", False,
                     id="first in its box, above a link"),
    ],
)  # fmt: skip
def test_a_date_that_an_element_marks_is_the_article_s_own(body: str, is_own: bool) -> None:
    for mark in (MARK, MARK.replace("class=published", "itemprop=datePublished")):
        page = f"<html><head><title>{TITLE}</title></head>{body}</html>"
        found = read(page.replace(MARK, mark), PLAIN)
        assert (found.title, found.published) == (TITLE, "2023-08-13" if is_own else None)


@pytest.mark.parametrize(
    ("kind", "counts"),
    [
        ('"TechArticle"', True), ('"LiveBlogPosting"', True), ('["Thing", "NewsArticle"]', True),
        ('"http://schema.org/NewsArticle"', True), ('"Report"', True), ('"Event"', False),
        ('{"a": 1}', False),
    ],
)  # fmt: skip
def test_the_types_of_linked_data_that_have_a_publish_date(kind: str, counts: bool) -> None:
    item = '{"@type": %s, "datePublished": "2023-08-13"}' % kind  # noqa: UP031
    for data in (item, f'{{"@type": "ItemPage", "mainEntity": {item}}}'):
        script = f'<script type="application/ld+json">{data}</script>'
        article = read(f"<html><head>{script}</head><body>{H1}{TEXT}</body></html>", PLAIN)
        assert article.published == ("2023-08-13" if counts else None)


@pytest.mark.parametrize(
    "line",
    [
        "<p>14:26, 13/08/2023</p>", "<p>Ngày đăng: 13/08/2023</p>",
        "<p>Bài này được đăng vào 13/08/2023 trong mục Gò Sim.</p>",
    ],
)  # fmt: skip
def test_a_page_without_a_title_has_no_date_from_its_body(line: str) -> None:
    for body in (line + TEXT, TEXT + line, f"<div>{TEXT}</div><div>{line}</div>"):
        article = read(f"<html><body>{body}</body></html>", PLAIN)
        assert (article.title, article.published) == (None, None)


def test_the_url_is_no_witness_on_a_site_with_layouts() -> None:
    page = f"<h1>{TITLE}</h1><div class=text>{TEXT}</div>"
    layouts = (Layout("2023", title="h1", body="div.text"),)
    assert read(page, STAMP, layouts=layouts).published is None
    assert read(page, STAMP).published == "2023-08-13"
