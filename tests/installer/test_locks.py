"""The locks name what the project asks for, with hashes, and the notices name what the locks bring."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from installer.bootstrap import DEV_LOCK, ROOT, RUNTIME_LOCK

PINNED = re.compile(r"(?m)^(?P<line>[a-z0-9][^\\\n]*?)\s*\\\n(?P<hashes>(?:\s+--hash=sha256:[0-9a-f]{64}.*\n)+)")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
RUNTIME: list[str] = PROJECT["dependencies"]
DEVELOPMENT: list[str] = PROJECT["optional-dependencies"]["dev"]


def pins_in(text: str) -> dict[str, Requirement]:
    """Return each package of a lock with its exact version and marker."""
    requirements = [Requirement(match["line"]) for match in PINNED.finditer(text)]
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def version_of(pin: Requirement) -> str:
    """Return the one version that a pin allows."""
    (specifier,) = pin.specifier
    assert specifier.operator == "=="
    return specifier.version


PINS = pins_in(RUNTIME_LOCK.read_text("utf-8"))
DEV_PINS = pins_in(DEV_LOCK.read_text("utf-8"))
PINS_HERE = [name for name, pin in PINS.items() if pin.marker is None or pin.marker.evaluate()]
NOTICES = dict(
    re.findall(r"(?m)^\| `([a-z0-9-]+)` \| ([^|]+) \|", (ROOT / "THIRD_PARTY_NOTICES.md").read_text("utf-8"))
)


@pytest.mark.parametrize("asked", RUNTIME)
def test_what_the_program_needs_is_locked_at_a_version_it_allows(asked: str) -> None:
    requirement = Requirement(asked)
    assert requirement.specifier.contains(version_of(PINS[canonicalize_name(requirement.name)]))


@pytest.mark.parametrize("asked", DEVELOPMENT)
def test_what_the_checks_need_is_locked_at_a_version_they_allow(asked: str) -> None:
    requirement = Requirement(asked)
    assert requirement.specifier.contains(version_of(DEV_PINS[canonicalize_name(requirement.name)]))


@pytest.mark.parametrize("lock", [RUNTIME_LOCK, DEV_LOCK], ids=["runtime", "development"])
def test_every_line_of_a_lock_is_exact_and_has_hashes(lock: Path) -> None:
    text = lock.read_text("utf-8")
    named = re.findall(r"(?m)^([a-z0-9][a-z0-9._-]*)", text)
    assert sorted(pins_in(text)) == sorted(named)
    assert all(version_of(pin) for pin in pins_in(text).values())


def test_both_locks_agree() -> None:
    assert {name: str(pin) for name, pin in DEV_PINS.items() if name in PINS} == {
        name: str(pin) for name, pin in PINS.items()
    }


def test_the_notices_name_exactly_the_packages_that_are_locked() -> None:
    assert sorted(NOTICES) == sorted(PINS)


@pytest.mark.parametrize("name", PINS_HERE)
def test_no_package_is_under_the_gpl_alone(name: str) -> None:
    for licence in stated_licences(name) or [NOTICES[name]]:
        choices = re.split(r"\s+OR\s+", licence)
        assert any(not is_gpl(choice) for choice in choices), licence


def stated_licences(name: str) -> list[str]:
    """Return what a package's own metadata says of its licence, the most exact field first; it may say nothing."""
    fields = metadata.metadata(name)
    exact = [text for field in ("License-Expression", "License") for text in fields.get_all(field, []) if text]
    classified = [text for text in fields.get_all("Classifier", []) if text.startswith("License ::")]
    return exact[:1] or classified


def is_gpl(licence: str) -> bool:
    """Tell whether one licence is a GPL or AGPL; the Lesser GPL is not."""
    return bool(re.search(r"(?i)\bA?GPL|(?<!lesser )general public licen[sc]e", licence))


@pytest.mark.parametrize(
    ("licence", "gpl"),
    [
        ("GPL-3.0-only", True),
        ("AGPLv3", True),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True),
        ("LGPL-3.0-only", False),
        ("GNU Lesser General Public License", False),
        ("MIT", False),
    ],
)
def test_a_gpl_is_told_from_a_lesser_one(licence: str, *, gpl: bool) -> None:
    assert is_gpl(licence) is gpl
