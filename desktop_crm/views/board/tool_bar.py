"""What stands above the board: which playbook, whose deals, which grade, a text, the order; and the new lead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QWidget
from typing_extensions import override

from desktop_crm.playbooks import Playbook, Playbooks
from desktop_crm.queries.board import BoardFilter, Sort, Sum
from desktop_crm.queries.company import Colleague
from desktop_crm.rules.amounts import format_short
from desktop_crm.system.translations import tr
from desktop_crm.views import icons, theme
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.chip import ChipRow

PAUSE_MS = 200
ROOM_FOR_ALL = 960
_SORTS: dict[Sort, str] = {"due": tr("按下一步时间"), "amount": tr("按金额"), "age": tr("按停留时间")}


class _FilterField(QLineEdit):
    """A text filter; Esc empties it."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class BoardToolBar(QWidget):
    """Chooses what the board shows; emits `changed` when that is something else."""

    changed = Signal()
    new_requested = Signal()

    def __init__(self, playbooks: Playbooks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._playbooks = playbooks
        self.playbook = QComboBox()
        self.owner = QComboBox()
        self.grades = ChipRow(one_only=True)
        self.grades.set_choices([("A", "A"), ("B", "B"), ("C", "C")])
        self.text = _FilterField(placeholderText=tr("筛选：客户、商机、标签、拼音首字母"), clearButtonEnabled=True)
        self.text.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.sort = QComboBox()
        for key, title in _SORTS.items():
            self.sort.addItem(title, key)
        self.total = QLabel()
        self.total.setProperty("tone", "muted")
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._arrange()
        self._connect()

    def set_colleagues(self, colleagues: Sequence[Colleague], me: str) -> None:
        """Offer these owners, the one who works here first."""
        kept = self.owner.currentData() or ""
        with QSignalBlocker(self.owner):
            self.owner.clear()
            self.owner.addItem(tr("全部负责人"), "")
            for colleague in sorted(colleagues, key=lambda one: one.id != me):
                self.owner.addItem(
                    tr("我：{name}", name=colleague.name) if colleague.id == me else colleague.name, colleague.id
                )
            self.owner.setCurrentIndex(max(0, self.owner.findData(kept)))

    def set_playbooks(self) -> None:
        """Offer all playbooks; reading their files can wait until the board is seen."""
        kept = self.playbook.currentData()
        with QSignalBlocker(self.playbook):
            self.playbook.clear()
            for book in self._playbooks.values():
                self._offer(book)
            self.playbook.setCurrentIndex(max(0, self.playbook.findData(kept)))

    def choose_playbook(self, key: str) -> None:
        """Show the board of this playbook."""
        with QSignalBlocker(self.playbook):
            if self.playbook.findData(key) < 0:
                self._offer(self._playbooks.find(key))
            self.playbook.setCurrentIndex(max(0, self.playbook.findData(key)))

    @property
    def playbook_key(self) -> str:
        """The key of the playbook whose board is wanted."""
        return str(self.playbook.currentData())

    def wanted(self, orphans: tuple[str, ...] = ()) -> BoardFilter:
        """Return the filter; deals of `orphans`, playbooks that are gone, stand on the default board."""
        key = self.playbook_key
        strays = orphans if key == self._playbooks.default.key else ()
        return BoardFilter(
            playbooks=(key, *strays),
            owner=self.owner.currentData() or "",
            grade=next(iter(self.grades.chosen()), ""),
            text=self.text.text().strip(),
            sort=cast("Sort", self.sort.currentData()),
        )

    def clear(self) -> None:
        """Take all filters off."""
        with QSignalBlocker(self.owner), QSignalBlocker(self.text), QSignalBlocker(self.grades):
            self.owner.setCurrentIndex(0)
            self.text.clear()
            self.grades.choose()
        self.changed.emit()

    def show_total(self, total: Sum) -> None:
        """Say how many deals the board holds and what they are worth."""
        worth = f" · {format_short(total.amount_fen)}" if total.amount_fen else ""
        self.total.setText(tr("{count} 条", count=f"{total.count:,}") + worth)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        # Beside an open deal there is room for what narrows the board only.
        wide = event.size().width() >= theme.px(ROOM_FOR_ALL)
        self.sort.setVisible(wide)
        self.total.setVisible(wide)
        super().resizeEvent(event)

    def _offer(self, book: Playbook) -> None:
        self.playbook.addItem(icons.icon("board", "muted"), book.name, book.key)

    def _connect(self) -> None:
        self.playbook.currentIndexChanged.connect(self._on_changed)
        self.owner.currentIndexChanged.connect(self._on_changed)
        self.sort.currentIndexChanged.connect(self._on_changed)
        self.grades.changed.connect(self._on_changed)
        self.text.textChanged.connect(self._pause.start)
        self._pause.timeout.connect(self._on_changed)

    def _on_changed(self) -> None:
        self._pause.stop()
        self.changed.emit()

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(theme.ROOMY), theme.px(theme.GAP), theme.px(theme.ROOMY), theme.px(theme.TIGHT))
        row.setSpacing(theme.px(theme.SNUG))
        for choice in (self.playbook, self.owner, self.sort):
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.playbook.setAccessibleName(tr("销售流程"))
        self.owner.setAccessibleName(tr("负责人"))
        self.sort.setAccessibleName(tr("排序"))
        self.text.setMinimumWidth(theme.px(120))
        self.text.setMaximumWidth(theme.px(320))
        for part in (self.playbook, self.owner, self.grades):
            row.addWidget(part)
        row.addWidget(self.text, 1)
        row.addWidget(self.sort)
        row.addStretch()
        row.addWidget(self.total)
        row.addWidget(button(tr("新线索"), self.new_requested.emit, kind="primary", icon="add"))
