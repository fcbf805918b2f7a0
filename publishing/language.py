"""The language of a page: Vietnamese or English, as the reader chose, or as the browser says.

Our own words are in English in the code and the templates; `locale/vi.po` has the Vietnamese ones.
"""

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

from babel.core import negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from starlette.datastructures import MutableHeaders
from starlette.requests import Request

LANGUAGES = ("vi", "en")
"""The first one is the language of readers who say nothing else."""
PARAMETER = "_lang"
COOKIE = "lang"
_YEAR = 365 * 24 * 60 * 60  # seconds
_CATALOG = Path(__file__).parent / "locale" / "vi.po"

App = Callable[[Any, Any, Any], Awaitable[None]]

_current: ContextVar[str] = ContextVar("language", default=LANGUAGES[0])


def _translations() -> dict[str, NullTranslations]:
    compiled = BytesIO()
    with _CATALOG.open("rb") as catalog:
        write_mo(compiled, read_po(catalog, locale="vi"))
    compiled.seek(0)
    return {"vi": Translations(compiled), "en": NullTranslations()}


_TRANSLATIONS = _translations()


def language() -> str:
    """Return the language of the page that is being made."""
    return _current.get()


def gettext(text: str) -> str:
    """Return a text in the language of the page; the text is the English one."""
    return str(_TRANSLATIONS[_current.get()].ugettext(text))


def ngettext(one: str, many: str, count: int) -> str:
    """Return a text for a number of things in the language of the page."""
    return str(_TRANSLATIONS[_current.get()].ungettext(one, many, count))


def wrap(app: App) -> App:
    """Find out the language of each request, and keep what the reader chose in a cookie."""

    async def wrapped(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        request = Request(scope)
        chosen = request.query_params.get(PARAMETER)
        chosen = chosen if chosen in LANGUAGES else None
        token = _current.set(chosen or _preferred(request))

        async def send_with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.add_vary_header("Accept-Language, Cookie")
                if chosen is not None:
                    cookie = f"{COOKIE}={chosen}; Max-Age={_YEAR}; Path=/; SameSite=Lax"
                    headers.append("Set-Cookie", cookie)
            await send(message)

        try:
            await app(scope, receive, send_with_headers)
        finally:
            _current.reset(token)

    return wrapped


def _preferred(request: Request) -> str:
    """Return the language of the cookie, or the one that the browser prefers."""
    if (stored := request.cookies.get(COOKIE)) in LANGUAGES:
        return stored
    ranges = []
    for part in request.headers.get("Accept-Language", "").split(","):
        name, _, quality = part.strip().partition(";q=")
        try:
            ranges.append((float(quality or 1), name.strip()))
        except ValueError:
            continue  # not a number: the header is wrong there
    names = [name for _, name in sorted(ranges, key=lambda one: -one[0])]
    return negotiate_locale(names, LANGUAGES, sep="-") or LANGUAGES[0]


def in_language(request: Any, chosen: str) -> str:
    """Return the address of the page of a request, in a language."""
    pairs = parse_qsl(request.query_string, keep_blank_values=True)
    kept = [pair for pair in pairs if pair[0] != PARAMETER]
    return f"{request.path}?{urlencode([*kept, (PARAMETER, chosen)])}"
