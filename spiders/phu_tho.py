"""Phú Thọ; since July 2025 with Hòa Bình and Vĩnh Phúc."""

from extraction.layouts import Layout
from sites.card import ACTIVE, SiteCard
from spiders.families.pthoa import PthoaSite
from spiders.sources import (
    ADDRESS_PHU_THO,
    ADDRESSES_2026,
    CRAWLER_2026,
    HOSTS_2026,
    RULES_2026,
    SECTIONS_2026,
    TEXTS,
)


class BaoVaPhatThanhTruyenHinhPhuTho(PthoaSite):
    """Báo và Phát thanh, Truyền hình Phú Thọ, the Party newspaper.

    Scripts decode the text of about half of its articles; how is not known.
    """

    name = "baophutho"
    title = "Báo và Phát thanh, Truyền hình Phú Thọ"
    kind = "newspaper"
    province = "Phú Thọ"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026, RULES_2026, SECTIONS_2026, ADDRESSES_2026)
    hosts = ("baophutho.vn",)
    sections = ("/xay-dung-dang", "/chinh-tri", "/hoc-va-lam-theo-bac")
    layouts = (
        Layout(
            "2026",
            title="h1.pTitle",
            lead="p.pHead",
            body="#dcontent",
            drop="h1.pTitle, p.pHead",
        ),
        *PthoaSite.layouts,
    )


class BaoHoaBinh(SiteCard):
    """Báo Hòa Bình, the Party newspaper."""

    name = "baohoabinh"
    title = "Báo Hòa Bình"
    kind = "newspaper"
    province = "Hòa Bình"
    evidence = (TEXTS,)
    hosts = ("baohoabinh.com.vn",)
    family = "own"
    articles = {"id": r"^/\d+/(?P<key>\d+)/[^/]+\.(?:aspx|htm)$"}


class BaoVinhPhuc(SiteCard):
    """Báo Vĩnh Phúc, the Party newspaper."""

    name = "baovinhphuc"
    title = "Báo Vĩnh Phúc"
    kind = "newspaper"
    province = "Vĩnh Phúc"
    evidence = (TEXTS,)
    hosts = ("baovinhphuc.com.vn",)
    family = "unknown"


class Phuthotv(SiteCard):
    """Đài Phát thanh và Truyền hình Phú Thọ, the broadcaster."""

    name = "phuthotv"
    title = "Đài Phát thanh và Truyền hình Phú Thọ"
    kind = "broadcaster"
    province = "Phú Thọ"
    evidence = (TEXTS,)
    hosts = ("phuthotv.vn",)
    family = "unknown"


class Hoabinhtv(SiteCard):
    """Đài Phát thanh và Truyền hình Hòa Bình, the broadcaster."""

    name = "hoabinhtv"
    title = "Đài Phát thanh và Truyền hình Hòa Bình"
    kind = "broadcaster"
    province = "Hòa Bình"
    evidence = (TEXTS,)
    hosts = ("hoabinhtv.vn",)
    family = "unknown"


class Vinhphuctv(SiteCard):
    """Đài Phát thanh và Truyền hình Vĩnh Phúc, the broadcaster."""

    name = "vinhphuctv"
    title = "Đài Phát thanh và Truyền hình Vĩnh Phúc"
    kind = "broadcaster"
    province = "Vĩnh Phúc"
    evidence = (TEXTS,)
    hosts = ("vinhphuctv.vn",)
    family = "unknown"


class PhuThoDcs(SiteCard):
    """Tỉnh ủy Phú Thọ."""

    name = "phutho_dcs"
    title = "Tỉnh ủy Phú Thọ"
    kind = "party"
    province = "Phú Thọ"
    evidence = (ADDRESS_PHU_THO,)
    hosts = ("phutho.dcs.vn",)
    family = "own"
    query_articles = {
        "guid": r"^/ContentDetail/NewsDetailView\?(?:.*&)?NewsId=(?P<key>[0-9a-f-]{36})"
    }
