"""Where a deal arrives when it moves to another playbook."""

from __future__ import annotations

from desktop_crm.playbooks.playbook import Playbook
from desktop_crm.playbooks.vocabulary import PHASES


def map_stage(from_playbook: Playbook, stage: str, to_playbook: Playbook) -> str:
    """Return the key of the stage of the same phase, else of the nearest phase before it, else the first stage."""
    if from_playbook.key == to_playbook.key and to_playbook.find_stage(stage):
        return stage
    origin = from_playbook.find_stage(stage)
    if origin is None:
        return to_playbook.first_stage.key
    reached = PHASES.index(origin.phase)
    # The first of several stages of one phase: a deal is never taken for further than it is.
    before = [s for s in to_playbook.stages if PHASES.index(s.phase) <= reached]
    if not before:
        return to_playbook.first_stage.key
    return max(before, key=lambda s: PHASES.index(s.phase)).key
