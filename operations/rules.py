"""The version of the rules by which pages are read."""

import hashlib
from importlib.metadata import version
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_PACKAGES = ("extraction", "pipelines", "sites", "spiders")


def rules_version() -> str:
    """Return the version of this program, and 12 digits of the SHA-256 of its rules."""
    digest = hashlib.sha256()
    for package in _PACKAGES:
        for file in sorted((_ROOT / package).rglob("*.py")):
            digest.update(f"{file.relative_to(_ROOT).as_posix()}\0".encode())
            digest.update(file.read_bytes())
    return f"{version('danvan-archive')}+{digest.hexdigest()[:12]}"
