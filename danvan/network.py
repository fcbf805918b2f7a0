"""Whether there is anything to crawl: a server, or a network."""

import socket
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit
from urllib.request import getproxies

from danvan.common import CommandError
from sites.card import SiteCard


def reachable_origin(origin: str) -> str:
    """Return the origin. Raises CommandError if nothing listens there."""
    parts = urlsplit(origin)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise CommandError(f"--origin must be a URL such as http://127.0.0.1:8080, not {origin!r}.")
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        socket.create_connection((parts.hostname, port), timeout=5).close()
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or error
        raise CommandError(
            f"The origin {origin} cannot be reached ({cause}): is it running?"
        ) from error
    return origin


def require_network(sites: list[type[SiteCard]]) -> None:
    """Raise CommandError if no host of these sites can be looked up, as without a network."""
    if getproxies():
        return  # the proxy looks them up

    def is_known(host: str) -> bool:
        try:
            return bool(socket.getaddrinfo(host, 443))
        except OSError:
            return False

    hosts = [host for site in sites for host in site.live_hosts()]
    with ThreadPoolExecutor(len(hosts)) as threads:
        if not any(threads.map(is_known, hosts)):
            raise CommandError(
                f"There is no network: not one of {len(hosts)} hosts, such as {hosts[0]}, is found."
            )
