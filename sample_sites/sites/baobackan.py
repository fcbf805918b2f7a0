"""A newspaper that moved between three hosts, two of which share article numbers."""

from datetime import date

from sample_sites.sites.base import Era, Paging, Robots, Section, Site

OLD, NEW, MIRROR = "baobackan.org.vn", "baobackan.vn", "baobackan.com.vn"
BY_PATH = Paging(suffix="trang-{n}.html")
BY_QUERY = Paging(param="page")

SITE = Site(
    key="baobackan",
    name="Báo Bắc Kạn điện tử",
    hosts=(NEW, OLD),
    seed=505,
    eras=(
        Era(
            host=NEW,
            skin="backan_epi",
            first=date(2023, 7, 10),
            last=date(2025, 6, 17),
            share=60,
            path="/{slug}-post{id}.html",
            first_id=55020,
            date_forms=("epi",),
            bylines=("single", "single", "initials", "none"),
            traps=(
                "epi-ads",
                "com-alias",
                "print-url",
                "caption-doubled",
                "agency-tag",
                "share-bar",
                "related-inside",
                "div-paragraphs",
                "com-alias",
                "fragment-url",
                "nfd",
            ),
            off_traps=("off-topic-related", "off-topic-menu"),
            errors=("empty-body", "gone-404", "failed-500"),
            agency="BBK - ",
            mirror=MIRROR,
            print_path="/print/{slug}-post{id}.html",
        ),
        Era(
            host=OLD,
            skin="backan_old",
            first=date(2018, 2, 5),
            last=date(2023, 6, 20),
            share=40,
            path="/xay-dung-dang/{ym}/{slug}-{id}/",
            first_id=551300,
            date_forms=("backan-old",),
            bylines=("initials", "single", "none"),
            traps=(
                "date-time-first",
                "comment-box",
                "wrong-charset",
                "related-b2",
                "br-paragraphs",
                "initials",
            ),
            off_traps=("off-topic-sidebar",),
            errors=("gone-410",),
        ),
    ),
    sections=(
        Section("Chính trị", "/chinh-tri/", NEW, BY_PATH),
        Section("Xây dựng Đảng", "/chinh-tri/xay-dung-dang/", NEW, BY_PATH),
        Section("Kinh tế", "/kinh-te/", NEW, BY_PATH, main=False),
        Section("Thể thao", "/the-thao/", NEW, BY_PATH, main=False),
        Section("Văn hóa", "/van-hoa/", NEW, BY_PATH, main=False),
        Section("Đời sống", "/xa-hoi/", NEW, BY_PATH, main=False),
        Section("Xây dựng Đảng", "/xay-dung-dang/", OLD, BY_QUERY),
        Section("Kinh tế", "/kinh-te/", OLD, BY_QUERY, main=False),
        Section("Thể thao", "/the-thao/", OLD, BY_QUERY, main=False),
        Section("Văn hóa", "/van-hoa/", OLD, BY_QUERY, main=False),
        Section("Đời sống", "/xa-hoi/", OLD, BY_QUERY, main=False),
    ),
    robots={
        NEW: Robots(text="User-agent: *\nAllow: /\n"),
        MIRROR: Robots(status=503),
        OLD: Robots(status=404),
    },
    clock="Thứ sáu, 09/10/2026, 05:31 [GMT+7]",
    absolute_links=True,
    menu=(
        ("Video", "/video/"),
        ("Báo in", "/epaper/"),
        ("Giải trí", "/giai-tri/"),
        ("Liên hệ", "/lien-he/"),
        ("Đăng nhập", "/dang-nhap/"),
    ),
    mirrors={MIRROR: NEW},
    validators=("Last-Modified",),
)
