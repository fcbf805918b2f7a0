"""A Party portal that prints no dates and serves an article under several page numbers."""

from datetime import date

from sample_sites.sites.base import Era, Paging, Robots, Section, Site

HOST = "nghean.dcs.vn"
PAGED = Paging(param="page")

SITE = Site(
    key="nghean_dcs",
    name="Trang thông tin điện tử Ban Dân vận Tỉnh ủy",
    hosts=(HOST,),
    seed=303,
    eras=(
        Era(
            host=HOST,
            skin="nghean",
            first=date(2018, 3, 5),
            last=date(2025, 1, 22),
            share=100,
            path="/vi-vn/tin/{slug}/783534-193312-{id}",
            first_id=219918,
            date_forms=("",),
            bylines=("two-lines", "two-lines", "single", "two-lines", "none"),
            traps=(
                "byline-two-lines",
                "two-page-ids",
                "broken-slug",
                "related-twice",
                "quote-slug-raw",
                "banner-alt",
                "two-page-ids",
                "quote-slug-encoded",
                "page-clock",
                "nfd",
                "div-paragraphs",
                "caption-doubled",
                "end-mark",
                "no-date",
                "related-unclassed",
            ),
            off_traps=("off-topic-menu", "off-topic-related", "off-topic-sidebar"),
            errors=("gone-404", "failed-500", "empty-body"),
            other_paths={
                "two-page-ids": "/vi-vn/tin/{slug}/231047-193312-{id}",
                "broken-slug": "/vi-vn/tin/%EF%BF%BD{slug}%EF%BF%BD%EF%BF%BD/783534-193312-{id}",
                "quote-slug-raw": "/vi-vn/tin/“{slug}”/783534-193312-{id}",
                "quote-slug-encoded": "/vi-vn/tin/{slug}%E2%80%9D--nam/783534-193312-{id}",
            },
        ),
    ),
    sections=(
        Section("Dân vận khéo", "/vi-vn/chuyen-muc/dan-van-kheo/405534-193312", HOST, PAGED),
        Section("Công tác dân vận", "/vi-vn/chuyen-muc/cong-tac-dan-van/405534-16570", HOST, PAGED),
        Section("Quy chế dân chủ", "/vi-vn/chuyen-muc/quy-che-dan-chu/405534-193318", HOST, PAGED),
        Section("Kinh tế", "/vi-vn/chuyen-muc/kinh-te/73410-16581", HOST, PAGED, main=False),
        Section("Thể thao", "/vi-vn/chuyen-muc/the-thao/73410-16584", HOST, PAGED, main=False),
        Section("Văn hóa", "/vi-vn/chuyen-muc/van-hoa/73410-16583", HOST, PAGED, main=False),
        Section("Đời sống", "/vi-vn/chuyen-muc/doi-song/73410-16586", HOST, PAGED, main=False),
    ),
    robots={HOST: Robots(text="User-agent: *\nAllow: /\nDisallow: /vi-vn/tim-kiem\n")},
    clock="Thứ tư, ngày 07/10/2026 | 09:08:55",
    menu=(
        ("Tìm kiếm", "/vi-vn/tim-kiem"),
        ("Video", "/vi-vn/video/783534"),
        ("Liên hệ", "/vi-vn/trang/lien-he/783534"),
        ("Đăng nhập", "/vi-vn/dang-nhap"),
    ),
)
