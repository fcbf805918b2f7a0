"""Draws the figures of the last `make bench` as `docs/pictures/performance.svg`.

python -m benchmarks.picture
"""

import json
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.figures import RESULTS

PICTURE = Path("docs/pictures/performance.svg")

_WIDTH, _LABELS, _NUMBERS = 760, 210, 170  # pixels; what is left is for the bars
_ROW, _BAR, _TITLE, _MARGIN = 24, 14, 34, 12
_OURS = ("danvan", "ours")


class Bar(NamedTuple):
    """A figure in the picture."""

    name: str
    value: float
    text: str


def draw(results: dict[str, Any]) -> str:
    """Return the picture as SVG: how long a crawl takes, and the extraction of a page."""
    figures = results["figures"]
    panels = (
        ("A crawl, seconds of wall time", list(_crawls(figures))),
        ("A page, milliseconds of processor time, and F1 of its text", list(_extractors(figures))),
    )
    y, parts = _MARGIN, list[str]()
    for title, bars in panels:
        if bars:
            parts += _panel(title, bars, y)
            y += _TITLE + _ROW * len(bars) + _MARGIN
    parts.append(f'<text x="{_MARGIN}" y="{y + 12}" class="note">{escape(_note(results))}</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {y + 24}" role="img" '
        f'aria-label="Figures of make bench"><style>text{{font:13px sans-serif;fill:#1b1b1b}}'
        f".title{{font-weight:bold}}.note{{font-size:11px;fill:#555}}.ours{{fill:#b3261e}}"
        f".other{{fill:#8a949e}}</style>"
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _note(results: dict[str, Any]) -> str:
    quick = ", a quick run" if results["quick"] else ""
    return f"{results['machine']}; {results['day']}{quick}"


def _panel(title: str, bars: Sequence[Bar], top: int) -> Iterator[str]:
    longest = max(bar.value for bar in bars)
    yield f'<text x="{_MARGIN}" y="{top + 16}" class="title">{escape(title)}</text>'
    for number, bar in enumerate(bars):
        y = top + _TITLE + _ROW * number
        width = (_WIDTH - _LABELS - _NUMBERS) * bar.value / longest
        kind = "ours" if bar.name.startswith(_OURS) else "other"
        yield f'<text x="{_MARGIN}" y="{y + 12}">{escape(bar.name)}</text>'
        yield f'<rect x="{_LABELS}" y="{y}" width="{width:.1f}" height="{_BAR}" class="{kind}"/>'
        yield f'<text x="{_LABELS + width + 8:.1f}" y="{y + 12}">{escape(bar.text)}</text>'


def _crawls(figures: Sequence[dict[str, Any]]) -> Iterator[Bar]:
    for figure in figures:
        if figure["suite"] == "crawl" and figure["unit"] == "s":
            yield Bar(figure["name"], figure["value"], f"{figure['value']:.1f} s")


def _extractors(figures: Sequence[dict[str, Any]]) -> Iterator[Bar]:
    prefix = "F1 of the text: "
    scores = {f["name"].removeprefix(prefix): f["value"] for f in figures if prefix in f["name"]}
    for figure in figures:
        if figure["suite"] == "extraction" and figure["unit"] == "ms":
            score = scores.get(figure["name"])
            of_text = f", F1 {score:.3f}" if score is not None else ""
            yield Bar(figure["name"], figure["value"], f"{figure['value']:.1f} ms{of_text}")


def main() -> None:
    """Draw the picture."""
    PICTURE.write_text(draw(json.loads(RESULTS.read_text("utf-8"))), "utf-8")
    print(f"The picture is {PICTURE}.")


if __name__ == "__main__":
    main()
