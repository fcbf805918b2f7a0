"""Two sites, captures of their pages, and an import of these, all in this process."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

from archive.warc.records import CaptureRecord, Exchange, pack
from archive.writer import Archive
from replay.captures import ArticleCapture
from replay.importing import Import
from replay.runner import StageRunner
from sites.card import Directory, SiteCard

from .archives import NOW, rows

HOST = "https://gosim.example"
WHEN = NOW.replace(year=2025, month=1, day=2, microsecond=0)
DAY = timedelta(days=1)
SECONDS = 60
HTML = [("Content-Type", "text/html; charset=utf-8")]
TEXT = "Bà con thôn {n} xã Gò Sim cùng nhau làm ba cây số đường liên thôn trong một vụ nông nhàn."


class GoSim(SiteCard):
    """A site for these tests."""

    name = "gosim"
    title = "Báo Gò Sim"
    province = "Bắc Kạn"
    hosts = ("gosim.example",)
    family = "own"
    sections = ("/thoi-su",)
    articles: ClassVar[dict[str, str]] = {"post": r"^/(?:bai|cu)-(?P<key>\d+)$"}


class LamKhe(GoSim):
    """Another one."""

    name = "lamkhe"
    hosts = ("lamkhe.example",)


SITES = Directory([GoSim, LamKhe])


def page(number: int, more: str = "", title: str = "Dân vận khéo ở thôn {n} xã Gò Sim") -> bytes:
    heading, body = title.format(n=number), TEXT.format(n=number)
    return (
        f"<title>{heading}</title><h1>{heading}</h1>"
        f"<div><p>{body}</p><p>{body} Vui.{more}</p></div>"
    ).encode()


def exchange(
    number: int,
    payload: bytes | None = None,
    *,
    status: int = 200,
    after: timedelta = timedelta(0),
    url: str = "",
    **facts: Any,
) -> Exchange:
    url = url or f"{HOST}/bai-{number}"
    content = page(number) if payload is None else payload
    facts.setdefault("headers", HTML)
    return Exchange(url, WHEN + after, status, payload=content, **facts)


def capture(one: Exchange, place: CaptureRecord | None = None) -> ArticleCapture:
    address = SITES.resolve(one.url)
    assert address is not None
    return ArticleCapture(address, one, place)


def appended(archive: Archive, one: Exchange, site: str = "gosim") -> CaptureRecord:
    """Append a capture to our own files, and leave the database without it."""
    return archive.warc_files.append(site, one, pack(one))


def pages(url: str) -> dict[str, str]:
    """Return the outcome of each page, by its path."""
    found = rows(url, "SELECT url, outcome FROM pages ORDER BY url")
    return {page_url.rpartition("/")[2]: outcome for page_url, outcome in found}


def imported(
    archive: Archive, *files: Path, finished: bool = True, sites: Directory = SITES
) -> Import:
    done = Import(archive, sites)
    read: list[int] = []

    async def go() -> None:
        with StageRunner(SECONDS) as stages:
            await done.recover(SECONDS)
            for file in files:
                await done.read(file, stages, read.append)

    asyncio.run(go())
    done.close(finished=finished)
    assert set(read) <= {1}  # one more record at a time, as a progress bar wants it
    assert len(read) >= done.tally.pages
    return done


def file_of(folder: Path, *exchanges: Exchange) -> Path:
    path = folder / "other.warc.gz"
    path.write_bytes(b"".join(pack(one).response for one in exchanges))
    return path
