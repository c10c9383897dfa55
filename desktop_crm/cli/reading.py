"""`show`: what is stored, as JSON or as lines to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, cast

import msgspec
import typer
from sqlalchemy.orm import Session

from desktop_crm.cli.commands import cli, company
from desktop_crm.documents.desk import OWN_FOLDER, Sheet, library_of, sheets
from desktop_crm.documents.document import Document
from desktop_crm.documents.library import documents
from desktop_crm.playbooks import Playbooks
from desktop_crm.playbooks.playbook import Playbook
from desktop_crm.queries import (
    assignments,
    forecast_records,
    improvements,
    lead_records,
    lessons,
    metrics,
    objection_library,
    payment_list,
    pool_records,
    proposal_records,
    records,
    target_records,
    team,
    today_records,
    visit_records,
)
from desktop_crm.refusal import Refused
from desktop_crm.system.translations import tr


@cli.command(help="列出数据。")
def show(
    context: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            help="deals leads customers contacts activities proposals payments visits objections nurture care"
            " metrics forecast targets improvements reviews playbooks documents team assignments calendar today history"
        ),
    ],
    key: Annotated[str, typer.Argument(help="编号、名称或键；不写则全部")] = "",
    json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    first: Annotated[str, typer.Option("--from", help="calendar：从哪天，如 2026-03-01；不写则本月")] = "",
    last: Annotated[str, typer.Option("--to", help="calendar：到哪天")] = "",
) -> None:
    """Print rows of one kind."""
    if kind not in READERS:
        raise typer.BadParameter(tr("可用的种类：{kinds}", kinds=" ".join(READERS)), param_hint="KIND")
    if kind == "calendar" and (first or last):
        key = f"{first}..{last}"
    found = READERS[kind](context.obj, key)
    if key and not found and kind not in {"calendar", "today"}:
        raise Refused(tr("没有找到“{key}”。", key=key))
    print(_json(found) if json else _lines(found))


def _stored(query: Callable[[Session, str], Any]) -> Callable[[Path, str], Any]:
    """Return a reader that asks the data file."""

    def read(folder: Path, key: str) -> Any:
        with company(folder, must_exist=True) as store, store.read() as session:
            return query(session, key)

    return read


def _metrics(session: Session, key: str) -> dict[str, Any]:
    """Return every figure there is, or those of the chart `key`.

    The counts of the company stand by their names; `charts` holds by key the question, the answer and the table of every
    chart, targets among them; `forecast` the months, the bridge, and how true the estimates were.
    """
    from desktop_crm.charts.catalogue import CATALOGUE, figures  # noqa: PLC0415 - the other kinds need no charts

    if key:
        return figures(session, [key])[key] if key in CATALOGUE else {}
    ahead = forecast_records.forecast_figures(session)
    return asdict(metrics.metrics(session)) | {"charts": figures(session), "forecast": ahead}


def _calendar(session: Session, days: str) -> Any:
    from desktop_crm.queries.calendar_records import calendar_records  # noqa: PLC0415 - loads the lunar calendar

    return calendar_records(session, days)


def _playbooks(folder: Path, key: str) -> list[Any]:
    known = Playbooks(folder / "playbooks")
    return [_summary(playbook) for playbook in known.values() if not key] + (
        [msgspec.to_builtins(known[key])] if key in known else []
    )


def _summary(playbook: Playbook) -> dict[str, Any]:
    return {
        "key": playbook.key,
        "name": playbook.name,
        "description": playbook.description,
        "stages": [{"key": stage.key, "name": stage.name, "role": stage.role} for stage in playbook.stages],
        "outcomes": [{"key": outcome.key, "name": outcome.name} for outcome in playbook.outcomes],
        "grades": [grade.key for grade in playbook.grades],
    }


def _documents(folder: Path, key: str) -> list[dict[str, Any]]:
    """Return the documents there are, or those of the deal with the number `key` as they stand."""
    library = documents(folder / OWN_FOLDER)
    if key and key not in library:
        return _stored(_deal_documents)(folder, key)
    return [_document(document) for document in library.values() if key in {"", document.key}]


def _deal_documents(session: Session, number: str) -> list[dict[str, Any]]:
    """Return what can be made of a deal; of several of one kind each has its place, as `document --item` takes it."""
    library, found = library_of(session), sheets(session, records.deal_id(session, number))
    places = Counter(sheet.key for sheet in found if sheet.item)  # the newest stands first
    rows: list[dict[str, Any]] = []
    for sheet in found:
        one = {"item": places[sheet.key] if sheet.item else None, "item_label": sheet.item.label if sheet.item else ""}
        rows.append(_document(library[sheet.key]) | one | _issue(sheet))
        places[sheet.key] -= 1
    return rows


def _document(document: Document) -> dict[str, Any]:
    return {"key": document.key, "title": document.title, "stage": document.stage, "audience": document.audience}


def _issue(sheet: Sheet) -> dict[str, Any]:
    issue = sheet.latest
    return {
        "number": issue.number if issue else None,
        "version": issue.version if issue else None,
        "issued_at": issue.issued_at if issue else None,
        "state": issue.state if issue else None,
        "changed": sheet.changed,
        "lacks": sheet.refusal.reason if sheet.refusal else "",
    }


READERS: Mapping[str, Callable[[Path, str], Any]] = {
    "deals": _stored(records.deals),
    "leads": _stored(lead_records.lead_records),
    "customers": _stored(records.customers),
    "contacts": _stored(records.contacts),
    "activities": _stored(records.activities),
    "nurture": _stored(pool_records.nurture_records),
    "care": _stored(pool_records.care_records),
    "metrics": _stored(_metrics),
    "forecast": _stored(forecast_records.forecast_records),
    "targets": _stored(target_records.target_records),
    "improvements": _stored(improvements.improvement_records),
    "reviews": _stored(lessons.review_records),
    "playbooks": _playbooks,
    "documents": _documents,
    "proposals": _stored(proposal_records.proposal_records),
    "payments": _stored(payment_list.payment_records),
    "visits": _stored(visit_records.visit_records),
    "objections": _stored(objection_library.objection_records),
    "team": _stored(team.team_records),
    "assignments": _stored(assignments.assignment_records),
    "calendar": _stored(_calendar),
    "today": _stored(today_records.today_records),
    "history": _stored(records.history),
}


def _json(found: Any) -> str:
    encoded = msgspec.json.Encoder(decimal_format="number").encode(found)
    return msgspec.json.format(encoded, indent=2).decode()


def _lines(found: Any) -> str:
    """Return what a person reads: a line for each record, or for each figure."""
    plain = msgspec.to_builtins(found)
    if isinstance(found, dict):
        return "\n".join(_figure(name, value) for name, value in plain.items())
    lines = ["\t".join(_word(value) for value in row.values()) for row in plain]
    return "\n".join(["\t".join(plain[0]), *lines]) if plain else tr("（没有）")


def _figure(name: str, value: Any) -> str:
    """Return a figure in a line, a group of figures in several; of a chart its question and its answer."""
    if name == "charts":
        return "\n".join(f"{chart['question']}\t{chart['answer']}" for chart in value.values())
    if isinstance(value, dict):
        group = cast("dict[str, Any]", value)
        return "\n".join(_figure(f"{name}.{key}", each) for key, each in group.items())
    if isinstance(value, list):
        return _lines(value) if name == "rows" else f"\n{name}\n{_lines(value)}"
    return f"{name}\t{_word(value)}"


def _word(value: Any) -> str:
    if isinstance(value, list | tuple):
        return str(len(value)) if value and not isinstance(value[0], str) else "、".join(value)  # pyright: ignore[reportUnknownArgumentType]
    return "" if value is None else " ".join(str(value).split())
