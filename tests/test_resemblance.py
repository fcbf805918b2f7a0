"""Is a page a version of the known article: every threshold, just inside and just outside."""

from dataclasses import replace

import pytest

from archive.pages import StoredArticle
from extraction.article import Article
from extraction.extract import with_facts
from pipelines.resemblance import (
    is_version_of,
    reading_of,
    shown_by,
    shows_known_text,
    shows_other_title,
    with_known_facts,
    without_late_date,
)

URL = "https://baogosim.example/bai-1.html"
TITLE = "Xã Gò Sim bàn chung việc làm đường"
OTHER_TITLE = "Hệ thống đang bảo trì"
DATE = "2024-05-15T08:30:00+07:00"


def words(first: int, count: int) -> str:
    """Return distinct words, numbered from `first`: neighbours share all phrases, others none."""
    return " ".join(f"từ{number}" for number in range(first, first + count))


def article(body: str, title: str | None = None, published: str | None = None) -> Article:
    raw = "15/05/2024 08:30" if published else None
    return Article(URL, title=title, body=body, published=published, published_raw=raw)


KNOWN = article(words(0, 102), TITLE, DATE)  # 100 phrases of three words


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(article(words(500, 102), TITLE), True, id="rewritten under its title"),
        pytest.param(article(words(500, 102), OTHER_TITLE), False, id="nothing in common"),
        pytest.param(article(words(500, 102)), False, id="without a title"),
        pytest.param(article(words(500, 102), OTHER_TITLE, DATE), False, id="the date alone"),
        pytest.param(article(words(0, 102), OTHER_TITLE), True, id="its text under another title"),
    ],
)
def test_what_a_version_has_in_common_with_the_known_article(page: Article, expected: bool) -> None:
    assert is_version_of(KNOWN, page) is expected


@pytest.mark.parametrize(("common", "expected"), [(25, True), (24, False)])
def test_a_quarter_of_the_longer_text_is_enough(common: int, expected: bool) -> None:
    page = article(f"{words(0, common + 2)} {words(500, 102 - common - 2)}", OTHER_TITLE)
    assert is_version_of(KNOWN, page) is expected
    assert is_version_of(page, replace(KNOWN, title=None)) is expected


@pytest.mark.parametrize(("length", "expected"), [(202, True), (402, True), (403, False)])
def test_a_text_may_have_grown_to_four_times_its_length(length: int, expected: bool) -> None:
    page = article(f"{words(0, 102)} {words(500, length - 102)}", OTHER_TITLE)
    assert is_version_of(KNOWN, page) is expected


@pytest.mark.parametrize(("common", "expected"), [(20, True), (19, False)])
def test_on_the_same_date_a_fifth_of_the_shorter_text_is_enough(
    common: int, expected: bool
) -> None:
    page = article(f"{words(0, common + 2)} {words(500, 102 - common - 2)}", OTHER_TITLE, DATE)
    assert is_version_of(KNOWN, page) is expected
    assert not is_version_of(KNOWN, replace(page, published="2024-05-16"))
    grown = article(f"{words(0, common + 2)} {words(500, 400)}", OTHER_TITLE, DATE)
    assert is_version_of(KNOWN, grown) is expected


def test_a_date_in_the_url_is_nothing_in_common() -> None:
    page = article(f"{words(0, 22)} {words(500, 80)}", OTHER_TITLE, "2024-05-15")
    known = replace(KNOWN, published="2024-05-15")
    assert is_version_of(known, page)
    in_url = replace(page, url="https://baogosim.example/20240515-x.htm", published_raw="20240515")
    assert not is_version_of(known, in_url)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (TITLE.upper(), True),
        (f"“{TITLE}”", True),
        ("Gò Sim: bàn chung việc làm đường", True),
        ("Sim bàn chung việc làm", True),  # 4 of 7 pairs of words
        ("Bàn chung việc làm", False),  # 3
        (f"{TITLE} và việc trồng cây ở mọi thôn", True),  # 7 of 14
        (f"{TITLE} và việc trồng cây ở mọi thôn cũ", False),
        ("", False),
    ],
)
def test_half_of_a_title_is_similar(title: str, expected: bool) -> None:
    page = article(words(500, 102), title, DATE)
    assert is_version_of(KNOWN, page) is expected
    some = f"{words(0, 22)} {words(500, 80)}"  # 20 of 100 phrases
    assert is_version_of(KNOWN, article(some, title)) is expected


@pytest.mark.parametrize(
    ("known", "title"),
    [
        ("Dân vận khéo ở xã Gò Sim", "Dân vận khéo ở xã Lam Khê"),
        ("Bản tin thời sự ngày 15 tháng 5", "Bản tin thời sự ngày 16 tháng 5"),
    ],
)
def test_a_similar_title_alone_is_that_of_another_article(known: str, title: str) -> None:
    page = article(words(500, 102), title, "2025-05-15")
    assert not is_version_of(replace(KNOWN, title=known), page)
    assert is_version_of(replace(KNOWN, title=known), replace(page, title=known.upper()))
    assert is_version_of(replace(KNOWN, title=known, published=page.published), page)
    fewer = article(f"{words(0, 21)} {words(500, 81)}", title)  # 19 of 100 phrases
    assert not is_version_of(replace(KNOWN, title=known), fewer)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(words(500, 51), True, id="half as long"),
        pytest.param(words(500, 50), False, id="less, and of other words"),
        pytest.param(words(0, 50), True, id="less, and its own text"),
        pytest.param(f"{words(0, 38)} {words(500, 4)}", True, id="nine tenths its own text"),
        pytest.param(f"{words(0, 37)} {words(500, 5)}", False, id="less than nine tenths"),
        pytest.param(words(0, 21), True, id="a fifth of the text"),
        pytest.param(words(0, 20), False, id="less than a fifth"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_a_page_that_lost_most_of_the_text_must_consist_of_it(text: str, expected: bool) -> None:
    assert is_version_of(KNOWN, article(text, TITLE, DATE)) is expected


def test_exactly_a_fifth_of_the_text_is_enough() -> None:
    known = article(words(0, 100), TITLE)
    assert is_version_of(known, article(words(0, 20), TITLE))
    assert not is_version_of(known, article(words(0, 19), TITLE))


def test_the_lead_is_part_of_the_text() -> None:
    split = Article(URL, lead=words(0, 50), body=words(50, 52))
    assert is_version_of(KNOWN, split)
    assert is_version_of(split, replace(KNOWN, title=None))


@pytest.mark.parametrize("known", ["Hai.", "Hai từ.", ""])
def test_a_text_of_few_words_is_a_version_of_itself(known: str) -> None:
    assert is_version_of(article(known, TITLE), article("Hai từ.", TITLE))


# What is kept


def test_a_page_without_date_and_author_keeps_the_known_ones() -> None:
    known = replace(KNOWN, author="Thu Hà", unit="Văn phòng", byline="Thu Hà (Văn phòng)")
    page = article(KNOWN.body, TITLE)
    kept = with_known_facts(known, page)
    assert kept == with_facts(replace(known, published_raw="15/05/2024 08:30"))
    assert with_known_facts(page, known) == known


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        ("2024-05-15", True),
        ("2024-05-16", False),
        ("2024-05-15T08:30:00+07:00", True),
        ("2024-05-15T08:30:08+07:00", False),
        ("2024-05-15T08:31:00+07:00", False),
        ("2024-05-15T08:30:00+00:00", False),
    ],
)
def test_a_date_that_says_less_than_the_known_one_does_not_replace_it(
    shown: str, kept: bool
) -> None:
    known = replace(KNOWN, published="2024-05-15T08:30:07+07:00", published_raw="8:30:07 15/5/2024")
    page = replace(KNOWN, published=shown, published_raw="15/5/2024")
    assert with_known_facts(known, page).published == (known.published if kept else shown)


@pytest.mark.parametrize(
    ("published", "captured", "is_late"),
    [
        ("2026-11-30", "2026-11-29T17:00:00+00:00", False),  # midnight in Vietnam
        ("2026-11-30", "2026-11-29T16:59:59+00:00", True),
        ("2026-11-30T01:30:00+07:00", "2026-11-29T18:30:00+00:00", False),
        ("2026-11-30T01:30:00+07:00", "2026-11-29T18:29:59+00:00", True),
    ],
)
def test_a_date_is_late_if_it_begins_after_the_first_capture(
    published: str, captured: str, is_late: bool
) -> None:
    page = article(words(0, 60), published=published)
    stored = StoredArticle(
        1, page.url, page.title, page.lead, page.body, None, None, None, None, None,
        page.text_sha256, None, captured,
    )  # fmt: skip
    assert without_late_date(stored, page).published == (None if is_late else published)


def test_a_page_without_a_title_keeps_the_known_title_and_lead() -> None:
    known = with_facts(replace(KNOWN, lead="Từ 9 mô hình “Dân vận khéo” ban đầu."))
    page = with_facts(replace(known, title=None, lead=None))
    assert with_known_facts(known, page) == known
    moved = with_facts(replace(page, body=f"{known.lead}\n\n{known.body}"))
    kept = with_known_facts(known, moved)
    assert (kept.title, kept.lead) == (known.title, None), "the lead is a paragraph now"


def test_a_shown_date_and_author_replace_the_known_ones() -> None:
    known = replace(KNOWN, author="Thu Hà", unit="Văn phòng", byline="Thu Hà (Văn phòng)")
    page = replace(KNOWN, author="Minh Anh", published="2024-05-16", published_raw="16/5/2024")
    page = replace(page, title="Dân vận khéo ở thôn Lam", lead="Ba thôn cùng làm.")
    assert with_known_facts(known, page) == page


def test_a_shown_unit_is_not_replaced() -> None:
    known = replace(KNOWN, author="Thu Hà", unit="Văn phòng", byline="Thu Hà (Văn phòng)")
    page = replace(KNOWN, unit="Ban Dân vận", byline="Ban Dân vận")
    kept = with_known_facts(known, page)
    assert (kept.author, kept.unit, kept.byline) == ("Thu Hà", "Ban Dân vận", "Ban Dân vận")


# What a page shows


def test_a_page_shows_its_title_or_else_its_first_line() -> None:
    assert shown_by(article("Một.\n\nHai.", TITLE)) == TITLE
    assert shown_by(article("Một.\n\nHai.")) == "Một."


def test_a_date_in_the_url_is_nothing_that_a_page_shows() -> None:
    page = replace(KNOWN, text_sha256="a")
    assert reading_of(page) == (TITLE, DATE, "a")
    in_url = replace(page, url="https://baogosim.example/20240515-x.htm", published_raw="20240515")
    assert reading_of(in_url) == (TITLE, None, "a")


@pytest.mark.parametrize(("common", "expected"), [(20, True), (19, False)])
def test_a_text_with_less_than_a_fifth_of_the_known_one_is_another(
    common: int, expected: bool
) -> None:
    page = article(f"{words(0, common + 2)} {words(500, 150)}", TITLE)
    lead = words(0, 60)
    assert shows_known_text(KNOWN, page) is expected
    assert shows_known_text(replace(KNOWN, lead=lead), replace(page, lead=lead)) is expected
    assert not shows_known_text(KNOWN, replace(page, title=OTHER_TITLE))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Chuyện làm đường", False),
        ("Đường làng, ngõ xóm sạch đẹp", True),
        ("BÁO GÒ SIM ĐIỆN TỬ", False),
        ("Báo điện tử của Gò", True),
        (None, False),
    ],
)
def test_a_headline_without_two_words_in_a_row_of_the_known_one_is_another(
    title: str | None, expected: bool
) -> None:
    assert shows_other_title(KNOWN, article(KNOWN.body, title)) is expected
    assert not shows_other_title(replace(KNOWN, title=None), article(KNOWN.body, title))


@pytest.mark.parametrize(
    ("known", "shown", "expected"),
    [(100, 200, True), (100, 201, False), (99, 201, True)],
)
def test_a_page_with_more_than_twice_the_known_text_goes_on_with_something_else(
    known: int, shown: int, expected: bool
) -> None:
    page = article(words(0, shown), TITLE)
    assert shows_known_text(article(words(0, known), TITLE), page) is expected
