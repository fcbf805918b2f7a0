"""`danvan probe` says where the articles of a site are, and whether its card is right."""

import json
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from crawler.probe import MAX_REQUESTS

from .archives import rows
from .conftest import ROOT, Command
from .one_site import Site, served
from .unseen import KINDS, SECTIONS, Unseen

URL = "https://goxa.example/"
CARD = '''"""Gò Sim."""

from sites.card import Evidence, SiteCard


class GoXa(SiteCard):
    """Báo Gò Xa."""

    name = "goxa"
    title = "Báo Gò Xa"
    kind = "newspaper"
    province = "Bắc Kạn"
    evidence = (Evidence("text", "2026-11", "a sample"),)
    hosts = ("goxa.example",)
    family = "own"
    sections = ("/chinh-tri", "/da-mat")
    articles = {"id": r"PATTERN"}
'''
RIGHT = r"-(?P<key>\d{6})\.html$"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The folder of a project with one site."""
    folder = tmp_path / "project"
    (folder / "spiders").mkdir(parents=True)
    shutil.copy(ROOT / "scrapy.cfg", folder)
    (folder / "spiders/go_sim.py").write_text(CARD.replace("PATTERN", RIGHT))
    return folder


def probed(run: Command, project: Path, site: Site, what: str = URL) -> tuple[int, dict[str, Any]]:
    with served(site) as origin:
        done = run("danvan", "probe", what, "--origin", origin, "--json", cwd=project)
    assert done.stdout, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    assert report["requests"] == len(site.requested)
    return done.returncode, report


def known(url: str, report: dict[str, Any]) -> dict[str, Any]:
    [listing] = [one for one in report["listings"] if one["url"] == url]
    return dict(listing)


def test_a_site_without_a_card_gets_a_report(run: Command, project: Path) -> None:
    newsroom = KINDS["feed"]()
    url = "https://moi.example/"
    code, report = probed(run, project, newsroom.site, f"{url}trang-nao-do")
    assert (code, report["verdict"], report["reasons"]) == (0, "passed", [])
    assert report["hosts"] == [
        {
            "host": "moi.example",
            "answer": "answered 200",
            "redirects_to": None,
            "robots": "read; it names 0 sitemaps",
        }
    ]
    section = known(f"{url}chinh-tri", report)
    assert (section["answer"], section["new_on_second_page"]) == ("answered 200", 3)
    assert section["next_page"] == f"{url}chinh-tri?page=2"
    assert known(f"{url}tin.rss", report)["articles"] == 20
    assert report["paging"] == "{section}?page={page}"
    assert sorted(report["card"]["sections"]) == sorted(f"/{name}" for name in SECTIONS)
    assert report["card"]["feeds"] == ["/tin.rss"]
    assert report["diff"] == ""
    assert len(report["articles"]) == 5
    article = report["articles"][0]
    assert article["fields"]["published"] == {
        "value": "2025-11-28T07:03:00+07:00", "found_by": "the date below the title", "in": "p.q2",
    }  # fmt: skip
    assert (article["layout"], article["doubts"], article["is_good"]) == ("generic", [], True)
    assert {"title", "author"} < set(article["fields"])
    database = project.parent / "archive.db"
    [(site, verdict, kept)] = rows(database, "SELECT site, verdict, report FROM probes")
    assert (site, verdict, json.loads(kept)) == ("moi.example", "passed", report)


def test_a_probe_that_passed_lets_a_site_be_crawled(run: Command, project: Path) -> None:
    newsroom = KINDS["id at the end"]()
    code, report = probed(run, project, newsroom.site)
    assert (code, report["site"], report["verdict"]) == (0, "goxa", "passed")
    assert report["card"] == {
        "sections": ["/chinh-tri"],
        "state": "active",
        "evidence": [
            {"kind": "text", "day": "2026-11", "source": "a sample"},
            report["card"]["evidence"][1],
        ],
    }
    assert '-    sections = ("/chinh-tri", "/da-mat")\n+    sections = ("/chinh-tri",)' in (
        report["diff"].replace('+    state = ACTIVE\n', "")
    )  # fmt: skip
    with served(newsroom.site) as origin:
        done = run("danvan", "crawl", "--origin", origin, "--limit", "1", cwd=project)
    assert done.returncode == 0, done.stderr


def test_a_card_whose_patterns_do_not_fit_fails(run: Command, project: Path) -> None:
    (project / "spiders/go_sim.py").write_text(CARD.replace("PATTERN", r"-post(?P<key>\d+)$"))
    code, report = probed(run, project, KINDS["id at the end"]().site, "goxa")
    assert (code, report["verdict"]) == (1, "failed")
    assert report["reasons"] == [
        "the card's patterns of articles do not fit the links of its pages"
    ]
    assert list(report["card"]["articles"]) == ["id", "id old"]
    assert '+        "id old": r"-post(?P<key>\\d+)$",\n' in report["diff"]
    with served(Site()) as origin:
        done = run("danvan", "crawl", "--origin", origin, cwd=project)
    assert (done.returncode, "no site to crawl" in done.stderr) == (2, True)


def test_a_probe_sends_thirty_requests_and_names_the_sections_left(
    run: Command, project: Path
) -> None:
    newsroom = KINDS["id at the end"]()
    sections = [f"/muc-{n}" for n in range(40)]
    status, headers, home = newsroom.site.responses["/"]  # type: ignore[misc]
    for number, path in enumerate(sections):
        like = newsroom.section([*SECTIONS][number % len(SECTIONS)])
        newsroom.site.responses[path] = newsroom.site.responses[like]
    links = "".join(f'<a href="{path}">Mục {path[5:]}</a>' for path in sections)
    newsroom.site.responses["/"] = status, headers, home + links
    _, report = probed(run, project, newsroom.site, "https://moi.example/")
    assert len(newsroom.site.requested) == MAX_REQUESTS
    assert len(report["articles"]) == 5
    read = [one["url"] for one in report["listings"] if one["kind"] == "section"]
    assert len(read) + len(report["sections_not_read"]) == len(sections) + len(SECTIONS)
    assert report["card"]["sections"] == [
        url.removeprefix("https://moi.example") for url in (*read, *report["sections_not_read"])
    ]


def moved(host: str) -> tuple[int, dict[str, str], str]:
    return 301, {"Location": f"https://{host}/"}, ""


@pytest.mark.parametrize(
    ("path", "response", "reason"),
    [
        ("/robots.txt", (503, {}, ""), "moi.example is not fetched: robots.txt of moi.example"),
        ("/robots.txt", (200, {}, "User-agent: *\nDisallow: /"), "robots.txt forbids it"),
        ("/", (500, {}, ""), "moi.example answered 500"),
        ("/", moved("khac.example"), "redirects to another host, not followed: https://khac"),
        ("/", (200, {}, "<p>Trang trống</p>"), "have no form that tells articles"),
    ],
)
def test_why_a_probe_fails(
    run: Command, project: Path, path: str, response: tuple[int, dict[str, str], str], reason: str
) -> None:
    site = Site()
    site.responses = {"/": (200, {}, ""), path: response}
    code, report = probed(run, project, site, "https://moi.example/")
    assert (code, report["verdict"]) == (1, "failed")
    assert reason in report["reasons"][0]


def test_a_search_that_finds_articles_is_for_the_card(run: Command, project: Path) -> None:
    newsroom = KINDS["slug, flat"]()
    status, headers, home = newsroom.site.responses["/"]  # type: ignore[misc]
    form = '<form action="/tim-kiem"><input name="token"><input type="search" name="q"></form>'
    newsroom.site.responses["/"] = status, headers, home + form
    newsroom.site.responses["/tim-kiem?q=d%C3%A2n%20v%E1%BA%ADn"] = (
        newsroom.site.responses["/chinh-tri?page=2"]
    )  # fmt: skip
    _, report = probed(run, project, newsroom.site, "https://moi.example/")
    assert report["card"]["search"] == "/tim-kiem?q={query}"


def test_the_report_for_people_escapes_what_the_site_says(run: Command, project: Path) -> None:
    newsroom = Unseen(lambda s: f"/{s.slug}-{s.number}.html")
    for path in newsroom.paths:
        status, headers, text = newsroom.site.responses[path]  # type: ignore[misc]
        newsroom.site.responses[path] = status, headers, text.replace("Hội", "\x9b31m\u202eHội")
    with served(newsroom.site) as origin:
        done = run("danvan", "probe", "https://moi.example/", "--origin", origin, cwd=project)
    assert done.returncode == 0, done.stderr
    assert "passed" in done.stdout
    assert "articles id: ^/[^/]*[-_.](?P<key>" in done.stdout
    assert not {"\x9b", "\u202e", "\x1b"} & set(done.stdout + done.stderr)


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("goxb", "There is no site 'goxb'"),
        ("ftp://goxa.example/", "is neither the name of a site nor a URL"),
        ("http://[goxa.example/", "is neither the name of a site nor a URL"),
        ("https://goxa.invalid/", "There is no network"),
    ],
)
def test_what_cannot_be_probed_is_an_error(
    run: Command, project: Path, what: str, reason: str
) -> None:
    done = run("danvan", "probe", what, cwd=project)
    assert (done.returncode, done.stdout) == (2, "")
    [sentence] = done.stderr.splitlines()
    assert reason in sentence


def test_a_dead_site_is_not_requested(run: Command, project: Path) -> None:
    card = CARD.replace("PATTERN", RIGHT).replace("    kind", '    state = "dead"\n    kind')
    (project / "spiders/go_sim.py").write_text(card)
    site = Site()
    with served(site) as origin:
        done = run("danvan", "probe", "goxa", "--origin", origin, cwd=project)
    assert (done.returncode, site.requested) == (2, [])
    assert "goxa is dead" in done.stderr


def test_a_host_that_the_operator_has_retired_is_not_probed(run: Command, project: Path) -> None:
    card = CARD.replace("PATTERN", RIGHT).replace('hosts = ("', 'hosts = ("cu.goxa.example", "')
    (project / "spiders/go_sim.py").write_text(card)
    newsroom = KINDS["feed"]()
    retired = ("--reason", "it sells shoes now")
    assert run("danvan", "retire", "cu.goxa.example", *retired, cwd=project).returncode == 0
    _, report = probed(run, project, newsroom.site, "goxa")
    assert [host["host"] for host in report["hosts"]] == ["goxa.example"]
    assert known(f"{URL}chinh-tri", report)["answer"] == "answered 200"
    assert "cu.goxa.example" not in {urlsplit(one["url"]).hostname for one in report["listings"]}
    assert run("danvan", "retire", "goxa.example", *retired, cwd=project).returncode == 0
    newsroom.site.requested.clear()
    with served(newsroom.site) as origin:
        done = run("danvan", "probe", "goxa", "--origin", origin, cwd=project)
    assert (done.returncode, newsroom.site.requested) == (2, [])
    assert "All hosts of goxa are retired" in done.stderr
