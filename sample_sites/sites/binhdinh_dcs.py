"""A Party committee's portal on Liferay, with long query strings."""

from datetime import date

from sample_sites.sites.base import Era, Paging, Robots, Section, Site, Sitemap

HOST = "binhdinh.dcs.vn"
PORTLET = "101_INSTANCE_k7QdBn2v"
PAGED = Paging(
    param=f"_{PORTLET}_cur",
    query=(
        f"p_p_id={PORTLET}&p_p_lifecycle=0&p_p_state=normal&p_p_mode=view"
        f"&p_p_col_id=column-2&p_p_col_count=1&_{PORTLET}_delta=12&"
    ),
    repeats_last=True,
)

SITE = Site(
    key="binhdinh_dcs",
    name="Trang thông tin điện tử Đảng bộ tỉnh Bình Định",
    hosts=(HOST,),
    seed=404,
    eras=(
        Era(
            host=HOST,
            skin="binhdinh",
            first=date(2020, 1, 14),
            last=date(2025, 6, 12),
            share=100,
            path="/{section}/-/view-content/{id}/{slug}",
            first_id=41210,
            date_forms=("binhdinh",),
            bylines=("two-spaces", "two-spaces", "single", "none"),
            traps=(
                "byline-two-spaces",
                "br-paragraphs",
                "print-copy",
                "sitemap-only",
                "www-url",
                "nfd",
                "related-neutral",
                "wrong-charset",
                "related-unclassed",
                "tracking-url",
                "date-no-comma",
                "sitemap-only",
                "caption-doubled",
                "end-mark",
            ),
            off_traps=("off-topic-sidebar", "off-topic-related", "off-topic-menu"),
            errors=("gone-410", "redirect-home", "challenge"),
            other_paths={"print-copy": "/{section}/-/asset_publisher/content/{slug}"},
        ),
    ),
    sections=(
        Section("Cơ quan tham mưu Tỉnh ủy", "/cac-co-quan-tham-muu-tinh-uy", HOST, PAGED),
        Section("Tin tức", "/hoat-dong-cua-lanh-dao-tinh", HOST, PAGED),
        Section("Kinh tế", "/kinh-te", HOST, PAGED, main=False),
        Section("Thể thao", "/the-thao", HOST, PAGED, main=False),
        Section("Văn hóa", "/van-hoa", HOST, PAGED, main=False),
        Section("Đời sống", "/doi-song", HOST, PAGED, main=False),
    ),
    robots={
        HOST: Robots(
            text=(f"User-agent: *\nDisallow: /c/portal/\nSitemap: https://{HOST}/sitemap.xml.gz\n")
        )
    },
    clock="Thứ ba, 06/10/2026 16:44:09",
    per_page=12,
    menu=(
        ("Giới thiệu", "/gioi-thieu"),
        ("Video", "/video"),
        ("Liên hệ", "/lien-he"),
        ("Đăng nhập", "/c/portal/login"),
    ),
    sitemap=Sitemap(HOST, "/sitemap.xml.gz"),
    validators=("ETag",),
)
