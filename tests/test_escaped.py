"""Text that was escaped twice, and text that only a script of the page can read."""

import base64
from html import escape
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.cutting import ENCODED
from extraction.garbled import is_encoded

from .reading import read

TITLE = "Xã Gò Sim bàn chung việc làm đường"
LINES = [
    f"Bà con xã Gò Sim góp công làm đường và giữ sạch dòng kênh qua thôn số {n}." for n in range(4)
]
MARKUP = "".join(f'<p style="text-align: justify">{line}&nbsp;</p>' for line in LINES)


def body(inside: str) -> list[str]:
    return read(f"<h1>{TITLE}</h1><div>{inside}</div>").text.split("\n\n")


@pytest.mark.parametrize(("times", "read"), [(1, True), (2, True), (4, True), (5, False)])
def test_escaped_markup_is_read(times: int, read: bool) -> None:
    escaped = MARKUP
    for _ in range(times):
        escaped = escape(escaped)
    assert (body(f"<div>{escaped}</div>") == LINES) == read


@pytest.mark.parametrize("sign", ["\x01", "\x0e", "\x1b", "\ufffe", "&amp;#1;"])
def test_escaped_markup_beside_a_control_character_is_read(sign: str) -> None:
    assert body(f"<div>{sign}{escape(MARKUP)}</div>") == LINES


def test_escaped_markup_after_an_element_and_in_a_paragraph() -> None:
    assert body(f"<b></b>{escape(MARKUP)}") == LINES
    inner = escape(f"<p>{LINES[1]}</p><p>{LINES[2]}</p>")
    assert body(f"<p>{LINES[0]}</p><p>{inner}</p><p>{LINES[3]}</p>") == LINES


def test_a_sentence_about_a_tag_and_a_script_stay_as_they_are() -> None:
    line = "Lớp học ở thôn dạy viết thẻ &lt;span&gt; và &lt;div&gt; cho hơn mười bạn trẻ xã Gò Sim."
    script = "<script>var a = '&lt;p&gt;không&lt;/p&gt;'</script>"
    shown = "Lớp học ở thôn dạy viết thẻ <span> và <div> cho hơn mười bạn trẻ xã Gò Sim."
    assert body(f"<p>{line}</p>{script}<p>{LINES[0]}</p>") == [shown, LINES[0]]


def test_entities_that_a_reader_sees_are_characters() -> None:
    assert body(f"<p>&amp;ldquo;{LINES[0]}&amp;rdquo;</p><p>{LINES[1]} R&amp;D</p>") == [
        f"“{LINES[0]}”", f"{LINES[1]} R&D",
    ]  # fmt: skip


TEXT = " ".join(LINES).encode()
CODE = base64.b64encode(TEXT).decode()
CODES = {
    "base64": CODE,
    "base64 in lines": "\n".join(CODE[i : i + 76] for i in range(0, len(CODE), 76)),
    "hexadecimal": TEXT.hex(),
    "percent": "".join(f"%{byte:02X}" for byte in TEXT),
    "JavaScript": " ".join(LINES).encode("unicode_escape").decode(),
}


@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
def test_encoded_text_is_not_stored(code: str) -> None:
    article = read(f"<h1>{TITLE}</h1><div id=enc>{code}</div>")
    assert (article.title, article.text, article.doubts) == (TITLE, "", (ENCODED,))
    partly = read(f"<h1>{TITLE}</h1><div><p>{LINES[0]}</p><p>{code}</p><p>{LINES[1]}</p></div>")
    assert (partly.text.split("\n\n"), partly.doubts) == (LINES[:2], (ENCODED,))


@pytest.mark.parametrize(
    ("line", "encoded"),
    [
        ("xBcdeFghk1" * 4, True),
        ("xBcdeFghk1" * 4 + " " + "b " * 19, True),
        ("xBcdeFghk1" * 4 + " " + "b " * 20, False),  # half of it
        (("xBcdeFghk1" * 4)[:-1], False),
        ("xBcdeFgh1" * 5, False),  # nine different characters
        ("abcdefghij" * 4, False),  # in one case, without a digit
        ("xBcd1" * 8 + "EFghkLMn2" + "Thon" * 11, False),  # half of the letters are syllables
        ("xBcd1" * 8 + "EFghkLMn2" + "Thon" * 10, True),
        ("-" * 80, False),
        ("\\u1ea7 " * 5, True),
        ("\\u1ea7 " * 4, False),
        ("https://baogosim.example/tin/abcdefghijklmnopqrstuvw-12345.html", False),
        (LINES[0], False),
    ],
)
def test_what_is_encoded(line: str, encoded: bool) -> None:
    assert is_encoded(line.strip()) == encoded


@pytest.mark.parametrize(
    "name",
    [
        "Ke_hoach_thuc_hien_quy_che_dan_chu_o_co_so_nam_2024",
        "CuocThiDanVanKheoXayDungNongThonMoiGoSim2024",
        "cuocthidanvankheoxaydungnongthonmoigosim2024",
        "KE-HOACH-THUC-HIEN-QUY-CHE-DAN-CHU-O-CO-SO-NAM-2024",
        "BC_KQ_THQCDC_2024_UBND_XA_GO_SIM_LAN_2_v3_final_Ban_chinh_thuc",
    ],
)
def test_a_long_name_is_not_encoded(name: str) -> None:
    assert not is_encoded(name)
    assert not is_encoded(f"Bà con gắn thẻ {name}")


# Bytes that Hypothesis would choose are not random: those in a row look like syllables in hex.
@given(st.integers(min_value=0), st.integers(150, 300))
def test_random_bytes_are_encoded(seed: int, length: int) -> None:
    content = Random(seed).randbytes(length)
    assert is_encoded(base64.b64encode(content).decode())
    assert is_encoded(content.hex())
