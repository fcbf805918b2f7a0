"""`danvan serve`: what is done before the first reader comes."""

import asyncio
from typing import Any

import pytest
from datasette.app import Datasette  # type: ignore[import-untyped]
from jinja2 import Environment

from danvan.serve import compile_templates


def test_no_reader_waits_for_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    datasette: Any = Datasette([])
    asyncio.run(compile_templates(datasette))

    def compile_again(*_: object, **__: object) -> None:
        raise AssertionError("a template was compiled after the start")

    monkeypatch.setattr(Environment, "compile", compile_again)
    for name in ("search.html", "table.html", "article.html", "_table.html", "search.xml"):
        assert datasette.jinja_env.get_template(name).name == name
