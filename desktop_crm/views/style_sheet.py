"""The style sheet: one template over the tokens of the theme. Lengths are design pixels and scale with the text."""

from __future__ import annotations

import re
from dataclasses import asdict
from string import Template
from typing import TYPE_CHECKING

from desktop_crm.system import paths

if TYPE_CHECKING:
    from desktop_crm.views.theme import Palette

_TEXT = """
QMainWindow, QDialog { background: $background; }
QLabel { background: transparent; }
QLabel[role="small"] { font-size: 12px; }
QLabel[role="muted"] { font-size: 12px; color: $muted; }
QLabel[role="strong"] { font-size: 15px; font-weight: bold; }
QLabel[role="title"] { font-size: 20px; font-weight: bold; }
QLabel[role="figure"] { font-size: 28px; font-weight: bold; }
QLabel[tone="muted"] { color: $muted; }
QLabel[tone="accent"] { color: $accent; }
QLabel[tone="good"] { color: $good; }
QLabel[tone="soon"] { color: $soon; }
QLabel[tone="late"] { color: $late; }
QFrame[surface="card"] { background: $surface; border: 1px solid $border; border-radius: 6px; }
QFrame[surface="card"]:focus { border: 2px solid $accent; }
QFrame[surface="plain"] { background: $surface; border: none; }
QFrame[surface="floating"] { background: $surface; border: 1px solid $outline; border-radius: 6px; }
QFrame[surface="line"] { background: $border; border: none; }
QToolTip { background: $text; color: $surface; border: none; padding: 4px 8px; font-size: 12px; }
"""

_BUTTONS = """
QPushButton, QToolButton {
    background: $surface; color: $text; border: 1px solid $outline; border-radius: 4px;
    padding: 4px 12px; min-height: 20px;
}
QPushButton:hover, QToolButton:hover { background: $hover; }
QPushButton:pressed, QToolButton:pressed { background: $selected; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: 3px 11px; }
QPushButton:disabled, QToolButton:disabled { color: $disabled; border-color: $border; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: bold; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled { background: $border; color: $muted; border-color: $border; }
QPushButton[kind="danger"] { color: $late; border-color: $late; }
QPushButton[kind="danger"]:hover { background: $late_soft; }
QPushButton[kind="danger"]:focus { border: 2px solid $accent; }
QPushButton[kind="danger"]:disabled { color: $disabled; border-color: $border; }
QPushButton[kind="quiet"], QToolButton { background: transparent; border: 1px solid transparent; }
QPushButton[kind="quiet"] { color: $accent; }
QPushButton[kind="quiet"]:hover, QToolButton:hover { background: $hover; }
QPushButton[kind="quiet"]:focus, QToolButton:focus { border: 2px solid $accent; }
QPushButton[kind="quiet"]:disabled { color: $disabled; }
QToolButton { padding: 4px; }
QToolButton:focus { padding: 3px; }
QToolButton:checked { background: $selected; color: $accent; }
QLineEdit QToolButton { border: none; padding: 0; min-height: 0; background: transparent; }
QToolButton::menu-indicator { image: none; }
QPushButton[kind="chip"] {
    background: $surface; border: 1px solid $outline; border-radius: 14px; padding: 3px 12px; min-height: 20px;
}
QPushButton[kind="chip"]:hover { background: $hover; }
QPushButton[kind="chip"]:checked { background: $selected; border-color: $accent; color: $accent; }
QPushButton[kind="chip"]:focus { border: 2px solid $accent; padding: 2px 11px; }
"""

_FIELDS = """
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox {
    background: $surface; color: $text; border: 1px solid $outline; border-radius: 4px; padding: 4px 8px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit, QComboBox, QAbstractSpinBox { min-height: 20px; }
QLineEdit, QPlainTextEdit, QTextEdit { placeholder-text-color: $muted; }
QLineEdit:hover, QPlainTextEdit:hover, QTextEdit:hover, QComboBox:hover, QAbstractSpinBox:hover { border-color: $muted; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {
    border: 2px solid $accent; padding: 3px 7px;
}
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled {
    background: $background; color: $disabled; border-color: $border;
}
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"] { border: 2px solid $late; padding: 3px 7px; }
QLineEdit[bare="true"] { background: transparent; border: none; padding: 4px; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit {
    background: transparent; border: none; padding: 0 4px; min-height: 0;
}
QComboBox { padding-right: 28px; }
QComboBox:focus { padding-right: 27px; }
QComboBox::drop-down { border: none; width: 28px; subcontrol-origin: border; subcontrol-position: center right; }
QComboBox::down-arrow { image: url("$icons/chevron-down-$name.svg"); width: 16px; height: 16px; }
QComboBox { combobox-popup: 0; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; background: transparent; width: 24px; }
QAbstractSpinBox::up-arrow { image: url("$icons/chevron-up-$name.svg"); width: 12px; height: 12px; }
QAbstractSpinBox::down-arrow { image: url("$icons/chevron-down-$name.svg"); width: 12px; height: 12px; }
QCheckBox, QRadioButton { spacing: 8px; padding: 3px; border: 2px solid transparent; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox::indicator, QRadioButton::indicator {
    width: 16px; height: 16px; border: 1px solid $outline; border-radius: 4px; background: $surface;
}
QListView::indicator { width: 16px; height: 16px; border: 1px solid $outline; border-radius: 4px; background: $surface; }
QListView::indicator:checked { background: $accent; border-color: $accent; image: url("$icons/check-$name.svg"); }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked {
    background: $accent; border-color: $accent; image: url("$icons/check-$name.svg");
}
QCheckBox::indicator:indeterminate {
    background: $accent; border-color: $accent; image: url("$icons/dash-$name.svg");
}
QRadioButton::indicator:checked { background: $surface; border: 5px solid $accent; width: 8px; height: 8px; }
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }
"""

_LISTS = """
QAbstractItemView { background: $surface; color: $text; border: 2px solid transparent; outline: none; }
QTableView, QListView, QTreeView {
    gridline-color: $border; alternate-background-color: $background;
    selection-background-color: $selected; selection-color: $text;
}
QTableView:focus, QListView:focus, QTreeView:focus { border-color: $accent; }
QTableView::item { padding: 0 5px; border: none; border-bottom: 1px solid $border; }
QListView::item, QTreeView::item { padding: 4px 8px; border-radius: 4px; min-height: 24px; }
QTableView::item:hover, QListView::item:hover, QTreeView::item:hover { background: $hover; }
QTableView::item:selected, QListView::item:selected, QTreeView::item:selected { background: $selected; color: $text; }
QComboBox QAbstractItemView, QComboBox QAbstractItemView:focus, QListView#popup, QListView#popup:focus {
    background: $surface; border: 1px solid $outline; padding: 4px; outline: none;
    selection-background-color: $selected; selection-color: $text;
}
QHeaderView { background: $surface; border: none; }
QHeaderView::section {
    background: $surface; color: $muted; border: none; border-bottom: 1px solid $border;
    padding: 6px 8px; font-size: 12px; font-weight: normal;
}
QHeaderView::section:hover { background: $hover; color: $text; }
QHeaderView::up-arrow { image: url("$icons/chevron-up-$name.svg"); width: 12px; height: 12px; }
QHeaderView::down-arrow { image: url("$icons/chevron-down-$name.svg"); width: 12px; height: 12px; }
QTableCornerButton::section { background: $surface; border: none; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $surface; }
QCalendarWidget QToolButton { color: $text; font-weight: bold; padding: 4px 8px; }
QCalendarWidget QAbstractItemView { selection-background-color: $accent; selection-color: $on_accent; }
QCalendarWidget QAbstractItemView, QCalendarWidget QAbstractItemView:focus { border: none; }
QCalendarWidget QAbstractItemView:disabled { color: $disabled; }
QCalendarWidget QTableView::item { border: none; border-radius: 4px; }
QCalendarWidget QTableView::item:selected { background: $accent; color: $on_accent; }
QCalendarWidget QSpinBox { padding: 2px 4px; }
"""

_BARS = """
QScrollArea, QScrollArea > QWidget > QWidget#page { background: transparent; border: none; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $outline; border-radius: 2px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QTabWidget::pane { border: none; border-top: 1px solid $border; }
QTabBar { background: transparent; border: none; }
QTabBar::tab {
    background: transparent; color: $muted; padding: 6px 10px; margin: 0; border: 2px solid transparent;
    border-radius: 4px;
}
QTabBar::tab:hover { color: $text; background: $hover; }
QTabBar::tab:selected { color: $accent; border-bottom: 2px solid $accent; border-radius: 0; font-weight: bold; }
QTabBar::tab:selected:focus { border: 2px solid $accent; border-radius: 4px; }
QMenu { background: $surface; border: 1px solid $outline; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $selected; color: $text; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
QMenuBar { background: $surface; border-bottom: 1px solid $border; }
QMenuBar::item { padding: 4px 10px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: $hover; }
QSplitter::handle { background: $border; }
QSplitter::handle:hover { background: $accent; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QProgressBar { background: $border; border: none; border-radius: 2px; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QStatusBar { background: $surface; color: $muted; border-top: 1px solid $border; }
QGroupBox { border: none; margin-top: 24px; font-weight: bold; }
QGroupBox::title { subcontrol-origin: margin; left: 0; }
"""

_PRODUCT = """
QFrame[surface="side"] { background: $surface; border: none; border-right: 1px solid $border; }
QFrame[surface="side"] QToolButton { color: $muted; font-size: 12px; border-radius: 6px; padding: 4px 0; }
QFrame[surface="side"] QToolButton:checked { background: $selected; color: $accent; font-weight: bold; }
QScrollArea[board="ground"], QScrollArea[board="ground"] > QWidget > QWidget { background: $background; }
QFrame[board="column"] { background: $background; border: 1px solid $border; border-radius: 6px; }
QLabel[board="title"] { font-weight: bold; }
QListView[board="cards"] { background: transparent; border: 2px solid transparent; border-radius: 6px; }
QListView[board="cards"]:focus { border-color: transparent; }
QListView[board="cards"][target="true"] { border: 2px dashed $accent; background: $selected; }
QListView[board="cards"]::item { padding: 0; }
QListView[board="cards"] QScrollBar:vertical { width: 8px; }
QLabel[role="key"] { background: $hover; border: 1px solid $border; border-radius: 4px; padding: 2px 8px; }
NoticeBar { background: $text; border: none; border-radius: 6px; }
NoticeBar QLabel { color: $surface; }
NoticeBar QPushButton, NoticeBar QToolButton { background: transparent; border: 1px solid transparent; color: $surface; }
NoticeBar QPushButton { font-weight: bold; text-decoration: underline; }
NoticeBar QPushButton:hover, NoticeBar QToolButton:hover { background: $muted; color: $surface; }
NoticeBar QPushButton:focus, NoticeBar QToolButton:focus { border: 2px solid $surface; }
FactValue { border: 2px solid transparent; border-radius: 4px; }
FactValue:hover { background: $hover; }
FactValue:focus { border-color: $accent; }
TagEdit QFrame[tag="true"] { background: $hover; border: none; border-radius: 4px; }
CommandPalette QListView { border: none; }
CommandPalette QLineEdit, CommandPalette QLineEdit:focus {
    font-size: 15px; border: none; border-bottom: 2px solid $accent; border-radius: 0; padding: 12px 16px;
}
TextCell { background: transparent; border: 1px solid transparent; padding: 2px 4px; }
TextCell:hover { background: $hover; border-color: transparent; }
TextCell:focus { background: $surface; border: 2px solid $accent; padding: 1px 3px; }
TextCell[roomy="true"] { padding: 5px 4px; }
TextCell[roomy="true"]:focus { padding: 4px 3px; }
TextCell[readOnly="true"], TextCell[readOnly="true"]:hover, TextCell[readOnly="true"]:focus {
    background: transparent; border: 1px solid transparent; padding: 2px 4px;
}
TextCell[readOnly="true"][roomy="true"], TextCell[readOnly="true"][roomy="true"]:focus { padding: 5px 4px; }
TextCell[boxed="true"] { background: $surface; border: 1px solid $outline; }
TextCell[boxed="true"]:focus { border: 2px solid $accent; }
TextCell[strong="true"] { font-weight: bold; }
ChoiceCell, ChoiceCell:focus { font-size: 12px; color: $muted; padding-left: 8px; padding-right: 8px; }
QTableView[lines="none"]::item { border: none; }
QTableView[lines="none"] QHeaderView::section:first { padding-left: 32px; }
QTableView[lines="none"] QLineEdit { padding: 0 4px; min-height: 0; border-radius: 0; }
QTableView[lines="none"] QLineEdit:focus { padding: 0 3px; }
ItemRow { border: none; border-bottom: 1px solid $border; }
QFrame[surface="internal"] { background: $surface; border: 1px dashed $soon; border-radius: 6px; }
QFrame[surface="drop"] { background: transparent; border: 1px dashed $outline; border-radius: 6px; }
QFrame[surface="drop"][lit="yes"] { background: $selected; border: 2px dashed $accent; }
QFrame[surface="mark"] { background: $accent; border: none; }
"""

_TEMPLATE = Template(_TEXT + _BUTTONS + _FIELDS + _LISTS + _BARS + _PRODUCT)
_LENGTH = re.compile(r"\b(\d+)px\b")


def style_sheet(colours: Palette, scale: float = 1.0) -> str:
    """Return the style sheet of a theme with every length multiplied by `scale`."""
    icons = (paths.resources() / "icons").as_posix()
    sheet = _TEMPLATE.substitute(asdict(colours), icons=icons)
    if scale == 1.0:
        return sheet
    return _LENGTH.sub(lambda found: f"{round(int(found[1]) * scale)}px", sheet)
