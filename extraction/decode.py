"""Bytes to text: the declared character set is a hint, the bytes decide."""

import codecs
import re

_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_META_SEARCHED = 4096  # bytes; HTML wants the declaration in the first 1024

# What a page without a byte-order mark may be in, if it is not UTF-8. As in browsers, Latin-1 is
# windows-1252. Whatever else is declared (UTF-16, a codec that is none of text) is not believed.
_ONE_BYTE_OR_ASIAN = {
    **{name: name for name in ("cp1258", "cp1252", "cp1250", "cp1251", "gbk", "gb18030", "big5")},
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
}

# UTF-8 text that was cut or patched still is UTF-8 if few of its bytes are broken.
_MOST_BROKEN = 0.005


def decode(content: bytes, content_type: str = "") -> str:
    """Return the text of an HTML page.

    Vietnamese UTF-8 hardly ever looks like anything else, so bytes that are UTF-8 are read as
    UTF-8 whatever the header or the page say; a byte-order mark decides before that. Other
    bytes are read in the page's own character set, the header's, or windows-1258, in this order.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        # Not final: a page that was cut in the middle of a letter is UTF-8 all the same.
        return codecs.getincrementaldecoder("utf-8")().decode(content)
    except UnicodeDecodeError:
        pass  # not UTF-8, or damaged: decided below
    repaired = content.decode("utf-8", "replace")
    if repaired.count("\N{REPLACEMENT CHARACTER}") <= _MOST_BROKEN * len(content):
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
            continue  # none declared, or one that nobody knows: the next witness
        if codec in _ONE_BYTE_OR_ASIAN:
            return _ONE_BYTE_OR_ASIAN[codec]
    return "cp1258"
