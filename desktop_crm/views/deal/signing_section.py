"""The signing of a contract and its filing."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_crm.system.translations import tr
from desktop_crm.views.deal.page_tab import PageTab
from desktop_crm.views.widgets.empty_state import EmptyState
from desktop_crm.workspace import Workspace


class SigningSection(PageTab):
    """Says what comes here before there is a contract."""

    key = "contract.signing"
    title = tr("签署归档")
    tables = ("contract", "contract_filing", "attachment", "deal")

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.empty = EmptyState("documents", tr("合同起草好以后，在这里记录签署、归档扫描件。"))
        self.set_parts(self.empty)

    @override
    def refresh(self) -> None:
        self.empty.show()
