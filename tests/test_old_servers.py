"""Servers without https, or with a https that is broken in known ways."""

import gzip
import logging
import ssl
import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from scrapy import Request
from scrapy.crawler import Crawler

from crawler.middlewares import HttpOnlyMiddleware

from .archives import rows
from .conftest import Command
from .gosim import HOME, GoSimSpider
from .one_site import LISTING, Site, listing, served

SITE_FILE = """
from spiders.ninh_binh import Nbtv

class Old(Nbtv):
    name = "old"
    http_only = ("nbtv.vn",)
    weak_tls = True
"""


class HttpOnly(GoSimSpider):
    http_only: ClassVar[tuple[str, ...]] = ("gosim.example",)


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://gosim.example/x?a=https:", "http://gosim.example/x?a=https:"),
        ("https://www.gosim.example/robots.txt", "http://www.gosim.example/robots.txt"),
        ("http://gosim.example/x", None),
        (f"{HOME}/x", None),
    ],
)
def test_a_host_without_https_is_requested_by_http(url: str, wanted: str | None) -> None:
    crawler = Crawler(HttpOnly)
    crawler.spider = HttpOnly()
    middleware = HttpOnlyMiddleware.from_crawler(crawler)
    request = middleware.process_request(Request(url, meta={"a": 1}, priority=10))
    assert (request.url if request is not None else None) == wanted
    if request is not None:
        assert (request.meta, request.priority) == ({"a": 1}, 10)


def old_server(folder: Path) -> ssl.SSLContext:
    """Return the context of a server with TLS 1.0, a short key and an expired certificate."""
    key = rsa.generate_private_key(65537, 1024)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "khac.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=9))
        .not_valid_after(now - timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("khac.example")]), False)
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    pem = key.private_bytes(
        encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "server.pem").write_bytes(pem + certificate.public_bytes(encoding))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.load_cert_chain(folder / "server.pem")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
    return context


def test_old_tls_is_accepted_if_the_card_says_so(run: Command, tmp_path: Path) -> None:
    (tmp_path / "old_servers.py").write_text(SITE_FILE, "utf-8")
    site = Site()
    site.articles(1, 2)
    site.responses[LISTING] = listing([1, 2])
    with served(site, old_server(tmp_path)) as origin:
        done = run(
            *("scrapy", "crawl", "old", "-s", "SPIDER_MODULES=old_servers"),
            CRAWL_ORIGIN=origin,
            PYTHONPATH=str(tmp_path),
        )
    assert "Traceback" not in done.stderr, done.stderr
    counted = rows(tmp_path / "archive.db", "SELECT count(*) FROM pages WHERE outcome = 'stored'")
    assert counted == [(2,)], done.stderr
    [file] = tmp_path.glob("captures/old/*.warc.gz")
    records = gzip.decompress(file.read_bytes())
    assert records.count(b"WARC-Target-URI: http://nbtv.vn/bai-") == 4, "as it was requested"
    assert b"WARC-Target-URI: https:" not in records


def test_the_certificates_of_a_site_with_weak_tls_are_not_warned_of(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Weak(GoSimSpider):
        weak_tls = True

    log = logging.getLogger("scrapy.core.downloader.tls")
    before = list(log.filters)
    Crawler(Weak)
    try:
        for host in ("www.gosim.example", "khac.example"):
            log.warning("Remote certificate is not valid for hostname %r; %s", host, "no match")
        log.warning("of no host")
    finally:
        for added in set(log.filters) - set(before):
            log.removeFilter(added)
    assert [record.args and record.args[0] for record in caplog.records] == ["khac.example", ()]  # type: ignore[index]
