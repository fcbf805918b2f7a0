"""What the commands for the extraction print."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich import box
from rich.table import Table

from danvan.console import console, shortened
from evaluation.scoring import Score
from extraction.article import Article
from extraction.extract import Extraction

_MAX_VALUE = 160  # characters of a value
_WELL_READ = 0.95  # text F1


def show_article(file: Path, article: Article) -> None:
    """Print an article for a reader."""
    console.rule(str(file))
    for name in ("title", "published", "published_raw", "section", "author", "unit", "layout",
                 "doubts", "challenge", "garbled", "paywall", "other"):  # fmt: skip
        value = getattr(article, name)
        if value is not None and value != ():
            shown = "; ".join(value) if isinstance(value, tuple) else value
            console.print(f"{name}: ", style="bold", end="")
            console.print(shown, soft_wrap=True)
    for item in article.evidence:
        console.print(f"{item.topic}: ", style="bold", end="")
        console.print(f"“{item.phrase}” {item.count} times in {item.field}")
    for part in (article.lead, article.body):
        if part:
            console.print()
            for line in part.split("\n"):
                console.print(line, soft_wrap=True)


def show_explanation(file: Path, extraction: Extraction) -> None:
    """Print how each field of an article was found, what was cut and why, and every doubt."""
    article, notes = extraction.article, extraction.notes
    console.rule(str(file))
    fields = Table("field", "value", "found by", "in", box=box.SIMPLE)
    for name in ("title", "published", "lead", "author", "section", "body"):
        value, found = getattr(article, name), notes.found.get(name)
        if name == "published" and value:
            value = f"{value} “{article.published_raw}”"
        elif name == "body":
            value = f"{article.words} words with the lead, layout {article.layout}"
        if value is None:
            fields.add_row(name, "-")
        else:
            fields.add_row(
                name, shortened(value, _MAX_VALUE), found.by if found else "",
                found.place if found else "",
            )  # fmt: skip
    console.print(fields)
    if article.challenge:
        console.print(f"no article but a challenge page: “{article.challenge}”")
    if article.garbled:
        console.print(f"not to be stored, its text is garbled: {article.garbled}")
    if article.paywall:
        console.print(f"not to be stored, the page keeps the rest of it: “{article.paywall}”")
    if article.other:
        console.print(f"not to be stored, unless that is another address of it: {article.other}")
    for doubt in article.doubts:
        console.print(f"doubt: {doubt}")
    cuts = Table("cut because", "line", "in", box=box.SIMPLE)
    for cut in notes.cuts:
        cuts.add_row(cut.reason, shortened(cut.text, _MAX_VALUE), cut.place)
    console.print(cuts if notes.cuts else "nothing was cut from the body")


def show_accuracy(scores: Sequence[Score]) -> None:
    """Print how each page came out, and the whole."""
    table = Table()
    for heading in ("page", "text F1", "title", "date", "author", "leaked"):
        table.add_column(heading)
    for score in scores:
        table.add_row(
            score.file, "-" if score.text is None else f"{score.text:.3f}",
            "right" if score.title else "wrong", score.published,
            "right" if score.author else "wrong", ", ".join(score.leaked),
        )  # fmt: skip
    texts = [score.text for score in scores if score.text is not None]
    dates = [score.published for score in scores]
    table.add_section()
    table.add_row(
        f"{len(scores)} pages", f"{sum(texts) / len(texts):.3f}" if texts else "-",
        f"{sum(s.title for s in scores)} right",
        f"{dates.count('right')} right, {dates.count('wrong')} wrong",
        f"{sum(s.author for s in scores)} right", f"{sum(len(s.leaked) for s in scores)}",
    )  # fmt: skip
    console.print(table)
    console.print(_doubts_in_words(scores))


def _doubts_in_words(scores: Sequence[Score]) -> str:
    """Return how often trafilatura is right to disagree."""
    doubted = [s.text < _WELL_READ for s in scores if s.text is not None and s.doubted]
    others = [s.text < _WELL_READ for s in scores if s.text is not None and not s.doubted]
    return (
        f"trafilatura disagrees on {len(doubted)} texts: {sum(doubted)} of them have an F1 below "
        f"{_WELL_READ}, and {sum(others)} of the {len(others)} others"
    )


def show_comparison(scores: Mapping[str, Sequence[Score]]) -> None:
    """Print how each extractor did on the same pages."""
    table = Table()
    for heading in ("by", "text F1", "worst", "titles right", "dates right", "dates wrong",
                    "leaked strings", "CPU ms a page"):  # fmt: skip
        table.add_column(heading, justify="left" if heading == "by" else "right")
    for name, own in scores.items():
        texts = [score.text for score in own if score.text is not None] or [0.0]
        dates = [score.published for score in own]
        table.add_row(
            name, f"{sum(texts) / len(texts):.3f}", f"{min(texts):.3f}",
            str(sum(score.title for score in own)), str(dates.count("right")),
            str(dates.count("wrong")), str(sum(len(score.leaked) for score in own)),
            f"{sum(score.milliseconds for score in own) / (len(own) or 1):.1f}",
        )  # fmt: skip
    console.print(table)
