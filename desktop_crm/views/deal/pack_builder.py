"""Puts the pack of one deal together, to look at or to save."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop_crm.documents.desk import Sheet
from desktop_crm.documents.document import Audience
from desktop_crm.documents.packs import PackOrder, in_usual_order, is_nothing
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.preview.pack_form import Entry, PackForm
from desktop_crm.views.widgets.buttons import button
from desktop_crm.views.widgets.section import Section

_NAMED = 3  # documents that a sentence names; of more it tells the number


class PackBuilder(Section):
    """A section with the form of a pack; what can be made of the deal is offered, the usual documents are ticked."""

    preview_requested = Signal(object)  # PackOrder
    save_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("项目资料包"), parent=parent)
        self._deal_id = ""
        self._sheets: tuple[Sheet, ...] = ()
        self._said = ""
        self.form = PackForm()
        self.form.changed.connect(self._on_changed)
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
            self._deal_id, self._said = deal_id, ""
            self.form.start_over()
        if tuple(sheets) != self._sheets or not self.form.list.count():
            self._sheets = tuple(sheets)
            self.form.offer(self._offered)

    def order(self) -> PackOrder:
        """Return what was put together."""
        return self.form.order(self._deal_id)

    def say(self, text: str) -> None:
        """Say what was done, until something changes."""
        self._said = text
        self._show_state()

    # Inside

    def _offered(self, audience: Audience) -> list[Entry]:
        ready = [sheet for sheet in self._sheets if sheet.refusal is None]
        usual, others = in_usual_order(ready, audience)
        if is_nothing(sheet.key for sheet in (*usual, *others)):
            return []
        return [
            *(Entry(sheet.id, _name(sheet)) for sheet in usual),
            *(Entry(sheet.id, _name(sheet), usual=False) for sheet in others),
        ]

    def _on_changed(self) -> None:
        self._said = ""
        self._show_state()

    def _show_state(self) -> None:
        chosen = self.form.ticked()
        waiting = [sheet.name for sheet in self._sheets if sheet.id in chosen and _awaits_issue(sheet)]
        for made in (self.preview, self.save):
            made.setEnabled(bool(chosen))
        text = self._said
        if not text and self.form.list.count() == 0:
            text = tr("还没有可以放进资料包的文件；先完成上面任意一份。")
        elif not text and waiting:
            names = "、".join(waiting) if len(waiting) <= _NAMED else tr("{count} 份文件", count=len(waiting))
            text = tr("{names}：未签发或签发后有改动，会带“草稿”水印。", names=names)
        self.hint.setText(text)
        self.hint.setVisible(bool(text))
        self.set_count(tr("{count} 份", count=len(chosen)) if chosen else "")

    def _arrange(self) -> None:
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(theme.SNUG))
        row.addStretch()
        row.addWidget(self.save)
        row.addWidget(self.preview)
        for part in (self.form, self.hint, foot):
            self.add(part)


def _awaits_issue(sheet: Sheet) -> bool:
    return sheet.audience == "customer" and (sheet.latest is None or sheet.changed)


def _name(sheet: Sheet) -> str:
    return tr("{title}（仅内部）", title=sheet.name) if sheet.audience == "internal" else sheet.name
