"""Reading the playbooks costs little more than parsing their TOML."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from time import perf_counter

import pytest

from desktop_crm.playbooks.library import Playbooks
from desktop_crm.system.paths import resources

pytestmark = pytest.mark.benchmark


def best(work: Callable[[], object]) -> float:
    """Return the shortest of many runs, in seconds."""

    def once() -> float:
        start = perf_counter()
        work()
        return perf_counter() - start

    return min(once() for _ in range(30))


def test_all_playbooks_load_within_twice_the_bare_parser() -> None:
    files = sorted((resources() / "playbooks").glob("*.toml"))
    floor = best(lambda: [tomllib.loads(file.read_text(encoding="utf-8")) for file in files])
    assert best(lambda: list(Playbooks())) <= 2 * floor
