"""The playbook an operation works under."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desktop_crm.models import Deal
from desktop_crm.playbooks import Playbooks
from desktop_crm.playbooks.playbook import Playbook


def playbooks_of(session: Session) -> Playbooks:
    """Return the playbooks of the company open in `session`."""
    found = session.info.get("playbooks")
    return found if isinstance(found, Playbooks) else Playbooks()


def playbook_of(session: Session, deal: Deal) -> Playbook:
    """Return the playbook `deal` follows; the default one when its own is gone."""
    return playbooks_of(session).find(deal.playbook)
