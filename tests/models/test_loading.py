"""Nouns are loaded when they are asked for, each from its own file."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

from desktop_crm import models

WHERE = "import sys, {module}; print(*sorted(name for name in sys.modules if name.startswith('desktop_crm.models.')))"


@pytest.mark.parametrize("name", models.__all__)
def test_every_name_is_found_in_its_own_file(name: str) -> None:
    found = getattr(models, name)
    home = getattr(found, "__module__", "")
    if home.startswith("desktop_crm.models."):
        assert getattr(import_module(home), name) is found


def test_a_name_that_is_none_is_an_error() -> None:
    with pytest.raises(AttributeError):
        getattr(models, "Nothing")  # noqa: B009 - asked for as a name that only turns up while running


def test_the_window_is_loaded_without_what_a_deal_comes_to_later() -> None:
    code = WHERE.format(module="desktop_crm.app")
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.rpartition(".")[2] for name in ran.stdout.split()}
    assert not loaded & {"proposal", "contract", "project", "review", "visit", "attachment"}
