"""A host has one queue of requests, with or without `www.`."""

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from time import sleep

from .archives import rows
from .conftest import Command
from .one_site import LISTING, Response, Site, listing, page, served


class WwwSite(Site):
    """A site that redirects to `www.`, and counts the requests that it answers at once."""

    def __init__(self) -> None:
        super().__init__()
        self.most = 0
        self._now = 0
        self._lock = Lock()
        numbers = [1, 2, 3, 4, 5, 6]
        pages = {f"/bai-{n:05}.html": page(n) for n in numbers}
        pages |= {"/": (200, {}, f'<a href="{LISTING}">Thời sự</a>'), LISTING: listing(numbers)}
        self.responses = {path: self._at_www(path, response) for path, response in pages.items()}

    def _at_www(self, path: str, response: Response) -> Callable[[str], Response]:
        def answer(host: str) -> Response:
            with self._lock:
                self._now += 1
                self.most = max(self.most, self._now)
            sleep(0.02)
            with self._lock:
                self._now -= 1
            if host.startswith("www."):
                return response
            return 301, {"Location": f"https://www.nbtv.vn{path}"}, ""

        return answer


def test_a_host_gets_one_request_at_a_time_and_one_budget(run: Command, tmp_path: Path) -> None:
    site = WwwSite()
    with served(site) as origin:
        polite = ("-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1", "-s", "DOWNLOAD_DELAY=0.01")
        done = run("scrapy", "crawl", "nbtv", "-s", f"CRAWL_ORIGIN={origin}", *polite)
    assert done.returncode == 0, done.stderr
    assert len(site.requested) > 2 * 8
    assert site.most == 1
    counted = "SELECT host, requests FROM host_requests"
    assert rows(tmp_path / "archive.db", counted) == [("nbtv.vn", len(site.requested))]
