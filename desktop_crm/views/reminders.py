"""Reminders: a look every minute, a desktop notification or a note in the window, and the program's stay in the tray."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop_crm.operations.daily import daily
from desktop_crm.queries.reminders import subjects
from desktop_crm.queries.win_chance import learnt
from desktop_crm.refusal import Refused
from desktop_crm.rules import reminders as rules
from desktop_crm.rules.reminders import Announcement, Habits, Said, Snooze, Subject
from desktop_crm.rules.working_time import is_working_day
from desktop_crm.system import clock, reminded
from desktop_crm.system.settings import Settings
from desktop_crm.system.translations import tr
from desktop_crm.views.tray import Tray
from desktop_crm.views.widgets.notice_bar import NoticeAction

if TYPE_CHECKING:
    from desktop_crm.views.main_window import MainWindow
    from desktop_crm.workspace import Changes

MINUTE_MS = 60_000
LOOK_AGAIN = timedelta(hours=1)  # clocks come near without anybody changing anything
SHOWN = 3  # reminders named one by one in a notification
TABLES = ("activity", "deal", "assignment", "clock_pause")


class Reminders(QObject):
    """Looks each minute, but reads only when something changed or is near; nothing is said twice."""

    def __init__(self, window: MainWindow, tray: Tray | None) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = window.workspace
        self._tray = tray
        self._kept = reminded.load(self._workspace.folder)
        self._look_at: datetime | None = None  # None: at the next tick
        self._reading = False
        self._told_of_staying = False
        self._last: tuple[Announcement, ...] = ()
        self._timer = QTimer(self, interval=MINUTE_MS, timerType=Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self.tick)
        self._workspace.changed.connect(self._on_changes)
        window.stays = self.stays
        if tray is not None:
            self._offer(tray)

    def start(self) -> None:
        """Look now, and then each minute."""
        self._timer.start()
        self.tick()

    def stop(self) -> None:
        """Look no more, and leave the tray."""
        self._timer.stop()
        if self._tray is not None:
            self._tray.leave()

    def tick(self) -> None:
        """Prepare a new day, and look for what is to be said if anything may be."""
        if self._kept.prepared != clock.today():
            self._prepare()
        now = _now()
        if self._reading or not self._workspace.settings.remind or (self._look_at is not None and now < self._look_at):
            return
        self._reading = True
        habits = habits_of(self._workspace.settings)
        self._workspace.later(
            lambda session: subjects(session, self._workspace.me, clock.now(), habits), self._on_read, self._on_failed
        )

    def snooze(self, choice: Snooze) -> None:
        """Put off what was said last."""
        habits = habits_of(self._workspace.settings)
        until = rules.snooze_until(choice, _now(), habits, is_working_day).replace(second=0)
        for announcement in self._last:
            self._kept.snoozed[announcement.subject.key] = until
        self._look_at = None
        self._keep()

    def mute(self) -> None:
        """Say nothing until tomorrow."""
        self._kept.muted_until = datetime.combine(clock.today() + timedelta(days=1), time())
        self._keep()

    def stays(self) -> bool:
        """Tell whether the program goes on in the tray when its window is closed, and say so the first time."""
        if self._tray is None or not self._workspace.settings.stay_in_tray:
            return False
        if not self._told_of_staying:
            self._told_of_staying = True
            self._tray.say(tr("已最小化到托盘"), tr("到点仍会提醒；要结束程序，请在托盘图标上选“退出”。"))
        return True

    # Inside

    def _on_changes(self, changes: Changes) -> None:
        if changes.touches(*TABLES):
            self._look_at = None

    def _prepare(self) -> None:
        """Learn from the closed deals first, for that only reads and takes long; then do the day's work."""
        self._kept.prepared = clock.today()
        self._workspace.later(learnt, lambda _: self._do_piece(), self._on_unprepared)

    def _do_piece(self, after: str = "") -> None:
        """Do the day's work in pieces, so that what a person saves meanwhile need not wait."""
        now = clock.now()

        def done(following: str) -> None:
            if following:
                self._do_piece(following)
            else:
                self._keep()

        try:
            self._workspace.do_later(
                daily, lambda session, _: daily(session, now, after=after), done, self._on_unprepared
            )
        except Refused as refusal:  # something long is being written
            self._on_unprepared(refusal)

    def _on_unprepared(self, _error: Exception) -> None:
        self._kept.prepared = None  # at the next tick

    def _on_failed(self, _error: Exception) -> None:
        """Try again at the next tick: a reminder is no reason to disturb."""
        self._reading = False
        self._look_at = None

    def _on_read(self, found: list[Subject]) -> None:
        self._reading = False
        now, habits = _now(), habits_of(self._workspace.settings)
        ready = rules.due(found, now, habits, self._said(), is_working_day)
        if ready:
            self._kept.announced |= {each.key: now.date() for each in ready}
            self._keep()
            self._say(tuple(ready))
        ahead = rules.next_moment(found, now, habits, self._said(), is_working_day)
        self._look_at = min(ahead or now + LOOK_AGAIN, now + LOOK_AGAIN)

    def _say(self, ready: tuple[Announcement, ...]) -> None:
        self._last = ready
        title, text = words(ready)
        if self._tray is not None:
            self._tray.say(title, text)
            self._offer_to_stay()
            return
        self._window.notices.bar.show_notice(
            f"{title}：{text}" if len(ready) == 1 else title,
            NoticeAction(tr("打开"), self._open_last),
            NoticeAction(tr("10 分钟后"), partial(self.snooze, "minutes")),
            NoticeAction(tr("明天再说"), partial(self.snooze, "tomorrow")),
        )

    def _open_last(self) -> None:
        self._to_front()
        deals = {each.subject.deal_id for each in self._last}
        if len(deals) == 1 and (deal := deals.pop()):
            self._window.open_deal(deal)
        else:
            self._window.go("today")

    def _offer_to_stay(self) -> None:
        """Ask once, quietly, whether to go on reminding when the window is closed."""
        settings = self._workspace.settings
        if settings.offered_tray or settings.stay_in_tray:
            return
        settings.offered_tray = True
        self._workspace.save_settings()
        self._window.notices.bar.show_notice(
            tr("关闭窗口后，还要在托盘里继续提醒吗？"),
            NoticeAction(tr("继续提醒"), self._stay),
            NoticeAction(tr("不用"), lambda: None),
        )

    def _stay(self) -> None:
        self._workspace.settings.stay_in_tray = True
        self._workspace.save_settings()

    def _offer(self, tray: Tray) -> None:
        entries: Sequence[tuple[str, Callable[[], object]]] = (
            (tr("打开"), self._to_front),
            (tr("今天"), lambda: (self._to_front(), self._window.go("today"))),
            (tr("10 分钟后再提醒"), partial(self.snooze, "minutes")),
            (tr("1 小时后再提醒"), partial(self.snooze, "hour")),
            (tr("明天再提醒"), partial(self.snooze, "tomorrow")),
            (tr("静音到明天"), self.mute),
            (tr("退出"), self._window.quit),
        )
        tray.offer(entries)
        tray.opened(self._to_front)
        tray.clicked(self._open_last)

    def _to_front(self) -> None:
        window = self._window
        window.showNormal() if window.isMinimized() else window.show()
        window.raise_()
        window.activateWindow()
        QApplication.alert(window)

    def _said(self) -> Said:
        return Said(self._kept.announced, self._kept.snoozed, self._kept.muted_until)

    def _keep(self) -> None:
        try:
            reminded.save(self._workspace.folder, self._kept, clock.today())
        except OSError:  # a full disk is said when something of value is saved
            self._look_at = None


def words(ready: Sequence[Announcement]) -> tuple[str, str]:
    """Return title and text of a notification; several reminders are said as one."""
    texts = [each.subject.text for each in ready]
    if len(texts) == 1:
        return tr("提醒"), texts[0]
    more = [tr("… 还有 {count} 件", count=len(texts) - SHOWN)] if len(texts) > SHOWN else []
    return tr("{count} 件事要做", count=len(texts)), "\n".join((*texts[:SHOWN], *more))


def habits_of(settings: Settings) -> Habits:
    """Return how the person at this laptop wants to be reminded; a damaged time counts as its default."""
    usual = Habits()
    return Habits(
        minutes_before=max(0, settings.remind_before),
        digest_at=_time(settings.digest_at, usual.digest_at),
        quiet_from=_time(settings.quiet_from, usual.quiet_from),
        quiet_until=_time(settings.quiet_until, usual.quiet_until),
        free_days_quiet=settings.quiet_free_days,
    )


def _time(text: str, usual: time) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return usual


def _now() -> datetime:
    return clock.now().astimezone().replace(tzinfo=None)
