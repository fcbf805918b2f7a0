"""Bắc Kạn; part of Thái Nguyên since 1 July 2025."""

from spiders.families.epi import EPI_LAYOUT, EpiSpider
from spiders.families.yyyymm import YYYYMM_ARTICLE, YYYYMM_LAYOUT


class BaoBacKan(EpiSpider):
    """Báo Bắc Kạn, the Party newspaper."""

    name = "baobackan"
    title = "Báo Bắc Kạn"
    province = "Bắc Kạn"
    hosts = ("baobackan.vn", "baobackan.com.vn", "baobackan.org.vn")
    sections = (
        "/chinh-tri/xay-dung-dang/",
        "/chinh-tri/",
        "https://baobackan.com.vn/chinh-tri/xay-dung-dang/",
        "https://baobackan.org.vn/xay-dung-dang/",
    )
    menu = ("dân vận", "dân chủ", "xây dựng Đảng", "chính trị", "thời sự")
    articles = {**EpiSpider.articles, "old": YYYYMM_ARTICLE}
    layouts = (EPI_LAYOUT, YYYYMM_LAYOUT)
