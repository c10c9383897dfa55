"""The tabs of the deal pane in their order; each is imported and built when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop_crm.system.translations import tr
from desktop_crm.views.deal.tab import DealTab

# ruff: noqa: PLC0415 - a tab is loaded when it is first shown, not when the window starts


@dataclass(frozen=True, slots=True)
class TabPlace:
    """A tab that may not be built yet: its key as remedies name it, its title, and how to load its class."""

    key: str
    title: str
    load: Callable[[], type[DealTab]]


def _overview() -> type[DealTab]:
    from desktop_crm.views.deal.overview_tab import OverviewTab

    return OverviewTab


def _requirement() -> type[DealTab]:
    from desktop_crm.views.deal.requirement_tab import RequirementTab

    return RequirementTab


def _chain() -> type[DealTab]:
    from desktop_crm.views.deal.chain_tab import ChainTab

    return ChainTab


def _timeline() -> type[DealTab]:
    from desktop_crm.views.deal.timeline_tab import TimelineTab

    return TimelineTab


def _proposal() -> type[DealTab]:
    from desktop_crm.views.deal.sections import ProposalPages

    return ProposalPages


def _negotiation() -> type[DealTab]:
    from desktop_crm.views.deal.sections import NegotiationPages

    return NegotiationPages


def _contract() -> type[DealTab]:
    from desktop_crm.views.deal.sections import ContractPages

    return ContractPages


def _delivery() -> type[DealTab]:
    from desktop_crm.views.deal.sections import DeliveryPages

    return DeliveryPages


def _documents() -> type[DealTab]:
    from desktop_crm.views.deal.documents_tab import DocumentsTab

    return DocumentsTab


def _history() -> type[DealTab]:
    from desktop_crm.views.deal.history_tab import HistoryTab

    return HistoryTab


TABS: tuple[TabPlace, ...] = (
    TabPlace("overview", tr("概览"), _overview),
    TabPlace("requirement", tr("需求"), _requirement),
    TabPlace("chain", tr("决策链"), _chain),
    TabPlace("followup", tr("跟进"), _timeline),
    TabPlace("proposal", tr("方案"), _proposal),
    TabPlace("negotiation", tr("谈判"), _negotiation),
    TabPlace("contract", tr("合同"), _contract),
    TabPlace("delivery", tr("交付"), _delivery),
    TabPlace("documents", tr("文档"), _documents),
    TabPlace("history", tr("历史"), _history),
)
# The other names by which remedies call a place: the tab in which it is found.
ALIASES = {"checklist": "overview", "acceptance": "delivery"}
# What a tab may send to but lies on another screen.
ELSEWHERE = frozenset({"team"})
