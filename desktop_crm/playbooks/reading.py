"""Reads one playbook from its TOML file; every mistake is said in plain Chinese with its file and place."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from desktop_crm.playbooks.checks import faults
from desktop_crm.playbooks.playbook import Playbook
from desktop_crm.system.translations import tr

_LINE = re.compile(r"at line (\d+), column (\d+)")
_PLACE = re.compile(r"^(?P<what>.*?)(?: - at `(?:key in )?\$?\.?(?P<place>.*)`)?$", re.DOTALL)
# What msgspec says, and how we say it; groups fill the places {0}, {1}.
_SAYINGS: Final = (
    (r"Object contains unknown field `(.+)`", "不认识的项目“{0}”"),
    (r"Object missing required field `(.+)`", "缺少项目“{0}”"),
    (r"Invalid enum value '(.*)'", "不认识的取值“{0}”"),
    (r"Expected `str` of length >= 1", "不能为空"),
    (r"Expected `str` matching regex .*", "只能用小写字母、数字、下划线和连字符，并以字母开头"),
    (r"Expected `\w+` >= (.+)", "不能小于 {0}"),
    (r"Expected `\w+` <= (.+)", "不能大于 {0}"),
    (r"Expected `(.+)`, got `(.+)`", "应当是{0}，写成了{1}"),
)
_TYPES: Final = {
    "str": "文字",
    "int": "整数",
    "float": "数字",
    "bool": "是否（true 或 false）",
    "array": "列表",
    "object": "一组项目",
    "null": "空",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake in a playbook file: where it stands and what is wrong there."""

    file: Path
    place: str
    text: str

    @property
    def sentence(self) -> str:
        """Return the whole mistake as one sentence for the user."""
        if not self.place:
            return tr("销售流程文件 {file}：{text}", file=self.file.name, text=self.text)
        return tr("销售流程文件 {file} 的 {place}：{text}", file=self.file.name, place=self.place, text=self.text)


class Faulty(Exception):  # noqa: N818 - it names the file's state
    """A playbook file cannot be used: `problems` say why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(problem.sentence for problem in problems))
        self.problems = problems


def read(file: Path) -> Playbook:
    """Return the playbook in `file`, whose name must be its key; raise Faulty with every mistake found."""
    try:
        playbook = msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8-sig")), Playbook)
    except OSError as error:
        raise Faulty(Problem(file, "", tr("文件无法读取"))) from error
    except UnicodeDecodeError as error:
        raise Faulty(Problem(file, "", tr("文件不是 UTF-8 编码"))) from error
    except tomllib.TOMLDecodeError as error:
        raise Faulty(Problem(file, _line(error), tr("TOML 写法有误"))) from error
    except msgspec.ValidationError as error:
        raise Faulty(Problem(file, *_explain(str(error)))) from error
    found = [Problem(file, place, text) for place, text in faults(playbook)]
    if playbook.key != file.stem:
        found.append(Problem(file, "key", tr("应当与文件名相同：{name}", name=file.stem)))
    if found:
        raise Faulty(*found)
    return playbook


def _line(error: tomllib.TOMLDecodeError) -> str:
    found = _LINE.search(str(error))
    return tr("第 {line} 行第 {column} 列", line=found[1], column=found[2]) if found else tr("文件末尾")


def _explain(message: str) -> tuple[str, str]:
    """Return (place, sentence) for a message of msgspec."""
    parts = _PLACE.match(message)
    assert parts
    place = re.sub(r"\[(\d+)\]", lambda at: tr(" 第 {n} 项 ", n=int(at[1]) + 1), parts["place"] or "")
    place = re.sub(r" ?\.", " ", place).replace("[...]", "").strip()
    for pattern, saying in _SAYINGS:
        if found := re.fullmatch(pattern, parts["what"]):
            return place, tr(saying).format(*(_name(group) for group in found.groups()))
    return place, parts["what"]


def _name(word: str) -> str:
    """Return the Chinese names of the types in `int | null`; any other word stays."""
    return "、".join(tr(_TYPES[part]) if part in _TYPES else part for part in word.split(" | "))
