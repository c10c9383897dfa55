"""The logo of the letterhead: drop a picture on it or press it to choose one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QImageReader, QImageWriter, QPixmap
from PySide6.QtWidgets import QFileDialog, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from desktop_crm.system.translations import tr
from desktop_crm.views import theme

_PICTURES = "*.png *.jpg *.jpeg *.bmp *.webp *.gif *.svg"
_LARGEST = QSize(1200, 400)  # three times the place on paper at 300 dots an inch
_LARGEST_FILE = 20 * 1024 * 1024


class LogoBox(QPushButton):
    """Says `chosen` with the picture as PNG, or `refused` with a sentence."""

    chosen = Signal(bytes)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "drop")
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setIconSize(QSize(theme.px(236), theme.px(72)))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._choose)
        self.show_logo(None)

    def show_logo(self, file: Path | None) -> None:
        """Show the picture in a file, or say how to bring one."""
        picture = QPixmap(str(file)) if file else QPixmap()
        self.setIcon(picture)
        self.setText("" if not picture.isNull() else tr("拖入徽标图片，或点击选择"))
        self.setAccessibleName(tr("徽标") if not picture.isNull() else tr("选择徽标图片"))

    def take(self, file: Path) -> None:
        """Read a picture from a file and say it, or say why not."""
        try:
            self.chosen.emit(read_picture(file))
        except ValueError as problem:
            self.refused.emit(str(problem))

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme.px(260), theme.px(88))

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.take(Path(files[0]))

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("选择徽标图片"), "", f"{tr('图片')} ({_PICTURES})")
        if name:
            self.take(Path(name))


def read_picture(file: Path) -> bytes:
    """Return the picture in a file as PNG, no larger than paper needs; raises ValueError with a sentence."""
    try:
        if file.stat().st_size > _LARGEST_FILE:
            raise ValueError(tr("图片超过 20 MB，请换一张小一些的。"))
    except OSError as problem:
        raise ValueError(tr("这个文件打不开：{name}", name=file.name)) from problem
    reader = QImageReader(str(file))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and (size.width() > _LARGEST.width() or size.height() > _LARGEST.height()):
        reader.setScaledSize(size.scaled(_LARGEST, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        raise ValueError(tr("“{name}”不是能识别的图片，请用 PNG 或 JPG。", name=file.name))
    return _png(image)


def _png(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(data.data())
