"""The head of the deal pane: always the same five facts, each edited where it stands."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop_crm.models import Outcome, StageStatus
from desktop_crm.operations import activities, deals
from desktop_crm.playbooks.playbook import Playbook, Stage
from desktop_crm.queries.deal import DealHead
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import icons, theme
from desktop_crm.views.board.card import stage_age
from desktop_crm.views.deal.clock_strip import ClockStrip
from desktop_crm.views.deal.head_menu import HeadMenu
from desktop_crm.views.deal.link_button import LinkButton, MarkButton
from desktop_crm.views.deal.state_strips import MissingStrip, StateStrip
from desktop_crm.views.widgets.badge import Badge, Mark, due_mark, grade_mark
from desktop_crm.views.widgets.buttons import button, icon_button
from desktop_crm.views.widgets.inline_edit import Fact, InlineEdit
from desktop_crm.workspace import Workspace


class DealHeadView(QWidget):
    """Who and what, how much, how good, how far, what next; and the three things done most."""

    tables = (
        "deal", "customer", "activity", "member",
        "clock_pause", "assignment", "requirement", "issued_document", "checklist_tick", "acceptance",  # its clocks
        "contract", "contract_filing", "payment", "receipt", "milestone", "project", "progress_report",
    )  # fmt: skip

    close_requested = Signal()
    customer_requested = Signal(str)
    go_to_requested = Signal(str)
    move_requested = Signal(str)  # a stage or an outcome
    reopen_requested = Signal()
    noted = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.head: DealHead | None = None
        self.customer = LinkButton()
        self.title = InlineEdit(Fact("title", tr("商机名称")))
        self.number = QLabel()
        self.amount = InlineEdit(Fact("amount", tr("金额"), kind="amount"))
        self.grade = MarkButton()
        self.stage = QToolButton()
        self.age = Badge(Mark("", "muted"))
        self.goal = InlineEdit(Fact("goal", tr("下一步")))
        self.due = InlineEdit(Fact("due", tr("日期"), kind="date"))
        self.due_badge = Badge(Mark("", "muted"))
        self.record = button(tr("记录跟进"), lambda: self.go_to_requested.emit("followup"), kind="primary", icon="edit")
        self.advance = button("", self._on_advance, icon="forward")
        self.documents = button(tr("文档"), lambda: self.go_to_requested.emit("documents"), icon="documents")
        self.menu = HeadMenu(self)
        self.state = StateStrip()
        self.clocks = ClockStrip(workspace)
        self.missing = MissingStrip()
        self._arrange()
        self._connect()

    def show_head(self, head: DealHead) -> None:
        """Show a deal; a field that is open keeps what is being typed."""
        self.head = head
        playbook = self.playbook()
        self.customer.show_text(head.customer or tr("（未填客户）"))
        self.title.set_fact(Fact("title", tr("商机名称"), head.title))
        self.number.setText(head.number)
        self.amount.set_fact(Fact("amount", tr("金额"), head.amount_fen, "amount"))
        self.grade.set_mark(grade_mark(head.grade), tr("等级 {grade}", grade=head.grade or tr("未评级")))
        self._show_stage(head, playbook)
        self._show_next_step(head)
        self._show_advance(head)
        self.state.show_state(head)
        self.clocks.show_deal(head.id)
        self.missing.show_missing(head.missing)

    def playbook(self) -> Playbook:
        """Return the playbook of the deal shown."""
        return self.workspace.playbooks.find(self.head.playbook if self.head else "")

    def next_stage(self) -> Stage | None:
        """Return the stage after the present one; None at the end."""
        playbook = self.playbook()
        after = playbook.position(self.head.stage if self.head else "") + 1
        return playbook.stages[after] if after < len(playbook.stages) else None

    # showing

    def _show_stage(self, head: DealHead, playbook: Playbook) -> None:
        stage = playbook.find_stage(head.stage) or playbook.first_stage
        self.stage.setText(stage.name)
        age = stage_age(head.stage_since, stage.target_days)
        limit = (
            tr("{days} / {limit} 天", days=age.days, limit=age.limit) if age.limit else tr("{days} 天", days=age.days)
        )
        over = age.tone == "late"
        self.age.set_mark(Mark(tr("超期 {age}", age=limit) if over else limit, age.tone, "late" if over else "soon"))
        self.age.setToolTip(tr("在这个阶段的天数 / 阶段时限"))
        self.age.setVisible(head.outcome in {Outcome.OPEN, Outcome.WON})

    def _show_next_step(self, head: DealHead) -> None:
        step = head.next_step
        self.goal.set_fact(Fact("goal", tr("下一步"), step.goal if step else ""))
        self.due.set_fact(Fact("due", tr("日期"), step.due_on if step else None, "date"))
        self.due.setVisible(step is not None)
        self.due_badge.setVisible(step is not None)
        self.due_badge.set_mark(due_mark(step.due_on if step else None, clock.today()))

    def _show_advance(self, head: DealHead) -> None:
        closed = head.outcome in {Outcome.LOST, Outcome.INVALID}
        done = head.stage_status == StageStatus.DONE
        stage = self.next_stage()
        if closed:
            text = tr("重新打开")
        elif head.stage_status == StageStatus.PAUSED:
            text = tr("继续")
        else:
            text = tr("推进") if stage else tr("完成")
        self.advance.setText(text)
        self.advance.setToolTip(tr("推进到“{stage}”", stage=stage.name) if stage and not closed else "")
        self.advance.setVisible(closed or stage is not None or not done)
        self.advance.setAccessibleName(self.advance.toolTip() or text)

    # doing

    def _on_advance(self) -> None:
        head, stage = self.head, self.next_stage()
        if head is None:
            return
        if head.outcome in {Outcome.LOST, Outcome.INVALID}:
            self.reopen_requested.emit()
        elif head.stage_status == StageStatus.PAUSED:
            self.set_status(StageStatus.IN_PROGRESS)
        elif stage is not None:
            self.move_requested.emit(stage.key)
        else:
            self.set_status(StageStatus.DONE)

    def set_status(self, status: StageStatus) -> None:
        """State how the work of the present stage stands."""
        if self.head:
            self.workspace.attempt(deals.set_stage_status, self.head.id, status=status)

    def delete(self) -> None:
        """Mark the deal deleted; Undo and the bin bring it back."""
        if self.head:
            title = self.head.title
            self.workspace.guarded(lambda head=self.head: self.workspace.do(deals.delete_deal, head.id))
            self.noted.emit(tr("已删除“{title}”，可用撤销找回。", title=title))

    def _on_edited(self, **values: object) -> None:
        if self.head:
            self.workspace.attempt(deals.edit_deal, self.head.id, **values)

    def _on_title(self, title: object) -> None:
        self._on_edited(title=title)

    def _on_amount(self, amount: object) -> None:
        self._on_edited(amount_fen=amount)

    def _grading(self, grade: str) -> Callable[[], None]:
        return lambda: self._on_edited(grade=grade)

    def _moving(self, stage: str) -> Callable[[], None]:
        return lambda: self.move_requested.emit(stage)

    def _on_goal(self, goal: object) -> None:
        head = self.head
        if head is None:
            return
        if head.next_step is None:
            self.workspace.attempt(activities.plan_activity, head.id, goal=str(goal or ""))
        elif goal:
            self.workspace.attempt(activities.edit_activity, head.next_step.id, goal=goal)
        else:
            self.workspace.attempt(activities.cancel_activity, head.next_step.id)

    def _on_due(self, due: object) -> None:
        if self.head and self.head.next_step:
            self.workspace.attempt(activities.edit_activity, self.head.next_step.id, due_on=due)

    def _on_customer(self) -> None:
        if self.head and self.head.customer_id:
            self.customer_requested.emit(self.head.customer_id)
        else:
            self.go_to_requested.emit("overview.customer")

    def _open_grades(self) -> None:
        if self.head is None:
            return
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for grade in self.playbook().grades:
            action = menu.addAction(f"{grade.key}　{grade.name}")
            action.setToolTip(grade.criteria)
            action.setCheckable(True)
            action.setChecked(grade.key == self.head.grade)
            action.triggered.connect(self._grading(grade.key))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.grade.mapToGlobal(QPoint(0, self.grade.height())))

    # building

    def _connect(self) -> None:
        self.customer.clicked.connect(self._on_customer)
        self.title.edited.connect(self._on_title)
        self.amount.edited.connect(self._on_amount)
        self.grade.clicked.connect(self._open_grades)
        self.goal.edited.connect(self._on_goal)
        self.due.edited.connect(self._on_due)
        self.missing.go_to_requested.connect(self.go_to_requested)

    def _arrange(self) -> None:
        self.number.setProperty("role", "muted")
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.number.setCursor(Qt.CursorShape.IBeamCursor)
        self.amount.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.due.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._make_stage_button()
        more = icon_button("more", tr("更多操作"), lambda: None)
        more.setMenu(self.menu)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        close = icon_button("close", tr("关闭（Esc）"), self.close_requested.emit)
        step = QLabel(tr("下一步"))
        step.setProperty("role", "muted")
        column = QVBoxLayout(self)
        # A value that is edited in place stands a little to the right of its frame; the rest is set in as far.
        column.setContentsMargins(*(theme.px(theme.SNUG),) * 4)
        column.setSpacing(theme.px(theme.TIGHT))
        column.addLayout(_row((self.customer, 1), (more, 0), (close, 0), indent=True))
        column.addLayout(_row((self.title, 1), (self.number, 0)))
        column.addLayout(_row((self.amount, 0), (self.grade, 0), (self.stage, 0), (self.age, 0), None))
        column.addLayout(_row((step, 0), (self.goal, 1), (self.due, 0), (self.due_badge, 0), indent=True))
        column.addLayout(_row((self.state, 1), indent=True))
        column.addLayout(_row((self.clocks, 1), indent=True))
        column.addLayout(_row((self.missing, 1), indent=True))
        column.addSpacing(theme.px(theme.TIGHT))
        column.addLayout(_row((self.record, 0), (self.advance, 0), (self.documents, 0), None, indent=True))

    def _make_stage_button(self) -> None:
        self.stage.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.stage.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind the name
        self.stage.setIcon(icons.icon("down", "muted"))
        self.stage.setIconSize(QSize(theme.px(14), theme.px(14)))
        self.stage.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.stage.setToolTip(tr("换阶段"))
        menu = QMenu(self.stage)
        menu.aboutToShow.connect(lambda: self._fill_stages(menu))
        self.stage.setMenu(menu)

    def _fill_stages(self, menu: QMenu) -> None:
        menu.clear()
        for stage in self.playbook().stages:
            action = menu.addAction(stage.name)
            action.setCheckable(True)
            action.setChecked(self.head is not None and stage.key == self.head.stage)
            action.triggered.connect(self._moving(stage.key))


def _row(*parts: tuple[QWidget, int] | None, indent: bool = False) -> QHBoxLayout:
    """Return a line of (widget, stretch); None is free room."""
    row = QHBoxLayout()
    row.setContentsMargins(theme.px(theme.SNUG) if indent else 0, 0, 0, 0)
    row.setSpacing(theme.px(theme.SNUG))
    for part in parts:
        if part is None:
            row.addStretch()
        else:
            row.addWidget(part[0], part[1])
    return row
