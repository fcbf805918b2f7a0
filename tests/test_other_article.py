"""Pages that show another article than the one that their address is of."""

import pytest

from extraction.extract import extract
from extraction.inputs import FetchedPage

OWN = "https://baogosim.example/xa-go-sim-ra-quan-don-duong-lang-post1.html"
OTHER = "https://baogosim.example/ba-con-thon-bai-gop-cong-lam-cau-post2.html"
TITLE = "Bà con thôn Bãi góp công làm cầu"
TEXT = "Bà con thôn Bãi cùng nhau làm một cây cầu mới qua suối trong một vụ nông nhàn."


def other(link: str, url: str = OWN, title: str = TITLE) -> str | None:
    page = f"<head>{link}</head><body><h1>{title}</h1><div><p>{TEXT}</p><p>{TEXT} Vui.</p></div>"
    article = extract(FetchedPage(page.encode(), url)).article
    assert article.title == title
    return article.other


@pytest.mark.parametrize(
    "link",
    [
        f'<link rel="canonical" href="{OTHER}">',
        f"<link href={OTHER} rel=Canonical>",
        f'<link rel="canonical" href="{OTHER.removeprefix("https://baogosim.example")}">',
    ],
)
def test_title_and_canonical_link_agree_on_another_article(link: str) -> None:
    assert other(link) == OTHER


@pytest.mark.parametrize(
    ("link", "url", "title"),
    [
        ("", OWN, TITLE),
        (f'<link rel="canonical" href="{OWN}">', OWN, TITLE),
        (f'<link rel="canonical" href="{OTHER}">', OTHER, TITLE),  # the page itself
        (f'<link rel="canonical" href="{OTHER}">', OWN, "Xã Gò Sim ra quân dọn đường làng"),
        (f'<link rel="canonical" href="{OTHER}">', OWN, "Thôn Bãi khánh thành một cây cầu mới"),
        (f'<link rel="canonical" href="{OTHER}">', "https://baogosim.example/bai-1.html", TITLE),
        (f'<link rel="canonical" href="{OTHER}">', OTHER.replace("post2", "post1"), TITLE),
        (f'<link rel="alternate" href="{OTHER}">', OWN, TITLE),
        ('<link rel="canonical" href="http://[hong">', OWN, TITLE),
        ('<link rel="canonical">', OWN, TITLE),
        ('<link rel="canonical" href="/">', OWN, TITLE),
    ],
)
def test_one_witness_is_not_enough(link: str, url: str, title: str) -> None:
    assert other(link, url, title) is None
