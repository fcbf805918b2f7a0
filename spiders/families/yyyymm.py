"""The CMS that writes the month into addresses: `/<section>/<YYYYMM>/<slug>-<id>/`.

Images are in `dataimages/YYYYMM/` or `/file/<32 hex>/<MMYYYY>/`. The layout of 2025 closes its page
in the middle, shows a clock that stands still, and has the placeholder "Bút danh" for an author.
"""

from typing import ClassVar

from extraction.layouts import Layout
from sites.card import SiteCard

YYYYMM_ARTICLE = r"^/(?:[^/]+/){1,3}\d{6}/[^/]+-(?P<key>\d{5,7}|[0-9a-f]{7})/?(?:index\.htm)?$"
"""Its ids are decimal until about 2023, then seven hexadecimal digits."""


class YyyymmSite(SiteCard):
    """A site on this CMS."""

    family = "yyyymm"
    paging = "{section}/?paged={page}"
    articles = {"id": YYYYMM_ARTICLE}
    layouts: ClassVar[tuple[Layout, ...]] = (
        Layout(
            "YYYYMM",
            title="h1.media-heading",
            date="div.date",
            body="div#content",
            section="a.maincatetitle",
            drop="ul.social, div.bd02",
        ),
    )
