"""The CMS that followed YYYYMM at four newspapers: `/<slug>-<7 digits>.html`, `#content-detail`.

Scripts read more of a listing from `/list-post-by-category`, with the number of the section.
"""

from typing import ClassVar

from extraction.layouts import Layout
from sites.card import SiteCard


class DetailSite(SiteCard):
    """A site on this CMS."""

    family = "detail"
    articles = {"id": r"^/(?:[^/]+/)?[^/]+-(?P<key>\d{5,8})\.html$"}
    layouts: ClassVar[tuple[Layout, ...]] = (
        Layout(
            "content-detail",
            title="h1.name",
            lead="#content-detail > h2, #content-detail > p:first-child > strong",
            date="div.date",
            body="#content-detail",
            author="div.pseudonym",
            section=".breadcrumbs .breadcrumb li a, .breadcrumb li a",
            drop="div.relates, div.topics, div.social, div.print_page, div.block-news-list",
        ),
    )
