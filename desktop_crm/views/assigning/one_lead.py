"""One lead and the members it could go to: Enter gives it to the first, another choice asks for its reason."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.operations.assignments import assign_to, why_not
from desktop_crm.queries.lead_matching import Candidate, LeadCard, candidates, lead_cards
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.assigning.load_bar import LoadDelegate, load_text
from desktop_crm.views.widgets.badge import Badge, Mark, grade_mark
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.table import Column, RowsModel, TableView
from desktop_crm.workspace import Workspace

_LOAD: Final = 2


def _tone(one: Candidate) -> theme.Tone:
    return "muted" if one.note else "text"


def _why(one: Candidate) -> str:
    matched = " + ".join(one.reasons) or tr("没有相符的")
    return f"{one.note}；{matched}" if one.note else matched


_COLUMNS: Final[tuple[Column[Candidate], ...]] = (
    Column(
        "name", tr("成员"), lambda one: one.name, width=92, tone=_tone, icon=lambda one: "good" if one.first else ""
    ),
    Column("points", tr("匹配"), lambda one: one.points, right=True, width=46, tone=_tone),
    Column("load", tr("在手 / 上限"), lambda one: load_text(one.open_deals, one.capacity), width=136, tone=_tone),
    Column("reasons", tr("依据"), _why, width=140, tone=_tone),
)


class OneLead(QWidget):
    """The lead in two lines, the ranked members, and one button that says what it will do."""

    assigned = Signal(list)  # the ids of the leads given

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.card: LeadCard | None = None
        self._barred = ""
        self.who = QLabel(wordWrap=True)
        self.who.setTextFormat(Qt.TextFormat.PlainText)
        self.who.setProperty("role", "strong")
        self.grade = Badge(Mark("", "muted"))
        self.about = QLabel(wordWrap=True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setProperty("tone", "muted")
        self.barred = QLabel(wordWrap=True)
        self.barred.setProperty("tone", "soon")
        self.table = TableView(RowsModel(_COLUMNS))
        self.table.setSortingEnabled(False)  # the order is the answer
        self.table.setSelectionMode(TableView.SelectionMode.SingleSelection)
        self.table.setItemDelegateForColumn(_LOAD, LoadDelegate(lambda one: (one.open_deals, one.capacity), self.table))
        self.table.setAccessibleName(tr("可接收的成员"))
        self.reason = _ReasonLine(placeholderText=tr("不按推荐分配的原因，如：客户指定对接人"))
        self.reason.setAccessibleName(tr("不按推荐分配的原因"))
        self.give = button("", self._on_give, kind="primary", icon="check")
        self._arrange()
        self.table.opened.connect(self._on_give)
        self.table.selectionModel().currentRowChanged.connect(self._show_choice)
        self.reason.returnPressed.connect(self._on_give)
        self.reason.left.connect(self.table.setFocus)

    def show_lead(self, deal_id: str) -> bool:
        """Show a lead with its candidates, the first one chosen; False when the lead is gone."""
        cards = self.workspace.ask(lead_cards, [deal_id])
        fresh = self.card is None or self.card.id != deal_id
        self.card = cards[0] if cards else None
        if self.card is None:
            return False
        chosen = "" if fresh else self.chosen_id()
        self.table.rows.set_rows(self.workspace.ask(candidates, deal_id))
        if fresh:
            self.reason.clear()
        self._choose(chosen)
        self._show_card(self.card)
        self._show_choice()
        return True

    def chosen_id(self) -> str:
        """Return the id of the member that is chosen."""
        one = self._chosen()
        return one.member_id if one else ""

    def start(self) -> None:
        """Put the keyboard on the first candidate."""
        self.table.setFocus()

    def _show_card(self, card: LeadCard) -> None:
        self.who.setText(card.customer or card.title)
        self.grade.set_mark(grade_mark(card.grade))
        facts = (card.number, card.region, card.industry, card.customer_type, " ".join(card.need.split())[:60])
        self.about.setText(" · ".join(fact for fact in facts if fact))
        self._barred = why_not(card, again=True)
        held = tr("现由{name}负责，改派后收回", name=card.owner) if card.assigned else ""
        self.barred.setText(tr("暂时不能分配：{why}", why=self._barred) if self._barred else held)
        self.barred.setVisible(bool(self.barred.text()))

    def _show_choice(self) -> None:
        one = self._chosen()
        self.reason.setVisible(bool(one and not one.first and not self._barred))
        name = one.name if one else ""
        self.give.setText(tr("分配给{name}", name=name))
        mine = bool(one and self.card and self.card.assigned and self.card.owner_id == one.member_id)
        self.give.setEnabled(bool(one) and not self._barred and not mine)

    def _chosen(self) -> Candidate | None:
        at = self.table.currentIndex().row()
        return self.table.rows.row(at) if 0 <= at < self.table.rows.rowCount() else None

    def _choose(self, member_id: str) -> None:
        rows = self.table.rows
        place = next((at for at in range(rows.rowCount()) if rows.row(at).member_id == member_id), 0)
        self.table.setCurrentIndex(rows.index(place, 0))

    def _on_give(self) -> None:
        one, card = self._chosen(), self.card
        if one is None or card is None or not self.give.isEnabled():
            return
        reason = self.reason.text().strip()
        if not one.first and not reason:
            self.reason.setFocus()
            return

        def do() -> bool:
            self.workspace.do(assign_to, card.id, member_id=one.member_id, reason=reason)
            return True

        if self.workspace.guarded(do):
            self.reason.clear()
            self.assigned.emit([card.id])

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.px(theme.SNUG))
        head.addWidget(self.who, 1)
        head.addWidget(self.grade, 0, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.addWidget(self.give)
        foot.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(theme.ROOMY),) * 4)
        column.setSpacing(theme.px(theme.SNUG))
        column.addLayout(head)
        for part in (self.about, self.barred):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addWidget(self.reason)
        column.addLayout(foot)


class _ReasonLine(QLineEdit):
    """The reason for another choice; Esc goes back to the members."""

    left = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
