"""Putting deals where a sheet says they stand, with a line in their history."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.exchange.rows import LeadRow
from desktop_crm.models import Outcome, StageChange, context
from desktop_crm.operations.importing.follow_ups import noon
from desktop_crm.operations.importing.placing import Place, Placing
from desktop_crm.operations.importing.shelf import Shelf
from desktop_crm.system import clock
from desktop_crm.system.translations import tr

EVIDENCE = tr("导入")  # what the history says of a move that a sheet made
_COLUMNS = ("deal_id", "at", "by_id", "from_playbook", "from_stage", "to_playbook", "to_stage", "outcome", "evidence")


class Moves:
    """Places new deals, and those known ones that no person has moved, closed or reopened since they were imported."""

    def __init__(self, session: Session, placing: Placing, deals: Shelf) -> None:
        self._session = session
        self._placing = placing
        self._deals = deals
        self._me = context(session).me or None
        self._now = clock.now()
        self.shelf = Shelf(session, StageChange, *_COLUMNS, only_new=True)

    def begin(self, deal: dict[str, Any], row: LeadRow) -> None:
        """Place a new deal."""
        self._put(deal, self._placing.place(row), row, "", "")

    def follow(self, deal: dict[str, Any], row: LeadRow) -> bool:
        """Move a known deal if the sheet says it stands elsewhere and nobody decided otherwise; return whether it was."""
        place = self._told(deal, row)
        if place is None:
            return False
        if (place.stage, place.outcome) == (deal["stage"], deal["outcome"]):
            closed = row.closed_on if place.outcome != Outcome.OPEN else None
            return self._deals.renew(deal["id"], closed_on=closed)
        if deal["id"] in self._decided:
            return False
        self._put(deal, place, row, deal["playbook"], deal["stage"])
        return True

    def stands_against(self, deal: dict[str, Any], row: LeadRow) -> bool:
        """Tell whether the sheet says that a deal stands elsewhere, and a person decided otherwise."""
        place = self._told(deal, row)
        other = place is not None and (place.stage, place.outcome) != (deal["stage"], deal["outcome"])
        return other and deal["id"] in self._decided

    def _told(self, deal: dict[str, Any], row: LeadRow) -> Place | None:
        """Return where the sheet says a deal stands; None when it does not say, or speaks of another playbook."""
        says = row.outcome or (row.stage and self._placing.knows(row.stage))
        if not says or deal["playbook"] != self._placing.playbook.key:
            return None
        return self._placing.place(row)

    def _put(self, deal: dict[str, Any], place: Place, row: LeadRow, from_playbook: str, from_stage: str) -> None:
        closed = row.closed_on if place.outcome != Outcome.OPEN else None
        since = self._moment(closed or row.engaged_on or row.acquired_on)
        self._deals.change(
            deal["id"],
            stage=place.stage,
            stage_status=place.stage_status,
            stage_since=since,
            outcome=place.outcome,
            closed_on=closed,
        )
        self.shelf.add(
            deal_id=deal["id"],
            at=since,
            by_id=self._me,
            from_playbook=from_playbook,
            from_stage=from_stage,
            to_playbook=deal["playbook"],
            to_stage=place.stage,
            outcome=place.outcome,
            evidence=EVIDENCE,
        )

    def _moment(self, day: date | None) -> datetime:
        return min(noon(day), self._now) if day else self._now

    @cached_property
    def _decided(self) -> frozenset[str]:
        """The deals whose place a person chose."""
        return frozenset(self._session.scalars(select(StageChange.deal_id).where(StageChange.evidence != EVIDENCE)))
