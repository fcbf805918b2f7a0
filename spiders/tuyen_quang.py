"""Tuyên Quang; since July 2025 with Hà Giang."""

from extraction.layouts import Layout
from sites.card import ACTIVE, SiteCard
from spiders.families.yyyymm import YyyymmSite
from spiders.sources import (
    ADDRESSES_2026,
    ADDRESSES_HA_GIANG,
    ADDRESSES_TUYEN_QUANG,
    CRAWLER_2026,
    HOSTS_2026,
    TEXTS,
)


class BaoTuyenQuang(YyyymmSite):
    """Báo Tuyên Quang, the Party newspaper."""

    name = "baotuyenquang"
    title = "Báo Tuyên Quang"
    kind = "newspaper"
    province = "Tuyên Quang"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026, ADDRESSES_2026)
    hosts = ("baotuyenquang.com.vn",)
    sections = (
        "/thoi-su-chinh-tri/",
        "/hoc-tap-theo-bac/",
        "/dang-trong-cuoc-song-hom-nay/",
        "/bao-ve-nen-tang-tu-tuong-cua-dang/",
        "/dai-hoi-dang-bo-cac-cap--nhiem-ky-2025-2030/",
    )
    articles = {**YyyymmSite.articles, "old": r"^/[^/]+-(?P<key>\d{5,6})\.html$"}
    layouts = (
        Layout(
            "2026",
            title="h1.media-heading",
            date="div.date",
            body="div#content",
            section=".cate_title_1 h2 a.title",
            drop="h1.media-heading, div.date, ul.social, div.bd02",
        ),
        *YyyymmSite.layouts,
    )


class BaoHaGiang(YyyymmSite):
    """Báo Hà Giang, the Party newspaper."""

    name = "baohagiang"
    title = "Báo Hà Giang"
    kind = "newspaper"
    province = "Hà Giang"
    evidence = (TEXTS,)
    hosts = ("baohagiang.vn",)
    sections = ("/thoi-su-chinh-tri/",)


class Hagiangtv(SiteCard):
    """Đài Phát thanh và Truyền hình Hà Giang, the broadcaster."""

    name = "hagiangtv"
    title = "Đài Phát thanh và Truyền hình Hà Giang"
    kind = "broadcaster"
    province = "Hà Giang"
    evidence = (TEXTS,)
    hosts = ("hagiangtv.vn",)
    family = "unknown"


class Tuyenquangtv(YyyymmSite):
    """Đài Phát thanh và Truyền hình Tuyên Quang, the broadcaster."""

    name = "tuyenquangtv"
    title = "Đài Phát thanh và Truyền hình Tuyên Quang"
    kind = "broadcaster"
    province = "Tuyên Quang"
    evidence = (TEXTS,)
    hosts = ("tuyenquangtv.vn",)
    sections = ("/xay-dung-dang/",)


class TuyenQuangDcs(SiteCard):
    """Tỉnh ủy Tuyên Quang."""

    name = "tuyenquang_dcs"
    title = "Tỉnh ủy Tuyên Quang"
    kind = "party"
    province = "Tuyên Quang"
    evidence = (ADDRESSES_TUYEN_QUANG, TEXTS)
    hosts = ("tuyenquang.dcs.vn",)
    family = "own"
    articles = {"id": r"^/DetailView/(?P<key>\d+)/\d+/"}


class BtgdvtuTuyenquang(SiteCard):
    """Ban Tuyên giáo và Dân vận Tỉnh ủy Tuyên Quang."""

    name = "btgdvtu_tuyenquang"
    title = "Ban Tuyên giáo và Dân vận Tỉnh ủy Tuyên Quang"
    kind = "party"
    province = "Tuyên Quang"
    evidence = (ADDRESSES_TUYEN_QUANG,)
    hosts = ("btgdvtu.tuyenquang.dcs.vn",)
    family = "unknown"


class TuyengiaoHagiang(SiteCard):
    """Ban Tuyên giáo Tỉnh ủy Hà Giang."""

    name = "tuyengiao_hagiang"
    title = "Ban Tuyên giáo Tỉnh ủy Hà Giang"
    kind = "party"
    province = "Hà Giang"
    evidence = (ADDRESSES_HA_GIANG,)
    hosts = ("tuyengiao.hagiang.gov.vn",)
    family = "unknown"
