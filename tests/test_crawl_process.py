"""Crawls of many sites in one process."""

import gc
import multiprocessing
from pathlib import Path
from unittest.mock import patch

from archive.runs import Run
from archive.sites import put_sites
from crawler.process import CrawlProcess
from crawler.spider import SiteSpider
from danvan.common import all_sites, writing_archive
from danvan.settings import project_settings
from sample_sites import SITE_NAMES, Newsroom

from .conftest import SECONDS


def crawl_one_after_another(origin: str, url: str, file: Path) -> None:
    """Write how many runs are in memory at the end of each crawl, and after the last."""
    settings = project_settings()
    settings.set("CRAWL_ORIGIN", origin)
    settings.set("DATABASE_URL", url)
    ends = SiteSpider.closed

    def closed(spider: SiteSpider, reason: str) -> None:
        note(spider.name)
        ends(spider, reason)

    def note(when: str) -> None:
        gc.collect()  # a crawl is full of cycles
        runs = sum(isinstance(one, Run) for one in gc.get_objects())
        with file.open("a") as notes:
            print(when, runs, file=notes)

    sites = [all_sites()[name] for name in SITE_NAMES]
    with writing_archive(url) as archive, patch.object(SiteSpider, "closed", closed):
        archive.write(*put_sites(site.facts() for site in sites))
        process = CrawlProcess(settings, sites)
        process.crawl_all({"limit": 2}, at_once=1)
        note(" ".join(crawl.site for crawl in process.site_crawls()))


def test_nothing_refers_to_a_crawl_after_its_end(tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path / 'archive.db'}", tmp_path / "notes"
    with Newsroom() as room:
        process = multiprocessing.get_context("forkserver").Process(
            target=crawl_one_after_another, args=(room.origin, url, file)
        )
        process.start()
        try:
            process.join(SECONDS)
        finally:
            process.kill()
    assert process.exitcode == 0
    expected = [*(f"{name} 1" for name in SITE_NAMES), f"{' '.join(SITE_NAMES)} 0"]
    assert file.read_text().splitlines() == expected
