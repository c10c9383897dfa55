"""The contract of a deal: its terms and clauses, held against the memo."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_crm.system.translations import tr
from desktop_crm.views.deal.page_tab import PageTab
from desktop_crm.views.widgets.empty_state import EmptyState
from desktop_crm.workspace import Workspace


class ContractSection(PageTab):
    """Says what comes here before there is a contract."""

    key = "contract.contract"
    title = tr("合同")
    tables = ("contract", "contract_clause", "contract_risk", "memo", "memo_clause", "deal")

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.empty = EmptyState("contract", tr("合同从谈判纪要起草，逐条与纪要比对。"))
        self.set_parts(self.empty)

    @override
    def refresh(self) -> None:
        self.empty.show()
