"""The files of the release for download: whole, in part (to resume), or not at all if unchanged."""

import asyncio
import os
import stat
from pathlib import Path
from typing import Any

from datasette.utils.asgi import Forbidden, NotFound  # type: ignore[import-untyped]
from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles

from publishing.following import ARCHIVE, archive_path

ROUTE = (
    r"^/(?P<name>archive\.db(\.gz|\.zst)?|[a-z_]+\.(csv\.gz|parquet)"
    r"|SHA256SUMS|(datapackage|status)\.json|report\.html)$"
)
"""The names of files; `deploy/nginx/danvan.conf` has the same."""
_TYPES = {
    ".db": "application/vnd.sqlite3",
    ".gz": "application/gzip",
    ".zst": "application/zstd",
    ".parquet": "application/vnd.apache.parquet",
    ".json": "application/json",
    ".html": "text/html",
    "": "text/plain",
}
# The next release has the same names: a copy is good as long as the server says so.
_HEADERS = {"Cache-Control": "public, no-cache"}
_CONDITIONS = StaticFiles()


async def download(datasette: Any, request: Any, scope: Any, receive: Any, send: Any) -> None:
    """Send a file of the release that the path of the archive leads to now."""
    permissions = [
        ("view-database-download", ARCHIVE),
        ("view-database", ARCHIVE),
        "view-instance",
    ]
    await datasette.ensure_permissions(request.actor, permissions)
    path = archive_path(datasette)
    if path is None or not datasette.setting("allow_download"):
        raise Forbidden("Database download is forbidden")
    found = await asyncio.to_thread(_find, path, request.url_vars["name"])
    if found is None:
        raise NotFound("There is no such file in this release")
    await _response(*found, Headers(scope=scope))(scope, receive, send)


def _find(archive: Path, name: str) -> tuple[Path, os.stat_result] | None:
    """Return a file beside the archive, if there is one, and what it is."""
    try:
        path = archive.resolve().with_name(name)
        found = path.stat()
    except OSError:
        return None
    return (path, found) if stat.S_ISREG(found.st_mode) else None


def _response(path: Path, found: os.stat_result, asked: Headers) -> Response:
    kind = _TYPES[path.suffix]
    whole = FileResponse(path, headers=_HEADERS, media_type=kind, stat_result=found)
    if _CONDITIONS.is_not_modified(whole.headers, asked):
        return NotModifiedResponse(whole.headers)
    return whole
