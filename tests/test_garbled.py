"""Garbled text, and readable text with unusual symbols."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.garbled import garbled_sign

from .reading import read

GOOD = (
    "Sáng 12/8, đồng chí Bí thư Đảng ủy xã Gò Sim dự hội nghị tổng kết công tác dân vận và việc "
    "thực hiện Quy chế dân chủ ở cơ sở; nhiệt độ ngoài trời 38°C, hội trường rộng 120 m²."
)
# The lower-case letters in Unicode and in TCVN3 (TCVN 5712:1993, VN3).
LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
TCVN3 = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúûüýþ"


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        (GOOD, None),
        ("", None),
        ("Hiến 200m², 150m², 80m², 95m², 120m² và 60m² đất làm đường", None),
        ("Hội thi «Dân vận khéo» của xã Gò Sim", None),
        ("Ai?Ở đâu?Khi nào? Bà con thôn Sim hỏi nhau như thế suốt mấy hôm nay.", None),
        (GOOD.encode().decode("latin-1"), "UTF-8 was read as windows-1252"),
        (GOOD.encode().decode("cp1252", "replace"), "UTF-8 was read as windows-1252"),
        (GOOD.lower().translate(str.maketrans(LETTERS, TCVN3)), "an old Vietnamese font"),
        (GOOD.encode("ascii", "replace").decode(), "letters are lost"),
        (GOOD.encode("cp1258", "replace").decode("utf-8", "replace"), "letters are lost"),
    ],
)
def test_garbled_text_is_distinguished_from_readable_text(text: str, sign: str | None) -> None:
    found = garbled_sign(text)
    assert (found is None) == (sign is None), found
    assert sign is None or sign in (found or "")


GOOD_WORDS = [*GOOD.split(), "«dân", "vận»", "25°C", "80m²,", "150m²", "gì?"]


@given(st.lists(st.sampled_from(GOOD_WORDS), min_size=20))
def test_readable_vietnamese_is_not_garbled(words: list[str]) -> None:
    assert garbled_sign(" ".join(words)) is None


def test_an_article_with_garbled_text() -> None:
    text = GOOD.encode().decode("latin-1")
    page = f"<h1>{text[:60]}</h1><p>{text}</p><p>{text}</p>"
    assert read(page).garbled is not None
    assert read(page.encode("latin-1")).garbled is None


def test_a_page_that_is_packed_without_a_header_is_not_of_an_old_font() -> None:
    packed = gzip.compress(f"<h1>{GOOD[:60]}</h1><p>{GOOD}</p>".encode() * 40)
    found = read(packed)
    assert found.garbled == "it is packed with gzip, and no header of the page says so"
    assert (found.title, found.text) == (None, "")
