"""What the window says in its notice bar: what was done, what a rule refuses, what the environment will not do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop_crm.refusal import Refused, Unavailable
from desktop_crm.system.translations import tr
from desktop_crm.views.widgets.notice_bar import MOST_ACTIONS, NoticeAction, NoticeBar
from desktop_crm.workspace import Workspace

Way = Callable[[], object]


class Notices(QObject):
    """The notice bar of a window, fed by the workspace.

    `way_to` gives what leads to the place that a remedy names, `ground` the part of the window that notes lie over.
    """

    def __init__(
        self,
        window: QWidget,
        workspace: Workspace,
        way_to: Callable[[str], Way | None],
        ground: Callable[[], QWidget] | None = None,
    ) -> None:
        super().__init__(window)
        self._way_to = way_to
        self.bar = NoticeBar(window, ground)
        self._workspace = workspace
        self._refused_before = False  # in an earlier press than the one that changes something now
        workspace.refused.connect(self.refuse)
        workspace.changed.connect(self._on_changed)
        workspace.troubled.connect(self.trouble)

    def done(self, text: str, *more: NoticeAction) -> None:
        """Say what was done, with Undo."""
        self.bar.show_notice(text, *more[:2], NoticeAction(tr("撤销"), self.undo), kind="good")

    def done_with(self, text: str, more: tuple[NoticeAction, ...]) -> None:
        """Say what was done, with further actions beside Undo."""
        self.done(text, *more)

    def say(self, text: str) -> None:
        """Say something that needs no answer."""
        self.bar.show_notice(text)

    def refuse(self, refusal: Refused) -> None:
        """Say why not, and offer the ways out that there are from here."""
        actions = [
            NoticeAction(remedy.text, way) for remedy in refusal.remedies if (way := self._way_to(remedy.target))
        ]
        self.bar.show_notice(refusal.reason, *actions[:MOST_ACTIONS], kind="refused")
        self._refused_before = False
        QTimer.singleShot(0, self, self._let_go)

    def trouble(self, trouble: Unavailable, retry: Callable[[], object] | None) -> None:
        """Say what the environment will not do, and offer to try again."""
        actions = (NoticeAction(tr("重试"), lambda: self._workspace.guarded(retry)),) if retry else ()
        self.bar.show_notice(trouble.reason, *actions, kind="trouble")

    def fault(self, text: str) -> None:
        """Say that the program made a mistake; it lives on."""
        self.bar.show_notice(text, kind="trouble")

    def undo(self) -> None:
        """Take back the latest change and say so."""
        self._workspace.guarded(lambda: self._workspace.undo_then(self._say_undone))

    def redo(self) -> None:
        """Do again what was undone and say so."""
        self._workspace.guarded(lambda: self._workspace.redo_then(self._say_redone))

    def _say_undone(self, label: str | None) -> None:
        if label is None:
            self.say(tr("没有可撤销的操作"))
        else:
            action = NoticeAction(tr("重做"), self.redo)
            self.bar.show_notice(tr("已撤销：{label}", label=label), action, kind="good")

    def _say_redone(self, label: str | None) -> None:
        if label is None:
            self.say(tr("没有可重做的操作"))
        else:
            self.done(tr("已重做：{label}", label=label))

    def _let_go(self) -> None:
        self._refused_before = True

    def _on_changed(self) -> None:
        """Take a refusal away once its reader went on, be it with what it asked for or with something else."""
        if self.bar.kind == "refused" and self._refused_before:
            self.bar.dismiss()
