"""What troubles do to a site: to its responses, to what it publishes."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from html import escape

from sample_sites.pieces import Piece
from sample_sites.reply import HTML, Reply, reply
from sample_sites.sites.base import Site
from simulation.press import Press

DELETED = 100
"""Articles that are deleted at once."""
EDITED = 400
"""Articles that are edited at once: those of some weeks."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to a site in trouble."""

    site: Site
    target: str
    piece: Piece | None
    """The article at this address."""
    today: date

    @property
    def is_section(self) -> bool:
        """Whether it is for a page of one of the main sections."""
        paths = (s.path.rstrip("/").removesuffix(".html") for s in self.site.sections if s.main)
        return self.piece is None and self.target.startswith(tuple(paths))


Response = Callable[[Asked, Reply], Reply | None]
Rewriting = Callable[[Piece, date, bytes], bytes]
Deed = Callable[[Press, date], None]


def _as_always(_: Asked, page: Reply) -> Reply:
    return page


def _nothing(_: Press, __: date) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Effect:
    """What a trouble does."""

    respond: Response = _as_always
    """Changes a response of the site; None: it closes the connection."""
    begin: Deed = _nothing
    """What the newspaper does when it begins."""
    is_silent: bool = False
    """It publishes nothing."""
    hides: tuple[str, ...] = ()
    """What its pages do not show: a field of articles, or the whole `article`."""


# Responses


def _always(status: int, body: bytes = b"", location: str | None = None) -> Response:
    return lambda _, __: reply(status, body, HTML, location)


def _on_articles(change: Response) -> Response:
    def respond(asked: Asked, page: Reply) -> Reply | None:
        is_article = asked.piece is not None and page.status == 200
        return change(asked, page) if is_article else page

    return respond


def _on_sections(change: Response) -> Response:
    return lambda asked, page: change(asked, page) if asked.is_section else page


def _on_robots(text: bytes) -> Response:
    def respond(asked: Asked, page: Reply) -> Reply:
        return reply(200, text, "text/plain") if asked.target == "/robots.txt" else page

    return respond


def _rewritten(rewrite: Rewriting) -> Response:
    def respond(asked: Asked, page: Reply) -> Reply:
        if asked.piece is None or page.status != 200:
            return page
        return _with_body(page, rewrite(asked.piece, asked.today, page.body))

    return respond


def _with_body(page: Reply, body: bytes) -> Reply:
    return reply(page.status, body, page.content_type)


def _rename_classes(_: Asked, page: Reply) -> Reply:
    def renamed(found: re.Match[bytes]) -> bytes:
        return b'%s="moi-%s"' % (found[1], found[2][::-1].replace(b" ", b"-"))

    if page.content_type != HTML:
        return page
    return _with_body(page, re.sub(rb'\b(class|id)="([^"]+)"', renamed, page.body))


def _change_addresses(asked: Asked, page: Reply) -> Reply:
    """Link to articles at addresses of another form, which no card knows."""
    if asked.piece is not None or page.content_type != HTML:
        return page
    return _with_body(page, re.sub(rb'href="[^"]*?(\d{4,})[^"]*"', rb'href="/#/doc/\1"', page.body))


# Pages of articles


def _without(body: bytes, *texts: str) -> bytes:
    """Remove texts from a page, however they are escaped."""
    forms = {form for text in texts for form in (text, escape(text), json.dumps(text)[1:-1])}
    for form in sorted(filter(None, forms), key=len, reverse=True):
        body = body.replace(form.encode(), b"")
    return body


def _hide_title(piece: Piece, _: date, body: bytes) -> bytes:
    return _without(body, piece.story.title)


def _hide_author(piece: Piece, _: date, body: bytes) -> bytes:
    return _without(body, *piece.byline)


def _hide_date(piece: Piece, _: date, body: bytes) -> bytes:
    published = piece.published or ""
    return _without(body, piece.date_text or "", published, published.replace("+07:00", "+0700"))


def _show_clock(piece: Piece, today: date, body: bytes) -> bytes:
    """Show when the site was changed last in place of the date of the article."""
    if piece.date_text is None:
        return body
    now = f"{today:%d/%m/%Y} 20:15"
    return _hide_date(piece, today, body.replace(piece.date_text.encode(), now.encode()))


def _cut(piece: Piece, _: date, body: bytes) -> bytes:
    """Show the lead and two paragraphs, as to readers without a subscription."""
    return _without(body, *piece.story.body[2:])


def _notice(title: str, *paragraphs: str) -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    html = f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head>"
    return f"{html}<body><h1>{title}</h1><div>{text}</div></body></html>".encode()


_MAINTENANCE = _notice(
    "Hệ thống đang được nâng cấp",
    "Kính thưa quý bạn đọc, trang thông tin điện tử đang được bảo trì và nâng cấp máy chủ, nên tạm "
    "thời chưa thể phục vụ việc tra cứu tin bài. Đội ngũ kỹ thuật đang làm việc để khôi phục dịch "
    "vụ trong thời gian sớm nhất, dự kiến trong vài ngày tới.",
    "Mong quý bạn đọc thông cảm và quay lại sau. Mọi thắc mắc xin gọi tổng đài hỗ trợ của tòa soạn "
    "trong giờ hành chính, từ thứ Hai đến thứ Sáu.",
)
_LOGIN = _notice(
    "Mời bạn đăng nhập để đọc tiếp",
    "Nội dung này dành cho bạn đọc có tài khoản. Vui lòng đăng nhập bằng số điện thoại hoặc thư "
    "điện tử đã đăng ký; nếu chưa có, bạn có thể tạo tài khoản mới trong một phút.",
    "Tài khoản giúp bạn lưu bài viết, gửi ý kiến và nhận bản tin mỗi sáng. Tòa soạn cam kết bảo "
    "mật thông tin cá nhân của bạn đọc theo quy định hiện hành.",
)
_EMPTY_SECTION = _notice("Chuyên mục", "Đang cập nhật.")
_SHELL = (
    b"<!DOCTYPE html><html><head><meta charset='utf-8'><title>Tin</title>"
    b"<script src='/app.js'></script></head><body><div id='app'></div></body></html>"
)
_CHALLENGE = (
    b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>"
    b"<h2>Checking if the site connection is secure</h2>"
    b"<p>Enable JavaScript and cookies to continue</p>"
    b"<script src='/cdn-cgi/challenge-platform/h/b/orchestrate/jsch/v1'></script></body></html>"
)


# What newspapers do


def _delete_newest(press: Press, today: date) -> None:
    for url in press.newest(before=today)[:DELETED]:
        press.delete(url)


def _edit_newest(press: Press, today: date) -> None:
    for url in press.newest(before=today)[:EDITED]:
        press.edit(url, datetime.combine(today, time(17)))


REDESIGN = Effect(_rename_classes)
NO_TITLES = Effect(_rewritten(_hide_title), hides=("title",))
NO_DATES = Effect(_rewritten(_hide_date), hides=("date",))
NO_AUTHORS = Effect(_rewritten(_hide_author), hides=("author",))
CLOCK_FOR_DATE = Effect(_rewritten(_show_clock), hides=("date",))
CUT_TEXTS = Effect(_rewritten(_cut), hides=("text",))
LOGIN_WALL = Effect(_on_articles(_always(200, _LOGIN)), hides=("article",))
EMPTY_PAGES = Effect(_on_articles(_always(200, _SHELL)), hides=("article",))
SILENCE = Effect(is_silent=True)
REFUSAL = Effect(_always(403, b"Forbidden"))
CHALLENGE = Effect(_always(503, _CHALLENGE))
TOO_MANY_REQUESTS = Effect(_always(429, b"Too Many Requests"))
ROBOTS_FORBID = Effect(_on_robots(b"User-agent: *\nDisallow: /\n"))
MOVE = Effect(_always(301, location="https://trang-moi.example/"))
NEW_ADDRESSES = Effect(_change_addresses)
ARTICLES_TO_HOME = Effect(_on_articles(_always(302, location="/")))
SECTIONS_MISSING = Effect(_on_sections(_always(404)))
SECTIONS_EMPTY = Effect(_on_sections(_always(200, _EMPTY_SECTION)))
ARTICLES_FAIL = Effect(_on_articles(_always(500)))
SERVER_ERRORS = Effect(_always(502))
NO_ANSWER = Effect(lambda _, __: None)
MAINTENANCE = Effect(_always(200, _MAINTENANCE), hides=("article",))
DELETION = Effect(begin=_delete_newest)
EDITS = Effect(begin=_edit_newest)
