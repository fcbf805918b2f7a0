"""A provincial newspaper with three layouts, whose search finds the articles of all of them."""

from datetime import date

from sample_sites.sites.base import Era, Paging, Robots, Section, Site, Sitemap

HOST = "baoninhbinh.org.vn"
PAGED = Paging(param="page")

SITE = Site(
    key="baoninhbinh",
    name="Báo Ninh Bình",
    hosts=(HOST,),
    seed=101,
    eras=(
        Era(
            host=HOST,
            skin="ninhbinh_new",
            first=date(2025, 1, 6),
            last=date(2026, 6, 18),
            share=41,
            path="/{slug}-{stamp15}.html",
            first_id=1,
            date_forms=("ninhbinh", "ninhbinh", "ninhbinh-day"),
            bylines=("pair", "single", "none", "single"),
            traps=(
                "caption-doubled",
                "sitemap-only",
                "sapo-inside",
                "republished",
                "tracking-url",
                "related-inside",
                "end-mark",
                "robots-folder",
                "fragment-url",
                "sitemap-only",
            ),
            off_traps=("off-topic-sidebar", "off-topic-related"),
            errors=("gone-404", "redirect-home", "redirect-foreign"),
            other_paths={"robots-folder": "/bao-in/{slug}-{stamp15}.html"},
        ),
        Era(
            host=HOST,
            skin="ninhbinh_mid",
            first=date(2019, 1, 9),
            last=date(2024, 11, 20),
            share=34,
            path="/{slug}/d{stamp17}.htm",
            first_id=1,
            date_forms=("ninhbinh", "ninhbinh-day", "ninhbinh"),
            bylines=("pair", "single", "none"),
            traps=(
                "sapo-outside",
                "no-date",
                "redirect-same",
                "wrong-charset",
                "robots-pattern",
                "date-only",
                "caption-doubled",
            ),
            off_traps=("off-topic-menu",),
            errors=("challenge",),
            other_paths={
                "redirect-same": "/{slug}-{stamp17}p3c24.htm",
                "robots-pattern": "/luu-hanh-noi-bo-{slug}/d{stamp17}.htm",
            },
        ),
        Era(
            host=HOST,
            skin="ninhbinh_old",
            first=date(2018, 1, 8),
            last=date(2018, 12, 21),
            share=25,
            path="/{slug}-{stamp17}p3c24.htm",
            first_id=1,
            date_forms=("ninhbinh", "", "ninhbinh"),
            bylines=("single", "pair", "none"),
            traps=("windows-1258", "no-date", "nfd", "br-paragraphs"),
            off_traps=(),
            search_only=True,
        ),
    ),
    sections=(
        Section("Chính trị", "/chinh-tri", HOST, PAGED),
        Section("Xây dựng Đảng", "/xay-dung-dang", HOST, PAGED),
        Section("Kinh tế", "/kinh-te", HOST, PAGED, main=False),
        Section("Thể thao", "/the-thao", HOST, PAGED, main=False),
        Section("Văn hóa", "/van-hoa", HOST, PAGED, main=False),
        Section("Đời sống", "/doi-song", HOST, PAGED, main=False),
    ),
    robots={
        HOST: Robots(
            text=(
                "User-agent: *\n"
                "Disallow: /bao-in/\n"
                "Disallow: /luu-hanh-noi-bo-\n"
                "Disallow: /dang-nhap\n"
                f"Sitemap: https://{HOST}/sitemap.xml\n"
            )
        )
    },
    clock="Thứ Năm, 08/10/2026, 07:15:42 (GMT+7)",
    menu=(
        ("Dân vận", "/s/d%C3%A2n%20v%E1%BA%ADn"),
        ("Video", "/video"),
        ("Báo in", "/bao-in/"),
        ("Giải trí", "/da-phuong-tien-multimedia"),
        ("Liên hệ", "/lien-he"),
        ("Đăng nhập", "/dang-nhap"),
    ),
    sitemap=Sitemap(HOST, "/sitemap-bai-viet.xml", index="/sitemap.xml"),
    search="/s/",
    forbidden_page="/bao-in/",
    validators=("ETag", "Last-Modified"),
)
