"""The command `danvan`: its messages, exit codes and JSON."""

import json
import re
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.database import open_for_writing
from danvan.common import GOOD, NOTHING_DONE, SOME_SITE_FAILED
from sample_sites import Newsroom

from .conftest import COMMANDS, Command

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
    assert "no site 'nosuch'; the sites are: baobackan, baoninhbinh" in done.stderr


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
        limit = path.stat().st_size // 1024 + 48
        script = tmp_path / "limited"
        script.write_text(f'#!/bin/bash\nulimit -f {limit}\ntrap "" XFSZ\nexec "$@"\n')
        script.chmod(0o755)
        done = run(str(script), COMMANDS / "danvan", "crawl", "--origin", room.origin)
    assert done.returncode == NOTHING_DONE, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("danvan: The archive")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        after = connection.execute("SELECT url, body FROM articles ORDER BY id").fetchall()
    assert after[: len(before)] == before


def test_a_site_that_cannot_be_crawled_sets_the_exit_code(run: Command) -> None:
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
    from threading import Thread

    class Down(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(503)

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Down) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        done = run("danvan", "crawl", "nbtv", "--origin", f"http://127.0.0.1:{server.server_port}")
        server.shutdown()
    assert done.returncode == SOME_SITE_FAILED
    assert "no listing could be read" in done.stdout


def test_sites_lists_provinces_hosts_and_the_last_crawl(run: Command) -> None:
    before = run("danvan", "sites")
    assert before.returncode == 0
    assert before.stdout.count("never") == 5
    with Newsroom() as room:
        run("danvan", "crawl", "nbtv", "--origin", room.origin, "--limit", "3")
    after = run("danvan", "sites").stdout
    assert after.count("never") == 4
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
