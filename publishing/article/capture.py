"""The page of a newspaper as it was captured: read from its WARC file, and made harmless.

Only what is listed here stays of a page: its text, and the elements that order it. Scripts, styles,
images, forms and links are not among them.
"""

import hashlib
import re
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html
from warcio.archiveiterator import ArchiveIterator

from extraction.decode import decode
from extraction.encodings import unchunk, unpack
from publishing.language import gettext
from publishing.stock import visible

MAX_PAGE = 10 * 1024 * 1024
"""Bytes of a page that is shown, packed or not."""

_KEPT = frozenset(
    "abbr address article aside b bdi bdo blockquote br caption center cite code dd del dfn div dl "
    "dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i ins kbd li mark nav ol p pre q s "
    "section small span strong sub sup table tbody td tfoot th thead time tr u ul var wbr".split()
)
_EMPTY = frozenset(["br", "hr", "wbr"])
# With all that is in them. Of other elements, such as forms, the text stays.
_DROPPED = frozenset(
    "applet audio canvas datalist frameset head iframe math noembed noframes object option script "
    "select style svg template textarea title video".split()
)
_SPANS = ("colspan", "rowspan")


class Unreadable(Exception):
    """A capture cannot be shown; the message is one sentence for the reader."""


def read_page(folder: Path, capture: dict[str, Any]) -> str:
    """Return a captured page as text, given its row in `captures`. Raises Unreadable."""
    path = folder / capture["file"]
    if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
        raise Unreadable(gettext("The file with this capture is not on this server."))
    if capture["length"] > MAX_PAGE:
        raise Unreadable(gettext("This capture is too large to be shown."))
    try:
        headers, payload = _response(path, capture["offset"], capture["length"])
        if hashlib.sha256(payload).hexdigest() != capture["sha256"]:
            raise ValueError("its SHA-256 differs")
        if headers.get("transfer-encoding", "").lower() == "chunked":
            payload = unchunk(payload)
        content = unpack(payload, headers.get("content-encoding", ""), MAX_PAGE)
    except Exception as error:  # warcio raises errors of any kind when a record is damaged
        raise Unreadable(gettext("The record of this capture cannot be read.")) from error
    return decode(content, headers.get("content-type", ""))


def harmless(page: str) -> str:
    """Return the text of a page as HTML that runs nothing, requests nothing and leads nowhere."""
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(page.encode(), parser=parser)
    except (lxml.etree.ParserError, ValueError) as error:
        raise Unreadable(gettext("This capture has no text.")) from error
    written: list[str] = []
    walker = lxml.etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            if element.tag in _DROPPED:
                walker.skip_subtree()
            else:
                written += _opening(element), escape(element.text or "")
        else:
            if element.tag in _KEPT - _EMPTY or element.tag == "a":
                written.append("</span>" if element.tag == "a" else f"</{element.tag}>")
            written.append(escape(element.tail or ""))
    return visible("".join(written))


def _response(path: Path, offset: int, length: int) -> tuple[dict[str, str], bytes]:
    """Return the headers of the response at a place of a WARC file, and its body as it was sent."""
    with path.open("rb") as file:
        file.seek(offset)
        packed = BytesIO(file.read(length))
    record = next(iter(ArchiveIterator(packed)))
    payload = b""
    while piece := record.raw_stream.read(1 << 16):
        payload += piece
        if len(payload) > MAX_PAGE:
            raise ValueError("it is too large")
    headers: dict[str, str] = {}
    for name, value in record.http_headers.headers:
        name = name.lower()
        headers[name] = f"{headers[name]},{value}" if name in headers else value
    return headers, payload


def _opening(element: Any) -> str:
    """Return the start tag of an element, or what stands for it."""
    if element.tag == "a":
        return f'<span class="link" title="{escape(element.get("href", ""))}">'
    if element.tag == "img":
        words = " ".join(element.get("alt", "").split())
        image = gettext("Image")
        return f'<span class="image">[{image}: {escape(words)}]</span>' if words else ""
    if element.tag not in _KEPT:
        return ""
    spans = [(name, element.get(name, "")) for name in _SPANS]
    kept = [f' {name}="{value}"' for name, value in spans if re.fullmatch("[0-9]{1,3}", value)]
    return f"<{element.tag}{''.join(kept)}>"
