"""An exception in the code of a site file is logged, and the verdict is not good."""

import sqlite3
from contextlib import closing
from pathlib import Path

from .conftest import Command
from .one_site import LISTING, Site, listing, served

BROKEN_SITE = """
from spiders.ninh_binh import Nbtv

class Broken(Nbtv):
    name = "broken"

    @classmethod
    def key(cls, url):
        if url.endswith("-00003.html"):
            raise LookupError("no such pattern")
        return super().key(url)
"""


def test_an_exception_in_the_spider_makes_the_run_doubtful(run: Command, tmp_path: Path) -> None:
    (tmp_path / "broken_sites.py").write_text(BROKEN_SITE)
    site = Site()
    site.articles(1, 2)
    site.responses[LISTING] = listing([1, 2], f"{LISTING}?p=2")
    site.responses[f"{LISTING}?p=2"] = listing([3])
    with served(site) as origin:
        done = run(
            *("scrapy", "crawl", "broken", "-s", "SPIDER_MODULES=broken_sites"),
            PYTHONPATH=str(tmp_path),
            CRAWL_ORIGIN=origin,
        )
    assert "LookupError: no such pattern" in done.stderr
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        [(verdict, reasons, stored)] = connection.execute(
            "SELECT verdict, reasons, stored FROM runs"
        ).fetchall()
    assert (verdict, stored) == ("doubtful", 2)
    assert f"https://nbtv.vn{LISTING}?p=2 broke the spider (LookupError)" in reasons
