"""The record of changes in plain words: what rows and columns are called, and how their values read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from desktop_crm.models import Outcome
from desktop_crm.playbooks import Playbooks
from desktop_crm.playbooks.playbook import Playbook
from desktop_crm.queries.history import FieldChange, Move, RowStory
from desktop_crm.rules.amounts import format_yuan
from desktop_crm.rules.decision_chain import STANCES
from desktop_crm.rules.terms import format_discount
from desktop_crm.system.translations import tr
from desktop_crm.views import labels
from desktop_crm.views.deal.history_vocabulary import (
    COLUMNS,
    FIRSTS,
    KINDS,
    MOVED,
    REPEATED,
    STATUSES,
    TABLES,
    TICKS,
    VERBS,
    WORDS,
    YES_NO,
)

_SPEAKING: Final = frozenset({"method", "kind", "role", "result", "round", "version"})  # values that need no label
_LONGEST: Final = 60


class Wording:
    """Words for one deal's history; stages and checklist items are named by the playbooks."""

    def __init__(self, playbooks: Playbooks, playbook: Playbook) -> None:
        self._playbooks = playbooks
        self._playbook = playbook

    def move(self, move: Move) -> str:
        """Return where a deal went: `需求探查 → 方案制定`, with the outcome when it closed."""
        start = self._stage(move.from_playbook, move.from_stage) if move.from_stage else ""
        end = self._stage(move.to_playbook, move.to_stage)
        if move.outcome in {Outcome.LOST, Outcome.INVALID}:
            return f"{end} → {labels.OUTCOMES[move.outcome]}"
        if not start:
            return end
        if start == end:
            return f"{end}（{labels.OUTCOMES[move.outcome]}）"
        return f"{start} → {end}"

    def story(self, story: RowStory, *, moved: bool = False) -> tuple[str, ...]:
        """Return the lines that tell what was done to a row; of a move the stage itself is told already."""
        if story.table == "stage_change":
            return ()
        subject = self._subject(story)
        if story.kind != "update":
            verbs = TICKS if story.table == "checklist_tick" else VERBS
            return () if story.table == "deal" and story.kind == "insert" else (self._made(story, verbs, subject),)
        told = REPEATED | MOVED if moved else REPEATED
        fields = [field for field in story.fields if story.table != "deal" or field.column not in told]
        before = "" if story.table == "deal" else f"{subject}　"
        return tuple(f"{before}{self._field(story.table, field)}" for field in fields if field.column in COLUMNS)

    def _made(self, story: RowStory, verbs: Mapping[str, str], subject: str) -> str:
        """Return that a row was made, with what it held at first; or that it went, or came back."""
        held = {field.column: field.new for field in story.fields} if story.kind == "insert" else {}
        told: list[str] = []
        for column in FIRSTS.get(story.table, ()):
            value = self._value(story.table, column, held.get(column))
            if value and value != _short(story.name):
                told.append(value if column in _SPEAKING else f"{COLUMNS[column]}：{value}")
        return "　".join(filter(None, (f"{verbs[story.kind]}{subject}", " · ".join(told))))

    def _subject(self, story: RowStory) -> str:
        name = story.name
        if story.table == "checklist_tick":
            name = self._item(name)
        return f"{TABLES[story.table]}“{_short(name)}”" if name else TABLES[story.table]

    def _field(self, table: str, field: FieldChange) -> str:
        old, new = (self._value(table, field.column, value) for value in (field.old, field.new))
        return f"{COLUMNS[field.column]}：{old or tr('空')} → {new or tr('空')}"

    def _value(self, table: str, column: str, value: Any) -> str:
        if value is None or value == "":
            return ""
        if column == "stage":
            return self._stage(self._playbook.key, str(value))
        if column == "playbook":
            return self._playbooks.find(str(value)).name
        if column == "kind":
            return KINDS.get(table, {}).get(str(value), str(value))
        if column in {"status", "state"}:
            return STATUSES.get(table, {}).get(str(value), str(value))
        if column in WORDS:
            return WORDS[column].get(str(value), str(value))
        if column in YES_NO:
            return tr("是") if value else tr("否")
        return _short(_plain(column, value))

    def _stage(self, playbook: str, stage: str) -> str:
        found = self._playbooks.find(playbook).find_stage(stage) or self._playbook.find_stage(stage)
        return found.name if found else stage

    def _item(self, key: str) -> str:
        items = (item for stage in self._playbook.stages for item in stage.checklist)
        return next((item.text for item in items if item.key == key), tr("旧清单的一项"))


_PATTERNS: Final[Mapping[str, str]] = {
    "longest_payment_days": tr("{value} 天"),
    "round": tr("第 {value} 轮"),
    "version": tr("第 {value} 版"),
}


def _plain(column: str, value: Any) -> str:
    if column == "reasons":
        return "、".join(json.loads(value) if isinstance(value, str) else value)  # of a new row they are a list
    if column in _PATTERNS:
        return _PATTERNS[column].format(value=value)
    if column == "lowest_discount":
        return format_discount(int(value))
    if column == "stance":
        return STANCES.get(int(value), str(value))
    if column.endswith("_fen") and isinstance(value, int):
        return format_yuan(value)
    if column.endswith("_at"):
        return f"{datetime.fromisoformat(str(value)).astimezone():%Y-%m-%d %H:%M}"
    return str(value)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
