"""Titles of errors of servers, which are no articles."""

import pytest

from extraction.error_titles import is_error_title


@pytest.mark.parametrize(
    "title",
    [
        "Không tìm thấy trang",
        "Rất tiếc, không tìm thấy bài viết bạn yêu cầu!",
        "Trang không tồn tại",
        "Lỗi 404 - Trang không tồn tại",
        "Bài viết bạn đang tìm không tồn tại hoặc đã bị gỡ bỏ.",
        "Nội dung này không còn tồn tại",
        "Account Suspended",
        "This account has been suspended",
        "404 Not Found",
        "404",
        "403 Forbidden",
        "503 Service Temporarily Unavailable",
        "Server Error in '/' Application.",
        "Server Error in '/gosim/tin-tuc' Application.",
        "Object reference not set to an instance of an object.",
        "Error establishing a database connection",
    ],
)
def test_titles_of_errors(title: str) -> None:
    assert is_error_title(title)


@pytest.mark.parametrize(
    "title",
    [
        "Hệ thống cấp nước Gò Sim đang bảo trì",
        "Trang web của xã Gò Sim không tìm thấy",
        "Không tìm thấy trang sử nào nói về Gò Sim",
        "Không tìm thấy tin vui ở Bãi Nhạn",
        "Bài viết không tồn tại trong sổ của thôn",
        "Đường dây 500 kV",
        "404 hộ Gò Sim có nước sạch",
        "500",
        "",
    ],
)
def test_titles_of_articles(title: str) -> None:
    assert not is_error_title(title)
