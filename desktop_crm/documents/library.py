"""All documents the program knows: the shipped ones and a company's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from typing_extensions import override

from desktop_crm.documents.document import Document
from desktop_crm.documents.reading import Faulty, Problem, read
from desktop_crm.system.paths import resources
from desktop_crm.system.translations import tr


class Library(Mapping[str, Document]):
    """Documents by key. A company's file replaces the shipped one of the same name unless it has a mistake.

    `problems` are the mistakes found; a document whose every file is faulty is not here. `own` are the keys of those
    that the company wrote.
    """

    def __init__(self, shipped: Path, own: Path | None = None) -> None:
        self._documents: dict[str, Document] = {}
        self.problems: tuple[Problem, ...] = ()
        self.own: frozenset[str] = frozenset()
        for folder in (shipped, own):
            for file in sorted(folder.glob("*.toml")) if folder else ():
                if (key := self._take(file)) and folder is own:
                    self.own |= {key}

    @override
    def __getitem__(self, key: str) -> Document:
        return self._documents[key]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._documents)

    @override
    def __len__(self) -> int:
        return len(self._documents)

    def _take(self, file: Path) -> str:
        """Add the document in `file` and return its key, or note what is wrong with it."""
        try:
            document = read(file)
        except Faulty as faulty:
            self.problems += faulty.problems
            return ""
        shipped = self.get(document.key)
        if shipped and shipped.data != document.data:
            self.problems += (Problem(file, 0, tr("data 应当与原文件相同：{name}", name=shipped.data)),)
        elif any(other.code == document.code for key, other in self.items() if key != document.key):
            self.problems += (Problem(file, 0, tr("code {code} 已被另一份文件使用", code=document.code)),)
        else:
            self._documents[document.key] = document
            return document.key
        return ""


def documents(own: Path | None = None) -> Library:
    """Return the shipped documents, replaced and joined by those in the folder `own` (may be missing)."""
    return Library(resources() / "documents", own)
