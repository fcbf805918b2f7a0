"""Summaries that a machine wrote: they are not the article's text, nor its lead."""

import pytest

from extraction.boilerplate import is_summary_heading

from .reading import read

TITLE = "Xã Gò Sim huy động sức dân làm cầu"
LEAD = (
    "Sau bảy tháng thi công, cây cầu nối hai thôn của xã Gò Sim đã xong trước mùa mưa lũ năm nay."
)
P = [
    f"Bà con xã Gò Sim góp công làm đường và giữ sạch dòng kênh đoạn chảy qua thôn số {n}."
    for n in range(5)
]
POINTS = (
    "Cầu mới dài bốn mươi hai mét thay cho cây cầu treo cũ nối hai thôn.",
    "Nhân dân hai thôn góp một nửa kinh phí và hơn một nghìn ngày công.",
)
HEADING = "Tóm tắt nội dung bởi AI"
LIST = f"<ul><li>{POINTS[0]}</li><li>{POINTS[1]}</li></ul>"
TEXT = "".join(f"<p>{line}</p>" for line in P)


@pytest.mark.parametrize(
    "heading",
    [
        HEADING,
        "Tóm tắt bằng AI",
        "Tóm tắt bài viết bằng AI (thử nghiệm)",
        "Tóm tắt nhanh nội dung bài báo bởi trợ lý AI",
        "Nội dung được tóm tắt bởi AI",
        "Bản tóm tắt được tạo bởi AI",
        "Tóm tắt bằng trí tuệ nhân tạo",
        "AI tóm tắt bài viết",
        "AI tóm tắt",
        "Điểm chính do AI tổng hợp",
        "Tóm tắt (AI)",
        "Điểm chính của bài viết (do AI tổng hợp)",
        "Các ý chính của tin do AI tóm tắt",
        "Ý chính bài viết - Trợ lý AI",
        "Gemini tóm tắt bài viết",
        "Tóm tắt bằng ChatGPT",
    ],
)
def test_headings_of_summaries(heading: str) -> None:
    assert is_summary_heading(heading)


@pytest.mark.parametrize(
    "line",
    [
        "Tóm tắt",
        "Tóm tắt nội dung",
        "AI ĐƯỢC HƯỞNG TRỢ CẤP",
        "AI tóm tắt biên bản họp thôn",
        "Tóm tắt bài giảng về AI",
        "Điểm chính của nghị quyết",
        "Ứng dụng trí tuệ nhân tạo",
        "Tóm tắt bằng ai",
        "Điểm chính của bài viết",
        "Nội dung chính của AI",
        "Ý chính bài viết về AI",
        "Điểm nổi bật Gemini",
        "Gemini tóm tắt biên bản họp thôn",
    ],
)
def test_other_headings(line: str) -> None:
    assert not is_summary_heading(line)


@pytest.mark.parametrize(
    "summary",
    [
        f"<div class=x><div>{HEADING}</div>{LIST}</div>",
        f"<div class=x><p>{HEADING} <button>Xem nhanh</button></p><p>{POINTS[0]}</p>"
        f"<p>{POINTS[1]}</p><p>Nội dung do AI tạo ra, có thể chưa chính xác.</p></div>",
        f"<div class=x><div><span>{HEADING}</span></div><div><div>{LIST}</div></div></div>",
        f"<p><b>{HEADING}</b></p>{LIST}",
    ],
)
@pytest.mark.parametrize("place", ["above the body", "in the body", "above the lead", "at the end"])
def test_a_summary_is_left_out(summary: str, place: str) -> None:
    lead = f"<p class=sapo>{LEAD}</p>"
    body = {
        "above the body": f"{lead}{summary}<div class=b>{TEXT}</div>",
        "in the body": f"{lead}<div class=b>{summary}{TEXT}</div>",
        "above the lead": f"{summary}{lead}<div class=b>{TEXT}</div>",
        "at the end": f"{lead}<div class=b>{TEXT}{summary}</div>",
    }[place]
    found = read(f"<title>{TITLE}</title><div><h1>{TITLE}</h1>{body}</div>")
    assert (found.lead, found.body.split("\n\n")) == (LEAD, P)


def test_a_summary_that_is_all_there_is_stays() -> None:
    found = read(f"<title>{TITLE}</title><h1>{TITLE}</h1><div class=x><p>{HEADING}</p>{LIST}</div>")
    assert set(POINTS) <= set(found.text.split("\n\n"))


@pytest.mark.parametrize(("length", "kept"), [(1000, False), (1001, True)])
def test_a_summary_has_at_most_1000_characters(length: int, kept: bool) -> None:
    point = f"{POINTS[0]} ".ljust(length - 1, "o") + "."
    box = f"<div class=x><p>{HEADING}</p><p>{point}</p></div>"
    found = read(f"<title>{TITLE}</title><h1>{TITLE}</h1><div class=b>{box}{TEXT * 4}</div>")
    assert (point in found.text) == kept


@pytest.mark.parametrize(("beside", "kept"), [(1, False), (-1, True)])
def test_a_summary_is_at_most_half_of_the_text(beside: int, kept: bool) -> None:
    text = f"<p>{POINTS[1].ljust(len(POINTS[0]) + beside, 'o')}</p>"
    box = f"<div class=x><p>{HEADING}</p><p>{POINTS[0]}</p></div>"
    found = read(f"<title>{TITLE}</title><h1>{TITLE}</h1><div class=b>{box}{text}</div>")
    assert (POINTS[0] in found.text) == kept


def test_a_heading_among_paragraphs_takes_none_of_them_with_it() -> None:
    body = f"<div class=b>{TEXT}<p>{HEADING}</p><p>{POINTS[0]}</p></div>"
    found = read(f"<title>{TITLE}</title><h1>{TITLE}</h1>{body}")
    assert found.text.split("\n\n") == [*P, POINTS[0]]


@pytest.mark.parametrize(("count", "kept"), [(3, False), (4, True)])
def test_at_most_three_summaries_are_left_out(count: int, kept: bool) -> None:
    boxes = "".join(f"<div><p>{HEADING}</p><p>{n} {POINTS[0]}</p></div>" for n in range(count))
    found = read(f"<title>{TITLE}</title><h1>{TITLE}</h1><div class=b>{TEXT * 3}{boxes}</div>")
    assert (f"{count - 1} {POINTS[0]}" in found.text) == kept


def test_paragraphs_that_begin_with_the_heading_stay() -> None:
    body = f"<div class=b><p>{HEADING}</p>{TEXT}</div>"
    found = read(f"<title>{TITLE}</title><h1>{TITLE}</h1>{body}")
    assert found.text.split("\n\n") == P
