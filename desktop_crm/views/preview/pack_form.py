"""What a pack is to be: for whom, which documents in which order, what stands across its pages, how it is printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop_crm.documents.document import Audience
from desktop_crm.documents.packs import PackOrder
from desktop_crm.system.translations import tr
from desktop_crm.views import labels, theme
from desktop_crm.views.widgets.chip import ChipRow
from desktop_crm.views.widgets.line_check_box import LineCheckBox
from desktop_crm.views.widgets.ordered_list import OrderedList

_OWN = "own"
_WATERMARKS = (("", tr("无水印")), (tr("草稿"), tr("草稿")), (tr("机密"), tr("机密")), (_OWN, tr("自定…")))
_LONGEST_WATERMARK = 24


@dataclass(frozen=True, slots=True)
class Entry:
    """A document that may go into a pack; `usual` ones are ticked from the start."""

    id: str
    name: str
    usual: bool = True


Offers = Callable[[Audience], Sequence[Entry]]


class PackForm(QFrame):
    """Chips for the reader, the list of documents, the watermark, and two switches; a customer's list has nothing internal.

    The order and ticks of each audience are kept apart.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offers: Offers = lambda _audience: ()
        self._kept: dict[Audience, dict[str, bool]] = {}
        self._shown: Audience = "customer"
        self.audience = ChipRow(one_only=True)
        self.audience.set_choices((key, tr("给{name}", name=name)) for key, name in labels.AUDIENCES.items())
        self.audience.choose("customer")
        self.audience.changed.connect(self._on_audience)
        self.list = OrderedList(tr("资料包里的文件"))
        self.list.itemChanged.connect(self.changed)
        self.watermark = ChipRow(one_only=True)
        self.watermark.set_choices(_WATERMARKS)
        self.watermark.choose("")
        self.watermark.changed.connect(self._on_watermark)
        self.own_watermark = QLineEdit(placeholderText=tr("水印文字"), maxLength=_LONGEST_WATERMARK)
        self.own_watermark.setAccessibleName(tr("水印文字"))
        self.own_watermark.setMaximumWidth(theme.px(180))
        self.own_watermark.hide()
        self.attachments = LineCheckBox(tr("装订扫描件和图片附件"))
        self.attachments.setChecked(True)
        self.duplex = LineCheckBox(tr("双面打印：每份文件从正面开始"))
        for box in (self.attachments, self.duplex):
            box.toggled.connect(self.changed)
        self._arrange()

    def offer(self, offers: Offers) -> None:
        """Offer these documents for each audience; known ones keep tick and place, new ones come at the end."""
        self._offers = offers
        self._fill()

    def start_over(self) -> None:
        """Forget ticks, order and watermark."""
        self._kept.clear()
        self.list.clear()
        self.watermark.choose("")
        self.own_watermark.clear()

    def reader(self) -> Audience:
        """Return whom the pack is for."""
        return "internal" if "internal" in self.audience.chosen() else "customer"

    def ticked(self) -> tuple[str, ...]:
        """Return the documents that go into the pack, in their order."""
        return tuple(key for key, ticked in self.list.entries() if ticked)

    def order(self, *deal_ids: str) -> PackOrder:
        """Return the pack of these deals."""
        chosen = next(iter(self.watermark.chosen()), "")
        watermark = self.own_watermark.text().strip() if chosen == _OWN else chosen
        attachments, duplex = self.attachments.isChecked(), self.duplex.isChecked()
        return PackOrder(deal_ids, self.ticked(), self.reader(), watermark, attachments, duplex)

    # Inside

    def _fill(self) -> None:
        reader = self.reader()
        if self.list.count():
            self._kept[self._shown] = dict(self.list.entries())
        self._shown = reader
        offered = {entry.id: entry for entry in self._offers(reader)}
        known = {key: ticked for key, ticked in self._kept.get(reader, {}).items() if key in offered}
        keys = [*known, *(key for key in offered if key not in known)]
        self.list.show_entries([(key, offered[key].name, known.get(key, offered[key].usual)) for key in keys])
        self.list.setVisible(bool(keys))
        self.changed.emit()

    def _on_audience(self) -> None:
        self._fill()

    def _on_watermark(self) -> None:
        own = _OWN in self.watermark.chosen()
        if not self.watermark.chosen():
            self.watermark.choose("")  # one of them is always on
        self.own_watermark.setVisible(own)
        if own and self.isVisible():
            self.own_watermark.setFocus()
        self.changed.emit()

    def _arrange(self) -> None:
        across = QHBoxLayout()
        across.setSpacing(theme.px(theme.SNUG))
        across.addWidget(self.watermark)
        across.addWidget(self.own_watermark)
        across.addStretch()
        hint = QLabel(tr("空格或点一下勾选，拖动或 Alt+↑↓ 调整顺序"))
        hint.setProperty("role", "muted")
        top = QHBoxLayout()
        top.addWidget(self.audience)
        top.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.SNUG))
        column.addLayout(top)
        column.addLayout(across)
        column.addWidget(self.attachments)
        column.addWidget(self.duplex)
        column.addWidget(hint)
        column.addWidget(self.list)
