"""What scripts and feed readers read of a site: RSS, Atom, and listings as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from email.utils import format_datetime
from xml.sax.saxutils import escape

from sample_sites.listings import Listing
from sample_sites.pieces import VIETNAM, Piece
from sample_sites.reply import Reply, reply
from sample_sites.sites.base import Feed, Site

_ITEMS = 12
_RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>{title}</title><link>{home}</link>
{items}</channel></rss>
"""
_ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>{title}</title><id>{home}</id>
{items}</feed>
"""


def newest(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the newest pieces: those of the listings, and those that only feeds have."""
    shown = [piece for piece in pieces if piece.listings or piece.trap == "feed-only"]
    first = sorted(shown, key=lambda p: (p.trap != "feed-only", -p.when.timestamp()))[:_ITEMS]
    return sorted(first, key=lambda piece: piece.when, reverse=True)


def feed(site: Site, wanted: Feed, pieces: Sequence[Piece]) -> Reply:
    """Render a feed."""
    item = _entry if wanted.is_atom else _item
    text = (_ATOM if wanted.is_atom else _RSS).format(
        title=escape(site.name),
        home=f"https://{site.hosts[0]}/",
        items="".join(map(item, () if wanted.is_empty else pieces)),
    )
    kind = "application/atom+xml" if wanted.is_atom else "application/rss+xml"
    return reply(200, text.encode(), f"{kind}; charset=utf-8")


def _item(piece: Piece) -> str:
    date = format_datetime(piece.when.replace(tzinfo=VIETNAM))
    return (
        f"<item><title><![CDATA[{piece.story.title}]]></title><link>{escape(piece.url)}</link>"
        f"<pubDate>{date}</pubDate><description>{escape(piece.story.lead)}</description></item>\n"
    )


def _entry(piece: Piece) -> str:
    url = escape(piece.url, {'"': "&quot;"})
    date = piece.when.replace(tzinfo=VIETNAM).isoformat()
    return (
        f'<entry><title>{escape(piece.story.title)}</title><link href="{url}"/><id>{url}</id>'
        f"<updated>{date}</updated></entry>\n"
    )


def json_page(listing: Listing, number: int) -> Reply:
    """Render a page of a listing as JSON. The server decides how many articles a page has."""
    pieces, _ = listing.page(number, shifted=False)
    items = [{"id": p.number, "title": p.story.title, "link": p.url} for p in pieces]
    body = json.dumps({"data": items, "page": number}, ensure_ascii=False)
    return reply(200, body.encode(), "application/json; charset=utf-8")
