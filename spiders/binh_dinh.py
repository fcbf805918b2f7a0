"""Bình Định; part of Gia Lai since 1 July 2025."""

from spiders.families.liferay import LiferaySpider


class BinhDinhDcs(LiferaySpider):
    """The portal of the provincial Party committee, followed by gialai.dcs.vn."""

    name = "binhdinh_dcs"
    title = "Đảng bộ tỉnh Bình Định"
    province = "Bình Định"
    hosts = ("binhdinh.dcs.vn",)
    sections = ("/cac-co-quan-tham-muu-tinh-uy", "/hoat-dong-cua-lanh-dao-tinh")
    menu = ("dân vận", "dân chủ", "xây dựng Đảng", "cơ quan tham mưu", "hoạt động", "tin tức")
