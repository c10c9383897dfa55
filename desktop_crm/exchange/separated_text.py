"""Separated text as Chinese offices exchange it: which encoding, which delimiter, which cells."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from desktop_crm.refusal import Refused
from desktop_crm.system.translations import tr

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS = (",", "\t", ";", "，", "|")
_SAMPLE_LINES = 30
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1b\x7f]")
_MARKUP = re.compile(r"\s*<(?:!doctype|html|head|table|\?xml|meta)\b|\s*<\?xml", re.IGNORECASE)


def decode(data: bytes, name: str) -> str:
    """Return the text of a file in UTF-8, UTF-16 or GB18030; raises `Refused` when it is no table of text."""
    text = next((decoded for encoding in _encodings(data) if (decoded := _tried(data, encoding)) is not None), None)
    if text is None or _CONTROL.search(text) or text.startswith("%PDF"):
        raise Refused(tr("“{name}”的内容不是表格。", name=name))
    if _MARKUP.match(text):
        raise Refused(tr("“{name}”其实是网页，请用 Excel 打开后另存为 .xlsx 再导入。", name=name))
    return text


def split_lines(text: str, path: Path) -> list[list[str]]:
    """Return the cells of each row; a cell may hold line breaks when it is quoted."""
    delimiter = _delimiter(text, path.suffix.lower())
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        # A stray quote would swallow the rows that follow it: then every line is a row and quotes are plain signs.
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=csv.QUOTE_NONE)
        return _unquoted(lines, path.name)


def _unquoted(lines: Iterator[list[str]], name: str) -> list[list[str]]:
    try:
        return [[cell[1:-1] if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell for cell in row] for row in lines]
    except csv.Error as error:
        raise Refused(tr("“{name}”里有超长的内容，不像表格。", name=name)) from error


def _encodings(data: bytes) -> tuple[str, ...]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return (encoding,)
    if guessed := _utf16_without_mark(data):
        return (guessed,)
    return ("utf-8", "gb18030")


def _utf16_without_mark(data: bytes) -> str | None:
    """Recognise UTF-16 by the zero bytes of its plain letters, which all stand on one side of the pairs."""
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if even + odd < 2 or len(data) % 2:
        return None
    if odd > 10 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 10 * odd else None


def _tried(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _delimiter(text: str, suffix: str) -> str:
    """Choose the delimiter that cuts the most of the first lines into the same number of cells."""
    sample = "".join([line for line in io.StringIO(text) if line.strip()][:_SAMPLE_LINES])
    preferred = ("\t", *_DELIMITERS) if suffix == ".tsv" else _DELIMITERS
    return max(preferred, key=lambda sign: _evenness(sample, sign))


def _evenness(sample: str, delimiter: str) -> tuple[int, int]:
    try:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter))
    except csv.Error:
        return (0, 0)
    several = {width: count for width, count in widths.items() if width > 1}
    if not several:
        return (0, 0)
    width = max(several, key=lambda width: (several[width], width))
    return (several[width], width)
