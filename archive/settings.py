"""The settings of an archive: `danvan.toml` in the current folder, and the environment.

Each key of the file is also an environment variable, in capitals, which comes before the file:
`download_delay = 2.0` and `DOWNLOAD_DELAY=2.0` say the same.
"""

import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

from msgspec import Meta, Struct, ValidationError, convert, json, structs

FILE = "danvan.toml"
_MOST = 1e9  # seconds; neither `inf` nor `nan` is a limit


class SettingsError(Exception):
    """A setting is wrong; the message is one sentence that names it."""


class Settings(Struct, frozen=True, kw_only=True):
    """What an operator may set: its form in words, and what it means."""

    contact: Annotated[
        str,
        Meta(title="a text", description="An email address or a URL of who runs this archive."),
    ] = ""
    database_url: Annotated[
        str, Meta(title="a text", description="Where the archive is, as SQLAlchemy writes it.")
    ] = "sqlite:///archive.db"
    captures_dir: Annotated[
        str,
        Meta(title="a text", description="The folder of raw captures; by default beside the file."),
    ] = ""
    crawl_origin: Annotated[
        str, Meta(title="a text", description="A server to crawl instead of the sites.")
    ] = ""
    download_delay: Annotated[
        float,
        Meta(
            ge=0,
            le=_MOST,
            title="a number of at least 0",
            description="Least seconds between two requests to a host.",
        ),
    ] = 1.0
    concurrent_sites: Annotated[
        int,
        Meta(
            ge=1,
            title="a whole number of at least 1",
            description="Sites that are crawled at once.",
        ),
    ] = 160
    night_hours: Annotated[
        str,
        Meta(
            pattern=r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d\Z",
            title="two times such as 21:00-05:30",
            description="When `danvan nightly` may crawl, in Vietnam's time.",
        ),
    ] = "21:00-05:30"
    max_run_seconds: Annotated[
        float,
        Meta(
            ge=1,
            le=_MOST,
            title="a number of at least 1",
            description="Most seconds of one crawl of one site.",
        ),
    ] = 8 * 3600.0
    max_run_requests: Annotated[
        int,
        Meta(
            ge=1,
            title="a whole number of at least 1",
            description="Most requests of one crawl of one site.",
        ),
    ] = 20_000
    max_run_bytes: Annotated[
        int,
        Meta(
            ge=1,
            title="a whole number of at least 1",
            description="Most bytes of one crawl of one site.",
        ),
    ] = 2_000_000_000
    max_host_requests: Annotated[
        int,
        Meta(
            ge=1,
            title="a whole number of at least 1",
            description="Most requests to one host in a night.",
        ),
    ] = 10_000
    max_night_seconds: Annotated[
        float,
        Meta(
            ge=1,
            le=_MOST,
            title="a number of at least 1",
            description="Most seconds in which `danvan nightly` crawls.",
        ),
    ] = 8 * 3600.0
    published_dir: Annotated[
        str, Meta(title="a text", description="The folder that readers are served from.")
    ] = "published"
    keep_releases: Annotated[
        int,
        Meta(
            ge=1,
            title="a whole number of at least 1",
            description="Published releases that are kept.",
        ),
    ] = 7
    keep_backups: Annotated[
        int,
        Meta(
            ge=1,
            title="a whole number of at least 1",
            description="Backups that are kept in a folder.",
        ),
    ] = 7
    notify: Annotated[
        tuple[str, ...],
        Meta(
            title="a list of texts",
            description="Addresses of Apprise that are told of alerts. They may hold secrets.",
        ),
    ] = ()


SECRET = frozenset({"notify"})
"""Settings whose values are never printed."""
_LISTS = frozenset({"notify"})  # in the environment, separated by spaces


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting that is in force, or the value that was to be."""

    name: str
    value: Any
    source: str
    """Where the value is from: `default`, `danvan.toml`, or `environment`."""
    description: str
    fault: str | None = None
    """What is wrong with the value, in one sentence."""


def read_settings() -> Settings:
    """Return the settings that are in force here. Raises SettingsError if one is wrong."""
    found = list(stated_settings())
    for setting in found:
        if setting.fault is not None:
            raise SettingsError(setting.fault)
    return Settings(**{setting.name: setting.value for setting in found})


def notify_addresses() -> tuple[str, ...]:
    """Return whom to tell, also if another setting is wrong: none if that cannot be read."""
    try:
        stated = next(setting for setting in stated_settings() if setting.name == "notify")
    except SettingsError:
        return ()
    return stated.value if stated.fault is None else ()


def stated_settings() -> Iterator[Setting]:
    """Yield every setting, and every key of the file that is none, with what is wrong with it.

    Raises SettingsError if the file cannot be read.
    """
    in_file = _read_file(Path(FILE))
    about = _about()
    for field in structs.fields(Settings):
        name = field.name
        if named := os.environ.get(name.upper()):
            source = "environment"
            value: Any = named.split() if name in _LISTS else named
        elif name in in_file:
            source, value = FILE, in_file[name]
        else:
            source, value = "default", field.default
        form, description = about[name]["title"], about[name]["description"]
        try:
            value, fault = convert(value, field.type, strict=source == FILE), None
        except ValidationError:
            shown = "" if name in SECRET else f", not {value!r}"
            fault = f"{name} must be {form}{shown} ({source})."
        yield Setting(name, value, source, description, fault)
    for name in in_file.keys() - about.keys():
        alike = get_close_matches(name, about, 1)
        hint = f" Do you mean {alike[0]}?" if alike else ""
        fault = f"{FILE} has a key {name!r}, which is no setting.{hint}"
        yield Setting(name, in_file[name], FILE, "", fault)


def _about() -> dict[str, dict[str, str]]:
    """Return the title and the description of each setting."""
    (settings,) = json.schema(Settings)["$defs"].values()
    about: dict[str, dict[str, str]] = settings["properties"]
    return about


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path} cannot be read: {error}") from error
