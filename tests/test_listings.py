"""Links of listing pages, and canonical URLs."""

import time
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.requests import page_request
from extraction import listings
from extraction.listings import Link, next_page, read_listing, sections
from sites.urls import TRACKING, bare_host, canonical

URL = "https://nahin.test/chinh-tri/"


def links(markup: str, url: str = URL) -> list[Link]:
    return list(read_listing(markup.encode(), "text/html; charset=utf-8", url).links)


def pager(*labels: str) -> str:
    return "".join(f'<a href="?trang={n}">{label}</a>' for n, label in enumerate(labels))


@pytest.mark.parametrize(
    ("markup", "number", "target"),
    [
        pytest.param('<link rel="next" href="?trang=2">', 1, "?trang=2", id="rel=next in the head"),
        pytest.param('<a rel="next" href="?trang=2">x</a>', 1, "?trang=2", id="rel=next of a link"),
        pytest.param('<a rel="NEXT" href="?trang=2">x</a>', 1, "?trang=2", id="REL=NEXT"),
        pytest.param(
            '<a rel="nofollow next" href="?trang=2">x</a>', 1, "?trang=2", id="rel of two words"
        ),
        pytest.param(
            '<a href="?trang=9">2</a><a rel="next" href="?trang=2">x</a>',
            1,
            "?trang=2",
            id="rel=next before everything",
        ),
        pytest.param('<a href="?p=2">Tin đã đưa</a>', 1, "?p=2", id="Tin đã đưa"),
        pytest.param('<a href="?p=2">Các tin cũ »</a>', 1, "?p=2", id="Các tin cũ"),
        pytest.param(
            '<a href="?p=2">2</a><a href="?p=2">&gt;|</a>', 1, "?p=2", id="the last page is next"
        ),
        pytest.param('<a href="?p=2">Trang sau</a>', 1, "?p=2", id="Trang sau"),
        pytest.param('<a href="?p=2">TRANG SAU »</a>', 1, "?p=2", id="capitals and an arrow"),
        pytest.param('<a href="?p=2">Trang tiếp theo</a>', 1, "?p=2", id="Trang tiếp theo"),
        pytest.param('<a href="?p=2">Trang kế</a>', 1, "?p=2", id="Trang kế"),
        pytest.param('<a href="?p=2">Tiếp ›</a>', 1, "?p=2", id="Tiếp ›"),
        pytest.param('<a href="?p=2">Tiếp &raquo;</a>', 1, "?p=2", id="Tiếp »"),
        pytest.param('<a href="?p=2">Tiếp theo &rarr;</a>', 1, "?p=2", id="Tiếp theo →"),
        pytest.param('<a href="?p=2">Kế tiếp</a>', 1, "?p=2", id="Kế tiếp"),
        pytest.param('<a href="?p=2">Sau &gt;</a>', 1, "?p=2", id="Sau >"),
        pytest.param('<a href="?p=2">Next</a>', 1, "?p=2", id="Next"),
        pytest.param('<a href="?p=2">Xem thêm</a>', 1, "?p=2", id="Xem thêm"),
        pytest.param(
            '<a href="?p=2" title="Trang sau"><img src="r.gif"></a>', 1, "?p=2", id="by its title"
        ),
        pytest.param(
            '<a href="?p=2"><img src="r.gif" alt="Trang sau"></a>', 1, "?p=2", id="by an image"
        ),
        pytest.param('<a href="?p=2">&raquo;</a>', 1, "?p=2", id="»"),
        pytest.param('<a href="?p=2"><span>&rsaquo;</span></a>', 1, "?p=2", id="›"),
        pytest.param('<a href="?p=2">&gt;</a>', 1, "?p=2", id=">"),
        pytest.param('<a href="?p=2">Cũ hơn ›</a>', 1, "?p=2", id="Cũ hơn"),
        pytest.param('<a href="?p=2">Bài viết cũ hơn</a>', 1, "?p=2", id="Bài viết cũ hơn"),
        pytest.param('<a href="?p=2">Older posts</a>', 1, "?p=2", id="Older posts"),
        pytest.param(
            '<a href="?p=1">Mới hơn</a><a href="?p=3">Cũ hơn</a>', 2, "?p=3", id="not newer"
        ),
        pytest.param('<a href="?p=2">&gt;&gt;</a>', 1, "?p=2", id=">>"),
        pytest.param(
            '<a href="?p=99">&raquo;</a><a href="?p=2">&rsaquo;</a>', 1, "?p=2", id="› before »"
        ),
        pytest.param(
            '<a href="?p=99">&raquo;</a><a href="?p=2">2</a>', 1, "?p=2", id="number before »"
        ),
        pytest.param(
            '<a href="?p=99">Trang cuối</a><a href="?p=2">&gt;</a>', 1, "?p=2", id="not the last"
        ),
        pytest.param(
            '<a href="?p=1">Trang trước</a><a href="?p=3">Trang sau</a>', 2, "?p=3", id="not back"
        ),
        pytest.param(pager("trang chủ", "1", "2", "3"), 1, "?trang=2", id="numbers, first page"),
        pytest.param(pager("trang chủ", "1", "2", "3"), 2, "?trang=3", id="numbers, in the middle"),
        pytest.param('<a href="?p=2"> \n 2 </a>', 1, "?p=2", id="a number in space"),
        pytest.param('<a href="?p=2">Trang 2</a>', 1, "?p=2", id="Trang 2"),
        pytest.param(
            '<a href="?p=1">1</a>…<a href="?p=4">4</a><b>5</b><a href="?p=6">6</a>…'
            '<a href="?p=99">99</a>',
            5,
            "?p=6",
            id="a window of numbers",
        ),
        pytest.param(
            '<a href="?p=0">1</a><a href="?p=15">2</a><a href="?p=30">3</a>',
            2,
            "?p=30",
            id="addresses that count articles",
        ),
        pytest.param(
            '<a href="#">&raquo;</a><a href="?p=2">2</a>', 1, "?p=2", id="an arrow to nowhere"
        ),
        pytest.param(
            '<a href="javascript:go(2)">Trang sau</a><a href="?p=2">2</a>',
            1,
            "?p=2",
            id="a script beside a number",
        ),
    ],
)
def test_next_page(markup: str, number: int, target: str) -> None:
    assert next_page(links(markup), number) == URL + target


@pytest.mark.parametrize(
    ("markup", "number"),
    [
        pytest.param("", 1, id="empty page"),
        pytest.param('<a href="/bai-1.html">Xã Nậm Lành họp dân</a>', 1, id="no pager"),
        pytest.param(pager("trang chủ", "1", "2", "3"), 3, id="last number"),
        pytest.param('<a href="?p=98">98</a><b>99</b>', 99, id="last of a window"),
        pytest.param('<a href="?p=1">Trang trước</a><a href="?p=1">1</a>', 2, id="only back"),
        pytest.param('<a href="?p=1">&laquo;</a><a href="?p=1">&lsaquo;</a>', 2, id="arrows back"),
        pytest.param('<link rel="prev" href="?p=1">', 2, id="rel=prev"),
        pytest.param('<a href="javascript:go(2)">Trang sau</a>', 1, id="a script"),
        pytest.param('<a href="#">Trang sau</a>', 1, id="to nowhere"),
        pytest.param('<a href="?p=12">12</a><a href="?p=20">20</a>', 1, id="other numbers"),
        pytest.param('<a href="/a.html">Hai năm sau</a>', 1, id="a title that ends in sau"),
        pytest.param('<a href="/a.html">2 mô hình hay</a>', 1, id="a title that begins with it"),
        ("<a href='/x'>" + "2" * 5000 + "</a>", 1),  # more digits than Python reads as a number
    ],
)
def test_no_next_page(markup: str, number: int) -> None:
    assert next_page(links(markup), number) is None


@pytest.mark.parametrize("number", [1, 2, 7])
def test_no_links_no_next_page(number: int) -> None:
    assert next_page([], number) is None


@given(st.integers(min_value=1, max_value=500), st.integers(min_value=1, max_value=500))
def test_a_numbered_pager_is_followed_to_its_end(number: int, last: int) -> None:
    shown = [Link(f"{URL}?p={n}", str(n), "") for n in range(1, last + 1) if n != number]
    wanted = f"{URL}?p={number + 1}" if number < last else None
    assert next_page(shown, number) == wanted


@pytest.mark.parametrize(
    ("markup", "urls"),
    [
        pytest.param('<a href="bai.html">A</a>', [URL + "bai.html"], id="relative"),
        pytest.param('<a href="/bai.html">A</a>', ["https://nahin.test/bai.html"], id="absolute"),
        pytest.param('<a href="//cdn.test/x">A</a>', ["https://cdn.test/x"], id="another host"),
        pytest.param('<a href="http://o.test/x">A</a>', ["http://o.test/x"], id="another scheme"),
        pytest.param('<a href="?a=1&amp;b=2">A</a>', [URL + "?a=1&b=2"], id="ampersand"),
        pytest.param('<a href=" \n /x ">A</a>', ["https://nahin.test/x"], id="space around it"),
        pytest.param(
            '<a href="/b\nai-\t1.html">A</a>', ["https://nahin.test/bai-1.html"], id="line break"
        ),
        pytest.param(
            '<a href="/b&#10;ai">A</a>', ["https://nahin.test/bai"], id="line break as an entity"
        ),
        pytest.param(
            '<a href="/họp-dân">A</a>',
            ["https://nahin.test/h%E1%BB%8Dp-d%C3%A2n"],
            id="letters in NFC",
        ),
        pytest.param(
            '<a href="/da\u0302n">A</a>', ["https://nahin.test/da%CC%82n"], id="letters in NFD"
        ),
        pytest.param(
            '<a href="/dan\u200b-1">A</a>', ["https://nahin.test/dan%E2%80%8B-1"], id="zero width"
        ),
        pytest.param(
            '<a href="/hop dan">A</a>', ["https://nahin.test/hop%20dan"], id="space inside"
        ),
        pytest.param('<a href="\\tin\\1">A</a>', ["https://nahin.test/tin/1"], id="backslashes"),
        pytest.param('<a href="/a/./b/../c">A</a>', ["https://nahin.test/a/c"], id="dots"),
        pytest.param('<a href="HTTPS://NaHin.Test/X">A</a>', ["https://nahin.test/X"], id="case"),
        pytest.param(
            '<base href="/van-hoa/"><a href="bai.html">A</a>',
            ["https://nahin.test/van-hoa/bai.html"],
            id="base of a path",
        ),
        pytest.param(
            '<base href="https://o.test/z/"><a href="bai.html">A</a>',
            ["https://o.test/z/bai.html"],
            id="base of another host",
        ),
        pytest.param(
            '<base href="javascript:x()"><a href="bai.html">A</a>',
            [URL + "bai.html"],
            id="base of a script",
        ),
        pytest.param(
            '<base href=""><base href="/z/"><a href="bai.html">A</a>',
            [URL + "bai.html"],
            id="the first base counts",
        ),
        pytest.param(
            '<base href="/v\nan/"><a href="bai.html">A</a>',
            ["https://nahin.test/van/bai.html"],
            id="base with a line break",
        ),
        pytest.param(
            '<base target="_blank"><a href="bai.html">A</a>', [URL + "bai.html"], id="no base"
        ),
        pytest.param('<a href="javascript:void(0)">A</a>', [], id="javascript:"),
        pytest.param('<a href=" JavaScript:x()">A</a>', [], id="JavaScript:"),
        pytest.param('<a href="mailto:toasoan@nahin.test">A</a>', [], id="mailto:"),
        pytest.param('<a href="tel:0200">A</a><a href="ftp://o.test/x">A</a>', [], id="others"),
        pytest.param('<a href="data:text/html,x">A</a>', [], id="data:"),
        pytest.param('<a href="">A</a><a href=" ">A</a><a>A</a>', [], id="no address"),
        pytest.param('<a href="#dau-trang">A</a>', [], id="a place on the page"),
        pytest.param(
            '<a href="http://[broken/x">A</a><a href="http://a]b/">B</a><a href="/x">C</a>',
            ["https://nahin.test/x"],
            id="broken addresses",
        ),
        pytest.param(
            '<link href="/a.css"><link rel="next" href="/2">',
            ["https://nahin.test/2"],
            id="link elements",
        ),
        pytest.param(
            '<a href="/b">B</a><p><a href="/a">A</a></p><a href="/b">B</a>',
            [f"https://nahin.test/{name}" for name in "bab"],
            id="in order, with repetitions",
        ),
        pytest.param("", [], id="empty"),
        pytest.param("<!-- nothing -->", [], id="a comment"),
    ],
)
def test_links(markup: str, urls: list[str]) -> None:
    assert [link.url for link in links(markup)] == urls


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        pytest.param('<a href="/x"> Xã \n họp  dân </a>', "Xã họp dân", id="space"),
        pytest.param('<a href="/x"><b>Xã</b> họp <i>dân</i></a>', "Xã họp dân", id="elements"),
        pytest.param(
            '<a href="/x"><img src="a.jpg" alt="Họp dân"></a>', "Họp dân", id="image only"
        ),
        pytest.param('<a href="/x"><img src="a.jpg"></a>', "", id="image without a text"),
        pytest.param('<a href="/x" title="Họp dân"><img src="a.jpg"></a>', "Họp dân", id="title"),
        pytest.param(
            '<a href="/x" title="Họp dân"><img src="a.jpg" alt="Ảnh"></a>',
            "Họp dân",
            id="title before image",
        ),
        pytest.param('<a href="/x" title="Khác">Họp dân</a>', "Họp dân", id="text before title"),
        pytest.param(
            '<a href="/x">Họp dân<div>ở thôn</div> Ba</a>', "Họp dân ở thôn Ba", id="text and block"
        ),
        pytest.param(
            '<a href="/x">Họp<div><a name="k">dân</a></div></a>', "Họp dân", id="a link's target"
        ),
        pytest.param(f'<a href="/x">{"<i>" * 48}<img alt="Họp"></a>', "Họp", id="50 elements"),
        pytest.param(f'<a href="/x">{"<i>" * 49}<img alt="Họp"></a>', "", id="51 elements"),
    ],
)
def test_the_text_of_a_link(markup: str, text: str) -> None:
    assert [link.text for link in links(markup)] == [text]


def test_a_link_ends_where_another_begins() -> None:
    nested = "".join(f"<a href='/{n}'><div>Họp {n}" for n in range(3))
    assert [link.text for link in links(nested)] == ["Họp 0", "Họp 1", "Họp 2"]


@pytest.mark.parametrize("inside", ["<p>chữ</p>", "<tr><td>a<td>b", ""])
def test_nested_links_take_linear_time(inside: str) -> None:
    table = "<table>" if inside.startswith("<tr>") else ""
    page = "<a href=/x><div>" * 1_000 + table + inside * 5_000
    begin = time.process_time()
    assert len(links(page)) > 500
    assert time.process_time() - begin < 2  # a text that is read again for each link takes minutes


@given(
    st.lists(st.sampled_from('<a href="|">|</a>|http://|[|]|//|x|?|#|:|%|<base href="'.split("|")))
)
def test_any_markup_gives_web_addresses(parts: list[str]) -> None:
    for link in links("".join(parts)):
        assert link.url.startswith(("http://", "https://"))


def test_a_challenge_page_is_recognised_from_the_same_parse() -> None:
    challenge = read_listing(b"<p>Checking your browser</p>", "", URL)
    assert (challenge.links, challenge.challenge) == ((), "Checking your browser")
    assert read_listing(b'<a href="/x">Tin</a>', "", URL).challenge is None
    assert read_listing(b"", "", URL).challenge is None


def test_sections_by_their_labels() -> None:
    menu = links(
        '<a href="/">Trang chủ</a>'
        '<a href="/xdd">Xây dựng Đảng</a>'
        '<a href="/dv">Công tác dân vận</a>'
        '<a href="/dv">DÂN VẬN</a>'
        '<a href="/tu">Hoạt động Tỉnh uỷ</a>'
        '<a href="/dvx">Dânvận</a>'
        '<a href="/bai-1.html">Dân vận khéo</a>'
        '<a href="/dai">Xã Nậm Lành làm tốt công tác dân vận trong năm qua</a>'
    )
    found = sections(
        menu, ["Dân vận", "xây dựng đảng", "Tỉnh ủy"], lambda link: link.url.endswith(".html")
    )
    assert found == [f"https://nahin.test/{path}" for path in ("xdd", "dv", "tu")]


def test_no_sections() -> None:
    menu = links('<a href="/">Trang chủ</a><a href="/tt">Thể thao</a>')
    assert sections(menu, ["Dân vận"], lambda url: False) == []
    assert sections(menu, [], lambda url: False) == []
    assert sections([], ["Dân vận"], lambda url: False) == []
    assert sections(menu, ["Thể thao"], lambda url: True) == []


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("http://nahin.test/a", "https://nahin.test/a", id="http"),
        pytest.param("https://www.nahin.test/a", "https://nahin.test/a", id="www"),
        pytest.param("HTTPS://WWW.NaHin.Test/Bai", "https://nahin.test/Bai", id="case of the host"),
        pytest.param("https://nahin.test", "https://nahin.test/", id="no path"),
        pytest.param("https://nahin.test/a#binh-luan", "https://nahin.test/a", id="fragment"),
        pytest.param("http://nahin.test:80/a", "https://nahin.test/a", id="port"),
        pytest.param("https://nahin.test/a?id=1", "https://nahin.test/a?id=1", id="a query stays"),
        pytest.param(
            "https://nahin.test/a?utm_source=x&id=1&fbclid=2#c",
            "https://nahin.test/a?id=1",
            id="tracking",
        ),
        pytest.param("https://nahin.test/a?zarsrc=30", "https://nahin.test/a", id="only tracking"),
        pytest.param(
            "https://nahin.test/a?l=T%2F+++x&p=", "https://nahin.test/a?l=T%2F+++x&p=", id="pluses"
        ),
        pytest.param(
            "https://nahin.test/h%E1%BB%8Dp-d%C3%A2n",
            "https://nahin.test/h%E1%BB%8Dp-d%C3%A2n",
            id="percent-encoded",
        ),
        pytest.param(
            "https://nahin.test/a%EF%BF%BD-b", "https://nahin.test/a%EF%BF%BD-b", id="broken bytes"
        ),
        pytest.param("https://nahin.test/a/", "https://nahin.test/a/", id="the slash at the end"),
    ],
)
def test_canonical(url: str, expected: str) -> None:
    assert canonical(url) == expected
    assert canonical(expected) == expected


paths = (
    st.text(alphabet="abcxyz0189-_/.", max_size=20)
    .map(lambda path: "/" + path.lstrip("/"))
    .filter(lambda path: not {".", ".."} & set(path.split("/")))
)
queries = st.dictionaries(
    st.sampled_from(("id", "page", "q", *TRACKING)), st.sampled_from(("", "1", "a-b")), max_size=4
)


@given(
    st.sampled_from(("http", "https", "HTTP")),
    st.sampled_from(("nahin.test", "www.nahin.test", "NaHin.test", "nahin.test:8080")),
    paths,
    queries,
    st.sampled_from(("", "#c", "#")),
)
def test_all_addresses_of_a_page_have_one_canonical_form(
    scheme: str, host: str, path: str, query: dict[str, str], fragment: str
) -> None:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    kept = "&".join(f"{name}={value}" for name, value in query.items() if name not in TRACKING)
    expected = canonical(f"{scheme}://{host}{path}{'?' + asked if asked else ''}{fragment}")
    assert expected == f"https://nahin.test{path}{'?' + kept if kept else ''}"
    assert canonical(expected) == expected
    assert urlsplit(expected).hostname == bare_host(expected)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://nahin.test/a", "nahin.test"),
        ("http://www.nahin.test", "nahin.test"),
        ("https://WWW.NaHin.test:8443/a", "nahin.test"),
        ("https://tin.nahin.test/", "tin.nahin.test"),
        ("https://wwwnahin.test/", "wwwnahin.test"),
        ("https://nguoi:mat@nahin.test/", "nahin.test"),
        ("/chi-duong-dan", ""),
        ("", ""),
    ],
)
def test_bare_host(url: str, host: str) -> None:
    assert bare_host(url) == host


def test_a_page_request_accepts_every_status() -> None:
    request = page_request(URL, meta={"page": 2}, headers={"Referer": "https://nahin.test/"})
    assert request.url == URL
    assert request.meta["handle_httpstatus_all"] is True
    assert request.meta["page"] == 2
    assert request.headers["Referer"] == b"https://nahin.test/"


def test_the_title_attribute_of_a_link_is_read_without_its_markup() -> None:
    [link] = links('<a href="/a.html" title="<b>Xã Gò Sim</b><br/>họp dân"><img src="1.jpg"></a>')
    assert link.text == "Xã Gò Sim họp dân"


@pytest.mark.parametrize(
    ("markup", "target"),
    [
        pytest.param(
            '<a href="/bai-1.html">Xã Gò Sim họp dân</a><a href="/bai-1.html">Xem tiếp</a>', None,
            id="of a teaser",
        ),
        pytest.param(
            '<a href="/bai-1.html">Xem tiếp</a><a href="/bai-1.html">Xã Gò Sim họp dân</a>'
            '<a href="?p=2">Xem thêm</a>', "?p=2", id="of a teaser, before the pager",
        ),
        pytest.param('<a href="/bai-3.html">Xem tiếp</a>', None, id="an article by its URL"),
        pytest.param(
            '<a href="/kinh-te">Kinh tế</a><a href="/kinh-te">Xem thêm</a>', None,
            id="of a section",
        ),
        pytest.param('<a href="/chinh-tri/#slide">Next</a>', None, id="of a carousel"),
        pytest.param(
            '<a href="/chinh-tri/#slide">Next</a><a href="?p=2">2</a>', "?p=2",
            id="of a carousel, before the pager",
        ),
        pytest.param(
            '<a href="?p=2" title="Đến trang kế"></a><a href="?p=2">2</a><a href="?p=2">Older posts'
            '</a>', "?p=2", id="a page with several labels",
        ),
    ],
)  # fmt: skip
def test_a_next_page_is_no_article_no_section_and_not_the_page_itself(
    markup: str, target: str | None
) -> None:
    found = next_page(links(markup), 1, URL, lambda url: url.endswith("bai-3.html"))
    assert found == (URL + target if target else None)


def sharepoint(query: str, picture: str, attribute: str = "onclick") -> str:
    call = f"javascript:RefreshPageTo(event, &quot;/tin/Trang/default.aspx?{query}&quot;);"
    href = "" if attribute == "href" else 'href="javascript:"'
    return f"<a {attribute}='{call}javascript:return false;' {href}>{picture}</a>"


PAGED = "Paged=TRUE\\u0026p_ID=20\\u0026PageFirstRow=31"
BACK = "Paged=TRUE\\u0026PagedPrev=TRUE\\u0026PageFirstRow=1"


@pytest.mark.parametrize("attribute", ["onclick", "href"])
@pytest.mark.parametrize("picture", ['<img src="next.gif" alt="Next">', '<img src="next.gif">'])
def test_the_pager_of_sharepoint(picture: str, attribute: str) -> None:
    pager = sharepoint(BACK, '<img src="prev.gif">') + sharepoint(PAGED, picture, attribute)
    target = "https://nahin.test/tin/Trang/default.aspx?Paged=TRUE&p_ID=20&PageFirstRow=31"
    assert next_page(links(pager), 2, URL) == target
    assert next_page(links(sharepoint(BACK, '<img src="prev.gif">')), 2, URL) is None


@pytest.mark.parametrize("number", [listings.MAX_LINKS, listings.MAX_LINKS + 1])
def test_the_first_links_of_a_page_are_read(number: int) -> None:
    body = "".join(f"<a href=/{n}>a" for n in range(number)).encode()
    links = read_listing(body, "", "https://gosim.example/tin").links
    assert len(links) == listings.MAX_LINKS
    assert links[-1].url == f"https://gosim.example/{listings.MAX_LINKS - 1}"


@pytest.mark.parametrize(
    ("path", "is_feed"),
    [
        ("/rss", True), ("/rss/", True), ("/rss.html", True), ("/Rss.aspx", True),
        ("/rsso.html", False), ("/rss/chinh-tri", True),
        ("/chinh-tri/index.rss", True), ("/rss-01.xml", True), ("/rss/thoi-su.xml", True),
        ("/feed/", True), ("/RSS.html", True),
        ("/rss?muc=1", False), ("/sitemap.xml", False), ("/press", False), ("/feeds", False),
        ("/chinh-tri/rss-la-gi-12.html", False),
    ],
)  # fmt: skip
def test_a_link_to_a_feed_by_its_path(path: str, is_feed: bool) -> None:
    [link] = links(f'<a href="{path}">Tin</a>')
    assert link.is_feed is is_feed
    assert sections([link], ["tin"], lambda _: False) == ([] if is_feed else [link.url])
