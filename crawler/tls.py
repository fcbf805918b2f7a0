"""Sites whose https is broken in known ways."""

import logging
from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

from scrapy.settings import BaseSettings
from twisted.internet.ssl import AcceptableCiphers

_LEVEL = "@SECLEVEL=0"  # of OpenSSL: TLS before 1.2, short keys, old signatures
_CIPHERS = AcceptableCiphers.fromOpenSSLCipherString(f"DEFAULT:{_LEVEL}")  # type: ignore[no-untyped-call]
_WARNINGS = logging.getLogger("scrapy.core.downloader.tls")


def accept_weak_tls(settings: BaseSettings, owns: Callable[[str], bool]) -> None:
    """Accept TLS 1.0 and 1.1, and do not warn of invalid certificates on hosts that `owns` knows.

    Scrapy itself accepts any certificate, and renegotiation of the old kind.
    """
    settings.set("DOWNLOAD_TLS_MIN_VERSION", "TLSv1.0", priority="spider")
    _WARNINGS.addFilter(lambda record: not _is_of(record, owns))


def _is_of(record: logging.LogRecord, owns: Callable[[str], bool]) -> bool:
    host = record.args[0] if isinstance(record.args, tuple) and record.args else ""
    return owns(f"https://{host}/")


class WeakCiphers:
    """OpenSSL's default ciphers at the level of old servers, as Twisted's IAcceptableCiphers.

    Twisted makes a list of the ciphers that a setting names, which loses the level.
    """

    def selectCiphers(self, available: Iterable[Any]) -> tuple[Any, ...]:
        """Return the ciphers to offer, of those available."""
        return (*_CIPHERS.selectCiphers(available), SimpleNamespace(fullName=_LEVEL))
