"""Headers without end."""

from pathlib import Path

from crawler.connections import MAX_HEADER_BYTES, MAX_LINE_BYTES

from .conftest import Command
from .gosim import page_row
from .one_site import LISTING, Site, listing, page
from .test_odd_sites import crawl, outcomes

LINE = 10_000  # bytes


def with_headers(number: int, size: int) -> tuple[int, dict[str, str], str]:
    """Return the page of an article whose headers have so many bytes, and a few more."""
    status, headers, text = page(number)
    lines = {f"X-{n}": "a" * (LINE - len(f"X-{n}: \r\n")) for n in range(size // LINE)}
    return status, headers | lines, text


def test_a_response_with_too_many_headers_is_given_up(run: Command, tmp_path: Path) -> None:
    site = Site()
    site.responses[LISTING] = listing([1, 2, 3])
    site.responses["/bai-00001.html"] = with_headers(1, MAX_HEADER_BYTES - 2 * LINE)
    site.responses["/bai-00002.html"] = with_headers(2, MAX_HEADER_BYTES)
    site.responses["/bai-00003.html"] = page(3)
    output = crawl(run, site)
    found = outcomes(tmp_path)
    assert found["/bai-00001.html"] == found["/bai-00003.html"] == "stored", output
    assert found["/bai-00002.html"] == "failed"


def test_a_response_with_too_long_a_header_is_given_up(run: Command, tmp_path: Path) -> None:
    site = Site()
    site.responses[LISTING] = listing([1, 2, 3])
    site.articles(3)
    name = "Content-Security-Policy"
    for number, more in ((1, 0), (2, 1)):
        status, headers, text = page(number)
        line = "a" * (MAX_LINE_BYTES - len(f"{name}: \r") + more)
        site.responses[f"/bai-{number:05}.html"] = status, headers | {name: line}, text
    output = crawl(run, site)
    found = outcomes(tmp_path)
    assert found["/bai-00001.html"] == found["/bai-00003.html"] == "stored", output
    assert found["/bai-00002.html"] == "failed"
    why = f"could not be fetched: a line of its headers is longer than {MAX_LINE_BYTES} bytes"
    assert page_row(tmp_path, "https://nbtv.vn/bai-00002.html", "reason") == (why,)
