"""The figures of the benchmarks: whether a goal is met, and what is kept of them."""

import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import __main__ as benchmarks
from benchmarks import figures, picture
from benchmarks.figures import Figure, Goal, median, missed, ratio, single

MOST, LEAST = Goal(1.5), Goal(1.5, at_least=True)


@pytest.mark.parametrize(
    ("goal", "value", "is_met"),
    [
        (MOST, 1.5, True),
        (MOST, 1.501, False),
        (LEAST, 1.5, True),
        (LEAST, 1.499, False),
        (None, 1e9, True),
    ],
)
def test_a_goal_is_met_up_to_its_value(goal: Goal | None, value: float, is_met: bool) -> None:
    figure = single("crawl", value, "times", goal)
    assert figure.is_met is is_met
    assert missed([figure]) == ([] if is_met else [figure])
    assert ("MISSED" in str(figure)) is not is_met


def test_the_median_of_the_rounds_counts_and_their_spread_is_shown() -> None:
    figure = median("crawl", [3.0, 1.0, 2.5], "s", Goal(2.5))
    assert (figure.value, figure.low, figure.high) == (2.5, 1.0, 3.0)
    assert figure.is_met
    assert "1 to 3" in str(figure)


def test_a_ratio_compares_what_was_measured_in_the_same_round() -> None:
    figure = ratio("ours", [2.0, 30.0, 6.0], [1.0, 10.0, 3.0])
    assert (figure.value, figure.low, figure.high) == (2.0, 2.0, 3.0)


def _suite(*found: Figure) -> dict[str, object]:
    def measure(quick: bool) -> Iterator[Figure]:
        yield from found

    return {"crawl": measure}


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    path = tmp_path / "results.json"
    for module in (figures, benchmarks):
        monkeypatch.setattr(module, "RESULTS", path)
    return path


@pytest.mark.parametrize("value", [1.5, 1.6])
def test_a_run_keeps_its_figures_and_fails_if_a_goal_is_missed(
    value: float, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = (single("wall", value, "s", MOST), median("memory", [80.0, 90.0], "MB"))
    monkeypatch.setattr(benchmarks, "SUITES", _suite(*found))
    monkeypatch.setattr("sys.argv", ["benchmarks", "--quick"])
    if value > 1.5:
        with pytest.raises(SystemExit, match="1 goals are missed: wall"):
            benchmarks.main()
    else:
        benchmarks.main()
    results = json.loads(kept.read_text("utf-8"))
    assert results["quick"] is True
    assert results["figures"] == [
        {"suite": "crawl", "name": "wall", "value": value, "unit": "s", "low": value,
         "high": value, "goal": "at most 1.5", "met": value == 1.5},
        {"suite": "crawl", "name": "memory", "value": 85.0, "unit": "MB", "low": 80.0,
         "high": 90.0, "goal": None, "met": None},
    ]  # fmt: skip


def test_an_unknown_suite_is_said(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["benchmarks", "--only", "crawl,nothing"])
    with pytest.raises(SystemExit, match="2"):
        benchmarks.main()
    assert "no such suite: nothing. There are: commands" in capsys.readouterr().err
    assert not kept.exists()


def test_the_picture_has_a_bar_for_each_contender() -> None:
    def figure(suite: str, name: str, value: float, unit: str) -> dict[str, object]:
        return {"suite": suite, "name": name, "value": value, "unit": unit}

    results = {
        "machine": "2 cores, A & B",
        "day": "2026-11-29",
        "quick": True,
        "figures": [
            figure("crawl", "danvan crawl", 10.0, "s"),
            figure("crawl", "naive spider", 40.0, "s"),
            figure("crawl", "danvan crawl, all processes", 99.0, "CPU s"),
            figure("extraction", "ours, generic", 5.0, "ms"),
            figure("extraction", "F1 of the text: ours, generic", 0.9876, ""),
        ],
    }
    root = ElementTree.fromstring(picture.draw(results))
    bars = root.findall("{*}rect")[1:]
    widths = [float(bar.get("width", "")) for bar in bars]
    assert [bar.get("class") for bar in bars] == ["ours", "other", "ours"]
    assert widths[0] == pytest.approx(widths[1] / 4, abs=0.1)
    texts = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "5.0 ms, F1 0.988" in texts
    assert "2 cores, A & B; 2026-11-29, a quick run" in texts
