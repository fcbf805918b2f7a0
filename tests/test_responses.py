"""What each response means for an article: its outcome, and what is kept of it."""

import asyncio
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from archive.errors import ArchiveError
from archive.ledger import record
from archive.outcomes import Outcome
from archive.runs import Run
from archive.visit import Visit
from archive.warc.records import CaptureRecord, Exchange
from pipelines.capture import CapturePipeline
from sites.responses import (
    classify_redirect,
    is_login,
    refresh_target,
    visit_from_capture,
    visit_from_response,
)
from sites.urls import redirect_target

from .archives import NOW
from .gosim import HOME, GoSim, address, article_url, exchange, new_archive, page, site_run

ARTICLE = address(1)
PAGE = page(1)
CAPTURE = CaptureRecord(NOW, "baogosim/x.warc.gz", 12, 34, "0" * 64, 200, "response")


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    with new_archive(tmp_path) as archive:
        yield site_run(archive)


def visit_of(
    run: Run, status: int = 200, *headers: tuple[str, str], content: bytes = PAGE
) -> Visit:
    return visit_from_response(run, ARTICLE, exchange(ARTICLE.url, status, b"", headers), content)


@pytest.mark.parametrize(
    ("status", "outcome", "reason"),
    [
        (200, None, ""),
        (304, Outcome.UNCHANGED, "the site answered 304: not changed since it was read last"),
        (401, Outcome.BLOCKED, "the site answered 401"),
        (403, Outcome.BLOCKED, "the site answered 403"),
        (451, Outcome.BLOCKED, "the site answered 451"),
        (404, Outcome.GONE, "the site answered 404"),
        (410, Outcome.GONE, "the site answered 410"),
        (400, Outcome.FAILED, "the site answered 400"),
        (402, Outcome.FAILED, "the site answered 402"),
        (405, Outcome.FAILED, "the site answered 405"),
        (429, Outcome.FAILED, "the site answered 429"),
        (500, Outcome.FAILED, "the site answered 500"),
        (503, Outcome.FAILED, "the site answered 503"),
        (201, Outcome.FAILED, "the site answered 201"),
        (203, Outcome.FAILED, "the site answered 203: a page that a proxy has changed"),
        (204, Outcome.FAILED, "the site answered 204"),
        (300, Outcome.FAILED, "the site answered 300"),
        (305, Outcome.FAILED, "the site answered 305"),
    ],
)
def test_the_outcome_of_a_status(
    run: Run, status: int, outcome: Outcome | None, reason: str
) -> None:
    visit = visit_of(run, status)
    assert (visit.outcome, visit.reason, visit.status) == (outcome, reason, status)
    assert (visit.page is not None) == (status == 200)


@pytest.mark.parametrize(
    ("status", "kept"), [(99, False), (100, True), (999, True), (1000, False), (0, False)]
)
def test_a_number_that_is_no_status_is_neither_kept_nor_captured(
    run: Run, status: int, kept: bool
) -> None:
    visit = visit_of(run, status)
    assert (visit.outcome, visit.reason) == (Outcome.FAILED, f"the site answered {status}")
    assert visit.status == (status if kept else None)
    assert (visit.exchange is not None) is kept


@pytest.mark.parametrize(
    ("content_type", "is_page"),
    [
        ("text/html", True),
        ("Text/HTML; Charset=UTF-8", True),
        ("APPLICATION/XHTML+XML", True),
        ("text/plain", True),
        ("TEXT/PLAIN", True),
        ("", True),
        ("application/pdf", False),
        ("IMAGE/JPEG", False),
        ("application/octet-stream", False),
    ],
)
def test_a_content_type_tells_a_page_from_a_file(
    run: Run, content_type: str, is_page: bool
) -> None:
    visit = visit_of(run, 200, ("Content-Type", content_type))
    assert (visit.page is not None) is is_page
    assert visit.outcome is (None if is_page else Outcome.EMPTY)
    if not is_page:
        assert visit.reason == f"not a page but a file: {content_type.lower()}"


def test_a_response_without_a_content_type_is_a_page(run: Run) -> None:
    bare = Exchange(ARTICLE.url, NOW, 200, [], PAGE)
    visit = visit_from_response(run, ARTICLE, bare, PAGE)
    assert visit.outcome is None
    assert visit.page is not None


def test_what_is_kept_of_a_page(run: Run) -> None:
    sent = replace(
        exchange(
            "http://www.baogosim.example/bai-viet-post1.html",
            200,
            b"packed",
            [
                ("etag", '"a1"'),
                ("LAST-MODIFIED", "Tue, 24 Nov 2026 02:17:05 GMT"),
                ("Content-Type", "text/html; charset=windows-1258"),
            ],
        ),
        link_text="Bài viết",
    )
    visit = visit_from_response(run, ARTICLE, sent, PAGE)
    assert (visit.run, visit.key, visit.url) == (run, "post:1", article_url(1))
    assert (visit.fetched, visit.status, visit.requested) == (NOW, 200, True)
    assert (visit.etag, visit.last_modified) == ('"a1"', "Tue, 24 Nov 2026 02:17:05 GMT")
    assert visit.page is not None
    assert (visit.page.content, visit.page.url) == (PAGE, article_url(1))
    assert visit.page.content_type == "text/html; charset=windows-1258"
    assert (visit.page.link_text, visit.page.fetched) == ("Bài viết", NOW)
    assert visit.exchange is sent
    assert visit.capture is None


def test_what_comes_from_a_capture_is_not_captured_again(run: Run) -> None:
    visit = visit_from_response(run, ARTICLE, exchange(ARTICLE.url), PAGE, CAPTURE)
    assert visit.exchange is None
    assert visit.capture is CAPTURE


# Redirects

REDIRECTS = [
    (None, Outcome.FAILED, "redirects to something that is no address"),
    ("", Outcome.FAILED, "redirects to something that is no address"),
    ("http://[broken/", Outcome.FAILED, "redirects to something that is no address"),
    ("https://khac.example/bai-viet-post1.html", Outcome.REFUSED,
     "redirects to another host, not followed: https://khac.example/bai-viet-post1.html"),
    ("ftp://baogosim.example/bai-viet-post1.html", Outcome.REFUSED,
     "redirects to another host, not followed: ftp://baogosim.example/bai-viet-post1.html"),
    ("/", Outcome.GONE, "redirects to https://baogosim.example/, which is no article"),
    ("khong-con.html", Outcome.GONE,
     "redirects to https://baogosim.example/khong-con.html, which is no article"),
    ("/bai-khac-post2.html", Outcome.DUPLICATE,
     "redirects to https://baogosim.example/bai-khac-post2.html"),
    ("/bai-khac-post2.html;jsessionid=1A", Outcome.DUPLICATE,
     "redirects to https://baogosim.example/bai-khac-post2.html;jsessionid=1A"),
    ("https://gosim.example/tin/1", Outcome.DUPLICATE, "redirects to https://gosim.example/tin/1"),
    ("http://baogosim.example/bai-viet-post1.html", Outcome.DUPLICATE,
     "redirects to http://baogosim.example/bai-viet-post1.html"),
]  # fmt: skip


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(("location", "outcome", "reason"), REDIRECTS)
def test_the_outcome_of_a_redirect(
    run: Run, status: int, location: str | None, outcome: Outcome, reason: str
) -> None:
    headers = [("location", location)] if location is not None else []
    visit = visit_of(run, status, *headers)
    assert (visit.outcome, visit.reason) == (outcome, reason)
    assert (visit.redirects_to is None) == (outcome is Outcome.FAILED)
    assert visit.redirects_to is None or visit.redirects_to in reason
    assert classify_redirect(run, GoSim, visit.redirects_to) == (outcome, reason)
    assert visit.page is None
    assert visit.exchange is not None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/dang-nhap", True),
        ("/vi/Dang-Nhap.html?tro-lai=%2Fbai-viet-post1.html", True),
        ("/Account/Login.aspx", True),
        ("/wp-login.php?redirect_to=/", True),
        ("/_layouts/15/Authenticate.aspx?Source=/", True),
        ("/?ReturnUrl=/bai-viet-post1.html", True),
        ("/tai-khoan?returnUrl=", True),
        ("/huong-dan-dang-nhap.html", False),
        ("/dang-nhap-cua-nguoi-dan", False),
        ("/?login=0", False),
        ("/bao-tri?trang=returnurl", False),
        ("/", False),
    ],
)
def test_what_is_a_form_to_log_in(path: str, expected: bool) -> None:
    assert is_login(HOME + path) is expected


def test_an_article_that_redirects_to_a_form_to_log_in_has_failed(run: Run) -> None:
    visit = visit_of(run, 302, ("location", "/dang-nhap?returnUrl=/bai-viet-post1.html"))
    assert visit.outcome is Outcome.FAILED
    assert visit.reason == f"redirects to {HOME}/dang-nhap, a form to log in"
    assert visit.redirects_to == f"{HOME}/dang-nhap?returnUrl=/bai-viet-post1.html"
    article = classify_redirect(run, GoSim, f"{HOME}/bai-khac-post2.html?returnUrl=/")
    assert article[0] is Outcome.DUPLICATE


def test_a_relative_redirect_is_resolved_against_the_url_that_was_requested(run: Run) -> None:
    asked = "http://gosim.example/tin/1/"
    sent = exchange(asked, 301, b"", [("Location", "../2")])
    visit = visit_from_response(run, ARTICLE, sent, b"")
    assert visit.redirects_to == "http://gosim.example/tin/2"


# Captures

DAY = timedelta(days=1)


def keep(run: Run, payload: bytes, days: int, status: int = 200) -> CaptureRecord:
    """Capture a response of so many days ago, and record it."""
    sent = replace(exchange(ARTICLE.url, status, payload), fetched=NOW - days * DAY)
    visit = visit_from_response(run, ARTICLE, sent, payload)
    asyncio.run(CapturePipeline().process_item(visit))
    visit.end(Outcome.OFF_TOPIC, "a reason in words")
    record(visit)
    run.archive.commit()
    assert visit.capture is not None
    return visit.capture


def stated(payload: bytes) -> str:
    return f"sha256:{hashlib.sha256(payload).hexdigest()}"


def revisit(digest: str | None, status: int = 200) -> Exchange:
    return replace(exchange(ARTICLE.url, status), is_revisit=True, digest=digest)


@pytest.mark.parametrize(
    ("url", "location", "left_out"),
    [
        ("http://baogosim.example/bai-viet-post1.html", article_url(1), True),
        (article_url(1), "https://www.baogosim.example/bai-viet-post1.html", True),
        (article_url(1), "/bai-viet-post1.html?utm_source=zalo", True),
        (article_url(1), "/bai-viet-post2.html", False),
        (article_url(1), "/bai-khac-post1.html", False),
        (article_url(1), "https://khac.example/bai-viet-post1.html", False),
        (article_url(1), "http://baogosim.example:8080/bai-viet-post1.html", False),
        (article_url(1), "http://[broken/", False),
    ],
)
def test_a_capture_that_only_redirects_to_its_own_page_is_no_visit(
    run: Run, url: str, location: str, left_out: bool
) -> None:
    found = exchange(url, 301, b"", [("Location", location)])
    visit = visit_from_capture(run, ARTICLE, found, None)
    assert (visit is None) is left_out


def test_only_a_redirect_is_left_out(run: Run) -> None:
    found = exchange(ARTICLE.url, 200, PAGE, [("Location", ARTICLE.url)])
    visit = visit_from_capture(run, ARTICLE, found, None)
    assert visit is not None
    assert visit.page is not None
    assert visit.page.content == PAGE


def test_a_capture_keeps_its_record_and_one_of_others_is_to_be_captured(run: Run) -> None:
    found = exchange(ARTICLE.url, 200, PAGE)
    own = visit_from_capture(run, ARTICLE, found, CAPTURE)
    assert own is not None
    assert (own.capture, own.exchange) == (CAPTURE, None)
    others = visit_from_capture(run, ARTICLE, found, None)
    assert others is not None
    assert (others.capture, others.exchange) == (None, found)


def test_a_revisit_record_that_says_not_modified_needs_no_payload(run: Run) -> None:
    visit = visit_from_capture(run, ARTICLE, revisit(None, 304), None)
    assert visit is not None
    assert visit.outcome is Outcome.UNCHANGED


@pytest.mark.parametrize("wanted", [b"first", b"second", b"third"])
def test_a_revisit_record_is_read_with_the_payload_of_its_digest(run: Run, wanted: bytes) -> None:
    for days, payload in ((9, b"first"), (8, b"second"), (7, b"third")):
        keep(run, payload, days)
    visit = visit_from_capture(run, ARTICLE, revisit(stated(wanted)), None)
    assert visit is not None
    assert visit.page is not None
    assert visit.page.content == wanted
    assert visit.exchange is not None
    assert visit.exchange.payload == wanted


@pytest.mark.parametrize("number", [0, 1])
def test_our_own_revisit_record_is_read_with_the_payload_of_its_row(run: Run, number: int) -> None:
    rows = [keep(run, payload, days) for days, payload in ((9, b"first"), (8, b"second"))]
    capture = replace(CAPTURE, sha256=rows[number].sha256, record="revisit")
    visit = visit_from_capture(run, ARTICLE, revisit(None), capture)
    assert visit is not None
    assert visit.page is not None
    assert visit.page.content == (b"first", b"second")[number]
    assert visit.capture is capture


def test_without_a_digest_a_revisit_record_repeats_the_last_complete_capture(run: Run) -> None:
    keep(run, b"first", 9)
    keep(run, b"second", 8)
    keep(run, b"not found", 7, 404)
    visit = visit_from_capture(run, ARTICLE, revisit(None), None)
    assert visit is not None
    assert visit.page is not None
    assert visit.page.content == b"second"


@pytest.mark.parametrize("known", [True, False])
def test_a_revisit_record_of_an_unknown_payload_is_an_error(run: Run, known: bool) -> None:
    if known:
        keep(run, b"first", 9)
    with pytest.raises(ArchiveError, match="it repeats a record that is not here"):
        visit_from_capture(run, ARTICLE, revisit(stated(b"other")), None)
    with pytest.raises(ArchiveError, match="it repeats a record that is not here"):
        visit_from_capture(run, ARTICLE, revisit(None), replace(CAPTURE, sha256="1" * 64))


# A page that leads on at once


def refresh(content: str, before: str = "") -> bytes:
    return f'{before}<meta http-equiv="refresh" content="{content}">'.encode() + PAGE


@pytest.mark.parametrize(
    ("page", "target"),
    [
        (refresh("0;url=/khac"), f"{HOME}/khac"),
        (refresh("5; URL='/khac'"), f"{HOME}/khac"),
        (b"<META HTTP-EQUIV=REFRESH CONTENT=0;URL=/khac>", f"{HOME}/khac"),
        (refresh("0;url=/khac", '<base href="/muc/">'), f"{HOME}/khac"),
        (refresh("0;url=khac", '<base href="/muc/">'), f"{HOME}/muc/khac"),
        (refresh("0;url=https://khac.example/"), "https://khac.example/"),
        (refresh("0;url=/thôn"), f"{HOME}/th%C3%B4n"),
        (refresh("5.5;url=/khac"), None),
        (refresh("1800;url=/khac"), None),
        (refresh("0"), None),
        (refresh("0;url=#cuoi"), None),
        (refresh(f"0;url={ARTICLE.url}"), None),
        (refresh("0;url=javascript:x()"), None),
        (refresh("0;url=file:///etc/hostname"), None),
        (refresh("0;url=http://[broken"), None),
        (refresh("0;url=/khac", '<base href="http://[broken">'), None),
        (refresh("0;url=/khac", "<noscript>") + b"</noscript>", None),
        (refresh("0;url=/khac", "<template>") + b"</template>", None),
        (refresh("0;url=/khac", "<!--") + b"-->", None),
        (b" " * 4000 + refresh("0;url=/khac"), f"{HOME}/khac"),
        (b" " * 4097 + refresh("0;url=/khac"), None),
        (PAGE, None),
        (b"", None),
    ],
)
def test_a_page_that_leads_on_at_once(page: bytes, target: str | None) -> None:
    assert refresh_target(ARTICLE.url, page) == target


def test_a_page_that_sets_a_cookie_and_reloads_itself_leads_on(run: Run) -> None:
    reloading = refresh(f"0;url={ARTICLE.url}")
    assert refresh_target(ARTICLE.url, reloading, sets_cookie=True) == ARTICLE.url
    assert refresh_target(ARTICLE.url, PAGE, sets_cookie=True) is None
    visit = visit_of(run, 200, ("Set-Cookie", "seen=1"), content=reloading)
    assert visit.redirects_to == ARTICLE.url
    assert visit_of(run, 200, content=reloading).redirects_to is None


@pytest.mark.parametrize(
    ("target", "outcome"),
    [
        (article_url(2), Outcome.DUPLICATE),
        ("/", Outcome.GONE),
        ("https://khac.example/", Outcome.REFUSED),
    ],
)
def test_an_article_that_leads_on_at_once_is_a_redirect(
    run: Run, target: str, outcome: Outcome
) -> None:
    sent = exchange(ARTICLE.url, 200, refresh(f"0;url={target}"))
    visit = visit_from_response(run, ARTICLE, sent, sent.payload)
    assert (visit.outcome, visit.page) == (outcome, None)
    assert visit.redirects_to == redirect_target(ARTICLE.url, target)


def test_a_capture_of_a_page_that_leads_on_to_itself_is_no_visit(run: Run) -> None:
    target = ARTICLE.url.replace("https://", "http://www.")
    sent = exchange(ARTICLE.url, 200, refresh(f"0;url={target}"))
    assert visit_from_capture(run, ARTICLE, sent, None) is None
