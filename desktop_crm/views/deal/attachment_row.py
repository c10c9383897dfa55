"""One attached file as a line: its name to change in place, what it is, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from desktop_crm.documents.attachments import IMAGES, PDF
from desktop_crm.queries.attachments import AttachmentRow
from desktop_crm.rules.due import short_day
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import icons, labels, theme
from desktop_crm.views.widgets.buttons import icon_button
from desktop_crm.views.widgets.choice_cell import ChoiceCell
from desktop_crm.views.widgets.inline_edit import Fact, InlineEdit

_KILOBYTE, _MEGABYTE = 1024, 1024 * 1024


class AttachmentLine(QWidget):
    """Says what is asked for; its owner does it."""

    open_requested = Signal()
    save_requested = Signal()
    remove_requested = Signal()
    renamed = Signal(str)
    kind_chosen = Signal(str)

    def __init__(self, *, kinds: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = AttachmentRow("", "", "", "", "", 0, "", clock.now())
        self.icon = QLabel()
        self.name = InlineEdit(Fact("name", tr("文件名")), one_line=True)
        self.name.edited.connect(self._on_name)
        self.about = QLabel()
        self.about.setProperty("role", "muted")
        self.kind = ChoiceCell(tr("类型"), tuple(labels.ATTACHMENT_KINDS.items()))
        self.kind.chosen.connect(self.kind_chosen)
        self.kind.setVisible(kinds)
        self.open = icon_button("open", tr("打开"), self.open_requested.emit)
        self.save = icon_button("save", tr("另存为"), self.save_requested.emit)
        self.remove = icon_button("bin", tr("移除"), self.remove_requested.emit)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, theme.px(theme.TIGHT))
        grid.setHorizontalSpacing(theme.px(theme.SNUG))
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.icon, 0, 0)
        grid.addWidget(self.name, 0, 1)
        for place, part in enumerate((self.open, self.save, self.remove), 2):
            grid.addWidget(part, 0, place, Qt.AlignmentFlag.AlignVCenter)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(theme.SNUG))
        foot.addWidget(self.about)
        foot.addWidget(self.kind)
        foot.addStretch()
        grid.addLayout(foot, 1, 1, 1, 4)

    def show_row(self, row: AttachmentRow) -> None:
        """Show a file."""
        self.row = row
        self.icon.setPixmap(icons.pixmap(_icon(row.media_type), 16, "muted"))
        day = short_day(clock.local_day(row.added_at), clock.today())
        self.about.setText(f"{size_text(row.size)} · {day}")
        self.kind.set_value(row.kind)
        self.show_stored()
        for part, said in ((self.open, tr("打开")), (self.save, tr("另存为")), (self.remove, tr("移除"))):
            part.setAccessibleName(f"{said} {row.name}")

    def show_stored(self) -> None:
        """Show the name that is kept."""
        self.name.set_fact(Fact("name", tr("文件名"), self.row.name))

    def _on_name(self, value: object) -> None:
        self.renamed.emit(str(value or ""))


def size_text(size: int) -> str:
    """Return the size of a file as people say it."""
    if size < _KILOBYTE:
        return tr("{size} 字节", size=size)
    return f"{size / _KILOBYTE:.0f} KB" if size < _MEGABYTE else f"{size / _MEGABYTE:.1f} MB"


def _icon(media_type: str) -> str:
    return "pdf" if media_type == PDF else "picture" if media_type in IMAGES else "attach"
