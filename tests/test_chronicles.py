"""Days of schedules and chronicles stay in the text, and are no publish dates."""

import pytest

from extraction.article import Article

from .reading import read

TITLE = "Thôn Bãi Nhạn họp bốn lần mới chốt chỗ làm cầu"
FIRST, SECOND, THIRD = (
    f"Lần họp thứ {n}, tổ dân vận đi từng nhà, nghe từng người nói rồi mới mời bà con họp tiếp."
    for n in ("nhất", "hai", "ba")
)


def article(*lines: str, above: str = "") -> Article:
    body = "".join(line if line.startswith("<") else f"<p>{line}</p>" for line in lines)
    return read(f"<title>{TITLE}</title><h1>{TITLE}</h1>{above}<div>{body}</div>")


@pytest.mark.parametrize(
    "days",
    [
        pytest.param(("Thứ hai, ngày 13/5/2024", "Thứ ba, ngày 14/5/2024"), id="a schedule"),
        pytest.param(("13/5/2024", "14/5/2024"), id="days"),
        pytest.param(("13/5/2024 (thứ hai)", "14/5/2024 (thứ ba)"), id="weekdays behind them"),
        pytest.param(("Ngày 13/5/2024:", "Ngày 14/5/2024:"), id="with a colon"),
        pytest.param(("08:00 13/5/2024", "14:00 13/5/2024"), id="moments of one day"),
    ],
)
def test_the_days_of_a_schedule_are_text_and_no_publish_date(days: tuple[str, str]) -> None:
    for lines in (
        (FIRST, days[0], "- Họp giao ban.", days[1], "- Đi cơ sở.", SECOND),
        (days[0], FIRST, days[1], SECOND),
        (f"<dl><dt>{days[0]}</dt><dd>Họp</dd><dt>{days[1]}</dt><dd>Nghỉ</dd></dl>", FIRST),
        (f"<div>{FIRST}<br>{days[0]}<br>Họp giao ban.<br>{days[1]}<br>{SECOND}</div>",),
    ):
        found = article(*lines)
        text = f"{found.lead}\n\n{found.text}".split("\n\n")
        assert [line for line in text if line in days] == list(days)
        assert found.published is None


def test_a_day_without_an_entry_stays_with_the_others() -> None:
    text = article(
        FIRST, "13/5/2024", "Họp.", "14/5/2024", "15/5/2024", "Nghỉ.", "16/5/2024", SECOND
    ).text
    assert [line for line in text.split("\n\n") if "2024" in line] == [
        f"{day}/5/2024" for day in (13, 14, 15, 16)
    ]


@pytest.mark.parametrize(
    ("lines", "published", "kept"),
    [
        pytest.param(
            ("20/5/2024", FIRST, "13/5/2024", SECOND, "14/5/2024", THIRD), "2024-05-20",
            ["13/5/2024", "14/5/2024"], id="the first is later than all others",
        ),
        pytest.param(
            ("20/5/2024", FIRST, "13/5/2024", SECOND, "20/5/2024", THIRD), None,
            ["20/5/2024", "13/5/2024", "20/5/2024"], id="the first is not later than the last",
        ),
        pytest.param(
            ("12/5/2024 08:00", FIRST, "13/5/2024", SECOND, "14/5/2024", THIRD),
            "2024-05-12T08:00:00+07:00", ["13/5/2024", "14/5/2024"], id="the first has a time",
        ),
        pytest.param(
            ("<p class=ngay>13/5/2024</p>", FIRST, "14/5/2024", SECOND, "15/5/2024", THIRD),
            "2024-05-13", ["14/5/2024", "15/5/2024"], id="the first is set otherwise",
        ),
        pytest.param(("14/5/2024", FIRST, "13/5/2024", SECOND), "2024-05-14", [],
                     id="the first, on top of the body, is later than the only other"),
        pytest.param((FIRST, "14/5/2024", SECOND, "13/5/2024", THIRD), None,
                     ["14/5/2024", "13/5/2024"], id="the same, below text"),
        pytest.param(("15/5/2024", FIRST, "14/5/2024", SECOND, "13/5/2024", THIRD), None,
                     ["15/5/2024", "14/5/2024", "13/5/2024"], id="the latest first"),
        pytest.param(("13/5/2024", FIRST, f"<h3>{TITLE}</h3>", "14/5/2024", SECOND, THIRD),
                     "2024-05-13", [], id="the title between them"),
        pytest.param(("13/5/2024", FIRST, SECOND, "14/5/2024"), "2024-05-13", [],
                     id="no text follows the second"),
        pytest.param(("13/5/2024", "14/5/2024", FIRST, SECOND), "2024-05-13", [],
                     id="one below the other"),
        pytest.param(("13/5/2024", FIRST, "13/5/2024", SECOND), "2024-05-13", [],
                     id="twice the same"),
        pytest.param(("13/5/2024", FIRST, "Cập nhật: 14/5/2024", SECOND), "2024-05-13", [],
                     id="an update"),
        pytest.param(
            ("13/5/2024", FIRST, SECOND, "<p><a href=/b>Nắng ấm trở lại trên đồng Lam Khê</a></p>",
             "14/5/2024", "Gò Sim"), "2024-05-13", [], id="below a link",
        ),
    ],
)  # fmt: skip
def test_when_a_day_is_that_of_the_article(
    lines: tuple[str, ...], published: str | None, kept: list[str]
) -> None:
    found = article(*lines)
    text = f"{found.lead}\n\n{found.text}".split("\n\n")
    assert (found.published, [line for line in text if "2024" in line]) == (published, kept)


def test_a_row_with_a_day_and_empty_cells_stays() -> None:
    head, rest = "<tr><th>Ngày<th>Việc<th>Nơi", "<tr><td>15/5/2024<td>Họp<td>Gò Sim"
    text = article(FIRST, f"<table>{head}<tr><td>14/5/2024<td><td>{rest}</table>", SECOND).text
    assert "14/5/2024 |" in text


@pytest.mark.parametrize(
    ("numbers", "stay"),
    [
        (("<p>1.</p>", "<p>2.</p>", "<p>3.</p>"), True),
        (("<h3>1</h3>", "<h3>2</h3>", "<h3>3</h3>"), True),
        (("<p>1)</p>", "<p>2)</p>", ""), True),
        (("<p>1.</p>", "", ""), False),
        (("<p>2.</p>", "<p>3.</p>", "<p>4.</p>"), False),
        (("<p>1</p>", "<p>1</p>", "<p>1</p>"), False),
        (("<p>1</p>", "<h3>2</h3>", ""), False),
        (("<p><a href=/1>1</a></p>", "<p><a href=/2>2</a></p>", ""), False),
    ],
)
def test_the_numbers_of_parts_are_text(numbers: tuple[str, str, str], stay: bool) -> None:
    found = article(numbers[0], FIRST, numbers[1], SECOND, numbers[2], THIRD).text.split("\n\n")
    shown = [n.split("</")[0].split(">")[-1] for n in numbers if n]
    assert found == (
        [line for pair in zip([*shown, ""], (FIRST, SECOND, THIRD), strict=False)
         for line in pair if line] if stay else [FIRST, SECOND, THIRD]
    )  # fmt: skip


def test_numbers_without_a_paragraph_below_them_are_no_parts() -> None:
    pager = article(FIRST, SECOND, "<p>1</p>", "<p>2</p>", "<p>3</p>")
    assert pager.text.split("\n\n") == [FIRST, SECOND]


@pytest.mark.parametrize(
    ("hours", "stay"),
    [
        (("<p>21:30</p>", "<p>16:15</p>", "<p>8:20</p>"), True),
        (("<p>08.20:</p>", "<p>9.05:</p>", ""), True),
        (("<h3>21:30</h3>", "<h3>16:15</h3>", ""), True),
        (("<p>21:30</p>", "", ""), False),
        (("<p>21:30</p>", "<p>21:30</p>", ""), False),
        (("<p>24:30</p>", "<p>16:65</p>", ""), False),
        (("<p>21:30</p>", "<p class=gio>16:15</p>", ""), False),
        (("<p><a href=/1>21:30</a></p>", "<p><a href=/2>16:15</a></p>", ""), False),
        (("<div class=audio-time>3:12</div>", "<div class=audio-time>2:45</div>", ""), False),
    ],
)
def test_the_hours_of_updates_are_text(hours: tuple[str, str, str], stay: bool) -> None:
    found = article(hours[0], FIRST, hours[1], SECOND, hours[2], THIRD).text.split("\n\n")
    shown = [hour.split("</")[0].split(">")[-1] for hour in hours]
    assert found == (
        [line for pair in zip(shown, (FIRST, SECOND, THIRD), strict=True) for line in pair if line]
        if stay else [FIRST, SECOND, THIRD]
    )  # fmt: skip


def test_hours_without_a_sentence_below_them_are_no_text() -> None:
    link = "<p><a href=/b>Nắng ấm trở lại trên đồng Lam Khê</a></p>"
    listed = article(FIRST, "<p>9:05</p>", SECOND, "<p>8:20</p>", THIRD, "<p>7:10</p>", link)
    assert listed.text.split("\n\n") == [FIRST, "9:05", SECOND, "8:20", THIRD]
    player = article(FIRST, SECOND, "<p>0:00</p>", "<p>7:12</p>", "<p>0:00</p>", "<p>5:20</p>")
    assert player.text.split("\n\n") == [FIRST, SECOND]
