"""Making a release: copy the archive, check the copy, prepare it for readers, swap it in.

Until the last step, readers have the last release. A release that fails a check is never theirs.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec
from sqlalchemy.exc import DatabaseError

from archive.database import open_for_reading
from archive.errors import ArchiveError
from archive.times import now
from operations import copying, downloads, gate
from operations.datapackage import ReleaseNote, read_note, write_datapackage
from operations.downloads import DATABASE, STATUS
from operations.earlier_withdrawals import Withdrawal, keep_lost, read_withdrawals
from operations.gate import Finding
from operations.leaving_out import leave_out_withdrawn
from operations.measures import measure
from operations.reading_tables import add_reading_tables
from operations.release_report import write_report
from operations.releases import PublishError, ReleaseFolder
from operations.rules import rules_version
from operations.status import read_status


@dataclass(frozen=True, slots=True)
class Published:
    """A release that readers get from now on."""

    version: str
    articles: int
    withdrawn: int
    allowed: tuple[Finding, ...]
    """Faults that the operator allows."""
    removed: tuple[str, ...] = ()
    """Releases that are no longer kept."""


@dataclass(frozen=True, slots=True)
class _LastRelease:
    """What the last release says; nothing if there is none, or if it cannot be read."""

    note: ReleaseNote | None = None
    releases: list[copying.Row] = field(default_factory=list)
    """It, and those before it."""
    withdrawals: list[Withdrawal] = field(default_factory=list)


def publish(url: str, folder: Path, *, keep: int, allow_fewer: bool = False) -> Published:
    """Make a release of an archive in a folder of releases, and keep the last `keep`.

    Raises PublishError, with one sentence that says what readers have.
    """
    releases = ReleaseFolder(folder.absolute())
    with _one_sentence(releases), releases.locked(), releases.unfinished() as room:
        files = room / "files"
        files.mkdir()
        made = _make(url, room / "copy.db", files, releases, allow_fewer)
        releases.publish(files, made.version)
        removed = tuple(_no_longer_kept(releases, keep))
        releases.remove(removed)
        return replace(made, removed=removed)


def _make(
    url: str, copy: Path, files: Path, releases: ReleaseFolder, allow_fewer: bool
) -> Published:
    """Write the files of a release. Raises PublishError if a check fails."""
    moment = now()
    current = releases.current
    last, findings = _last_release(current, allow_fewer)
    copying.copy_archive(url, copy)
    with closing(sqlite3.connect(copy)) as archive:
        findings += _sound([gate.check_copy(archive)])
    copying.upgrade_copy(copy)
    with closing(sqlite3.connect(copy)) as archive:
        measures = measure(archive)
        version = releases.next_version(moment[:10], [row[0] for row in last.releases])
        note = ReleaseNote(version, moment, rules_version(), measures)
        findings += _sound(gate.compare(note, last.note, archive, allow_fewer=allow_fewer))
        if last.note is not None:
            lost = keep_lost(archive, last.withdrawals)
            findings += _sound([gate.check_withdrawals(lost)])
        left_out = leave_out_withdrawn(archive)
        add_reading_tables(archive)
        articles = measures.rows["articles"] - left_out["articles"]
        row = (version, moment, note.rules, articles, left_out["articles"])
        copying.write_file(archive, files / DATABASE, [*last.releases, row])
    has_same_rules = last.note is not None and last.note.rules == note.rules
    released = current / DATABASE if current is not None and has_same_rules else None
    findings += _sound(gate.check_file(files / DATABASE, measures.rows, left_out, released))
    _write_files(files, note, last.note, findings)
    allowed = tuple(finding for finding in findings if finding.fault is not None)
    return Published(version, articles, left_out["articles"], allowed)


def _last_release(folder: Path | None, allow_fewer: bool) -> tuple[_LastRelease, list[Finding]]:
    """Return what the last release says, and what was found of it."""
    if folder is None:
        return _LastRelease(), []
    what = "the last release can be compared with"
    try:
        file = folder / DATABASE
        last = _LastRelease(
            read_note(folder), copying.earlier_releases(file), read_withdrawals(file)
        )
    except (OSError, msgspec.MsgspecError, sqlite3.DatabaseError) as error:
        fault = f"{folder} cannot be read ({error})"
        return _LastRelease(), _sound([Finding(what, fault, allow_fewer)])
    return last, [Finding(what)]


def _sound(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings. Raises PublishError if one has a fault that is not allowed."""
    found = list(findings)
    faults = [f"it does not hold that {one.what} ({one.fault})"
              for one in found if one.fault is not None and not one.allowed]  # fmt: skip
    if faults:
        raise PublishError(f"Nothing was published, as {'; '.join(faults)}.")
    return found


def _write_files(
    files: Path, note: ReleaseNote, last: ReleaseNote | None, findings: list[Finding]
) -> None:
    """Write the files of a release beside its database."""
    with closing(sqlite3.connect(files / DATABASE)) as database:
        for table in downloads.TABLES:
            downloads.write_csv(database, table, files / f"{table}.csv.gz")
            downloads.write_parquet(database, table, files / f"{table}.parquet")
        downloads.compress(files / DATABASE)
        _write_status(files, note)
        write_datapackage(files, database, note)
        write_report(files, database, note, last, findings)
    downloads.write_sums(files)


def _write_status(files: Path, note: ReleaseNote) -> None:
    """Write how the sites are: what `danvan status` says of the file that readers get."""
    with open_for_reading(f"sqlite:///{files / DATABASE}") as engine:
        status = read_status(engine).as_json()
    release = {"version": note.version, "made": note.created}
    (files / STATUS).write_text(json.dumps(release | status, ensure_ascii=False), "utf-8")


def _no_longer_kept(releases: ReleaseFolder, keep: int) -> Iterator[str]:
    """Yield old releases: all but the last ones, and those that may have a withdrawn article.

    A release whose database cannot be read may have one: its other files have the texts too.
    """
    current = releases.current
    assert current is not None
    withdrawn = [one.url for one in read_withdrawals(current / DATABASE)]
    old = [version for version in releases.versions() if version != current.name]
    kept = set(old[max(len(old) - (keep - 1), 0) :])
    for version in old:
        database = releases.files_of(version) / DATABASE
        if version not in kept or (withdrawn and copying.may_have_articles(database, withdrawn)):
            yield version


@contextmanager
def _one_sentence(releases: ReleaseFolder) -> Iterator[None]:
    try:
        yield
    except (PublishError, ArchiveError) as error:
        raise PublishError(f"{error} {_what_readers_have(releases)}") from error
    except OSError as error:
        what = f"{error.strerror or error}: {error.filename or releases.path}"
        raise PublishError(_interrupted(releases, what)) from error
    except (sqlite3.DatabaseError, DatabaseError) as error:
        raise PublishError(_interrupted(releases, str(error))) from error


def _interrupted(releases: ReleaseFolder, what: str) -> str:
    advice = "is there space, and may you write there?"
    return f"The release cannot be finished ({what}): {advice} {_what_readers_have(releases)}"


def _what_readers_have(releases: ReleaseFolder) -> str:
    current = releases.current
    return f"Readers have release {current.name}." if current else "Readers have no release yet."
