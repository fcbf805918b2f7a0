"""Tells articles from other pages by the shapes of their URLs: what a site without a card needs."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlsplit

from sites.forms import MIN_ARTICLES, MIN_HYPHENS, Form, form_of, forms_of, key_of
from sites.links import (
    MAX_LABEL_WORDS,
    NO_ARTICLES,
    SeenUrl,
    is_elsewhere,
    is_file,
    is_page_of_listing,
    slug_words,
    without_suffix,
)
from sites.urls import canonical

_MIN_TITLE_SHARE = 0.4  # of the URLs of a directory
_LOOSE_DIGITS = 5  # ids of at least so many digits had fewer digits in earlier years
_MAX_DEPTH = 3  # directories above articles, unless some have more
_MAX_EXCEPTIONS = 40  # paths that are excluded one by one
_MIN_LABELS = 3  # URLs of a directory without a title, which has no articles then
_MIN_PAGES = 3  # that must be known before what they all link to is a menu
_MENU_SHARE = 0.6  # of the pages link to an entry of the menu


@dataclass(frozen=True, slots=True)
class ArticleShape:
    """Patterns of a site's articles, as a card has them."""

    articles: dict[str, str]
    query_articles: dict[str, str]
    no_articles: tuple[str, ...]
    examples: tuple[str, ...]
    """URLs that the patterns were inferred from."""


def infer(seen: Iterable[SeenUrl], listings: Iterable[str] = ()) -> ArticleShape | None:
    """Return the patterns of the articles among the URLs of a site, or None if none stand out.

    URLs of one form, with texts as long as titles, are those of articles. What has such a form and
    is none, such as the menu's sections with long names and `listings`, is excluded by name.
    """
    urls = [url for url in seen if not is_file(url.url) and "//" not in url.path]
    pages = len({page for url in urls for page in url.pages})
    known = {canonical(url) for url in listings}
    others = [url for url in urls if url.url in known or _is_other(url, pages)]
    left_out = {url.url for url in others}
    labels = _with_few_titles(urls) if pages >= _MIN_PAGES else set()
    forms = forms_of([url for url in urls if url.url not in left_out
                    and _directory(url.path) not in labels])  # fmt: skip
    if not forms:
        return None
    samples = [url for own in forms.values() for url in own]
    others += _labels(urls, samples, labels)
    articles: dict[str, str] = {}
    query_articles: dict[str, str] = {}
    for form, own in forms.items():
        patterns = query_articles if form.kind == "query" else articles
        rest = _not_among(samples, urls) if form.kind == "query" else others
        patterns[_name(form, [*forms])] = _pattern(form, own, rest)
    no_articles = _exceptions([*articles.values()], [*query_articles.values()], others, samples)
    return ArticleShape(articles, query_articles, no_articles, tuple(url.url for url in samples))


def _not_among(samples: list[SeenUrl], urls: list[SeenUrl]) -> list[SeenUrl]:
    known = {url.url for url in samples}
    return [url for url in urls if url.url not in known]


def _is_other(url: SeenUrl, pages: int) -> bool:
    """Return whether a URL is no article's, by its path or as an entry of the menu."""
    if is_elsewhere(url.url) or is_page_of_listing(url.url):
        return True
    is_in_menu = pages >= _MIN_PAGES and len(url.menus) >= _MENU_SHARE * pages
    return is_in_menu and len(url.text.split()) <= MAX_LABEL_WORDS


def _labels(urls: list[SeenUrl], samples: list[SeenUrl], directories: set[str]) -> list[SeenUrl]:
    """Return the URLs in directories with several links and no article, such as of authors."""
    of_articles = {_directory(url.path) for url in samples}
    counts = Counter(_directory(url.path) for url in urls)
    return [
        url
        for url in urls
        if (directory := _directory(url.path)) in directories
        and directory not in of_articles
        and counts[directory] >= _MIN_LABELS
    ]


def _with_few_titles(urls: list[SeenUrl]) -> set[str]:
    """Return the directories that have mostly other URLs than those of titles."""
    titles, all_urls = Counter[str](), Counter[str]()
    for url in urls:
        all_urls[_directory(url.path)] += 1
        titles[_directory(url.path)] += url.is_title
    return {name for name in all_urls if name and titles[name] < _MIN_TITLE_SHARE * all_urls[name]}


def _directory(path: str) -> str:
    """Return the first directory of a path, or an empty string; a year is none."""
    first, *others = path.strip("/").split("/")
    return first if others and not first.isdecimal() else ""


def _name(form: Form, forms: list[Form]) -> str:
    """Return a name for a pattern: forms share their keys if they share the first word."""
    names = {"hex": "hex", "slug": "slug", "query": "item"}
    number = forms.index(form)
    alike = next(i for i, other in enumerate(forms) if _shares_keys(form, other))
    name = names.get(form.kind, "id") + (f"{alike + 1}" if alike else "")
    return name if number == alike else f"{name} {number + 1}"


def _shares_keys(one: Form, other: Form) -> bool:
    """Return whether two forms have the same keys: `/?id=7` is `/index.php?id=7`."""
    if one.kind != "query" or other.kind != "query" or one.prefix != other.prefix:
        return one == other
    return one.module == other.module or not (one.module and other.module)


def _pattern(form: Form, own: list[SeenUrl], others: list[SeenUrl]) -> str:
    """Return the pattern of the paths of some articles."""
    end = _escaped(form.suffix) + ("$" if form.suffix else "/?$")
    if form.kind == "query":
        paths = {url.path for url in own}
        slash = "/?" if any(path.endswith("/") for path in paths) else ""
        any_path = "".join(_directories(own, 1)) + f"[^/?]*{slash}"
        path = _escaped(paths.pop()) if len(paths) == 1 else any_path
        numbers = all(key_of(form, url.url).isdecimal() for url in own)
        value = r"\d+" if numbers else "[^&]+"
        same = "".join(f"(?={_parameter(*one)})" for one in _constants(own, others))
        return rf"^{path}\?{same}{_parameter(form.prefix, f'(?P<key>{value})')}"
    if form.kind == "directory":
        name = r"(?!\d+/?$)[^/]+"  # a number there is that of a listing's page
        return f"^{''.join(_directories(own, 2))}(?P<key>" + rf"\d+)/{name}{end}"
    start = f"^{''.join(_directories(own, 1))}"
    if form.kind == "hex":
        lengths = [len(key_of(form, url.url)) for url in own]
        return f"{start}[^/]*[-_.](?P<key>[0-9a-f]{_times(min(lengths), max(lengths))}){end}"
    if form.kind == "slug":
        return rf"{start}(?P<key>{_slug(own)}){end}"
    digits = _digits(form, own, others)
    if form.kind == "head":
        return rf"{start}(?P<key>{digits})[-_][^/]*{end}"
    before = "[^/]*[-_.]" if form.kind == "tail" else ""
    return rf"{start}{before}{_escaped(form.prefix)}(?P<key>{digits}){end}"


def _parameter(name: str, value: str) -> str:
    """Return the pattern of a query with a parameter; `value` is a pattern."""
    return rf"(?:[^&]*&)*{_escaped(name)}={value}(?:&|$)"


def _constants(own: list[SeenUrl], others: list[SeenUrl]) -> list[tuple[str, str]]:
    """Return parameters with one value for all articles, and another one at other pages."""
    queries = [dict(parse_qsl(urlsplit(url.url).query)) for url in own]
    paths = {url.path for url in own}
    rest = [dict(parse_qsl(urlsplit(url.url).query)) for url in others if url.path in paths]
    return [
        (name, _escaped(quote(value)))
        for name, value in queries[0].items()
        if all(query.get(name) == value for query in queries)
        and any(query.get(name) != value for query in rest)
    ]


def _directories(urls: list[SeenUrl], last: int) -> Iterator[str]:
    """Yield the pattern of the directories before the last segments of some paths."""
    directories = [url.path.strip("/").split("/")[:-last] for url in urls]
    least, most = min(map(len, directories)), max(map(len, directories))
    first = {names[0] for names in directories if names}
    yield "/"
    is_year = any(name.isdecimal() for name in first)
    if least and len(first) == 1 and not is_year and len(urls) > 2 * MIN_ARTICLES:
        yield _escaped(first.pop()) + "/"
        least, most = least - 1, most - 1
    if most:
        most = max(most, _MAX_DEPTH)
        yield f"(?:[^/]+/){_times(least, most)}"


def _times(least: int, most: int) -> str:
    return f"{{{least},{most}}}" if least < most else f"{{{least}}}"


def _digits(form: Form, own: list[SeenUrl], others: list[SeenUrl]) -> str:
    """Return the pattern of a key: as short a number as that of no other page of the form."""
    shortest = min(len(key_of(form, url.url)) for url in own)
    rivals = [len(key_of(form, url.url)) for url in others if form_of(url.url) == form]
    least = shortest - 2 if shortest >= _LOOSE_DIGITS else 1
    least = max([least, *(length + 1 for length in rivals if length < shortest)])
    return rf"\d{{{least},}}" if least > 1 else r"\d+"


def _slug(own: list[SeenUrl]) -> str:
    """Return the pattern of a slug: with at least half as many words as nearly all have."""
    words = sorted(slug_words(url.url) for url in own)
    usual = words[len(words) // 20]  # but for the shortest twentieth
    return rf"[^/-]+(?:-+[^/-]+){{{max(MIN_HYPHENS, usual // 2)},}}"


def _escaped(text: str) -> str:
    """Return a pattern of a text that is as easy to read."""
    return re.escape(text).replace("\\-", "-")


def _exceptions(
    patterns: list[str], query_patterns: list[str], others: list[SeenUrl], samples: list[SeenUrl]
) -> tuple[str, ...]:
    """Return patterns of the other pages that the patterns of articles match as well."""
    paths_of_articles = {url.path for url in samples}
    of_articles = {_directory(path) for path in paths_of_articles}

    def fits(url: SeenUrl) -> bool:
        path_and_query = f"{url.path}?{urlsplit(url.url).query}"
        return any(re.search(pattern, url.path) for pattern in patterns) or any(
            re.search(pattern, path_and_query) for pattern in query_patterns
        )

    found: dict[str, None] = {}
    for path in (url.path for url in others if fits(url) and url.path not in paths_of_articles):
        elsewhere = [k for k in path.split("/") if without_suffix(k.lower()) in NO_ARTICLES]
        if elsewhere:
            found[rf"/{_escaped(elsewhere[0])}(?:/|$)"] = None
        elif _directory(path) and _directory(path) not in of_articles:
            found[f"^/{_escaped(_directory(path))}/"] = None
        elif len(found) < _MAX_EXCEPTIONS:
            found[f"^{_escaped(path.rstrip('/'))}/?$"] = None
    return tuple(found)
