"""The calendar: month, week and agenda over the same entries; what is planned comes at once, the rest a moment later."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_crm.operations.activities import edit_activity
from desktop_crm.queries.calendar import CalendarFilter, Days, Entry, Span, merged, planned
from desktop_crm.queries.calendar_sources import besides, calendar
from desktop_crm.queries.company import colleagues
from desktop_crm.system import clock
from desktop_crm.system.translations import tr
from desktop_crm.views import theme
from desktop_crm.views.calendar.agenda_view import MOST as AGENDA_MOST
from desktop_crm.views.calendar.agenda_view import AgendaView
from desktop_crm.views.calendar.day_list import DayList
from desktop_crm.views.calendar.day_marks import note_for
from desktop_crm.views.calendar.entry_painting import day_name
from desktop_crm.views.calendar.month_view import LINES, MonthView
from desktop_crm.views.calendar.new_line import NewLine
from desktop_crm.views.calendar.tool_bar import CalendarToolBar
from desktop_crm.views.calendar.week_view import WeekView
from desktop_crm.views.screen import Screen
from desktop_crm.views.widgets.date_edit import weekday

if TYPE_CHECKING:
    from desktop_crm.operations.calendar_import import CalendarReport
    from desktop_crm.workspace import Job, Workspace

_WEEK_MOST = 200  # entries of a day that a week reads
_MOST = {"month": LINES, "week": _WEEK_MOST, "agenda": AGENDA_MOST}


class CalendarScreen(Screen):
    """Days with what stands on them; everything can be moved by hand."""

    tables = (
        "activity", "deal", "customer", "contact", "anniversary", "member", "clock_pause", "payment", "receipt", "milestone",
        "project", "progress_report",
    )  # fmt: skip

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.tool_bar = CalendarToolBar()
        self.month, self.week, self.agenda = MonthView(), WeekView(), AgendaView()
        self._views = {"month": self.month, "week": self.week, "agenda": self.agenda}
        self.view_key = "month"
        self.new_line = NewLine(workspace, self)
        self.day_list: DayList | None = None
        self._jobs: dict[Span, Job] = {}
        self._counts: dict[Span, int] = {}
        self._arrange()
        self._connect()

    # What the window calls

    @override
    def refresh(self) -> None:
        self.tool_bar.set_colleagues(self.workspace.ask(colleagues), self.workspace.me)
        self._load(self._spans())

    @override
    def start(self) -> None:
        self.view.setFocus()

    @override
    def focus_filter(self) -> None:
        self.tool_bar.text.setFocus()
        self.tool_bar.text.selectAll()

    @override
    def begin_new(self) -> None:
        self._begin_line(self.view.day, "")

    # What it shows

    @property
    def view(self) -> MonthView | WeekView | AgendaView:
        """The view that is open."""
        return self._views[self.view_key]

    def show_view(self, key: str) -> None:
        """Open month, week or agenda on the same day."""
        day = self.view.day
        self.new_line.hide()
        self.view_key = key
        self._pages.setCurrentWidget(self.view)
        self.go(day)
        self.view.setFocus()

    def go(self, day: date) -> None:
        """Show a day."""
        if self.view is self.agenda:
            spans = self.agenda.begin(day)
        else:
            self.view.go(day)
            spans = self._spans()
        self._load(spans)

    def step(self, pages: int) -> None:
        """Go on by pages of the view, 0 for today."""
        self.new_line.hide()
        if not pages:
            self.go(clock.today())
        else:
            paged = self.week if self.view is self.week else self.month
            paged.day = self.view.day
            self.go(paged.page(pages))
        self.view.setFocus()

    def _spans(self) -> list[Span]:
        if isinstance(self.view, AgendaView):
            return self.view.spans() or self.view.begin(self.view.day)
        return [self.view.span()]

    def _load(self, spans: list[Span]) -> None:
        for job in self._jobs.values():
            job.cancel()
        self._jobs = {}
        self._counts = {}
        for span in spans:
            self._load_span(span)
        self._say()

    def _load_span(self, span: Span) -> None:
        """Show what is planned at once (a search takes longer and comes whole), and the rest when it is read."""
        wanted, most = self.tool_bar.wanted(), _MOST[self.view_key]
        if wanted.text:
            self._jobs[span] = self.workspace.later(
                lambda session: calendar(session, span, wanted, most), partial(self._take, span, wanted)
            )
            return
        plans = self.workspace.ask(planned, span, wanted, most)
        self._take(span, wanted, plans)
        self._jobs[span] = self.workspace.later(
            lambda session: besides(session, span, wanted, most),
            lambda rest: self._take(span, wanted, merged((plans, rest), most)),
        )

    def _take(self, span: Span, wanted: CalendarFilter, days: Days) -> None:
        if wanted == self.tool_bar.wanted():
            self._counts[span] = days.total
            self.view.take(span, days, searching=bool(wanted.text))
            self._say()

    def _say(self) -> None:
        day, spans = self.view.day, self._spans()
        title = tr("{year}年{month}月", year=day.year, month=day.month)
        if self.view is self.week:
            first, last = self.week.span().first, self.week.span().last
            end = day_name(last) if first.month != last.month else tr("{day}日", day=last.day)
            title = tr("{year}年{first} – {last}", year=first.year, first=day_name(first), last=end)
        counts = sum(self._counts.get(span, 0) for span in spans)
        years = {each.year for span in spans for each in (span.first, span.last)}
        self.tool_bar.mark_view(self.view_key)
        self.tool_bar.say(title, tr("{count} 项", count=f"{counts:,}"), note_for(years))

    # What it does

    def reschedule(self, entry: Entry, day: date, at: str | None) -> None:
        """Put a plan on another day, and to another time where one is given."""
        time = entry.at if at is None else at
        values = {"due_on": day} if time == entry.at else {"due_on": day, "due_at": time}
        if self.workspace.guarded(lambda: self._edit(entry, **values)):
            said = f"{day_name(day)} {weekday(day)} {time}".strip()
            self.done.emit(tr("“{what}”改到 {when}", what=entry.title or entry.customer, when=said))
            self._follow(entry, day)

    def resize_entry(self, entry: Entry, minutes: int) -> None:
        """Make a plan longer or shorter."""
        if self.workspace.guarded(lambda: self._edit(entry, minutes=minutes)):
            self.done.emit(tr("“{what}”改为 {minutes} 分钟", what=entry.title or entry.customer, minutes=minutes))

    def open_entry(self, entry: Entry) -> None:
        """Show the deal an entry is about, or its customer."""
        if entry.deal_id:
            self.deal_requested.emit(entry.deal_id)
        elif entry.customer_id:
            self.customer_requested.emit(entry.customer_id)
        else:
            self.noted.emit(tr("这项安排没有关联商机或客户。"))

    def open_day(self, day: date) -> DayList:
        """List all entries of a day."""
        wanted = self.tool_bar.wanted()
        entries = self.workspace.ask(calendar, Span(day, day), wanted).of(day)
        self.day_list = DayList(self, day, entries, searching=bool(wanted.text))
        self.day_list.opened.connect(self.open_entry)
        self.day_list.new_requested.connect(self._begin_line)
        self.day_list.open_beside(self._place(day, "", on_screen=True))
        return self.day_list

    def _edit(self, entry: Entry, **values: object) -> bool:
        self.workspace.do(edit_activity, entry.id, **values)
        return True

    def _follow(self, entry: Entry, day: date) -> None:
        """Keep the moved entry chosen on its new day."""
        if not isinstance(self.view, AgendaView):
            self.view.go(day)
            self.view.selected = entry.id
            self._load(self._spans())

    def _begin_line(self, day: date, at: str) -> None:
        if not isinstance(self.view, AgendaView) and day != self.view.day:
            self.go(day)
        self.new_line.begin(day, at, self._place(day, at), self.tool_bar.wanted().owner)

    def _on_planned(self, key: str, day: date, at: str) -> None:
        said = f"{day_name(day)} {weekday(day)} {at}".strip()
        self.done.emit(tr("已安排在 {when}", when=said))
        self.view.setFocus()
        self.go(day)
        if not isinstance(self.view, AgendaView):
            self.view.selected = key

    def _on_day(self, day: date) -> None:
        """Read what is not there yet when the cursor left the days that are shown."""
        if isinstance(self.view, AgendaView):
            if not any(span.first <= day <= span.last for span in self.view.spans()):
                self._load(self.view.begin(day))
            elif day == clock.today() != self.view.day:
                self.view.go(day)
            self._say()
        elif self.view.span() not in self._counts:
            self._load(self._spans())

    def _place(self, day: date, at: str, *, on_screen: bool = False) -> QRect:
        local = self.view.place_of(day) if isinstance(self.view, AgendaView) else self.view.place_of(day, at)
        corner = self.view.viewport().mapToGlobal(local.topLeft())
        return QRect(corner if on_screen else self.mapFromGlobal(corner), local.size())

    # Files

    def _export(self) -> None:
        from desktop_crm.views.calendar.files import ask_and_export  # noqa: PLC0415 - rarely used

        ask_and_export(self, self.workspace, self.tool_bar.wanted(), self.noted.emit)

    def _import(self) -> None:
        from desktop_crm.views.calendar.files import ask_and_import  # noqa: PLC0415 - rarely used

        ask_and_import(self, self.workspace, self._say_imported)

    def _say_imported(self, report: CalendarReport) -> None:
        say = self.done if report.added or report.updated else self.noted
        say.emit(report.sentence())

    # Inside

    def _connect(self) -> None:
        for view in self._views.values():
            view.opened.connect(self.open_entry)
            view.day_opened.connect(self.open_day)
            view.new_requested.connect(self._begin_line)
            view.moved.connect(self.reschedule)
            view.day_chosen.connect(self._on_day)
            view.view_requested.connect(self.show_view)
        self.week.resized.connect(self.resize_entry)
        self.agenda.page_wanted.connect(self._load_span)
        self.new_line.planned.connect(self._on_planned)
        self.new_line.closed.connect(self.start)
        self.tool_bar.changed.connect(lambda: self._load(self._spans()))
        self.tool_bar.view_chosen.connect(self.show_view)
        self.tool_bar.stepped.connect(self.step)
        self.tool_bar.new_requested.connect(self.begin_new)
        self.tool_bar.export_requested.connect(self._export)
        self.tool_bar.import_requested.connect(self._import)

    def _arrange(self) -> None:
        self._pages = QStackedWidget()
        for view in self._views.values():
            self._pages.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(theme.TIGHT))
        column.addWidget(self.tool_bar)
        column.addWidget(self._pages, 1)
