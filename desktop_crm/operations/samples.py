"""The sample company: a team, its customers and its deals, always as fresh as today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from desktop_crm.models import (
    COMPANY_ID,
    Activity,
    ActivityStatus,
    ChecklistTick,
    Company,
    Contact,
    Deal,
    MemoClause,
    Outcome,
    Product,
    ReusableAnswer,
    StageChange,
    link_id,
    new_id,
)
from desktop_crm.operations import (
    sample_data,
    sample_delivery,
    sample_forecast,
    sample_improvements,
    sample_offers,
    sample_papers,
    sample_people,
    sample_reviews,
    sample_sale,
    sample_targets,
)
from desktop_crm.operations.care import plan_care
from desktop_crm.operations.company import COMPANY_FIELDS
from desktop_crm.operations.deals import next_number
from desktop_crm.operations.next_step import keep_deal
from desktop_crm.operations.operation import operation
from desktop_crm.operations.papers import MEMO
from desktop_crm.operations.playbook_of import playbooks_of
from desktop_crm.operations.rows import adopt, edit
from desktop_crm.operations.sample_data import SampleCompany, SampleDeal
from desktop_crm.operations.sample_papers import Person
from desktop_crm.operations.sample_way import Way
from desktop_crm.operations.sample_work import SampleWork
from desktop_crm.playbooks.playbook import ChecklistItem, Playbook
from desktop_crm.playbooks.vocabulary import PHASES
from desktop_crm.refusal import Refused
from desktop_crm.rules.amounts import parse_amount, parse_range
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

_DISCOVERY, _PROPOSAL, _NEGOTIATION, _CONTRACT, _, _AFTERSALES = range(1, len(PHASES))


@operation("载入示例公司")
def fill_sample(session: Session) -> str:
    """Fill an empty file with the sample company and return the id of the member that is “me”."""
    if session.scalar(select(Deal.id).limit(1)):
        raise Refused(tr("示例公司只能载入到还没有商机的数据文件。"))
    session.execute(text("PRAGMA defer_foreign_keys = ON"))  # until the commit, so that rows may go in any order
    company = sample_data.company()
    edit(adopt(session, Company, COMPANY_ID), company.company, fields=COMPANY_FIELDS)
    team = sample_people.team(session, company)
    session.add_all(
        Product(name=product.name, series=product.series, price_fen=parse_amount(product.price))
        for product in company.products
    )
    work, deals, expected = sample_data.work(), sample_data.deals(), sample_forecast.outlooks()
    session.add_all(
        ReusableAnswer(kind=one.kind, text=one.text, answer=one.answer, proof=one.proof) for one in work.answers
    )
    owners = {deal.customer: team[deal.owner] for deal in deals}
    people = {
        sample.key: sample_people.customer(session, sample, owners.get(sample.key))
        for sample in sample_data.customers()
    }
    session.flush()
    for place, sample in enumerate(deals):
        _Story(session, company, work, sample, team, people.get(sample.customer, ()), place).tell(expected)
    session.flush()
    plan_care(session, limit=len(people))
    sample_forecast.keep(session, expected)
    sample_reviews.reviews(session)
    sample_improvements.improvements(session, team)
    sample_targets.targets(session, company, team)
    return team[company.members[0].key]


@dataclass(frozen=True, slots=True)
class _Story:
    """One deal being told: its row, what was said, how it came to its stage, and its papers."""

    session: Session
    company: SampleCompany
    work: SampleWork
    sample: SampleDeal
    team: dict[str, str]
    people: tuple[Person, ...]
    place: int

    def tell(self, expected: sample_forecast.Outlooks) -> None:
        """Add the deal and everything that hangs on it."""
        playbook = playbooks_of(self.session).find(self.sample.playbook)
        deal = self._deal(playbook)
        sample_forecast.expect(deal, expected.get(deal.title))
        self.session.add(deal)
        self.session.flush()
        self.session.add_all(self._follow_ups(deal))
        self.session.add_all(self._history(deal, playbook))
        self.session.add_all(self._ticks(deal, playbook))
        phase = PHASES.index(playbook.stage(self.sample.stage).phase)
        self._papers(deal, phase)
        self.session.flush()
        self._offers(deal, playbook, phase)
        keep_deal(self.session, deal)

    def _deal(self, playbook: Playbook) -> Deal:
        sample, acquired_on, reached = self.sample, self._day(self.sample.age), playbook.position(self.sample.stage)
        outcome = sample.outcome or (Outcome.WON if playbook.is_won_at(sample.stage) else Outcome.OPEN)
        reason = sample.reason.split(" ")[0]
        budget = parse_range(sample.budget) if sample.budget else None
        contact = self._contact()
        return Deal(
            id=new_id(),
            number=next_number(self.session, sample.source, acquired_on),
            title=sample.title,
            customer_id=self.people[0][0].customer_id if self.people else None,
            contact_id=contact.id if contact and "contact" not in sample.missing else None,
            owner_id=self.team[sample.owner],
            first_responder_id=self.team["he"],
            playbook=playbook.key,
            stage=sample.stage,
            stage_status=sample.status,
            stage_since=self._moment(self._came(reached, reached)),
            outcome=outcome,
            outcome_reason=next((each.name for each in playbook.outcome(outcome).reasons if each.key == reason), "")
            if reason
            else "",
            closed_on=None if outcome == Outcome.OPEN else self._day(self._closed(playbook, reached)),
            grade=sample.grade,
            amount_fen=parse_amount(sample.amount) if sample.amount else None,
            budget_low_fen=budget.low if budget else None,
            budget_high_fen=budget.high if budget else None,
            purchase_time=sample.timeline,
            source=sample.source,
            sub_source=sample.sub_source,
            acquired_on=acquired_on,
            need=sample.need,
            missing=sample.missing,
            created_at=self._moment(sample.age),
        )

    def _contact(self) -> Contact | None:
        """Return whom most talks are with: who likes us most."""
        return max(self.people, key=lambda person: person[2])[0] if self.people else None

    def _follow_ups(self, deal: Deal) -> Iterator[Activity]:
        for said in self.sample.said:
            yield self._activity(
                deal,
                status=ActivityStatus.DONE,
                method=said.method,
                feedback=said.text,
                happened_at=self._moment(said.ago),
                created_at=self._moment(said.ago) + timedelta(minutes=35),
            )
        if self.sample.next:
            yield self._activity(
                deal,
                status=ActivityStatus.PLANNED,
                method=self.sample.next.method,
                goal=self.sample.next.goal,
                due_on=self._day(-self.sample.next.due),
            )

    def _activity(self, deal: Deal, **values: object) -> Activity:
        speaker = next(
            (contact for contact, *_ in self.people if contact.name[0] in str(values.get("feedback", ""))), None
        )
        return Activity(
            deal_id=deal.id,
            customer_id=deal.customer_id,
            contact_id=speaker.id if speaker else deal.contact_id,
            owner_id=deal.owner_id,
            **values,
        )

    def _history(self, deal: Deal, playbook: Playbook) -> Iterator[StageChange]:
        """Yield the moves from the first stage to the present one, spread over the days between."""
        reached, before = playbook.position(deal.stage), ""
        for place, stage in enumerate(playbook.stages[: reached + 1]):
            outcome = Outcome.WON if playbook.is_won_at(stage.key) else Outcome.OPEN
            fact = self.company.evidence[stage.phase]
            yield self._change(deal, before, stage.key, self._came(place, reached), fact, outcome)
            before = stage.key
        if self.sample.outcome:
            yield self._change(
                deal, before, before, self.sample.here, self.sample.reason.partition(" ")[2], deal.outcome
            )

    def _change(
        self, deal: Deal, before: str, after: str, days: int, evidence: str, outcome: str = Outcome.OPEN
    ) -> StageChange:
        return StageChange(
            deal_id=deal.id,
            at=self._moment(days),
            by_id=deal.owner_id,
            from_playbook=deal.playbook,
            from_stage=before,
            to_playbook=deal.playbook,
            to_stage=after,
            outcome=outcome,
            evidence=evidence,
        )

    def _ticks(self, deal: Deal, playbook: Playbook) -> Iterator[ChecklistTick]:
        """Yield what was ticked on the way: everything the stages before the present one ask for."""
        for stage in playbook.stages[: playbook.position(deal.stage)]:
            for item in stage.checklist:
                yield ChecklistTick(id=link_id(deal.id, item.key), deal_id=deal.id, item=item.key, by_id=deal.owner_id)

    def _papers(self, deal: Deal, phase: int) -> None:
        sample, company, today = self.sample, self.company, clock.today()
        if phase < _DISCOVERY or not self.people:
            return
        self.session.add_all(sample_papers.chain(deal, self.people, met_decider=phase >= _PROPOSAL))
        if sample.pains:
            self.session.add_all(sample_papers.interview(deal, sample, company))
            sample_papers.requirement(self.session, deal, sample, today)
        if sample.objections or phase >= _NEGOTIATION:
            self.session.add_all(sample_papers.negotiation(deal, sample, company, today))
        if sample.acceptance:
            self.session.add_all(sample_papers.acceptance(deal, sample, company, today))

    def _offers(self, deal: Deal, playbook: Playbook, phase: int) -> None:
        """Add the papers of the offer, and what surrounds them."""
        way = self._way(deal, playbook)
        if phase >= _PROPOSAL and self.sample.pains:
            made = sample_offers.proposal(self.session, way)
            if made.sent_on:
                self.session.add_all(sample_sale.presentation(way, made.id))
        if phase >= _CONTRACT:
            self._contract(way, phase)

    def _contract(self, way: Way, phase: int) -> None:
        """Add letter and contract, and for a signed one the delivery that follows from it."""
        add = self.session.add_all
        if self.sample.grade == "A" or any(item.key == "intent_signed" for item in _asked(way.playbook)):
            add(sample_sale.letter(way, self._memo(way.deal)))
        made = sample_offers.contract(self.session, way)
        add(sample_sale.aside(way))
        if not made.confirmed_on:
            return
        add([sample_sale.filed(way, made), *sample_sale.payments(way)])
        add([*sample_delivery.project(way), *sample_delivery.reports(way), *sample_delivery.troubles(way)])
        if phase >= _AFTERSALES:
            add(sample_delivery.visits(way))

    def _memo(self, deal: Deal) -> tuple[MemoClause, ...]:
        memo = MEMO.latest(self.session, deal.id)
        return tuple(MEMO.lines(self.session, memo)) if memo else ()

    def _way(self, deal: Deal, playbook: Playbook) -> Way:
        members = {member.role: self.team[member.key] for member in reversed(self.company.members) if not member.left}
        reached = playbook.position(deal.stage)
        stages = reversed(list(enumerate(playbook.stages[: reached + 1])))  # the first of a phase counts
        days = {stage.phase: self._came(place, reached) for place, stage in stages}
        return Way(deal, self.sample, self.work, playbook, members, days)

    def _came(self, place: int, reached: int) -> int:
        """Return how many days ago the deal came to a stage: the moves are spread over the days between."""
        steps = reached + bool(self.sample.outcome)  # to end is a step, too
        return self.sample.age - (self.sample.age - self.sample.here) * place // max(steps, 1)

    def _closed(self, playbook: Playbook, reached: int) -> int:
        """Return how many days ago the deal was lost, or came to the first stage after the signature."""
        won = playbook.position(playbook.won_after) + 1
        return self.sample.here if self.sample.outcome else self._came(won, reached)

    def _day(self, ago: int) -> date:
        return clock.today() - timedelta(days=ago)

    def _moment(self, ago: int) -> datetime:
        """Return a moment within the office hours of that day, never one to come."""
        at = time(9 + self.place % 8, self.place * 7 % 60)
        return min(datetime.combine(self._day(ago), at).astimezone(), clock.now())


def _asked(playbook: Playbook) -> Iterator[ChecklistItem]:
    """Yield everything that the stages of a playbook ask for."""
    for stage in playbook.stages:
        yield from stage.checklist
