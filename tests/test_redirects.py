"""Redirects that a crawl does not follow: to other schemes, ports and nowhere."""

from pathlib import Path

import pytest
from scrapy.settings import Settings

from .conftest import Command
from .one_site import LISTING, Site, listing, served
from .test_odd_sites import crawl, make_all_due, outcomes


def test_invalid_and_circular_redirects_fail(run: Command, tmp_path: Path) -> None:
    site = Site()
    site.articles(4)
    site.responses[LISTING] = listing([1, 2, 3])
    site.responses["/bai-00001.html"] = (302, {"Location": "http://[broken/"}, "")
    site.responses["/bai-00002.html"] = (302, {"Location": "/bai-00002.html"}, "")
    site.responses["/bai-00003.html"] = (302, {"Location": "/b\u00e0i-00004.html"}, "")
    crawl(run, site)
    found = outcomes(tmp_path)
    assert found["/bai-00001.html"] == "failed"
    assert found["/bai-00002.html"] == "failed"
    assert "/bai-00003.html" in found


def test_articles_that_redirect_to_each_other_fail_until_they_are_back(
    run: Command, tmp_path: Path
) -> None:
    site = Site()
    site.responses[LISTING] = listing([1, 2, 3, 4])
    site.responses["/bai-00001.html"] = (302, {"Location": "/bai-00002.html"}, "")
    site.responses["/bai-00002.html"] = (302, {"Location": "/bai-00001.html"}, "")
    for number, target in ((3, 4), (4, 3)):
        refresh = f'<meta http-equiv="refresh" content="0;url=/bai-{target:05}.html">'
        site.responses[f"/bai-{number:05}.html"] = (200, {}, refresh)
    output = crawl(run, site)
    assert set(outcomes(tmp_path).values()) == {"failed"}, output
    make_all_due(tmp_path)
    site.articles(1, 2, 3, 4)
    crawl(run, site)
    assert set(outcomes(tmp_path).values()) == {"stored"}


@pytest.mark.parametrize("scheme", ["file", "ftp", "s3"])
@pytest.mark.parametrize("redirected", ["/robots.txt", LISTING, "/bai-00001.html"])
def test_a_redirect_to_another_scheme_is_not_followed(
    run: Command, tmp_path: Path, scheme: str, redirected: str
) -> None:
    secret = tmp_path / "secret.html"
    secret.write_text('<a href="https://nbtv.vn/bai-00007.html">Bài viết 7</a>', "utf-8")
    site = Site()
    site.articles(1, 7)
    site.responses[LISTING] = listing([1])
    site.responses[redirected] = (302, {"Location": f"{scheme}://nbtv.vn{secret}"}, "")
    crawl(run, site)
    assert "/bai-00007.html" not in site.requested
    if redirected == "/bai-00001.html":
        assert outcomes(tmp_path) == {"/bai-00001.html": "refused"}


def test_a_redirect_to_another_port_is_not_followed(run: Command, tmp_path: Path) -> None:
    other = Site()
    other.responses[LISTING] = listing([7])
    site = Site()
    site.articles(1)
    with served(other) as origin:
        port = origin.rsplit(":", 1)[1]
        site.responses[LISTING] = (302, {"Location": f"http://nbtv.vn:{port}{LISTING}"}, "")
        output = crawl(run, site)
    assert other.requested == []
    assert f"redirects to another host, not followed: http://nbtv.vn:{port}{LISTING}" in output


def test_only_http_and_https_have_a_download_handler() -> None:
    handlers = Settings()
    handlers.setmodule("crawler.settings", priority="project")
    found = handlers.getwithbase("DOWNLOAD_HANDLERS")
    assert {scheme for scheme, handler in found.items() if handler} == {"http", "https"}
