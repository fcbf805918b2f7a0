"""`danvan new-site` writes all that a crawl of an unseen site needs, or nothing."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from danvan.files import write_all

from .archives import rows
from .conftest import ROOT, Command
from .one_site import Site, served
from .test_card_source import assert_formatted
from .unseen import KINDS

URL = "https://goxa.example/"
CARD = ("--name", "baogoxa", "--province", "Bắc Kạn")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The folder of a project with the sites of one province."""
    folder = tmp_path / "project"
    (folder / "spiders").mkdir(parents=True)
    shutil.copy(ROOT / "scrapy.cfg", folder)
    for name in ("__init__.py", "sources.py", "thai_nguyen.py"):
        shutil.copy(ROOT / "spiders" / name, folder / "spiders")
    shutil.copytree(
        ROOT / "spiders/families",
        folder / "spiders/families",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    (folder / "tests/pages").mkdir(parents=True)
    (folder / "tests/pages/gold.json").write_text("[]\n")
    (folder / "tests/addresses.json").write_text("[]\n")
    return folder


def contents(project: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(project)): path.read_bytes()
        for path in sorted(project.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.parametrize("kind", ["slug, flat", "key in the query"])
def test_a_crawl_finds_the_articles_of_a_new_site(run: Command, project: Path, kind: str) -> None:
    newsroom = KINDS[kind]()
    with served(newsroom.site) as origin:
        written = run("danvan", "new-site", URL, *CARD, "--origin", origin, cwd=project)
        assert written.returncode == 0, written.stderr
        assert len(newsroom.site.requested) <= 30
        crawled = run("danvan", "crawl", "baogoxa", "--origin", origin, cwd=project)
        assert crawled.returncode == 0, crawled.stderr
    database = project.parent / "archive.db"
    found = {url.removeprefix(URL[:-1]) for (url,) in rows(database, "SELECT url FROM articles")}
    assert found <= newsroom.paths
    assert len(found) >= 0.9 * len(newsroom.paths)


def test_the_files_of_a_new_site(run: Command, project: Path) -> None:
    newsroom = KINDS["id with letters, flat"]()
    before = contents(project)
    with served(newsroom.site) as origin:
        done = run("danvan", "new-site", URL, *CARD, "--origin", origin, cwd=project)
    assert done.returncode == 0, done.stderr
    after = contents(project)
    pages = {f"tests/pages/baogoxa-{number}.html" for number in (1, 2, 3)}
    changed = {"spiders/thai_nguyen.py", "tests/pages/gold.json", "tests/addresses.json"}
    assert {name for name in after if after[name] != before.get(name)} == pages | changed
    assert all(name in done.stdout for name in pages | changed)
    source = after["spiders/thai_nguyen.py"].decode()
    assert_formatted(source)
    assert source.startswith(before["spiders/thai_nguyen.py"].decode()[:40])
    assert '    """Báo Gò Sim."""\n' in source
    gold = json.loads(after["tests/pages/gold.json"])
    assert [entry["file"] for entry in gold] == [Path(name).name for name in sorted(pages)]
    assert all(entry["reviewed"] is False and entry["title"] for entry in gold)
    addresses = json.loads(after["tests/addresses.json"])
    keys = {url.removeprefix(URL[:-1]): key for _, url, key in addresses}
    articles = {path: key for path, key in keys.items() if path in newsroom.paths}
    assert len(articles) == 3
    assert all(key == f"id:{path[:-4].rsplit('bv')[1]}" for path, key in articles.items())
    assert {key for path, key in keys.items() if path not in newsroom.paths} == {None}
    listed = run("danvan", "sites", "--json", cwd=project)
    [card] = [json.loads(line) for line in listed.stdout.splitlines() if '"baogoxa"' in line]
    assert (card["state"], card["province_now"]) == ("unverified", "Thái Nguyên")


def epi(number: int) -> tuple[int, dict[str, str], str]:
    """Return an article as ePI CMS lays it out."""
    title = f"Bà con thôn {number} xã Gò Sim cùng nhau làm đường"
    text = "<p>Chi bộ họp bốn lần mới chốt được cách làm, nhà nào cũng góp công góp đá.</p>" * 3
    return 200, {}, (
        f"<title>{title}</title><h1 class='article__title'>{title}</h1><div class='article__meta'>"
        f"<time>28/11/2025 07:30</time></div><div class='article__body'>{text}</div>"
    )  # fmt: skip


def test_a_site_of_a_known_family_has_its_class(run: Command, project: Path) -> None:
    site = Site()
    paths = [f"/ba-con-thon-{n}-cung-nhau-lam-duong-post{n}7.html" for n in range(8)]
    links = "".join(f'<p><a href="{p}">{epi(n)[2][7:50]}</a></p>' for n, p in enumerate(paths))
    site.responses = {"/": (200, {}, links), **{p: epi(n) for n, p in enumerate(paths)}}
    with served(site) as origin:
        done = run("danvan", "new-site", URL, *CARD, "--origin", origin, cwd=project)
    assert done.returncode == 0, done.stderr
    source = (project / "spiders/thai_nguyen.py").read_text("utf-8")
    assert "class Baogoxa(EpiSite):" in source
    assert "articles =" not in source.partition("class Baogoxa")[2]


Change = Callable[[Path], object]


def nothing(_: Path) -> None:
    """Leave the folder as it is."""


@pytest.mark.parametrize(
    ("url", "options", "change", "reason"),
    [
        (URL, ("--name", "x1", "--province", "Gò Sim"), nothing, "was no province 'Gò Sim'"),
        (URL, ("--name", "x1"), nothing, "was no province ''"),
        (URL, ("--name", "Báo", "--province", "Bắc Kạn"), nothing, "'Báo' must be 2 to 40 lower"),
        (URL, ("--name", "x" * 41, "--province", "Bắc Kạn"), nothing, "must be 2 to 40 lower"),
        (URL, ("--name", "baobackan", "--province", "Bắc Kạn"), nothing, "a site 'baobackan' alre"),
        (URL, (*CARD, "--kind", "central"), nothing, "leave out --province"),
        ("https://www.baobackan.vn/x", CARD, nothing, "a host of baobackan"),
        ("gosim", CARD, nothing, "'gosim' is not a URL"),
        (URL, CARD, lambda p: (p / "scrapy.cfg").unlink(), "not the folder of a project"),
        (URL, CARD, lambda p: (p / "tests/pages/gold.json").write_text("{}"), "not a list"),
        (URL, CARD, lambda p: (p / "tests/addresses.json").write_text("{"), "cannot be written"),
        (URL, CARD, lambda p: (p / "tests/pages/baogoxa-2.html").touch(), "exists already"),
        ("https://trong.example/", CARD, nothing, "have no form that tells articles"),
    ],
)
def test_an_error_leaves_all_files_as_they_were(
    run: Command,
    project: Path,
    url: str,
    options: tuple[str, ...],
    change: Change,
    reason: str,
) -> None:
    site = KINDS["id at the end"]().site
    if "trong" in url:
        site.responses = {"/": (200, {}, '<a href="/a">Trang trống</a>')}
    change(project)
    before = contents(project)
    with served(site) as origin:
        done = run("danvan", "new-site", url, *options, "--origin", origin, cwd=project)
    assert (done.returncode, done.stdout) == (2, "")
    [sentence] = done.stderr.splitlines()
    assert reason in sentence
    assert contents(project) == before


def test_an_origin_that_is_dead_is_an_error(run: Command, project: Path) -> None:
    with served(Site()) as origin:
        pass
    before = contents(project)
    done = run("danvan", "new-site", URL, *CARD, "--origin", origin, cwd=project)
    assert done.returncode == 2
    assert "cannot be reached" in done.stderr
    assert contents(project) == before


def test_files_are_all_written_or_none(tmp_path: Path) -> None:
    old, new, blocked = tmp_path / "old", tmp_path / "a/new", tmp_path / "blocked"
    old.write_text("before")
    blocked.mkdir()
    (blocked / "file").touch()
    with pytest.raises(OSError, match="blocked"):
        write_all({old: b"after", new: b"after", blocked: b"after"})
    assert old.read_text() == "before"
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["file", "old"]
    write_all({old: b"after", new: b"after"})
    assert (old.read_text(), new.read_text()) == ("after", "after")
