"""How an article is cited: in words, for reference managers, and for search engines."""

import json
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publishing.article.citing import (
    Citation,
    bibtex,
    citation,
    in_english,
    in_vietnamese,
    meta,
    news_article,
    ris,
    web_address,
)
from publishing.dates import day_of, shown_day, shown_time

URL = "https://baogosim.example/bai-5.html"
LINK = "https://kho.example/archive/articles/5"
ROW = {
    "id": 5,
    "title": "Dân vận khéo ở xã Gò Sim",
    "author": "Lê Sim - Hồ Gạo và P.Y",
    "newspaper": "Báo Gò Sim",
    "published": "2023-05-06T07:30:00+07:00",
    "lead": "Bà con góp công.",
    "url": URL,
    "first_captured": "2023-05-06T20:00:00+00:00",
}
KNOWN = citation(ROW, ["dân vận"], "2026-11-28", LINK)
BARE = citation(
    {**ROW, "title": None, "author": None, "published": None, "lead": None, "url": "ftp://x"},
    [],
    None,
    LINK,
)


def test_what_a_citation_says() -> None:
    assert (
        Citation(
            id=5,
            title="Dân vận khéo ở xã Gò Sim",
            authors=("Lê Sim", "Hồ Gạo", "P.Y"),
            newspaper="Báo Gò Sim",
            published=date(2023, 5, 6),
            lead="Bà con góp công.",
            topics=("dân vận",),
            url=URL,
            captured=date(2023, 5, 7),  # in Vietnam
            release="2026-11-28",
            permalink=LINK,
        )
        == KNOWN
    )


def test_in_words() -> None:
    assert in_vietnamese(KNOWN) == (
        "Lê Sim, Hồ Gạo, P.Y: “Dân vận khéo ở xã Gò Sim”, Báo Gò Sim, 06/05/2023, "
        f"{URL}. Bản lưu: Kho lưu trữ Dân vận, bài số 5 (thu thập lần đầu 07/05/2023), "
        f"bản phát hành 2026-11-28, {LINK}."
    )
    assert in_english(KNOWN) == (
        "Lê Sim, Hồ Gạo, P.Y. “Dân vận khéo ở xã Gò Sim.” Báo Gò Sim, 6 May 2023. "
        f"{URL}. Archived copy: Dân vận archive, article 5 (first captured 7 May 2023), "
        f"release 2026-11-28, {LINK}."
    )


def test_in_words_of_what_is_known() -> None:
    assert in_vietnamese(BARE) == (
        "(không có tiêu đề), Báo Gò Sim, không rõ ngày đăng. Bản lưu: Kho lưu trữ Dân vận, bài số "
        f"5 (thu thập lần đầu 07/05/2023), {LINK}."
    )
    assert in_english(BARE) == (
        "(No title.) Báo Gò Sim, n.d. Archived copy: Dân vận archive, article 5 "
        f"(first captured 7 May 2023), {LINK}."
    )


def test_bibtex() -> None:
    assert bibtex(KNOWN) == (
        "@article{danvan5,\n"
        "  author = {{Lê Sim} and {Hồ Gạo} and {P.Y}},\n"
        "  title = {{Dân vận khéo ở xã Gò Sim}},\n"
        "  journal = {Báo Gò Sim},\n"
        "  year = {2023},\n"
        "  day = {6},\n"
        f"  url = {{{URL}}},\n"
        "  urldate = {2023-05-07},\n"
        "  langid = {vietnamese},\n"
        "  note = {Archived copy: Dân vận archive, article 5, release 2026-11-28, "
        f"\\url{{{LINK}}}}},\n"
        "  month = may,\n"
        "}\n"
    )
    assert re.findall(r"^  (\w+)", bibtex(BARE), re.M) == "journal urldate langid note".split()


def test_ris() -> None:
    assert ris(KNOWN).split("\r\n") == [
        "TY  - NEWS",
        "AU  - Lê Sim",
        "AU  - Hồ Gạo",
        "AU  - P.Y",
        "TI  - Dân vận khéo ở xã Gò Sim",
        "T2  - Báo Gò Sim",
        "PY  - 2023",
        "DA  - 2023/05/06",
        "AB  - Bà con góp công.",
        "KW  - dân vận",
        "LA  - vi",
        f"UR  - {URL}",
        "Y2  - 2023/05/07",
        "DB  - Kho lưu trữ Dân vận",
        "AN  - 5",
        f"N1  - Archived copy: Dân vận archive, article 5, release 2026-11-28, {LINK}",
        "ER  - ",
        "",
    ]


def test_meta() -> None:
    found = list(meta(KNOWN))
    assert found[0] == ("z:itemType", "newspaperArticle")
    assert dict(found)["citation_publication_date"] == "2023/05/06"
    assert [value for name, value in found if name == "citation_author"] == list(KNOWN.authors)
    assert dict(meta(BARE))["citation_public_url"] == LINK


def test_news_article() -> None:
    found = news_article(KNOWN)
    assert (found["@type"], found["headline"]) == ("NewsArticle", "Dân vận khéo ở xã Gò Sim")
    assert found["author"][2] == {"@type": "Person", "name": "P.Y"}
    assert "datePublished" not in news_article(BARE)


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Lê Sim", ["Lê Sim"]),
        ("Lê Sim, Hồ Gạo", ["Lê Sim", "Hồ Gạo"]),
        ("Lê Sim– Hồ Gạo", ["Lê Sim", "Hồ Gạo"]),
        ("Lê Sim & Hồ Gạo/P.Y", ["Lê Sim", "Hồ Gạo", "P.Y"]),
        ("Lê-Sim", ["Lê-Sim"]),  # a double name
        ("Và Sim", ["Và Sim"]),
        (" , ", []),
    ],
)
def test_authors(author: str, names: list[str]) -> None:
    assert list(citation({**ROW, "author": author}, [], None, LINK).authors) == names


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (URL, URL),
        ("http://gosim.example/?q=a&b=%20#x", "http://gosim.example/?q=a&b=%20#x"),
        ("https://gosim.example/{a}\\b", "https://gosim.example/%7Ba%7D%5Cb"),
        ('https://gosim.example/"><b>', "https://gosim.example/%22%3E%3Cb%3E"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("https://gosim.example/\u202egnp", None),
        ("https://gosim.example/a\nb", None),
    ],
)
def test_web_address(url: str, address: str | None) -> None:
    assert web_address(url) == address


HOSTILE = st.text(
    st.sampled_from("{}\\\"'@%$&#_^~,=\r\n\u2028\x85ER-TY \u202e</script>a") | st.characters()
)


def depths(entry: str) -> list[int]:
    """Return how many braces are open after each character, as BibTeX counts them."""
    depth, depths = 0, []
    for char in entry:
        depth += (char == "{") - (char == "}")
        depths.append(depth)
    return depths


@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_hostile_text_adds_nothing(title: str, author: str, newspaper: str, url: str) -> None:
    row = {**ROW, "title": title, "author": author, "newspaper": newspaper, "lead": title}
    hostile = citation({**row, "url": f"https://gosim.example/{url}"}, [title], None, LINK)
    entry = bibtex(hostile)
    open_braces = depths(entry)
    assert min(open_braces) == 0
    assert (
        open_braces.index(0, len("@article{")) == len(entry) - 2
    )  # the last brace closes the first
    names = r"author|title|journal|year|day|url|urldate|langid|note|month"
    assert all(re.match(rf"  (?:{names}) = ", line) for line in entry.split("\n")[1:-2])
    lines = ris(hostile).splitlines()
    assert all(re.match("[A-Z][A-Z0-9]  - ", line) for line in lines)
    assert [line[:2] for line in lines].count("TY") == [line[:2] for line in lines].count("ER") == 1
    for text in (in_vietnamese(hostile), in_english(hostile)):
        assert len(text.splitlines()) == 1
        assert "\u202e" not in text
    assert json.loads(json.dumps(news_article(hostile))).get("headline", "") == hostile.title


def test_a_brace_is_no_brace() -> None:
    entry = bibtex(replace(KNOWN, title="a} , b = {c \\ 5% & _"))
    assert (
        r"  title = {{a\textbraceright{} , b = \textbraceleft{}c \textbackslash{} 5\% \& \_}},"
    ) in entry


@pytest.mark.parametrize(
    ("stored", "day", "shown"),
    [
        ("2024-05-06", date(2024, 5, 6), "06/05/2024"),
        ("2024-05-06T07:30:00+07:00", date(2024, 5, 6), "06/05/2024, 07:30"),
        ("2024-05-06T20:00:00+00:00", date(2024, 5, 7), "07/05/2024, 03:00"),
        ("0001-01-01T00:00:00+14:00", None, "0001-01-01T00:00:00+14:00"),
        ("<b>\u202e hôm qua", None, "<b> hôm qua"),
    ],
)
def test_times(stored: str, day: date | None, shown: str) -> None:
    assert day_of(stored) == day
    assert shown_time(stored) == shown
    assert shown_day(stored) == shown.partition(",")[0]


def test_no_day() -> None:
    assert day_of(None) is None
