"""Buttons and counters in the line of a date."""

import pytest

from extraction.blocks import read_blocks
from extraction.buttons import without_buttons
from extraction.parsing import parse

from .reading import read

TITLE = "Thôn Bãi Nhạn bàn chung việc làm đường liên xã"
TEXT = "".join(
    f"<p>Ngày thứ {n} bà con xã Gò Sim góp công làm đường và giữ sạch dòng kênh qua thôn.</p>"
    for n in ("nhất", "hai", "ba")
)
DATE = "30-11-2022 10:41"


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("10:41 <a>In bài</a>", "10:41 ||||||"),
        ("10:41 <span>12 lượt xem</span>", "10:41 |||||||||||"),
        ("10:41 <a>0 bình luận</a> Lò An", "10:41 ||||||||||| Lò An"),
        # in a word, as a figure, as the whole line
        ("Inin <a>In</a> 10", "Inin || 10"),
        ("Lò An <a>In</a> 1", "Lò An In 1"),  # no date
        ("10:41 <a>30</a>/11", "10:41 30/11"),
        ("<a>In bài</a>", "In bài"),
        ("10:41 <a>Văn hóa</a>", "10:41 Văn hóa"),
    ],
)
def test_a_line_without_its_buttons(line: str, left: str) -> None:
    root = parse(f"<p>{line}</p>")
    assert root is not None
    (block,) = read_blocks(root)
    assert without_buttons(block) == left
    assert len(left) == len(block.text)


@pytest.mark.parametrize(("length", "found"), [(200, False), (201, True)])
def test_a_long_line_is_not_searched_for_buttons(length: int, found: bool) -> None:
    root = parse(f"<p>{'1' * (length - 7)} <a>In bài</a></p>")
    assert root is not None
    (block,) = read_blocks(root)
    assert ("In bài" in without_buttons(block)) is found


@pytest.mark.parametrize(
    ("beside", "is_date"),
    [
        ("<a>Đọc bài viết bằng giọng nói</a> <a>Chia sẻ trên Facebook</a>", True),
        ("<a href=/x>Theo dõi Báo Gò Sim trên Google News</a>", True),
        ("<a href=/x>khai mạc hội thi dân vận khéo</a>", False),
    ],
)
def test_a_date_beside_buttons(beside: str, is_date: bool) -> None:
    article = read(f"<h1>{TITLE}</h1><div><p>{DATE} {beside}</p>{TEXT}</div>")
    assert article.published == ("2022-11-30T10:41:00+07:00" if is_date else None)
    assert DATE not in article.text
