"""Commands for whoever writes rules: extract, accuracy, gold."""

import gzip
import json
import zlib
from pathlib import Path
from urllib.parse import urlsplit

import click

from danvan import extraction_tables as tables
from danvan.common import CommandError, all_sites
from evaluation.baselines import BASELINES, NotInstalled, baseline
from evaluation.scoring import gold_entry, load_gold, score_folder, with_rules
from extraction.extract import extract as extract_page
from extraction.inputs import FetchedPage, SiteRules


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--url", required=True, help="The URL that the page was saved from.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for programs.")
@click.option("--explain", is_flag=True, help="How each field was found, and what was cut and why.")
def extract(files: tuple[Path, ...], url: str, as_json: bool, explain: bool) -> None:
    """Extract saved pages, and print their articles."""
    if as_json and explain:
        raise click.UsageError("--explain cannot be combined with --json.")
    try:
        urlsplit(url)
    except ValueError as error:
        raise CommandError(f"--url must be the URL of a page, not {url!r}.") from error
    owner = next((site for site in all_sites().values() if site.owns(url)), None)
    rules = owner.rules() if owner is not None else SiteRules()
    for file in files:
        try:
            content = read_page(file)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror or error}.") from error
        found = extract_page(FetchedPage(content, url), rules)
        if as_json:
            click.echo(json.dumps(found.article.to_dict(), ensure_ascii=False))
        elif explain:
            tables.show_explanation(file, found)
        else:
            tables.show_article(file, found.article)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="A JSON list of scores, for programs.")
@click.option(
    "--versus",
    "others",
    multiple=True,
    type=click.Choice(list(BASELINES)),
    help="Compare with another extractor on the same pages; may be given several times.",
)
def accuracy(folder: Path, as_json: bool, others: tuple[str, ...]) -> None:
    """Score the extraction on a folder of saved pages with a gold.json."""
    extractors = {
        "danvan": with_rules({h: s.rules() for s in all_sites().values() for h in s.hosts})
    }
    try:
        extractors |= {name: baseline(name) for name in others}
    except NotInstalled as error:
        raise CommandError(str(error)) from error
    try:
        gold = load_gold(folder)
        scores = {
            name: score_folder(folder, gold, read_page, extractor)
            for name, extractor in extractors.items()
        }
    except (OSError, ValueError) as error:
        raise CommandError(f"{folder} cannot be scored: {error}") from error
    if as_json:
        rows = [{"by": name, **score.to_dict()} for name in scores for score in scores[name]]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    tables.show_accuracy(scores["danvan"])
    if others:
        tables.show_comparison(scores)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("files", nargs=-1, required=True)
@click.option("--url", help="The URL that a page was saved from, if it has no entry yet.")
def gold(folder: Path, files: tuple[str, ...], url: str | None) -> None:
    """Write or refresh the entries of saved pages in FOLDER/gold.json, for review.

    An entry that changes is marked `"reviewed": false`: compare it with the page, correct it, and
    remove the mark.
    """
    rules = {host: site.rules() for site in all_sites().values() for host in site.hosts}
    extractor = with_rules(rules)
    try:
        entries = load_gold(folder) if (folder / "gold.json").exists() else []
        by_file = {entry["file"]: entry for entry in entries}
        for file in files:
            before = by_file.get(file)
            address = before["url"] if before else url
            if not address:
                raise CommandError(f"{file} has no entry yet: pass its URL with --url.")
            article = extractor(read_page(folder / file), address)
            by_file[file] = gold_entry(file, article, before)
            click.echo(f"{file}: {'not changed' if by_file[file] == before else 'to be reviewed'}")
        text = json.dumps(list(by_file.values()), ensure_ascii=False, indent=1)
        (folder / "gold.json").write_text(text + "\n", "utf-8")
    except (OSError, ValueError) as error:
        raise CommandError(f"{folder} cannot be written to: {error}") from error


def read_page(file: Path) -> bytes:
    """Return the bytes of a saved page, unpacked if it is gzip, whatever its name says."""
    content = file.read_bytes()
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        return gzip.decompress(content)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise OSError("the gzip file is damaged") from error
