"""Icons: every name has a glyph, colours follow the theme, no qtawesome at start."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication

from desktop_crm.views import icons, theme

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def light_again(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    theme.apply(qapp, "light", scale=1.0)


def strongest(image: QImage) -> QColor:
    """Return the colour of the most opaque pixel."""
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(pixels, key=QColor.alpha)


@pytest.mark.parametrize("name", icons.NAMES)
def test_each_name_paints_a_glyph_that_fits(name: str):
    image = icons.icon(name).pixmap(QSize(24, 24)).toImage()
    inked = [(x, y) for x in range(24) for y in range(24) if image.pixelColor(x, y).alpha() > 60]
    assert len(inked) > 8
    assert len(inked) < 24 * 24 * 0.8


def test_different_icons_look_different():
    assert icons.icon("board").pixmap(24, 24).toImage() != icons.icon("customers").pixmap(24, 24).toImage()


def test_an_icon_made_before_a_switch_is_painted_in_the_new_colours(light_again: QApplication):
    made = icons.icon("board", "accent")
    before = strongest(made.pixmap(64, 64).toImage())
    theme.apply(light_again, "dark", scale=1.0)
    after = strongest(made.pixmap(64, 64).toImage())
    assert before.name().upper() == theme.LIGHT.accent
    assert after.name().upper() == theme.DARK.accent


def test_a_disabled_icon_is_paler():
    made = icons.icon("board")
    normal = strongest(made.pixmap(64, 64).toImage())
    pale = strongest(made.pixmap(QSize(64, 64), QIcon.Mode.Disabled).toImage())
    assert pale.alpha() < normal.alpha()


def test_start_does_not_pay_for_qtawesome():
    code = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]);"
        "from desktop_crm.views import icons; icons.icon('board').pixmap(16, 16);"
        "sys.exit('qtawesome' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
