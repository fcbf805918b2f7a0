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

MANY = 100
"""Articles that are deleted or edited at once."""


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


def _always(status: int, body: bytes = b"", location: str | None = None) -> Response:
    def respond(_: Asked, __: Reply) -> Reply:
        return reply(status, body, HTML, location)

    return respond


def _articles(change: Response) -> Response:
    def respond(asked: Asked, page: Reply) -> Reply | None:
        is_article = asked.piece is not None and page.status == 200
        return change(asked, page) if is_article else page

    return respond


def _sections(change: Response) -> Response:
    def respond(asked: Asked, page: Reply) -> Reply | None:
        return change(asked, page) if asked.is_section else page

    return respond


def _with_body(page: Reply, body: bytes) -> Reply:
    return reply(page.status, body, page.content_type)


def _without(*texts: str) -> Callable[[bytes], bytes]:
    """Return a function that removes texts from a page, however they are escaped."""
    forms = {form for text in texts for form in (text, escape(text), json.dumps(text)[1:-1])}
    ordered = sorted(filter(None, forms), key=len, reverse=True)

    def remove(body: bytes) -> bytes:
        for form in ordered:
            body = body.replace(form.encode(), b"")
        return body

    return remove


def _rename_classes(_: Asked, page: Reply) -> Reply:
    if not page.content_type.startswith("text/html"):
        return page
    renamed = re.sub(
        rb'\b(class|id)="([^"]+)"',
        lambda found: b'%s="x%s"' % (found[1], found[2][::-1].replace(b" ", b" x")),
        page.body,
    )
    return _with_body(page, renamed)


def _hide_title(asked: Asked, page: Reply) -> Reply:
    assert asked.piece is not None
    return _with_body(page, _without(asked.piece.story.title)(page.body))


def _hide_author(asked: Asked, page: Reply) -> Reply:
    assert asked.piece is not None
    return _with_body(page, _without(*asked.piece.byline)(page.body))


def _dates_of(piece: Piece) -> tuple[str, ...]:
    return (
        piece.date_text or "",
        piece.published or "",
        (piece.published or "").replace("+07:00", "+0700"),
    )


def _hide_date(asked: Asked, page: Reply) -> Reply:
    assert asked.piece is not None
    return _with_body(page, _without(*_dates_of(asked.piece))(page.body))


def _show_clock(asked: Asked, page: Reply) -> Reply:
    """Show the time of the last change of the site in place of the article's date."""
    assert asked.piece is not None and asked.piece.date_text
    now = f"{asked.today:%d/%m/%Y} 20:15"
    body = page.body.replace(asked.piece.date_text.encode(), now.encode())
    return _with_body(page, _without(*_dates_of(asked.piece))(body))


def _cut(asked: Asked, page: Reply) -> Reply:
    """Show the lead and the first paragraphs only, as to readers without a subscription."""
    assert asked.piece is not None
    paragraphs = asked.piece.story.body[2:]
    return _with_body(page, _without(*paragraphs)(page.body))


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
    "điện tử đã đăng ký; nếu chưa có tài khoản, bạn có thể tạo mới trong một phút và đọc miễn phí.",
    "Tài khoản giúp bạn lưu bài viết, gửi ý kiến và nhận bản tin mỗi sáng. Tòa soạn cam kết bảo mật "
    "thông tin cá nhân của bạn đọc theo quy định hiện hành.",
)
_CHALLENGE = (
    b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>"
    b"<h2>Checking if the site connection is secure</h2>"
    b"<script src='/cdn-cgi/challenge-platform/h/b/orchestrate/jsch/v1'></script></body></html>"
)


def _delete_newest(press: Press, today: date) -> None:
    for url in press.newest(before=today)[:MANY]:
        press.delete(url)


def _edit_newest(press: Press, today: date) -> None:
    for url in press.newest(before=today)[:MANY]:
        press.edit(url, datetime.combine(today, time(17)))


REDESIGN = Effect(_rename_classes)
NO_TITLES = Effect(_articles(_hide_title), hides=("title",))
NO_DATES = Effect(_articles(_hide_date), hides=("date",))
NO_AUTHORS = Effect(_articles(_hide_author), hides=("author",))
CLOCK_FOR_DATE = Effect(_articles(_show_clock), hides=("date",))
CUT_TEXTS = Effect(_articles(_cut), hides=("text", "author"))
LOGIN_WALL = Effect(_articles(_always(200, _LOGIN)), hides=("article",))
SILENCE = Effect(is_silent=True)
REFUSAL = Effect(_always(403, b"Forbidden"))
CHALLENGE = Effect(_always(503, _CHALLENGE))
TOO_MANY_REQUESTS = Effect(_always(429, b"Too Many Requests"))
MOVE = Effect(_always(301, location="https://trang-moi.example/"))
SECTIONS_MISSING = Effect(_sections(_always(404)))
SECTIONS_EMPTY = Effect(_sections(_always(200, _notice("Chuyên mục", "Đang cập nhật."))))
ARTICLES_FAIL = Effect(_articles(_always(500)))
SERVER_ERRORS = Effect(_always(502))
NO_ANSWER = Effect(lambda _, __: None)
MAINTENANCE = Effect(_always(200, _MAINTENANCE), hides=("article",))
DELETION = Effect(begin=_delete_newest)
EDITS = Effect(begin=_edit_newest)
