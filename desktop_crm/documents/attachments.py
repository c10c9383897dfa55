"""The folder of attached files: each lies under the hash of what it holds, whole or not at all, and is checked when read."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path, PurePosixPath
from typing import Final

from desktop_crm.documents.archive import FileState, hash_of, safe, write_whole
from desktop_crm.system.translations import tr

FOLDER: Final = "attachments"
LIMIT: Final = 50 * 1024 * 1024  # bytes of one file
PDF: Final = "application/pdf"
IMAGES: Final = frozenset({"image/png", "image/jpeg", "image/webp", "image/tiff"})
OTHER: Final = "application/octet-stream"

_HASH = re.compile(r"[0-9a-f]{64}")
_HEAD: Final = 1024  # a PDF may begin with so many bytes of something else
_BEGINNINGS: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
_ENDINGS: Final = {
    PDF: (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/webp": (".webp",),
    "image/tiff": (".tif", ".tiff"),
}
# Endings of files that a program shows. Whatever else came may be a program itself: it is saved, never started.
_SHOWN: Final = frozenset({
    ".bmp", ".csv", ".doc", ".docx", ".dps", ".dwg", ".eml", ".et", ".gif", ".heic", ".md", ".odp", ".ods", ".odt", ".ofd",
    ".ppt", ".pptx", ".rtf", ".txt", ".wps", ".xls", ".xlsx",
})  # fmt: skip
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # on Windows
_LONGEST: Final = 80


def media_type_of(content: bytes) -> str:
    """Return what a file is by what it holds, whatever its name says."""
    for beginning, found in _BEGINNINGS:
        if content.startswith(beginning):
            return found
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return PDF if b"%PDF-" in content[:_HEAD] else OTHER


def can_be_merged(media_type: str) -> bool:
    """Tell whether a file of this type can be pages of a pack."""
    return media_type == PDF or media_type in IMAGES


def safe_name(name: str, media_type: str = OTHER) -> str:
    """Return the last part of a name, without what hides or misleads, ending as its type does.

    Characters that turn the direction of writing would let “…fdp.exe” pass for a PDF.
    """
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(sign for sign in unicodedata.normalize("NFC", last) if unicodedata.category(sign)[0] != "C")
    path = PurePosixPath(safe(seen, 255) or tr("附件"))
    ending, known = path.suffix, _ENDINGS.get(media_type, ())
    stem = path.stem if ending else path.name
    if known and ending.lower() not in known:
        stem, ending = path.name, known[0]
    whole = f"{stem[: _LONGEST - len(ending)].rstrip(' .')}{ending}"
    return f"_{whole}" if _RESERVED.fullmatch(whole) else whole


def can_be_opened(name: str, media_type: str) -> bool:
    """Tell whether a file of this name is opened by the program for it without being one itself."""
    return can_be_merged(media_type) or PurePosixPath(name).suffix.lower() in _SHOWN


def path_of(folder: Path, sha256: str) -> Path:
    """Return where the file of this hash lies in the data folder; what is no hash raises ValueError."""
    if not _HASH.fullmatch(sha256):
        raise ValueError(sha256)
    return folder / FOLDER / sha256[:2] / sha256


def keep(folder: Path, content: bytes) -> str:
    """Write a file under its hash, whole or not at all, and return the hash; one that is there and sound stays."""
    sha256 = hash_of(content)
    if read(folder, sha256)[0] != FileState.SOUND:
        path = path_of(folder, sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    return sha256


def read(folder: Path, sha256: str) -> tuple[FileState, bytes]:
    """Return how a kept file stands against its hash, and its bytes when it is sound."""
    try:
        content = path_of(folder, sha256).read_bytes()
    except (FileNotFoundError, ValueError):
        return FileState.MISSING, b""
    return (FileState.SOUND, content) if hash_of(content) == sha256 else (FileState.ALTERED, b"")
