"""Reads one document from its TOML file; every mistake is said in plain Chinese with its file and line."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from desktop_crm.documents.checks import Fault, faults
from desktop_crm.documents.document import Document
from desktop_crm.system.translations import tr

_BLOCK = re.compile(r"^\s*\[\[\s*blocks\s*\]\]")
_LINE = re.compile(r"at line (\d+)")
_PLACE = re.compile(r"^(?P<what>.*?)(?: - at `(?:key in )?\$?\.?(?P<place>.*)`)?$", re.DOTALL)
# What msgspec says, and how we say it; the group fills the place {0}.
_SAYINGS: Final = (
    (r"Object contains unknown field `(.+)`", "不认识的项目“{0}”"),
    (r"Object missing required field `(.+)`", "缺少项目“{0}”"),
    (r"Invalid enum value '(.*)'", "不认识的取值“{0}”"),
    (r"Invalid value '(.*)'", "不认识的取值“{0}”"),
    (r"Expected `str` of length >= 1", "不能为空"),
    (r"Expected `str` matching regex .*", "只能用小写字母、数字和下划线，并以字母开头"),
    (r"Expected (.+)", "应当是 {0}"),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake in a document's file: its line (0: the file as a whole) and what is wrong there."""

    file: Path
    line: int
    text: str

    @property
    def sentence(self) -> str:
        """Return the whole mistake as one sentence for the user."""
        if not self.line:
            return tr("文件模板 {file}：{text}", file=self.file.name, text=self.text)
        return tr("文件模板 {file} 第 {line} 行：{text}", file=self.file.name, line=self.line, text=self.text)


class Faulty(Exception):  # noqa: N818 - it names the file's state
    """A document's file cannot be used: `problems` say why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(problem.sentence for problem in problems))
        self.problems = problems


def read(file: Path) -> Document:
    """Return the document in `file`, whose name must be its key; raise Faulty with every mistake found."""
    source = _source(file)
    try:
        document = msgspec.convert(tomllib.loads(source), Document)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        raise Faulty(Problem(file, int(found[1]) if found else 0, tr("TOML 写法有误"))) from error
    except msgspec.ValidationError as error:
        fault = _explain(str(error))
        raise Faulty(Problem(file, _line(source, fault), fault.text)) from error
    problems = [Problem(file, _line(source, fault), fault.text) for fault in faults(document)]
    if document.key != file.stem:
        problems.append(Problem(file, 0, tr("key 应当与文件名相同：{name}", name=file.stem)))
    if problems:
        raise Faulty(*problems)
    return document


def _source(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Faulty(Problem(file, 0, tr("文件无法读取"))) from error
    except UnicodeDecodeError as error:
        raise Faulty(Problem(file, 0, tr("文件不是 UTF-8 编码"))) from error


def _explain(message: str) -> Fault:
    """Return the fault that a message of msgspec speaks of."""
    parts = _PLACE.match(message)
    assert parts
    place = parts["place"] or ""
    block = re.match(r"blocks\[(\d+)\]", place)
    number = int(block[1]) if block else -1
    near = place.rpartition(".")[2] if block is None else ""
    for pattern, saying in _SAYINGS:
        if found := re.fullmatch(pattern, parts["what"]):
            named = found[1] if found.groups() else near
            text = tr(saying).format(*found.groups())
            return Fault(number, named, f"{place}: {text}" if place else text)
    return Fault(number, near, message)


def _line(source: str, fault: Fault) -> int:
    """Return the line where `fault` shows: in its block the first one with the words it is near, else the block's."""
    lines = source.splitlines()
    starts = [number for number, line in enumerate(lines, 1) if _BLOCK.match(line)]
    first = starts[fault.block] if 0 <= fault.block < len(starts) else 0
    last = next((start for start in starts if start > first), len(lines) + 1)
    if fault.near:
        for number in range(max(first, 1), last):
            if fault.near in lines[number - 1]:
                return number
    return first
