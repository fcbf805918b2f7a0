"""The sample newsroom with pages as large as those of real newspapers, 70 to 90 kB.

    python -m benchmarks.newsroom --per-site 200

Each page also has what real ones have and the samples lack: styles and scripts in the head, a
menu of drop-down lists, and related articles. Prints its URL and serves until it is interrupted.
"""

import argparse
import random
import signal
from email.message import Message
from functools import lru_cache
from html import escape
from zlib import crc32

from sample_sites import SITE_NAMES, Newsroom
from sample_sites.expected import Expected
from sample_sites.reply import Reply, reply
from sample_sites.sites import FIRST_SITES

_STYLES = 160  # rules; the other numbers are of what the name says
_SCRIPTS = 60
_MENUS = 14
_MENU_LINKS = 9
_RELATED = 52
_KEPT_PAGES = 4096

_WORDS = (
    "Chính trị", "Xã hội", "Kinh tế", "Văn hóa", "Giáo dục", "Sức khỏe", "Thể thao", "Du lịch",
    "Pháp luật", "Đất và người", "Bạn đọc", "Khoa học", "Nông nghiệp", "Môi trường", "Quốc phòng",
)  # fmt: skip


class LargeNewsroom(Newsroom):
    """The sample newsroom, whose pages are enlarged when they are first requested."""

    def __init__(self, per_site: int) -> None:
        super().__init__(per_site=per_site)
        of_site: dict[str, list[Expected]] = {name: [] for name in SITE_NAMES}
        for article in self.expected:
            if article.urls and article.title:
                of_site[article.site].append(article)
        self._articles = {
            host: of_site[site.key]
            for site in FIRST_SITES
            for host in (*site.hosts, *site.mirrors, *site.moved_from)
        }
        self._enlarged = lru_cache(_KEPT_PAGES)(self._enlarge)

    def respond(self, target: str, headers: Message, *, mark_served: bool = True) -> Reply | None:
        """Respond as the sample newsroom does, with a large page for each page.

        As a proxy, it is sent whole URLs.
        """
        if target.startswith("http://"):
            target = "/" + target.removeprefix("http://").partition("/")[2]
        page = super().respond(target, headers, mark_served=mark_served)
        if page is None or page.status != 200 or not page.content_type.startswith("text/html"):
            return page
        host = headers.get("Host", "").removeprefix("www.")
        return self._enlarged(host, target, page).for_request(headers)

    def _enlarge(self, host: str, target: str, page: Reply) -> Reply:
        head, end_of_head, rest = page.body.partition(b"</head>")
        body_tag = rest[: rest.find(b">", rest.find(b"<body")) + 1]
        body, end, last = rest[len(body_tag) :].rpartition(b"</body>")
        if not (end_of_head and body_tag and end):
            return page
        related = random.Random(crc32(f"{host}{target}".encode())).sample(
            self._articles[host], min(_RELATED, len(self._articles[host]))
        )
        parts = (
            head, _head().encode(), end_of_head, body_tag, _menu(host).encode(), body,
            _boxes(related).encode(), end, last,
        )  # fmt: skip
        return reply(200, b"".join(parts), page.content_type, validators=page.validators)


@lru_cache
def _head() -> str:
    styles = "".join(
        f".box-{n} .item:nth-child({n % 7 + 1})>a.title{{color:#1{n % 10}3a5c;padding:{n % 20}px}}"
        for n in range(_STYLES)
    )
    scripts = "".join(
        f'<script>window.dataLayer=window.dataLayer||[];(function(w,d,s,i){{w["zone{n}"]={{"id":{n},'
        f'"width":{300 + n},"height":250,"pages":["home","list","detail"]}};}})(window,document,'
        f'"script","AD-{n:04}");</script>'
        for n in range(_SCRIPTS)
    )
    return f"<style>{styles}</style>{scripts}"


@lru_cache
def _menu(host: str) -> str:
    lists = "".join(
        f'<li class="nav-item dropdown lv1 menu-{n}"><a class="nav-link" href="#{host}-{n}" '
        f'title="{name}">{name}</a><ul class="dropdown-menu sub-menu">'
        + "".join(
            f'<li class="sub-item"><a class="dropdown-item" href="#{host}-{n}-{k}" '
            f'title="{name}: {other}"><i class="icon icon-arrow"></i>{other}</a></li>'
            for k, other in enumerate(_WORDS[:_MENU_LINKS])
        )
        + "</ul></li>"
        for n, name in enumerate(_WORDS[:_MENUS])
    )
    return f'<nav class="navbar main-nav"><ul class="navbar-nav">{lists}</ul></nav>'


def _boxes(articles: list[Expected]) -> str:
    items = "".join(
        f'<li class="item news-item"><a class="thumb" href="{escape(article.urls[0])}">'
        f'<img class="lazy img-fluid" src="/images/blank.gif" data-src="/thumb/300x200/{n}.jpg" '
        f'alt="{escape(article.title)}" width="300" height="200"></a><h3 class="title">'
        f'<a href="{escape(article.urls[0])}" title="{escape(article.title)}">'
        f"{escape(article.title)}</a></h3></li>"
        for n, article in enumerate(articles)
    )
    return (
        f'<aside class="related-news box-tin-lien-quan"><h2 class="box-title">Tin liên quan</h2>'
        f'<ul class="list-news">{items}</ul></aside>'
    )


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--per-site", type=int, default=200)
    with LargeNewsroom(parser.parse_args().per_site) as room:
        print(room.origin, flush=True)
        signal.sigwait({signal.SIGTERM, signal.SIGINT})


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    main()
