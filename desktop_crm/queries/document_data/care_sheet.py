"""The sheet of care (销售线索客户关系维护跟进表): one row a deal, how it is kept up and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop_crm.models import Outcome
from desktop_crm.playbooks.playbook import Cadence, Playbook
from desktop_crm.queries.clocks import playbooks_in
from desktop_crm.queries.document_data.audience import InternalOnly
from desktop_crm.queries.document_data.deal_lines import DealLine, deal_lines
from desktop_crm.queries.document_data.inside import method_name, reach_of, size_of, span_text
from desktop_crm.refusal import Refused
from desktop_crm.system.translations import tr


@dataclass(frozen=True, slots=True)
class CaredDeal(InternalOnly):
    """One deal as a row; `number` tells it from others of the same customer."""

    source: str = ""
    customer_and_industry: str = ""
    contact: str = ""
    reach: str = ""
    need: str = ""
    grade: str = ""
    background: str = ""
    plan: str = ""
    records: str = ""
    care: str = ""
    state: str = ""
    owner: str = ""
    note: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class CareSheet(InternalOnly):
    """The data of `care_sheet`."""

    rows: tuple[CaredDeal, ...] = ()
    total: int = 0


def care_sheet(session: Session, deal_ids: Sequence[str]) -> CareSheet:
    """Return the sheet of these deals, at least one; a few statements for each 500."""
    rows = cared_deals(session, deal_ids)
    if not rows:
        raise Refused(tr("没有可以列出的商机。"))
    return CareSheet(rows, len(rows))


def cared_deals(session: Session, deal_ids: Sequence[str]) -> tuple[CaredDeal, ...]:
    """Return these deals as rows, in this order."""
    return tuple(_row(session, line) for line in deal_lines(session, deal_ids))


def _row(session: Session, line: DealLine) -> CaredDeal:
    deal, customer = line.deal, line.customer
    playbook = playbooks_in(session).find(deal.playbook)
    return CaredDeal(
        source=line.source,
        customer_and_industry="/".join(filter(None, (customer.name, customer.industry))) if customer else "",
        contact=line.person,
        reach=reach_of(line.contact),
        need=deal.need,
        grade=deal.grade,
        background="\n".join(_background(line)),
        plan="\n".join(_plan(line, playbook)),
        records=line.records,
        care=line.care,
        state=_state(line, playbook),
        owner=line.owner,
        note=deal.note,
        number=deal.number,
    )


def _background(line: DealLine) -> Iterator[str]:
    if line.customer and (size := size_of(line.customer)):
        yield tr("规模：{size}", size=size)
    if line.chain:
        yield tr("决策链：{chain}", chain=line.chain)
    if line.pains:
        yield tr("痛点：{pains}", pains=line.pains)


def _plan(line: DealLine, playbook: Playbook) -> Iterator[str]:
    """Yield how often, by which means and what for: the rhythm of the grade, and what comes next."""
    grade = playbook.grade(line.deal.grade)
    for cadence in grade.cadence if grade and line.deal.outcome == Outcome.OPEN else ():
        yield _rhythm(cadence)
    if line.next_step:
        yield tr("下一次：{step}", step=" ".join(filter(None, (line.next_method, line.next_step))))


def _rhythm(cadence: Cadence) -> str:
    every = span_text(cadence.every)
    if cadence.at_most:
        every = tr("{least} 至 {most}", least=every, most=span_text(cadence.at_most))
    methods = "、".join(map(method_name, cadence.methods))
    return tr("每 {every} · {methods} · {goal}", every=every, methods=methods, goal=cadence.goal)


def _state(line: DealLine, playbook: Playbook) -> str:
    """Return where a deal stands in the four words of this sheet, whatever its playbook calls its stages."""
    outcome = line.deal.outcome
    if outcome != Outcome.OPEN:
        return {Outcome.WON: tr("成交"), Outcome.LOST: tr("流失")}.get(Outcome(outcome), tr("无效"))
    stage = playbook.find_stage(line.deal.stage)
    return tr("潜在") if stage is None or stage.phase == "lead" else tr("意向")
