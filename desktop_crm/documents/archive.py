"""The folder of issued PDFs: safe names, files that are there whole or not at all, and a check that none was altered."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Generator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from desktop_crm.system.translations import tr

FOLDER = "documents"
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_LONGEST = 26  # characters of a title or a customer's name: even of four bytes each they fit into a name of 255


class FileState(StrEnum):
    """How a stored file stands against its hash."""

    SOUND = "sound"
    MISSING = "missing"
    ALTERED = "altered"


def hash_of(pdf: bytes) -> str:
    """Return the hash that an issued document is known by."""
    return hashlib.sha256(pdf).hexdigest()


def file_name(number: str, version: int, title: str, customer: str) -> str:
    """Return a name that every file system takes."""
    return f"{safe(f'{number}-v{version} {safe(title)} {safe(customer)}', 120)}.pdf"


def safe(text: str, longest: int = _LONGEST) -> str:
    """Return `text` as a part of a file name: nothing Windows forbids, no dot or space at its ends."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join(_UNSAFE.sub(" ", whole).split())[:longest].strip(" .")


def place(year: int, name: str) -> str:
    """Return where a file of that year lies inside the data folder."""
    return f"{FOLDER}/{year}/{name}"


def keep(folder: Path, where: str, pdf: bytes) -> None:
    """Write `pdf` to its place inside the data folder, whole or not at all; an altered file there is set aside."""
    file = folder / where
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists() and file.read_bytes() != pdf:
        file.replace(_free(file))
    write_whole(file, pdf)


def write_whole(file: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    with whole(file) as written:
        written.write(content)


@contextmanager
def whole(file: Path) -> Generator[BinaryIO]:
    """Give a file to write to which takes the place of `file` at the end, unless something fails before."""
    part = file.with_name(f".part-{uuid4().hex}")  # opened as any file is: others may read what the system lets them
    try:
        with part.open("xb") as written:
            yield written
            written.flush()
            os.fsync(written.fileno())
        part.replace(file)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def stored(folder: Path, where: str, sha256: str) -> tuple[FileState, bytes]:
    """Return how a stored file stands, and its bytes when it is sound."""
    try:
        pdf = (folder / where).read_bytes() if where else b""
    except FileNotFoundError:
        return FileState.MISSING, b""
    if not pdf:
        return FileState.MISSING, b""
    return (FileState.SOUND, pdf) if hash_of(pdf) == sha256 else (FileState.ALTERED, b"")


def _free(file: Path) -> Path:
    """Return a name beside `file` that nothing has yet."""
    number = 1
    while (aside := file.with_name(tr("{name}（改动过 {number}）.pdf", name=file.stem, number=number))).exists():
        number += 1
    return aside
