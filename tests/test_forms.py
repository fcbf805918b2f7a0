"""Pages without a text of their own: with forms, comments, teasers, sentences about the site."""

import pytest

from .reading import explain, read

TITLE = "Tuyên truyền lưu động ở xã Gò Sim"
HEAD = f"<title>{TITLE}</title><h2>{TITLE}</h2><p>Ngày đăng: 12/04/2021</p><img src=a.jpg>"
QUESTION = "Theo bạn, nội dung nào trên trang thông tin của xã cần được bổ sung nhiều hơn nữa?"
CHOICES = "".join(
    f"<label><input type=radio name=vote> {choice} của xã Gò Sim</label><br>"
    for choice in ("Tin tức, sự kiện hằng ngày", "Văn bản chỉ đạo điều hành", "Thủ tục hành chính")
)
RULES = "Nội dung ý kiến (từ mười chữ trở lên, viết bằng tiếng Việt có dấu, không có liên kết)"
P = [
    f"Bà con xã Gò Sim góp công làm đường và giữ sạch dòng kênh đoạn chảy qua thôn số {n}."
    for n in range(4)
]
MENU = "".join(f"<a href=/{n}>Mục {n}</a><br>" for n in range(20))
TITLED = f"<div>{TITLE}</div>"
COUNTERS = "<div><p>Lượt truy cập: 530</p><p>Đang xem: 47</p></div>"


COMMENT = f"<div class=z><b>{{}}</b><p>{P[2]}</p><span>Thích (2)</span> <span>Trả lời</span></div>"
LINK = "Mùa nước nổi về sớm trên cánh đồng Bãi Nhạn"
TEASER = f"<li><b><a href=/{{0}}>{LINK}</a></b><i>1{{0}}/10/2023</i><p>{{0}} {P[0]}</p></li>"


@pytest.mark.parametrize(
    "form",
    [
        f"<div class=x><p>{QUESTION}</p>{CHOICES}<a href=/vote>Biểu quyết</a></div>",
        f"<div class=x><p>{QUESTION}</p><div>{CHOICES}</div></div>",
        f"<form><p>Họ và tên</p><input><p>{RULES}</p><textarea></textarea></form>",
        "<p>Chưa có bình luận nào. Hãy là người đầu tiên bình luận cho video này!</p>",
        COUNTERS,
        "<p>Trang web này sử dụng cookie để nâng cao trải nghiệm của bạn đọc.</p>",
        COMMENT.format("Lò Văn Tấm") + COMMENT.format("Trần Thị Hoa"),
        TEASER.format(1) + TEASER.format(2),
        f"<a href=/1><h4>{LINK}</h4><p>{P[0]}</p></a><a href=/2><h4>{LINK}</h4><p>{P[1]}</p></a>",
    ],
)
@pytest.mark.parametrize("is_aspx", [True, False])
def test_a_page_with_nothing_but_a_form_has_no_text(form: str, is_aspx: bool) -> None:
    page = f"{HEAD}<div class=y>{form}</div>{COUNTERS}"
    found = read(f"<form action=a.aspx>{page}</form>" if is_aspx else page)
    assert (found.title, found.text) == (TITLE, "")


@pytest.mark.parametrize(
    "form",
    [
        f"<div class=x><p>{QUESTION}</p>{CHOICES}</div>",
        f"<form><p>{RULES}</p><textarea></textarea></form>",
    ],
)
def test_a_form_below_a_text(form: str) -> None:
    text = "".join(f"<p>{line}</p>" for line in P)
    extraction = explain(f"{HEAD}<div class=b>{text}{form}</div>")
    assert extraction.article.text.split("\n\n") == P
    assert "a form to comment or to vote" in {cut.reason for cut in extraction.notes.cuts}


@pytest.mark.parametrize(
    ("form", "kept"),
    [
        (f"<div class=x><p>{QUESTION}</p>{CHOICES}</div>".replace("name=vote", ""), False),
        (f"<div class=x><p>{QUESTION}</p>{CHOICES.replace('radio', 'checkbox')}</div>", True),
        (
            f"<div class=x><p>{QUESTION}</p>"
            + "".join(f"<input type=radio name={name}> {QUESTION}" for name in "abc")
            + "</div>",
            True,
        ),
    ],
)
def test_a_poll_has_one_question_and_one_answer(form: str, kept: bool) -> None:
    text = "".join(f"<p>{line}</p>" for line in P)
    found = read(f"{HEAD}<div class=b>{text}{form}</div>").text
    assert (QUESTION in found) == kept


@pytest.mark.parametrize(("questions", "kept"), [(1, False), (2, True)])
def test_the_questions_of_a_quiz_are_text(questions: int, kept: bool) -> None:
    text = "".join(f"<p>{line}</p>" for line in P)
    quiz = "".join(
        f"<div><p>Câu {n}. {QUESTION}</p>{CHOICES.replace('vote', f'v{n}')}</div>"
        for n in range(questions)
    )
    search = "<div><input type=radio name=s>Bài<br><input type=radio name=s>Ảnh</div>"
    found = read(f"{HEAD}<div class=b>{text}{quiz}</div>{search}").text
    assert (f"Câu {questions - 1}. {QUESTION}" in found) == kept


@pytest.mark.parametrize(("length", "kept"), [(400, False), (401, True)])
def test_a_form_around_a_text_is_that_of_the_page(length: int, kept: bool) -> None:
    text = (P[0] + " ").ljust(length - 1, "o") + "."
    found = read(f"{HEAD}<form><p>{text}</p><textarea></textarea></form>")
    assert (text in found.text) == kept


@pytest.mark.parametrize("title", [f"<h1>{TITLE}</h1>", f"<h2>{TITLE}</h2>", MENU + TITLED])
def test_the_form_around_a_page_with_a_short_text(title: str) -> None:
    inside = f"{title}<p>{P[0]}</p><p>Ý kiến</p><textarea></textarea>"
    found = read(f"<title>{TITLE}</title><form action=a.aspx><div>{inside}</div></form>")
    assert (found.title, found.text) == (TITLE, P[0])


@pytest.mark.parametrize(("lines", "kept"), [(19, False), (20, True)])
def test_a_form_to_write_in_has_at_most_20_lines(lines: int, kept: bool) -> None:
    form = f"<form><p>{RULES}</p>{'<p>Gò Sim</p>' * lines}<textarea></textarea></form>"
    assert (RULES in read(f"{HEAD}{form}").text) == kept


@pytest.mark.parametrize(
    ("before", "kept"),
    [
        ("<form><textarea></textarea></form>" * 9, False),
        ("<form><textarea></textarea></form>" * 10, True),
        ("<input>" * 299, False),
        ("<input>" * 300, True),
    ],
)
def test_so_many_forms_and_inputs_are_looked_at(before: str, kept: bool) -> None:
    found = read(f"{HEAD}<div>{before}<form><p>{RULES}</p><textarea></textarea></form></div>")
    assert (RULES in found.text) == kept


@pytest.mark.parametrize(
    ("line", "kept"), [("Xã Gò Sim mừng xuân", True), ("Xã Gò Sim xuân", False)]
)
def test_lines_that_only_trafilatura_reads_have_five_words(
    line: str, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_by = "extraction.second_reader._trafilatura_paragraphs"
    monkeypatch.setattr(read_by, lambda *_, **__: (line, QUESTION[:9]))
    assert (read(f"{HEAD}<p>{line}</p>").layout == "trafilatura") == kept
