"""Several files that are written together, or not at all."""

from collections.abc import Mapping
from pathlib import Path


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write files with their contents.

    If one of them cannot be written, all are as they were before. Raises OSError.
    """
    new = {path: path.with_name(f".{path.name}.new") for path in files}
    before = {path: path.read_bytes() if path.exists() else None for path in files}
    replaced: list[Path] = []
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            new[path].write_bytes(content)
        for path, file in new.items():
            file.replace(path)
            replaced.append(path)
    except BaseException:
        for path in replaced:
            _put_back(path, before[path])
        raise
    finally:
        for file in new.values():
            file.unlink(missing_ok=True)


def _put_back(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
