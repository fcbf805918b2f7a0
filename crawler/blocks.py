"""Notices that a site blocks the crawl, and ends it: nothing tries to get round a block."""

from collections.abc import Callable

from scrapy import Request
from scrapy.http import Response

from extraction.encodings import unpack
from extraction.listings import read_listing
from sites.responses import REDIRECT_STATUSES

MAX_REFUSALS = 20
"""Responses in a row; after so many refusals the crawl of the site ends."""

_REFUSALS = (401, 403, 429)
_UNREAD_ROBOTS = (429, 503)  # by another refusal, it allows everything


class BlockWatch:
    """Counts the responses with which a site refuses a crawl: 401, 403, 429 and challenge pages.

    A page is looked at for a challenge only while nothing else has come. Redirects, and errors such
    as 404, say neither that the site blocks nor that it does not.
    """

    def __init__(self, cut_short: Callable[[str], None], max_bytes: int) -> None:
        """Watch a crawl; a page of more than `max_bytes` is not looked at."""
        self._cut_short = cut_short
        self._max_bytes = max_bytes
        self._in_a_row = 0
        self.was_accepted = False
        """A page came that is no refusal."""
        self._last: str | None = None
        """The last refusal."""
        self._is_over = False

    def note(self, response: Response, request: Request) -> None:
        """Count a response; one to a request for robots.txt is no page of the site.

        But if that is refused so that it cannot be read, nothing else is requested.
        """
        if request.meta.get("dont_obey_robotstxt"):
            if response.status in _UNREAD_ROBOTS:
                self._last = self._refusal(response) or self._last
            return
        refusal = self._refusal(response)
        if refusal is not None:
            self._last = refusal
            self._in_a_row += 1
        elif response.status < 400 and response.status not in REDIRECT_STATUSES:
            self.was_accepted, self._in_a_row = True, 0
        if self._in_a_row == MAX_REFUSALS and not self._is_over:
            self._is_over = True
            self._cut_short(f"the site blocks the crawl: {self.reason()}")

    def reason(self) -> str | None:
        """Return how the site blocks the crawl, or None if it does not.

        It does if it refused everything, however little was requested, or too much in a row.
        """
        if self._is_over:
            return f"it refused {MAX_REFUSALS} requests in a row, the last with {self._last}"
        if self._last is not None and not self.was_accepted:
            return f"it refused every request, the last with {self._last}"
        return None

    def _refusal(self, response: Response) -> str | None:
        if response.status in _REFUSALS:
            return str(response.status)
        if self.was_accepted or response.status not in (200, 503):
            return None
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        encoding = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
        try:  # the responses of articles are captured as they came
            body = unpack(response.body, encoding, self._max_bytes)
        except ValueError:
            return None  # not a page that can be read
        page = read_listing(body, content_type, response.url)
        return f"a challenge page: “{page.challenge}”" if page.challenge else None
