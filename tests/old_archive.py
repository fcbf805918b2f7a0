"""An archive of the schema before captures, as a crawl of that version wrote it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from .conftest import running_in

WORDS = "bà con xã gò sim họp bàn làm đường liên thôn theo quy chế dân chủ ở cơ sở".split()


def make_old_archive(folder: Path, articles: int) -> Path:
    """Write `archive.db` in a folder at revision 0002, with a page for each article."""
    done = running_in(folder)("alembic", "upgrade", "0002")
    assert done.returncode == 0, done.stderr
    path = folder / "archive.db"
    with closing(sqlite3.connect(path)) as old:
        old.execute("INSERT INTO provinces VALUES ('Bắc Kạn', 'Thái Nguyên')")
        old.execute(
            "INSERT INTO sites VALUES ('gosim', 'Gò Sim', 'Bắc Kạn', 'gosim.vn', 'x', NULL)"
        )
        old.executemany(
            "INSERT INTO articles (id, title, published, site, province, province_now, topics, "
            "lead, body, captions, evidence, words, layout, url, first_captured, text_sha256, "
            "d_words, doubts) VALUES (?, ?, '2023-05-06', 'gosim', 'Bắc Kạn', 'Thái Nguyên', "
            "'[\"dân vận\"]', ?, ?, '[]', '[]', 60, 'ePI', ?, '2026-01-02T03:04:05+00:00', ?, "
            "'duong', '[]')",
            (
                (n, f"Dân vận khéo ở thôn {n}", f"Thôn {n} họp dân.", _body(n), _url(n), f"{n:064}")
                for n in range(1, articles + 1)
            ),
        )
        old.executemany(
            "INSERT INTO pages (id, url, site, key, outcome, reason, status, first_seen, "
            "last_fetched, failures, article_id) VALUES (?, ?, 'gosim', ?, 'stored', 'found', 200, "
            "'2026-01-02T03:04:05+00:00', '2026-01-02T03:04:05+00:00', 0, ?)",
            ((n, _url(n), f"post:{n}", n) for n in range(1, articles + 1)),
        )
        old.execute(
            "INSERT INTO pages (url, site, key, outcome, reason, first_seen, failures) "
            "VALUES ('https://gosim.vn/x', 'gosim', 'x', 'failed', 'no answer', '2026-01-02', 3)"
        )
        old.commit()
    return path


def _url(number: int) -> str:
    return f"https://gosim.vn/bai-post{number}.html"


def _body(number: int) -> str:
    return " ".join(WORDS[(number * 7 + i * i) % len(WORDS)] for i in range(60)) + f" {number}."
