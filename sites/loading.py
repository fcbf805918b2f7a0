"""Loads the site cards from the files of `spiders/`."""

import importlib
import pkgutil
import traceback
from functools import cache
from pathlib import Path
from types import ModuleType

from sites.card import Directory, SiteCard, SiteError
from sites.check import check

PACKAGE = "spiders"
"""The package with a file for each province."""


def load_sites(package: str = PACKAGE) -> dict[str, type[SiteCard]]:
    """Return all sites by name, in alphabetical order.

    In a folder with a project of its own, that is with a `scrapy.cfg`, they are the sites of that
    project, as Scrapy's commands have it. Raises SiteError, with one sentence, if a file cannot be
    imported, a card cannot work, or two cards have the same name or host.
    """
    found: dict[str, type[SiteCard]] = {}
    for module in _modules(package):
        for card in _cards(module):
            other = found.setdefault(card.name, card)
            if other is not card:
                raise SiteError(
                    f"{other.__name__} and {card.__name__} are both named {card.name!r}: "
                    "rename one of them."
                )
    Directory(found.values())
    return dict(sorted(found.items()))


def _modules(package: str) -> list[ModuleType]:
    """Import the modules of a package, but not those of its subpackages; or a single module."""
    try:
        imported = importlib.import_module(package)
        if not hasattr(imported, "__path__"):
            return [imported]
        if package == PACKAGE and Path("scrapy.cfg").is_file() and Path(PACKAGE).is_dir():
            imported.__path__ = [str(Path(PACKAGE).resolve())]
        names = [m.name for m in pkgutil.iter_modules(imported.__path__) if not m.ispkg]
        return [importlib.import_module(f"{package}.{name}") for name in names]
    except Exception as error:  # whatever a file raises when it is imported
        raise SiteError(f"A site file cannot be loaded: {_where(error)}") from error


@cache  # a command loads the sites several times
def _cards(module: ModuleType) -> list[type[SiteCard]]:
    """Return the cards that a file defines, not those that it imports, after a check of each."""
    classes = (value for value in vars(module).values() if isinstance(value, type))
    cards = [
        card
        for card in classes
        if issubclass(card, SiteCard) and card.__module__ == module.__name__
    ]
    for card in cards:
        check(card)
    return cards


def _where(error: Exception) -> str:
    """Return what is wrong in a file of `spiders/`, and its last line that led there."""
    if isinstance(error, SyntaxError):
        file, line = error.filename, error.lineno
    else:
        lines = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in lines if PACKAGE in Path(frame.filename).parts[-2:]]
        file, line = (own or lines)[-1][:2]
    return f"{file}, line {line}: {type(error).__name__}: {error}"
