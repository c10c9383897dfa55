"""The chosen improvement in full: the finding, the action, before and after, and what can be done now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_crm.charts.improving import said_figure
from desktop_crm.queries.improvements import ImprovementLine
from desktop_crm.system.translations import tr
from desktop_crm.views import icons, theme
from desktop_crm.views.figures.improvement_lines import mark_of, question_of
from desktop_crm.views.widgets.badge import Badge, Mark
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.date_edit import day_text

# Each act: its word, its key on the list, and its icon.
ACTS: Final[dict[str, tuple[str, str, str]]] = {
    "finish": (tr("完成"), "D", "check"),
    "measure": (tr("看效果"), "M", "figures"),
    "look": (tr("看图"), "G", "forward"),
    "deal": (tr("看商机"), "O", "deal"),
    "change": (tr("修改"), "E", "edit"),
    "reopen": (tr("重开"), "R", "undo"),
    "remove": (tr("删除"), "Del", "bin"),
}


class ImprovementPane(QFrame):
    """Says `asked(act)` for a button; what came of it in words is written in a line of its own."""

    asked = Signal(str)
    told = Signal(str)  # the effect in words

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.badge = Badge(Mark("", "muted"))
        self.action, self.finding, self.days, self.change, self.note = (QLabel(wordWrap=True) for _ in range(5))
        for label, role in (
            (self.action, "strong"),
            (self.change, "strong"),
            (self.days, "muted"),
            (self.note, "muted"),
        ):
            label.setProperty("role", role)
        for label in (self.action, self.finding, self.days, self.change, self.note):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.effect = QLineEdit(placeholderText=tr("看到了什么效果？写一句，回车保存"))
        self.effect.setAccessibleName(tr("效果"))
        self.effect.returnPressed.connect(self._on_told)
        self.acts: dict[str, QPushButton] = {}
        self._arrange()

    def show_line(self, line: ImprovementLine) -> None:
        """Show an improvement."""
        self.badge.set_mark(mark_of(line))
        self.action.setText(line.action)
        self.finding.setText(tr("发现：{finding}", finding=line.finding))
        self.days.setText(_days(line))
        self.change.setText(_change(line))
        self.note.setText(_note(line))
        in_words = line.done_on is not None and not line.view.measured
        self.effect.setVisible(in_words)
        if not self.effect.hasFocus():
            self.effect.setText(line.effect)
        for label in (self.change, self.note):
            label.setVisible(bool(label.text()))
        self._offer(line)

    def offers(self, act: str) -> bool:
        """Tell whether something can be done with what is shown."""
        return not self.acts[act].isHidden()

    def _offer(self, line: ImprovementLine) -> None:
        done = line.done_on is not None
        offered = {
            "finish": not done,
            "measure": done,
            "look": bool(question_of(line)),
            "deal": bool(line.deal_id),
            "change": True,
            "reopen": done,
            "remove": True,
        }
        main = "measure" if line.state == "ready" else "" if done else "finish"
        for act, made in self.acts.items():
            made.setVisible(offered[act])
            made.setProperty("kind", "primary" if act == main else "plain")
            made.setIcon(icons.icon(ACTS[act][2], "on_accent" if act == main else "text"))
            made.style().polish(made)
        self.acts["measure"].setText(ACTS["measure"][0] if line.view.measured else tr("写效果"))

    def _on_told(self) -> None:
        self.told.emit(self.effect.text())

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.px(theme.SNUG))
        head.addWidget(self.action, 1)
        head.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(theme.SNUG))
        for act, (word, key, icon) in ACTS.items():
            made = self.acts[act] = button(word, _ask(self, act), icon=icon)
            made.setToolTip(tr("{word}（{key}）", word=word, key=key))
            foot.addWidget(made)
        foot.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(theme.ROOMY),) * 4)
        column.setSpacing(theme.px(theme.SNUG))
        column.addLayout(head)
        for part in (self.finding, self.change, self.effect):
            column.addWidget(part)
        column.addLayout(foot)
        for part in (self.note, self.days):  # last, where a notice of the window may lie over them
            column.addWidget(part)


def _ask(pane: ImprovementPane, act: str) -> Callable[[], object]:
    return lambda: pane.asked.emit(act)


def _change(line: ImprovementLine) -> str:
    if line.effect:
        return line.effect
    before, _ = line.figures
    if not line.view.measured:
        return ""
    figure = said_figure(before, line.view.measure.unit, line.chart)
    return tr("改前：{name}：{figure}", name=line.view.name, figure=figure)


def _note(line: ImprovementLine) -> str:
    """Return by which days before and after are compared."""
    found, after = line.view.found, line.view.after
    if not line.view.measured:
        return ""
    question = question_of(line)
    if line.view.measure.standing:
        return tr("“{question}”看的是当天的情况。", question=question)
    before = tr("{first} 至 {last}", first=found.first, last=found.last) if found.days else tr("全部时间")
    if after is None:
        return tr("“{question}”，改前看的是{before}。", question=question, before=before)
    return tr(
        "“{question}”，改前看的是{before}，改后是 {first} 至 {last}，别的筛选不变。",
        question=question, before=before, first=after.first, last=after.last,
    )  # fmt: skip


def _days(line: ImprovementLine) -> str:
    parts = [line.owner]
    if line.due_on:
        parts.append(tr("应在 {day} 前完成", day=day_text(line.due_on)))
    if line.done_on:
        parts.append(tr("{day} 完成", day=day_text(line.done_on)))
    if line.state in {"waiting", "early"} and line.ready_on:
        parts.append(tr("{day} 起可以看效果", day=day_text(line.ready_on)))
    if line.measured_on:
        parts.append(tr("{day} 看过效果", day=day_text(line.measured_on)))
    if line.deal:
        parts.append(tr("来自商机“{deal}”的复盘", deal=line.deal))
    return " · ".join(filter(None, parts))
