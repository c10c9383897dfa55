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
    Customer,
    CustomerTag,
    Deal,
    Member,
    Outcome,
    Product,
    StageChange,
    link_id,
    new_id,
)
from desktop_crm.operations import sample_data, sample_papers
from desktop_crm.operations.care import plan_care
from desktop_crm.operations.company import COMPANY_FIELDS
from desktop_crm.operations.deals import next_number
from desktop_crm.operations.next_step import keep_deal
from desktop_crm.operations.operation import operation
from desktop_crm.operations.playbook_of import playbooks_of
from desktop_crm.operations.rows import adopt, edit
from desktop_crm.operations.sample_data import SampleCompany, SampleCustomer, SampleDeal
from desktop_crm.operations.sample_papers import Person
from desktop_crm.playbooks.playbook import Playbook
from desktop_crm.playbooks.vocabulary import PHASES
from desktop_crm.refusal import Refused
from desktop_crm.rules.amounts import parse_amount, parse_range
from desktop_crm.rules.names import name_key
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

_DISCOVERY, _PROPOSAL, _NEGOTIATION = (PHASES.index(phase) for phase in ("discovery", "proposal", "negotiation"))


@operation("载入示例公司")
def fill_sample(session: Session) -> str:
    """Fill an empty file with the sample company and return the id of the member that is “me”."""
    if session.scalar(select(Deal.id).limit(1)):
        raise Refused(tr("示例公司只能载入到还没有商机的数据文件。"))
    session.execute(text("PRAGMA defer_foreign_keys = ON"))  # until the commit, so that rows may go in any order
    company = sample_data.company()
    edit(adopt(session, Company, COMPANY_ID), company.company, fields=COMPANY_FIELDS)
    team = _team(session, company)
    session.add_all(
        Product(name=product.name, series=product.series, price_fen=parse_amount(product.price))
        for product in company.products
    )
    deals = sample_data.deals()
    owners = {deal.customer: team[deal.owner] for deal in deals}
    people = {sample.key: _customer(session, sample, owners.get(sample.key)) for sample in sample_data.customers()}
    session.flush()
    for place, sample in enumerate(deals):
        _Story(session, company, sample, team, people.get(sample.customer, ()), place).tell()
    session.flush()
    plan_care(session, limit=len(people))
    return team[company.members[0].key]


def _team(session: Session, company: SampleCompany) -> dict[str, str]:
    ids = {member.key: new_id() for member in company.members}
    for member in company.members:
        session.add(
            Member(
                id=ids[member.key],
                name=member.name,
                role=member.role,
                phone=member.phone,
                email=member.email,
                regions=member.regions,
                industries=member.industries,
                capacity=member.capacity,
                manager_id=ids.get(member.manager),
                left=member.left,
            )
        )
    return ids


def _customer(session: Session, sample: SampleCustomer, owner_id: str | None) -> tuple[Person, ...]:
    """Add a customer and return its people."""
    customer = Customer(
        id=new_id(),
        name=sample.name,
        name_key=name_key(sample.name),
        industry=sample.industry,
        region=sample.region,
        address=sample.address,
        headcount=sample.headcount,
        revenue_fen=parse_amount(sample.revenue),
        founded_year=sample.founded,
        organisation=sample.organisation,
        competitors=sample.competitors,
        present_supplier=sample.supplier,
        owner_id=owner_id,
    )
    session.add(customer)
    session.add_all(CustomerTag(id=link_id(customer.id, tag), customer_id=customer.id, tag=tag) for tag in sample.tags)
    people = tuple(_person(customer.id, sample, place, line) for place, line in enumerate(sample.contacts))
    session.add_all(contact for contact, *_ in people)
    return people


def _person(customer_id: str, sample: SampleCustomer, place: int, line: str) -> Person:
    name, department, title, role, stance, influence = (part.strip() for part in line.split("|"))
    contact = Contact(
        id=new_id(),
        customer_id=customer_id,
        name=name,
        department=department,
        title=title,
        phone=f"139{sample.founded % 100:02d}{sample.headcount:04d}{place + 11:02d}",
        email=f"{sample.key}{place + 1}@{sample.key}.example" if place < 2 else "",
    )
    return contact, role, int(stance), int(influence)


@dataclass(frozen=True, slots=True)
class _Story:
    """One deal being told: its row, what was said, how it came to its stage, and its papers."""

    session: Session
    company: SampleCompany
    sample: SampleDeal
    team: dict[str, str]
    people: tuple[Person, ...]
    place: int

    def tell(self) -> None:
        """Add the deal and everything that hangs on it."""
        playbook = playbooks_of(self.session).find(self.sample.playbook)
        deal = self._deal(playbook)
        self.session.add(deal)
        self.session.flush()
        self.session.add_all(self._follow_ups(deal))
        self.session.add_all(self._history(deal, playbook))
        self.session.add_all(self._ticks(deal, playbook))
        self._papers(deal, PHASES.index(playbook.stage(self.sample.stage).phase))
        keep_deal(self.session, deal)

    def _deal(self, playbook: Playbook) -> Deal:
        sample, acquired_on = self.sample, self._day(self.sample.age)
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
            stage_since=self._moment(sample.here),
            outcome=outcome,
            outcome_reason=next((each.name for each in playbook.outcome(outcome).reasons if each.key == reason), "")
            if reason
            else "",
            closed_on=None if outcome == Outcome.OPEN else self._day(sample.here),
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
        reached = playbook.position(deal.stage)
        before = ""
        for place, stage in enumerate(playbook.stages[: reached + 1]):
            days = self.sample.age - (self.sample.age - self.sample.here) * place // max(reached, 1)
            yield self._change(deal, before, stage.key, days, self.company.evidence[stage.phase])
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

    def _day(self, ago: int) -> date:
        return clock.today() - timedelta(days=ago)

    def _moment(self, ago: int) -> datetime:
        """Return a moment within the office hours of that day, never one to come."""
        at = time(9 + self.place % 8, self.place * 7 % 60)
        return min(datetime.combine(self._day(ago), at).astimezone(), clock.now())
