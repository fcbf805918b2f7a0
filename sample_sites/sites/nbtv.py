"""A provincial broadcaster: two URL formats for one article, dates with seconds."""

from datetime import date

from sample_sites.sites.base import Era, Paging, Robots, Section, Site

HOST = "nbtv.vn"
PAGED = Paging(param="p")

SITE = Site(
    key="nbtv",
    name="Đài Phát thanh và Truyền hình Ninh Bình",
    hosts=(HOST,),
    seed=202,
    eras=(
        Era(
            host=HOST,
            skin="nbtv",
            first=date(2020, 2, 4),
            last=date(2026, 5, 20),
            share=75,
            path="/{slug}-{id}.html",
            first_id=44100,
            date_forms=("nbtv",),
            bylines=("outlet", "outlet", "outlet", "none"),
            traps=(
                "caption-glued-em",
                "two-urls",
                "caption-glued-plain",
                "view-counter",
                "comment-box",
                "two-urls",
                "teaser-after-byline",
                "related-box-news",
                "page-clock",
                "nfd",
                "ad-inside",
                "end-mark",
                "slash-url",
                "share-bar",
            ),
            off_traps=("off-topic-sidebar", "off-topic-related"),
            errors=("gone-410", "failed-500", "redirect-other"),
            other_paths={"two-urls": "/news/412/{id}/{slug}"},
        ),
        Era(
            host=HOST,
            skin="nbtv",
            first=date(2018, 1, 7),
            last=date(2019, 12, 27),
            share=25,
            path="/news/401/{id}/{slug}",
            first_id=30200,
            date_forms=("nbtv-old",),
            bylines=("outlet", "initials", "none"),
            traps=("windows-1258", "date-f5-old", "two-urls"),
            off_traps=("off-topic-menu",),
            errors=("gone-404",),
            other_paths={"two-urls": "/{slug}-{id}.html"},
        ),
    ),
    sections=(
        Section("Thời sự", "/thoi-su-401", HOST, PAGED),
        Section("Xây dựng Đảng", "/xay-dung-dang-412", HOST, PAGED),
        Section("Kinh tế", "/kinh-te-405", HOST, PAGED, main=False),
        Section("Thể thao", "/the-thao-420", HOST, PAGED, main=False),
        Section("Văn hóa", "/van-hoa-418", HOST, PAGED, main=False),
        Section("Đời sống", "/doi-song-409", HOST, PAGED, main=False),
    ),
    robots={HOST: Robots(status=404)},
    clock="Chủ nhật, 04/10/2026, 14:20:31 [GMT+7]",
    menu=(
        ("Phát thanh", "/phat-thanh"),
        ("Truyền hình trực tuyến", "/video/truc-tuyen"),
        ("Giải trí", "/giai-tri-430"),
        ("Liên hệ", "/lien-he"),
        ("Đăng nhập", "/dang-nhap"),
    ),
    validators=("ETag", "Last-Modified"),
    honours_conditions=False,
)
