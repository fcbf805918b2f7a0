"""Polite requests to a web archive: one at a time, with pauses, a few retries and a budget."""

import asyncio
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from time import monotonic
from types import TracebackType
from typing import Self

import httpx

from archive.warc.records import Headers
from sites.responses import pause_asked_by

MAX_TRIES = 3
"""Of one request, if the server is busy or silent, or the connection breaks."""

_BUSY = (429, 500, 502, 503, 504)
_MAX_WAITS = 2  # times the time limit for silence that a whole answer may take
_MAX_WHY = 100  # characters of an error of the network


class RequestFailed(Exception):
    """A request brought no answer; the message says what happened, in words."""


class BadAnswer(Exception):
    """An answer is too large, does not end or is cut off; the message says which, in words."""


class _CutOff(BadAnswer):
    """The next answer to the same request may be whole."""


class Stopped(Exception):
    """No more may be requested: the budget is used up, or the server asks for a long pause."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the requests of one command may use."""

    seconds: float
    requests: int
    bytes: int
    delay: float
    """Seconds between two requests."""
    silence: float
    """Seconds after which a server that sends nothing is given up."""
    pause: float
    """Seconds of the longest pause that a server may ask for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The response to a request."""

    status: int
    headers: Headers
    body: bytes
    """As it was sent, without its transfer encoding only."""

    def header(self, name: str) -> str:
        """Return a header of the response, or an empty text."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


class PoliteClient:
    """Requests URLs of one service, while its context is open. No redirect is followed."""

    def __init__(self, headers: dict[str, str], limits: Limits, *, proxies: bool) -> None:
        """Use the proxies that the environment names if `proxies` is true."""
        self._http = httpx.AsyncClient(
            headers={**headers, "Accept": "*/*", "Accept-Encoding": "identity"},
            timeout=limits.silence,
            trust_env=proxies,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),  # none are kept
        )
        self._limits = limits
        self._deadline = monotonic() + limits.seconds
        self._next = 0.0
        self._requests = self._bytes = 0

    async def __aenter__(self) -> Self:
        await self._http.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._http.__aexit__(kind, error, trace)

    async def get(self, url: str, most: int, headers: dict[str, str] | None = None) -> Answer:
        """Return the answer to a GET request, of at most `most` bytes.

        Raises RequestFailed if the server was busy or silent at every try, BadAnswer if the answer
        cannot be used, Stopped if no more may be requested.
        """
        fault: Exception = RequestFailed("")
        for number in range(MAX_TRIES):
            await self._wait()
            pause = self._limits.delay * 4**number
            try:
                answer = await self._answer(url, most, headers or {})
                if answer.status not in _BUSY:
                    return answer
                fault = RequestFailed(f"the server answers {answer.status}")
                asked = pause_asked_by(answer.status, answer.header("Retry-After"))
                if asked is not None:
                    pause = max(pause, self._checked(asked))
                    fault = Stopped(f"the server asked for a pause {MAX_TRIES} times in a row")
            except httpx.TransportError as error:
                fault = RequestFailed((str(error) or type(error).__name__)[:_MAX_WHY])
            except _CutOff as error:
                fault = error
            except httpx.InvalidURL as error:  # with a part that an index named
                raise BadAnswer("it leads to something that is no URL") from error
            finally:
                self._next = monotonic() + pause
        raise fault

    async def _wait(self) -> None:
        """Wait until the next request may be sent, and count it."""
        if self._requests >= self._limits.requests:
            raise Stopped(f"the budget of {self._limits.requests} requests is used up")
        if max(self._next, monotonic()) >= self._deadline:
            raise self._out_of_time()
        self._requests += 1
        await asyncio.sleep(self._next - monotonic())

    async def _answer(self, url: str, most: int, headers: dict[str, str]) -> Answer:
        longest = monotonic() + self._limits.silence * _MAX_WAITS
        try:
            async with asyncio.timeout(min(longest, self._deadline) - monotonic()):
                async with self._http.stream("GET", url, headers=headers) as response:
                    busy = response.status_code in _BUSY
                    body = b"" if busy else await self._body(response, most)
        except TimeoutError as error:
            if monotonic() >= self._deadline:
                raise self._out_of_time() from error
            raise BadAnswer("its answer does not end") from error
        lines = [(name.decode("latin-1"), value.decode("latin-1"))
                 for name, value in response.headers.raw]  # fmt: skip
        return Answer(response.status_code, lines, body)

    async def _body(self, response: httpx.Response, most: int) -> bytes:
        body = bytearray()
        try:
            async for piece in response.aiter_raw():
                body += piece
                self._bytes += len(piece)
                if self._bytes > self._limits.bytes:
                    raise Stopped(f"the budget of {self._limits.bytes} bytes is used up")
                if len(body) > most:
                    raise BadAnswer(f"its answer is larger than {most} bytes")
        except httpx.TransportError as error:
            raise _CutOff("its answer is cut off") from error
        return bytes(body)

    def _checked(self, asked: float) -> float:
        if asked > self._limits.pause:
            raise Stopped(f"the server asks for a pause of {asked:.0f} seconds")
        return asked

    def _out_of_time(self) -> Stopped:
        return Stopped(f"the budget of {self._limits.seconds:g} seconds is used up")
