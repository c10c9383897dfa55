"""Attached files as pages: PDFs laid onto ours as they are, pictures made small enough for paper."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from desktop_crm.documents.typesetting.appearances import Matrix, times
from desktop_crm.documents.typesetting.joining import Joiner, Layer
from desktop_crm.system.translations import tr

MOST_PAGES: Final = 500
_DOTS: Final = 200 / 72  # for a point: what a scan needs to be read
_ROOM: Final = (530.0, 720.0)  # points: the larger picture would not show more
_TURNS: Final[dict[int, Matrix]] = {90: (0, -1, 1, 0, 0, 1), 180: (-1, 0, 0, -1, 1, 1), 270: (0, 1, -1, 0, 1, 0)}


logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a file is said once, on paper


class Unreadable(Exception):  # noqa: N818 - it names the file's state
    """A file cannot become pages; the message is the reason."""


def open_pdf(file: Path) -> Any:
    """Return a reader of an attached PDF, opened without a password where none is asked for."""
    from pypdf import PdfReader  # noqa: PLC0415 - loaded with the first scan

    reader = PdfReader(io.BytesIO(file.read_bytes()))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable(tr("文件有密码"))
    return reader


def checked_pdf(file: Path) -> Any:
    """Return a reader of an attached PDF all of whose pages can be taken over; raises Unreadable."""
    from pypdf.errors import DependencyError  # noqa: PLC0415

    try:
        reader = open_pdf(file)
        _try(reader)
    except Unreadable:
        raise
    except DependencyError as error:
        raise Unreadable(tr("文件有密码")) from error
    except Exception as error:  # a file from outside may be broken in any way, and the pack must not be
        raise Unreadable(tr("文件已损坏，或不是 PDF")) from error
    return reader


def _try(reader: Any) -> None:
    """Take all pages over once, to nowhere; raises whatever a broken file may raise."""
    _refuse_count(len(reader.pages))
    trial = Joiner(cast("BinaryIO", _Nowhere()))
    for at, page in enumerate(reader.pages):
        if min(shown_size(page)) < 1:
            raise Unreadable(tr("第 {page} 页没有大小", page=at + 1))
        trial.add(at, (1, 1), [Layer(page)])


def _refuse_count(count: int) -> None:
    if not 0 < count <= MOST_PAGES:
        raise Unreadable(tr("页数不在 1 到 {most} 之间", most=MOST_PAGES))


def shown_size(page: Any) -> tuple[float, float]:
    """Return width and height of a page as it is looked at."""
    left, bottom, right, top = (float(side) for side in page.cropbox)
    size = (abs(right - left), abs(top - bottom))
    return size if page.rotation % 180 == 0 else (size[1], size[0])


def placed(page: Any, box: tuple[float, float, float, float]) -> Matrix:
    """Return what brings a page upright into the middle of `box` (left, bottom, width, height), never enlarged."""
    x1, y1, x2, y2 = (float(side) for side in page.cropbox)
    wide, high = shown_size(page)
    scale = min(1.0, box[2] / wide, box[3] / high)
    turn = _TURNS.get(page.rotation % 360, (1, 0, 0, 1, 0, 0))
    upright = times((1, 0, 0, 1, -min(x1, x2), -min(y1, y2)), (*turn[:4], turn[4] * wide, turn[5] * high))
    left, bottom = box[0] + (box[2] - wide * scale) / 2, box[1] + (box[3] - high * scale) / 2
    return times(upright, (scale, 0, 0, scale, left, bottom))


def pictures(file: Path, folder: Path, name: str) -> list[tuple[Path, bool]]:
    """Return each page of an attached picture as a JPEG in `folder`, and whether it lies across; raises Unreadable."""
    from PIL import Image, ImageOps, ImageSequence  # noqa: PLC0415 - loaded with the first scan

    made: list[tuple[Path, bool]] = []
    try:
        with Image.open(file) as opened:
            for at, frame in enumerate(cast("Iterator[Any]", ImageSequence.Iterator(opened))):
                _refuse_count(at + 1)
                picture = _on_white(cast("Any", ImageOps.exif_transpose(frame)))
                across = picture.width > picture.height
                room = _ROOM[::-1] if across else _ROOM
                picture.thumbnail((round(room[0] * _DOTS), round(room[1] * _DOTS)))
                target = folder / f"{name}-{at}.jpg"
                picture.save(target, "JPEG", quality=85)
                made.append((target, across))
    except Unreadable:
        raise
    except Exception as error:  # as above
        raise Unreadable(tr("图片已损坏，或不是能识别的格式")) from error
    return made


def _on_white(picture: Any) -> Any:
    """Return a picture without transparency, in the colours that a JPEG has."""
    from PIL import Image  # noqa: PLC0415

    if picture.mode in {"L", "1"}:
        return picture.convert("L")
    whole = picture.convert("RGBA")
    ground = Image.new("RGBA", whole.size, "white")
    return Image.alpha_composite(ground, whole).convert("RGB")


class _Nowhere:
    """Takes what is written and keeps nothing."""

    def write(self, data: bytes) -> int:
        """Return how much was taken."""
        return len(data)
