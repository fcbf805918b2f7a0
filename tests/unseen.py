"""Small news sites of a CMS of their own, each with other URLs, menus and pagers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from extraction.text import strip_diacritics

from .one_site import TEXT, Response, Site

_SUBJECTS = (
    "Hội Nông dân xã Gò Sim", "Chi bộ thôn Nà Lơi", "Ban công tác Mặt trận bản Pá Lau",
    "Đoàn Thanh niên xã Lam Khê", "Tổ dân vận thôn Bản Cuôn", "Hội Phụ nữ xã Sơn Đài",
)  # fmt: skip
_DEEDS = (
    "vận động bà con làm đường liên thôn", "họp bàn việc sửa nhà văn hóa",
    "công khai tiền góp của từng hộ", "dựng lại cầu treo sau mùa lũ",
    "trao bò giống cho hộ nghèo", "trồng rừng trên đồi trọc", "mở lớp dạy chữ buổi tối",
)  # fmt: skip
SECTIONS = {
    "chinh-tri": "Chính trị", "xay-dung-dang": "Xây dựng Đảng", "kinh-te": "Kinh tế",
    "bao-ve-nen-tang-tu-tuong-cua-dang": "Bảo vệ nền tảng tư tưởng của Đảng",
    "van-hoa-xa-hoi": "Văn hóa - Xã hội",
}  # fmt: skip
PER_PAGE = 5


@dataclass(frozen=True)
class Story:
    """An article of such a site."""

    number: int
    section: str

    @property
    def title(self) -> str:
        """Return its title, which no other has."""
        subject = _SUBJECTS[self.number % len(_SUBJECTS)]
        deed = _DEEDS[self.number // len(_SUBJECTS) % len(_DEEDS)]
        return f"{subject} {deed}" + (" năm 2025" if self.number % 9 == 0 else "")

    @property
    def slug(self) -> str:
        """Return its title as it stands in URLs."""
        return "-".join(strip_diacritics(self.title).lower().replace("-", " ").split())


@dataclass
class Unseen:
    """How a site that no card knows is made."""

    article: Callable[[Story], str]
    section: Callable[[str], str] = lambda name: f"/{name}"
    page: Callable[[str, int], str] = lambda section, number: f"{section}?page={number}"
    stories: int = 40
    has_menu: bool = True
    has_feed: bool = False
    has_sitemap: bool = False
    site: Site = field(default_factory=Site)

    def __post_init__(self) -> None:
        """Make all pages."""
        names = list(SECTIONS)
        self.all = [Story(n, names[n % len(names)]) for n in range(self.stories)]
        self.site.responses = {"/": self._html(self._home())}
        for story in self.all:
            self.site.responses[self.article(story)] = self._html(self._article(story), story.title)
        for name in SECTIONS:
            self._add_section(name)
        for other in ("/tag/dan-van-kheo-12.html", "/tac-gia/lo-van-tam-7.html", "/lien-he"):
            self.site.responses[other] = self._html(_list(self._link(s) for s in self.all[:4]))
        for n in range(6):
            text = "<h1>Clip</h1><video></video>"
            self.site.responses[f"/video/clip-{self.all[n].slug}-{n + 104900}.html"] = self._html(
                text
            )
        self._add_feed_and_sitemap()

    @property
    def paths(self) -> set[str]:
        """Return the paths of all articles."""
        return {self.article(story) for story in self.all}

    def _html(self, body: str, title: str = "Báo Gò Sim điện tử") -> Response:
        menu = _list(f'<a href="{self.section(n)}">{t}</a>' for n, t in SECTIONS.items())
        feed = '<link rel="alternate" type="application/rss+xml" href="/tin.rss">'
        latest = _list(self._link(story) for story in self.all[:3])
        videos = _list(f'<a href="{_clip(s)}">Clip: {s.title}</a>' for s in self.all[:6])
        foot = '<a href="/lien-he">Liên hệ</a> <a href="/rss-tin">RSS</a>'
        return (
            200,
            {},
            f"<html><head><title>{title}</title>{feed if self.has_feed else ''}"
            '<meta property="og:site_name" content="Báo Gò Sim"></head><body>'
            f'<div class="m1"><a href="/">Trang chủ</a>{menu if self.has_menu else ""}</div>{body}'
            f'<div class="k9"><h3>Đọc nhiều</h3>{latest}</div><div><h3>Video</h3>{videos}</div>'
            '<a href="https://quangcao.example/?id=5">Mua nhà trả góp lãi suất thấp tại đây</a>'
            '<p><a href="/tag/dan-van-kheo-12.html">dân vận khéo</a> '
            f'<a href="/tac-gia/lo-van-tam-7.html">Lò Văn Tấm</a></p>{foot}</body></html>',
        )

    def _link(self, story: Story) -> str:
        href = self.article(story).replace("&", "&amp;")
        return (
            f'<a href="{href}"><img src="/anh/{story.number}.jpg" alt=""></a>'
            f'<h3><a href="{href}">{story.title}</a></h3>'
            f'<a href="{self.section(story.section)}">{SECTIONS[story.section]}</a>'
        )

    def _home(self) -> str:
        return _list(self._link(story) for story in self.all[:10])

    def _add_section(self, name: str) -> None:
        own = [story for story in self.all if story.section == name]
        pages = [own[start : start + PER_PAGE] for start in range(0, len(own), PER_PAGE)]
        path = self.section(name)
        urls = [path, *(self.page(path, number) for number in range(2, len(pages) + 1))]
        pager = " ".join(f'<a href="{url}">{n}</a>' for n, url in enumerate(urls, 1))
        for url, stories in zip(urls, pages, strict=True):
            body = f"<h1>{SECTIONS[name]}</h1>{_list(map(self._link, stories))}<p>{pager}</p>"
            self.site.responses[url] = self._html(body)

    def _article(self, story: Story) -> str:
        text = TEXT.format(n=story.number)
        related = _list(self._link(other) for other in self.all[story.number : story.number + 2])
        return (
            f"<h1>{story.title}</h1><p class='q2'>Thứ Sáu, 28/11/2025, 07:{story.number % 60:02}"
            f"</p><div class='z'><p>{text}</p><p>{text} Vui.</p>"
            f"<p>Dân vận khéo ở {story.title}.</p></div><h4>Tin liên quan</h4>{related}"
        )

    def _add_feed_and_sitemap(self) -> None:
        if self.has_feed:
            items = "".join(
                f"<item><title>{s.title}</title><link>https://{{host}}{_xml(self.article(s))}</link>"
                "</item>"
                for s in self.all[:20]
            )
            feed = f'<rss version="2.0"><channel><title>Gò Sim</title>{items}</channel></rss>'
            self.site.responses["/tin.rss"] = lambda host: (200, {}, feed.replace("{host}", host))
        if self.has_sitemap:
            urls = "".join(
                f"<url><loc>https://{{host}}{_xml(self.article(s))}</loc></url>" for s in self.all
            )
            sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
            self.site.responses["/sitemap.xml"] = lambda host: (
                200, {"Content-Type": "text/xml"}, sitemap.replace("{host}", host),
            )  # fmt: skip
            self.site.responses["/robots.txt"] = lambda host: (
                200, {"Content-Type": "text/plain"}, f"Sitemap: https://{host}/sitemap.xml\n",
            )  # fmt: skip


def _clip(story: Story) -> str:
    return f"/video/clip-{story.slug}-{104900 + story.number}.html"


def _xml(path: str) -> str:
    return path.replace("&", "&amp;")


def _list(items: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


KINDS: dict[str, Callable[[], Unseen]] = {
    "id at the end": lambda: Unseen(
        lambda s: f"/{s.section}/{s.slug}-{104300 + 7 * s.number}.html",
        page=lambda section, n: f"{section}/trang-{n}",
    ),
    "id with letters, flat": lambda: Unseen(
        lambda s: f"/{s.slug}-bv{300 + s.number}.htm",
        section=lambda name: f"/{name}.htm",
        page=lambda section, n: f"{section.removesuffix('.htm')}-p{n}.htm",
    ),
    "id in a directory": lambda: Unseen(
        lambda s: f"/tin/{5000 + s.number}/{s.slug}/",
        page=lambda section, n: f"{section}/p{n}.html",
    ),
    "slug, flat": lambda: Unseen(lambda s: f"/{s.slug}"),
    "slug below the section": lambda: Unseen(
        lambda s: f"/{s.section}/{s.slug}.html", page=lambda section, n: f"{section}/page/{n}/"
    ),
    "key in the query": lambda: Unseen(
        lambda s: f"/tin.aspx?id={900 + s.number}&cat=3",
        section=lambda name: f"/muc.aspx?cat={list(SECTIONS).index(name)}",
        page=lambda section, n: f"{section}&page={n}",
    ),
    "slug in the query": lambda: Unseen(
        lambda s: f"/doc?muc={s.section}&bai={s.slug}",
        section=lambda name: f"/muc?muc={name}",
        page=lambda section, n: f"{section}&trang={n}",
    ),
    "below a language": lambda: Unseen(
        lambda s: f"/vi/{s.slug}-{s.number}",
        section=lambda name: f"/vi/muc/{name}",
        page=lambda section, n: f"{section}/{n}",
    ),
    "one script for all": lambda: Unseen(
        lambda s: f"/index.php?nv=tin&op=xem&id={9 + s.number}",
        section=lambda name: f"/index.php?nv=tin&op=muc&id={3 + list(SECTIONS).index(name)}",
        page=lambda section, n: f"{section}&page={n}",
    ),
    "sections with ids": lambda: Unseen(
        lambda s: f"/{s.slug}-{2400 + s.number}.html",
        section=lambda name: f"/{name}-{10 + list(SECTIONS).index(name)}.html",
    ),
    "sections with ids as long": lambda: Unseen(
        lambda s: f"/{s.section}/{s.slug}-n{2400 + s.number}",
        section=lambda name: f"/{name}/muc-n{2000 + list(SECTIONS).index(name)}",
        page=lambda section, n: f"{section}?p={n}",
    ),
    "sitemap without a menu": lambda: Unseen(
        lambda s: f"/bai/{s.slug}-{s.number + 11}", has_menu=False, has_sitemap=True
    ),
    "feed": lambda: Unseen(
        lambda s: f"/{s.section}/{2025}/11/{s.slug}-{s.number + 1042}.html", has_feed=True
    ),
}
