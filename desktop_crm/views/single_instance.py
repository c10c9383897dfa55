"""One window for each data folder: a second start raises the first window instead of opening another."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop_crm.refusal import Unavailable
from desktop_crm.system.translations import tr

LOCK_FILE = "window.lock"
_WAIT_MS = 1_000


class SingleInstance(QObject):
    """Holds a data folder for one window. The lock of a crashed program is recognised by its dead process."""

    raise_requested = Signal()  # another start wants to see this window

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock: QLockFile | None = None
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_called)

    def claim(self, folder: Path) -> bool:
        """Take `folder` and return True; or ask the window that has it to come to the front, and return False."""
        self._make(folder)
        lock = QLockFile(str(folder / LOCK_FILE))
        lock.setStaleLockTime(0)  # a window may stay open for days; a dead process is noticed all the same
        if lock.tryLock(0):
            self._lock = lock
            QLocalServer.removeServer(_address(folder))  # left over by a crash
            self._server.listen(_address(folder))
            return True
        if lock.error() != QLockFile.LockError.LockFailedError:
            raise Unavailable(tr("数据文件夹是只读的，无法打开；请检查权限：{folder}", folder=folder))
        _call(_address(folder))
        return False

    def release(self) -> None:
        """Give the folder back; leaving the program does it as well."""
        self._server.close()
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    def _make(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unavailable(tr("无法使用数据文件夹：{folder}", folder=folder)) from error

    def _on_called(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:  # pyright: ignore[reportUnnecessaryComparison]
            caller.disconnected.connect(caller.deleteLater)
            caller.disconnectFromServer()
            self.raise_requested.emit()


def _address(folder: Path) -> str:
    """Return the name under which the window of `folder` listens: the same for every way of writing the folder."""
    return "desktop-crm-" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:24]


def _call(address: str) -> None:
    socket = QLocalSocket()
    socket.connectToServer(address)
    socket.waitForConnected(_WAIT_MS)
    socket.disconnectFromServer()
