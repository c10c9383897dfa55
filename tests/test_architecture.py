"""The rules of the house that a machine can check."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, cast

import grimp
import pytest
from importlinter import api
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "desktop_crm"
NOT_OURS = {"build", "dist", "demo-output", "__pycache__"}
CONTRACT_TYPES = {"layers": LayersContract, "forbidden": ForbiddenContract, "independence": IndependenceContract}
CONFIGURATION = cast("dict[str, Any]", api.read_configuration(str(ROOT / "pyproject.toml")))  # pyright: ignore[reportUnknownMemberType]


def our_files(top: Path) -> Iterator[Path]:
    """Yield the project's own files below a folder: not what tools, builds and environments leave there."""
    for folder, folders, names in os.walk(top):
        here = Path(folder)
        folders[:] = [
            name
            for name in folders
            if name not in NOT_OURS
            and (name == ".ci" or not name.startswith("."))
            and not (here / name / "pyvenv.cfg").exists()
        ]
        yield from (here / name for name in names)


MODULES = sorted(path for path in our_files(PACKAGE) if path.suffix == ".py")


def short(path: Path) -> str:
    """Return a path as it is written in the project."""
    return path.relative_to(ROOT).as_posix()


# ---- imports


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("desktop_crm", include_external_packages=True, cache_dir=None)


@pytest.mark.parametrize("options", CONFIGURATION["contracts_options"], ids=lambda options: options["name"])
def test_import_contract(options: dict[str, Any], graph: grimp.ImportGraph, capsys: pytest.CaptureFixture[str]) -> None:
    contract = CONTRACT_TYPES[options["type"]](
        name=options["name"], session_options=CONFIGURATION["session_options"], contract_options=options
    )
    check = contract.check(deepcopy(graph), verbose=False)
    if not check.kept:
        contract.render_broken_contract(check)
        pytest.fail(f"{contract.name}:\n{capsys.readouterr().out}")


def test_only_the_edge_imports_qt() -> None:
    edge = {"app.py", "workspace.py", "views"}
    inside = [path for path in MODULES if path.relative_to(PACKAGE).parts[0] not in edge]
    assert [short(path) for path in inside if {"PySide6", "shiboken6", "qtpy", "qtawesome"} & imported(path)] == []


def test_every_folder_of_code_is_a_package_and_so_seen_by_the_contracts() -> None:
    folders = {path.parent for path in MODULES if "migrations" not in path.parts}
    assert [short(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def imported(path: Path) -> set[str]:
    """Return the top-level names of everything a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


# ---- names and size


def test_no_file_has_grown_past_400_lines() -> None:
    written = [path for path in MODULES if path.parent.name != "versions"]  # migrations are generated
    lengths = {short(path): len(path.read_text("utf-8").splitlines()) for path in written}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_every_name_says_what_belongs_there() -> None:
    vague = {"utils", "util", "misc", "helpers", "helper", "common", "manager", "managers"}
    names = [path.relative_to(ROOT).with_suffix("") for path in (*MODULES, *our_files(ROOT / "tests"))]
    assert [name.as_posix() for name in names if vague & set(name.parts)] == []


# ---- the project stands alone


def test_nothing_refers_to_a_place_outside_the_project() -> None:
    outside = re.compile("|".join([r"\.\./" + "shared", r"\.\./" + r"\.library", r"(?<![\w./-])/" + "work/"]))
    found = [
        f"{short(path)}:{number}"
        for path in our_files(ROOT)
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if outside.search(line)
    ]
    assert found == []


def text_of(path: Path) -> str:
    """Return a file's text, nothing for one that is not text."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


@pytest.mark.parametrize("folder", ["documents", "fonts", "playbooks"])
def test_the_resources_are_there_and_not_empty(folder: str) -> None:
    sizes = {short(path): path.stat().st_size for path in our_files(ROOT / "resources" / folder)}
    assert sizes
    assert [name for name, size in sizes.items() if size == 0] == []


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#:]+)\)", text_of(ROOT / "README.md")))))
def test_what_the_readme_links_to_exists(link: str) -> None:
    assert (ROOT / link).exists()
