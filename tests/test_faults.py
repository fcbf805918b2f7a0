"""Faults of a site file's own code: logged, and never a good verdict."""

import sqlite3
from contextlib import closing
from pathlib import Path

from .conftest import Run
from .one_site import LISTING, Site, listing, served

BROKEN_SITE = """
from spiders.ninh_binh import Nbtv

class Broken(Nbtv):
    name = "broken"

    def _listing_page(self, response):
        if "p=2" in response.url:
            raise LookupError("no such layout")
        return super()._listing_page(response)
"""


def test_a_page_that_breaks_the_spider_makes_the_crawl_doubtful(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken_sites.py").write_text(BROKEN_SITE)
    site = Site()
    site.articles(1, 2)
    site.answers[LISTING] = listing([1, 2], f"{LISTING}?p=2")
    site.answers[f"{LISTING}?p=2"] = listing([3])
    with served(site) as origin:
        done = run(
            *("scrapy", "crawl", "broken", "-s", "SPIDER_MODULES=broken_sites"),
            PYTHONPATH=str(tmp_path),
            CRAWL_ORIGIN=origin,
        )
    assert "LookupError: no such layout" in done.stderr
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        [(verdict, reasons, stored)] = connection.execute(
            "SELECT verdict, reasons, stored FROM runs"
        ).fetchall()
    assert (verdict, stored) == ("doubtful", 2)
    assert f"https://nbtv.vn{LISTING}?p=2 broke the spider (LookupError)" in reasons
