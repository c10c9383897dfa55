"""Notes: what a sheet tells and no column holds is kept as lines of text, each written once."""

from __future__ import annotations

from collections.abc import Iterable

from desktop_crm.exchange.rows import RawRow
from desktop_crm.system.translations import tr


def labelled(label: str, text: str) -> str:
    """Return a line such as `内部代码：K1`; nothing for an empty text."""
    return tr("{label}：{text}", label=label, text=text) if text else ""


def leftovers(row: RawRow) -> list[str]:
    """Return a row's cells without a field and those that could not be read, as lines."""
    lines = [labelled(header, text) for header, text in row.extras]
    return lines + [labelled(problem.column, problem.value) for problem in row.problems if problem.column]


def with_lines(note: str, lines: Iterable[str]) -> str:
    """Return `note` with those `lines` appended that it does not hold yet."""
    for line in lines:
        if line and f"\n{line}\n" not in f"\n{note}\n":
            note = f"{note}\n{line}" if note else line
    return note
