"""Which alert each trouble of a newspaper has, on which night, and that quiet nights have none."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from . import nights
from .archives import new_archive, opened
from .nights import Paper, Trouble, Watch

HISTORY = 35


def papers() -> list[Paper]:
    """Return a newspaper that has trouble, and two that never have."""
    return [
        Paper("trouble", (10, 20)),
        Paper("weekly", (1, 1), days=(1, 4), listings=("/", "/tin")),
        Paper("weekdays", (5, 12), (0, 0)),
    ]


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive with quiet nights that nobody judged."""
    folder = tmp_path_factory.mktemp("history")
    with opened(new_archive(folder)) as archive:
        watch = Watch(archive, papers())
        for _ in range(HISTORY):
            watch.write({})
    return folder / "archive.db"


@pytest.fixture
def watch(history: Path, tmp_path: Path) -> Iterator[Watch]:
    with _copy(history, tmp_path) as watch:
        yield watch


@contextmanager
def _copy(history: Path, folder: Path) -> Iterator[Watch]:
    path = folder / "archive.db"
    path.write_bytes(history.read_bytes())
    with opened(f"sqlite:///{path}") as archive:
        yield Watch(archive, papers(), HISTORY)


TROUBLES = [
    (nights.block, "block", "red"),
    (nights.challenge, "block", "red"),
    (nights.ask_for_pause, "block", "red"),
    (nights.limit_requests, "block", "red"),
    (nights.fall_silent, "silence", "red"),
    (nights.redesign, "layout", "yellow"),
    (nights.redesign_badly, "dates", "red"),
    (nights.redesign_addresses, "listings", "red"),
    (nights.move, "move", "red"),
    (nights.lose_menu, "sections", "yellow"),
    (nights.lose_feed, "sections", "yellow"),
    (nights.clog, "errors", "red"),
    (nights.garble, "outcomes", "red"),
    (nights.be_down, "answer", "red"),
    (nights.break_tls, "certificate", "red"),
    (nights.maintain, "replaced", "red"),
    (nights.delete, "gone", "red"),
    (nights.lose("titled"), "titles", "red"),
    (nights.lose_all_at_title, "titles", "red"),
    (nights.lose("dated"), "dates", "red"),
    (nights.lose("signed"), "authors", "yellow"),
    (nights.show_clock, "same_date", "red"),
    (nights.show_clock_everywhere, "same_date", "red"),
    (nights.cut_texts, "length", "yellow"),
    (nights.repeat_text, "same_text", "red"),
    (nights.demand_login, "same_text", "red"),
    (nights.show_notice, "same_text", "red"),
    (nights.repeat_title, "same_title", "red"),
    (nights.date_ahead, "future", "red"),
    (nights.edit_all, "edits", "yellow"),
    (nights.repeat_articles, "duplicates", "yellow"),
    (nights.disagree, "agreement", "yellow"),
]


@pytest.mark.parametrize(
    ("trouble", "monitor", "level"), TROUBLES, ids=[f"{t.__name__}-{m}" for t, m, _ in TROUBLES]
)
def test_a_trouble_has_one_alert_from_its_first_night_to_its_last(
    watch: Watch, trouble: Trouble, monitor: str, level: str
) -> None:
    begun = watch.day
    states = watch.night({"trouble": trouble})
    state = states.pop("trouble")
    [alert] = state.new
    assert (alert.monitor, state.state) == (monitor, level), alert.message
    assert f"Since the night of {begun}." in alert.message
    assert not any(other.open for other in states.values())
    if monitor != "agreement":  # three pages a night
        state = watch.night({"trouble": trouble})["trouble"]
        assert ([a.monitor for a in state.open], state.new, state.ended) == ([monitor], [], [])
    ended = [alert.monitor for _ in range(3) for state in watch.night().values()
             for alert in state.ended if not state.new]  # fmt: skip
    assert ended == [monitor]
    assert not any(state.open for state in watch.night().values())
