"""Renders the pieces of one site as pages and responds to requests for them."""

from __future__ import annotations

import gzip
import unicodedata
from collections.abc import Iterable, Sequence
from email.message import Message
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, unquote_to_bytes, urlsplit
from xml.sax.saxutils import escape

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from sample_sites.charsets import windows_1258
from sample_sites.dates import format_date
from sample_sites.feeds import feed, json_page, newest
from sample_sites.listings import Listing, in_order, search_listing, section_listing
from sample_sites.pieces import FOREIGN, Piece
from sample_sites.reply import HTML, Reply, reply
from sample_sites.sites.base import JsonListing, Site
from sample_sites.validators import Validators

_ENV = Environment(
    loader=PackageLoader("sample_sites"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ERROR_STATUS = {"gone-404": 404, "gone-410": 410, "removed": 410, "failed-500": 500}
_MESSAGES = {
    404: ("Không tìm thấy trang", "Trang bạn tìm không có hoặc đã được chuyển đi nơi khác."),
    410: ("Bài viết đã được gỡ", "Bài viết này không còn trên trang."),
    500: ("Lỗi máy chủ", "Máy chủ gặp sự cố khi xử lý yêu cầu."),
    403: ("Không được phép", "Máy chủ từ chối yêu cầu này."),
    503: ("Tạm ngừng phục vụ", "Máy chủ đang bảo trì, mời quay lại sau."),
}
_TRANSLATION = (
    "Mass mobilisation work in the province (automatic translation)",
    "The people's committee told that skilful mass mobilisation has had results. This text was "
    "translated by a machine and has the number of the original.",
)


class Link(NamedTuple):
    """A link in a menu or a box."""

    title: str
    href: str


class Item(NamedTuple):
    """One entry of a listing."""

    title: str
    href: str
    image_href: str
    lead: str
    date: str | None


class SitePages:
    """All responses of one site on one night."""

    def __init__(self, site: Site, pieces: Sequence[Piece]) -> None:
        self.site = site
        self._pieces = pieces
        self._fixed: dict[tuple[str, bytes], Reply] = {}
        self._pieces_at: dict[tuple[str, bytes], Piece] = {}
        self._piece_replies: dict[str, Reply] = {}
        self._listing_pages: dict[tuple[str, bytes], tuple[Listing, int]] = {}
        self._rendered: dict[tuple[str, str, int, bool], Reply] = {}
        self._missing = {host: self._message(host, 404) for host in site.hosts}
        for piece in pieces:
            self._add_piece(piece)
        for section in site.sections:
            self._add_listing(section.host, section_listing(site, section, pieces))
        for host in site.hosts:
            self._add_fixed_pages(host)
        self._add_sitemaps()
        self._add_feeds()
        self._add_translations()
        for host, robots in site.robots.items():
            text = robots.text.encode()
            answer = self._message(site.mirrors.get(host, host), robots.status)
            if robots.status == 200:
                answer = reply(200, text, "text/plain; charset=utf-8")
            self._fixed[host, b"/robots.txt"] = answer

    def respond(
        self, host: str, target: str, served: set[tuple[str, str]], headers: Message
    ) -> Reply:
        """Return the response to a GET of ``target``.

        ``served`` contains the listings whose first page was served before. Those are shifted.
        This method adds to it.
        """
        if host in self.site.moved_from:
            return _redirect(_absolute(self.site.hosts[0], target))
        path, _, query = target.partition("?")
        key = _key(path)
        fixed = self._fixed.get((host, key))
        piece = self.piece_at(host, target)
        host = self.site.mirrors.get(host, host)
        fixed = fixed or self._fixed.get((host, key))
        if fixed is not None:
            return fixed
        if piece is not None:
            return self._reply_of(piece)
        for wanted in self.site.json_listings:
            if path == wanted.path and wanted.category in parse_qs(query).get("category_id", ()):
                return self._json(host, wanted, query, headers)
        if (host, key) in self._listing_pages:
            listing, number = self._listing_pages[host, key]
        elif self.site.search and path.startswith(self.site.search):
            words = unquote(path[len(self.site.search) :]).replace("+", " ")
            listing, number = search_listing(self.site, words, path, self._pieces), 1
        else:
            return self._missing[host]
        if listing.paging.param:
            number = _number(parse_qs(query).get(listing.paging.param, ["1"])[0])
        place = (host, listing.path)
        shifted = place in served
        if number == 1 and not listing.path.startswith(self.site.search or "?"):
            served.add(place)
        return self._listing(host, listing, number, shifted)

    # --- articles

    def piece_at(self, host: str, target: str) -> Piece | None:
        """Return the article that is at a target of a host, if there is one."""
        path = target.partition("?")[0]
        places = ((h, _key(t)) for h in (host, self.site.mirrors.get(host, host))
                  for t in (target, path))  # fmt: skip
        return next((self._pieces_at[place] for place in places if place in self._pieces_at), None)

    def _add_piece(self, piece: Piece) -> None:
        for url in (piece.url, *piece.more_urls):
            parts = urlsplit(url)
            path = f"{parts.path}?{parts.query}" if "?" in piece.era.path else parts.path
            self._pieces_at[parts.netloc.removeprefix("www."), _key(path)] = piece
        if piece.trap == "redirect-same":
            self._fixed[piece.era.host, _key(urlsplit(piece.link).path)] = _redirect(piece.url)

    def _reply_of(self, piece: Piece) -> Reply:
        # Rendered when it is first requested: most pages are not, and it is slow.
        if piece.url not in self._piece_replies:
            self._piece_replies[piece.url] = self._piece_reply(piece)
        return self._piece_replies[piece.url]

    def _piece_reply(self, piece: Piece) -> Reply:
        if piece.trap in _ERROR_STATUS:
            return self._message(piece.era.host, _ERROR_STATUS[piece.trap])
        match piece.trap:
            case "challenge":
                return reply(200, _ENV.get_template("shared/challenge.html").render().encode())
            case "redirect-home":
                return _redirect(f"https://{piece.era.host}/")
            case "redirect-foreign":
                return _redirect(FOREIGN)
            case "redirect-other":
                same = (p for p in self._pieces if p.story == piece.story and p is not piece)
                return _redirect(next(same).url)
        return self._article(piece)

    def _article(self, piece: Piece) -> Reply:
        site, host = self.site, piece.era.host
        old = piece.trap == "windows-1258"
        empty = piece.trap == "empty-body"
        validators = self._validators(piece)
        html = _ENV.get_template(f"{piece.era.skin}/article.html").render(
            site=site,
            host=host,
            p=piece,
            story=piece.story,
            lead="" if empty else piece.story.lead,
            blocks=() if empty else piece.story.blocks,
            menu=self._menu(host),
            section=self._section(piece),
            related=self._related(piece),
            popular=self._popular(host),
            views=f"{piece.views:,}",
            charset="windows-1258" if old else "utf-8",
            stamp=(piece.published or "").replace("+07:00", "+0700"),
            american=format_date("american", piece.when.replace(second=0))[0],
            tag_root=f"https://{host}",
            print_href=self._print_href(piece),
        )
        if old:
            kind = "text/html; charset=windows-1258"
            return reply(200, windows_1258(html), kind, validators=validators)
        if piece.trap == "nfd":
            html = unicodedata.normalize("NFD", html)
        wrong = "us-ascii" if piece.era.skin == "backan_old" else "iso-8859-1"
        kind = f"text/html; charset={wrong}" if piece.trap == "wrong-charset" else HTML
        return reply(200, html.encode(), kind, validators=validators)

    def _validators(self, piece: Piece) -> Validators | None:
        """Return the validators of an article, which depend only on its own date."""
        sent, modified = self.site.validators, piece.modified
        if not sent:
            return None
        tag = f'"{piece.number:x}-{int(modified.timestamp()):x}"' if "ETag" in sent else None
        date = modified if "Last-Modified" in sent else None
        return Validators(tag, date, self.site.honours_conditions)

    def _print_href(self, piece: Piece) -> str:
        if piece.era.print_path:
            return next(url for url in piece.more_urls if "/print/" in url)
        if piece.trap == "print-copy" and piece.outcome == "stored":
            copies = (p for p in self._pieces if p.story is piece.story and p is not piece)
            return self._href(next(copies).url, piece.era.host)
        return ""

    def _section(self, piece: Piece) -> Link:
        fitting = (s for s in self.site.sections if s.label == piece.section)
        sections = sorted(fitting, key=lambda s: s.host != piece.era.host)
        return Link(piece.section, self._href(_absolute(sections[0].host, sections[0].path), ""))

    def _related(self, piece: Piece) -> list[Link]:
        pool = self._plain_pieces(piece.era.host)
        if piece.trap == "off-topic-related":
            pool = [p for p in pool if "dân vận" in p.story.title.casefold()]
        start = piece.number * 7 % max(1, len(pool) - 5)
        chosen = [p for p in pool[start : start + 6] if p is not piece][:5]
        return [Link(p.story.title, self._href(p.url, piece.era.host)) for p in chosen]

    def _popular(self, host: str) -> list[Link]:
        return [Link(p.story.title, self._href(p.url, host)) for p in self._plain_pieces(host)[3:7]]

    def _plain_pieces(self, host: str) -> list[Piece]:
        """Return the pieces of a host without a trap, which any box may link to."""
        return [
            p
            for p in self._pieces
            if p.era.host == host and p.listings and p.trap in ("", "new") and p.story.kind.topics
        ]

    # --- listings and fixed pages

    def _add_listing(self, host: str, listing: Listing) -> None:
        self._listing_pages[host, _key(listing.path)] = (listing, 1)
        if listing.paging.suffix:
            for number in range(2, listing.last_page(len(listing.pieces) + 1) + 2):
                address = listing.paging.url(listing.path, number)
                self._listing_pages[host, _key(address)] = (listing, number)

    def _listing(self, host: str, listing: Listing, number: int, shifted: bool) -> Reply:
        key = (host, listing.path, number, shifted)
        if key not in self._rendered:
            pieces, pager = listing.page(number, shifted)
            html = self._template(host, "listing.html").render(
                site=self.site,
                host=host,
                heading=listing.heading,
                menu=self._menu(host),
                charset="utf-8",
                layout=self._template(host, "base.html"),
                items=self._items(pieces, host),
                pager=pager,
                paging=listing.paging,
            )
            self._rendered[key] = reply(200, html.encode())
        return self._rendered[key]

    def _items(self, pieces: Iterable[Piece], host: str) -> list[Item]:
        return [
            Item(
                p.story.title,
                self._href(p.link, host),
                self._href(p.image_link, host),
                p.story.lead,
                p.date_text,
            )
            for p in pieces
        ]

    def _add_fixed_pages(self, host: str) -> None:
        site = self.site
        listed = [p for p in self._pieces if p.listings and p.era.host == host]
        latest = in_order(listed, 1)[: site.latest]
        self._fixed[host, _key("/")] = self._front_page(host, "Tin mới", latest)
        for label, path in site.menu:
            if not path.startswith(site.search or "?"):
                self._fixed[host, _key(path)] = self._page(host, 200, label, "Đang cập nhật.")
        if site.forbidden_page:
            forbidden = [p for p in self._pieces if p.trap in ("robots-hidden", "robots-folder")]
            front = self._front_page(host, "Báo in", forbidden)
            self._fixed[host, _key(site.forbidden_page)] = front

    def _front_page(self, host: str, heading: str, pieces: Sequence[Piece]) -> Reply:
        """Render a page that looks like a listing with a single page."""
        paging = self.site.sections[0].paging
        listing = Listing(heading, f"/{heading}", paging, max(1, len(pieces)), tuple(pieces))
        return self._listing(host, listing, 1, False)

    def _message(self, host: str, status: int) -> Reply:
        heading, text = _MESSAGES.get(status, ("", ""))
        return self._page(host, status, heading, text)

    def _page(self, host: str, status: int, heading: str, text: str) -> Reply:
        html = _ENV.get_template("shared/message.html").render(
            layout=self._template(host, "base.html"),
            site=self.site,
            host=host,
            menu=self._menu(host),
            charset="utf-8",
            heading=heading,
            text=text,
        )
        return reply(status, html.encode())

    def _template(self, host: str, name: str) -> Template:
        """Return the template of a host's skin, or that of skins without one of their own."""
        skin = next(era.skin for era in self.site.eras if era.host == host)
        return _ENV.select_template([f"{skin}/{name}", f"plain/{name}"])

    def _menu(self, host: str) -> list[Link]:
        own = [s for s in self.site.sections if s.host == host]
        links = [Link("Trang chủ", self._href(_absolute(host, "/"), host))]
        links += [Link(s.label, self._href(_absolute(host, s.path), host)) for s in own]
        return links + [Link(label, path) for label, path in self.site.menu]

    def _href(self, url: str, host: str) -> str:
        root = f"https://{host or self.site.hosts[0]}"
        if self.site.absolute_links or not url.startswith(root + "/"):
            return url
        return url.removeprefix(root)

    # --- sitemaps, feeds, JSON, translations

    def _add_sitemaps(self) -> None:
        sitemap = self.site.sitemap
        if sitemap is None:
            return
        unlisted = [p for p in self._pieces if p.trap == "sitemap-only"]
        known = self._pieces if sitemap.lists_all else self._plain_pieces(sitemap.host)[:3]
        urls = list(dict.fromkeys(piece.url for piece in (*unlisted, *known)))
        entries = "".join(f"<url><loc>{escape(url)}</loc></url>\n" for url in urls)
        body = _xml("urlset", entries)
        kind = "application/xml"
        if sitemap.is_gzipped:
            body, kind = gzip.compress(body, mtime=0), "application/gzip"
        self._fixed[sitemap.host, _key(sitemap.path)] = reply(200, body, kind)
        if sitemap.index:
            place = f"<sitemap><loc>https://{sitemap.host}{sitemap.path}</loc></sitemap>\n"
            index = reply(200, _xml("sitemapindex", place), "application/xml")
            self._fixed[sitemap.host, _key(sitemap.index)] = index

    def _add_feeds(self) -> None:
        host = self.site.hosts[0]
        for wanted in self.site.feeds:
            self._fixed[host, _key(wanted.path)] = feed(self.site, wanted, newest(self._pieces))

    def _json(self, host: str, wanted: JsonListing, query: str, headers: Message) -> Reply:
        if headers.get("X-Requested-With") != "XMLHttpRequest":
            return self._message(host, 403)
        listing, _ = self._listing_pages[host, _key(wanted.section)]
        return json_page(listing, _number(parse_qs(query).get("page", ["1"])[0]))

    def _add_translations(self) -> None:
        for piece in self._pieces if self.site.translations else ():
            page = self._page(piece.era.host, 200, *_TRANSLATION)
            self._fixed[piece.era.host, _key("/en" + urlsplit(piece.url).path)] = page


def _xml(root: str, inside: str) -> bytes:
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}\n<{root} xmlns="{space}">\n{inside}</{root}>\n'.encode()


def _absolute(host: str, path: str) -> str:
    return f"https://{host}{path}"


def _redirect(url: str) -> Reply:
    return reply(302, b"", HTML, location=url)


def _number(text: str) -> int:
    return max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1


def _key(path: str) -> bytes:
    """Return a path as unescaped bytes, so that raw and escaped forms are equal."""
    return unquote_to_bytes(path).rstrip(b"/") or b"/"
