"""The gate of a deal, in the pane and never in a box: what a move still needs, live, and the ways through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.models import Outcome
from desktop_crm.operations import deals
from desktop_crm.playbooks.gates import Missing, gate, terms
from desktop_crm.playbooks.playbook import Playbook
from desktop_crm.playbooks.vocabulary import OUTCOMES
from desktop_crm.queries.deal import DealHead, deal_head, latest_evidence
from desktop_crm.queries.deal_facts import deal_facts
from desktop_crm.refusal import Refused
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.deal.missing_list import MissingList
from desktop_crm.views.widgets.buttons import button, icon_button
from desktop_crm.views.widgets.chip import ChipRow
from desktop_crm.workspace import Workspace

Kind = Literal["gate", "evidence", "reason", "reopen", "afterthought"]


@dataclass(frozen=True, slots=True)
class Question:
    """What the panel asks: which deal, where to (a stage or an outcome), and what that needs."""

    deal_id: str
    to: str
    kind: Kind
    name: str = ""


class GatePanel(QFrame):
    """Asks for what a move needs; hidden while nothing is asked."""

    go_to_requested = Signal(str)
    moved = Signal(str, str)  # deal, stage or outcome
    asked = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.question: Question | None = None
        self._overriding = False
        self._lacking: tuple[Missing, ...] = ()
        self.title = QLabel(wordWrap=True)
        self.missing = MissingList()
        self.chips = ChipRow(one_only=True, wrap=True)
        self.hint = QLabel(wordWrap=True)
        self.line = QLineEdit()
        self.go = button("", self._on_go, kind="primary")
        self.override = button(tr("说明理由后放行"), self._on_override, kind="quiet")
        self._arrange()
        self.missing.go_to_requested.connect(self.go_to_requested)
        self.chips.changed.connect(self._show_state)
        self.line.textChanged.connect(self._show_state)
        self.line.returnPressed.connect(self._on_go)
        self.hide()

    # asking

    def ask_to_move(self, deal_id: str, to: str) -> bool:
        """Move a deal to a stage or close it with an outcome; open the panel when more is needed. Tells whether it moved."""
        return bool(self.workspace.guarded(lambda: self._try(deal_id, to)))

    def ask_to_reopen(self, deal_id: str) -> None:
        """Ask for the fact on which a closed deal is opened again."""
        self._ask(Question(deal_id, Outcome.OPEN, "reopen"))

    def ask_for_evidence(self, deal_id: str) -> None:
        """Ask for the fact behind the latest move, after it was made."""
        self._ask(Question(deal_id, "", "afterthought"))
        self.line.setText(self.workspace.ask(latest_evidence, deal_id))

    def dismiss(self) -> None:
        """Ask no more."""
        self.question = None
        self.hide()

    def refresh(self) -> None:
        """Look again at what is missing, after any change; a move that no longer makes sense is asked for no more."""
        question = self.question
        if question is None:
            return
        head = self.workspace.ask(deal_head, question.deal_id)
        if head is None or (question.kind != "afterthought" and _is_there(head, question.to)):
            self.dismiss()
            return
        if question.kind == "gate":
            playbook = self.workspace.playbooks.find(head.playbook)
            facts = self.workspace.ask(deal_facts, question.deal_id)
            self._lacking = gate(playbook, head.stage, question.to, facts)
        self.missing.show_missing(self._lacking)
        self._show_state()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    # inside

    def _try(self, deal_id: str, to: str) -> bool:
        head = self.workspace.ask(deal_head, deal_id)
        if head is None or _is_there(head, to):
            return False
        try:
            self._move(deal_id, to)
        except Refused as refusal:
            if not refusal.remedies:
                raise
            self._ask(self._question(head, to))
            return False
        self.dismiss()
        self.moved.emit(deal_id, to)
        return True

    def _move(self, deal_id: str, to: str, *, reason: str = "", evidence: str = "", override: str = "") -> None:
        if to in OUTCOMES:
            self.workspace.do(
                deals.close_deal, deal_id, outcome=to, reason=reason, evidence=evidence, override_reason=override
            )
        else:
            self.workspace.do(deals.move_deal, deal_id, to_stage=to, evidence=evidence, override_reason=override)

    def _question(self, head: DealHead, to: str) -> Question:
        playbook = self.workspace.playbooks.find(head.playbook)
        asked = terms(playbook, head.stage, to)
        kind: Kind = "reason" if asked.reason else "evidence" if asked.evidence else "gate"
        return Question(head.id, to, kind, _name(playbook, to))

    def _ask(self, question: Question) -> None:
        if question != self.question:
            self.line.clear()
            self.chips.set_choices(())
            self._overriding = False
        self.question, self._lacking = question, ()
        if question.kind == "reason":
            self._offer_reasons(question)
        self.show()
        self.refresh()
        self.asked.emit()
        self._start()

    def _start(self) -> None:
        if self.question and self.question.kind == "gate":
            self.missing.start()
        else:
            self.line.setFocus()

    def _offer_reasons(self, question: Question) -> None:
        head = self.workspace.ask(deal_head, question.deal_id)
        if head:
            outcome = self.workspace.playbooks.find(head.playbook).outcome(question.to)
            self.chips.set_choices((reason.name, reason.name) for reason in outcome.reasons)

    def _on_override(self) -> None:
        self._overriding = True
        self._show_state()
        self.line.setFocus()

    def _on_go(self) -> None:
        if self.question and self.go.isEnabled():
            self.workspace.guarded(lambda question=self.question: self._carry_out(question))

    def _carry_out(self, question: Question) -> None:
        said, chosen = self.line.text().strip(), "".join(self.chips.chosen())
        if question.kind == "reopen":
            self.workspace.do(deals.reopen_deal, question.deal_id, evidence=said)
        elif question.kind == "afterthought":
            self.workspace.do(deals.state_evidence, question.deal_id, evidence=said)
        elif question.kind == "reason":
            self._move(question.deal_id, question.to, reason=chosen or said, evidence=said)
        elif question.kind == "evidence":
            self._move(question.deal_id, question.to, evidence=said)
        else:
            self._move(question.deal_id, question.to, override=said if self._overriding else "")
        self.dismiss()
        if question.kind != "afterthought":
            self.moved.emit(question.deal_id, question.to)

    # showing

    def _show_state(self) -> None:
        question = self.question
        if question is None:
            return
        passes = question.kind == "gate" and not self._lacking
        overriding = self._overriding and not passes
        self.title.setText(self._title(question, passes=passes))
        self.hint.setText(self._hint(question))
        self.hint.setVisible(bool(self.hint.text()))
        self.missing.setVisible(bool(self._lacking))
        self.chips.setVisible(question.kind == "reason")
        self.line.setVisible(question.kind != "gate" or overriding)
        self.line.setPlaceholderText(_placeholder(question.kind))
        self.line.setAccessibleName(self.line.placeholderText())
        self.override.setVisible(question.kind == "gate" and not passes and not overriding)
        said = bool(self.line.text().strip()) or bool(self.chips.chosen())
        self.go.setText(self._go_text(question, overriding=overriding))
        self.go.setEnabled(passes or (said and (question.kind != "gate" or overriding)))

    def _title(self, question: Question, *, passes: bool) -> str:
        if question.kind == "gate":
            if passes:
                return tr("条件已满足，可以进入“{name}”", name=question.name)
            return tr("进入“{name}”还差 {count} 项", name=question.name, count=len(self._lacking))
        titles: dict[Kind, str] = {
            "evidence": tr("退回“{name}”：依据是什么？", name=question.name),
            "reason": tr("标为“{name}”：原因是什么？", name=question.name),
            "reopen": tr("重新打开：依据是什么？"),
            "afterthought": tr("这次推进的依据是什么？"),
        }
        return titles[question.kind]

    def _hint(self, question: Question) -> str:
        if question.kind == "gate" and self._overriding and self._lacking:
            return tr("理由和没有满足的条件会一起记入历史。")
        return tr("写一句事实，会记入历史。") if question.kind in {"evidence", "reopen", "afterthought"} else ""

    def _go_text(self, question: Question, *, overriding: bool) -> str:
        texts: dict[Kind, str] = {
            "gate": tr("放行，进入“{name}”", name=question.name)
            if overriding
            else tr("推进到“{name}”", name=question.name),
            "evidence": tr("退回“{name}”", name=question.name),
            "reason": tr("标为“{name}”", name=question.name),
            "reopen": tr("重新打开"),
            "afterthought": tr("记下依据"),
        }
        return texts[question.kind]

    def _arrange(self) -> None:
        self.setProperty("surface", "card")
        self.title.setProperty("role", "strong")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.hint.setProperty("role", "muted")
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(icon_button("close", tr("收起"), self.dismiss), 0, Qt.AlignmentFlag.AlignTop)
        bottom = QHBoxLayout()
        bottom.setSpacing(theme.px(theme.SNUG))
        for part in (self.go, self.override):
            bottom.addWidget(part)
        bottom.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(theme.GAP), theme.px(theme.SNUG), theme.px(theme.SNUG), theme.px(theme.GAP))
        column.setSpacing(theme.px(theme.SNUG))
        column.addLayout(top)
        for part in (self.missing, self.chips, self.line, self.hint):
            column.addWidget(part)
        column.addLayout(bottom)


def _is_there(head: DealHead, to: str) -> bool:
    if to in OUTCOMES or to == Outcome.OPEN:
        return head.outcome == to
    return head.stage == to and head.outcome in {Outcome.OPEN, Outcome.WON}


def _name(playbook: Playbook, to: str) -> str:
    return playbook.outcome(to).name if to in OUTCOMES else playbook.stage(to).name


def _placeholder(kind: Kind) -> str:
    placeholders: dict[Kind, str] = {
        "gate": tr("放行的理由，如：客户周五前要见方案"),
        "evidence": tr("如：客户新增两条产线，需求要重谈"),
        "reason": tr("补充说明，或写别的原因"),
        "reopen": tr("如：客户来电，预算恢复"),
        "afterthought": tr("如：张总电话里同意周三面谈"),
    }
    return placeholders[kind]
