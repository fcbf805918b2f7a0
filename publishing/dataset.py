"""The archive as a Dataset of schema.org, for the search engines of data."""

import asyncio
from pathlib import Path
from typing import Any

from publishing.following import archive_path
from publishing.language import gettext
from publishing.stored import Row

# File of a release -> its media type.
_FILES = {
    "archive.db": "application/vnd.sqlite3",
    "articles.csv.gz": "application/gzip",
    "articles.parquet": "application/vnd.apache.parquet",
    "revisions.parquet": "application/vnd.apache.parquet",
    "sites.parquet": "application/vnd.apache.parquet",
}


async def as_dataset(datasette: Any, request: Any, figures: Row) -> dict[str, Any]:
    """Return the description of the archive, given its figures."""

    def absolute(path: str) -> str:
        return str(datasette.absolute_url(request, datasette.urls.path(path)))

    path = archive_path(datasette)
    names = await asyncio.to_thread(_present, path) if path is not None else []
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": gettext("Dân vận archive"),
        "description": gettext(
            "Articles of Vietnamese provincial newspapers, broadcasters and Party committees on "
            "mass mobilisation work (dân vận) and grassroots democracy (QCDC): clean, dated and "
            "citable, with their edits and those that vanished."
        ),
        "url": absolute("/"),
        "inLanguage": "vi",
        "keywords": ["dân vận", "QCDC", "dân chủ ở cơ sở", "Việt Nam"],
        "spatialCoverage": {"@type": "Country", "name": "Việt Nam"},
        "isAccessibleForFree": True,
        "distribution": [
            {"@type": "DataDownload", "contentUrl": absolute(f"/{name}"), "encodingFormat": kind}
            for name, kind in _FILES.items()
            if name in names
        ],
    }
    if figures["first_day"] is not None:
        found["temporalCoverage"] = f"{figures['first_day']}/{figures['last_day']}"
    if figures["made"] is not None:
        found |= {"dateModified": figures["made"], "version": figures["version"]}
    return found


def _present(path: Path) -> list[str]:
    return [name for name in _FILES if path.with_name(name).exists()]
