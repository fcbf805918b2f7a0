"""From bytes to text: the declared character set is a hint, the bytes decide."""

import codecs
import re

_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_META_SEARCHED = 4096  # bytes; HTML wants the declaration in the first 1024

# The character sets that are believed if a page declares them and is not UTF-8. As in the Encoding
# Standard of browsers, Latin-1 means windows-1252 and GB2312 a superset of it. Other declarations
# (UTF-16 without a byte-order mark, codecs that are not character sets) are ignored.
_ONE_BYTE_OR_ASIAN = {
    **{name: name for name in ("cp1258", "cp1252", "cp1250", "cp1251", "gbk", "gb18030", "big5")},
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
}

# Share of broken bytes; UTF-8 that was truncated or patched has few of them.
_MAX_BROKEN = 0.005


def decode(content: bytes, content_type: str = "") -> str:
    """Return the text of an HTML page; bytes that cannot be decoded become U+FFFD.

    A byte-order mark decides. Without one, bytes that are valid UTF-8 are read as UTF-8, whatever
    the header or the page declares: Vietnamese text in another character set is hardly ever valid
    UTF-8. Other bytes are read in the character set that the page declares, else the one in
    `content_type` (a Content-Type header), else windows-1258.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        # Not final: a page that was truncated inside a character is still UTF-8.
        return codecs.getincrementaldecoder("utf-8")().decode(content)
    except UnicodeDecodeError:
        pass  # not UTF-8, or damaged: decided below
    repaired = content.decode("utf-8", "replace")
    if repaired.count("\N{REPLACEMENT CHARACTER}") <= _MAX_BROKEN * len(content):
        multibyte = sum(1 for char in repaired if ord(char) > 0x7F and char != "\ufffd")
        if multibyte > repaired.count("\N{REPLACEMENT CHARACTER}"):
            return repaired
    return content.decode(_legacy_charset(content, content_type), "replace")


def _legacy_charset(content: bytes, content_type: str) -> str:
    meta = _META_CHARSET.search(content[:_META_SEARCHED])
    header = _HEADER_CHARSET.search(content_type)
    declared = [
        meta.group(1).decode("ascii", "replace") if meta else "",
        header.group(1) if header else "",
    ]
    for name in declared:
        try:
            codec = codecs.lookup(name).name
        except LookupError:
            continue  # none declared, or an unknown one
        if codec in _ONE_BYTE_OR_ASIAN:
            return _ONE_BYTE_OR_ASIAN[codec]
    return "cp1258"
