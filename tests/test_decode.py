"""Decoding: what a page declares is a hint, its bytes decide."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.decode import decode
from extraction.text import clean
from sample_sites.charsets import windows_1258

SENTENCE = (
    "Đồng chí Lò Văn Tâm, Trưởng ban Dân vận, phát biểu tại hội nghị của xã Nậm Lành. "
    "Bà con đều đồng tình ủng hộ, cùng nhau hiến đất mở đường. "
)
WORDS = (
    "dân vận khéo Đảng uỷ ủy hoà hòa khỏe thuỷ quý tỉnh Nghĩa Đường Nậm Hoàng huỳnh ở xã bản "
    "chức NGƯỜI ỨNG ưỡn oằn yêu đặng ẩn ỹ Ổ Ặ phường quyển 2023 QCDC ASCII"
).split()
CHARSETS = (
    "", "utf-8", "UTF8", "windows-1258", "windows-1252", "iso-8859-1", "us-ascii", "tcvn",
    "x-user-defined", "gb18030", "shift_jis", "utf-16", "none", "\u00a0",
)  # fmt: skip

vietnamese = st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).map(" ".join)


def page(text: str, declared: str = "") -> str:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    return f"<html><head>{meta if declared else ''}</head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize("declared", CHARSETS, ids=repr)
def test_utf_8_whatever_is_declared(declared: str) -> None:
    header = f"text/html; charset={declared}"
    assert decode(page(SENTENCE, declared).encode()) == page(SENTENCE, declared)
    assert decode(page(SENTENCE).encode(), header) == page(SENTENCE)
    assert decode(page(SENTENCE, declared).encode(), header) == page(SENTENCE, declared)


@given(vietnamese, st.sampled_from(CHARSETS), st.sampled_from(CHARSETS))
def test_any_vietnamese_utf_8_is_decoded(text: str, header: str, meta: str) -> None:
    complete = page(text, meta)
    assert decode(complete.encode(), f"text/html; charset={header}") == complete
    assert decode(text.encode(), header) == text


@pytest.mark.parametrize(
    ("declared", "header"),
    [
        pytest.param("windows-1258", "", id="declared by meta"),
        pytest.param("", "text/html; charset=windows-1258", id="declared by the header"),
        pytest.param("", 'text/html; charset="cp1258"', id="declared by the header, quoted"),
        pytest.param("", "", id="not declared"),
        pytest.param("", "text/html", id="a header without a charset"),
        pytest.param("utf-8", "", id="meta says UTF-8"),
        pytest.param("utf-8", "text/html; charset=utf-8", id="both say UTF-8"),
        pytest.param("us-ascii", "", id="meta says ASCII"),
        pytest.param("x-tcvn", "", id="meta names an unknown one"),
        pytest.param("", "text/html; charset=x-tcvn", id="header names an unknown one"),
        pytest.param("utf-8", "text/html; charset=windows-1258", id="meta wrong, header right"),
        pytest.param("windows-1258", "text/html; charset=iso-8859-1", id="meta before header"),
        pytest.param("WINDOWS-1258", "", id="capitals"),
    ],
)
def test_windows_1258(declared: str, header: str) -> None:
    text = page(SENTENCE, declared)
    assert clean(decode(windows_1258(text), header)) == clean(text)


@given(vietnamese, st.sampled_from(("windows-1258", "utf-8", "", "unknown")))
def test_any_vietnamese_windows_1258_is_decoded(text: str, declared: str) -> None:
    complete = page(text, declared)
    assert clean(decode(windows_1258(complete))) == clean(complete)


def test_short_form_of_the_meta_element() -> None:
    text = f"<html><head><meta charset=windows-1258></head><p>{SENTENCE}</p>"
    assert clean(decode(windows_1258(text))) == clean(text)


def test_another_legacy_charset() -> None:
    text = "<meta charset='windows-1252'><p>Café à Na Hin – “Déjà vu”</p>"
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        pytest.param(codecs.BOM_UTF8, "utf-8", id="UTF-8"),
        pytest.param(codecs.BOM_UTF16_LE, "utf-16-le", id="UTF-16, little-endian"),
        pytest.param(codecs.BOM_UTF16_BE, "utf-16-be", id="UTF-16, big-endian"),
    ],
)
@pytest.mark.parametrize("declared", ["windows-1258", "utf-8"])
def test_a_byte_order_mark_decides(mark: bytes, encoding: str, declared: str) -> None:
    text = page(SENTENCE, declared)
    assert decode(mark + text.encode(encoding), f"text/html; charset={declared}") == text


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_only_a_byte_order_mark(mark: bytes) -> None:
    assert decode(mark) == ""


def test_utf_16_truncated_inside_a_character() -> None:
    content = codecs.BOM_UTF16_LE + SENTENCE.encode("utf-16-le")[:-1]
    assert decode(content).startswith(SENTENCE[:-1])


@pytest.mark.parametrize("header", ["", "text/html; charset=windows-1258"])
def test_utf_8_truncated_anywhere(header: str) -> None:
    text = page(SENTENCE * 3)
    content = text.encode()
    for length in range(len(content) - 150, len(content)):
        complete = content[:length].decode("utf-8", "ignore")
        assert decode(content[:length], header) in (
            complete,
            complete + "\N{REPLACEMENT CHARACTER}",
        )


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(b"\xff\xfe", id="bytes that UTF-8 never has"),
        pytest.param(b"\xc3", id="half a character"),
        pytest.param(b"\x93\x94", id="pasted windows quotes"),
        pytest.param(b"\xe1\xba", id="two thirds of a character"),
    ],
)
def test_utf_8_with_a_few_broken_bytes(damage: bytes) -> None:
    content = (SENTENCE * 20).encode() + damage + b"\n" + (SENTENCE * 20).encode()
    text = decode(content, "text/html; charset=windows-1258")
    assert text.startswith(SENTENCE * 20)
    assert text.endswith("\n" + SENTENCE * 20)
    assert "\N{REPLACEMENT CHARACTER}" in text


def test_nul_bytes_are_ignored() -> None:
    content = b"\x00" + SENTENCE.encode() + b"\x00\x00"
    assert clean(decode(content)) == SENTENCE.strip()


@pytest.mark.parametrize("header", ["", "text/html; charset=utf-16", "charset=", "charset=utf-8"])
def test_empty(header: str) -> None:
    assert decode(b"", header) == ""


@given(st.binary(max_size=300), st.sampled_from(CHARSETS))
def test_any_bytes_are_decoded(content: bytes, declared: str) -> None:
    assert isinstance(decode(content, f"text/html; charset={declared}"), str)
    assert isinstance(decode(f"<meta charset='{declared}'>".encode() + content), str)


@given(st.binary(max_size=60), st.text(max_size=40))
def test_any_header_is_accepted(content: bytes, header: str) -> None:
    assert isinstance(decode(content + b"\xff", header), str)
