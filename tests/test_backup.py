"""Backups: whole, incremental, and what is left when something goes wrong."""

import errno
import io
import multiprocessing
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from archive.checks import check_files
from archive.database import connect, exclusive
from archive.errors import ArchiveError
from archive.ledger import record
from archive.warc.records import read_record
from danvan.cli import main
from operations.backup import Backup, back_up
from operations.backup_folder import BackupError, digest, finished_backups, new_backup, read_sums
from operations.restore import Restored, restore

from .archives import SITE, article, begin_run, captured, new_archive, opened, rows, visit_to
from .conftest import assert_whole
from .test_nightly import NOBODY, receiver

OTHER_SITE = replace(SITE, name="baolamkhe", title="Báo Lam Khê", host="baolamkhe.example")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an archive of two articles of each of two sites, and their captures."""
    place = tmp_path_factory.mktemp("sample")
    url = new_archive(place)
    crawl(url, 1, 2)
    crawl(url, 3, 4, site=OTHER_SITE)
    return place


@pytest.fixture
def url(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An archive like the sample."""
    monkeypatch.delenv("CAPTURES_DIR", raising=False)
    shutil.copytree(sample, tmp_path / "here")
    return f"sqlite:///{tmp_path}/here/archive.db"


@pytest.fixture
def here(url: str, tmp_path: Path) -> Path:
    """The folder of the archive."""
    return tmp_path / "here"


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """The folder of backups."""
    return tmp_path / "backups"


def crawl(url: str, *numbers: int, site: Any = SITE) -> None:
    with opened(url) as archive:
        run = begin_run(archive, site)
        for number in numbers:
            address = f"https://{site.host}/bai-{number}"
            visit = visit_to(run, number, url=address, article=article(number, url=address))
            record(captured(visit, b"<h1>%d</h1>" % number))
        run.close(finished=True)


def backed_up(url: str, folder: Path, keep: int = 7) -> Backup:
    return back_up(url, folder, keep, lambda _: None)


def restored(folder: Path, place: Path) -> Restored:
    place.mkdir(exist_ok=True)
    return restore(folder, f"sqlite:///{place}/archive.db", lambda _: None)


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith((".lock", ".lock.owner"))
    }


def dump(place: Path) -> list[str]:
    with closing(sqlite3.connect(place / "archive.db")) as connection:
        return list(connection.iterdump())


def capture_file(place: Path, site: str = SITE.name) -> Path:
    """The first file of captures of a site."""
    return min((place / "captures" / site).glob("*.warc.gz"))


def assert_same(place: Path, other: Path) -> None:
    assert dump(place) == dump(other)
    assert content(place / "captures") == content(other / "captures")
    assert_whole(other)


# What a backup has


def test_a_restored_archive_is_the_original(
    url: str, here: Path, there: Path, tmp_path: Path
) -> None:
    done = backed_up(url, there)
    assert (done.copied, done.linked, done.faults) == (2, 0, [])
    found = restored(there, tmp_path / "new")
    assert (found.backup, found.files, found.damaged) == (done.path, 2, [])
    assert len(rows(tmp_path / "new" / "archive.db", "SELECT * FROM articles")) == 4
    assert_same(here, tmp_path / "new")
    crawl(f"sqlite:///{tmp_path}/new/archive.db", 5)
    assert_whole(tmp_path / "new")


def test_a_second_backup_copies_only_what_is_new(
    url: str, here: Path, there: Path, tmp_path: Path
) -> None:
    first = backed_up(url, there).path
    crawl(url, 5)
    done = backed_up(url, there)
    assert (done.copied, done.linked, done.faults) == (1, 2, [])
    assert capture_file(first).samefile(capture_file(done.path))
    assert not capture_file(here).samefile(capture_file(done.path))
    restored(there, tmp_path / "new")
    assert_same(here, tmp_path / "new")
    restored(first, tmp_path / "first")
    assert_whole(tmp_path / "first")
    assert len(rows(tmp_path / "first" / "archive.db", "SELECT * FROM articles")) == 4


def test_a_restored_archive_is_backed_up_without_copying_captures(
    url: str, there: Path, tmp_path: Path
) -> None:
    backed_up(url, there)
    restored(there, tmp_path / "new")
    done = backed_up(f"sqlite:///{tmp_path}/new/archive.db", there)
    assert (done.copied, done.linked) == (0, 2)


def test_sha256sum_checks_a_backup(url: str, there: Path) -> None:
    path = backed_up(url, there).path
    command = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    checked = subprocess.run(command, cwd=path, capture_output=True, text=True, check=True)
    assert checked.stdout.count(": OK\n") == 3


def test_a_backup_during_a_crawl_has_the_captures_of_its_rows(
    url: str, there: Path, tmp_path: Path
) -> None:
    place = tmp_path / "new"
    with opened(url) as archive:
        run = begin_run(archive)
        record(captured(visit_to(run, 5, article=article(5)), b"<h1>5</h1>"))
        archive.commit()
        record(captured(visit_to(run, 6, article=article(6)), b"<h1>6</h1>"))
        first = backed_up(url, there)
        run.close(finished=True)
    second = backed_up(url, there)
    assert (second.copied, second.linked, first.faults + second.faults) == (1, 2, [])
    restored(first.path, place)
    engine = connect(f"sqlite:///{place}/archive.db")
    assert check_files(engine, place / "captures").broken == 0
    engine.dispose()
    captures = rows(place / "archive.db", 'SELECT file, "offset", sha256 FROM captures')
    assert len(captures) == 5
    for file, offset, sha256 in captures:
        read_record(place / "captures", file, offset, sha256)


@pytest.mark.parametrize(("keep", "left"), [(1, ["0004"]), (3, ["0002", "0003", "0004"])])
def test_the_last_backups_are_kept_by_their_number_and_not_by_the_clock(
    url: str, there: Path, monkeypatch: pytest.MonkeyPatch, keep: int, left: list[str]
) -> None:
    for year in (2027, 2026, 2028, 2026):
        monkeypatch.setenv("DANVAN_NOW", f"{year}-11-28T03:00:00+00:00")
        done = backed_up(url, there, keep)
    assert [path.name.split("-")[0] for path in finished_backups(there)] == left
    assert done.path.name.startswith("0004-20261128T03")


def test_a_torn_record_that_the_next_crawl_cut_is_no_fault(
    url: str, here: Path, there: Path
) -> None:
    with capture_file(here).open("ab") as file:
        file.write(b"\x1f\x8b\x08\0torn")
    backed_up(url, there)
    os.truncate(capture_file(here), capture_file(here).stat().st_size - 4)
    done = backed_up(url, there)
    assert (done.copied, done.faults) == (1, [])
    assert capture_file(done.path).read_bytes() == capture_file(here).read_bytes()


# The archive has lost something


def _lose(path: Path) -> None:
    path.unlink()


def _cut(path: Path) -> None:
    os.truncate(path, 100)


def _change(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(100)
        file.write(b"#")


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (_lose, "cannot be read (No such file or directory)"),
        (_cut, "is too short"),
        (_change, "has other records than before"),
    ],
)
def test_a_backup_keeps_the_captures_that_the_archive_lost(
    url: str, here: Path, there: Path, tmp_path: Path, spoil: Callable[[Path], None], why: str
) -> None:
    kept = content(here / "captures")
    path = capture_file(here)
    first = backed_up(url, there).path
    spoil(path)
    for _ in range(2):
        done = backed_up(url, there, keep=1)
        (fault,) = done.faults
        assert f"{path} {why}." in fault
        assert (done.copied, done.linked) == (0, 2)
    assert not first.exists()
    restored(there, tmp_path / "new")
    assert content(tmp_path / "new" / "captures") == kept


def test_captures_that_were_lost_before_the_first_backup_are_named(
    url: str, here: Path, there: Path, tmp_path: Path
) -> None:
    capture_file(here).unlink()
    (fault,) = backed_up(url, there).faults
    assert fault.endswith("(No such file or directory), and no backup has it.")
    assert restored(there, tmp_path / "new").files == 1


def spoil_sectors(monkeypatch: pytest.MonkeyPatch, starts: dict[Path, int]) -> None:
    """Let the bytes of each file from its number on lie where the disk cannot read them."""
    real_open = Path.open

    class Spoiled(io.BytesIO):
        start = 0

        def read(self, size: int | None = -1) -> bytes:
            if size is None or self.tell() + size > self.start:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return super().read(size)

    def spoiled_open(self: Path, mode: str = "r", *args: Any, **options: Any) -> Any:
        opened_file = real_open(self, mode, *args, **options)
        if self not in starts or mode != "rb":
            return opened_file
        with opened_file:
            spoiled = Spoiled(opened_file.read())
        spoiled.start = starts[self]
        return spoiled

    monkeypatch.setattr(Path, "open", spoiled_open)


@pytest.mark.parametrize(
    ("lost", "advice"), [(0, ", without the newest records: check the disk."), (1, ": restore it.")]
)
def test_a_backup_keeps_the_state_before_of_a_file_that_cannot_be_read_to_its_end(
    url: str, here: Path, there: Path, monkeypatch: pytest.MonkeyPatch, lost: int, advice: str
) -> None:
    path = capture_file(here)
    kept = path.read_bytes()
    first = backed_up(url, there).path
    with path.open("ab") as file:
        file.write(b"what a crawl appended")
    with monkeypatch.context() as patch:
        spoil_sectors(patch, {path: len(kept) - lost})
        for _ in range(2):
            done = backed_up(url, there, keep=2)
            (fault,) = done.faults
            assert f"{path} cannot be read (Input/output error). The backup keeps {there}" in fault
            assert fault.endswith(f".warc.gz{advice}")
            assert (done.copied, done.linked) == (0, 2)
    assert not first.exists()
    assert capture_file(done.path).read_bytes() == kept
    done = backed_up(url, there)
    assert (done.copied, done.faults) == (1, [])
    assert capture_file(done.path).read_bytes() == path.read_bytes()


def test_a_copy_is_kept_although_neither_it_nor_its_file_can_be_read(
    url: str, here: Path, there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, copy = capture_file(here), capture_file(backed_up(url, there).path)
    path.touch()
    spoil_sectors(monkeypatch, {path: 100, copy: 100})
    done = backed_up(url, there)
    assert len(done.faults) == 1
    assert capture_file(done.path).samefile(copy)


@pytest.mark.parametrize("table", ["captures", "pages"])
def test_an_archive_with_fewer_rows_is_not_backed_up_over_another(
    url: str, here: Path, there: Path, table: str
) -> None:
    backed_up(url, there)
    with closing(sqlite3.connect(here / "archive.db")) as connection:
        connection.execute(f"DELETE FROM {table} WHERE id = 1")
        connection.commit()
    with pytest.raises(BackupError, match=f"has 3 {table}, and the backup .* has 4: restore"):
        backed_up(url, there)
    assert len(finished_backups(there)) == 1


def test_a_damaged_archive_is_not_backed_up(url: str, here: Path, there: Path) -> None:
    first = backed_up(url, there).path
    before = content(first)
    path = here / "archive.db"
    [(page,)] = rows(path, "SELECT rootpage FROM sqlite_master WHERE name = 'runs'")
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xa5" * 4096)
    with pytest.raises(BackupError, match=f"The archive {path} is damaged: restore a backup"):
        backed_up(url, there, keep=1)
    assert [path.name for path in there.iterdir() if path.name != ".lock"] == [first.name]
    assert content(first) == before


# Something goes wrong on the way


@pytest.fixture(scope="module")
def forker() -> Iterator[Executor]:
    """A process without threads, which can fork."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("forkserver")) as executor:
        yield executor


def in_a_fork(prepare: Callable[[int], None], number: int, function: Any, *arguments: Any) -> int:
    """Call a function in a fork of this process, and return its exit code: 2 for one sentence."""
    if (child := os.fork()) == 0:
        prepare(number)
        try:
            function(*arguments)
        except BackupError:
            os._exit(2)
        except BaseException:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def die_at(step: int) -> None:
    """Let this process die just before a change to a folder."""
    steps = iter(range(step))

    def dying(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            if next(steps, None) is None:
                os._exit(9)
            return real(*args, **options)

        return call

    for name in ("link", "mkdir", "rename", "replace", "unlink", "rmdir"):
        setattr(os, name, dying(getattr(os, name)))


def killed_at_every_step(
    forker: Executor, place: Path, function: Callable[..., Any], *arguments: Any
) -> list[Path]:
    """Call a function on copies of a folder, and return what is left of each after a kill."""
    states: list[Path] = []
    code = 9
    while code == 9:
        states.append(Path(f"{place}-{len(states)}"))
        shutil.copytree(place, states[-1])
        call = (die_at, len(states) - 1, function, *arguments, states[-1])
        code = forker.submit(in_a_fork, *call).result()
    assert code == 0
    return states[:-1]


def back_up_and_keep_one(url: str, folder: Path) -> None:
    backed_up(url, folder, keep=1)


def test_a_backup_may_be_killed_at_any_moment(
    forker: Executor, url: str, here: Path, there: Path
) -> None:
    first = backed_up(url, there).path
    crawl(url, 5)
    found = []
    states = killed_at_every_step(forker, there, back_up_and_keep_one, url)
    for state in states:
        finished = finished_backups(state)
        for backup in finished:
            for name, sha256 in read_sums(backup).items():
                assert digest(backup / name) == sha256
        found.append(finished[-1].name == first.name)
    assert len(states) > 12
    assert found == sorted(found, reverse=True)
    assert set(found) == {True, False}
    for state in states[::5]:
        assert backed_up(url, state, keep=1).faults == []
        (last,) = (path for path in state.iterdir() if path.name != ".lock")
        assert dump(last) == dump(here)


def test_a_restoration_may_be_killed_at_any_moment_and_goes_on(
    forker: Executor, url: str, there: Path, tmp_path: Path
) -> None:
    whole = content(backed_up(url, there).path)
    del whole["SHA256SUMS"]
    (tmp_path / "new").mkdir()
    states = killed_at_every_step(forker, tmp_path / "new", restored, there)
    for state in states:
        if not (state / "archive.db").exists():
            restored(there, state)
        assert content(state) == whole
    assert len(states) > 6


def limit_files(size: int) -> None:
    """Let this process write no file of more than this size."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_full_disk_costs_no_earlier_backup_and_leaves_nothing(
    forker: Executor, url: str, here: Path, there: Path, tmp_path: Path
) -> None:
    backed_up(url, there, keep=1)
    before = content(there)
    with opened(url) as archive:
        run = begin_run(archive)
        record(captured(visit_to(run, 5, article=article(5)), os.urandom(900_000)))
        run.close(finished=True)
    database = (here / "archive.db").stat().st_size
    assert database < 800_000
    place = tmp_path / "new"

    def with_limit(size: int, *call: Any) -> int:
        return forker.submit(in_a_fork, limit_files, size, *call).result()

    for size in (database // 2, 800_000):
        assert with_limit(size, backed_up, url, there, 1) == 2
        assert content(there) == before
    backed_up(url, there)
    for size in (database // 2, 800_000):
        assert with_limit(size, restored, there, place) == 2
        assert not [name for name in content(place) if not name.startswith("captures/")]
    assert with_limit(2_000_000, restored, there, place) == 0
    assert_same(here, place)


def test_an_archive_of_an_older_schema_is_named(url: str, here: Path, there: Path) -> None:
    with closing(sqlite3.connect(here / "archive.db")) as archive:
        archive.execute("UPDATE alembic_version SET version_num = '0002'")
        archive.execute("DROP TABLE capture_files")
        archive.commit()
    with pytest.raises(ArchiveError, match=r"written by an older danvan-archive \(schema 0002\)"):
        backed_up(url, there)
    assert finished_backups(there) == []


def test_two_backups_do_not_write_one_folder(url: str, there: Path) -> None:
    backed_up(url, there)
    with new_backup(there) as new:
        with pytest.raises(BackupError, match="Another process makes a backup in"):
            backed_up(url, there)
        assert new.is_dir()


def test_a_file_system_without_hard_links_is_refused(
    url: str, there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Path) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(BackupError, match=r"cannot make hard links \(Operation not permitted\)"):
        backed_up(url, there)
    assert content(there) == {}


def test_a_folder_that_cannot_be_made_is_named(url: str) -> None:
    with pytest.raises(BackupError, match=r"No backup was made in /proc/x \(No such file or"):
        backed_up(url, Path("/proc/x"))


# Damaged backups, and places that are not empty


@pytest.mark.parametrize("spoil", [_lose, _cut, _change])
def test_damaged_captures_are_named_and_all_others_restored(
    url: str, here: Path, there: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    path = capture_file(backed_up(url, there).path)
    spoil(path)
    done = restored(there, tmp_path / "new")
    (fault,) = done.damaged
    assert fault.startswith(
        f"{path} is damaged" if spoil is not _lose else f"{path} cannot be read"
    )
    whole = capture_file(here, OTHER_SITE.name).relative_to(here / "captures").as_posix()
    assert list(content(tmp_path / "new" / "captures")) == [whole]
    assert dump(here) == dump(tmp_path / "new")


@pytest.mark.parametrize("spoil", [_lose, _cut, _change])
def test_a_damaged_database_is_not_restored(
    url: str, there: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    first, last = (backed_up(url, there).path for _ in range(2))
    spoil(last / "archive.db")
    with pytest.raises(BackupError, match="nothing was restored: restore an earlier backup of"):
        restored(there, tmp_path / "new")
    assert content(tmp_path / "new") == {}
    assert restored(first, tmp_path / "new").files == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.rsplit("\n", 2)[0] + "\n",
        lambda text: text.replace("captures/", "captures/../../"),
        lambda text: text.replace("  captures/", "  /captures/"),
        lambda text: text.replace("a", "A"),
        lambda text: "",
    ],
)
def test_damaged_digests_are_not_used(
    url: str, there: Path, tmp_path: Path, change: Callable[[str], str]
) -> None:
    sums = backed_up(url, there).path / "SHA256SUMS"
    sums.write_text(change(sums.read_text()))
    with pytest.raises(BackupError, match="SHA256SUMS is damaged: use another backup"):
        restored(there, tmp_path / "new")
    assert content(tmp_path / "new") == {}
    with pytest.raises(BackupError, match=r"The last backup .* is damaged: move it away"):
        backed_up(url, there)
    shutil.rmtree(sums.parent)
    assert backed_up(url, there).copied == 2


def test_damaged_captures_of_a_backup_are_copied_again_after_they_were_removed(
    url: str, here: Path, there: Path
) -> None:
    capture_file(backed_up(url, there).path).unlink()
    done = backed_up(url, there)
    assert (done.copied, done.linked, done.faults) == (1, 1, [])
    assert content(done.path / "captures") == content(here / "captures")


@pytest.mark.parametrize("name", ["archive.db", "archive.db-wal", "archive.db-journal"])
def test_nothing_is_restored_over_a_database(
    url: str, there: Path, tmp_path: Path, name: str
) -> None:
    backed_up(url, there)
    place = tmp_path / "new"
    place.mkdir()
    (place / name).write_bytes(b"something")
    with pytest.raises(BackupError, match=f"There is a file {place}/{name} already: move it away"):
        restored(there, place)
    assert content(place) == {name: b"something"}


def test_captures_that_are_there_stay_if_they_are_those_of_the_backup(
    url: str, here: Path, there: Path
) -> None:
    backed_up(url, there)
    crawl(url, 5)
    (here / "archive.db").unlink()
    with capture_file(here).open("ab") as file:
        file.write(b"more")
    before = content(here / "captures")
    assert restored(there, here).files == 0
    assert content(here / "captures") == before


@pytest.mark.parametrize("spoil", [_lose, _cut, _change])
def test_captures_that_are_there_stay_if_only_their_copies_are_damaged(
    url: str, here: Path, there: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(capture_file(backed_up(url, there).path))
    before = content(here / "captures")
    capture_file(here, OTHER_SITE.name).unlink()
    (here / "archive.db").unlink()
    done = restored(there, here)
    assert (done.files, done.damaged) == (1, [])
    assert content(here / "captures") == before
    assert_whole(here)


def _grow(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"more")


@pytest.mark.parametrize(
    ("spoil_copy", "spoil_file", "why"),
    [
        (_lose, _grow, "cannot be read (No such file or directory)"),
        (_cut, _grow, "is damaged"),
        (_change, _grow, None),
        (_lose, _cut, "cannot be read (No such file or directory)"),
        (_cut, _change, "is damaged"),
        (_change, _cut, "is damaged"),
    ],
)
def test_captures_that_cannot_be_compared_with_a_damaged_copy_stay_and_are_named(
    url: str,
    here: Path,
    there: Path,
    spoil_copy: Callable[[Path], None],
    spoil_file: Callable[[Path], None],
    why: str | None,
) -> None:
    path, copy = capture_file(here), capture_file(backed_up(url, there).path)
    spoil_copy(copy)
    spoil_file(path)
    before = content(here / "captures")
    capture_file(here, OTHER_SITE.name).unlink()
    (here / "archive.db").unlink()
    done = restored(there, here)
    fault = f"{copy} {why}: {path} was not compared, and stays as it is"
    assert (done.files, done.damaged) == (1, [fault] if why else [])
    assert content(here / "captures") == before
    assert (here / "archive.db").is_file()


@pytest.mark.parametrize("spoil", [_cut, _change])
def test_other_captures_are_not_replaced(
    url: str, here: Path, there: Path, spoil: Callable[[Path], None]
) -> None:
    backed_up(url, there)
    spoil(capture_file(here))
    capture_file(here, OTHER_SITE.name).unlink()
    (here / "archive.db").unlink()
    before = content(here)
    with pytest.raises(BackupError, match=f"{capture_file(here)} is not the file of the backup"):
        restored(there, here)
    assert content(here) == before


def test_nothing_is_restored_while_another_process_writes_there(
    url: str, there: Path, tmp_path: Path
) -> None:
    backed_up(url, there)
    (tmp_path / "new").mkdir()
    other = exclusive(f"sqlite:///{tmp_path}/new/archive.db", "a crawl")
    with other, pytest.raises(ArchiveError, match="is being written by a crawl"):
        restored(there, tmp_path / "new")


# The commands


def test_the_commands(url: str, here: Path, there: Path, tmp_path: Path) -> None:
    def danvan(*words: str | Path) -> Result:
        return CliRunner().invoke(main, [*map(str, words)], env={"DATABASE_URL": url})

    done = danvan("backup", there)
    (path,) = finished_backups(there)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == f"{path}: the database, 2 new files of captures, and 0 as before.\n"
    (tmp_path / "new").mkdir()
    done = danvan("restore", there, "--database", f"sqlite:///{tmp_path}/new/archive.db")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == f"{path}: the database and 2 files of captures were restored.\n"
    assert_same(here, tmp_path / "new")

    _cut(capture_file(here))
    done = danvan("backup", there)
    assert done.exit_code == 1
    assert done.stderr.startswith(f"danvan: {capture_file(here)} is too short. The backup keeps")
    (path / "SHA256SUMS").unlink()
    for command in ("restore", path), ("restore", tmp_path / "none"), ("backup", "/proc/x"):
        done = danvan(*command)
        assert done.exit_code == 2
        assert done.stderr.startswith("danvan: ")
        assert len(done.stderr.splitlines()) == 1


def test_a_backup_that_failed_or_is_incomplete_is_told(url: str, here: Path, there: Path) -> None:
    def danvan(folder: Path, address: str) -> Result:
        env = {"DATABASE_URL": url, "NOTIFY": address}
        return CliRunner().invoke(main, ["backup", str(folder)], env=env)

    with receiver() as (address, messages):
        assert danvan(there, address).exit_code == 0
        assert messages == []
        _cut(capture_file(here))
        assert danvan(there, address).exit_code == 1
        assert danvan(Path("/proc/x"), address).exit_code == 2
        incomplete, failed = messages
    assert incomplete["title"] == "danvan: the backup is incomplete"
    assert incomplete["message"].startswith(f"{capture_file(here)} is too short.")
    assert failed["title"] == "danvan: the backup failed"
    assert failed["message"].startswith("No backup was made in /proc/x")
    done = danvan(there, NOBODY)
    assert done.exit_code == 1
    assert "danvan: address 1 of notify could not be reached.\n" in done.stderr
