"""What the types of a playbook cannot say: names that must exist, keys that must differ, sums that must fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

from desktop_crm.playbooks.conditions import CONDITIONS
from desktop_crm.playbooks.playbook import Playbook
from desktop_crm.playbooks.vocabulary import OUTCOMES, PHASES
from desktop_crm.system.translations import tr


def faults(playbook: Playbook) -> Iterator[tuple[str, str]]:
    """Yield (place, sentence) for every fault of a playbook whose form is right."""
    yield from _stages(playbook)
    yield from _roles(playbook)
    yield from _repeated(playbook)
    yield from _outcomes(playbook)
    yield from _numbers(playbook)


def _stages(playbook: Playbook) -> Iterator[tuple[str, str]]:
    if not playbook.stages:
        yield "stages", tr("至少要有一个阶段")
    elif playbook.find_stage(playbook.won_after) is None:
        yield "won_after", tr("没有名为“{key}”的阶段", key=playbook.won_after)
    for stage in playbook.stages:
        for key in stage.exit:
            if key not in CONDITIONS:
                yield f"stages.{stage.key}.exit", tr("没有名为“{key}”的准出条件", key=key)
    for before, after in zip(playbook.stages, playbook.stages[1:], strict=False):
        if PHASES.index(after.phase) < PHASES.index(before.phase):
            yield f"stages.{after.key}.phase", tr("所属环节排在前一个阶段之前")


def _roles(playbook: Playbook) -> Iterator[tuple[str, str]]:
    named = [(f"stages.{stage.key}.role", stage.role) for stage in playbook.stages]
    named += [("proposal_review", role) for role in playbook.proposal_review]
    named += [("contract_review", role) for role in playbook.contract_review]
    for place, role in named:
        if role not in playbook.roles:
            yield place, tr("角色“{role}”没有在 roles 中说明", role=role)


def _repeated(playbook: Playbook) -> Iterator[tuple[str, str]]:
    groups: tuple[tuple[str, Iterable[str]], ...] = (
        ("stages", (stage.key for stage in playbook.stages)),
        ("grades", (grade.key for grade in playbook.grades)),
        ("outcomes", (outcome.key for outcome in playbook.outcomes)),
        ("checklist", (item.key for item in chain.from_iterable(stage.checklist for stage in playbook.stages))),
        *((f"outcomes.{end.key}.reasons", (reason.key for reason in end.reasons)) for end in playbook.outcomes),
    )
    for place, keys in groups:
        for key, count in Counter(keys).items():
            if count > 1:
                yield place, tr("“{key}”出现了 {count} 次", key=key, count=count)


def _outcomes(playbook: Playbook) -> Iterator[tuple[str, str]]:
    ends = {outcome.key: outcome for outcome in playbook.outcomes}
    for key in OUTCOMES:
        if key not in ends:
            yield "outcomes", tr("缺少结果“{key}”", key=key)
        elif not ends[key].reasons:
            yield f"outcomes.{key}.reasons", tr("至少要有一个原因")
    reasons = {reason.key for reason in ends["invalid"].reasons} if "invalid" in ends else set[str]()
    for key in playbook.screening:
        if key not in reasons:
            yield "screening", tr("“{key}”不在“无效”的原因之中", key=key)


def _numbers(playbook: Playbook) -> Iterator[tuple[str, str]]:
    weights = playbook.assignment
    if weights and weights.region + weights.industry + weights.priority + weights.customer_type != 100:
        yield "assignment", tr("各项权重之和必须是 100")
    if playbook.score and playbook.score.a_from <= playbook.score.b_from:
        yield "score", tr("a_from 必须大于 b_from")
