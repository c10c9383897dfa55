"""Where a lead of a sheet stands in the company's playbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from desktop_crm.exchange.rows import LeadRow
from desktop_crm.models import Outcome, StageStatus
from desktop_crm.playbooks import Playbook, Playbooks, stage_of_phase
from desktop_crm.rules.names import name_key

_STATUSES: Final[Mapping[str, StageStatus]] = {
    "未开始": StageStatus.NOT_STARTED,
    "进行中": StageStatus.IN_PROGRESS,
    "已完成": StageStatus.DONE,
    "已暂停": StageStatus.PAUSED,
}


@dataclass(frozen=True, slots=True)
class Place:
    """A stage, how the work in it stands, and how the deal stands as a whole."""

    stage: str
    stage_status: str
    outcome: str


class Placing:
    """Finds the place of a lead in `playbook`, which new leads follow.

    A stage is known by its name here, else by its name in another playbook, through the phase both share. A deal won
    without a word on its stage has gone all the way; one lost came as far as discovery.
    """

    def __init__(self, playbooks: Playbooks, playbook: Playbook) -> None:
        self.playbook = playbook
        self._stages = {
            name_key(stage.name): stage_of_phase(playbook, stage.phase).key
            for other in playbooks.values()
            for stage in other.stages
        } | {name_key(stage.name): stage.key for stage in playbook.stages}

    def knows(self, word: str) -> bool:
        """Tell whether a word names a stage."""
        return name_key(word) in self._stages

    def status(self, word: str) -> str:
        """Return the stage status that a word of ours names."""
        return _STATUSES.get(word, StageStatus.IN_PROGRESS)

    def place(self, row: LeadRow) -> Place:
        """Return where the row says the lead stands; an unknown word leaves it in the first stage."""
        first = self.playbook.first_stage.key
        said = self._stages.get(name_key(row.stage), "") if row.stage else ""
        outcome = Outcome(row.outcome) if row.outcome else Outcome.OPEN
        if outcome is Outcome.OPEN and said and self.playbook.is_won_at(said):
            outcome = Outcome.WON
        if outcome is Outcome.WON and not (said and self.playbook.is_won_at(said)):
            return Place(self.playbook.stages[-1].key, StageStatus.DONE, outcome)
        if outcome is Outcome.LOST and not said:
            said = stage_of_phase(self.playbook, "discovery").key
        stage = said or first
        usual = StageStatus.NOT_STARTED if stage == first else StageStatus.IN_PROGRESS
        if outcome is not Outcome.OPEN and self.playbook.outcome(outcome).column:
            usual = StageStatus.DONE  # it stands in the outcome's column
        return Place(stage, _STATUSES.get(row.status, usual), outcome)
