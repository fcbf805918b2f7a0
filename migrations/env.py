"""Connects Alembic to the archive, for its own commands and for a crawl."""

from typing import Any

from alembic import context

from archive.database import connect
from archive.models import Base
from archive.search import belongs_to_index
from archive.settings import read_settings


def _include_object(_object: Any, name: str | None, kind: str, *_: Any) -> bool:
    """Exclude the search index: autogenerate would drop its tables."""
    return not (kind == "table" and name is not None and belongs_to_index(name))


def _run(connection: Any) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=_include_object,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
elif context.is_offline_mode():
    context.configure(
        url=read_settings().database_url, target_metadata=Base.metadata, literal_binds=True
    )
    with context.begin_transaction():
        context.run_migrations()
else:
    with connect(read_settings().database_url, writing=True).begin() as own:
        _run(own)
