"""Buttons that load more articles by a script."""

import pytest

from extraction.listings import read_listing

URL = "https://baogosim.example/thoi-su"


def has_button(html: str) -> bool:
    return read_listing(html.encode(), "text/html; charset=utf-8", URL).has_load_more_button


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
