"""Sơn La."""

from sites.card import ACTIVE, SiteCard
from spiders.sources import ADDRESSES_2026, CRAWLER_2026, HOSTS_2026, TEXTS


class BaoSonLa(SiteCard):
    """Báo Sơn La, the Party newspaper.

    Its paging was seen on a test host.
    """

    name = "baosonla"
    title = "Báo Sơn La"
    kind = "newspaper"
    province = "Sơn La"
    state = ACTIVE
    evidence = (CRAWLER_2026, HOSTS_2026, ADDRESSES_2026)
    hosts = ("baosonla.vn", "baosonla.org.vn")
    family = "own"
    sections = (
        "/xay-dung-dang.html",
        "/thoi-su-chinh-tri.html",
        "/bao-ve-nen-tang-tu-tuong-cua-dang.html",
    )
    paging = "{section}/trang-{page}.html"
    articles = {"s": r"^/[^/]+/[^/]+-(?P<key>[0-9A-Za-z_-]{9})\.html$"}


class Sonlatv(SiteCard):
    """Đài Phát thanh và Truyền hình Sơn La, the broadcaster."""

    name = "sonlatv"
    title = "Đài Phát thanh và Truyền hình Sơn La"
    kind = "broadcaster"
    province = "Sơn La"
    evidence = (TEXTS,)
    hosts = ("sonlatv.vn",)
    family = "unknown"
