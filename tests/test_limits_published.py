"""Limits of finding the publish date: a page just inside and just outside each limit."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from extraction.layouts import Layout

from .reading import read

TITLE = "Xã Gò Sim ra mắt tổ dân vận khéo giữ sạch dòng kênh"
H1 = f"<h1>{TITLE}</h1>"
TEXT = (
    "<p>Sáng thứ bảy, xã Gò Sim ra mắt tổ dân vận khéo giữ sạch dòng kênh chảy qua ba thôn của "
    "xã.</p><p>Tổ có mười hai người, mỗi tuần hai buổi cùng bà con vớt rác và trồng hoa dọc bờ "
    "kênh.</p>"
)
OTHER = "<a href='/b'>Nắng ấm trở lại trên đồng Lam Khê</a>"
PLAIN = "https://baogosim.example/to-dan-van-kheo-4711.htm"
STAMP = "https://baogosim.example/to-dan-van-kheo-20230813091500123.htm"
TIMED = "2023-08-13T14:26:00+07:00"
ONLY_URL = "date: only the URL has it"
ONLY_LIST = "date: only a list on the page has it"
UNCONFIRMED = "date: above the title, unconfirmed"
DISAGREE = "date: the page and its head disagree"
ANOTHER_DAY = "date: the head of the page names another day"
SEVERAL = "date: the head of the page names several"


def lines(count: int) -> str:
    return "".join(f"<p>Dòng {n} ở Gò Sim</p>" for n in range(count))


def meta(published: str = "", modified: str = "") -> str:
    return "".join(
        f'<meta property="article:{name}_time" content="{value}">'
        for name, value in (("published", published), ("modified", modified))
        if value
    )


def dated(
    body: str,
    head: str = "",
    url: str = PLAIN,
    *,
    fetched: datetime | None = None,
    layouts: tuple[Layout, ...] = (),
) -> tuple[str | None, str | None]:
    """Return the publish date of a page, and the doubt about it."""
    page = f"<html><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>"
    article = read(page, url, fetched=fetched, layouts=layouts)
    assert article.title == TITLE
    doubts = [doubt for doubt in article.doubts if doubt.startswith("date:")]
    assert len(doubts) <= 1
    return article.published, doubts[0] if doubts else None


@pytest.mark.parametrize(
    ("fetched", "published"),
    [
        pytest.param(datetime(2023, 8, 12, tzinfo=UTC), "2023-08-13", id="one day after the fetch"),
        pytest.param(
            datetime(2023, 8, 11, 16, 59, tzinfo=UTC), None, id="two days after the fetch"
        ),
        pytest.param(
            datetime(2023, 8, 11, 17, 0, tzinfo=UTC),
            "2023-08-13",
            id="one day after the fetch in Vietnam",
        ),
        pytest.param(
            datetime(2023, 8, 11, 23, 0, tzinfo=timezone(timedelta(hours=7))),
            None,
            id="two days after the fetch in Vietnam",
        ),
        pytest.param(None, "2023-08-13", id="day of the fetch unknown"),
    ],
)
def test_a_date_is_rejected_if_later_than_the_day_after_the_fetch(
    fetched: datetime | None, published: str | None
) -> None:
    doubt = None if published else "date: it lies in the future"
    assert dated(f"{H1}<p>13/08/2023</p>{TEXT}", fetched=fetched) == (published, doubt)


@pytest.mark.parametrize(
    ("body", "published"),
    [
        pytest.param(f"{H1}{lines(13)}<p>13/08/2023</p>{TEXT}", "2023-08-13", id="the 14th line"),
        pytest.param(f"{H1}{lines(14)}<p>13/08/2023</p>{TEXT}", None, id="the 15th line"),
        pytest.param(
            f"{H1}<div><p>{'Lam Khê '.ljust(80, 'x')}</p><p>13/08/2023</p>{TEXT}</div>",
            "2023-08-13", id="right after a paragraph",
        ),
        pytest.param(
            f"{H1}<div><p>{'Lam Khê '.ljust(80, 'x')}</p>{lines(1)}<p>13/08/2023</p>{TEXT}</div>",
            None, id="two lines after a line of 80 characters",
        ),
        pytest.param(
            f"{H1}<div><p>{'Lam Khê '.ljust(79, 'x')}</p>{lines(1)}<p>13/08/2023</p>{TEXT}</div>",
            "2023-08-13", id="two lines after a line of 79 characters",
        ),
        pytest.param(
            f"{H1}<p>{'Lam Khê '.ljust(80, 'x')}</p>{lines(1)}<p>13/08/2023</p>"
            f"<div>{TEXT}</div>",
            "2023-08-13", id="after a long line outside the body",
        ),
        pytest.param(
            f"{H1}<img src=1.jpg><p>13/08/2023</p>{TEXT}", None, id="in the caption of an image"
        ),
        pytest.param(
            f"{H1}<img src=1.jpg><p>Bờ kênh Gò Sim</p><p>13/08/2023</p>{TEXT}", "2023-08-13",
            id="below the caption of an image",
        ),
        pytest.param(
            f"<p>13/08/2023</p>{TEXT}{H1}", None, id="above the text, with the title below it"
        ),
        pytest.param(
            f"{H1}<p>13/08/2023</p><p>14/08/2023</p>{TEXT}", "2023-08-13", id="the first of two"
        ),
    ],
)  # fmt: skip
def test_where_below_the_title_the_publish_date_is_found(body: str, published: str | None) -> None:
    assert dated(body) == (published, None)


@pytest.mark.parametrize(
    ("body", "published"),
    [
        pytest.param(
            f"{H1}<p><a href='/b'>Gò Sim</a> 13/08/2023</p>{TEXT}", "2023-08-13",
            id="a short link in the line",
        ),
        pytest.param(
            f"{H1}<p><a href='/b'>Gò Sim họp dân ở th</a> 13/08/2023</p>{TEXT}", "2023-08-13",
            id="a link that is shorter than a title",
        ),
        pytest.param(
            f"{H1}<p><a href='/b'>Gò Sim họp dân ở thô</a> 13/08/2023</p>{TEXT}", None,
            id="a link as long as a title",
        ),
        pytest.param(
            f"{H1}<p><a href='/b'>Gò Sim họp dân ở thô</a> Đăng ngày 13/08/2023</p>{TEXT}",
            "2023-08-13",
            id="a link of less than half of the line",
        ),
        pytest.param(
            f"{H1}<p><a href='/b'>Gò Sim họp dân ở thô</a> Đăng lúc 13/08/2023</p>{TEXT}", None,
            id="a link of half of the line",
        ),
        pytest.param(f"{H1}<p>{OTHER}</p><p>13/08/2023</p>{TEXT}", None, id="right after a link"),
        pytest.param(
            f"{H1}<p>{OTHER}</p><p>Gò Sim</p><p>13/08/2023</p>{TEXT}", "2023-08-13",
            id="two lines after a link",
        ),
        pytest.param(
            f"{H1}<p>13/08/2023</p><p>{OTHER}</p><p>Gò Sim</p>{TEXT}", "2023-08-13",
            id="before a link without a date",
        ),
        pytest.param(
            f"{H1}<p>12/08/2023</p><p>{OTHER}</p><p>11/08/2023</p><p>{OTHER}</p><p>Gò Sim</p>"
            f"<p>13/08/2023</p>{TEXT}", "2023-08-13", id="after a list of links with dates",
        ),
        pytest.param(
            f"{H1}<p>13/08/2023</p><p>Gò Sim</p><p>12/08/2023</p>{TEXT}", "2023-08-13",
            id="before a line that is not a link",
        ),
        pytest.param(
            f"{H1}{lines(3)}<p>13/08/2023</p><p>{OTHER}</p><p>12/08/2023</p>{TEXT}", None,
            id="before a link with a date, below other lines",
        ),
        pytest.param(
            f"{H1}{lines(3)}<p>13/08/2023</p><p>Gò Sim</p><p>{OTHER}</p><p>12/08/2023</p>{TEXT}",
            "2023-08-13", id="two lines before a link with a date",
        ),
        pytest.param(
            f"{H1}<div><p>13/08/2023</p>{TEXT[: len(TEXT) // 2]}</p><p>{OTHER}</p>{TEXT}</div>",
            "2023-08-13", id="before a paragraph and a link",
        ),
    ],
)  # fmt: skip
def test_a_date_next_to_a_link_belongs_to_another_article(body: str, published: str | None) -> None:
    assert dated(body) == (published, None)


@pytest.mark.parametrize(
    ("body", "published"),
    [
        pytest.param(
            "<time datetime='2023-08-13T14:26'>3 ngày trước</time>", TIMED, id="a relative date"
        ),
        pytest.param("<time datetime='2023-08-13T14:26'>Gò Sim mới</time>", None, id="no date"),
        pytest.param(
            "<time datetime='2023-08-13T14:26'>3 ngày trước</time><p>Gò Sim</p>"
            "<time datetime='2023-08-12T14:26'>4 ngày trước</time>", TIMED, id="the first of two",
        ),
        pytest.param(
            "<time datetime='2023-08-13T14:26:08'>14:26, 13/08/2023</time>",
            "2023-08-13T14:26:08+07:00", id="more precise than the visible date",
        ),
        pytest.param(
            "<p>13/08/2023</p><time datetime='2023-08-12T14:26:08'>3 ngày trước</time>",
            "2023-08-13", id="in another line than the visible date",
        ),
    ],
)  # fmt: skip
def test_the_datetime_attribute_is_used_if_its_line_shows_when(
    body: str, published: str | None
) -> None:
    assert dated(f"{H1}{body}{TEXT}")[0] == published


@pytest.mark.parametrize(
    ("element", "published"),
    [
        pytest.param("<b class=d>14:26, 13/08/2023</b>", TIMED, id="its text"),
        pytest.param(
            "<b class=d datetime='2023-08-13T14:26'>mới</b>", TIMED, id="its datetime attribute"
        ),
        pytest.param(
            "<b class=d content='2023-08-13T14:26'>mới</b>", TIMED, id="its content attribute"
        ),
        pytest.param(
            "<b class=d content='2023-08-13T14:26:09'>14:26, 13/08/2023</b>",
            "2023-08-13T14:26:09+07:00", id="a more precise attribute",
        ),
        pytest.param(
            "<b class=d content='2023-08-12'>14:26, 13/08/2023</b>", None,
            id="text and attribute disagree",
        ),
        pytest.param(
            "<b class=d>mới</b><p>14:26, 13/08/2023</p>", TIMED,
            id="no date in it, but in a line below",
        ),
        pytest.param("<b class=d>mới</b><b class=d>13/08/2023</b>", "2023-08-13",
                     id="no date in it, but in the text of a second element"),
        pytest.param(
            "<b class=d>13/08/2023</b><b class=d content='2023-08-13T14:26'>x</b>", "2023-08-13",
            id="a date in each of two elements",
        ),
        pytest.param(
            "<b class=d>mới</b><b class=d content='2023-08-13T14:26'>x</b>", None,
            id="no date in it, but in an attribute of a second element",
        ),
    ],
)  # fmt: skip
def test_the_date_element_of_a_layout(element: str, published: str | None) -> None:
    layouts = (Layout("2023", title="h1", body="div.text", date=".d"),)
    body = f"<main>{H1}<div>{element}</div><div class=text>{TEXT}</div></main>"
    assert dated(body, layouts=layouts)[0] == published


@pytest.mark.parametrize(
    ("lines", "is_timed"),
    [
        pytest.param("<p>13/08/2023</p><p>14:26</p>", True, id="set alike"),
        pytest.param("<p>14:26</p><p>13/08/2023</p>", True, id="before the date"),
        pytest.param("<div>13/08/2023<br>14:26</div>", True, id="in one element"),
        pytest.param("<div><p>13/08/2023</p><span>14:26</span></div>", True, id="in its box"),
        pytest.param("<div><p>13/08/2023</p><div>14:26</div></div>", False, id="set otherwise"),
        pytest.param("<p>13/08/2023</p><div><p>14:26</p></div>", False, id="in another box"),
        pytest.param("<p>13/08/2023</p><div class=aud><span>14:26</span></div>", False,
                     id="a player in another box"),
        pytest.param("<div>13/08/2023</div><div class=aud>14:26</div>", False, id="a player"),
        pytest.param("<div>13/08/2023</div><div><i class=duration>14:26</i></div>", False,
                     id="a length"),
        pytest.param("<div class=audio-box><p>13/08/2023</p><p>14:26</p></div>", False,
                     id="in the box of a player"),
        pytest.param("<p>13/08/2023</p><p><img src=play.png>14:26</p>", False, id="a picture"),
        pytest.param("<p>13/08/2023</p><p><img src=clock.png>14:26</p>", True, id="a clock"),
    ],
)  # fmt: skip
def test_the_time_beside_a_date_is_not_the_length_of_a_recording(
    lines: str, is_timed: bool
) -> None:
    assert dated(f"{H1}<div>{lines}</div>{TEXT}") == (TIMED if is_timed else "2023-08-13", None)


# Updates


@pytest.mark.parametrize(
    ("body", "published"),
    [
        pytest.param(
            "<p>Cập nhật: 14/08/2023</p><p>13/08/2023</p>", "2023-08-13", id="in the next line"
        ),
        pytest.param(
            "<p>Cập nhật: 14/08/2023</p><p>Gò Sim</p><p>13/08/2023</p>",
            "2023-08-14",
            id="in the second line after",
        ),
        pytest.param(
            "<p>Cập nhật: 14/08/2023</p><p>Sửa: 13/08/2023</p>", "2023-08-14", id="both updates"
        ),
        pytest.param(
            "<p>Cập nhật: 14/08/2023</p><p>13/08/2023 14:26 GMT+7</p>",
            "2023-08-14",
            id="a clock in the next line",
        ),
        pytest.param("<p>14/08/2023</p><p>13/08/2023</p>", "2023-08-14", id="no update"),
    ],
)
def test_below_the_title_the_date_of_the_next_line_is_preferred_to_an_update(
    body: str, published: str
) -> None:
    assert dated(f"{H1}{body}{TEXT}") == (published, None)


@pytest.mark.parametrize(
    ("above", "published"),
    [
        pytest.param(
            "<p>13/08/2023</p><p>Cập nhật: 14/08/2023</p>", "2023-08-13", id="in the line before"
        ),
        pytest.param(
            "<p>13/08/2023</p><p>Gò Sim</p><p>Cập nhật: 14/08/2023</p>",
            "2023-08-14",
            id="in the second line before",
        ),
    ],
)
def test_above_the_title_the_date_of_the_line_before_is_preferred_to_an_update(
    above: str, published: str
) -> None:
    assert dated(f"<div>{above}{H1}{TEXT}</div>") == (published, UNCONFIRMED)


@pytest.mark.parametrize(
    ("published_time", "modified_time", "published"),
    [
        ("2023-08-13T10:15", "2023-08-13T14:26:18", "2023-08-13T10:15:00+07:00"),
        ("2023-08-13T10:15", "2023-08-13T14:27:00", TIMED),
        ("2023-08-13", "2023-08-13T14:26:18", TIMED),
        ("2023-08-13T10:15", "2023-08-13", TIMED),
        ("2023-08-13T14:26:30", "2023-08-13T14:26:59", "2023-08-13T14:26:30+07:00"),
        ("", "2023-08-13T14:26:18", TIMED),
        ("2023-08-12T10:15", "2023-08-13T14:26:18", "2023-08-12T10:15:00+07:00"),
        ("2023-08-12T10:15", "2023-08-14T14:26:18", None),
        ("2023-08-14T10:15", "2023-08-13T14:26:18", None),
    ],
)
def test_the_head_is_preferred_if_the_visible_date_is_that_of_the_last_change(
    published_time: str, modified_time: str, published: str | None
) -> None:
    body = f"{H1}<p>14:26, 13/08/2023</p>{TEXT}"
    assert dated(body, meta(published_time, modified_time))[0] == published


# Above the title


@pytest.mark.parametrize(
    ("above", "published", "doubt"),
    [
        pytest.param("<p>14:26, 13/08/2023</p>", TIMED, None, id="right above"),
        pytest.param(f"<p>14:26, 13/08/2023</p>{lines(2)}", TIMED, None, id="the third line above"),
        pytest.param(
            f"<p>14:26, 13/08/2023</p>{lines(3)}", "2023-08-13", ONLY_URL,
            id="the fourth line above",
        ),
        pytest.param(
            "<p>14:26, 13/08/2023</p><p>15:00, 13/08/2023</p>", "2023-08-13T15:00:00+07:00", None,
            id="the nearest of two",
        ),
        pytest.param(
            "<p>14:26, 14/08/2023</p>", "2023-08-13", ONLY_URL, id="another day than in the URL"
        ),
        pytest.param(
            f"<p>14:26, 13/08/2023 GMT+7</p>{lines(1)}", "2023-08-13", ONLY_URL,
            id="a clock not right above",
        ),
        pytest.param("<p>14:26, 13/08/2023 GMT+7</p>", TIMED, None, id="a clock right above"),
        pytest.param(
            "<p>Chủ nhật, 13/08/2023 14:26 GMT+7</p>", "2023-08-13", ONLY_URL,
            id="a clock with a weekday right above",
        ),
        pytest.param(
            "<p>14:26:00 13/08/2023 GMT+7</p>", "2023-08-13", ONLY_URL,
            id="a clock with seconds right above",
        ),
        pytest.param(
            "<p>Ngày đăng: Chủ nhật, 13/08/2023 14:26 GMT+7</p>", TIMED, None,
            id="a labelled date with a weekday right above",
        ),
        pytest.param(
            f"<p>Ngày cập nhật: 13/08/2023 14:26 GMT+7</p>{lines(1)}", "2023-08-13", ONLY_URL,
            id="a labelled update not right above",
        ),
        pytest.param(
            f"<p>Đăng lúc 13/08/2023 14:26 GMT+7</p>{lines(1)}", TIMED, None,
            id="a labelled publish date not right above",
        ),
        pytest.param(
            "<p>14:26, 12/08/2023</p><p>Chủ nhật, 13/08/2023 15:00 GMT+7</p>", "2023-08-13",
            ONLY_URL, id="another day above a clock",
        ),
        pytest.param(
            "<p>14:26, 13/08/2023</p><p>Chủ nhật, 13/08/2023 15:00 GMT+7</p>", TIMED, None,
            id="the same day above a clock",
        ),
    ],
)  # fmt: skip
def test_a_date_above_the_title_is_used_if_the_url_has_the_same_day(
    above: str, published: str, doubt: str | None
) -> None:
    assert dated(f"<div>{above}</div><div>{H1}{TEXT}</div>", url=STAMP) == (published, doubt)


@pytest.mark.parametrize(
    ("head", "published", "doubt"),
    [
        pytest.param(meta("2023-08-13"), TIMED, None, id="the same day"),
        pytest.param(
            meta("2023-08-13T14:26:31"), "2023-08-13T14:26:31+07:00", None,
            id="the same day, more precise",
        ),
        pytest.param(meta("2023-08-12"), "2023-08-12", None, id="another day"),
        pytest.param(meta("hôm qua"), TIMED, UNCONFIRMED, id="not a date"),
        pytest.param(
            meta("2023-08-12") + '<meta name=pubdate content="2023-08-11">', None, SEVERAL,
            id="two other days",
        ),
        pytest.param(
            meta("2023-08-12") + '<meta name=pubdate content="2023-08-13">', TIMED, None,
            id="two days, one of them the same",
        ),
        pytest.param("", TIMED, UNCONFIRMED, id="no date"),
    ],
)  # fmt: skip
def test_a_date_above_the_title_and_dates_in_the_head(
    head: str, published: str, doubt: str | None
) -> None:
    body = f"<p>Báo Gò Sim</p><div><p>14:26, 13/08/2023</p>{H1}{TEXT}</div>"
    assert dated(body, head) == (published, doubt)


NIGHT = datetime(2023, 8, 12, 17, 0, tzinfo=UTC)  # the 13th in Vietnam


@pytest.mark.parametrize(
    ("body", "fetched", "published"),
    [
        pytest.param(
            f"<div><p>13/08/2023</p>{H1}{TEXT}</div>", None, "2023-08-13", id="in the title's box"
        ),
        pytest.param(f"<p>13/08/2023</p>{H1}{TEXT}", None, None, id="not in a box"),
        pytest.param(
            f"<p>13/08/2023</p><div>{H1}{TEXT}</div>", None, None, id="outside the title's box"
        ),
        pytest.param(
            f"<p>A</p><div>{lines(2)}<p>13/08/2023</p>{H1}{TEXT}</div>", None, "2023-08-13",
            id="after two lines of the box",
        ),
        pytest.param(
            f"<p>A</p><div>{lines(3)}<p>13/08/2023</p>{H1}{TEXT}</div>", None, None,
            id="after three lines of the box",
        ),
        pytest.param(
            f"{lines(3)}<div><p>13/08/2023</p>{H1}{TEXT}</div>", None, "2023-08-13",
            id="after three lines above the box",
        ),
        pytest.param(
            f"<div><p>Chủ nhật, 13/08/2023</p>{H1}{TEXT}</div>", None, "2023-08-13",
            id="a weekday, first in the box",
        ),
        pytest.param(
            f"<div>{lines(1)}<p>Chủ nhật, 13/08/2023</p>{H1}{TEXT}</div>", None, None,
            id="a weekday, second in the box",
        ),
        pytest.param(
            f"<div><p>Báo Gò Sim</p><p>Chủ nhật, 13/08/2023 08:30</p>{H1}{TEXT}</div>", None,
            "2023-08-13T08:30:00+07:00", id="a weekday below the name of the paper, without a menu",
        ),
        pytest.param(
            f"<p><a href=/>Thời sự</a></p><div><p>Báo Gò Sim</p><p>Chủ nhật, 13/08/2023 08:30</p>"
            f"{H1}{TEXT}</div>", None, None, id="a weekday below the name of the paper and a menu",
        ),
        pytest.param(
            f"<div><p>Báo Gò Sim</p><p>Chủ nhật, 13/08/2023</p>{H1}{TEXT}</div>", NIGHT, None,
            id="a weekday below the name of the paper, on the day of the fetch",
        ),
        pytest.param(
            f"<div>{lines(1)}<p>Xã hội - Chủ nhật, 13/08/2023</p>{H1}{TEXT}</div>", None,
            "2023-08-13", id="a weekday and a section, second in the box",
        ),
        pytest.param(
            f"<div>{lines(1)}<p>Đăng ngày 13/08/2023 08:00:07</p>{H1}{TEXT}</div>", NIGHT,
            "2023-08-13T08:00:07+07:00", id="seconds with a publish label, second in the box",
        ),
        pytest.param(
            f"<div>{lines(1)}<p>13/08/2023 08:00:07</p>{H1}{TEXT}</div>", None, None,
            id="seconds, second in the box",
        ),
        pytest.param(
            f"<div><p>Hôm nay 13/08/2023</p>{H1}{TEXT}</div>", NIGHT, None,
            id="the word for today on the day of the fetch",
        ),
        pytest.param(
            f"<div><p>CN, 13/08/2023</p>{H1}{TEXT}</div>", NIGHT, None,
            id="a weekday on the day of the fetch",
        ),
        pytest.param(
            f"<div><p>CN, 13/08/2023</p>{H1}{TEXT}</div>", NIGHT - timedelta(minutes=1),
            "2023-08-13", id="a weekday on the day after the fetch",
        ),
        pytest.param(
            f"<div><p>13/08/2023</p>{H1}{TEXT}</div>", NIGHT, "2023-08-13",
            id="no weekday on the day of the fetch",
        ),
        pytest.param(
            f"<div><div>{lines(3)}</div><div><p>13/08/2023</p>{H1}{TEXT}</div></div>", None,
            "2023-08-13", id="first in the innermost of two boxes",
        ),
    ],
)  # fmt: skip
def test_an_unconfirmed_date_above_the_title_is_used_if_it_is_in_the_same_box(
    body: str, fetched: datetime | None, published: str | None
) -> None:
    doubt = UNCONFIRMED if published else None
    assert dated(body, fetched=fetched) == (published, doubt)


LINK = "<p><a href='/b'>Mục mới</a></p>"


@pytest.mark.parametrize(
    ("links", "published"),
    [
        pytest.param(6, "2023-08-13", id="six links above it"),
        pytest.param(7, None, id="seven links above it: a menu"),
    ],
)
def test_a_date_above_the_title_may_be_below_the_links_of_a_breadcrumb(
    links: int, published: str | None
) -> None:
    body = f"<p>A</p><div>{LINK * links}<p>13/08/2023</p>{H1}{TEXT}</div>"
    assert dated(body) == (published, UNCONFIRMED if published else None)


@pytest.mark.parametrize(
    ("date", "links", "published"),
    [
        pytest.param("Chủ nhật, 13/08/2023", 5, "2023-08-13", id="five links"),
        pytest.param("Chủ nhật, 13/08/2023", 6, None, id="six links: the clock above a menu"),
        pytest.param("13/08/2023", 6, "2023-08-13", id="no clock"),
    ],
)
def test_a_clock_below_the_title_has_the_menu_below_it(
    date: str, links: int, published: str | None
) -> None:
    assert dated(f"{H1}<p>{date}</p>{LINK * links}{TEXT}") == (published, None)


@pytest.mark.parametrize(
    ("fetched", "published"),
    [
        pytest.param(None, None, id="day of the fetch unknown"),
        pytest.param(NIGHT, None, id="the day of the fetch"),
        pytest.param(NIGHT + timedelta(days=1), TIMED, id="the day before the fetch"),
    ],
)
def test_a_weekday_and_a_time_below_a_breadcrumb_may_be_the_clock(
    fetched: datetime | None, published: str | None
) -> None:
    body = f"<div>{LINK}<p>Chủ nhật, 13/08/2023 14:26</p>{H1}{TEXT}</div>"
    doubt = UNCONFIRMED if published else None
    assert dated(f"<p>A</p>{body}", fetched=fetched) == (published, doubt)


@pytest.mark.parametrize(
    ("clock", "published"),
    [
        ("14/08/2023", "2023-08-13"), ("13/08/2023", None), ("12/08/2023", None),
    ],
)  # fmt: skip
def test_a_date_is_no_clock_if_a_clock_with_a_later_day_is_above_it(
    clock: str, published: str | None
) -> None:
    body = f"<p>Hôm nay, {clock}</p><p>Chủ nhật, 13/08/2023</p>{H1}{TEXT}"
    assert dated(body) == (published, UNCONFIRMED if published else None)


# Hints


@pytest.mark.parametrize(
    ("url", "listed", "published", "doubt"),
    [
        pytest.param(PLAIN, "", None, DISAGREE, id="neither"),
        pytest.param(STAMP, "", TIMED, ANOTHER_DAY, id="the URL"),
        pytest.param(PLAIN, "13/08/2023", TIMED, ANOTHER_DAY, id="the list"),
        pytest.param(PLAIN, "12/08/2023", None, DISAGREE, id="another day in the list"),
        pytest.param(STAMP, "12/08/2023", TIMED, ANOTHER_DAY, id="the URL, not the list"),
        pytest.param(
            "https://baogosim.example/2023/8/12/a", "13/08/2023", TIMED, ANOTHER_DAY,
            id="the list, not the URL",
        ),
    ],
)  # fmt: skip
def test_the_url_or_a_list_decides_between_the_page_and_its_head(
    url: str, listed: str, published: str | None, doubt: str
) -> None:
    entry = f"<ul><li><a href='/a'>{TITLE}</a> ({listed})</li></ul>" if listed else ""
    body = f"{H1}<p>14:26, 13/08/2023</p>{TEXT}{entry}"
    assert dated(body, meta("2023-08-15"), url) == (published, doubt)


@pytest.mark.parametrize(
    ("entry", "published"),
    [
        pytest.param(
            f"<a href='/a'>{TITLE}</a> (13/08/2023)", "2023-08-13", id="a link with the title"
        ),
        pytest.param(
            f"<a href='/a'>{TITLE.upper()}!</a> 13/08/2023", "2023-08-13",
            id="the title in capitals",
        ),
        pytest.param(f"{TITLE} (13/08/2023)", None, id="no link"),
        pytest.param(f"<a href='/a'>{TITLE[:-2]}</a> (13/08/2023)", None, id="another title"),
        pytest.param(f"(13/08/2023) <a href='/a'>{TITLE}</a>", None, id="the date before the link"),
        pytest.param(f"<a href='/a'>{TITLE}</a> 13/08/2023 14/08/2023", None, id="two dates"),
        pytest.param(
            f"<a href='/a'>{TITLE}</a> (13/08/2023){' lượt xem:'.ljust(27, '1')}", "2023-08-13",
            id="40 other characters",
        ),
        pytest.param(
            f"<a href='/a'>{TITLE}</a> (13/08/2023){' lượt xem:'.ljust(28, '1')}", None,
            id="41 other characters",
        ),
    ],
)  # fmt: skip
def test_the_date_of_the_article_in_a_list(entry: str, published: str | None) -> None:
    doubt = ONLY_LIST if published else None
    assert dated(f"{H1}{TEXT}<ul><li>{entry}</li></ul>") == (published, doubt)


def test_the_first_entry_below_the_title_is_used() -> None:
    def entry(day: str) -> str:
        return f"<ul><li><a href='/a'>{TITLE}</a> ({day})</li></ul>"

    above = f"{entry('12/08/2023')}{lines(4)}"
    body = f"{H1}{TEXT}{entry('13/08/2023')}{entry('14/08/2023')}"
    assert dated(above + body) == ("2023-08-13", ONLY_LIST)
    assert dated(f"{above}{H1}{TEXT}") == (None, None)
    assert dated(f"{entry('12/08/2023')}{H1}{TEXT}") == (None, None)
    assert dated(f"{H1}{entry('13/08/2023')}{TEXT}") == ("2023-08-13", ONLY_LIST)


# After the body


@pytest.mark.parametrize(
    ("after", "published"),
    [
        pytest.param("<p>Ngày đăng: 13/08/2023</p>", "2023-08-13", id="the first line"),
        pytest.param(f"{lines(2)}<p>Ngày đăng: 13/08/2023</p>", "2023-08-13", id="the third line"),
        pytest.param(f"{lines(3)}<p>Ngày đăng: 13/08/2023</p>", None, id="the fourth line"),
        pytest.param("<p>Tin đăng lúc 13/08/2023 14:26</p>", TIMED, id="tin đăng lúc"),
        pytest.param("<p>Gửi ngày: 13/08/2023</p>", "2023-08-13", id="gửi ngày"),
        pytest.param("<p>Ngày viết : 13/08/2023</p>", "2023-08-13", id="ngày viết"),
        pytest.param("<p>Bài cập nhật 13/08/2023</p>", "2023-08-13", id="bài cập nhật"),
        pytest.param("<p align=right>(Cập nhật ngày 13/08/2023)</p>", "2023-08-13",
                     id="in brackets, an update"),
        pytest.param("<p>Ngày ký: 13/08/2023</p>", None, id="of a document"),
        pytest.param("<p>Ngày 13/08/2023</p>", None, id="the word for day is part of the date"),
        pytest.param("<p>Ngày: 13/08/2023</p>", "2023-08-13", id="ngày"),
        pytest.param("<p>Ngày duyệt: 13/08/2023</p>", None, id="another label"),
        pytest.param("<p>Gò Sim, đăng 13/08/2023</p>", None, id="words before the label"),
        pytest.param("<p>13/08/2023</p>", None, id="no label"),
        pytest.param(
            "<p>Ngày duyệt: 12/08/2023</p><p>Ngày gửi: 13/08/2023</p>", "2023-08-13",
            id="after another label",
        ),
        pytest.param(
            "<p>Ngày gửi: 13/08/2023</p><p>Ngày gửi: 14/08/2023</p>", "2023-08-13",
            id="the first of two",
        ),
    ],
)  # fmt: skip
def test_a_labelled_date_in_the_three_lines_after_the_body(
    after: str, published: str | None
) -> None:
    body = f"<div>{H1}<div class=text>{TEXT}</div><div>{after}</div></div>"
    assert dated(body) == (published, None)
    layouts = (Layout("2023", title="h1", body="div.text"),)
    assert dated(body, layouts=layouts) == (published, None)


@pytest.mark.parametrize(
    ("sentence", "published"),
    [
        ("Bài này được đăng vào 13/08/2023 14:26 trong mục Gò Sim.", TIMED),
        ("Bài viết này đã đăng lúc 14:26 13/08/2023 trong mục Gò Sim.", TIMED),
        ("Bài này được đăng ngày: 13/08/2023 trong mục Gò Sim của báo.", "2023-08-13"),
        ("Đăng ngày: 13/08/2023 trong mục Gò Sim.", "2023-08-13"),
        ("Bài này được đăng ngày 13/08/2023 trong mục Gò Sim.", "2023-08-13"),
        ("Bài này được đăng vào ngày 13/08/2023 trong mục Gò Sim.", "2023-08-13"),
        ("Bài này được đăng lúc 14:26 ngày 13/08/2023 trong mục Gò Sim.", TIMED),
        ("Bài này được đăng vào mục Gò Sim ngày 13/08/2023 ở đây.", None),
        ("Bài này được viết vào 13/08/2023 trong mục Gò Sim.", None),
        ("Đăng ngày: 13/08/2023, rút 14/08/2023 khỏi mục Gò Sim.", "2023-08-13"),
    ],
)
def test_a_sentence_with_the_publish_date(sentence: str, published: str | None) -> None:
    for place in (
        f"<div>{H1}<div>{TEXT}<p>{sentence}</p></div></div>",
        f"<div>{H1}<div>{TEXT}<p>{sentence}</p>{lines(2)}</div></div>",
        f"<div>{H1}<div>{TEXT}{TEXT}</div><div><p>{sentence}</p></div></div>",
        f"<div>{H1}<div>{TEXT}{TEXT}</div><div>{lines(2)}<p>{sentence}</p></div></div>",
    ):
        assert dated(place) == (published, None)
    for place in (
        f"<div>{H1}<div>{TEXT}{TEXT}<p>{sentence}</p>{lines(3)}</div></div>",
        f"<div>{H1}<div>{TEXT}{TEXT}</div><div>{lines(3)}<p>{sentence}</p></div></div>",
    ):
        assert dated(place) == (None, None)


# The URL


@pytest.mark.parametrize(
    ("path", "published"),
    [
        ("/a-20230813142600.htm", "2023-08-13"),
        ("/a-2023081314260012345.htm", "2023-08-13"),
        ("/a-20230813142600123456.htm", None),
        ("/a-120230813142600.htm", None),
        ("/a-2023081314260.htm", None),
        ("/a-20230013142600.htm", None),
        ("/a-20231313142600.htm", None),
        ("/a-20231213142600.htm", "2023-12-13"),
        ("/a-20230931142600.htm", None),
        ("/a-20230813242600.htm", None),
        ("/a-20230813232600.htm", "2023-08-13"),
        ("/a-20230813146000.htm", None),
        ("/a-20230813145960.htm", None),
        ("/a-19990813142600.htm", "1999-08-13"),
        ("/a-21000813142600.htm", None),
        ("/2023/08/13/a", "2023-08-13"),
        ("/2023/8/3/a", "2023-08-03"),
        ("/2023/08/32/a", None),
        ("/2023/13/01/a", None),
        ("/2023/08/13", None),
        ("/x2023/08/13/a", None),
        ("/1998/12/31/a", "1998-12-31"),
        ("/?ngay=20230813142600", None),
    ],
)
def test_the_date_in_a_url(path: str, published: str | None) -> None:
    url = f"https://baogosim.example{path}"
    assert dated(f"{H1}{TEXT}", url=url) == (published, ONLY_URL if published else None)


def test_the_url_alone_is_not_enough_on_a_site_with_layouts() -> None:
    layouts = (Layout("2023", title="h1", body="div.text"),)
    body = f"<main>{H1}<div class=text>{TEXT}</div></main>"
    assert dated(body, url=STAMP, layouts=layouts) == (None, None)
    dated_body = body.replace(H1, f"{H1}<p>14:26, 13/08/2023</p>")
    assert dated(dated_body, meta("2023-08-15"), STAMP, layouts=layouts) == (TIMED, ANOTHER_DAY)


def test_a_timestamp_in_a_url_is_preferred_to_its_folders() -> None:
    url = "https://baogosim.example/2023/08/12/a-20230813142600.htm"
    assert dated(f"{H1}{TEXT}", url=url) == ("2023-08-13", ONLY_URL)
