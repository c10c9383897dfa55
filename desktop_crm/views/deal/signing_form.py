"""Who signed a contract for either side, how and when, asked in place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import labels, theme
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.date_edit import DateEdit


class SigningForm(QWidget):
    """Says `signed(customer's signer, our signer, day, method)`; Enter in a field does so, too."""

    signed = Signal(str, str, object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theirs, self.ours = QLineEdit(), QLineEdit()
        self.day = DateEdit()
        self.day.set_value(clock.today())
        self.method = QComboBox()
        for key, name in labels.SIGNING_METHODS.items():
            self.method.addItem(name, key)
        self.keep = button(tr("记录签署"), self._on_keep, kind="primary", icon="check")
        self.theirs.returnPressed.connect(self._on_keep)
        self.ours.returnPressed.connect(self._on_keep)
        self.day.line.returnPressed.connect(self._on_keep)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, theme.px(theme.TIGHT), 0, 0)
        grid.setHorizontalSpacing(theme.px(theme.SNUG))
        grid.setVerticalSpacing(theme.px(theme.SNUG))
        fields: tuple[tuple[str, QWidget, QWidget], ...] = (
            (tr("客户方签署人"), self.theirs, self.theirs),
            (tr("我方签署人"), self.ours, self.ours),
            (tr("签署日期"), self.day, self.day.line),
            (tr("签署方式"), self.method, self.method),
        )
        for place, (name, field, focus) in enumerate(fields):
            label = QLabel(name)
            label.setProperty("role", "muted")
            focus.setAccessibleName(name)
            line, column = divmod(place, 2)
            grid.addWidget(label, 2 * line, column)
            grid.addWidget(field, 2 * line + 1, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        grid.addWidget(self.keep, 4, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)

    def offer(self, theirs: str, ours: str) -> None:
        """Offer names unless some were typed."""
        for field, name in ((self.theirs, theirs), (self.ours, ours)):
            if not field.isModified():
                field.setText(name)

    def forget_typed(self) -> None:
        """Begin anew, for another deal."""
        for field in (self.theirs, self.ours):
            field.clear()
            field.setModified(False)
        self.day.set_value(clock.today())

    def start(self) -> None:
        """Put the cursor on the customer's signer."""
        self.theirs.setFocus(Qt.FocusReason.OtherFocusReason)
        self.theirs.selectAll()

    def _on_keep(self) -> None:
        if self.day.settle():
            self.signed.emit(self.theirs.text(), self.ours.text(), self.day.value(), str(self.method.currentData()))
