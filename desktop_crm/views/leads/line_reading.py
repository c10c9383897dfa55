"""Reads a line that says a whole lead, with what this company knows: its channels, customers and industries."""

from __future__ import annotations

from desktop_crm.queries.customers import industries
from desktop_crm.queries.lead_facts import known_customers
from desktop_crm.queries.leads import lead_sources
from desktop_crm.rules.capture import Captured, parse_capture, words
from desktop_crm.views.board.sources import SOURCES
from desktop_crm.workspace import Workspace

_WHOLE = 3  # words from which a pasted text is a lead, not a name


def read_line(workspace: Workspace, text: str) -> Captured:
    """Return what a line says of a lead."""
    return parse_capture(
        text,
        (*SOURCES, *workspace.ask(lead_sources)),
        customers=workspace.ask(known_customers, words(text)),
        industries=workspace.ask(industries),
    )


def says_a_lead(text: str) -> bool:
    """Tell whether a pasted text says a whole lead rather than one name."""
    return len(words(text)) >= _WHOLE
