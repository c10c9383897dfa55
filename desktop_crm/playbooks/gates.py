"""What still has to be true before a deal may move forward; pure, over the facts of the deal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from desktop_crm.playbooks.conditions import CONDITIONS
from desktop_crm.playbooks.facts import DealFacts
from desktop_crm.playbooks.playbook import Playbook, Stage
from desktop_crm.playbooks.vocabulary import OUTCOMES
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that keeps a deal in its stage: `text` says what, the button `fix` leads to `target`."""

    condition: str
    text: str
    fix: str
    target: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What a move asks for: a passed gate (forward), a stated fact (backward), a reason (lost, invalid)."""

    gate: bool = False
    evidence: bool = False
    reason: bool = False


def terms(playbook: Playbook, from_stage: str, to: str) -> Terms:
    """Return what moving a deal from a stage to another stage or to an outcome asks for."""
    if to in OUTCOMES:
        reason = playbook.outcome(to).reason_required
        return Terms(gate=not reason, reason=reason)
    start, end = playbook.position(from_stage), playbook.position(to)
    return Terms(gate=end > start, evidence=end < start)


def gate(playbook: Playbook, from_stage: str, to: str, facts: DealFacts) -> tuple[Missing, ...]:
    """Return what is missing for a move to a stage or an outcome, over every stage left on the way, each thing once."""
    found = {lack.condition: lack for stage in _left_behind(playbook, from_stage, to) for lack in missing(stage, facts)}
    return tuple(found.values())


def missing(stage: Stage, facts: DealFacts) -> tuple[Missing, ...]:
    """Return what is missing to leave one stage forward."""
    return *_conditions(stage, facts), *_items(stage, facts)


def _left_behind(playbook: Playbook, from_stage: str, to: str) -> tuple[Stage, ...]:
    if not terms(playbook, from_stage, to).gate:
        return ()
    start = playbook.position(from_stage)
    if to == "won":
        # A won deal goes on to delivery, so winning asks for the stages up to the signature only.
        return playbook.stages[start : max(start, playbook.position(playbook.won_after)) + 1]
    return playbook.stages[start : playbook.position(to)]


def _conditions(stage: Stage, facts: DealFacts) -> Iterator[Missing]:
    values = {field.name: getattr(facts, field.name) for field in fields(facts)}
    for key in stage.exit:
        condition = CONDITIONS[key]
        if not condition.met(facts):
            yield Missing(key, tr(condition.sentence, **values), tr(condition.fix), condition.target)


def _items(stage: Stage, facts: DealFacts) -> Iterator[Missing]:
    for item in stage.required_items:
        if item.key not in facts.checklist:
            text = tr("清单还没有完成：{item}", item=item.text)
            yield Missing(f"checklist:{item.key}", text, tr("去勾选"), f"checklist.{item.key}")
