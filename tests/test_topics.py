"""Topic phrases, and words that only resemble them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.text import comparable
from extraction.topics import (
    DAN_VAN,
    OFFICES,
    PHRASES,
    QCDC,
    Evidence,
    find_topics,
    names_topic,
    topics_of,
)

EVERY_PHRASE = [(topic, phrase) for topic, phrases in PHRASES.items() for phrase in phrases]


def phrases_in(text: str) -> list[tuple[str, int]]:
    return [(item.phrase, item.count) for item in find_topics(text, None, None)]


@pytest.mark.parametrize(
    ("body", "topics"),
    [
        ("Bà Lò Thị Tấm, Trưởng Ban Tuyên giáo và Dân vận Tỉnh ủy, dự hội nghị.", ()),
        ("Tới dự có bà Lò Thị Tấm, nguyên Trưởng Ban Dân vận Tỉnh ủy.", ()),
        ("Tới dự có bà Lò Thị Tấm, Phó Trưởng ban Dân vận Huyện ủy.", ()),
        ("Tới dự có bà Lò Thị Tấm, Phó Ban Dân vận Huyện ủy.", ()),
        ("Tới dự có Trưởng Ban Dân vận. Trưởng Ban Dân vận trao quà.", (DAN_VAN,)),
        ("Tới dự có Trưởng Ban Dân vận. Ban Dân vận trao quà.", (DAN_VAN,)),
        ("Ban Dân vận Tỉnh ủy trao quà.", (DAN_VAN,)),
        ("Ban Tuyên giáo và Dân vận mở lớp. Ban Tuyên giáo và Dân vận trao giấy.", (DAN_VAN,)),
        ("Ban Tuyên giáo và Dân vận mở lớp về dân vận.", (DAN_VAN,)),
        ("Ban Tuyên giáo và Dân vận mở lớp về dân chủ ở cơ sở.", (QCDC,)),
    ],
)
def test_the_office_of_somebody_is_no_topic(body: str, topics: tuple[str, ...]) -> None:
    assert topics_of(find_topics(None, None, body)) == topics


@pytest.mark.parametrize(("topic", "phrase"), EVERY_PHRASE)
@pytest.mark.parametrize("field", ["title", "lead", "body"])
def test_each_phrase_in_each_field(topic: str, phrase: str, field: str) -> None:
    text = f"Xã Nậm Lành: “{phrase.capitalize()}”, năm 2023."
    fields = {"title": None, "lead": None, "body": None, field: text}
    evidence = find_topics(**fields)
    assert evidence == (Evidence(topic, phrase, field, 1),)
    is_office = phrase in OFFICES and field == "body"
    assert topics_of(evidence) == (() if is_office else (topic,))


@pytest.mark.parametrize(("topic", "phrase"), EVERY_PHRASE)
def test_all_spellings_of_a_phrase(topic: str, phrase: str) -> None:
    for text in (
        phrase.upper(),
        phrase.title(),
        unicodedata.normalize("NFD", phrase),
        unicodedata.normalize("NFD", phrase.upper()),
        phrase.replace(" ", "\u00a0"),
        phrase.replace(" ", "  "),
        phrase.replace(" ", "\n"),
        f"'{phrase}'",
        f"({phrase})",
    ):
        assert find_topics(None, None, text) == (Evidence(topic, phrase, "body", 1),), text


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        pytest.param("Dân vận khéo", [("dân vận khéo", 1)], id="dân vận khéo"),
        pytest.param("“Dân vận” khéo", [("dân vận khéo", 1)], id="quotes inside the phrase"),
        pytest.param("Công tác dân vận", [("công tác dân vận", 1)], id="công tác dân vận"),
        pytest.param("Trưởng Ban Dân vận", [("trưởng ban dân vận", 1)], id="trưởng ban"),
        pytest.param("Lễ ra mắt Ban Dân vận", [("ban dân vận", 1)], id="ban dân vận"),
        pytest.param("Khối Dân vận xã", [("khối dân vận", 1)], id="khối dân vận"),
        pytest.param("Tổ dân vận ở bản", [("dân vận", 1)], id="the bare term"),
        pytest.param("người làm dân vận giỏi", [("dân vận", 1)], id="a person"),
        pytest.param(
            "Công tác dân vận và mô hình dân vận khéo; làm dân vận",
            [("dân vận khéo", 1), ("công tác dân vận", 1), ("dân vận", 1)],
            id="three different phrases",
        ),
        pytest.param(
            "Dân vận khéo, dân vận khéo, dân vận",
            [("dân vận khéo", 2), ("dân vận", 1)],
            id="counts",
        ),
        pytest.param(
            "Quy chế dân chủ ở cơ sở", [("quy chế dân chủ", 1)], id="part of a longer one"
        ),
        pytest.param(
            "thực hiện dân chủ ở cơ sở",
            [("thực hiện dân chủ ở cơ sở", 1)],
            id="the law's name holds two shorter phrases",
        ),
        pytest.param("Qui chế dân chủ", [("qui chế dân chủ", 1)], id="i for y"),
        pytest.param("dân chủ cơ sở", [("dân chủ cơ sở", 1)], id="without ở"),
        pytest.param("QCDC ở cơ sở", [("qcdc", 1)], id="abbreviation"),
        pytest.param("dân chủ tại nơi làm việc", [("dân chủ tại nơi làm việc", 1)], id="at work"),
    ],
)
def test_the_longer_phrase_counts(text: str, phrases: list[tuple[str, int]]) -> None:
    assert phrases_in(text) == phrases


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        pytest.param(
            "Ban Tuyên giáo và Dân vận Tỉnh ủy Na Hin kiểm tra các xã.",
            (DAN_VAN,),
            id="the merged committee",
        ),
        pytest.param(
            "Trưởng ban Tuyên giáo và Dân vận Tỉnh uỷ dự hội nghị.", (DAN_VAN,), id="its head"
        ),
        pytest.param(
            "Nghị quyết về biện pháp bảo đảm thực hiện dân chủ ở cơ sở", (QCDC,), id="a resolution"
        ),
        pytest.param("Luật Thực hiện dân chủ ở cơ sở năm 2022", (QCDC,), id="the law"),
        pytest.param("Phát huy dân chủ ở xã, phường, đặc khu", (QCDC,), id="in communes"),
        pytest.param(
            "Thực hiện dân chủ trong doanh nghiệp nhà nước", (QCDC,), id="in state companies"
        ),
        pytest.param(
            "Tuyên giáo và Dân vận: giám sát thực hiện dân chủ ở cơ sở", (DAN_VAN, QCDC), id="both"
        ),
    ],
)
def test_wording_after_the_mergers_of_2025(text: str, topics: tuple[str, ...]) -> None:
    assert topics_of(find_topics(text, None, None)) == topics


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Xã Nậm Lành họp dân bàn việc mở đường.",
        # the two syllables belong to different words
        "Bộ đội giúp nhân dân vận chuyển nông sản.",
        "Người dân vận hành trạm bơm của thôn.",
        "Hướng dẫn người dân vận dụng chính sách mới.",
        "Bà con nông dân vận tải lúa bằng xe công nông.",
        "Nhân dân vận động nhau hiến đất.",
        "Các hộ dân vận chuyển vật liệu lên bản.",
        "Ngư dân vận hành tàu lớn ra khơi.",
        # other words
        "Vận động nhân dân đóng góp ngày công.",
        "Đội dân quân vận chuyển hàng cứu trợ.",
        "Nước Việt Nam Dân chủ Cộng hòa ra đời.",
        "Sinh hoạt dân chủ, thẳng thắn.",
        "Dân chủ đi đôi với kỷ cương.",
        "Cơ sở dữ liệu về dân cư",
        # different words without diacritics
        "Dàn vân gỗ, dẫn văn hóa, đàn vàn",
        "Quy chế dàn chú",
        # parts of other words
        "ABQCDC, DVCQX",
    ],
    ids=repr,
)
def test_off_topic(text: str) -> None:
    for form in ("NFC", "NFD"):
        for spelled in (text, text.upper(), text.lower()):
            spelled = unicodedata.normalize(form, spelled)
            assert find_topics(spelled, spelled, spelled) == ()
    assert topics_of(()) == ()


def test_evidence_by_field_in_order() -> None:
    evidence = find_topics(
        "Thực hiện Quy chế dân chủ ở Nậm Lành",
        "Công tác dân vận của xã Nậm Lành có nhiều đổi mới.",
        "Mô hình dân vận khéo và QCDC.\n\nLàm dân vận là gần dân. Dân vận khéo thì việc xong.",
    )
    assert evidence == (
        Evidence(QCDC, "quy chế dân chủ", "title", 1),
        Evidence(DAN_VAN, "công tác dân vận", "lead", 1),
        Evidence(DAN_VAN, "dân vận khéo", "body", 2),
        Evidence(DAN_VAN, "dân vận", "body", 1),
        Evidence(QCDC, "qcdc", "body", 1),
    )
    assert topics_of(evidence) == (DAN_VAN, QCDC)


def test_topics_are_ordered_and_unique() -> None:
    evidence = find_topics("QCDC", "QCDC và dân vận", "Dân vận")
    assert topics_of(evidence) == (DAN_VAN, QCDC)


@pytest.mark.parametrize(
    "fields",
    [(None, None, None), ("", "", ""), (None, "", None)],
    ids=["none", "empty", "none and empty"],
)
def test_no_text_no_evidence(fields: tuple[str | None, str | None, str | None]) -> None:
    assert find_topics(*fields) == ()


@pytest.mark.parametrize(
    "url",
    [
        "https://nahin.test/cong-tac-dan-van-o-nam-lanh-20230829.html",
        "https://nahin.test/xa-nam-lanh-dan-van-kheo-post123.html",
        "https://nahin.test/Dan-Van-Kheo/12",
        "https://nahin.test/chinh-tri/thuc-hien-quy-che-dan-chu-o-co-so/d20190117053117653.htm",
        "https://nahin.test/qcdc-o-nam-lanh.htm",
        "https://nahin.test/vi-vn/chuyen-muc/dan-van-kheo/405534-193312",
        "https://nahin.test/luat-thuc-hien-dan-chu-o-co-so-1.html",
        "https://nahin.test/ban-tuyen-giao-va-dan-van-tinh-uy-1.html",
    ],
)
def test_a_slug_that_names_a_topic(url: str) -> None:
    assert names_topic(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://nahin.test/",
        "https://nahin.test/chinh-tri/xay-dung-dang",
        "https://nahin.test/van-dong-nhan-dan-hien-dat-1.html",
        "https://nahin.test/dan-chu-1.html",
        "https://nahin.test/mua-lua-chin-post12.html",
    ],
)
def test_a_slug_that_does_not_name_a_topic(url: str) -> None:
    assert not names_topic(url)


WORDS = "nhân dân vận khéo chuyển công tác quy chế chủ ở cơ sở ban QCDC xã , . “ ”".split()
texts = st.lists(st.sampled_from(WORDS), max_size=15).map(" ".join)


@given(texts)
def test_evidence_is_in_the_text(text: str) -> None:
    words = f" {comparable(text)} "
    for item in find_topics(None, text, None):
        assert item.field == "lead"
        assert f" {comparable(item.phrase)} " in words
        assert 0 < item.count <= words.count(comparable(item.phrase))
        assert item.phrase in PHRASES[item.topic]


@given(texts)
def test_evidence_does_not_depend_on_spelling(text: str) -> None:
    found = find_topics(text, None, None)
    assert find_topics(unicodedata.normalize("NFD", text), None, None) == found
    assert find_topics(text.upper(), None, None) == found
    assert find_topics(text.replace(" ", "\n"), None, None) == found


@given(st.text(max_size=100), st.text(max_size=100))
def test_any_text_can_be_searched(title: str, body: str) -> None:
    evidence = find_topics(title, None, body)
    assert topics_of(evidence) in ((), (DAN_VAN,), (QCDC,), (DAN_VAN, QCDC))
