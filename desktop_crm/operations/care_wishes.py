"""What care a customer who has bought should get in the coming weeks (D5): surveys, reports, greetings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop_crm.models import Activity, ActivityStatus, Anniversary, Contact, Deal, Method, Outcome, Purpose, link_id
from desktop_crm.operations.playbook_of import playbook_of
from desktop_crm.playbooks.playbook import Cadence, Duration
from desktop_crm.rules.cadence import add_span, working_day_by
from desktop_crm.rules.festivals import anniversary_days, festivals
from desktop_crm.rules.greetings import wordings
from desktop_crm.rules.working_time import add_working_days, next_working_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

AHEAD: Final = timedelta(days=45)  # a month's survey and the next holiday are always in sight, the year is not
POOL: Final = (Purpose.SURVEY, Purpose.REPORT, Purpose.GREETING)

# What a playbook that states no aftercare of its own gets: the rhythm of the one that does (care).
AFTERCARE: Final = (
    Cadence(tr("使用反馈调研"), ("email", "wechat"), Duration(1, "months")),
    Cadence(tr("产品升级或行业趋势报告"), ("email",), Duration(3, "months")),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """A plan that should be there; `key` is what its id derives from."""

    key: tuple[str, ...]
    purpose: Purpose
    occasion: str
    goal: str
    method: str
    due_on: date
    contact_id: str | None

    @property
    def id(self) -> str:
        """Return the id of the plan: the same on any laptop."""
        return link_id("care", *self.key)


@dataclass(slots=True)
class _Customer:
    """A customer of the pool: the deal that was won last, the days to remember, the greetings there are and their days."""

    deal: Deal
    anniversaries: list[Anniversary] = field(default_factory=list[Anniversary])
    birthdays: list[Contact] = field(default_factory=list[Contact])
    names: dict[str, str] = field(default_factory=dict[str, str])  # of its people
    greetings: set[str] = field(default_factory=set[str])
    greeted: set[date] = field(default_factory=set[date])


def wishes(session: Session, ids: Sequence[str], today: date) -> list[tuple[Deal, Wish]]:
    """Return the plans that should be there for these customers, each with the deal it is kept with."""
    found: list[tuple[Deal, Wish]] = []
    for customer in _pool(session, ids, today).values():
        found += [(customer.deal, wish) for wish in _aftercare(session, customer.deal, today)]
        found += [(customer.deal, wish) for wish in _greetings(customer, today)]
    return found


def _aftercare(session: Session, deal: Deal, today: date) -> Iterator[Wish]:
    """Yield surveys and reports on their beats since the deal was won."""
    won = deal.closed_on or clock.local_day(deal.created_at)
    stated = playbook_of(session, deal).aftercare or AFTERCARE
    for place, cadence in enumerate(stated):
        quarterly = cadence.every.unit == "months" and cadence.every.amount >= 3
        purpose = Purpose.REPORT if quarterly else Purpose.SURVEY
        start = won + timedelta(weeks=place)  # survey and report do not arrive on the same day
        for turn, beat in _beats(start, cadence.every, today):
            occasion = _occasion(beat, cadence.every)
            yield Wish(
                key=(deal.customer_id or "", purpose, str(place), occasion),
                purpose=purpose,
                occasion=occasion,
                goal=cadence.goal,
                method=cadence.methods[(turn - 1) % len(cadence.methods)],
                due_on=next_working_day(beat),
                contact_id=deal.contact_id,
            )


def _beats(start: date, every: Duration, today: date) -> Iterator[tuple[int, date]]:
    """Yield the beats of the coming weeks, each with its number."""
    length = (add_span(start, every) - start).days
    turn = max(
        1, (today - start).days // (length + 3)
    )  # months differ by three days: begin before the first, not at it
    while (beat := add_span(start, every, turn)) <= today + AHEAD:
        if beat >= today:
            yield turn, beat
        turn += 1


def _occasion(beat: date, every: Duration) -> str:
    if every.unit != "months":
        return beat.isoformat()
    return f"{beat:%Y}-Q{(beat.month + 2) // 3}" if every.amount == 3 else f"{beat:%Y-%m}"


def _greetings(customer: _Customer, today: date) -> Iterator[Wish]:
    """Yield a greeting for each festival and day to remember, at most one a day, on the last working day by then."""
    for day, name, contact_id, number in sorted(_days(customer, today), key=lambda each: (each[0], each[3])):
        key = (customer.deal.customer_id or "", Purpose.GREETING, str(day.year), number)
        if link_id("care", *key) in customer.greetings:
            continue
        due = _free_day(max(working_day_by(day), today), customer.greeted, today)
        customer.greeted.add(due)
        yield Wish(
            key=key,
            purpose=Purpose.GREETING,
            occasion=f"{day.year}-{name}",
            goal=tr("{name}祝福", name=name),
            method=Method.WECHAT,
            due_on=due,
            contact_id=contact_id or customer.deal.contact_id,
        )


def _days(customer: _Customer, today: date) -> Iterator[tuple[date, str, str | None, str]]:
    """Yield the days to remember in the coming weeks: day, name, whose, and what the plan's id derives from."""
    last = today + AHEAD
    years = range(today.year, last.year + 1)
    told = wordings()
    for year in years:
        for each in festivals(year):
            if each.key in told and told[each.key].festival and today <= each.day <= last:
                yield each.day, told[each.key].name, None, each.key
        for row in customer.anniversaries:
            for day in anniversary_days(year, row.month, row.day, lunar=row.lunar):
                if today <= day <= last:
                    yield day, customer.names.get(row.contact_id or "", "") + row.name, row.contact_id, row.id
        for person in customer.birthdays:
            born = person.birthday
            for day in anniversary_days(year, born.month, born.day) if born else ():
                if today <= day <= last:
                    yield day, tr("{name}生日", name=person.name), person.id, person.id


def _free_day(day: date, greeted: set[date], today: date) -> date:
    """Return the day, the working day before it where it is taken, else the next free one."""
    early = day
    while early in greeted and early > today:
        early = add_working_days(early, -1)
    if early >= today and early not in greeted:
        return early
    while day in greeted:
        day = add_working_days(day, 1)
    return day


# Who is there


def _pool(session: Session, ids: Sequence[str], today: date) -> dict[str, _Customer]:
    won = session.scalars(
        select(Deal)
        .where(Deal.customer_id.in_(ids), Deal.outcome == Outcome.WON)
        .order_by(Deal.customer_id, Deal.closed_on, Deal.id)
    )
    found = {str(deal.customer_id): _Customer(deal) for deal in won}  # the latest stays
    for row in session.scalars(select(Anniversary).where(Anniversary.customer_id.in_(ids)).order_by(Anniversary.id)):
        if row.customer_id in found:
            found[row.customer_id].anniversaries.append(row)
    remembered = select(Anniversary.contact_id).where(Anniversary.customer_id.in_(ids))
    people = select(Contact).where(
        Contact.customer_id.in_(ids), or_(Contact.birthday.is_not(None), Contact.id.in_(remembered))
    )
    for person in session.scalars(people.order_by(Contact.id)):
        customer = found.get(str(person.customer_id))
        if customer:
            customer.names[person.id] = person.name
        # A birthday among the days to remember (by the moon, perhaps) stands for the one in the profile.
        if customer and all(row.contact_id != person.id for row in customer.anniversaries):
            customer.birthdays.append(person)
    for row in _greeted(session, ids, today):
        if row.customer_id in found and row.due_on:
            found[row.customer_id].greetings.add(row.id)
            found[row.customer_id].greeted.add(row.due_on)
    return found


def _greeted(session: Session, ids: Sequence[str], today: date) -> Iterator[Activity]:
    return iter(
        session.scalars(
            select(Activity).where(
                Activity.customer_id.in_(ids),
                Activity.purpose == Purpose.GREETING,
                Activity.status != ActivityStatus.CANCELLED,
                Activity.due_on >= today,
            )
        )
    )
