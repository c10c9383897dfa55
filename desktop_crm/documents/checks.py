"""Whether a document fits its data: every path leads somewhere, every format can write what it finds there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass
from typing import Any, get_args, get_origin

from desktop_crm.documents import formats
from desktop_crm.documents.document import (
    ROW_NUMBER,
    AnyBlock,
    Charts,
    Clauses,
    Diagram,
    Document,
    Facts,
    Highlights,
    Note,
    Signatures,
    Table,
    Text,
)
from desktop_crm.documents.paths import UnknownPath, hint_of, row_class
from desktop_crm.queries.document_data import DATA_CLASSES, REPORTS, CustomerFacing
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in block number `block` (-1: the document itself) around the words `near`."""

    block: int
    near: str
    text: str


def faults(document: Document) -> Iterator[Fault]:
    """Yield every way in which `document` does not fit its data or its audience."""
    if document.data not in DATA_CLASSES:
        known = "、".join(DATA_CLASSES)
        yield Fault(-1, document.data, tr("没有名为“{name}”的数据，可用：{known}", name=document.data, known=known))
        return
    if document.audience == "customer" and not issubclass(document.data_class, CustomerFacing):
        yield Fault(-1, document.data, tr("“{name}”是内部数据，不能用于给客户的文件", name=document.data))
    for number, block in enumerate(document.blocks):
        if document.audience == "customer" and isinstance(block, Diagram):
            yield Fault(number, "diagram", tr("决策链图含内部判断，不能用于给客户的文件"))
        if isinstance(block, Charts):
            yield from _charts(document, number, block)
        if block.when:
            yield from (Fault(number, *found) for found in _path(document.data_class, block.when, None))
        for near, text in _block(block, document.data_class):
            yield Fault(number, near, text)


def _charts(document: Document, number: int, block: Charts) -> Iterator[Fault]:
    """Yield what is wrong with charts: they are of the company, so that only a report of it has them."""
    from desktop_crm.documents.figures import CHARTS  # noqa: PLC0415 - few documents have charts

    if document.data not in REPORTS:
        yield Fault(number, "charts", tr("图表只能用在周报、月报里"))
    for key in block.charts:
        if key not in CHARTS:
            yield Fault(number, key, tr("没有名为“{key}”的图表，可用：{known}", key=key, known="、".join(CHARTS)))


def _block(block: AnyBlock, data: type[Any]) -> Iterator[tuple[str, str]]:
    match block:
        case Facts():
            for fact in block.facts:
                yield from _path(data, fact.value, fact.format)
        case Table():
            yield from _table(data, block)
        case Clauses():
            cells = [(path, "text") for path in (block.title, block.body, block.state) if path]
            yield from _rows(data, block.rows, cells)
        case Text() | Note():
            yield from _text(data, block.text)
        case Signatures():
            yield from _text(data, block.text)
            for path in [path for side in block.sides for path in (side.name, side.legal_person) if path]:
                yield from _path(data, path, "text")
        case Highlights():
            cells: list[tuple[str, Any]] = [(path, "text") for path in (block.label, block.value, block.note)]
            yield from _rows(data, block.rows, cells)
        case Diagram() | Charts():
            pass


def _table(data: type[Any], block: Table) -> Iterator[tuple[str, str]]:
    cells = [(column.value, column.format) for column in block.columns if column.value != ROW_NUMBER]
    yield from _rows(data, block.rows, cells)
    for total in block.totals:
        yield from _path(data, total.value, total.format)
        if total.when:
            yield from _path(data, total.when, None)


def _rows(data: type[Any], path: str, cells: list[tuple[str, Any]]) -> Iterator[tuple[str, str]]:
    wrong = list(_path(data, path, None))
    yield from wrong
    if wrong:
        return
    row = row_class(hint_of(data, path))
    if row is None:
        yield path, tr("“{path}”不是一组行", path=path)
        return
    for cell, form in cells:
        yield from _path(row, cell, form)


def _text(data: type[Any], text: str) -> Iterator[tuple[str, str]]:
    rest = formats.PLACE.sub("", text)
    if "{" in rest or "}" in rest:
        yield text[:20], tr("花括号没有成对")
    for path, form in formats.places(text):
        if form != "text" and form not in formats.ACCEPTS:
            known = "、".join(["text", *formats.ACCEPTS])
            yield path, tr("不认识的格式“{form}”，可用：{known}", form=form, known=known)
        else:
            yield from _path(data, path, form)


def _path(data: type[Any], path: str, form: str | None) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with `path`; `form` None takes any value, else it must be one that the format writes."""
    try:
        hint = hint_of(data, path)
    except UnknownPath as unknown:
        known = "、".join(unknown.expected) or tr("（到此为止）")
        yield path, tr("数据中没有“{path}”：“{step}”处可用 {known}", path=path, step=unknown.step, known=known)
        return
    if form is None:
        return
    accepted, name = formats.ACCEPTS.get(form, ((), ""))
    if accepted and not (isinstance(hint, type) and issubclass(hint, accepted) and hint is not bool):
        yield path, tr("格式 {form} 需要{name}，“{path}”不是", form=form, name=tr(name), path=path)
    if not accepted and (is_dataclass(hint) or (get_origin(hint) is tuple and get_args(hint)[:1] != (str,))):
        yield path, tr("“{path}”是一组数据，不能直接印出", path=path)
