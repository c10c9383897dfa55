"""How a paper that lives in versions says which one it is and how far it has come."""

from __future__ import annotations

from datetime import date

from desktop_crm.models import VersionStatus
from desktop_crm.system.translations import tr


def version_name(version: int) -> str:
    """Return the name of a version, as both sides call it."""
    return tr("第 {version} 版", version=version)


def status_text(status: str, confirmed_by: str, confirmed_on: date | None) -> str:
    """Return how far a version has come, and for a confirmed one by whom and when."""
    if status == VersionStatus.CONFIRMED:
        day = confirmed_on.isoformat() if confirmed_on else ""
        return " ".join(filter(None, (tr("客户已确认"), confirmed_by, day)))
    return tr("待客户确认")  # also on a draft: it says so across the page, and what is issued is what the customer gets
