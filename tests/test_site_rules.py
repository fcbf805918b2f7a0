"""What a site's card says of its pages: texts in scripts, American dates, days in URLs."""

import json
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.dates import find_dates
from extraction.decoders import Base64Text, Decoder, ScriptText
from extraction.extract import Extraction, extract
from extraction.inputs import FetchedPage, SiteRules
from extraction.layouts import Layout
from sites.responses import visit_from_capture, visit_from_exchange

from .archives import begin_run
from .gosim import HOME, GoSim, exchange, new_archive
from .reading import URL

TITLE = "Xã Gò Sim ra mắt tổ dân vận khéo giữ sạch dòng kênh"
TEXT = (
    "<p>Sáng thứ bảy, xã Gò Sim ra mắt tổ dân vận khéo giữ sạch dòng kênh chảy qua ba thôn.</p>"
    "<p>Tổ có mười hai người, mỗi tuần hai buổi cùng bà con vớt rác và trồng hoa dọc bờ kênh.</p>"
)
ONLY_URL = ("date: only the URL has it",)
LAYOUTS = (Layout("2026", title="h1", body="#content"),)


def read(
    body: str,
    rules: SiteRules,
    url: str = URL,
    head: str = "",
    fetched: datetime | None = None,
) -> Extraction:
    """Extract a page with a title and this body."""
    page = f"<title>{TITLE}</title>{head}<h1>{TITLE}</h1>{body}"
    return extract(FetchedPage(page.encode(), url, fetched=fetched), rules)


# Texts in scripts


DECODED = SiteRules(LAYOUTS, decoders=(ScriptText("outputData =", into="#content"),))


@pytest.mark.parametrize(
    "quoted",
    [
        json.dumps(TEXT),
        json.dumps(TEXT, ensure_ascii=False).replace("/", r"\/"),
        f"'{TEXT}'",
        "`" + TEXT.replace("<p>", "\n<p>") + "`",
        "'" + TEXT.replace("<", r"\x3c").replace(">", r"\u{3e}") + "'",
    ],
    ids="json slashes single template escapes".split(),
)
def test_the_text_of_a_script_is_the_article(quoted: str) -> None:
    page = f"<div id=content>Đang tải</div><script>var outputData  ={quoted}; show();</script>"
    article = read(page, DECODED).article
    assert article.layout == "2026"
    assert article.body.split("\n\n") == TEXT[3:-4].split("</p><p>")
    assert read(page, SiteRules(LAYOUTS)).article.body == "Đang tải"


@pytest.mark.parametrize(
    "script",
    ["", "outputData = other;", "outputData = ''", "outputData = ' '", "outputData = 'a\nb'",
     "other = 'Gò Sim'", "outputData = `Gò Sim"],
)  # fmt: skip
def test_a_script_without_the_text_changes_nothing(script: str) -> None:
    page = f"<div id=content>{TEXT}</div><script>{script}</script>"
    assert read(page, DECODED).article == read(page, SiteRules(LAYOUTS)).article


ENCODED = SiteRules(LAYOUTS, decoders=(Base64Text(into="#content"),))
CODE = b64encode(TEXT.encode()).decode()


@pytest.mark.parametrize(
    "page",
    [
        f"<div id=content><div data-c='{CODE}'></div></div>",
        f"<div id=content><p></p></div><script>show(atob('{CODE}'))</script>",
    ],
    ids=["attribute", "script"],
)
def test_a_text_in_base64_is_the_article(page: str) -> None:
    article = read(page, ENCODED).article
    assert article.body.split("\n\n") == TEXT[3:-4].split("</p><p>")
    assert read(page, SiteRules(LAYOUTS)).article.body == ""


@pytest.mark.parametrize(
    "code",
    [
        b64encode(b"<p>" + b"a plain text" * 30).decode(),
        b64encode(bytes(range(256))).decode(),
        b64encode(("<p>Gò Sim" * 30).encode()).decode()[:-3],
        b64encode("<p>Gò Sim họp dân bàn việc làng".encode()).decode(),
    ],
    ids=["no Vietnamese", "no text", "cut off", "short"],
)
def test_other_values_are_no_text(code: str) -> None:
    page = f"<div id=content>{TEXT}<i data-c='{code}'></i></div>"
    assert read(page, ENCODED).article == read(page, SiteRules(LAYOUTS)).article


def test_a_text_without_its_place_changes_nothing() -> None:
    page = f"<div id=other>{TEXT}</div><script>outputData = '<p>Khác'</script>"
    assert read(page, DECODED).article == read(page, SiteRules(LAYOUTS)).article


@pytest.mark.parametrize("comment", ["<!-- c -->", "<?c?>", "</"])
def test_comments_in_a_text_of_a_script_are_left_out(comment: str) -> None:
    page = f"<div id=content></div><script>outputData = {json.dumps(f'ab{comment}')}</script>"
    assert read(page, DECODED).article.body == "ab"


@given(st.text("<>/p&;#xa'\"\\u{}\n\x1f\ufffe", max_size=60))
def test_any_text_of_a_script_is_read(markup: str) -> None:
    page = f"<div id=content></div><script>outputData = {json.dumps(markup)}</script>"
    read(page, DECODED)


# American dates


AMERICAN = SiteRules(month_first=True)


def meta(**times: str) -> str:
    return "".join(
        f'<meta property="article:{name}_time" content="{text}">' for name, text in times.items()
    )


@pytest.mark.parametrize(
    ("text", "american", "plain"),
    [
        ("11/21/2023 9:28:56 AM", "2023-11-21T09:28:56+07:00", "2023-11-21T09:28:56+07:00"),
        ("5/6/2023 9:28:56 PM", "2023-05-06T21:28:56+07:00", None),
        ("12/11/2023 9:28:56 AM", "2023-12-11T09:28:56+07:00", None),
        ("12/12/2023 9:28:56 AM", "2023-12-12T09:28:56+07:00", "2023-12-12T09:28:56+07:00"),
        ("13/11/2023 9:28:56 AM", "2023-11-13T09:28:56+07:00", "2023-11-13T09:28:56+07:00"),
        ("05/06/2023 09:28:56 AM", "2023-05-06T09:28:56+07:00", "2023-06-05T09:28:56+07:00"),
        ("05/06/2023 09:28", "2023-06-05T09:28:00+07:00", "2023-06-05T09:28:00+07:00"),
        ("5/6/2023", "2023-06-05", "2023-06-05"),
        ("13/13/2023 9:28:56 AM", None, None),
        ("2023-05-06T09:28:56+07:00", "2023-05-06T09:28:56+07:00", "2023-05-06T09:28:56+07:00"),
    ],
)
def test_american_dates_in_the_head(text: str, american: str | None, plain: str | None) -> None:
    for rules, published in ((AMERICAN, american), (SiteRules(), plain)):
        article = read(TEXT, rules, head=meta(published=text)).article
        assert article.published == published
        assert article.published_raw == (text if published else None)


@pytest.mark.parametrize("printed", ["06/05/2023 08:21", "Thứ Bảy, 6/5/2023"])
def test_an_american_date_confirms_the_printed_one(printed: str) -> None:
    body, head = f"<p>{printed}</p>{TEXT}", meta(published="5/6/2023 8:21:33 AM")
    article = read(body, AMERICAN, head=head).article
    assert (article.published, article.doubts) == ("2023-05-06T08:21:33+07:00", ())


def test_an_american_date_confirms_the_one_above_the_title() -> None:
    page = (
        f"<title>{TITLE}</title>{meta(published='5/6/2023 8:21:33 AM')}"
        f"<div><p>06/05/2023 08:21</p></div><h1>{TITLE}</h1>{TEXT}"
    )
    found = extract(FetchedPage(page.encode(), URL), AMERICAN)
    assert found.notes.found["published"].by == "the date above the title, and a second witness"
    assert found.article.published == "2023-05-06T08:21:33+07:00"


def test_american_dates_that_contradict_each_other() -> None:
    head = meta(published="5/6/2023 8:21:33 AM")
    head += '<meta name="pubdate" content="5/7/2023 8:21:33 AM">'
    article = read(TEXT, AMERICAN, head=head).article
    assert article.published is None
    assert article.doubts == ("date: the head of the page names several",)


def test_an_american_date_of_the_last_change() -> None:
    head = meta(published="5/6/2023 8:21:33 AM", modified="5/9/2023 10:00:00 AM")
    article = read(f"<p>09/05/2023 10:00</p>{TEXT}", AMERICAN, head=head).article
    assert (article.published, article.doubts) == ("2023-05-06T08:21:33+07:00", ())


def test_a_printed_date_is_never_american() -> None:
    article = read(f"<p>5/6/2023 9:28:56 AM</p>{TEXT}", AMERICAN).article
    assert article.published is None


def test_the_two_orders_do_not_get_mixed_up() -> None:
    text = "5/6/2023 9:28:56 AM"
    for _ in range(2):
        assert find_dates(text) == []
        assert [date.day for date in find_dates(text, month_first=True)] == ["2023-05-06"]


# Days in URLs


DATED = SiteRules(LAYOUTS, dated_paths=(r"-(?P<key>(?P<day>\d{6})\d{3})\.html$",
                                        r"-d(?P<key>(?P<day>\d{8})\d{3})\.htm$"))  # fmt: skip
BODY = f"<div id=content>{TEXT}</div>"


def dated(path: str, body: str = BODY, **facts: object) -> Extraction:
    return read(body, DATED, HOME + path, **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "published", "raw"),
    [
        ("/bai-230829001.html", "2023-08-29", "230829"),
        ("/bai-d20230829001.htm", "2023-08-29", "20230829"),
        ("/bai-240229001.html", "2024-02-29", "240229"),
        ("/bai-230229001.html", None, None),
        ("/bai-231301001.html", None, None),
        ("/bai-d19891231001.htm", None, None),
        ("/bai-d19900101001.htm", "1990-01-01", "19900101"),
        ("/bai-23082900.html", None, None),
        ("/bai-230829001.htm", None, None),
        ("/bai.html?a=-230829001.html", None, None),
    ],
)
def test_the_day_of_a_url(path: str, published: str | None, raw: str | None) -> None:
    found = dated(path)
    assert (found.article.published, found.article.published_raw) == (published, raw)
    assert found.article.doubts == (ONLY_URL if published else ())
    by = {"published": "the place of the day in the site's URLs"} if published else {}
    assert {name: note.by for name, note in found.notes.found.items() if name in by} == by


@pytest.mark.parametrize(
    ("hour", "published"),
    [(16, None), (17, "2023-08-29")],
    ids=["the day before", "that day in Vietnam"],
)
def test_a_day_after_the_fetch_is_none(hour: int, published: str | None) -> None:
    fetched = datetime(2023, 8, 28, hour, tzinfo=UTC)
    assert dated("/bai-230829001.html", fetched=fetched).article.published == published


@pytest.mark.parametrize(
    ("head", "line", "published"),
    [
        (meta(published="2023-08-27T08:00:00+07:00"), "", "2023-08-27T08:00:00+07:00"),
        ("", "<p>28/08/2023 08:00</p>", "2023-08-28T08:00:00+07:00"),
        ("", "<p>29/08/2023 08:00</p>", "2023-08-29T08:00:00+07:00"),
        (meta(published="2023-08-27T08:00:00+07:00"), "<p>29/08/2023 08:00</p>",
         "2023-08-29T08:00:00+07:00"),
        (meta(published="2023-08-27T08:00:00+07:00"), "<p>28/08/2023 08:00</p>", None),
    ],
    ids="head printed same confirmed neither".split(),
)  # fmt: skip
def test_what_the_page_says_comes_before_its_url(
    head: str, line: str, published: str | None
) -> None:
    assert dated("/bai-230829001.html", line + BODY, head=head).article.published == published


@pytest.mark.parametrize("digits", ["", "2308", "2023082", "202308290"])
def test_other_digits_are_no_day(digits: str) -> None:
    rules = SiteRules(dated_paths=(r"/(?P<day>[^/]*)/bai$",))
    assert read(TEXT, rules, f"{HOME}/{digits}/bai").article.published is None


# From the card to the extraction


class Ruled(GoSim):
    articles: ClassVar[dict[str, str]] = {
        "time": r"^/bai-(?P<key>(?P<day>\d{6})\d{3})\.html$",
        **GoSim.articles,
    }
    decoders: ClassVar[tuple[Decoder, ...]] = (ScriptText("outputData =", into="#content"),)
    month_first = True
    layouts: ClassVar[tuple[Layout, ...]] = LAYOUTS


def test_the_rules_of_a_card() -> None:
    assert Ruled.rules() == SiteRules(
        LAYOUTS, frozenset(), Ruled.decoders, True, (Ruled.articles["time"],)
    )
    assert GoSim.rules() == SiteRules()


@pytest.mark.parametrize("make", [visit_from_exchange, visit_from_capture])
def test_a_crawl_and_an_import_read_by_the_card(
    tmp_path: Path, make: Callable[..., object]
) -> None:
    found = Ruled.resolve(f"{HOME}/bai-230829001.html")
    assert found is not None
    script = f"<script>outputData = {json.dumps(TEXT)}</script>"
    page = f"<title>{TITLE}</title><h1>{TITLE}</h1><div id=content></div>{script}"
    with new_archive(tmp_path) as archive:
        run = begin_run(archive, Ruled.facts())
        more = (None,) if make is visit_from_capture else ()
        visit = make(run, found, exchange(found.url, 200, page.encode()), *more)
        article = extract(visit.page, run.rules).article  # type: ignore[attr-defined]
        run.learn_repeated_lines()
        assert run.rules.decoders == Ruled.decoders, "lines that were learned are added to it"
    assert (article.published, article.published_raw) == ("2023-08-29", "230829")
    assert article.body.startswith("Sáng thứ bảy")
