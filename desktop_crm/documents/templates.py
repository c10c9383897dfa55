"""A company's own documents: files in its data folder that take the place of shipped ones, and how each stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from desktop_crm.documents.desk import OWN_FOLDER, library_of
from desktop_crm.documents.document import Audience
from desktop_crm.models import context
from desktop_crm.system.paths import resources
from desktop_crm.system.translations import tr

_OFF = ".off"  # at the end of a file that is set aside


@dataclass(frozen=True, slots=True)
class Template:
    """A document and where it comes from: `file` is the company's own one, if there is any, and `problems` its mistakes.

    While there are any the shipped document is used.
    """

    key: str
    title: str
    audience: Audience
    file: Path | None = None
    problems: tuple[str, ...] = ()
    shipped: bool = True


def templates(session: Session) -> tuple[Template, ...]:
    """Return every document, the company's own first, then by title."""
    library, folder = library_of(session), context(session).folder / OWN_FOLDER
    own = {file.stem: file for file in sorted(folder.glob("*.toml"))} if folder.is_dir() else {}
    found = [
        Template(
            key=key,
            title=library[key].title if key in library else key,
            audience=library[key].audience if key in library else "internal",
            file=own.get(key),
            problems=tuple(problem.sentence for problem in library.problems if problem.file == own.get(key)),
            shipped=_shipped(key).exists(),
        )
        for key in {*library, *own}
    ]
    return tuple(sorted(found, key=lambda template: (template.file is None, template.title, template.key)))


def problems(session: Session) -> tuple[str, ...]:
    """Return every mistake in the company's own files, each as a sentence."""
    return tuple(problem.sentence for problem in library_of(session).problems)


def copy_template(folder: Path, key: str) -> Path:
    """Copy a shipped document into the data folder, where it takes its place; one that is there stays."""
    target = folder / OWN_FOLDER / f"{key}.toml"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        text = _shipped(key).read_text(encoding="utf-8")
        target.write_text(f"{tr('# 公司自定义的文件：删除或停用后恢复内置的。')}\n{text}", encoding="utf-8")
    return target


def set_aside(file: Path) -> Path:
    """Let the shipped document be used again: the company's file stays beside under a name that is not read."""
    target, number = file.with_name(file.name + _OFF), 1
    while target.exists():
        number += 1
        target = file.with_name(f"{file.name}{_OFF}{number}")
    return file.rename(target)


def _shipped(key: str) -> Path:
    return resources() / "documents" / f"{key}.toml"
