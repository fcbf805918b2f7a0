"""The source of a card is written and changed as ruff would format it."""

import ast
import subprocess
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sites.card import Evidence, SiteCard
from sites.card_source import (
    class_name,
    difference,
    new_class,
    one_line,
    with_attributes,
    with_class,
    with_imports,
)

from .conftest import COMMANDS

FILE = '''"""Lam Khê; since July 2025 with Gò Sim."""

from typing import ClassVar

from extraction.layouts import Layout
from sites.card import ACTIVE, SiteCard
from spiders.families.epi import EpiSite
from spiders.sources import TEXTS


class Other(EpiSite):
    """Báo Lam Khê."""

    name = "lamkhe"
    state = ACTIVE
    sections = ("/tin",)


class GoSim(SiteCard):
    """Báo Gò Sim."""

    name = "gosim"
    evidence = (TEXTS,)
    hosts = ("gosim.example",)
    sections: ClassVar[tuple[str, ...]] = (
        "/cu",
        "/mat",
    )
    layouts = (Layout("2025", title="h1", body="div"),)
'''
PROBE = Evidence("page", "2026-11-28", "a probe of the site")


def attributes_of(source: str, name: str) -> dict[str, Any]:
    """Return the attributes of a class as Python reads them."""
    scope: dict[str, Any] = {}
    exec(source, scope)
    return {key: value for key, value in vars(scope[name]).items() if key[0] != "_"}


def assert_formatted(source: str) -> None:
    for command in (["format", "--check"], ["check", "--ignore", "I001"]):
        done = subprocess.run(
            [COMMANDS / "ruff", *command, "--stdin-filename", "spiders/gosim.py", "-"],
            input=source, text=True, capture_output=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr


def test_attributes_are_replaced_and_added_in_the_order_of_the_card() -> None:
    patterns = {"id": r"^/[^/]+-(?P<key>\d+)\.html$"}
    source = with_attributes(
        FILE,
        "GoSim",
        {
            "sections": ("/moi",),
            "articles": patterns,
            "state": "active",
            "evidence": (Evidence("text", "2026-11-28", "kept by its name"), PROBE),
            "feeds": (),
        },
    )
    assert_formatted(source)
    found = attributes_of(source, "GoSim")
    assert list(found) == [
        "name", "state", "evidence", "hosts", "sections", "feeds", "articles", "layouts",
    ]  # fmt: skip
    assert found["sections"] == ("/moi",)
    assert found["articles"] == patterns
    assert found["state"] == "active"
    assert found["feeds"] == ()
    assert found["evidence"][1:] == (PROBE,)
    assert "evidence = (TEXTS, Evidence(" in source
    assert attributes_of(source, "Other") == attributes_of(FILE, "Other")


def test_a_diff_can_be_applied() -> None:
    changed = with_attributes(FILE, "GoSim", {"sections": ("/moi",)})
    lines = difference(FILE, changed, "spiders/lam_khe.py").splitlines()
    assert lines[:2] == ["--- a/spiders/lam_khe.py", "+++ b/spiders/lam_khe.py"]
    assert [line for line in lines[2:] if line[0] in "+-"] == [
        "-    sections: ClassVar[tuple[str, ...]] = (",
        '-        "/cu",',
        '-        "/mat",',
        "-    )",
        '+    sections: ClassVar[tuple[str, ...]] = ("/moi",)',
    ]


def test_a_card_that_is_right_has_no_diff() -> None:
    assert difference(FILE, with_attributes(FILE, "GoSim", {}), "spiders/lam_khe.py") == ""


def test_a_class_that_is_not_in_the_file_is_an_error() -> None:
    with pytest.raises(ValueError, match="there is no class Missing"):
        with_attributes(FILE, "Missing", {"sections": ()})


@pytest.mark.parametrize("room", [0, 1])
def test_a_line_of_100_characters_is_not_broken(room: int) -> None:
    section = "/" + "x" * (100 - len('    sections = ("/",)') - room + 1)
    new = new_class("New", "SiteCard", "Mới", {"sections": (section,)})
    assert (max(map(len, new.splitlines())) == 100) is (room == 1)
    assert_formatted(with_class(FILE, new, []))


@pytest.mark.parametrize(
    ("imports", "expected"),
    [
        (("sites.card", "SiteCard"), "from sites.card import ACTIVE, SiteCard\n"),
        (("sites.card", "Evidence"), "from sites.card import ACTIVE, Evidence, SiteCard\n"),
        (
            ("spiders.families.vdoc", "VdocSite"),
            "import EpiSite\nfrom spiders.families.vdoc import VdocSite\nfrom spiders.sources",
        ),
        (("extraction.decoders", "A"), "\n\nfrom extraction.decoders import A\nfrom extraction.l"),
    ],
)
def test_imports_are_merged_in_their_order(imports: tuple[str, str], expected: str) -> None:
    source = with_imports(FILE, [imports])
    assert expected in source
    assert_formatted(source + f"\n\nUSED = {imports[1]}\n")


def test_a_long_import_is_broken() -> None:
    names = [("sites.card", "N" * 20 + letter) for letter in "ABCD"]
    source = with_imports(FILE, names)
    assert "from sites.card import (\n    ACTIVE,\n    NNN" in source
    ast.parse(source)


def test_a_file_without_a_card_gets_its_imports() -> None:
    new = new_class("New", "SiteCard", "Mới", {"name": "moi"})
    source = with_class('"""Gò Sim."""\n', new, [("sites.card", "SiteCard")])
    assert_formatted(source)
    assert attributes_of(source, "New") == {"name": "moi"}


@pytest.mark.parametrize(
    ("name", "expected"), [("baogosim", "Baogosim"), ("go_sim2", "GoSim2"), ("none", "NoneSite")]
)
def test_the_name_of_the_class(name: str, expected: str) -> None:
    assert class_name(name) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Báo  Gò Sim\n", "Báo Gò Sim"),
        ('"""\nimport os\n"""', "import os"),
        ("a\\", "a"),
        ("a\x1b[31m\u202eb", "a [31m b"),
        ("x" * 81, "x" * 80),
    ],
)
def test_a_title_stays_on_its_line(title: str, expected: str) -> None:
    assert one_line(title) == expected


@given(st.text(), st.lists(st.text(), max_size=3))
def test_whatever_a_site_says_the_card_says_only_that(title: str, urls: list[str]) -> None:
    shown = one_line(title)
    sections = tuple(f"/{url}" for url in urls)
    new = new_class("New", "SiteCard", shown, {"title": shown, "sections": sections})
    source = with_class('"""Gò Sim."""\n', new, [("sites.card", "SiteCard")])
    assert attributes_of(source, "New") == {"title": shown, "sections": sections}
    [docstring] = [ast.get_docstring(node) for node in ast.parse(source).body
                   if isinstance(node, ast.ClassDef)]  # fmt: skip
    assert docstring == f"{shown}."


def test_each_attribute_of_a_card_has_a_place() -> None:
    values = dict.fromkeys(SiteCard.__annotations__, ())
    assert list(attributes_of(
        with_class('"""G."""\n', new_class("New", "SiteCard", "M", values),
                   [("sites.card", "SiteCard")]), "New"
    )) == list(SiteCard.__annotations__)  # fmt: skip
