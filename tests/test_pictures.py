"""Charts of months, the map and the line of sites, as numbers become shapes."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.provinces import PROVINCE_NOW
from publishing.pictures.country import LEVELS, outlines, shaded
from publishing.pictures.pages import SILENT_DAYS, SPAN, silent_first
from publishing.pictures.panels import HEIGHT, MAX_LABELS, WIDTH, chart, rounded_up
from publishing.pictures.phrases import as_match

MONTHS = st.builds(
    "{:04}-{:02}".format,
    st.integers(min_value=1990, max_value=2030),
    st.integers(min_value=1, max_value=12),
)
SERIES = st.dictionaries(
    st.sampled_from(["dân vận", "QCDC"]), st.dictionaries(MONTHS, st.integers(1, 50_000))
)


def _bars(path: str) -> list[tuple[float, float, float]]:
    """Return left edge, width and height of each bar."""
    found = re.findall(r"M([\d.]+) 140v-([\d.]+)h([\d.]+)v([\d.]+)z", path)
    assert all(up == down for _, up, _, down in found)
    assert sum(map(len, re.findall(r"M[^M]+", path))) == len(path)
    return [(float(left), float(width), float(height)) for left, height, width, _ in found]


@pytest.mark.parametrize(
    ("number", "top"), [(0, 1), (1, 1), (9, 9), (10, 10), (11, 20), (20, 20), (21, 30), (901, 1000)]
)
def test_the_scale_ends_at_a_round_number(number: int, top: int) -> None:
    assert rounded_up(number) == top


@settings(max_examples=30)
@given(SERIES)
def test_each_month_with_something_has_a_bar_in_the_picture(
    series: dict[str, dict[str, int]],
) -> None:
    drawn = chart(series)
    if not any(series.values()):
        assert drawn is None
        return
    assert drawn is not None
    assert drawn.months[0] == min(month for counts in series.values() for month in counts)
    assert list(drawn.months) == sorted(set(drawn.months))
    assert 1 <= len(drawn.labels) <= MAX_LABELS + 1
    for panel in drawn.panels:
        counts = series[panel.name]
        bars = _bars(panel.bars)
        assert len(bars) == len(counts)
        assert panel.total == sum(counts.values())
        assert panel.most == max(counts.values(), default=0) <= drawn.top
        assert (panel.best is None) == (not counts)
        for (left, width, height), month in zip(bars, sorted(counts), strict=True):
            assert 0 <= left < left + width <= WIDTH + 0.2
            assert height == pytest.approx(HEIGHT * counts[month] / drawn.top, abs=0.06)


def test_months_without_an_article_keep_their_place() -> None:
    drawn = chart({"QCDC": {"2023-11": 2, "2024-02": 4}})
    assert drawn is not None
    assert drawn.months == ("2023-11", "2023-12", "2024-01", "2024-02")
    assert _bars(drawn.panels[0].bars) == [(0, 179, 70), (540, 179, 140)]
    assert drawn.labels == ((360, "2024"),)
    assert drawn.panels[0].best == "2024-02"


def test_a_chart_within_a_year_is_labelled_with_its_first_month() -> None:
    drawn = chart({"QCDC": {"2024-05": 1}})
    assert drawn is not None
    assert drawn.labels == ((0, "5/2024"),)


# The map


def _area(outline: str) -> float:
    """Return the area of an outline in the form of `map.json`."""
    area = 0.0
    for ring in re.findall(r"M([^z]+)z", outline):
        start, _, steps = ring.partition("l")
        x, y = map(float, start.split())
        points = [(x, y)]
        numbers = list(map(float, steps.split()))
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        pairs = zip(points, [*points[1:], points[0]], strict=True)
        area += abs(sum(a * d - b * c for (a, b), (c, d) in pairs)) / 2
    return area


def test_the_map_has_every_province() -> None:
    assert set(outlines()["then"]) == set(PROVINCE_NOW)
    assert set(outlines()["now"]) == set(PROVINCE_NOW.values())


@pytest.mark.parametrize("name_now", sorted(set(PROVINCE_NOW.values())))
def test_a_province_of_today_is_as_large_as_those_it_is_made_of(name_now: str) -> None:
    parts = [name for name, now in PROVINCE_NOW.items() if now == name_now]
    whole = sum(_area(outlines()["then"][part]) for part in parts)
    assert _area(outlines()["now"][name_now]) == pytest.approx(whole, rel=0.02)


@settings(max_examples=30)
@given(st.dictionaries(st.sampled_from(sorted(PROVINCE_NOW)), st.integers(0, 1000)))
def test_more_articles_are_never_shown_lighter(counts: dict[str, int]) -> None:
    provinces, shades = shaded("then", counts)
    assert len(provinces) == 63
    ranked = sorted(provinces, key=lambda province: province.count)
    assert [p.level for p in ranked] == sorted(p.level for p in ranked)
    for province in provinces:
        assert province.count == counts.get(province.name, 0)
        assert (province.level == 0) == (province.count == 0)
        assert province.level <= LEVELS
        own = [s for s in shades if s.least <= province.count <= s.most]
        assert [s.level for s in own] == [province.level] * bool(province.count)
    if counts and max(counts.values()) > 0 and len(set(counts.values()) - {0}) >= LEVELS * 3:
        assert len(shades) == LEVELS


# Silent sites


def _site(name: str, first: str, last: str) -> dict[str, Any]:
    return {"name": name, "first_day": first, "last_day": last}


def test_a_site_is_silent_after_ninety_days() -> None:
    made = date(2026, 6, 30)
    speaking, silent = date(2026, 4, 2), date(2026, 4, 1)
    assert [(made - last).days for last in (speaking, silent)] == [SILENT_DAYS - 1, SILENT_DAYS]
    sites = [
        _site("speaks", "2020-01-01", str(speaking)),
        _site("silent", "2023-03-01", str(silent)),
        _site("future", "2026-06-01", "2026-07-01"),  # dated after the release
    ]
    shown = silent_first(sites, made)
    assert [site["name"] for site in shown] == ["silent", "speaks", "future"]
    assert [site["is_silent"] for site in shown] == [True, False, False]
    assert [site["days"] for site in shown] == [90, 89, 0]
    assert shown[1]["bar"].startswith("M0.0 2h")
    edge = re.fullmatch(r"M([\d.]+) 2h([\d.]+)v8h-\2z", shown[2]["bar"])
    assert edge is not None
    assert float(edge[1]) <= SPAN


# Phrases


@pytest.mark.parametrize(
    ("phrase", "match"),
    [
        ("dân vận khéo", '"dân vận khéo"'),
        ("dân", '{title lead body} : "dân"'),
        ("dân j vận", '{title lead body} : "dân j vận"'),
        ('a" OR "b', '"a"" OR ""b"'),
    ],
)
def test_a_phrase_is_no_syntax_of_the_index(phrase: str, match: str) -> None:
    assert as_match(phrase) == match
