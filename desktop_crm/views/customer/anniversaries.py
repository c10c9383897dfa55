"""Days to remember of a customer: its own and its people's, by the sun or by the moon."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop_crm.operations.anniversaries import add_anniversary, edit_anniversary, remove_anniversary
from desktop_crm.queries.care import RememberedDay, remembered_days
from desktop_crm.queries.customer import ContactCard
from desktop_crm.refusal import Refused
from desktop_crm.rules.month_day import MonthDay
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.widgets.buttons import button, icon_button
from desktop_crm.views.widgets.inline_edit import Fact, InlineEdit
from desktop_crm.views.widgets.section import Section
from desktop_crm.workspace import Workspace

_NAME_WIDTH = 116


class DayRow(QWidget):
    """One day: whose and what, the day itself, whether the moon counts."""

    def __init__(self, workspace: Workspace, day: RememberedDay) -> None:
        super().__init__()
        self.workspace, self.day = workspace, day
        self.name = QLabel()
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setProperty("role", "muted")
        self.name.setFixedWidth(theme.px(_NAME_WIDTH))
        self.when = InlineEdit(Fact("day", tr("日期")))
        self.lunar = QCheckBox(tr("农历"))
        self.when.edited.connect(self._on_day)
        self.lunar.clicked.connect(self._on_lunar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(theme.SNUG))
        row.addWidget(self.name)
        row.addWidget(self.when, 1)
        row.addWidget(self.lunar)
        row.addWidget(icon_button("bin", tr("删除纪念日"), self._on_remove))
        self.show_day(day)

    def show_day(self, day: RememberedDay) -> None:
        """Show a day; an open field keeps what is typed."""
        self.day = day
        self.name.setText(f"{day.contact}{day.name}")
        self.when.set_fact(Fact("day", tr("日期"), MonthDay(day.month, day.day, day.lunar).text))
        self.lunar.setChecked(day.lunar)

    def _on_day(self, typed: object) -> None:
        if self.workspace.guarded(lambda: self._store(str(typed or ""))) is None:
            self.show_day(self.day)

    def _store(self, typed: str) -> bool:
        self.workspace.do(edit_anniversary, self.day.id, day=typed)
        return True

    def _on_lunar(self) -> None:
        self.workspace.attempt(edit_anniversary, self.day.id, lunar=self.lunar.isChecked())

    def _on_remove(self) -> None:
        self.workspace.attempt(remove_anniversary, self.day.id)


class AnniversariesSection(Section):
    """The days there are and the line that adds another."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(tr("纪念日"), parent=parent)
        self.workspace = workspace
        self.customer_id = ""
        self.rows: dict[str, DayRow] = {}
        self.what = QComboBox()
        self.what.setAccessibleName(tr("什么日子"))
        self.what.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.what.setMaximumWidth(theme.px(_NAME_WIDTH + 64))
        self.typed = QLineEdit(placeholderText=tr("6月18日，或 农历八月十五"))
        self.typed.setAccessibleName(tr("哪一天"))
        self.problem = QLabel(wordWrap=True)
        self.problem.setProperty("tone", "late")
        self.problem.hide()
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        line = QHBoxLayout()
        line.setSpacing(theme.px(theme.SNUG))
        line.addWidget(self.what)
        line.addWidget(self.typed, 1)
        line.addWidget(button(tr("添加"), self.add_day, kind="quiet", icon="add"))
        self.column.addLayout(self._list)
        self.column.addLayout(line)
        self.add(self.problem)
        self.typed.returnPressed.connect(self.add_day)
        self.typed.textEdited.connect(self.problem.hide)

    def show_days(self, customer_id: str, people: Sequence[ContactCard]) -> None:
        """Show the days of a customer and offer its people's birthdays."""
        if customer_id != self.customer_id:
            self.typed.clear()
            self.problem.hide()
        self.customer_id = customer_id
        days = {day.id: day for day in self.workspace.ask(remembered_days, customer_id)}
        self.set_count(str(len(days)) if days else "")
        for gone in self.rows.keys() - days.keys():
            row = self.rows.pop(gone)
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        for day in days.values():
            if day.id not in self.rows:
                self.rows[day.id] = DayRow(self.workspace, day)
                self._list.addWidget(self.rows[day.id])
            self.rows[day.id].show_day(day)
        self._offer(people)

    def add_day(self) -> None:
        """Remember what was typed; what is not understood stays, with the reason."""
        contact_id, name = self.what.currentData()
        try:
            self.workspace.do(
                add_anniversary, self.customer_id, name=name, day=self.typed.text(), contact_id=contact_id or None
            )
        except Refused as refusal:
            self.problem.setText(refusal.reason)
            self.problem.show()
            self.typed.setFocus()
        else:
            self.typed.clear()

    def _offer(self, people: Sequence[ContactCard]) -> None:
        kept = self.what.currentText()
        self.what.clear()
        self.what.addItem(tr("公司周年"), ("", tr("公司周年")))
        for person in people:
            self.what.addItem(tr("{name}生日", name=person.name), (person.id, tr("生日")))
        self.what.setCurrentIndex(max(0, self.what.findText(kept)))
