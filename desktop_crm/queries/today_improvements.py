"""The section of improvements: those that are due, and those whose effect can be looked at."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop_crm.queries.improvements import ImprovementLine, asking
from desktop_crm.queries.today import Item, Part, Wanted
from desktop_crm.system.translations import tr

READY = "ready"  # the purpose of an item whose effect can be looked at


def to_improve(session: Session, wanted: Wanted) -> Part:
    """Return what asks for something, what can be looked at first."""
    found = asking(session, wanted.day, wanted.member)
    return Part("improve", tuple(_item(line) for line in found[: wanted.limit("improve")]), len(found))


def _item(line: ImprovementLine) -> Item:
    ready = line.state == "ready"
    what = tr("看效果：{action}", action=line.action) if ready else tr("改进：{action}", action=line.action)
    return Item(
        kind="improve", id=line.id, what=what, owner=line.owner, purpose=READY if ready else "",
        due_on=line.ready_on if ready else line.due_on, place=f"figures.improvements:{line.id}",
    )  # fmt: skip
