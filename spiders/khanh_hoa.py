"""Khánh Hòa; since July 2025 with Ninh Thuận."""

from extraction.layouts import Layout
from sites.card import ACTIVE, SiteCard
from spiders.families.yyyymm import YyyymmSite
from spiders.sources import CODE_KHANH_HOA, CRAWLER_2026, HOSTS_2026, TEXTS


class BaoKhanhHoa(YyyymmSite):
    """Báo Khánh Hòa, the Party newspaper."""

    name = "baokhanhhoa"
    title = "Báo Khánh Hòa"
    kind = "newspaper"
    province = "Khánh Hòa"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026, TEXTS)
    hosts = ("baokhanhhoa.vn", "baokhanhhoa.com.vn")
    layouts = (
        Layout(
            "2026",
            title="h1.head_title",
            lead=".content-detail p strong",
            body=".content-detail",
        ),
        *YyyymmSite.layouts,
    )


class BaoNinhThuan(SiteCard):
    """Báo Ninh Thuận, the Party newspaper."""

    name = "baoninhthuan"
    title = "Báo Ninh Thuận"
    kind = "newspaper"
    province = "Ninh Thuận"
    evidence = (TEXTS,)
    hosts = ("baoninhthuan.com.vn",)
    family = "own"
    articles = {"p": r"^/[^/]+/(?P<key>\d+)p\d+c\d+/"}


class Ktv(SiteCard):
    """Đài Phát thanh và Truyền hình Khánh Hòa, the broadcaster."""

    name = "ktv"
    title = "Đài Phát thanh và Truyền hình Khánh Hòa"
    kind = "broadcaster"
    province = "Khánh Hòa"
    evidence = (TEXTS,)
    hosts = ("ktv.org.vn",)
    family = "unknown"


class Ninhthuantv(SiteCard):
    """Đài Phát thanh và Truyền hình Ninh Thuận, the broadcaster."""

    name = "ninhthuantv"
    title = "Đài Phát thanh và Truyền hình Ninh Thuận"
    kind = "broadcaster"
    province = "Ninh Thuận"
    evidence = (TEXTS,)
    hosts = ("ninhthuantv.vn",)
    family = "unknown"


class Tinhuykhanhhoa(SiteCard):
    """Tỉnh ủy Khánh Hòa.

    The key is a slug.
    """

    name = "tinhuykhanhhoa"
    title = "Tỉnh ủy Khánh Hòa"
    kind = "party"
    province = "Khánh Hòa"
    evidence = (TEXTS,)
    hosts = ("tinhuykhanhhoa.vn",)
    family = "own"
    articles = {"slug": r"^/tin-bai/[^/]+/(?P<key>[^/]+)/?$"}


class Btgdvtukhanhhoa(SiteCard):
    """Ban Tuyên giáo và Dân vận Tỉnh ủy Khánh Hòa.

    The key is a slug that the CMS has cut.
    """

    name = "btgdvtukhanhhoa"
    title = "Ban Tuyên giáo và Dân vận Tỉnh ủy Khánh Hòa"
    kind = "party"
    province = "Khánh Hòa"
    evidence = (CODE_KHANH_HOA,)
    hosts = ("btgdvtukhanhhoa.vn",)
    family = "own"
    sections = ("/dua-nghi-quyet-cua-dang-vao-cuoc-song", "/van-hoa-van-nghe")
    articles = {"slug": r"^/[^/]+/(?P<key>[^/]{12,})/?$"}
