"""An Giang; since July 2025 with Kiên Giang."""

from extraction.layouts import Layout
from sites.card import ACTIVE, SiteCard
from spiders.families.nukeviet import NukeVietSite
from spiders.families.sharepoint import SharePointSite
from spiders.families.vdoc import VdocSite
from spiders.sources import (
    CODE_AN_GIANG,
    IMAGE_KIEN_GIANG,
    PAGES_2026_10,
    RULES_2026,
    SPIDERS_2025,
    TEXTS,
)


class BaoAnGiang(VdocSite):
    """Báo An Giang, the Party newspaper."""

    name = "baoangiang"
    title = "Báo An Giang"
    kind = "newspaper"
    province = "An Giang"
    state = ACTIVE
    evidence = (PAGES_2026_10, SPIDERS_2025, RULES_2026, TEXTS)
    hosts = ("baoangiang.com.vn",)
    sections = ("/chinh-tri-xa-hoi/", "/an-giang-24-gio/")
    paging = "{section}/?p={page}&d="
    layouts = (
        Layout(
            "2026",
            title=".detail-title h1",
            lead=".detail-desc p",
            date="div.pubdate",
            body="#newscontents",
            section="ul.breadcrumb.left li",
        ),
        *VdocSite.layouts,
    )


class BaoKienGiang(SiteCard):
    """Báo Kiên Giang, the Party newspaper."""

    name = "baokiengiang"
    title = "Báo Kiên Giang"
    kind = "newspaper"
    province = "Kiên Giang"
    evidence = (TEXTS,)
    hosts = ("baokiengiang.vn",)
    family = "own"
    sections = ("/chinh-tri",)
    articles = {"id": r"^/(?:[^/]+/)+[^/]+-(?P<key>\d{4,7})\.html$"}


class Atv(SiteCard):
    """Đài Phát thanh và Truyền hình An Giang, the broadcaster."""

    name = "atv"
    title = "Đài Phát thanh và Truyền hình An Giang"
    kind = "broadcaster"
    province = "An Giang"
    evidence = (TEXTS,)
    hosts = ("atv.org.vn",)
    family = "unknown"


class Kgtv(SiteCard):
    """Đài Phát thanh và Truyền hình Kiên Giang, the broadcaster."""

    name = "kgtv"
    title = "Đài Phát thanh và Truyền hình Kiên Giang"
    kind = "broadcaster"
    province = "Kiên Giang"
    evidence = (TEXTS,)
    hosts = ("kgtv.vn",)
    family = "unknown"


class AnGiangDcs(SharePointSite):
    """Tỉnh ủy An Giang."""

    name = "angiang_dcs"
    title = "Tỉnh ủy An Giang"
    kind = "party"
    province = "An Giang"
    evidence = (CODE_AN_GIANG,)
    hosts = ("angiang.dcs.vn",)


class KienGiangDcs(NukeVietSite):
    """Tỉnh ủy Kiên Giang.

    Two of its hosts are sites of their own on the same CMS.
    """

    name = "kiengiang_dcs"
    title = "Tỉnh ủy Kiên Giang"
    kind = "party"
    province = "Kiên Giang"
    evidence = (TEXTS, IMAGE_KIEN_GIANG)
    hosts = ("kiengiang.dcs.vn", "noibo.kiengiang.dcs.vn", "tonghop.kiengiang.dcs.vn")
    own_keys = ("noibo.kiengiang.dcs.vn", "tonghop.kiengiang.dcs.vn")
