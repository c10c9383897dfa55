"""Delivery and after-sales in the sample company: notice, project, weeks, troubles, changes, visits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from desktop_crm.models import (
    ChangeItem,
    ChangeOrder,
    Milestone,
    OrderNotice,
    Problem,
    ProgressReport,
    Project,
    ProjectMember,
    Row,
    ScopeChange,
    SideOf,
    VersionStatus,
    Visit,
    link_id,
    new_id,
)
from desktop_crm.operations.sample_way import Way
from desktop_crm.playbooks.playbook import Duration
from desktop_crm.queries.document_data.inside import span_text
from desktop_crm.rules.amounts import parse_amount
from desktop_crm.rules.cadence import add_span
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

_WEEK: Final = timedelta(days=7)


def project(way: Way) -> Iterator[Row]:
    """Yield the order notice, the kick-off plan with its people, and the milestones."""
    begins = way.signed_on
    ends = begins + timedelta(days=way.work.proposal.delivery_days)
    yield OrderNotice(
        id=link_id(OrderNotice.__tablename__, way.deal.id),
        deal_id=way.deal.id,
        content=tr("按合同 {number}-HT 交付：{title}。", number=way.deal.number, title=way.deal.title),
        deliver_by=ends,
        deliver_to=tr("客户现场"),
        standard=tr("按双方确认的需求清单逐条验收"),
        attention=tr("对接人 {name}；进厂需提前一天报备。", name=way.sample.confirmed_by),
        receiver_id=way.members.get("delivery"),
        sent_on=begins,
        accepted_on=begins + timedelta(days=1),
    )
    yield Project(
        id=link_id(Project.__tablename__, way.deal.id),
        deal_id=way.deal.id,
        name=tr("{title}项目", title=way.deal.title),
        goal="；".join(goal.text for goal in way.sample.goals),
        scope=way.sample.need,
        starts_on=begins,
        ends_on=ends,
        kickoff_on=begins + timedelta(days=3),
        kickoff_held=begins + timedelta(days=3),
        place=tr("客户会议室"),
        communication=tr("每周五 16:00 例会；日常用企业微信群，当天答复"),
        escalation=tr("两个工作日没有答复的事项，升级到双方负责人"),
    )
    yield from _people(way)
    yield from _milestones(way)


def _people(way: Way) -> Iterator[Row]:
    lines = (
        (SideOf.US, tr("孙立群"), tr("项目经理"), tr("计划、沟通、验收"), way.members.get("delivery")),
        (SideOf.US, tr("高明哲"), tr("产品顾问"), tr("流程蓝图、培训"), way.members.get("product")),
        (SideOf.CUSTOMER, way.sample.confirmed_by, tr("项目负责人"), tr("确认范围、协调车间"), None),
    )
    for place, (side, name, role, duty, member) in enumerate(lines):
        yield ProjectMember(
            deal_id=way.deal.id, side=side, name=name, role=role, duty=duty, member_id=member, position=place
        )


def _milestones(way: Way) -> Iterator[Row]:
    for place, step in enumerate(way.work.milestones):
        planned = way.signed_on + timedelta(days=step.after)
        done = way.is_past("delivery") or planned < clock.today() - timedelta(days=2)
        yield Milestone(
            deal_id=way.deal.id,
            name=step.name,
            deliverable=step.deliverable,
            owner=tr("孙立群"),
            planned_on=planned,
            due_on=planned,
            done_on=min(planned, clock.today()) if done else None,
            position=place,
        )


def reports(way: Way) -> Iterator[Row]:
    """Yield one report for each whole week since the kick-off, as far as there is something to tell."""
    monday = way.signed_on - timedelta(days=way.signed_on.weekday())
    for serial, told in enumerate(way.work.weeks, 1):
        begins = monday + serial * _WEEK
        ends = begins + timedelta(days=4)
        if ends > clock.today():
            return
        yield ProgressReport(
            deal_id=way.deal.id,
            serial=serial,
            week_from=begins,
            week_to=ends,
            percent=min(15 + 20 * serial, 90),
            done=told.done,
            planned=told.planned,
            help_needed=told.help_needed,
            sent_on=ends,
        )


def troubles(way: Way) -> Iterator[Row]:
    """Yield the problem and the change order that the sample tells of."""
    if (problem := way.sample.problem) is not None:
        found_on = clock.today() - timedelta(days=problem.ago)
        yield Problem(
            deal_id=way.deal.id,
            found_on=found_on,
            text=problem.text,
            impact=problem.impact,
            solution=problem.solution,
            owner=tr("孙立群"),
            due_on=found_on + timedelta(days=problem.days),
        )
    if (change := way.sample.change) is None:
        return
    raised_on = clock.today() - timedelta(days=change.ago)
    order = ChangeOrder(
        id=new_id(),
        deal_id=way.deal.id,
        status=VersionStatus.SENT,
        title=change.title,
        reason=change.reason,
        raised_by=way.sample.confirmed_by,
        raised_on=raised_on,
        price_fen=parse_amount(change.price),
        days=change.days,
        responsibility=tr("客户提出，费用由客户承担"),
        sent_on=raised_on + timedelta(days=1),
    )
    yield order
    yield ChangeItem(change_order_id=order.id, kind=ScopeChange.ADD, text=change.title, standard=change.standard)


def visits(way: Way) -> Iterator[Row]:
    """Yield the visits that the playbook asks for after the acceptance; those in the past were made."""
    accepted_on = clock.today() - timedelta(days=way.sample.here)
    for place, span in enumerate(way.playbook.clocks.first_visits):
        due_on = add_span(accepted_on, span)
        made = due_on < clock.today() - timedelta(days=5)
        yield Visit(
            deal_id=way.deal.id,
            occasion=_occasion(span),
            due_on=due_on,
            visited_on=due_on + timedelta(days=place) if made else None,
            method="visit",
            visitor_id=way.members.get("customer_success") or way.deal.owner_id,
            contact_id=way.deal.contact_id,
            usage=way.work.visit.usage if made else "",
            satisfaction=5 - place % 2 if made else None,
            training=way.work.visit.training if made and not place else "",
            second_need=way.sample.second_need if made else "",
        )


def _occasion(span: Duration) -> str:
    return tr("验收后 {span}", span=span_text(span))
