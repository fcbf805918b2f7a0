"""Sites of the whole country."""

from extraction.layouts import Layout
from sites.card import SiteCard
from spiders.families.onecms import OneCmsSite
from spiders.sources import (
    ADDRESSES_2026,
    CRAWLER_2026,
    READER_DAI_DOAN_KET,
    READER_MAT_TRAN,
    READER_TUYEN_GIAO,
    SPIDERS_2025,
    TEXTS,
)


class TuyenGiaoDanVan(SiteCard):
    """Ban Tuyên giáo và Dân vận Trung ương.

    The sections are on dân vận and democracy, on guidance and studies, on examples, and on the
    Front. Scripts draw them.
    """

    name = "tuyengiaodanvan"
    title = "Ban Tuyên giáo và Dân vận Trung ương"
    kind = "central"
    evidence = (READER_TUYEN_GIAO,)
    hosts = ("tuyengiaodanvan.vn",)
    family = "own"
    sections = (
        "/blogs/category/type/tin-tuc-su-kien?&categoryId=67f4cbf848ad87279a8a7695",
        "/blogs/category/type/chi-dao-dinh-huong?&categoryId=67f4d38460777e499c87d272",
        "/blogs/category/type/nghien-cuu-trao-doi?&categoryId=67f4d34160777e499c87d26d",
        "/blogs/category/type/nghien-cuu-trao-doi?&categoryId=67f4d35760777e499c87d26f",
        "/blogs/category/type/tin-tuc-su-kien?&categoryId=67f4cc0348ad87279a8a7696",
    )
    paging = "{section}&page={page}&size=10"
    articles = {
        "hex": r"^/(?:[^/]+/)*[^/]*-(?P<key>[0-9a-f]{12,24})[^/]*$",
    }
    no_articles = (r"^/(?:api|categories|_next|blogs/category)/",)


class DanvanVn(SiteCard):
    """Tạp chí Dân vận."""

    name = "danvan_vn"
    title = "Tạp chí Dân vận"
    kind = "central"
    evidence = (TEXTS,)
    hosts = ("danvan.vn",)
    family = "own"
    articles = {"id": r"^/Home/[^/]+/(?P<key>\d+)/[^/]+/?$"}


class Dangcongsan(SiteCard):
    """Báo điện tử, then Cổng thông tin điện tử Đảng Cộng sản Việt Nam.

    Three lives: a newspaper with ids, lists of SharePoint, and a portal without ids.
    """

    name = "dangcongsan"
    title = "Báo điện tử, then Cổng thông tin điện tử Đảng Cộng sản Việt Nam"
    kind = "central"
    evidence = (SPIDERS_2025, READER_TUYEN_GIAO, ADDRESSES_2026)
    hosts = ("dangcongsan.org.vn", "dangcongsan.vn")
    family = "own"
    sections = (
        "/tin-hoat-dong",
        "/noidung/tintuc/Lists/Tinhoatdong/View.aspx",
        "/noidung/tintuc/Lists/XaydungDang/View.aspx",
    )
    paging = "{section}?Page={page}"
    search = "/page/search?keyword={query}"
    articles = {
        "old": r"^/(?:[^/]+/)+[^/]+-(?P<key>\d{5,7})\.html$",
        "slug": r"^/(?:[^/]+/)?tin-(?:tuc-)?hoat-dong/(?P<key>[^/]+?)(?:\.html)?$",
    }
    layouts = (
        Layout(
            "SharePoint",
            title="h1#contenttitle",
            lead="div#description",
            date="div#ngaytao",
            body="div.noidungtt",
            author="b#tacgia",
        ),
    )


class Mattran(SiteCard):
    """Ủy ban Trung ương MTTQ Việt Nam (Tạp chí Mặt trận).

    It writes of the Fronts of all provinces and lists its news by day. How its addresses end is
    not known.
    """

    name = "mattran"
    title = "Ủy ban Trung ương MTTQ Việt Nam (Tạp chí Mặt trận)"
    kind = "central"
    evidence = (READER_MAT_TRAN, CRAWLER_2026)
    hosts = ("mattran.org.vn",)
    family = "own"
    sections = ("/hoat-dong-mat-tran-dia-phuong/", "/tin-hoat-dong/")
    paging = "{section}/?bydate={day}&page={page}"
    layouts = (
        Layout(
            "2026",
            title=".main-column h1",
            lead=".article__sapo",
            date=".article__meta time",
            body=".article__body",
            author=".article__author",
            drop=".article__inner-relate, .article__tag",
        ),
    )


class Daidoanket(OneCmsSite):
    """Báo Đại Đoàn Kết.

    On OneCMS until 2025; in 2026 its addresses have no ids.
    """

    name = "daidoanket"
    title = "Báo Đại Đoàn Kết"
    kind = "central"
    evidence = (READER_DAI_DOAN_KET, ADDRESSES_2026)
    hosts = ("daidoanket.vn",)
    sitemaps = (
        "/sitemap.xml",
        "/sitemap-article-daily.xml",
        "/sitemap-news.xml",
        "/sitemap-category.xml",
    )
    articles = {**OneCmsSite.articles, "slug": r"^/(?P<key>[^/]{20,})\.html$"}
