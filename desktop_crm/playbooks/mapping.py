"""Which stage of a playbook belongs to a phase: for documents, and for a deal that moves to another playbook."""

from __future__ import annotations

from desktop_crm.playbooks.playbook import Playbook, Stage
from desktop_crm.playbooks.vocabulary import PHASES, Phase


def map_stage(from_playbook: Playbook, stage: str, to_playbook: Playbook) -> str:
    """Return the key of the stage in which a deal arrives when it moves to another playbook."""
    if from_playbook.key == to_playbook.key and to_playbook.find_stage(stage):
        return stage
    origin = from_playbook.find_stage(stage) or from_playbook.first_stage
    return stage_of_phase(to_playbook, origin.phase).key


def stage_of_phase(playbook: Playbook, phase: Phase) -> Stage:
    """Return the stage of a phase, else that of the nearest phase before it, else the first stage."""
    reached = PHASES.index(phase)
    before = [stage for stage in playbook.stages if PHASES.index(stage.phase) <= reached]
    # max() takes the first of several stages of one phase: a deal is never taken for further than it is.
    return max(before, key=lambda stage: PHASES.index(stage.phase), default=playbook.first_stage)
