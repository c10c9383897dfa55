"""A deal of the sample company on its way, as those who write its papers see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from desktop_crm.models import Deal
from desktop_crm.operations.sample_data import SampleDeal
from desktop_crm.operations.sample_work import SampleWork
from desktop_crm.playbooks.playbook import Playbook
from desktop_crm.playbooks.vocabulary import PHASES, Phase
from desktop_crm.system import clock


@dataclass(frozen=True, slots=True)
class Way:
    """A deal on its way: what the files say of it, its row, who works on it, and when it came to each phase."""

    deal: Deal
    sample: SampleDeal
    work: SampleWork
    playbook: Playbook
    members: Mapping[str, str]  # by role, the first of it
    reached: Mapping[str, int]  # by phase, days ago

    @property
    def phase(self) -> Phase:
        """Where the deal stands."""
        return self.playbook.stage(self.deal.stage).phase

    def is_past(self, phase: Phase) -> bool:
        """Tell whether the deal stands beyond a phase."""
        return PHASES.index(self.phase) > PHASES.index(phase)

    def day(self, phase: Phase, after: int = 0) -> date:
        """Return a day so many days after the deal came to a phase, else to where it stands."""
        return clock.today() - timedelta(days=self.reached.get(phase, self.sample.here) - after)

    def moment(self, phase: Phase) -> datetime:
        """Return an hour of the day on which the deal came to a phase."""
        return min(datetime.combine(self.day(phase), time(15, 20)).astimezone(), clock.now())

    @property
    def signed_on(self) -> date:
        """When the contract was signed: the deal goes on to the delivery on that day."""
        return self.day("delivery")
