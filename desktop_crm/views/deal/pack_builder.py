"""Puts a pack together: for whom, which documents, in which order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QWidget
from typing_extensions import override

from desktop_crm.documents.desk import Sheet
from desktop_crm.documents.document import Audience
from desktop_crm.documents.packs import PackOrder
from desktop_crm.system.translations import tr
from desktop_crm.views import labels, theme
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.chip import ChipRow
from desktop_crm.views.widgets.line_check_box import LineCheckBox
from desktop_crm.views.widgets.section import Section

_KEY = Qt.ItemDataRole.UserRole
_TICK = Qt.ItemDataRole.CheckStateRole


class PackBuilder(Section):
    """A section with a list of documents to tick and to put in order; a customer's list has nothing internal."""

    preview_requested = Signal(object)  # PackOrder
    save_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("项目资料包"), parent=parent)
        self._deal_id = ""
        self._sheets: tuple[Sheet, ...] = ()
        self.audience = ChipRow(one_only=True)
        self.audience.set_choices((key, tr("给{name}", name=name)) for key, name in labels.AUDIENCES.items())
        self.audience.choose("customer")
        self.audience.changed.connect(self._on_audience)
        self.list = _OrderedList()
        self.list.itemChanged.connect(self._show_state)
        self.draft = LineCheckBox(tr("每页加“草稿”水印"))
        self.hint = QLabel(wordWrap=True)
        self.hint.setProperty("role", "muted")
        self.preview = button(
            tr("预览资料包"), lambda: self.preview_requested.emit(self.order()), kind="primary", icon="pack"
        )
        self.save = button(tr("另存为…"), lambda: self.save_requested.emit(self.order()), icon="save")
        self._arrange()

    def show_sheets(self, deal_id: str, sheets: Sequence[Sheet]) -> None:
        """Offer what can be made of a deal; ticks and order stay while the deal does."""
        if deal_id != self._deal_id:
            self._deal_id = deal_id
            self.list.clear()
            self.draft.setChecked(False)
        self._sheets = tuple(sheets)
        self._fill()

    def order(self) -> PackOrder:
        """Return what was put together."""
        return PackOrder((self._deal_id,), tuple(self._ticked()), self._for_whom(), tr("草稿") if self.draft.isChecked() else "")

    def say(self, text: str) -> None:
        """Say what was done, until something changes."""
        self.hint.setText(text)
        self.hint.show()

    # Inside

    def _for_whom(self) -> Audience:
        return "internal" if "internal" in self.audience.chosen() else "customer"

    def _fill(self) -> None:
        """List what may be in the pack: known entries keep place and tick, new ones come ticked at the end."""
        offered = {
            sheet.key: sheet
            for sheet in sorted(self._sheets, key=lambda sheet: sheet.audience != "internal")
            if sheet.refusal is None and (self._for_whom() == "internal" or sheet.audience == "customer")
        }
        known = {key: ticked for key, ticked in self.list.entries() if key in offered}
        keys = [*known, *(key for key in offered if key not in known)]
        if self._for_whom() == "internal" and "deal_summary" in offered and "deal_summary" not in known:
            keys = ["deal_summary", *(key for key in keys if key != "deal_summary")]
        entries = [(offered[key], known.get(key, True)) for key in keys]
        self.list.show_entries([(sheet.key, _name(sheet), ticked) for sheet, ticked in entries])
        self._show_state()

    def _ticked(self) -> list[str]:
        return [key for key, ticked in self.list.entries() if ticked]

    def _on_audience(self) -> None:
        self._fill()

    def _show_state(self) -> None:
        chosen = self._ticked()
        waiting = [sheet.title for sheet in self._sheets if sheet.key in chosen and _awaits_issue(sheet)]
        self.list.setVisible(self.list.count() > 0)
        self.preview.setEnabled(bool(chosen))
        self.save.setEnabled(bool(chosen))
        if self.list.count() == 0:
            self.hint.setText(tr("还没有可以放进资料包的文件；先完成上面任意一份。"))
        elif waiting:
            names = "、".join(waiting)
            self.hint.setText(tr("{names}：未签发或签发后有改动，会带“草稿”水印。", names=names))
        self.hint.setVisible(self.list.count() == 0 or bool(waiting))
        self.set_count(tr("{count} 份", count=len(chosen)) if chosen else "")

    def _arrange(self) -> None:
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(theme.SNUG))
        row.addStretch()
        row.addWidget(self.save)
        row.addWidget(self.preview)
        for part in (self.audience, self.list, self.hint, self.draft, foot):
            self.add(part)


class _OrderedList(QListWidget):
    """Entries to tick and to drag; Alt+Up and Alt+Down move the one with the cursor."""

    def __init__(self) -> None:
        super().__init__()
        self._pressed: tuple[int, object] | None = None  # the row under the mouse button and its tick
        self.setAccessibleName(tr("资料包里的文件"))
        self.setToolTip(tr("点一下或空格勾选，拖动或 Alt+↑↓ 调整顺序"))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def entries(self) -> list[tuple[str, bool]]:
        """Return key and tick of each entry from top to bottom."""
        items = [self.item(row) for row in range(self.count())]
        return [(str(item.data(_KEY)), item.checkState() == Qt.CheckState.Checked) for item in items]

    def show_entries(self, entries: Sequence[tuple[str, str, bool]]) -> None:
        """Show (key, text, tick); the cursor stays where it was."""
        row = self.currentRow()
        self.blockSignals(True)
        self.clear()
        for key, text, ticked in entries:
            item = QListWidgetItem(text)
            item.setData(_KEY, key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.addItem(item)
        self.setCurrentRow(min(row, self.count() - 1))
        self.blockSignals(False)
        height = sum(self.sizeHintForRow(place) for place in range(self.count()))
        self.setFixedHeight(height + 2 * self.frameWidth() + theme.px(4))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = (index.row(), index.data(_TICK)) if left and index.isValid() else None
        super().mousePressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self._pressed == (index.row(), index.data(_TICK)):  # the box itself has not ticked it
            item = self.item(index.row())
            checked = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked)
        self._pressed = None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None or event.modifiers() != Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
            return
        row = self.currentRow()
        if 0 <= row + step < self.count():
            item = self.takeItem(row)
            self.insertItem(row + step, item)
            self.setCurrentRow(row + step)


def _awaits_issue(sheet: Sheet) -> bool:
    return sheet.audience == "customer" and (sheet.latest is None or sheet.changed)


def _name(sheet: Sheet) -> str:
    return tr("{title}（仅内部）", title=sheet.title) if sheet.audience == "internal" else sheet.title
