"""vdoc: `/<slug>-a<id>.html`, the text in `#newscontents` or `#contentNews`.

The first `<h1>` of a page is its section.
"""

from typing import ClassVar

from extraction.layouts import Layout
from sites.card import SiteCard


class VdocSite(SiteCard):
    """A site on vdoc."""

    family = "vdoc"
    paging = "{section}/?p={page}"
    articles = {"a": r"^/(?!(?:en|cn|khmer|news)/)(?:[^/]+/)*[^/]*-a(?P<key>\d+)\.html$"}
    no_articles = (r"^/(?:en|cn|khmer|news)/",)
    layouts: ClassVar[tuple[Layout, ...]] = (
        Layout(
            "vdoc",
            title="h1.margintopbot10, h1.title, .detail-title h1",
            lead=".detail-desc p, h4.sapo",
            date="span.pubdate, div.pubdate",
            body="#newscontents .content-fck, #contentNews .singular-content, #newscontents",
            section="ul.breadcrumb.left li, h2.catename-h1 a, .titlecate a",
            drop=".detail-related, .block_tag",
        ),
    )
