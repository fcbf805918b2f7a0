"""NukeViet: `/uploads/<module>/YYYY_MM/`, a generator of that name in the head.

The addresses of articles differ by site; none was seen.
"""

from typing import ClassVar

from extraction.layouts import Layout
from sites.card import SiteCard


class NukeVietSite(SiteCard):
    """A site on NukeViet."""

    family = "nukeviet"
    feeds = ("/rss/",)
    layouts: ClassVar[tuple[Layout, ...]] = (
        Layout(
            "NukeViet",
            title="#news_detail h1",
            lead="#hometext",
            date="#news_detail .time",
            body=".bodytext",
        ),
    )
