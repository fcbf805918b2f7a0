"""The URLs that the pages of a site link to, and what their paths alone say of them."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from extraction.listings import Link
from sites.urls import canonical

MIN_TITLE_WORDS = 6
"""Of a link, or of the slug of a URL: names of sections are shorter."""
MAX_LABEL_WORDS = 8
"""Of the longest names of sections."""
NO_ARTICLES = frozenset(
    "account album anh api audio author authors bao-in clip cn css da-phuong-tien dang-ky "
    "dang-nhap danh-ba dieu-khoan doc-bao-in en epaper feed feeds fr gallery gioi-thieu gop-y "
    "hinh-anh hoi-dap image images infographic js khmer lich-phat-song lien-he lien-ket login "
    "logout media multimedia nghe-lai phat-thanh photo photos podcast podcasts print "
    "quang-cao register rss ru search sitemap so-do so-do-site static tac-gia tag tags tai-khoan "
    "thu-vien thu-vien-anh tim-kiem toa-soan topic topics truc-tiep truc-tuyen truyen-hinh "
    "tu-khoa upload uploads user users video videos xem-lai zh".split()
)
"""Directories of Vietnamese news sites with other pages than articles."""

_FILE = re.compile(
    r"\.(?:css|docx?|gif|ico|jpe?g|js|json|mp[34]|pdf|png|pptx?|rar|rss|svg|txt|webp|xlsx?|xml|zip)$",
    re.I,
)
_SUFFIX = re.compile(r"\.[a-z]{2,6}$", re.I)
PAGE_NAME = re.compile(r"(?:p|pg|page|paged|trang|pageindex|pageno|pagenumber|start)", re.I)
_PAGE_PATH = re.compile(
    r"(?:^|[/_.-])(?:p|pg|page|trang)(?:[/_.=-]?)\d{1,4}(?:\.[a-z]{2,6})?/?$", re.I
)
_HYPHENS = re.compile(r"-+")
_DIGITS = re.compile(r"\d+")


@dataclass(slots=True)
class SeenUrl:
    """A URL of a site, as its pages link to it."""

    url: str
    """In its canonical form."""
    text: str = ""
    """The longest text of a link to it, or its title in a feed."""
    pages: set[str] = field(default_factory=set)
    """The pages that link to it."""
    menus: set[str] = field(default_factory=set)
    """The pages that link to it between links with short texts, as a menu does. One of them at
    least is shorter than a title, and both are if the text itself is as long as one."""

    @property
    def path(self) -> str:
        """Return the path of the URL."""
        return urlsplit(self.url).path

    @property
    def is_title(self) -> bool:
        """Return whether it looks like the URL of a title, by its text or by its slug."""
        return max(len(self.text.split()), slug_words(self.url)) >= MIN_TITLE_WORDS


def is_file(url: str) -> bool:
    """Return whether a URL is that of a file, by its ending."""
    return _FILE.search(urlsplit(url).path) is not None


def is_elsewhere(url: str) -> bool:
    """Return whether a URL is in a directory for other pages than articles."""
    segments = urlsplit(url).path.lower().strip("/").split("/")
    return any(without_suffix(segment) in NO_ARTICLES for segment in segments)


def is_page_of_listing(url: str) -> bool:
    """Return whether a URL numbers the page of a listing, in its query or at the end of its path.

    A path with a title has another number at its end.
    """
    parts = urlsplit(url)
    numbered = any(
        PAGE_NAME.fullmatch(name) and value.isdecimal() for name, value in parse_qsl(parts.query)
    )
    in_path = _PAGE_PATH.search(parts.path) is not None and slug_words(url) < MIN_TITLE_WORDS
    return numbered or in_path


def without_suffix(segment: str) -> str:
    """Return a segment of a path without a suffix such as `.html`."""
    return _SUFFIX.sub("", segment)


def stem(url: str) -> str:
    """Return the last segment of a URL's path, without its suffix."""
    return without_suffix(urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1])


def suffix(url: str) -> str:
    """Return the suffix of a URL's path, such as `.html`, or an empty string."""
    found = _SUFFIX.search(urlsplit(url).path.rstrip("/"))
    return found[0] if found else ""


def slug_words(url: str) -> int:
    """Return the number of words in the last segment of a URL's path."""
    return sum(map(bool, _HYPHENS.split(stem(url))))


def gather(pages: Mapping[str, Sequence[Link]]) -> dict[str, SeenUrl]:
    """Return what pages link to, by URL; `pages` has the links of each."""
    seen: dict[str, SeenUrl] = {}
    for page, links in pages.items():
        texts = [link.text for link in links]
        for number, link in enumerate(links):
            one = seen.setdefault(link.url, SeenUrl(link.url))
            one.text = max(one.text, link.text, key=len)
            one.pages.add(page)
            beside = (*texts[max(number - 1, 0) : number], *texts[number + 1 : number + 2])
            if _is_menu(len(link.text.split()), [len(label.split()) for label in beside]):
                one.menus.add(page)
    return seen


def _is_menu(words: int, beside: Sequence[int]) -> bool:
    """Return whether a text of so many words is in a menu, by the words of those beside it."""
    most = MIN_TITLE_WORDS - 1 if words >= MIN_TITLE_WORDS else MAX_LABEL_WORDS
    return all(0 < count <= most for count in beside) and min(beside, default=0) < MIN_TITLE_WORDS


def paging_template(pages: Mapping[str, str]) -> str:
    """Return the card's `paging` for sections and the URLs of their second pages, or nothing.

    It is the template that fits most of them.
    """
    found = Counter(filter(None, (_template(first, second) for first, second in pages.items())))
    return found.most_common(1)[0][0] if found else ""


def _template(first: str, second: str) -> str:
    section = without_suffix(canonical(first).rstrip("/"))
    rest = canonical(second).removeprefix(section)
    if rest == canonical(second) or len(_DIGITS.findall(rest)) != 1:
        return ""
    return "{section}" + _DIGITS.sub("{page}", rest)
