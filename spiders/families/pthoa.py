"""The CMS of Phú Thọ and Thanh Hóa: `/<slug>-<id>.htm`, title and lead inside `#dcontent`."""

from typing import ClassVar

from extraction.decoders import Base64Text
from extraction.layouts import Layout
from sites.card import SiteCard


class PthoaSite(SiteCard):
    """A site on this CMS."""

    family = "pthoa"
    # Scripts decode the text of some articles of Phú Thọ; how is not known. This is the usual way.
    decoders = (Base64Text(into="#dcontent"),)
    articles = {"id": r"^/(?:[^/]+/)*[^/]+-(?P<key>\d{5,7})\.htm$"}
    layouts: ClassVar[tuple[Layout, ...]] = (
        Layout(
            "dcontent",
            title="h1.pTitle",
            lead="p.pHead, div.article__sapo",
            body="#dcontent",
            drop="h1.pTitle, p.pHead",
        ),
    )
