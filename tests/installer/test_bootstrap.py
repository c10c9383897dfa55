"""The script behind the README's two commands."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from installer import bootstrap

LINUX_ONLY = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux splits these libraries off")


class Recorder:
    """Stands where commands are run: keeps them and answers with a status."""

    def __init__(self, status: int = 0) -> None:
        self.status = status
        self.commands: list[list[str]] = []
        self.environment: dict[str, str] = {}

    def __call__(self, command: list[str], **environment: str) -> int:
        self.commands.append(command)
        self.environment = environment
        return self.status


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder()
    monkeypatch.setattr(bootstrap, "run", recorder)
    return recorder


@pytest.fixture
def empty_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Put two locks that name nothing in the place of the real ones, so that pip needs no network."""
    locks = [tmp_path / "requirements.lock", tmp_path / "requirements-dev.lock"]
    for lock in locks:
        lock.write_text("# nothing\n", "utf-8")
    monkeypatch.setattr(bootstrap, "RUNTIME_LOCK", locks[0])
    monkeypatch.setattr(bootstrap, "DEV_LOCK", locks[1])
    return locks


# ---- the machine


@pytest.mark.parametrize("version", [(3, 7, 16), (3, 10, 13), (3, 14, 0)])
def test_another_python_is_turned_away_with_a_sentence(version: tuple[int, ...]) -> None:
    with pytest.raises(SystemExit, match=r"需要 Python 3\.11") as caught:
        bootstrap.check_python(version)
    assert ".".join(map(str, version)) in str(caught.value)


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 1), (3, 13, 9)])
def test_a_supported_python_is_welcome(version: tuple[int, ...]) -> None:
    bootstrap.check_python(version)


def test_an_old_python_can_read_the_script_far_enough_to_print_the_sentence() -> None:
    source = Path(bootstrap.__file__).read_text("utf-8")
    ast.parse(source, feature_version=(3, 7))
    assert "from __future__ import annotations" in source


@LINUX_ONLY
def test_only_what_the_loader_does_not_find_is_missing() -> None:
    wanted = {"libc.so.6": "libc6", "libnobody-has-this.so.9": "libnobody9"}
    assert bootstrap.missing_libraries(wanted) == ["libnobody9"]


@LINUX_ONLY
def test_python_without_ensurepip_asks_for_the_package_that_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert f"python3.{sys.version_info.minor}-venv" in bootstrap.missing_packages(for_tests=False)


@LINUX_ONLY
def test_the_x_server_is_wanted_for_tests_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert {"xvfb", "xdotool"} <= set(bootstrap.missing_packages(for_tests=True))
    assert not {"xvfb", "xdotool"} & set(bootstrap.missing_packages(for_tests=False))


@LINUX_ONLY
def test_root_with_apt_installs_what_is_missing(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr("shutil.which", "/usr/bin/{}".format)
    bootstrap.provide(["libxcb-cursor0"])
    update, install = recorder.commands
    assert update == ["apt-get", "update"]
    assert install[:2] == ["apt-get", "install"]
    assert install[-1] == "libxcb-cursor0"


@LINUX_ONLY
@pytest.mark.parametrize(("user", "status"), [(1000, 0), (0, 100)], ids=["not root", "apt fails"])
def test_otherwise_the_one_command_is_printed(
    user: int, status: int, recorder: Recorder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    recorder.status = status
    monkeypatch.setattr(os, "geteuid", lambda: user)
    bootstrap.provide(["libxcb-cursor0", "libegl1"])
    commands = [line for line in capsys.readouterr().out.splitlines() if "sudo apt-get install" in line]
    assert len(commands) == 1
    assert commands[0].endswith("libxcb-cursor0 libegl1")


def test_nothing_is_run_or_said_when_nothing_is_missing(recorder: Recorder, capsys: pytest.CaptureFixture[str]) -> None:
    bootstrap.provide([])
    assert (recorder.commands, capsys.readouterr().out) == ([], "")


@LINUX_ONLY
def test_it_stops_when_even_a_windowless_qt_could_not_start(
    monkeypatch: pytest.MonkeyPatch, recorder: Recorder
) -> None:
    recorder.status = 100
    monkeypatch.setattr(bootstrap, "QT_LIBRARIES", {"libnobody-has-this.so.9": "libnobody9"})
    with pytest.raises(SystemExit, match="缺少"):
        bootstrap.check_machine(for_tests=False)


@LINUX_ONLY
@pytest.mark.parametrize("display", ["", ":32123"], ids=["none named", "nobody answers"])
def test_there_is_no_display_without_a_server(display: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", display)
    assert not bootstrap.has_display()


# ---- the environment


def test_an_environment_is_made_once_kept_and_made_anew_for_a_changed_lock(
    tmp_path: Path, empty_locks: list[Path]
) -> None:
    directory = tmp_path / "客户 管理" / ".venv"
    python = bootstrap.environment(directory, empty_locks[:1])
    elsewhere = subprocess.run(
        [python, "-c", "import desktop_crm; print(ascii(desktop_crm.__file__))"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert ast.literal_eval(elsewhere.stdout) == str(bootstrap.ROOT / "desktop_crm" / "__init__.py")

    mine = directory / "mine"
    mine.touch()
    bootstrap.environment(directory, empty_locks)
    assert mine.exists(), "the development lock is added to the environment that is there"
    assert bootstrap.is_current(directory)

    empty_locks[0].write_text("# still nothing\n", "utf-8")
    bootstrap.environment(directory, empty_locks[:1])
    assert not mine.exists(), "a changed lock makes the environment anew"


def test_an_environment_cut_short_is_not_taken_for_a_whole_one(
    tmp_path: Path, empty_locks: list[Path], recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "make_environment", Path.mkdir)
    recorder.status = 2
    with pytest.raises(SystemExit, match="安装依赖失败"):
        bootstrap.environment(tmp_path / "env", empty_locks)
    assert not bootstrap.is_current(tmp_path / "env")


def test_hashes_are_demanded(recorder: Recorder) -> None:
    bootstrap.install(Path(sys.executable), bootstrap.RUNTIME_LOCK)
    assert {"--require-hashes", "--only-binary=:all:"} <= set(recorder.commands[0])


def test_a_folder_that_is_no_environment_is_left_alone(tmp_path: Path) -> None:
    treasure = tmp_path / "合同.pdf"
    treasure.touch()
    with pytest.raises(SystemExit, match="不会清空"):
        bootstrap.make_environment(tmp_path)
    assert treasure.exists()


# ---- the two commands


@pytest.fixture
def ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip the parts of the commands that other tests are about."""

    def check_machine(*, for_tests: bool) -> None:
        assert not for_tests

    def environment(directory: Path, locks: list[Path]) -> Path:
        assert locks == [bootstrap.RUNTIME_LOCK]
        return directory / "python"

    monkeypatch.setattr(bootstrap, "check_machine", check_machine)
    monkeypatch.setattr(bootstrap, "environment", environment)


@pytest.mark.usefixtures("ready")
def test_the_demo_opens_the_window_where_there_is_a_display(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(bootstrap, "has_display", lambda: True)
    assert bootstrap.main(["demo", "--venv", str(tmp_path)]) == 0
    assert recorder.commands == [[str(tmp_path / "python"), "-m", "desktop_crm", "demo"]]
    assert "QT_QPA_PLATFORM" not in recorder.environment


@pytest.mark.usefixtures("ready")
def test_the_demo_says_so_and_writes_pictures_where_there_is_none(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "has_display", lambda: False)
    bootstrap.main(["demo", "--venv", str(tmp_path)])
    assert recorder.commands[0][-2:] == ["--pictures", str(bootstrap.ROOT / "demo-output")]
    assert recorder.environment == {"QT_QPA_PLATFORM": "offscreen"}
    assert "没有显示器" in capsys.readouterr().out


def test_every_check_runs_and_the_first_failure_gives_the_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reached = tmp_path / "reached"
    status = bootstrap.run_all(
        {
            "one": [sys.executable, "-c", "raise SystemExit(3)"],
            "two": [sys.executable, "-c", "raise SystemExit(4)"],
            "three": [sys.executable, "-c", f"import pathlib; pathlib.Path({str(reached)!r}).touch()"],
        }
    )
    assert status == 3
    assert reached.exists()
    assert "未通过：one、two" in capsys.readouterr().out


def test_checks_that_all_pass_give_nought() -> None:
    assert bootstrap.run_all({"one": [sys.executable, "-c", ""]}) == 0


def test_pytest_is_the_last_check() -> None:
    assert list(bootstrap.checks(Path("python")))[-1] == "pytest"
