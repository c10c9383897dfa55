"""A backup of the whole data folder in one zip: the data file, attachments, issued documents, the company's own files."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from sqlalchemy import Engine

from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.store import backup
from desktop_crm.store.troubles import explained
from desktop_crm.system import clock
from desktop_crm.system.paths import DATA_FILE
from desktop_crm.system.translations import tr

SUFFIX: Final = ".zip"
_FOLDERS: Final = ("attachments", "documents", "templates", "playbooks")
_FILES: Final = ("logo-*.png", "contract_clauses.toml")


def is_whole(file: Path) -> bool:
    """Tell whether a backup of this name holds the whole folder, and not the data file alone."""
    return file.suffix.lower() == SUFFIX


def files_beside(folder: Path) -> list[Path]:
    """Return what lies in a data folder beside the data file and belongs to the company's records."""
    inside = (file for name in _FOLDERS for file in sorted((folder / name).rglob("*")))
    loose = (file for pattern in _FILES for file in sorted(folder.glob(pattern)))
    return [file for file in (*inside, *loose) if file.is_file() and not file.name.startswith(".part-")]


def copy_to(engine: Engine, folder: Path, target: Path) -> int:
    """Write a verified copy of the data file and all files beside it to `target`; return how many files those are.

    The zip is there whole or not at all.
    """
    part = target.with_name(target.name + ".part")
    beside = files_beside(folder)
    try:
        with explained(), tempfile.TemporaryDirectory() as desk:
            backup.copy_to(engine, Path(desk) / DATA_FILE)
            part.parent.mkdir(parents=True, exist_ok=True)
            with ZipFile(part, "w", ZIP_DEFLATED) as packed:
                packed.write(Path(desk) / DATA_FILE, DATA_FILE)
                for file in beside:
                    packed.write(file, file.relative_to(folder).as_posix())
            part.replace(target)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return len(beside)


def restore(source: Path, folder: Path) -> Path | None:
    """Put a zip of the whole folder back; return where the replaced data file was kept.

    A file that is there with other content keeps its place under another name; nothing is destroyed. A zip that is not
    ours changes nothing.
    """
    with explained(), tempfile.TemporaryDirectory() as desk:
        unpacked = Path(desk)
        names = _unpack(source, unpacked)
        kept = backup.restore(unpacked / DATA_FILE, folder / DATA_FILE)
        for name in names:
            _put(unpacked / name, folder / name)
    return kept


def _unpack(source: Path, desk: Path) -> list[str]:
    """Unpack the zip and return the names of the files beside the data file."""
    if not source.is_file():
        raise Refused(tr("找不到备份文件：{name}", name=source.name))
    try:
        with ZipFile(source) as packed:
            names = [found.filename for found in packed.infolist() if not found.is_dir()]
            if DATA_FILE not in names or not all(map(_belongs, names)):
                raise Refused(tr("这不是本程序的备份，没有恢复：{name}", name=source.name))
            packed.extractall(desk, names)  # each name was looked at: none leads out of the folder
    except (BadZipFile, EOFError) as error:
        raise Unavailable(tr("这个备份已经损坏，没有恢复：{name}", name=source.name)) from error
    return [name for name in names if name != DATA_FILE]


def _belongs(name: str) -> bool:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
        return False
    loose = any(path.match(pattern) for pattern in (*_FILES, DATA_FILE))
    return path.parts[0] in _FOLDERS if len(path.parts) > 1 else loose


def _put(arriving: Path, place: Path) -> None:
    if place.exists():
        if place.read_bytes() == arriving.read_bytes():
            return
        place.replace(_free(place))
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(arriving, place)


def _free(place: Path) -> Path:
    names: Iterator[Path] = (
        place.with_name(f"{place.stem}-replaced-{clock.now():%Y%m%d-%H%M%S}{'-' * number}{place.suffix}")
        for number in range(1000)
    )
    return next(name for name in names if not name.exists())
