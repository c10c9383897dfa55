"""Failures of disk, lock and file, told in one plain sentence; anything else is a fault of ours and stays an error."""

from __future__ import annotations

import errno
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from desktop_crm.refusal import Unavailable
from desktop_crm.system.translations import tr

_BUSY, _LOCKED, _READ_ONLY, _IO, _CORRUPT, _FULL, _CANNOT_OPEN, _NOT_A_DATABASE = 5, 6, 8, 10, 11, 13, 14, 26


@contextmanager
def explained() -> Generator[None]:
    """Turn a failure of disk, lock or file into `Unavailable`."""
    try:
        yield
    except DBAPIError as error:
        _explain(error.orig, error)
        raise
    except dbapi2.Error as error:
        _explain(error, error)
        raise
    except OSError as error:
        raise Unavailable(_of_the_system(error)) from error


def _explain(said: BaseException | None, error: Exception) -> None:
    sentence = _of_sqlite(getattr(said, "sqlite_errorcode", 0) & 0xFF)  # the low byte is the kind of failure
    if sentence:
        raise Unavailable(sentence) from error


def _of_sqlite(code: int) -> str:
    return {
        _BUSY: tr("数据文件正被另一个窗口或程序占用，没有保存，请稍后再试。"),
        _LOCKED: tr("数据文件正被另一个窗口或程序占用，没有保存，请稍后再试。"),
        _READ_ONLY: tr("数据文件或它的文件夹是只读的，没有保存，请检查权限。"),
        _IO: tr("读写磁盘出错，没有保存，请检查磁盘后再试。"),
        _CORRUPT: tr("数据文件已损坏，请用最近的备份恢复。"),
        _FULL: tr("磁盘空间已满，没有保存，原有数据完好；请腾出空间后再试。"),
        _CANNOT_OPEN: tr("打不开数据文件，请检查它的文件夹是否存在、是否有权限。"),
        _NOT_A_DATABASE: tr("这不是本程序的数据文件，或者已经加密；没有打开，也没有改动它。"),
    }.get(code, "")


def _of_the_system(error: OSError) -> str:
    name = Path(str(error.filename)).name if error.filename else tr("文件")
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return tr("磁盘空间已满，没有保存，原有数据完好；请腾出空间后再试。")
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return tr("没有权限读写“{name}”，请检查文件或文件夹的权限。", name=name)
    return tr("无法读写“{name}”：{reason}。", name=name, reason=error.strerror or str(error))
