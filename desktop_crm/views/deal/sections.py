"""The tabs of the deal pane that have sections, and the sections of each in their order."""

from __future__ import annotations

from typing import ClassVar

from desktop_crm.system.translations import tr
from desktop_crm.views.deal.sectioned_tab import SectionedTab, SectionPlace
from desktop_crm.views.deal.tab import DealTab

# ruff: noqa: PLC0415 - a section is loaded when it is first shown


def _proposal() -> type[DealTab]:
    from desktop_crm.views.deal.proposal_section import ProposalSection

    return ProposalSection


def _talks() -> type[DealTab]:
    from desktop_crm.views.deal.presentation_section import PresentationSection

    return PresentationSection


def _proposal_review() -> type[DealTab]:
    from desktop_crm.views.deal.review_section import ProposalReviewSection

    return ProposalReviewSection


def _memo() -> type[DealTab]:
    from desktop_crm.views.deal.negotiation_tab import NegotiationTab

    return NegotiationTab


def _intent() -> type[DealTab]:
    from desktop_crm.views.deal.intent_section import IntentSection

    return IntentSection


def _contract() -> type[DealTab]:
    from desktop_crm.views.deal.contract_section import ContractSection

    return ContractSection


def _contract_review() -> type[DealTab]:
    from desktop_crm.views.deal.review_section import ContractReviewSection

    return ContractReviewSection


def _signing() -> type[DealTab]:
    from desktop_crm.views.deal.signing_section import SigningSection

    return SigningSection


def _payments() -> type[DealTab]:
    from desktop_crm.views.deal.payments_section import PaymentsSection

    return PaymentsSection


def _plan() -> type[DealTab]:
    from desktop_crm.views.deal.plan_section import PlanSection

    return PlanSection


def _reports() -> type[DealTab]:
    from desktop_crm.views.deal.reports_section import ReportsSection

    return ReportsSection


def _changes() -> type[DealTab]:
    from desktop_crm.views.deal.changes_section import ChangesSection

    return ChangesSection


def _acceptance() -> type[DealTab]:
    from desktop_crm.views.deal.acceptance_tab import AcceptanceTab

    return AcceptanceTab


def _visits() -> type[DealTab]:
    from desktop_crm.views.deal.visits_section import VisitsSection

    return VisitsSection


class ProposalPages(SectionedTab):
    """The proposal, how it was presented and what colleagues think of it."""

    key = "proposal"
    title = tr("方案")
    sections: ClassVar = (
        SectionPlace("proposal", tr("方案"), _proposal),
        SectionPlace("talks", tr("讲解"), _talks),
        SectionPlace("review", tr("评审"), _proposal_review),
    )


class NegotiationPages(SectionedTab):
    """What is prepared, talked over and written down on the way to the contract."""

    key = "negotiation"
    title = tr("谈判")
    sections: ClassVar = (
        SectionPlace("memo", tr("底线与纪要"), _memo),
        SectionPlace("intent", tr("意向书"), _intent),
    )


class ContractPages(SectionedTab):
    """The contract from its draft to its place in the archive."""

    key = "contract"
    title = tr("合同")
    sections: ClassVar = (
        SectionPlace("contract", tr("合同"), _contract),
        SectionPlace("review", tr("评审"), _contract_review),
        SectionPlace("signing", tr("签署归档"), _signing),
        SectionPlace("payments", tr("回款"), _payments),
    )


class DeliveryPages(SectionedTab):
    """From the kick-off to the visits after acceptance."""

    key = "delivery"
    title = tr("交付")
    sections: ClassVar = (
        SectionPlace("plan", tr("计划"), _plan),
        SectionPlace("reports", tr("周报"), _reports),
        SectionPlace("changes", tr("变更"), _changes),
        SectionPlace("acceptance", tr("验收"), _acceptance),
        SectionPlace("visits", tr("回访"), _visits),
    )
