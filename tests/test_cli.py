"""The command `danvan`: its messages, exit codes and JSON."""

import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib.metadata import version
from io import StringIO
from pathlib import Path
from unicodedata import normalize

import pytest
from click.testing import CliRunner
from rich.console import Console

from archive.database import open_for_reading, open_for_writing
from archive.sites import put_sites
from danvan import cli, sites_tables, status_tables
from danvan.common import GOOD, NOTHING_DONE, SOME_SITE_FAILED, all_sites
from operations.status import read_status
from sample_sites import SITE_NAMES, Newsroom
from sites.card import ACTIVE

from .archives import new_archive, opened
from .conftest import COMMANDS, Command
from .one_site import LISTING, Site, listing, served

PAGE = """<html><head><title>Dân vận khéo ở xã Gò Sim | Báo Bắc Kạn</title></head><body>
<h1>Dân vận khéo ở xã Gò Sim</h1><div>17/06/2025 13:43</div>
<p><b>Bà con xã Gò Sim cùng nhau làm ba cây số đường liên thôn trong một vụ nông nhàn.</b></p>
<p>Ông Lò Văn Tấm, bí thư chi bộ, kể rằng cả thôn họp bốn lần mới chốt được cách làm đường.</p>
<p>Nhà nào có đất thì hiến đất, nhà nào có sức thì góp công, việc gì cũng bàn trước với dân.</p>
<p style="text-align:right">Lê Sim</p></body></html>"""


def _is_one_line(text: str) -> bool:
    lines = [line for line in text.splitlines() if line.strip()]
    return len(lines) == 1 and "Traceback" not in text


def test_an_unknown_site_is_an_error(run: Command) -> None:
    done = run("danvan", "crawl", "nosuch")
    assert done.returncode == NOTHING_DONE
    assert _is_one_line(done.stderr)
    assert "There is no site 'nosuch': `danvan sites` lists them." in done.stderr
    done = run("danvan", "crawl", "baoninhbin")
    assert done.returncode == NOTHING_DONE
    assert "no site 'baoninhbin'; its name may be one of baoninhbinh" in done.stderr


def test_an_origin_where_nothing_listens_is_an_error(run: Command) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]  # bound, so that no other program listens there
        done = run("danvan", "crawl", "--origin", f"http://127.0.0.1:{port}")
    assert done.returncode == NOTHING_DONE
    assert _is_one_line(done.stderr)
    assert "cannot be reached" in done.stderr
    assert "is it running?" in done.stderr


def test_an_origin_that_is_not_a_url_is_an_error(run: Command) -> None:
    done = run("danvan", "crawl", "--origin", "127.0.0.1")
    assert done.returncode == NOTHING_DONE
    assert _is_one_line(done.stderr)


def test_a_database_that_cannot_be_written_is_an_error(run: Command, tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "archive.db"
    done = run("danvan", "crawl", "--database", f"sqlite:///{path}")
    assert done.returncode == NOTHING_DONE
    assert _is_one_line(done.stderr)
    assert "there is no folder" in done.stderr
    (tmp_path / "archive.db").write_text("not a database, but a letter to the editor" * 100)
    done = run("danvan", "crawl")
    assert done.returncode == NOTHING_DONE
    assert _is_one_line(done.stderr)
    assert "file is not a database" in done.stderr


def test_a_database_of_a_newer_version_is_an_error(run: Command, tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with open_for_writing(f"sqlite:///{path}", "a test"):
        pass
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    done = run("danvan", "crawl")
    assert done.returncode == NOTHING_DONE
    assert _is_one_line(done.stderr)
    assert "newer danvan-archive" in done.stderr


def test_a_crawl_is_refused_while_another_runs(run: Command, tmp_path: Path) -> None:
    with open_for_writing(f"sqlite:///{tmp_path / 'archive.db'}", "`danvan crawl nbtv`"):
        done = run("danvan", "crawl")
    assert done.returncode == NOTHING_DONE
    assert _is_one_line(done.stderr)
    assert "is being written by `danvan crawl nbtv` (process" in done.stderr


def test_a_disk_that_fills_up_during_a_crawl_loses_nothing(run: Command, tmp_path: Path) -> None:
    """A limit on the file size simulates a full disk."""
    path = tmp_path / "archive.db"
    with Newsroom() as room:
        first = run("danvan", "crawl", "nbtv", "--origin", room.origin, "--limit", "10")
        assert first.returncode == GOOD
        with closing(sqlite3.connect(path)) as connection:
            before = connection.execute("SELECT url, body FROM articles ORDER BY id").fetchall()
        limit = path.stat().st_size + 48 * 1024
        done = run("danvan", "crawl", *SITE_NAMES, "--origin", room.origin, file_size=limit)
    assert done.returncode == NOTHING_DONE, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("danvan: The archive")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        after = connection.execute("SELECT url, body FROM articles ORDER BY id").fetchall()
    assert after[: len(before)] == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is full")
def test_a_province_is_found_however_its_marks_are_sent(run: Command) -> None:
    shown = [
        run("danvan", "sites", "--json", "--province", normalize(form, "Thái Nguyên")).stdout
        for form in ("NFC", "NFD")
    ]
    assert "baothainguyen" in shown[0]
    assert shown[0] == shown[1]


@pytest.mark.parametrize("words", [("sites",), ("sites", "--json"), ("--help",)])
def test_output_to_a_full_disk_ends_with_one_sentence(words: tuple[str, ...]) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [COMMANDS / "danvan", *words], stdout=full, stderr=subprocess.PIPE, text=True,
            timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr == "danvan: The disk is full: not all could be written.\n"


@pytest.mark.parametrize("words", [("sites",), ("sites", "--json")])
def test_a_pipe_that_nobody_reads_is_left_without_a_word(words: tuple[str, ...]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "w") as pipe:
        done = subprocess.run(
            [COMMANDS / "danvan", *words], stdout=pipe, stderr=subprocess.PIPE, text=True,
            timeout=60, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "")


def test_a_site_that_cannot_be_crawled_sets_the_exit_code(run: Command) -> None:
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
    from threading import Thread

    class Down(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(503)

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Down) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        done = run("danvan", "crawl", "nbtv", "--origin", f"http://127.0.0.1:{server.server_port}")
        server.shutdown()
    assert done.returncode == SOME_SITE_FAILED
    assert "no listing could be read" in done.stdout


def test_sites_lists_provinces_hosts_and_the_last_crawl(run: Command) -> None:
    before = run("danvan", "sites")
    assert before.returncode == 0
    sites = before.stdout.count("never")
    assert sites == len(all_sites())
    with Newsroom() as room:
        run("danvan", "crawl", "nbtv", "--origin", room.origin, "--limit", "3")
    after = run("danvan", "sites").stdout
    assert after.count("never") == sites - 1
    assert "Gia Lai" in after
    assert "baobackan.vn" in after


def test_a_crawl_works_in_any_folder(run: Command, tmp_path: Path) -> None:
    with Newsroom() as room:
        done = run(
            COMMANDS / "danvan",  # not forked
            *("crawl", "nbtv", "--origin", room.origin, "--limit", "3"),
            cwd=tmp_path,
        )
    assert done.returncode == GOOD, done.stderr
    assert done.stdout.split()[done.stdout.split().index("nbtv") + 2] == "3"


def test_extract_prints_the_article(run: Command, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE)
    url = "https://baobackan.vn/dan-van-kheo-post1.html"
    done = run("danvan", "extract", page, page, "--url", url, "--json")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == 2
    assert lines[0] == lines[1]
    assert lines[0]["title"] == "Dân vận khéo ở xã Gò Sim"
    assert lines[0]["published"] == "2025-06-17T13:43:00+07:00"
    assert lines[0]["author"] == "Lê Sim"
    assert lines[0]["topics"] == ["dân vận"]
    shown = run("danvan", "extract", page, "--url", url).stdout
    assert "title: Dân vận khéo ở xã Gò Sim" in shown
    missing = run("danvan", "extract", tmp_path / "no.html", "--url", url)
    assert missing.returncode == NOTHING_DONE
    assert _is_one_line(missing.stderr)


def test_extract_explains_the_evidence(run: Command, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    related = '<h3>Tin cùng chuyên mục</h3><p><a href="/a">Nắng ấm [ở] Gò Sim</a></p></body>'
    page.write_text(PAGE.replace("</body>", related).replace("<body>", "<body><div id=bai>"))
    url = "https://gosim.example/dan-van-kheo-1.html"
    done = run("danvan", "extract", page, "--url", url, "--explain")
    assert done.returncode == 0, done.stderr
    words = " ".join(done.stdout.split())
    assert "title Dân vận khéo ở xã Gò Sim it repeats what the head or the listing says" in words
    assert "the date below the title div#bai > div" in words
    assert "the first paragraph, set apart from the others div#bai > p" in words
    assert "a list of other articles Nắng ấm [ở] Gò Sim" in words
    both = run("danvan", "extract", page, "--url", url, "--explain", "--json")
    assert both.returncode != 0
    assert "cannot be combined with --json" in both.stderr


def test_accuracy_scores_the_pages(run: Command, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    gold = {
        "file": "page.html",
        "kind": "article",
        "url": "https://baogosim.example/1",
        "title": "Dân vận khéo ở xã Gò Sim",
        "published": "2025-06-17T13:43",
        "author": "Lê Sim",
        "text": " ".join(re.findall("<p>(?:<b>)?([^<]+)", PAGE)),
        "must_not": ["17/06/2025"],
    }
    (tmp_path / "gold.json").write_text(json.dumps([gold]))
    done = run("danvan", "accuracy", tmp_path, "--json")
    assert done.returncode == 0, done.stderr
    (score,) = json.loads(done.stdout)
    assert score["title"] is True
    assert score["author"] is True
    assert score["published"] == "right"
    assert score["leaked"] == []
    assert score["text"] == 1.0
    shown = run("danvan", "accuracy", tmp_path).stdout
    assert "1 pages" in shown
    assert "trafilatura disagrees on 0 texts: 0 of them have an F1 below 0.95" in shown
    empty = run("danvan", "accuracy", tmp_path / "nowhere")
    assert empty.returncode == NOTHING_DONE
    assert _is_one_line(empty.stderr)


def test_accuracy_compares_other_extractors(run: Command, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    url = "https://baogosim.example/1"
    made = run("danvan", "gold", tmp_path, "page.html", "--url", url)
    assert made.stdout == "page.html: to be reviewed\n", made.stderr
    done = run("danvan", "accuracy", tmp_path, "--versus", "trafilatura", "--json")
    assert done.returncode == 0, done.stderr
    ours, theirs = json.loads(done.stdout)
    assert (ours["by"], theirs["by"]) == ("danvan", "trafilatura")
    assert ours["text"] == 1.0
    assert 0.5 < theirs["text"] <= 1.0
    assert ours["milliseconds"] > 0
    assert "trafilatura" in run("danvan", "accuracy", tmp_path, "--versus", "trafilatura").stdout


def test_gold_entries_are_written_for_review_and_updated(run: Command, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    nameless = run("danvan", "gold", tmp_path, "page.html")
    assert nameless.returncode == NOTHING_DONE
    assert _is_one_line(nameless.stderr)
    run("danvan", "gold", tmp_path, "page.html", "--url", "https://baogosim.example/1")
    (entry,) = json.loads((tmp_path / "gold.json").read_text("utf-8"))
    assert entry["reviewed"] is False
    assert entry["title"] == "Dân vận khéo ở xã Gò Sim"
    del entry["reviewed"]
    (tmp_path / "gold.json").write_text(json.dumps([entry]))
    again = run("danvan", "gold", tmp_path, "page.html")
    assert again.stdout == "page.html: not changed\n"
    assert json.loads((tmp_path / "gold.json").read_text("utf-8")) == [entry]
    missing = run("danvan", "gold", tmp_path, "no.html", "--url", "https://baogosim.example/2")
    assert missing.returncode == NOTHING_DONE
    assert _is_one_line(missing.stderr)


@pytest.mark.parametrize("arguments", [("--limit", "0"), ("--since", "yesterday")])
def test_invalid_arguments_are_an_error(run: Command, arguments: tuple[str, str]) -> None:
    done = run("danvan", "crawl", *arguments)
    assert done.returncode == NOTHING_DONE
    assert "Traceback" not in done.stderr


def test_the_version(run: Command) -> None:
    assert run("danvan", "--version").stdout == f"danvan {version('danvan-archive')}\n"


def test_help_lists_every_command(run: Command) -> None:
    page = run("danvan", "--help").stdout
    for command in ("accuracy", "captures", "crawl", "extract", "gold", "import", "status"):
        assert f"\n  {command} " in page
    unknown = run("danvan", "crawel")
    assert unknown.returncode == NOTHING_DONE
    assert "No such command 'crawel'" in unknown.stderr


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("danvan cr", ["crawl"]),
        ("danvan captures v", ["verify"]),
        ("danvan crawl --qu", ["--quiet"]),
    ],
)
def test_the_shell_completes_commands_and_options(
    run: Command, words: str, expected: list[str]
) -> None:
    typed = {"COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}
    done = run("danvan", _DANVAN_COMPLETE="bash_complete", **typed)
    assert [line.removeprefix("plain,") for line in done.stdout.splitlines()] == expected


def test_control_c_while_a_command_is_imported_ends_it_quietly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupted(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "resolve_name", interrupted)
    done = CliRunner().invoke(cli.main, ["crawl"])
    assert done.output.split() == ["Aborted!"]
    assert done.exit_code == 1


def test_the_group_is_loaded_without_its_commands() -> None:
    """Else Ctrl-C has a second in which click does not handle it yet."""
    assert _loaded_with("danvan.cli").isdisjoint({"scrapy", "rich"})


def test_status_is_loaded_without_what_writes_and_without_the_sites() -> None:
    """Half a second, of the one that it may take with a million articles."""
    assert _loaded_with("danvan.status").isdisjoint({"sqlalchemy.orm", "alembic", "lxml", "sites"})


def test_the_list_of_sites_is_loaded_without_the_database_and_without_http() -> None:
    """Half of its processor time; it is needed only if there is an archive."""
    assert _loaded_with("danvan.sites").isdisjoint({"sqlalchemy", "scrapy", "http.client"})


def test_captures_are_read_again_without_scrapy_and_without_an_http_client() -> None:
    """A second of a re-extraction, which may take no longer for all its pages."""
    loaded = _loaded_with("danvan.archive, crawler.settings")
    assert loaded.isdisjoint({"scrapy", "twisted", "httpx"})


def _loaded_with(module: str) -> set[str]:
    code = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


COUNTS = "2 listings read, 2 URLs requested (2 stored); 5 requests sent, 2.5 for each new article"
LINES = {"INFO nbtv: crawl begins", f"INFO nbtv: crawl ends: good; {COUNTS}"}
LOGGED = {
    (): LINES,
    ("--log-level", "info"): LINES,
    ("--log-level", "warning"): set(),
    ("--quiet",): set(),
}


@pytest.mark.parametrize("options", LOGGED, ids=" ".join)
def test_what_a_crawl_logs(run: Command, options: tuple[str, ...]) -> None:
    site = Site()
    site.responses[LISTING] = listing([1, 2])
    site.articles(1, 2)
    nowhere = dict.fromkeys(("http_proxy", "https_proxy"), "http://127.0.0.1:9")
    with served(site) as origin:  # a proxy of the operator is not used for it
        done = run("danvan", "crawl", "nbtv", "--origin", origin, *options, **nowhere)
    assert done.returncode == GOOD, done.stderr
    lines = {" ".join(line.split()[2:]) for line in done.stderr.splitlines()}
    assert lines == LOGGED[options]
    assert ("verdict" in done.stdout) == ("--quiet" not in options)


def test_a_quiet_crawl_shows_the_sites_that_are_not_good(run: Command) -> None:
    site = Site()
    site.responses["/"] = listing(list(range(1, 7)))
    site.articles(1, 2, 3)
    site.responses |= {f"/bai-{n:05}.html": (500, {}, "") for n in (4, 5, 6)}
    with served(site) as origin:
        done = run("danvan", "crawl", "nbtv", "--origin", origin, "--quiet")
    assert "doubtful" in done.stdout
    assert "many pages could not be read" in done.stdout


def test_quiet_and_a_log_level_exclude_each_other(run: Command) -> None:
    assert run("danvan", "crawl", "--quiet", "--log-level", "info").returncode == NOTHING_DONE


def test_names_are_whole_on_80_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Console(width=80, file=StringIO(), highlight=False)
    monkeypatch.setattr(sites_tables, "console", screen)
    monkeypatch.setattr(status_tables, "console", screen)
    sites = all_sites().values()
    sites_tables.show_sites(sites, {})
    with opened(new_archive(tmp_path)) as archive:
        archive.write(*put_sites(site.facts() for site in sites))
    with open_for_reading(f"sqlite:///{tmp_path / 'archive.db'}") as engine:
        status_tables.show_status(read_status(engine), is_written=False)
    assert isinstance(screen.file, StringIO)
    shown = screen.file.getvalue()
    for site in sites:
        assert shown.count(f" {site.name} ") >= (2 if site.state == ACTIVE else 1)
        assert f" {site.hosts[0]} " in shown
        assert f" {site.family} " in shown
    assert "…" not in shown
