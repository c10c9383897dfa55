"""The look: contrast, fonts, live switching."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import astuple, fields

import pytest
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QApplication, QComboBox, QMainWindow
from pytestqt.qtbot import QtBot

from desktop_crm.system import paths
from desktop_crm.views import theme
from desktop_crm.views.style_sheet import style_sheet

THEMES = [theme.LIGHT, theme.DARK]
TEXT_ON_SURFACE = [
    (ink, ground)
    for ink in ("text", "muted", "accent", "good", "soon", "late")
    for ground in ("surface", "background", "hover")
] + [
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("text", "selected"),
    ("muted", "selected"),
    ("accent", "selected"),
    ("good", "good_soft"),
    ("soon", "soon_soft"),
    ("late", "late_soft"),
]


@pytest.fixture
def light_again(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    theme.apply(qapp, "light", scale=1.0)


def luminance(colour: str) -> float:
    """WCAG 2 relative luminance."""

    def channel(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (channel(part) for part in QColor(colour).getRgbF()[:3])  # type: ignore[misc]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_wcag_does():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colours", THEMES, ids=lambda one: one.name)
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON_SURFACE)
def test_text_is_legible_on_every_ground(colours: theme.Palette, ink: str, ground: str):
    assert contrast(getattr(colours, ink), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("colours", THEMES, ids=lambda one: one.name)
@pytest.mark.parametrize("ground", ["surface", "background"])
def test_edges_of_fields_and_the_focus_ring_are_seen(colours: theme.Palette, ground: str):
    minimum = 3.0 if ground == "surface" else 2.8
    assert contrast(colours.outline, getattr(colours, ground)) >= minimum
    assert contrast(colours.accent, getattr(colours, ground)) >= 3.0


@pytest.mark.parametrize("colours", THEMES, ids=lambda one: one.name)
def test_every_token_is_a_full_colour(colours: theme.Palette):
    assert all(re.fullmatch(r"#[0-9A-F]{6}", value) for value in astuple(colours)[1:])
    assert len(fields(colours)) == len(astuple(colours))


@pytest.mark.parametrize("colours", THEMES, ids=lambda one: one.name)
def test_the_style_sheet_fills_every_place_and_names_only_pictures_that_ship(colours: theme.Palette):
    sheet = style_sheet(colours)
    assert "$" not in sheet
    pictures = re.findall(r'url\("([^"]+)"\)', sheet)
    assert pictures
    assert all((paths.resources() / "icons" / picture.rsplit("/", 1)[1]).is_file() for picture in pictures)


def test_pictures_have_the_colour_of_their_theme():
    for colours in THEMES:
        for name, token in (
            ("chevron-down", "muted"),
            ("chevron-up", "muted"),
            ("check", "on_accent"),
            ("dash", "on_accent"),
        ):
            text = (paths.resources() / "icons" / f"{name}-{colours.name}.svg").read_text("utf-8")
            assert getattr(colours, token) in text


def test_lengths_scale_with_the_text():
    assert "min-height: 20px" in style_sheet(theme.LIGHT)
    scaled = style_sheet(theme.LIGHT, 1.5)
    assert "min-height: 30px" in scaled
    assert "min-height: 20px" not in scaled


def test_the_shipped_font_is_used_and_its_figures_line_up(qapp: QApplication):
    assert QFontInfo(qapp.font()).family() == theme.FAMILY
    for bold in (False, True):
        metrics = QFontMetricsF(theme.font(bold=bold))
        assert len({metrics.horizontalAdvance(figure) for figure in "0123456789"}) == 1
    assert QFontInfo(theme.font(bold=True)).bold()


def test_switching_repaints_open_windows(light_again: QApplication, qtbot: QtBot):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(80, 30)
    window.show()
    seen: list[str] = []
    for choice in ("dark", "light"):
        theme.apply(light_again, choice, scale=1.0)
        seen.append(window.grab().toImage().pixelColor(1, 1).name().upper())
    assert seen == [theme.DARK.background, theme.LIGHT.background]


def test_the_manager_switches_says_so_and_knows_the_choice(light_again: QApplication, qtbot: QtBot):
    manager = theme.ThemeManager(light_again, "light")
    with qtbot.waitSignal(manager.changed):
        manager.choose("dark")
    assert (manager.choice, manager.palette, theme.current()) == ("dark", theme.DARK, theme.DARK)
    manager.choose("system")
    assert manager.palette in THEMES
    manager.deleteLater()


def test_a_larger_system_font_makes_everything_larger(light_again: QApplication, qtbot: QtBot):
    box = QComboBox()
    box.addItem("全流程跟进")
    qtbot.addWidget(box)
    small = box.sizeHint()
    theme.apply(light_again, "light", scale=2.0)
    assert theme.px(16) == 32
    assert theme.font(theme.SMALL).pixelSize() == 24
    assert box.sizeHint().height() >= small.height() * 1.7
