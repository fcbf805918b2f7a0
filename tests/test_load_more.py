"""Buttons that load more articles by a script."""

import time

import pytest

from extraction.listings import read_listing

URL = "https://baogosim.example/thoi-su"


def has_button(html: str) -> bool:
    return read_listing(html.encode(), "text/html; charset=utf-8", URL).load_more_button is not None


@pytest.mark.parametrize(
    "html",
    [
        "<button>Xem thêm</button>",
        "<button class=btn><span>Xem</span> <b>thêm tin</b> »</button>",
        '<a href="javascript:void(0)">XEM THÊM</a>',
        '<a href="#">Tải thêm bài viết</a>',
        "<a onclick='more()'>Load more</a>",
        '<input type="button" value="Xem thêm tin khác">',
        '<div class="load-more">Hiển thị thêm</div>',
        '<div id="xem_them"><a>Xem thêm</a></div>',
        '<span role="button">Show more</span>',
        '<span onclick="x()">Đọc thêm các tin cũ hơn</span>',
    ],
)
def test_a_button_for_more(html: str) -> None:
    assert has_button(html)


@pytest.mark.parametrize(
    "html",
    [
        "",
        '<a href="/thoi-su?trang=2">Xem thêm</a>',
        '<a href="/bai-1.html"><span class="xem-them">Xem thêm</span></a>',
        '<div class="load-more"><a href="/thoi-su?trang=2">Xem thêm</a></div>',
        '<button><a href="/thoi-su?trang=2">Xem thêm</a></button>',
        "<h3>Xem thêm</h3>",
        "<span>Xem thêm</span>",
        "<button>Tìm kiếm</button>",
        "<button>Xem thêm về xã Gò Sim</button>",
        '<input type="text" value="Xem thêm">',
        f"<button>Xem thêm {'<i></i>' * 30} tin khác và nhiều chữ nữa</button>",
    ],
)
def test_no_button_for_more(html: str) -> None:
    assert not has_button(html)


@pytest.mark.parametrize(
    ("html", "is_button"),
    [
        pytest.param(f"<button>{'<i></i>' * 99}Xem thêm</button>", True, id="100 elements"),
        pytest.param(f"<button>{'<i></i>' * 100}Xem thêm</button>", False, id="101 elements"),
        pytest.param(
            f"<a href='/2'>{'<i>' * 9}<button>Xem thêm</button>", False, id="a link 10 levels up"
        ),
        pytest.param(
            f"<a href='/2'>{'<i>' * 10}<button>Xem thêm</button>", True, id="a link 11 levels up"
        ),
    ],
)
def test_what_is_in_a_button_and_around_it(html: str, is_button: bool) -> None:
    assert has_button(html) == is_button


def test_buttons_in_buttons_take_linear_time() -> None:
    begin = time.process_time()
    assert not has_button("<div class=load-more>" * 10_000 + "<a href=/2>Xem thêm</a>")
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    ("attributes", "address", "zone"),
    [
        ("", None, None),
        ('data-url="/ajax/tin/3-2.html"', "/ajax/tin/3-2.html", None),
        ('data-page="2" data-next="https://baogosim.example/tin?p=2"',
         "https://baogosim.example/tin?p=2", None),
        ('data-zone="4" data-page="1"', None, "4"),
        ('data-zone="4x"', None, None),
        ('data-url="//khac.example/x"', None, None),
        ('data-url="javascript:x()"', None, None),
        ('data-url="/hai từ"', None, None),
    ],
)  # fmt: skip
def test_what_a_button_tells_its_script(
    attributes: str, address: str | None, zone: str | None
) -> None:
    for html in (f"<button {attributes}>Xem thêm</button>",
                 f"<div class=load-more><a {attributes} href='#'>Xem thêm</a></div>"):  # fmt: skip
        button = read_listing(html.encode(), "text/html; charset=utf-8", URL).load_more_button
        assert button is not None
        assert (button.address, button.zone) == (address, zone)
