"""Tells articles from other pages by the shapes of their URLs: what a site without a card needs."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlsplit

from extraction.text import comparable
from sites.links import (
    MAX_LABEL_WORDS,
    NO_ARTICLES,
    PAGE_NAME,
    SeenUrl,
    is_elsewhere,
    is_file,
    is_page_of_listing,
    slug_words,
    stem,
    suffix,
    without_suffix,
)
from sites.urls import canonical

MIN_ARTICLES = 3
"""URLs of one form with texts like titles; fewer are no form of articles."""
_MIN_TITLE_SHARE = 0.4  # of the URLs of a directory
_MIN_SHARE = 0.1  # of a further form, of the URLs of the most frequent one
_MIN_DISTINCT = 0.8  # of a number in a URL that is its key
_LOOSE_DIGITS = 5  # ids of at least so many digits had fewer digits in earlier years
_MIN_HYPHENS = 2  # of a slug that is a key
_MAX_DEPTH = 3  # directories above articles, unless some have more
_MAX_EXCEPTIONS = 40  # paths that are excluded one by one
_MIN_LABELS = 3  # URLs of a directory without a title, which has no articles then
_MIN_PAGES = 3  # that must be known before what they all link to is a menu
_MENU_SHARE = 0.6  # of the pages link to an entry of the menu

_TAIL = re.compile(r"[-_.]([a-z]{0,8})(\d{1,20})$", re.I)
_HEX_TAIL = re.compile(r"[-_.]([0-9a-f]{7,32})$")
_HEAD = re.compile(r"(\d{3,20})[-_]")
_NUMBER = re.compile(r"([a-z]{0,8}?)(\d{1,20})", re.I)
_MONTH = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])?")


@dataclass(frozen=True, slots=True)
class Form:
    """What the URLs of articles of one site have in common."""

    kind: str
    """Where the key is: `tail`, `hex`, `head`, `number`, `directory`, `query` or `slug`."""
    prefix: str = ""
    """The letters just before the digits, or the name of the parameter."""
    suffix: str = ""
    """Such as `.html`."""


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
    forms = _forms([url for url in urls if url.url not in left_out
                    and _directory(url.path) not in labels])  # fmt: skip
    if not forms:
        return None
    samples = [url for own in forms.values() for url in own]
    others += _labels(urls, samples, labels)
    articles: dict[str, str] = {}
    query_articles: dict[str, str] = {}
    for number, (form, own) in enumerate(forms.items()):
        patterns = query_articles if form.kind == "query" else articles
        rest = _not_among(samples, urls) if form.kind == "query" else others
        patterns[_name(form, number)] = _pattern(form, own, rest)
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


# The forms of articles


def _forms(urls: list[SeenUrl]) -> dict[Form, list[SeenUrl]]:
    """Return the forms of articles, each with the URLs of articles, the most frequent first."""
    groups: dict[Form, list[SeenUrl]] = defaultdict(list)
    for url in urls:
        groups[_form(url.url)].append(url)
    for form in [form for form in groups if form.kind == "directory"]:
        if not _is_told(form, groups[form]):  # it is the number of a section, or a day
            for url in groups.pop(form):
                groups[_form_of_name(url.url)].append(url)
    _join_queries(groups)
    _join_slugs(groups)
    titled = {form: [url for url in own if _is_article(form, url)] for form, own in groups.items()}
    most = max(map(len, titled.values()), default=0)
    least = max(MIN_ARTICLES, _MIN_SHARE * most)
    kept = {
        form: own for form, own in titled.items()
        if len(own) >= least and _is_told(form, own)
    }  # fmt: skip
    return dict(sorted(kept.items(), key=lambda item: -len(item[1])))


def _is_article(form: Form, url: SeenUrl) -> bool:
    """Return whether a URL has a title and, if its slug is all that tells it, one of words."""
    return url.is_title and (form.kind != "slug" or slug_words(url.url) > _MIN_HYPHENS)


def _form(url: str) -> Form:
    """Return the form of a URL by its path alone."""
    segments = urlsplit(url).path.strip("/").split("/")
    if len(segments) > 1 and segments[-2].isdecimal() and not _MONTH.fullmatch(segments[-2]):
        return Form("directory", "", suffix(url))
    return _form_of_name(url)


def _form_of_name(url: str) -> Form:
    """Return the form of the last segment of a URL."""
    name, end = stem(url), suffix(url)
    number = _NUMBER.fullmatch(name)
    if number:
        return Form("number", number[1], end)
    tail = _TAIL.search(name)
    if tail:
        return Form("tail", tail[1], end)
    hexadecimal = _HEX_TAIL.search(name)
    if hexadecimal and not hexadecimal[1].isalpha():
        return Form("hex", "", end)
    if _HEAD.match(name):
        return Form("head", "", end)
    return Form("slug", "", end)


def _join_queries(groups: dict[Form, list[SeenUrl]]) -> None:
    """Move the URLs whose key is in the query to forms of their own."""
    for form in [form for form in groups if form.kind in ("slug", "number")]:
        for name in _key_parameters(groups[form]):
            own, groups[form] = groups[form], []
            for url in own:
                has_key = name in dict(parse_qsl(urlsplit(url.url).query))
                groups[Form("query", name, form.suffix) if has_key else form].append(url)


def _key_parameters(urls: list[SeenUrl]) -> list[str]:
    """Return the parameter whose value nearly every title has for itself.

    An article may have several URLs: one for each section that lists it.
    """
    values: dict[str, dict[str, str]] = defaultdict(dict)
    titled = [url for url in urls if url.is_title and urlsplit(url.url).query]
    for url in titled:
        for name, value in parse_qsl(urlsplit(url.url).query):
            if not PAGE_NAME.fullmatch(name):
                values[name][comparable(url.text)] = value
    found = [name for name, own in values.items()
             if len(own) >= MIN_ARTICLES
             and len(set(own.values())) >= _MIN_DISTINCT * len(own)]  # fmt: skip
    return sorted(found, key=lambda name: -len(set(values[name].values())))[:1]


def _join_slugs(groups: dict[Form, list[SeenUrl]]) -> None:
    """Count slugs that begin or end with a number, such as a year, with those that do not."""
    for form in [form for form in groups if form.kind == "slug"]:
        titled = sum(url.is_title for url in groups[form])
        for other in [f for f in groups if f.suffix == form.suffix]:
            few = sum(url.is_title for url in groups[other]) < titled / 2
            if other.kind in ("tail", "head", "hex") and few and _by_accident(groups[other]):
                groups[form] += groups.pop(other)


def _by_accident(urls: list[SeenUrl]) -> bool:
    """Return whether the numbers of some slugs are words of their titles."""
    titles = [url for url in urls if url.is_title]
    in_text = [url for url in titles if _last_number(stem(url.url)) in url.text]
    return len(in_text) >= len(titles) / 2


def _last_number(name: str) -> str:
    found = _TAIL.search(name) or _HEAD.match(name)
    return found[found.lastindex or 0] if found else "\0"


def _directory(path: str) -> str:
    """Return the first directory of a path, or an empty string; a year is none."""
    first, *others = path.strip("/").split("/")
    return first if others and not first.isdecimal() else ""


def _is_told(form: Form, urls: list[SeenUrl]) -> bool:
    """Return whether the keys of these URLs differ: a key belongs to one article.

    An article may have several URLs with one key and one title.
    """
    keys = {_key(form, url.url) for url in urls}
    of_one = {(_key(form, url.url), comparable(url.text) if url.is_title else url.url)
              for url in urls}  # fmt: skip
    return len(keys) >= _MIN_DISTINCT * len(of_one)


def _key(form: Form, url: str) -> str:
    name = stem(url)
    if form.kind == "query":
        return dict(parse_qsl(urlsplit(url).query)).get(form.prefix, "")
    if form.kind == "directory":
        return urlsplit(url).path.strip("/").split("/")[-2]
    patterns = {"tail": _TAIL, "hex": _HEX_TAIL, "number": _NUMBER}
    found = patterns[form.kind].search(name) if form.kind in patterns else _HEAD.match(name)
    return found[found.lastindex or 0] if found and form.kind != "slug" else name


# Their patterns


def _name(form: Form, number: int) -> str:
    """Return a name for a pattern: forms share their keys if they share the first word."""
    names = {"hex": "hex", "slug": "slug", "query": "item"}
    return names.get(form.kind, "id") + (f"{number + 1}" if number else "")


def _pattern(form: Form, own: list[SeenUrl], others: list[SeenUrl]) -> str:
    """Return the pattern of the paths of some articles."""
    end = _escaped(form.suffix) + ("$" if form.suffix else "/?$")
    if form.kind == "query":
        paths = {url.path for url in own}
        slash = "/?" if any(path.endswith("/") for path in paths) else ""
        any_path = "".join(_directories(own, 1)) + f"[^/?]*{slash}"
        path = _escaped(paths.pop()) if len(paths) == 1 else any_path
        numbers = all(_key(form, url.url).isdecimal() for url in own)
        value = r"\d+" if numbers else "[^&]+"
        same = "".join(f"(?={_parameter(*one)})" for one in _constants(own, others))
        return rf"^{path}\?{same}{_parameter(form.prefix, f'(?P<key>{value})')}"
    if form.kind == "directory":
        return f"^{''.join(_directories(own, 2))}(?P<key>" + rf"\d+)/[^/]+{end}"
    start = f"^{''.join(_directories(own, 1))}"
    if form.kind == "hex":
        lengths = [len(_key(form, url.url)) for url in own]
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
    shortest = min(len(_key(form, url.url)) for url in own)
    rivals = [len(_key(form, url.url)) for url in others if _form(url.url) == form]
    least = shortest - 2 if shortest >= _LOOSE_DIGITS else 1
    least = max([least, *(length + 1 for length in rivals if length < shortest)])
    return rf"\d{{{least},}}" if least > 1 else r"\d+"


def _slug(own: list[SeenUrl]) -> str:
    """Return the pattern of a slug: with at least half as many words as nearly all have."""
    words = sorted(slug_words(url.url) for url in own)
    usual = words[len(words) // 20]  # but for the shortest twentieth
    return rf"[^/-]+(?:-+[^/-]+){{{max(_MIN_HYPHENS, usual // 2)},}}"


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
