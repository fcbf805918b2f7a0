"""Who runs a crawl: what its requests say, and that no crawl of the sites begins without it."""

from pathlib import Path
from typing import Any

import pytest
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.settings import Settings

from crawler.contact import check_contact

from .conftest import Command
from .gosim import GoSimSpider
from .one_site import Site, served

ORIGIN = "http://127.0.0.1:8080"


def project_settings(**changes: Any) -> Settings:
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict(changes, priority="cmdline")
    return settings


@pytest.mark.parametrize(
    "contact",
    [
        "luu-tru@gosim.example", "l.t+a@a.b-c.example", "https://gosim.example/luu-tru?a=b",
        "HTTP://gosim.example",
    ],
)  # fmt: skip
@pytest.mark.parametrize("origin", ["", ORIGIN])
def test_a_contact_is_an_email_address_or_a_url(contact: str, origin: str) -> None:
    check_contact(project_settings(CONTACT=contact, CRAWL_ORIGIN=origin))


@pytest.mark.parametrize(
    "contact",
    [
        "me", "@gosim.example", "a@gosim", "a b@gosim.example", "a@gosim.example, b@gosim.example",
        "a@gosim.example\r\nX: y", "https://", "ftp://gosim.example/", "https://gosim.example/\nX",
        "https://gosim.example/lưu", "gosim.example", " a@gosim.example",
    ],
)  # fmt: skip
@pytest.mark.parametrize("origin", ["", ORIGIN])
def test_anything_else_is_no_contact(contact: str, origin: str) -> None:
    with pytest.raises(UsageError, match=r"CONTACT must be an email address or a URL"):
        check_contact(project_settings(CONTACT=contact, CRAWL_ORIGIN=origin))


def test_only_a_crawl_of_an_origin_needs_no_contact() -> None:
    check_contact(project_settings(CONTACT="", CRAWL_ORIGIN=ORIGIN))
    with pytest.raises(UsageError, match=r"set contact in danvan\.toml"):
        check_contact(project_settings(CONTACT="", CRAWL_ORIGIN=""))


def test_an_email_address_is_in_two_headers_and_a_url_in_one() -> None:
    by_mail = Crawler(GoSimSpider, project_settings(CONTACT="a@gosim.example")).settings
    assert "(+a@gosim.example;" in by_mail["USER_AGENT"]
    assert by_mail.getdict("DEFAULT_REQUEST_HEADERS")["From"] == "a@gosim.example"
    assert by_mail.getdict("DEFAULT_REQUEST_HEADERS")["Accept-Encoding"] == "gzip, deflate"
    by_url = Crawler(GoSimSpider, project_settings(CONTACT="https://gosim.example/")).settings
    assert "(+https://gosim.example/;" in by_url["USER_AGENT"]
    assert "From" not in by_url.getdict("DEFAULT_REQUEST_HEADERS")


def test_a_robots_txt_addresses_the_crawler_by_its_name_and_not_by_its_contact() -> None:
    settings = project_settings(CONTACT="bing@gosim.example")
    crawler = Crawler(GoSimSpider, settings)
    rules = ProtegoRobotParser(b"User-agent: bing\nDisallow: /\n", None)
    assert "bing" in crawler.settings["USER_AGENT"]
    assert rules.allowed("https://baogosim.example/x", crawler.settings["ROBOTSTXT_USER_AGENT"])


def test_a_user_agent_of_the_command_line_holds() -> None:
    settings = project_settings(USER_AGENT="own/1.0")
    assert Crawler(GoSimSpider, settings).settings["USER_AGENT"] == "own/1.0"


@pytest.mark.parametrize("command", [("danvan", "crawl"), ("scrapy", "crawl", "nbtv")])
@pytest.mark.parametrize("contact", ["", "me"])
def test_without_a_contact_no_crawl_begins(
    run_first: Command, tmp_path: Path, command: tuple[str, ...], contact: str
) -> None:
    done = run_first(*command, CONTACT=contact)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "CONTACT" in done.stderr.splitlines()[-1], done.stderr
    assert list(tmp_path.iterdir()) == []


def test_every_request_says_who_crawls(run: Command, tmp_path: Path) -> None:
    site = Site()
    with served(site) as origin:
        run("danvan", "crawl", "nbtv", "--origin", origin, CONTACT="a@gosim.example")
    assert {path for path, _ in site.senders} >= {"/robots.txt", "/"}
    assert {sender for _, sender in site.senders} == {"a@gosim.example"}
