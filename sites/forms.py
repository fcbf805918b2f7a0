"""The forms of URLs of one site: where the key of an article is in them."""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlsplit

from extraction.text import comparable
from sites.links import PAGE_NAME, SeenUrl, slug_words, stem, suffix

MIN_ARTICLES = 3
"""URLs of one form with texts like titles; fewer are no form of articles."""
MIN_HYPHENS = 2
"""Of a slug that is a key."""
_MIN_SHARE = 0.1  # of a further form, of the URLs of the most frequent one
_MIN_DISTINCT = 0.8  # of a number in a URL that is its key

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
    module: str = ""
    """For a key in the query: the value of another parameter, if its values share the keys."""


def forms_of(urls: list[SeenUrl]) -> dict[Form, list[SeenUrl]]:
    """Return the forms of articles, each with the URLs of articles, the most frequent first."""
    groups: dict[Form, list[SeenUrl]] = defaultdict(list)
    for url in urls:
        groups[form_of(url.url)].append(url)
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
        if len(own) >= least and _is_told(form, own) and _has_titles(own)
    }  # fmt: skip
    return dict(sorted(kept.items(), key=lambda item: -len(item[1])))


def _is_article(form: Form, url: SeenUrl) -> bool:
    """Return whether a URL has a title and, if its slug is all that tells it, one of words."""
    return url.is_title and (form.kind != "slug" or slug_words(url.url) > MIN_HYPHENS)


def form_of(url: str) -> Form:
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
    for form in [form for form in groups if form.kind == "query"]:
        titled = [url for url in groups[form] if url.is_title]
        module = "" if _is_told(form, titled) else _module_parameter(form, titled)
        for url in groups.pop(form) if module else ():
            value = dict(parse_qsl(urlsplit(url.url).query)).get(module, "")
            groups[replace(form, module=value)].append(url)


def _module_parameter(form: Form, urls: list[SeenUrl]) -> str:
    """Return the parameter whose values share the keys, such as `mod`, or an empty string."""
    queries = [dict(parse_qsl(urlsplit(url.url).query)) for url in urls]
    for name in dict.fromkeys(name for query in queries for name in query if name != form.prefix):
        parts: dict[str, list[SeenUrl]] = defaultdict(list)
        for url, query in zip(urls, queries, strict=True):
            parts[query.get(name, "")].append(url)
        if 1 < len(parts) < len(urls) / 2 and all(_is_told(form, part) for part in parts.values()):
            return name
    return ""


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


def _is_told(form: Form, urls: list[SeenUrl]) -> bool:
    """Return whether the keys of these URLs differ: a key belongs to one article.

    An article may have several URLs with one key and one title.
    """
    keys = {key_of(form, url.url) for url in urls}
    of_one = {(key_of(form, url.url), comparable(url.text) if url.is_title else url.url)
              for url in urls}  # fmt: skip
    return len(keys) >= _MIN_DISTINCT * len(of_one)


def _has_titles(urls: list[SeenUrl]) -> bool:
    """Return whether the texts of links differ, as titles do: “Gửi câu hỏi” is none."""
    texts = {comparable(url.text) for url in urls if url.text}
    return len(texts) >= MIN_ARTICLES or not texts


def key_of(form: Form, url: str) -> str:
    name = stem(url)
    if form.kind == "query":
        return dict(parse_qsl(urlsplit(url).query)).get(form.prefix, "")
    if form.kind == "directory":
        return urlsplit(url).path.strip("/").split("/")[-2]
    patterns = {"tail": _TAIL, "hex": _HEX_TAIL, "number": _NUMBER}
    found = patterns[form.kind].search(name) if form.kind in patterns else _HEAD.match(name)
    return found[found.lastindex or 0] if found and form.kind != "slug" else name
