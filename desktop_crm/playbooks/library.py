"""All playbooks the program knows: the shipped ones and a company's own, each read when first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from typing_extensions import override

from desktop_crm.playbooks.playbook import Playbook
from desktop_crm.playbooks.reading import Faulty, Problem, read
from desktop_crm.system.paths import resources

DEFAULT: Final = "full-cycle"


class Playbooks(Mapping[str, Playbook]):
    """The playbooks by key, the default first; a company's file replaces the shipped one of the same name."""

    def __init__(self, own: Path | None = None, *, shipped: Path | None = None) -> None:
        """Look into the folders `own` (may be missing) and `shipped` (the program's resources)."""
        self._own, self._shipped = own, shipped or resources() / "playbooks"
        self._files: dict[str, list[Path]] = {}
        self._read: dict[str, Playbook | None] = {}
        self._problems: dict[str, tuple[Problem, ...]] = {}
        self.reload()

    @override
    def __getitem__(self, key: str) -> Playbook:
        if key not in self._read and key in self._files:
            self._read[key] = self._load(key)
        playbook = self._read.get(key)
        if playbook is None:
            raise KeyError(key)
        return playbook

    @override
    def __iter__(self) -> Iterator[str]:
        keys = sorted(self._files, key=lambda key: (key != DEFAULT, key))
        return (key for key in keys if key in self)

    @override
    def __len__(self) -> int:
        return sum(1 for _ in self)

    @property
    def default(self) -> Playbook:
        """Return the playbook of a company that has chosen none."""
        return self[DEFAULT]

    def find(self, key: str) -> Playbook:
        """Return the playbook of that key, or the default when it is gone."""
        return self.get(key) or self.default

    def file(self, key: str) -> Path:
        """Return the file a playbook comes from, the company's own before the shipped one."""
        return self._files[key][0]

    def reload(self) -> None:
        """Forget what was read: a person added or changed files."""
        self._files = _files(self._shipped)
        for key, files in _files(self._own).items() if self._own else ():
            # The company's own file is tried first.
            self._files[key] = [*files, *self._files.get(key, [])]
        self._read.clear()
        self._problems.clear()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return the mistakes of all files; this reads every file that was not read yet."""
        len(self)
        return tuple(problem for key in sorted(self._problems) for problem in self._problems[key])

    def _load(self, key: str) -> Playbook | None:
        found: list[Problem] = []
        playbook = None
        for file in self._files[key]:
            try:
                playbook = read(file)
                break
            except Faulty as faulty:
                found.extend(faulty.problems)
        self._problems[key] = tuple(found)
        return playbook


def _files(folder: Path) -> dict[str, list[Path]]:
    return {file.stem: [file] for file in sorted(folder.glob("*.toml"))}
