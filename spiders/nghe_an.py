"""Nghệ An."""

from crawler.spider import SiteSpider


class NgheAnDcs(SiteSpider):
    """The Ban Dân vận's pages on the provincial Party portal; the committee was merged in 2025."""

    name = "nghean_dcs"
    title = "Ban Dân vận Tỉnh ủy Nghệ An"
    province = "Nghệ An"
    hosts = ("nghean.dcs.vn",)
    family = "vi-vn/tin"
    sections = ("/vi-vn/chuyen-muc/dan-van-kheo/405534-193312",)
    menu = ("dân vận", "dân chủ", "xây dựng Đảng", "tin tức", "tin hoạt động")
    # page-category-news: an article is listed under several pages, so only the last number counts.
    articles = {"news": r"^/vi-vn/tin/.*/\d+-\d+-(?P<key>\d+)/?$"}
