"""WARC files of other tools, and the pages in them."""

from io import BytesIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

OLD = "2019-05-06T07:08:09Z"
TEXT = "Bà con thôn {n} xã Gò Sim cùng nhau làm ba cây số đường liên thôn trong một vụ nông nhàn."


def a_page(number: int, more: str = "") -> bytes:
    title = f"Dân vận khéo ở thôn {number} xã Gò Sim"
    text = TEXT.format(n=number)
    body = f"<div><p>{text}{more}</p><p>{text} Vui.</p></div>"
    return f"<title>{title}</title><h1>{title}</h1>{body}".encode()


def a_warc(*responses: tuple[str, str, int, str, bytes], packed: bool = True) -> bytes:
    """Return a WARC file with a request and a response for each.

    A response is a URL, date, status, content type and body.
    """
    out = BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("other.warc.gz", {"software": "other"}))
    for url, date, status, kind, body in responses:
        headers = StatusAndHeaders(f"{status} X", [("Content-Type", kind)], protocol="HTTP/1.1")
        response = writer.create_warc_record(
            url, "response", BytesIO(body), len(body), http_headers=headers,
            warc_headers_dict={"WARC-Date": date},
        )  # fmt: skip
        request = writer.create_warc_record(
            url, "request", http_headers=StatusAndHeaders("GET / HTTP/1.1", [("Host", "x")],
                                                          is_http_request=True),
        )  # fmt: skip
        writer.write_request_response_pair(request, response)
    return out.getvalue()


def warc_of(
    *records: tuple[str, str, str, str, list[tuple[str, str]], bytes, dict[str, str]],
) -> bytes:
    """Return a WARC file of records.

    A record is a type, URL, date, status line, HTTP headers, body and more WARC fields.
    """
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    for kind, url, date, status, headers, body, more in records:
        http_headers = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
        record = writer.create_warc_record(
            url, kind, BytesIO(body), len(body), http_headers=http_headers,
            warc_headers_dict={"WARC-Date": date, **more},
        )  # fmt: skip
        writer.write_record(record)
    return out.getvalue()
