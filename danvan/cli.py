"""The command `danvan`."""

import click

from danvan import archive, crawl, extraction


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Archive Vietnamese provincial news on dân vận and grassroots democracy (QCDC)."""


for _command in (
    crawl.crawl, crawl.sites,
    archive.captures, archive.import_, archive.reextract, archive.status,
    extraction.extract, extraction.accuracy, extraction.gold,
):  # fmt: skip
    main.add_command(_command)
