"""The standard clauses of a contract and the points to look at before it is sent: shipped, or a company's own file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct

from desktop_crm.system.paths import resources
from desktop_crm.system.translations import tr

FILE: Final = "contract_clauses.toml"
BLANK: Final = "＿＿"  # to be written in
PLACES: Final = ("项目", "客户", "公司", "金额", "大写", "税率", "交付日期")

_PLACE: Final = re.compile(r"\{([^{}]*)\}")
_Words = Annotated[str, Meta(min_length=1)]
_Kind = Literal["price", "payment", "delivery", "acceptance", "service", "liability", "other"]


class StandardClause(Struct, frozen=True, forbid_unknown_fields=True):
    """A clause that a contract has unless something else was agreed; with `rest` the place of what fits nowhere else."""

    kind: _Kind = "other"
    title: str = ""
    titles: tuple[_Words, ...] = ()
    text: str = ""
    rest: bool = False


class Risk(Struct, frozen=True, forbid_unknown_fields=True):
    """A point to be looked at before the contract goes out."""

    key: Annotated[str, Meta(pattern="^[a-z][a-z0-9_]*$")]
    title: _Words
    hint: str = ""


class Terms(Struct, frozen=True, forbid_unknown_fields=True):
    """What the file says; `fault` says why a company's own one is not used."""

    clauses: tuple[StandardClause, ...]
    risks: tuple[Risk, ...]
    fault: str = ""


class _Fault(Exception):  # noqa: N818 - it names the file's state
    """The file cannot be used, and why."""


def terms(folder: Path | None = None) -> Terms:
    """Return the company's own terms from its data folder while they can be used, else the shipped ones."""
    own = folder / FILE if folder else None
    if own is None or not own.is_file():
        return _read(resources() / FILE, 0)
    try:
        return _read(own, own.stat().st_mtime_ns)
    except (_Fault, OSError) as fault:
        said = str(fault) if isinstance(fault, _Fault) else tr("读不出来")
        why = tr("{file}：{said}；现在用的是自带的条款。", file=FILE, said=said)
        return msgspec.structs.replace(_read(resources() / FILE, 0), fault=why)


def arranged(
    standard: Sequence[StandardClause], agreed: Sequence[tuple[str, str]]
) -> list[tuple[StandardClause | None, int | None]]:
    """Return the clauses of a contract in the standard's order: what was agreed in place of the draft on the same thing.

    `agreed` tells kind and title of what was agreed; each clause is a standard one or the place of an agreed one.
    """
    found: dict[int, list[int]] = {}
    rest = next((at for at, clause in enumerate(standard) if clause.rest), len(standard))
    for at, (kind, title) in enumerate(agreed):
        found.setdefault(_place(standard, kind, title, rest), []).append(at)
    made: list[tuple[StandardClause | None, int | None]] = []
    for place, clause in enumerate(standard):
        made += [(None, at) for at in found.get(place, ())]
        if place not in found and not clause.rest:
            made.append((clause, None))
    return made + [(None, at) for at in found.get(len(standard), ())]


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return a draft with its places filled; what is not known stays a blank to write in."""
    return _PLACE.sub(lambda found: values.get(found[1]) or BLANK, text)


def _place(standard: Sequence[StandardClause], kind: str, title: str, rest: int) -> int:
    """Return where a clause belongs: by what it settles; what is called something else by its title."""
    if kind != "other":
        by_kind = (at for at, found in enumerate(standard) if found.kind == kind and not found.rest)
        return next(by_kind, rest)
    by_title = (at for at, found in enumerate(standard) if any(word in title for word in found.titles))
    return next(by_title, rest)


@lru_cache(maxsize=8)
def _read(file: Path, _changed: int) -> Terms:
    try:
        found = msgspec.toml.decode(file.read_bytes(), type=Terms)
    except msgspec.ValidationError as error:
        raise _Fault(tr("内容不合要求（{said}）", said=error)) from error
    except (msgspec.DecodeError, ValueError) as error:
        raise _Fault(tr("TOML 写法有误（{said}）", said=error)) from error
    for wrong in _mistakes(found):
        raise _Fault(wrong)
    return found


def _mistakes(found: Terms) -> Iterable[str]:
    for number, clause in enumerate(found.clauses, 1):
        if not clause.rest and not (clause.title and clause.text):
            yield tr("第 {number} 条缺少 title 或 text", number=number)
        for place in _PLACE.findall(clause.text):
            if place not in PLACES:
                known = "、".join(PLACES)
                yield tr("第 {number} 条里没有“{place}”可填，可用：{known}", number=number, place=place, known=known)
    keys = [risk.key for risk in found.risks]
    if len(keys) != len(set(keys)):
        yield tr("风险点的 key 有重复")
