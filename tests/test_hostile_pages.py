"""Broken, huge and hostile pages give an Article in bounded time and memory."""

import multiprocessing
import re
import resource
import time
import unicodedata
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pebble import ProcessPool

from extraction.article import Article
from extraction.extract import extract
from extraction.inputs import FetchedPage, SiteRules
from extraction.layouts import Layout

from .conftest import SECONDS
from .reading import URL, read

TITLE = "Dân vận khéo ở xã Gò Sim"
LEAD = "Bà con xã Gò Sim cùng nhau làm ba cây số đường liên thôn trong một vụ nông nhàn."
TEXT = "Ông Lò Văn Tấm, bí thư chi bộ, kể rằng cả thôn họp bốn lần mới chốt được cách làm."
HEAD = f"<title>{TITLE}</title><h1>{TITLE}</h1>"
PARAGRAPH = f"<p>Thôn @: {TEXT}"
LINK = '<p><a href="/1">Hội nghị tổng kết công tác năm cũ</a></p>'
LAYOUT = Layout("new", title="h2.t", body="div.b", date="i.d", section="nav a, em a", drop=".x, .y")
NUMBERED_LINK = LINK.replace("cũ", "@")

MAX_ORDINARY_PAGES = 450
"""How often the time of an ordinary page goes into that of a page; the slowest take 200 to 270."""
MEMORY = 1_500_000_000  # bytes of address space, with the libraries

_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d\+07:00)?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def assert_sound(article: Article) -> None:
    """Assert that every text can be stored: NFC, no control characters, no surrogates."""
    paragraphs = article.body.split("\n\n") if article.body else []
    assert all(paragraph.strip() for paragraph in paragraphs)
    lines = (article.byline or "").split("\n") if article.byline else []
    texts = [
        *(article.title, article.lead, article.author, article.unit, article.section),
        *(article.published_raw, article.challenge, *paragraphs, *article.captions, *lines),
    ]
    for text in texts:
        if text is not None:
            assert _CONTROL.search(text) is None
            assert unicodedata.is_normalized("NFC", text)
            text.encode()
    article.d_words.encode()
    assert article.published is None or _ISO.fullmatch(article.published)


# Pages built by short expressions


def around(text: str) -> str:
    """Put pieces into an article, between its first paragraph and its last."""
    return f"{HEAD}<div><p>{TEXT}</p>{text}<p>{TEXT} Vui.</p></div>"


def linked_data(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>' + around("")


def numbered(form: str, count: int) -> str:
    """Repeat a piece with a number in it, because repeated lines are left out early."""
    return "".join(form.replace("@", str(number)) for number in range(count))


PAGES: dict[str, Callable[[], str | bytes]] = {
    "headings of summaries in many elements, beside many lines in others": lambda: (
        HEAD
        + f"{'<div>' * 190}<b>Tóm tắt bởi AI</b>{'</div>' * 190}" * 3
        + f"{'<div>' * 190}{numbered(PARAGRAPH, 3000)}"
    ),
    "names in bold, each above a paragraph": lambda: around(
        numbered(f"<p><b>Ông Lê An @</b>{PARAGRAPH}", 3000)
    ),
    # Sizes
    "nothing": lambda: "",
    "only NUL bytes": lambda: b"\0" * 1_000_000,
    "one paragraph of half a megabyte": lambda: around(f"<p>{TEXT * 4_000}"),
    "one word of a megabyte": lambda: around("<p>" + "a" * 1_000_000),
    "six thousand lines": lambda: around(numbered("<p>xóm @", 6_000)),
    "three thousand paragraphs": lambda: around(numbered(PARAGRAPH, 3_000)),
    "lines separated by br, in lower case": lambda: around("chữ nhỏ<br>" * 25_000),
    "links": lambda: around("<a href=/1>tin</a> " * 30_000),
    "links in paragraphs": lambda: around(numbered(NUMBERED_LINK, 3_000)),
    "more than is read": lambda: around(" " * 5_000_000),
    "entities": lambda: around("<p>" + "&#7841;" * 200_000),
    "spaces": lambda: around("<p>a" + " " * 1_000_000 + "b" + "\xa0" * 300_000),
    # Depth
    "open div elements": lambda: "<div>" * 100_000 + "chữ",
    "lines at all depths": lambda: around("<div>x" * 100_000),
    "lines at the bottom": lambda: around("<div>" * 2_000 + "<p>xóm" * 3_000),
    "elements at the bottom": lambda: around("<div>" * 2_000 + "<br>" * 150_000),
    "tables in tables": lambda: around("<table><tr><td>a<td>" * 5_000),
    "much text in many tables": lambda: around("<table><tr><td>a<td>" * 500 + TEXT * 10_000),
    "much text in many spans": lambda: around("<span>a</span><span>" * 1_900 + "B" * 500_000),
    "nested links": lambda: f"{HEAD}<div>" + "<a href=/x><div>" * 600 + "x " * 49_000,
    "end tags of nothing": lambda: around("<div>" * 2_000 + "</li></td></b>" * 20_000),
    "crossed tags": lambda: around("<b><p>chữ</b></i></p></div>" * 20_000),
    "statements as deep as Python goes": lambda: linked_data('{"@type":' + "[" * 980 + "]" * 980),
    "statements deeper than that": lambda: linked_data("[" * 100_000),
    # Repetition that may take quadratic time
    "bold words after an image": lambda: around("<img>" + "<b>x</b> y " * 20_000),
    "a long text after an image": lambda: around("<img>" + "aB " * 100 + TEXT * 10_000),
    "captions": lambda: around(numbered("<p><img>Quang cảnh hội nghị @.", 5_000)),
    "empty elements side by side": lambda: around("<p>" + "<i></i>" * 8_000),
    "sentences in links": lambda: around(numbered(f'<p><a href="/@">{TEXT} @.</a>', 4_000)),
    "elements beside the parts of a text": lambda: around(
        numbered(f"<p>{TEXT} @.", 9)
        + f"</div><div class=b>{numbered(PARAGRAPH, 5)}</div>{'<i></i>' * 50_000}<p>"
        + numbered("<p>xóm @", 9_000)
    ).replace("<div>", "<div class=b>", 1),
    "spans beside a long text": lambda: around("x" * 150_000 + "<i>a</i><i>B</i>" * 6_000),
    "a long class": lambda: around(
        f'<div class="{"x " * 250_000}">' + numbered(f"Thôn @: {TEXT}<br>", 2_500)
    ),
    "a breadcrumb of bars": lambda: around(
        "<p>Trang chủ > " + "một hai ba bốn năm | " * 5_000 + "</p>"
    ),
    "a comment box with a long number": lambda: around(
        f'<div class="comments{"1" * 50_000}x"><p>{TEXT}</p></div>'
        f'<div class="comments{"-_" * 25_000}x"><p>{TEXT}</p></div>'
        f'<div class="comment{"-list2" * 10_000}-x"><p>{TEXT}</p></div>'
    ),
    "boxes by class": lambda: around(f'<div class="promo"><p>{TEXT}</p></div>' * 4_000),
    "related headings": lambda: around("<p>Tin mới</p>" * 25_000),
    "tags below the text": lambda: around("<p>Từ khóa: x" * 3_000 + numbered(PARAGRAPH, 3_000)),
    "links and teasers": lambda: around(
        f"{LINK}<p>{LEAD}{LINK}" + numbered(NUMBERED_LINK + "<p>a@<p>b@", 2_000)
    ),
    "dates": lambda: around("<p>" + "1/1/2020 " * 100_000),
    "dates in a time element": lambda: around(f'1/1/2020<time datetime="{"1/1/2020 " * 50_000}">'),
    "dates in a meta element": lambda: (
        f'<meta property="article:published_time" content="{"1/1/2020 " * 50_000}">' + around("")
    ),
    "digits": lambda: around("<p>2020 " + "9" * 500_000),
    "hash signs": lambda: around("<p>" + "#a#a#a" * 50_000),
    "bars": lambda: around("<p>" + "| | |" * 100_000),
    "a title of bars": lambda: f"<title>{'mot hai ba bon | ' * 5_000}</title>{TEXT}",
    "cut titles": lambda: numbered("<title>mot hai ba bon @...</title>", 10_000) + "<p>x" * 20_000,
    "meta elements": lambda: numbered("<meta name=a@ content=b>", 25_000) + around(""),
    "statements": lambda: linked_data("[" + "{}," * 150_000 + "{}]"),
    "attributes": lambda: f"<p {numbered('a@=b ', 100_000)}>" + around(""),
    "html elements": lambda: numbered("<html a@=1><head><body>", 10_000) + around(""),
    "framesets": lambda: "<frameset><frame src=a>" * 20_000,
    # Constructs that never end
    "an open comment": lambda: around("<!-- " + TEXT * 1_000),
    "many open comments": lambda: "<!--" * 200_000,
    "an open quote": lambda: around('<p a="' * 100_000),
    "a title that is never closed": lambda: "<title>" + "</titl" * 100_000,
    "a CDATA section": lambda: "<![CDATA[" * 50_000 + around(""),
    # Odd beginnings and characters
    "an XML declaration": lambda: '<?xml version="1.0" encoding="utf-8"?>' + around(""),
    "a declaration ended wrongly": lambda: '<?xml version="1.0" encoding="utf-8">' + around(""),
    "two declarations": lambda: '<?xml version="1.0" encoding="utf-8"?>' * 2 + around(""),
    "a declaration after end tags": lambda: (
        '</html><</body>?xml version="1.0" encoding="utf-8"?>' + around("")
    ),
    "half a declaration": lambda: '<?xml version="1.0" encoding="utf-8" ',
    "a namespace": lambda: '<html xmlns="http://www.w3.org/1999/xhtml"><o:p/><x:y z:w=1>' + TEXT,
    "entities of no character": lambda: around(f"<p>&#xD800;&#0;&#x110000;&#x85;&#x9c;{LEAD}"),
    "surrogates in statements": lambda: linked_data(r'{"@type":"Article","headline":"\ud800"}'),
    "control characters": lambda: around(f"<p>\x01\x1f\x7f\x80\x9f\u202e\u2066{LEAD}"),
    "a control character in a tag": lambda: f"{HEAD}<div\x01x>{TEXT} {TEXT}</div>",
    "a control character in the tag of the body": lambda: (
        f"{HEAD}<div\x01x class=b><p>{TEXT}</p><p>{TEXT} Hai.</p></div\x01x>"
        f"<div\x01x class=b><p>{TEXT} Ba.</p></div\x01x>"
    ),
    "a control character in the tag of a paragraph": lambda: (
        f"{HEAD}<div><a\x01x>{TEXT}</a\x01x><a\x01x hidden>{TEXT}</a\x01x></div>"
    ),
    "excessive combining marks": lambda: around("<p>a" + "\u0301\u0323" * 100_000),
    "a weekday with a long s": lambda: around("<p>Thứ ſáu, 25/08/2023</p>"),
    "a zone in lower case": lambda: around("<p>2023-08-29T13:49:00z</p>"),
    "damaged UTF-8": lambda: around(numbered(PARAGRAPH, 1_000)).encode() + b"\xff",
    "UTF-16 without a byte-order mark": lambda: around("").encode("utf-16-be"),
    "UTF-32": lambda: around("").encode("utf-32"),
    "UTF-7": lambda: around("").encode("utf-7"),
}


@pytest.fixture(scope="module")
def pool() -> Iterator[ProcessPool]:
    """One process with limited memory; it is replaced if it takes too long."""
    with ProcessPool(
        max_workers=1,
        initializer=resource.setrlimit,
        initargs=(resource.RLIMIT_AS, (MEMORY, MEMORY)),
        context=multiprocessing.get_context("forkserver"),
    ) as pool:
        yield pool
        pool.stop()


def read_in(pool: ProcessPool, page: FetchedPage, rules: SiteRules) -> Article:
    """Return the article of a page, and assert that it took little processor time."""
    article, times = pool.schedule(timed, args=(page, rules), timeout=SECONDS).result()
    assert times < MAX_ORDINARY_PAGES
    return article


def timed(page: FetchedPage, rules: SiteRules) -> tuple[Article, float]:
    """Return the article of a page, and how many times the time of an ordinary one it took.

    Those are read before and after it, as a machine may be slow for a while.
    """
    before = _ordinary_seconds()
    started = time.process_time()
    article = extract(page, rules).article
    seconds = time.process_time() - started
    return article, seconds / max(before, _ordinary_seconds())


def _ordinary_seconds() -> float:
    """Return the least processor time of an ordinary page, as the first fills caches."""
    page = FetchedPage(around(numbered(PARAGRAPH, 20)).encode(), URL)
    times = []
    for _ in range(4):
        started = time.process_time()
        extract(page)
        times.append(time.process_time() - started)
    return min(times)


@pytest.mark.parametrize("build", PAGES.values(), ids=PAGES)
def test_hostile_pages_take_bounded_time_and_memory(
    pool: ProcessPool, build: Callable[[], str | bytes]
) -> None:
    page = build()
    content = page.encode() if isinstance(page, str) else page
    assert_sound(read_in(pool, FetchedPage(content, URL), SiteRules()))


@pytest.mark.parametrize(
    "content_type",
    [
        *(
            "charset=",
            "charset=foo",
            "charset=rot13",
            "charset=utf-16",
            "charset=.",
            "charset=\x00",
        ),
        *("charset=aliases", "charset=undefined", f"charset={'a' * 100_000}", "charset=\ud800"),
    ],
    ids=lambda value: ascii(value[:20]),
)
def test_any_declared_character_set_is_accepted(content_type: str) -> None:
    assert_sound(read(around("<p>\xe9").encode("latin-1", "replace"), content_type=content_type))


# With a layout, whose selectors a page may match in any way

LAID_OUT = f"<nav><a>Tin</a></nav><h2 class=t>{TITLE}</h2><div class=b><p>{TEXT}</p></div>"


@pytest.mark.parametrize(
    "page",
    [
        f"<html class=x>{LAID_OUT}",
        f"<div class=x>{LAID_OUT}</div>",
        f"<h2 class=t>{TITLE}</h2><div class=x><div class=b>{TEXT}</div></div>",
        f"<div class=x><h2 class=t>{TITLE}</h2></div><div class=b>{TEXT}</div>",
        f"<h2 class=t>{TITLE}</h2><div class='b x'>{TEXT}</div>",
        f"<h2 class=t>{TITLE}<div class=b>{TEXT}</div></h2>",
        f"<div class=b><h2 class=t>{TITLE}</h2>{TEXT}</div>",
        "<h2 class=t></h2><div class=b></div>",
        LAID_OUT + "<i class=d>Thứ ſáu, 25/08/2023 - 13:49</i>",
        LAID_OUT + "<p class=x>a</p>bốn năm sáu" * 10_000,
        LAID_OUT + "<p class=x>a</p><p class=y>b</p>" * 10_000,
        LAID_OUT + "<nav><em>" + "<a>b</a>" * 10_000,
    ],
    ids=[
        *("the root is dropped", "all is dropped", "the body is in what is dropped"),
        *("the title is dropped", "the body is dropped", "the body is inside the title"),
        *("the title is inside the body", "both are empty", "a date with a long s"),
        *("much is dropped", "much is dropped for two reasons", "a long breadcrumb"),
    ],
)
def test_any_page_is_read_with_a_layout(pool: ProcessPool, page: str) -> None:
    assert_sound(read_in(pool, FetchedPage(page.encode(), URL), SiteRules((LAYOUT,))))


# Random pages

NASTY = """
<p>|</p>|<div>|</div>|<b>|</b>|<i>|<em>|<span>|</span>|<a href="/1">|</a>|<br>|<br/>|<img>|<table>
<tr>|<td>|</td>|</table>|<ul><li>|<h1>|</h1>|<h2 class=t>|<div class=b>|<em class=x>|<p class=x>
<html class=x>|<body class=x>|<html>|</html>|<head>|</head>|<body>|</body>|<aside>|<article>|<form>
<nav>|<time datetime="2023-08-29T13:49:00z">|<i class=d datetime="z">|<title>|</title>|<script>
<script type="application/ld+json">|</script>|{"@type":"Article","headline":|[[[{"@graph":[1,null]}
"datePublished":"2023-08-29T24:61:00+99:99"}|<!--|-->|--!>|<![CDATA[|]]>|<?xml encoding="x"
<?xml version="1.0" encoding="utf-8"?>|<?php|?>|<!DOCTYPE|<!DOCTYPE html>|<frameset>|<frame>
<noframes>|<noscript>|<template>|<svg>|<math>|<textarea>|<select><option>|<o:p>|</o:p>|<x:y xmlns:x>
<p style="display:none">|<p hidden>|<p align=right>|<p class=sapo>|<figure>|<figcaption>|<a{}'>
<|>|</|&|&#|&#x;|&#0;|&#xD800;|&#x110000;|&#x85;|&nbsp;|ſ|ẞ|İ|đ|Đ|“|”|’|"|'|(|)|[|/|#a#a|1| |  |.
Tin liên quan|Từ khóa: dân vận|Ý kiến bạn đọc|Quảng cáo|Chia sẻ|Ảnh: H.T|(BGS) -|./.| - | , |;
Thứ ſáu, 25/08/2023|Thứ sáu, 25/08/2023 - 13:49|30/02/2023|29/08/99999|2023-08-29T13:49:00z
ngày 29 tháng 8 năm 2023|٢٩/٠٨/٢٠٢٣|24:00, 29/08/2023|13h60 29.8.2023|Lê Sim|Hội Ñ|A.B.|ThS.
Lê Sim - Ban Dân vận Huyện ủy|theo |nguồn:|tác giả:
"""
PIECES = [
    *NASTY.strip().replace("\n", "|").split("|"),
    *("\x00\x01\x0b\x1c\x85\x9f\u200b\u202e\u2028\ufeff\uffff\u0301\u0323|\t\n"),
    *("a\u0302\u0301", TITLE, LEAD, TEXT, f"<p>{TEXT}</p>", HEAD, LINK, LAID_OUT),
]
LAYOUTS: st.SearchStrategy[tuple[Layout, ...]] = st.sampled_from([(), (LAYOUT,)])
EXAMPLES = settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # time is tested above


@EXAMPLES
@given(st.binary(max_size=500), st.text(max_size=30) | st.just("charset=big5"))
def test_any_bytes_are_read(content: bytes, content_type: str) -> None:
    assert_sound(read(content, content_type=content_type))


@EXAMPLES
@given(
    st.lists(st.sampled_from(PIECES), max_size=50),
    st.sampled_from(["utf-8", "cp1258", "utf-16"]),
    LAYOUTS,
)
def test_any_pieces_are_read(pieces: list[str], encoding: str, layouts: tuple[Layout, ...]) -> None:
    assert_sound(read("".join(pieces).encode(encoding, "replace"), layouts=layouts))


COMPLETE = f"""<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>
<html><head><title>{TITLE} | Báo Gò Sim</title><meta property="og:title" content="{TITLE}">
<meta property="article:published_time" content="2023-08-29T13:49:00+07:00">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{TITLE}",
"datePublished": "2023-08-29"}}</script></head><body>
<nav><a href="/">Trang chủ</a><a href="/x">Xây dựng Đảng</a></nav><h2 class="t">{TITLE}</h2>
<i class="d" datetime="2023-08-29T13:49:00Z">Thứ ba, 29/08/2023 - 13:49</i>
<div class="b"><p class="sapo"><b>{LEAD}</b></p><p>{TEXT}</p><p class="x">Quảng cáo</p>
<table><tr><td><img src="1.jpg" alt="a"></td></tr>
<tr><td><em>Bà con họp thôn. Ảnh: H.T</em></td></tr></table><p>{TEXT} Vui.<br>còn nữa</p>
<table><tr><td>Số<td>12</td></tr></table><p align="right">Lê Sim - Ban Dân vận</p></div>
<h3>Tin liên quan</h3>{LINK}<aside>{LINK}<p>{LEAD}</p></aside>
<div>Ý kiến bạn đọc</div><footer>© Báo</footer></body></html>""".encode()


def _cut(page: bytes, start: int, end: int) -> bytes:
    return page[:start] + page[end:]


def _repeat(page: bytes, start: int, end: int) -> bytes:
    return page[:end] + page[start:]


def _swap(page: bytes, start: int, end: int) -> bytes:
    middle = (start + end) // 2
    return page[:start] + page[middle:end] + page[start:middle] + page[end:]


def _without_tags(page: bytes, start: int, end: int) -> bytes:
    return page[:start] + re.sub(rb"<[^<>]*>", b"", page[start:end]) + page[end:]


PLACE = st.integers(0, len(COMPLETE))
CHANGE = st.tuples(st.sampled_from([_cut, _repeat, _swap, _without_tags]), PLACE, PLACE)


@EXAMPLES
@given(st.lists(CHANGE, min_size=1, max_size=6), LAYOUTS)
@example(  # a name in no element but the root
    [(_swap, 0, 972), (_cut, 464, 1042), (_repeat, 24, 156)],
    (Layout("new", title="h2.t", body="div.b", date="i.d", section="nav a, em a", drop=".x, .y"),),
)
def test_any_damaged_page_is_read(
    changes: list[tuple[Callable[[bytes, int, int], bytes], int, int]], layouts: tuple[Layout, ...]
) -> None:
    page = COMPLETE
    for change, one, other in changes:
        page = change(page, min(one, other), max(one, other))
    assert_sound(read(page, layouts=layouts))
