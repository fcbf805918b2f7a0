"""Quảng Ngãi; since July 2025 with Kon Tum."""

from extraction.decoders import ScriptText
from extraction.layouts import Layout
from sites.card import ACTIVE, SiteCard
from spiders.families.liferay import LiferaySite
from spiders.families.yyyymm import YYYYMM_ARTICLE
from spiders.sources import ADDRESS_QUANG_NGAI, ADDRESSES_2026, CRAWLER_2026, HOSTS_2026, TEXTS


class BaoQuangNgai(SiteCard):
    """Báo Quảng Ngãi, the Party newspaper.

    The text is in a script of the page.
    """

    name = "baoquangngai"
    title = "Báo Quảng Ngãi"
    kind = "newspaper"
    province = "Quảng Ngãi"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026, ADDRESSES_2026)
    hosts = ("baoquangngai.vn",)
    family = "own"
    sections = ("/chinh-tri", "/thoi-su")
    articles = {"id": r"^/(?:[^/]+/)*[^/]+-(?P<key>\d{4,8})\.htm$", "old": YYYYMM_ARTICLE}
    decoders = (
        ScriptText("outputData =", into="#content"),
        ScriptText("$('#content').html(", into="#content"),
    )
    layouts = (
        Layout(
            "2026",
            title="h1.title",
            lead="p.sapo",
            body="#content",
            section="p.category a",
            drop=".same",
        ),
    )


class BaoKonTum(SiteCard):
    """Báo Kon Tum, the Party newspaper."""

    name = "baokontum"
    title = "Báo Kon Tum"
    kind = "newspaper"
    province = "Kon Tum"
    evidence = (TEXTS,)
    hosts = ("baokontum.com.vn",)
    family = "own"
    sections = ("/xay-dung-dang-23.html",)
    paging = "{section}.html?page={page}"


class Quangngaitv(SiteCard):
    """Đài Phát thanh và Truyền hình Quảng Ngãi, the broadcaster."""

    name = "quangngaitv"
    title = "Đài Phát thanh và Truyền hình Quảng Ngãi"
    kind = "broadcaster"
    province = "Quảng Ngãi"
    evidence = (TEXTS,)
    hosts = ("quangngaitv.vn",)
    family = "unknown"


class Kontumtv(SiteCard):
    """Đài Phát thanh và Truyền hình Kon Tum, the broadcaster."""

    name = "kontumtv"
    title = "Đài Phát thanh và Truyền hình Kon Tum"
    kind = "broadcaster"
    province = "Kon Tum"
    evidence = (TEXTS,)
    hosts = ("kontumtv.vn",)
    family = "unknown"


class QuangNgaiDcs(LiferaySite):
    """Tỉnh ủy Quảng Ngãi.

    The key is a slug that the CMS has cut.
    """

    name = "quangngai_dcs"
    title = "Tỉnh ủy Quảng Ngãi"
    kind = "party"
    province = "Quảng Ngãi"
    evidence = (ADDRESS_QUANG_NGAI,)
    hosts = ("quangngai.dcs.vn",)
    articles = {"asset": r"/-/asset_publisher/(?:[^/]+/)?content/(?:id/)?(?P<key>[^/]+)/?$"}
