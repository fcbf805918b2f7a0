"""Pages that keep the rest of an article for members, or for an app."""

import pytest

from extraction.block import Block
from extraction.blocks import read_blocks
from extraction.extract import extract
from extraction.inputs import FetchedPage
from extraction.parsing import parse
from extraction.paywall import KEPT, MAX_AFTER, MAX_LINE, MAX_WORDS, paywall_sign
from pipelines.extract import why_unreadable

from .archives import SITE

URL = "https://baogosim.example/bai-1.html"
ASKS = "Đăng nhập để đọc tiếp"


def page(text: str, *after: str, inside: str = "") -> bytes:
    lines = "".join(f"<p>{line}</p>" for line in after)
    return (
        "<html><body><h1>Dân vận khéo ở xã Gò Sim</h1>"
        f"<div class='noi-dung'><p>{text}</p>{inside}</div><div>{lines}</div></body></html>"
    ).encode()


def teaser(words: int) -> str:
    """Return a paragraph of so many words."""
    return " ".join(f"thôn{number}" for number in range(words - 4)) + " bàn việc dân vận."


def sign(content: bytes) -> str | None:
    return extract(FetchedPage(content, URL)).article.paywall


@pytest.mark.parametrize(
    "line",
    [
        ASKS,
        "Vui lòng đăng nhập để xem toàn bộ bài viết",
        "Bạn cần đăng nhập hoặc đăng ký tài khoản để tiếp tục đọc bài viết này.",
        "Mua gói đọc báo để xem đầy đủ nội dung",
        "Đăng ký thành viên để đọc phần còn lại của bài",
        "Nâng cấp tài khoản để đọc toàn văn",
        "Trở thành thành viên để đọc bài này",
        "Nội dung này dành cho thành viên",
        "Bài viết dành riêng cho thuê bao Báo Gò Sim điện tử",
        "Đọc tiếp trên ứng dụng Báo Gò Sim",
        "Xem toàn bộ bài viết bằng app",
        "Tải ứng dụng để đọc tiếp",
        "Log in to continue reading",
        "Subscribe to read the full article",
    ],
)
def test_a_page_asks_to_log_in_or_to_pay_for_the_rest_of_a_short_text(line: str) -> None:
    assert sign(page(teaser(40), line)) == line
    article = extract(FetchedPage(page(teaser(40), line), URL)).article
    outcome = why_unreadable(article, "post:1", SITE)
    assert outcome is not None
    assert outcome == ("failed", f"the page keeps the rest of its text: “{line}”")


@pytest.mark.parametrize(
    "line",
    [
        "Đăng nhập để bình luận",
        "Đăng nhập để xem nội dung bình luận",
        "Đăng ký nhận bản tin",
        "Đọc tiếp",
        "Đọc báo trên ứng dụng",
        "Tải ứng dụng Báo Gò Sim",
        "Hội viên nông dân đăng ký thi đua",
        "Hỗ trợ vốn dành cho hội viên phụ nữ xã Gò Sim",
        "Trở thành thành viên hợp tác xã",
        "Subscribe to our newsletter",
    ],
)
def test_other_calls_keep_nothing(line: str) -> None:
    assert sign(page(teaser(40), line)) is None


def test_the_line_may_be_inside_the_text() -> None:
    assert sign(page(teaser(40), inside=f"<p>{ASKS}</p>")) == ASKS


def lines(*texts: str) -> list[Block]:
    root = parse("".join(f"<p>{text}</p>" for text in texts))
    assert root is not None
    return read_blocks(root)


@pytest.mark.parametrize(("words", "expected"), [(MAX_WORDS, ASKS), (MAX_WORDS + 1, None)])
def test_a_longer_text_is_the_article(words: int, expected: str | None) -> None:
    assert paywall_sign(words, [], lines(ASKS)) == expected


@pytest.mark.parametrize(("length", "found"), [(MAX_LINE, True), (MAX_LINE + 1, False)])
def test_a_longer_line_is_about_something_else(length: int, found: bool) -> None:
    line = ASKS + " " + "x" * (length - len(ASKS) - 1)
    assert (paywall_sign(40, lines(line), []) is not None) is found


@pytest.mark.parametrize(("before", "expected"), [(MAX_AFTER - 1, ASKS), (MAX_AFTER, None)])
def test_only_the_first_lines_after_the_text_count(before: int, expected: str | None) -> None:
    after = lines(*(f"Tin số {number}" for number in range(before)), ASKS)
    assert paywall_sign(40, [], after) == expected
    assert paywall_sign(40, after, []) == ASKS, "all lines of the text count"


WALL = ("Bài viết dành cho thành viên", "Vui lòng đăng nhập để đọc toàn bộ bài viết này.")


@pytest.mark.parametrize("is_inside", [True, False])
def test_a_longer_text_has_a_doubt_and_not_the_lines_that_ask(is_inside: bool) -> None:
    wall = "".join(f"<p>{line}</p>" for line in (*WALL, "Chưa có tài khoản? Đăng ký ngay"))
    text = f"{teaser(MAX_WORDS)}</p><p>{teaser(30)}"
    content = page(text, inside=wall) if is_inside else page(text, *WALL)
    article = extract(FetchedPage(content, URL)).article
    assert (article.paywall, article.doubts) == (None, (KEPT,))
    assert article.text.endswith(teaser(30))


@pytest.mark.parametrize(
    ("before", "expected"), [(MAX_AFTER - 1, (KEPT,)), (MAX_AFTER, ()), (None, ())]
)
def test_lines_far_below_a_longer_text_make_no_doubt(
    before: int | None, expected: tuple[str, ...]
) -> None:
    after = [
        *(f"Tin số {number}" for number in range(before or 0)),
        *([ASKS] * (before is not None)),
    ]
    content = page(f"{teaser(MAX_WORDS)}</p><p>{teaser(30)}", *after)
    assert extract(FetchedPage(content, URL)).article.doubts == expected


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Bà con đăng nhập ứng dụng để xem toàn bộ bài giảng.", True),
        ("Bạn đọc vui lòng đăng nhập để xem toàn bộ bài viết.", False),
        ("Để đọc tiếp trên ứng dụng, mời bạn tải về.", False),
    ],
)
def test_a_sentence_that_tells_of_somebody_is_text(line: str, kept: bool) -> None:
    text = "</p><p>".join(map(teaser, (MAX_WORDS, 30, 31)))
    article = extract(FetchedPage(page(text, inside=f"<p>{line}</p>"), URL)).article
    assert (line in article.text, article.doubts) == (kept, () if kept else (KEPT,))


def test_a_line_that_asks_in_the_middle_of_the_text_ends_nothing() -> None:
    text = f"{teaser(MAX_WORDS)}</p><p>{ASKS}</p><p>{teaser(60)}</p><p>{teaser(30)}"
    article = extract(FetchedPage(page(text), URL)).article
    assert article.text.endswith(teaser(30))
