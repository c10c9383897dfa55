"""The guide of a stage (F6): its steps, aims, questions and good examples, folded away until wanted."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop_crm.playbooks.playbook import Stage
from desktop_crm.system.translations import tr
from desktop_crm.views import icons, theme


class StageGuide(QWidget):
    """A line that unfolds into the guide; it stays as the user left it from deal to deal."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage: Stage | None = None
        self.toggle = QToolButton()
        self.toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.toggle.setCheckable(True)
        self.toggle.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.toggle.toggled.connect(self._on_toggled)
        self.body = QFrame()
        self.body.setProperty("surface", "card")
        self._lines = QVBoxLayout(self.body)
        self._lines.setContentsMargins(*(theme.px(theme.GAP),) * 4)
        self._lines.setSpacing(theme.px(theme.TIGHT))
        self.body.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.TIGHT))
        column.addWidget(self.toggle)
        column.addWidget(self.body)
        self._on_toggled(open_=False)

    def show_stage(self, stage: Stage, role: str) -> None:
        """Show the guide of a stage and who answers for it."""
        self.toggle.setText(tr("阶段指引：{stage}（负责：{role}）", stage=stage.name, role=role))
        if stage == self._stage:
            return
        self._stage = stage
        if self.toggle.isChecked():
            self._fill()

    def _on_toggled(self, open_: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.toggle.setIcon(icons.icon("down" if open_ else "right", "muted"))
        if open_:
            self._fill()
        self.body.setVisible(open_)

    def _fill(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        if self._stage is None:
            return
        for title, texts, numbered in (
            (tr("步骤"), self._stage.steps, True),
            (tr("目标"), self._stage.aims, False),
            (tr("可以这样问"), self._stage.questions, False),
            (tr("好的写法"), self._stage.examples, False),
        ):
            self._add_part(title, texts, numbered=numbered)

    def _add_part(self, title: str, texts: tuple[str, ...], *, numbered: bool) -> None:
        if not texts:
            return
        self._lines.addWidget(_line(title, "muted"))
        for place, text in enumerate(texts, start=1):
            self._lines.addWidget(_line(f"{place}. {text}" if numbered else f"· {text}"))


def _line(text: str, role: str = "") -> QLabel:
    made = QLabel(text, wordWrap=True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    if role:
        made.setProperty("role", role)
    return made
