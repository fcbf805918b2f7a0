"""The CMS that writes the month into addresses: `/<section>/<YYYYMM>/<slug>-<id>/`."""

from extraction import Layout

YYYYMM_LAYOUT = Layout(
    "YYYYMM",
    title="h1.media-heading",
    date="div.date",
    body="div#content",
    section="a.maincatetitle",
    drop="ul.social, div.bd02",
)

YYYYMM_ARTICLE = r"^/(?:[^/]+/){1,3}\d{6}/[^/]+-(?P<key>\d{5,7}|[0-9a-f]{7})/?(?:index\.htm)?$"
"""Its ids are decimal until about 2023, then seven hexadecimal digits."""
