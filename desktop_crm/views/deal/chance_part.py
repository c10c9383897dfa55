"""The win chance of the deal in one quiet line: set by hand or figured, with its reasons on demand."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from desktop_crm.operations.forecast import set_chance
from desktop_crm.queries.win_chance import DealChance, deal_chance
from desktop_crm.refusal import Refused, Remedy
from desktop_crm.rules.win_chance import Chance
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import icons, theme
from desktop_crm.views.reading import Reading
from desktop_crm.views.widgets.badge import Badge, Mark
from desktop_crm.views.widgets.inline_edit import Fact, InlineEdit
from desktop_crm.workspace import Workspace

_PERCENT: Final = re.compile(r"\s*(\d{1,3})\s*[%％]?\s*")
_LABEL: Final = 80  # as wide as the labels of the facts beneath


class ChancePart(QWidget):
    """A typed figure counts from then on; an emptied field lets the figured one count again. Open deals only."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.deal_id = ""
        self._reading = Reading(workspace, self)
        self.value = InlineEdit(Fact("chance", tr("赢率")), one_line=True)
        self.mark = Badge(Mark(tr("人工"), "soon"))
        self.why = QToolButton()
        self.why.setText(tr("理由"))
        self.why.setCheckable(True)
        self.why.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.why.setAutoRaise(True)
        self.why.setIcon(icons.icon("question", "muted"))
        self.reasons = QLabel(wordWrap=True)
        self.reasons.setTextFormat(Qt.TextFormat.PlainText)
        self.reasons.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.reasons.setProperty("role", "muted")
        self._arrange()
        self.value.edited.connect(self._on_edited)
        self.why.toggled.connect(self.reasons.setVisible)
        self.hide()

    def show_deal(self, deal_id: str) -> None:
        """Read the chance of a deal beside the window; until it is known nothing is shown of another one."""
        if deal_id != self.deal_id:
            self.deal_id = deal_id
            self.why.setChecked(False)
            self.hide()
        self._reading.ask(partial(deal_chance, deal_id=deal_id, today=clock.today()), self._show)

    def start(self) -> None:
        """Put the cursor into the figure, once it is there."""
        self._reading.then(self.value.start)

    # Inside

    def _show(self, known: DealChance | None) -> None:
        self.setVisible(known is not None)
        if known is None:
            return
        self.value.set_fact(Fact("chance", tr("赢率"), f"{known.percent}%"))
        self.mark.setVisible(known.by_hand is not None)
        self.reasons.setText("\n".join(said(known)))

    def _on_edited(self, value: object) -> None:
        text = str(value or "")
        typed = _PERCENT.fullmatch(text)
        if text.strip() and typed is None:
            remedy = Remedy(tr("修改赢率"), "overview.chance")
            self.workspace.refused.emit(Refused(tr("赢率写成 1 到 99 的整数，如 60%。"), remedy))
        else:
            self.workspace.attempt(set_chance, self.deal_id, percent=int(typed[1]) if typed else None)
        self.show_deal(self.deal_id)  # what was refused shows again what is kept

    def _arrange(self) -> None:
        label = QLabel(tr("赢率"))
        label.setProperty("role", "muted")
        line = QGridLayout()
        line.setHorizontalSpacing(theme.px(theme.SNUG))
        line.setColumnMinimumWidth(0, theme.px(_LABEL))
        line.setColumnStretch(4, 1)
        for place, part in enumerate((label, self.value, self.mark, self.why)):
            line.addWidget(part, 0, place)
        self.value.setFixedWidth(theme.px(64))
        self.reasons.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.TIGHT))
        column.addLayout(line)
        column.addWidget(self.reasons)


def said(known: DealChance) -> list[str]:
    """Return what the chance rests on, line by line."""
    lines = [_ground(known)]
    lines += _side(tr("有利"), [reason.text for reason in known.figured.speaks_for])
    lines += _side(tr("不利"), [reason.text for reason in known.figured.speaks_against])
    if not _reasons(known.figured):
        lines.append(tr("以往的成交和流失看不出明显的有利或不利之处。"))
    return lines


def _ground(known: DealChance) -> str:
    if not known.closed_deals:
        ground = tr("还没有已结束的商机，按销售流程里本阶段的赢率估计为 {percent}%。", percent=known.figured.percent)
    else:
        ground = tr(
            "按 {deals} 个已结束的商机推算为 {percent}%。",
            deals=f"{known.closed_deals:,}",
            percent=known.figured.percent,
        )
    return (
        ground
        if known.by_hand is None
        else ground + tr("现以人工设定的 {percent}% 为准，清空即恢复推算。", percent=known.by_hand)
    )


def _side(title: str, reasons: list[str]) -> list[str]:
    return [f"{title}　{reason}" for reason in reasons]


def _reasons(chance: Chance) -> int:
    return len(chance.speaks_for) + len(chance.speaks_against)
