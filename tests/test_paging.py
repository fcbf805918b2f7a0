"""Articles in several pages: a doubt, and no pager in the text."""

import pytest

from extraction.paging import OTHER_PAGES

from .reading import explain, read

TITLE = "Xã Gò Sim bàn chung việc làm đường"
URL = "https://baogosim.example/tin/bai-viet-12345.html"
TEXT = "".join(
    f"<p>Bà con xã Gò Sim góp công làm đường và giữ sạch dòng kênh qua thôn số {n}.</p>"
    for n in range(4)
)


def page(below: str, head: str = "") -> str:
    return f"<title>{TITLE}</title>{head}<h1>{TITLE}</h1><div>{TEXT}{below}</div>"


PAGERS = (
    "<div>Trang: <b>1</b> <a href='?page=2'>2</a> <a href='?page=2'>Trang sau</a></div>",
    "<ul><li>1</li><li><a href='/tin/bai-viet-12345-p2.html'>2</a></li></ul>",
    "<p><a href='/tin/bai-viet-12345.html?trang=2'>Xem trang tiếp theo</a></p>",
    "<p>Trang 1/3 <a href='?page=2'>&gt;</a></p>",
    "<p><a href='/tin/bai-viet-12345.html/2'>2</a></p>",
    "<p><a href='/tin/bai-viet-12345/trang-2.html'>Trang 2</a></p>",
    "<p><a href='http://www.baogosim.example/tin/bai-viet-12345.html?p=2'>Đọc tiếp trang 2</a></p>",
    "<p><a href='?start=1'>Tiếp theo</a></p>",
)
OTHERS = (
    "<div><a href='/tin/bai-khac-99.html' rel='next'>Xã Bến Đò khánh thành nhà văn hóa</a></div>",
    "<p><a href='/tin/bai-viet-12346.html'>2</a></p>",
    "<p><a href='/dan-van?page=2'>2</a></p>",
    "<p><a href='?cpage=2#comments'>2</a></p>",
    "<p><a href='?p=12346'>Next</a></p>",
    "<p><a href='http://[broken/?page=2'>2</a></p>",
    "<p><a href='https://khac.example/tin/bai-viet-12345.html?page=2'>2</a></p>",
    "<h4>Tin khác</h4><p><a href='?page=2'>2</a></p>",
)


@pytest.mark.parametrize("pager", PAGERS)
def test_an_article_with_a_pager_has_a_doubt(pager: str) -> None:
    article = read(page(pager), URL)
    assert OTHER_PAGES in article.doubts
    assert len(article.text.split("\n\n")) == 4, "the pager is no text"


@pytest.mark.parametrize("other", OTHERS)
def test_other_links_below_the_text_are_no_pager(other: str) -> None:
    assert read(page(other), URL).doubts == ()


def test_rel_next_in_the_head() -> None:
    assert OTHER_PAGES in read(page("", "<link rel=next href='?page=2'>"), URL).doubts
    assert not read(page("", "<link rel=next href='/tin/bai-khac-99.html'>"), URL).doubts


@pytest.mark.parametrize(
    ("target", "is_page"),
    [
        ("hoi-nghi-2", False), ("hoi-nghi-p2", True), ("hoi-nghi-trang-2", True),
        ("hoi-nghi/2", True), ("hoi-nghi/page/2", True), ("hoi-nghi_2", False),
        ("hoi-nghi.2", False), ("hoi-nghi?page=2", True), ("hoi-nghi-page-2/", True),
    ],
)  # fmt: skip
def test_a_bare_number_in_the_path_counts_only_in_a_pager(target: str, is_page: bool) -> None:
    url = "https://baogosim.example/tin/hoi-nghi"
    head = f"<link rel=next href='/tin/{target}'>"
    assert (OTHER_PAGES in read(page("", head), url).doubts) == is_page
    link = f"<p><a rel=next href='/tin/{target}'>Bài tiếp theo</a></p>"
    assert (OTHER_PAGES in read(page(link), url).doubts) == is_page
    pager = f"<p>Trang 1 <a href='/tin/{target}'>2</a></p>"
    assert OTHER_PAGES in read(page(pager), url).doubts


@pytest.mark.parametrize(("lines", "found"), [(24, True), (25, False)])
def test_the_pager_is_among_the_25_lines_below_the_text(lines: int, found: bool) -> None:
    below = "<p>Phóng to</p>" * lines + "<p><a href='?page=2'>2</a></p>"
    assert (OTHER_PAGES in read(page(below), URL).doubts) == found


def test_a_pager_is_noted_as_a_cut() -> None:
    notes = explain(page("<p>Trang <a href='?page=2'>2</a> <a href='?page=3'>3</a></p>"), URL).notes
    assert ("Trang 2 3", "a pager") in [(cut.text, cut.reason) for cut in notes.cuts]


@pytest.mark.parametrize(("length", "is_cut"), [(120, True), (121, False)])
def test_a_pager_has_at_most_120_characters(length: int, is_cut: bool) -> None:
    pager = "Trang <a href='/x'>2</a> " + "3 " * 55 + "4"
    pager += "4" * (length - len("Trang 2 " + "3 " * 55 + "4"))
    assert (pager[-4:] not in read(page(f"<p>{pager}</p>"), URL).text) == is_cut
