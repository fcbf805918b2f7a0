"""Articles are told from other pages by the form of their URLs."""

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extraction.listings import Link, read_listing
from sites.forms import MIN_ARTICLES
from sites.links import SeenUrl, gather, is_page_of_listing, paging_template
from sites.shapes import ArticleShape, infer
from sites.urls import canonical

from .unseen import KINDS, SECTIONS, Unseen

HOST = "https://gosim.example"
TITLE = "Bà con thôn {} cùng nhau làm đường"
SLUG = "ba-con-thon-{}-cung-nhau-lam-duong"


def links(newsroom: Unseen, *paths: str) -> dict[str, SeenUrl]:
    pages = {}
    for path in paths:
        response = newsroom.site.responses[path]
        assert not callable(response)
        page = read_listing(response[2].encode(), "text/html", HOST + path)
        pages[path] = [replace(k, url=canonical(k.url)) for k in page.links if HOST in k.url]
    return gather(pages)


def fits(shape: ArticleShape | None, path: str) -> bool:
    assert shape is not None
    parts = urlsplit(HOST + path)
    if any(re.search(pattern, parts.path) for pattern in shape.no_articles):
        return False
    return any(re.search(p, parts.path) for p in shape.articles.values()) or any(
        re.search(p, f"{parts.path}?{parts.query}") for p in shape.query_articles.values()
    )


@pytest.mark.parametrize("kind", KINDS)
def test_all_articles_of_a_site_are_told_from_a_few_pages(kind: str) -> None:
    site = KINDS[kind]()
    shown = [site.section(name) for name in ("chinh-tri", "kinh-te")]
    listings = [HOST + site.section(name) for name in SECTIONS]
    shape = infer(links(site, "/", *shown, site.page(shown[0], 2)).values(), listings)
    others = {path for path in site.site.responses if path not in site.paths}
    assert {path for path in site.paths if not fits(shape, path)} == set()
    assert {path for path in others if fits(shape, path)} == set()


def seen(*paths: str, text: str = TITLE, pages: Iterable[str] = "/") -> list[SeenUrl]:
    return [SeenUrl(HOST + path, text.format(n), set(pages)) for n, path in enumerate(paths)]


def slugs(count: int, form: str) -> list[SeenUrl]:
    return seen(*(form.format(slug=SLUG.format(n), n=n) for n in range(count)))


@pytest.mark.parametrize(
    ("form", "pattern"),
    [
        ("/{slug}-{n}0045.html", r"^/[^/]*[-_.](?P<key>\d{3,})\.html$"),
        ("/{slug}-{n}045.html", r"^/[^/]*[-_.](?P<key>\d+)\.html$"),
        ("/a{n}/{slug}-post{n}7", r"^/(?:[^/]+/){1,3}[^/]*[-_.]post(?P<key>\d+)/?$"),
        ("/a{n}/202511/{slug}-e1c43{n}d/", r"^/(?:[^/]+/){2,3}[^/]*[-_.](?P<key>[0-9a-f]{7})/?$"),
        ("/bai/{n}5001/{slug}", r"^/bai/(?P<key>\d+)/(?!\d+/?$)[^/]+/?$"),
        ("/muc{n}/71{n}-{slug}.html", r"^/(?:[^/]+/){1,3}(?P<key>\d+)[-_][^/]*\.html$"),
        ("/m{n}/d2025112807{n}0.htm", r"^/(?:[^/]+/){1,3}d(?P<key>\d{10,})\.htm$"),
        ("/2025/11/28/{slug}", r"^/(?:[^/]+/){3}(?P<key>[^/-]+(?:-+[^/-]+){4,})/?$"),
        ("/tin/401/{slug}-5{n}", r"^/tin/(?:[^/]+/){1,3}[^/]*[-_.](?P<key>\d+)/?$"),
    ],
)
def test_the_key_is_where_urls_differ(form: str, pattern: str) -> None:
    shape = infer(slugs(8, form))
    assert shape is not None
    assert list(shape.articles.values()) == [pattern]


def test_three_urls_of_titles_make_a_form_and_two_do_not() -> None:
    assert infer(slugs(MIN_ARTICLES, "/{slug}-{n}.html")) is not None
    assert infer(slugs(MIN_ARTICLES - 1, "/{slug}-{n}.html")) is None


def test_links_with_short_texts_are_no_articles() -> None:
    labels = seen(*(f"/muc-{n}.html" for n in range(20)), text="Năm chữ trong tên {}")
    titles = seen(*(f"/muc-{n}.html" for n in range(20)), text="Sáu chữ ở trong tên {}")
    assert infer(labels) is None
    assert infer(titles) is not None


@pytest.mark.parametrize(("few", "is_form"), [(4, True), (3, False)])
def test_a_further_form_has_a_tenth_of_the_urls_of_the_first(few: int, is_form: bool) -> None:
    shape = infer([*slugs(39, "/{slug}-{n}.html"), *slugs(few, "/cu/{slug}-c{n}.htm")])
    assert shape is not None
    assert len(shape.articles) == 1 + is_form


def menu_entry(pages: int, words: int, path: str = "/" + SLUG.format("ba")) -> SeenUrl:
    read = {f"/{n}" for n in range(pages)}
    return SeenUrl(HOST + path, " ".join(["chữ"] * words), read, read)


@pytest.mark.parametrize(
    ("pages", "words", "is_article"), [(3, 8, False), (2, 8, True), (3, 9, True)]
)
def test_an_entry_of_the_menu_on_most_pages_is_a_section(
    pages: int, words: int, is_article: bool
) -> None:
    titles = slugs(20, "/{slug}")
    for number, one in enumerate(titles):
        one.pages = {f"/{number % 5}"}
    shape = infer([*titles, menu_entry(pages, words)])
    assert fits(shape, "/" + SLUG.format("ba")) is is_article


@pytest.mark.parametrize(
    ("before", "words", "after", "is_in_menu"),
    [
        (5, 6, 5, True),
        (5, 6, 6, False),
        (8, 5, 5, True),
        (8, 5, 6, False),
        (9, 5, 1, False),
        (0, 5, 5, False),
    ],
)
def test_a_menu_has_short_texts_side_by_side(
    before: int, words: int, after: int, is_in_menu: bool
) -> None:
    texts = [" ".join(["chữ"] * count) for count in (before, words, after)]
    page = [Link(f"{HOST}/{n}", text, "") for n, text in enumerate(texts)]
    assert bool(gather({"/": page})[f"{HOST}/1"].menus) is is_in_menu


def test_a_listing_that_was_read_is_no_article() -> None:
    titles = slugs(20, "/{slug}")
    shape = infer(titles, [titles[0].url])
    assert not fits(shape, urlsplit(titles[0].url).path)
    assert fits(shape, urlsplit(titles[1].url).path)


@pytest.mark.parametrize(("titles", "is_left_out"), [(3, True), (4, False)])
def test_a_directory_with_few_titles_has_no_articles(titles: int, is_left_out: bool) -> None:
    names = [f"/nguoi/lo-van-tam-{n}.html" for n in range(10)]
    people = seen(*names[titles:], text="Lò Văn Tấm") + seen(*names[:titles])
    pages = slugs(20, "/{slug}-{n}.html")
    for number, one in enumerate([*pages, *people]):
        one.pages = {f"/{number % 3}"}
    shape = infer([*pages, *people, *slugs(20, "/tin/{slug}-5{n}.html")])
    assert fits(shape, "/nguoi/lo-van-tam-5.html") is not is_left_out


def test_a_year_is_no_directory_of_other_pages() -> None:
    pages = slugs(20, "/2024/03/{slug}.html")
    short = seen(*(f"/2022/05/thong-bao-so-{n}.html" for n in range(6)), text="Thông báo")
    for number, one in enumerate([*pages, *short]):
        one.pages = {f"/{number % 3}"}
    assert fits(infer([*pages, *short]), "/2022/05/ba-con-thon-7-cung-nhau-lam-duong.html")


def test_a_key_in_the_query_may_follow_a_slash() -> None:
    urls = [f"{HOST}/wps/a{n % 2}/!ut/p/z{n}/?1dmy&urile=wcm%3a/{SLUG.format(n)}" for n in range(9)]
    shape = infer([SeenUrl(url, TITLE.format(n)) for n, url in enumerate(urls)])
    assert shape is not None
    [pattern] = shape.query_articles.values()
    for url in urls:
        assert re.search(pattern, url.removeprefix(HOST)), url


def test_a_number_after_that_of_a_section_is_that_of_a_page() -> None:
    shape = infer(slugs(9, "/index.php/tin/xem/8{n}4/{slug}"))
    assert fits(shape, "/index.php/tin/xem/77/ba-con-thon-cung-nhau-lam-duong")
    assert not fits(shape, "/index.php/tin/muc/7/20")


def modules(*names: str, path: str = "/index.php") -> list[SeenUrl]:
    """Return URLs of modules that share their numbers, with titles in `tin` only."""
    return [
        SeenUrl(f"{HOST}{path}?mod={name}&id={n}", TITLE.format(n) if name == "tin" else TITLE)
        for name in names
        for n in range(9)
    ]


def test_modules_that_share_the_numbers_of_articles_have_none() -> None:
    shape = infer([*modules("tin", "hoi"), *modules("tin", path="/")])
    assert shape is not None
    assert list(shape.query_articles) == ["item", "item 2"], "they share their keys"
    assert not any(re.search(p, "/index.php?mod=hoi&id=7") for p in shape.query_articles.values())
    assert any(re.search(p, "/index.php?mod=tin&id=77") for p in shape.query_articles.values())
    assert any(re.search(p, "/?mod=tin&id=77") for p in shape.query_articles.values())


def test_the_pages_of_a_portal_are_no_pages_of_a_listing() -> None:
    shape = infer(slugs(9, "/portal/page/portal/dang/{slug}-{n}.html"))
    assert fits(shape, "/portal/page/portal/dang/ba-con-thon-cung-nhau-lam-duong-77.html")


def test_videos_and_tags_are_no_articles_whatever_their_texts() -> None:
    shape = infer([*slugs(9, "/{slug}-{n}.html"), *slugs(9, "/muc/{slug}-4{n}.html"),
                   *slugs(30, "/video/{slug}-7{n}.html")])  # fmt: skip
    assert shape is not None
    assert shape.no_articles == ("/video(?:/|$)",)


def test_replays_with_the_numbers_of_articles_are_no_articles() -> None:
    articles = slugs(8, "/thoi-su/2024-03/8{n}41_{slug}.aspx")
    replays = slugs(8, "/xem-lai/2024-03/8{n}41_thoi-su-toi.aspx")
    audio = slugs(8, "/nghe-lai/2024-03/8{n}41_ban-tin-sang.aspx")
    shape = infer([*articles, *replays, *audio])
    assert all(fits(shape, url.path) for url in articles)
    assert not any(fits(shape, url.path) for url in (*replays, *audio))


def test_a_slug_that_ends_in_the_year_of_its_title_has_no_number() -> None:
    years = [SeenUrl(f"{HOST}/{SLUG.format(n)}-nam-2025", f"{TITLE.format(n)} năm 2025", {"/"})
             for n in range(8)]  # fmt: skip
    shape = infer([*slugs(20, "/{slug}"), *years])
    assert shape is not None
    assert list(shape.articles) == ["slug"]


@pytest.mark.parametrize(
    ("url", "is_page"),
    [
        ("/tin?page=2", True),
        ("/tin?trang=12", True),
        ("/tin?id=2", False),
        ("/tin/trang-2.html", True),
        ("/tin/p2.html", True),
        ("/tin/page/3/", True),
        ("/tin-p2.htm", True),
        ("/tin/2", False),
        (f"/{SLUG.format('ba')}-p2.html", False),
        ("/tin/trang-12345.html", False),
    ],
)
def test_pages_of_listings_are_known_by_their_urls(url: str, is_page: bool) -> None:
    assert is_page_of_listing(HOST + url) is is_page


@pytest.mark.parametrize(
    ("section", "second", "template"),
    [
        ("/tin", "/tin?page=2", "{section}?page={page}"),
        ("/tin/", "/tin/trang-2", "{section}/trang-{page}"),
        ("/tin.html", "/tin/p2.html", "{section}/p{page}.html"),
        ("/tin.html", "/tin-p2.html", "{section}-p{page}.html"),
        ("/muc?id=7", "/muc?id=7&page=2", "{section}&page={page}"),
        ("/tin", "/khac?page=2", ""),
        ("/tin", "/tin?page=2&size=10", ""),
    ],
)
def test_the_template_of_pages(section: str, second: str, template: str) -> None:
    assert paging_template({HOST + section: HOST + second}) == template


def test_the_template_is_that_of_most_sections() -> None:
    pages = {f"{HOST}/{n}": f"{HOST}/{n}/p2" for n in "ab"} | {f"{HOST}/c": f"{HOST}/c?p=2"}
    assert paging_template(pages) == "{section}/p{page}"


PARTS = st.lists(st.sampled_from(["tin", "-", "12", "/", ".html", "é", "a" * 9, "202511", "_"]))


@given(st.lists(st.tuples(PARTS, PARTS), max_size=12))
def test_any_links_give_patterns_that_match_their_examples(
    parts: list[tuple[list[str], list[str]]],
) -> None:
    urls = {canonical(f"{HOST}/{''.join(path)}?id={''.join(query)}") for path, query in parts}
    shape = infer([SeenUrl(url, TITLE, {"/"}) for url in urls])
    if shape is not None:
        paths = [url.removeprefix(HOST) for url in shape.examples]
        assert sum(fits(shape, path) for path in paths) >= len(paths) / 2
