"""Headers without end."""

from pathlib import Path

from crawler.connections import MAX_HEADER_BYTES

from .conftest import Command
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
