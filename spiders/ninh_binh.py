"""Ninh Bình; since 1 July 2025 with Hà Nam and Nam Định."""

from crawler.spider import SiteSpider
from extraction import Layout
from spiders.families.yyyymm import YYYYMM_ARTICLE


class BaoNinhBinh(SiteSpider):
    """Báo Ninh Bình, the Party newspaper; one house with the broadcaster since May 2025."""

    name = "baoninhbinh"
    title = "Báo Ninh Bình"
    province = "Ninh Bình"
    hosts = ("baoninhbinh.org.vn",)
    family = "own"
    sections = ("/chinh-tri", "/xay-dung-dang")
    menu = ("dân vận", "dân chủ", "xây dựng Đảng", "chính trị")
    search = "/s/{query}?page={page}"
    articles = {
        "time": r"^/(?:[^/]+/)?[^/]+-(?P<key>\d{15})\.html$",  # since 2025
        "time 2019": r"^/(?:[^/]+/)+d(?P<key>\d{15,17})\.htm$",
        "time 2018": r"^/[^/]+-(?P<key>\d{15,17})p\d+c\d+\.htm$",
    }
    layouts = (
        Layout(
            "2025",
            title="h1.header-title",
            lead="#content_detail > .font-bold:first-child",
            body="#content_detail",
            section="li.inline-flex a, ol.uppercase li a",
        ),
        Layout("2018", title="h1", body="#ndt"),
    )


class Nbtv(SiteSpider):
    """Đài Phát thanh và Truyền hình Ninh Bình, the broadcaster."""

    name = "nbtv"
    title = "Đài Phát thanh và Truyền hình Ninh Bình"
    province = "Ninh Bình"
    hosts = ("nbtv.vn",)
    family = "news/cat/id"
    menu = ("dân vận", "dân chủ", "xây dựng Đảng", "chính trị", "thời sự", "tin tức")
    articles = {
        "id": r"^/[^/]+-(?P<key>\d{4,})\.html$",
        "id 2020": r"^/(?:news|tin-tuc)/\d+/(?P<key>\d+)/[^/]+/?$",
        "old": YYYYMM_ARTICLE,  # until 2018, with ids of another series
    }
