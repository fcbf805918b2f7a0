"""The files of the release for download: whole, in part (to resume), or not at all if unchanged."""

import asyncio
import base64
import hashlib
import os
from pathlib import Path
from typing import Any, BinaryIO

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
    name = request.url_vars["name"]
    try:
        file = await asyncio.to_thread(path.with_name(name).open, "rb")
    except FileNotFoundError as error:
        raise NotFound("There is no such file in this release") from error
    with file:
        answer = response(file, Headers(scope=scope))
        if name == "report.html":
            policy = report_policy(await asyncio.to_thread(file.read))
            answer.headers["Content-Security-Policy"] = policy
        await answer(scope, receive, send)


def report_policy(report: bytes) -> str:
    """Return a content security policy that allows the style in a report, and nothing else.

    The report has its style in itself, so that it can be kept and opened alone.
    """
    style = report.partition(b"<style>")[2].partition(b"</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )


def response(file: BinaryIO, asked: Headers) -> Response:
    """Return the answer to a request for an open file, given the headers of the request."""
    whole = FileResponse(
        f"/dev/fd/{file.fileno()}",  # this file, also if the next release has taken its place
        headers=_HEADERS,
        media_type=_TYPES[Path(file.name).suffix],
        stat_result=os.fstat(file.fileno()),
    )
    if _CONDITIONS.is_not_modified(whole.headers, asked):
        return NotModifiedResponse(whole.headers)
    return whole
