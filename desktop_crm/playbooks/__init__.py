"""Playbooks: how a company sells, read from TOML files: stages, guides, gates, grades, clocks."""

from __future__ import annotations

from desktop_crm.playbooks.facts import DealFacts
from desktop_crm.playbooks.gates import Missing, Terms, gate, missing, terms
from desktop_crm.playbooks.library import DEFAULT, Playbooks
from desktop_crm.playbooks.mapping import map_stage, stage_of_phase
from desktop_crm.playbooks.playbook import Outcome, Playbook, Stage

__all__ = [
    "DEFAULT",
    "DealFacts",
    "Missing",
    "Outcome",
    "Playbook",
    "Playbooks",
    "Stage",
    "Terms",
    "gate",
    "map_stage",
    "missing",
    "stage_of_phase",
    "terms",
]
