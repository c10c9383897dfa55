"""Make the virtual environment, then open the demo or run every check; needs nothing but Python itself."""

from __future__ import annotations  # older Pythons must get as far as the sentence that turns them away

import argparse
import ctypes
import hashlib
import importlib
import importlib.util
import io
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNTIME_LOCK = ROOT / "installer" / "requirements.lock"
DEV_LOCK = ROOT / "installer" / "requirements-dev.lock"
PICTURES = ROOT / "demo-output"
OLDEST, TOO_NEW = (3, 11), (3, 14)

# What the Qt wheels link to on Linux and do not bring along: library → Debian package.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
X11_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
X_SERVER_PROGRAMS = {"Xvfb": "xvfb", "xdotool": "xdotool"}


def say(chinese: str, english: str) -> None:
    """Print one sentence in both languages."""
    print(f"» {chinese}\n  {english}", flush=True)


def stop(chinese: str, english: str) -> SystemExit:
    """Return the exception that ends the program with one sentence in both languages and status 1."""
    return SystemExit(f"{chinese}\n{english}")


def run(command: list[str], **environment: str) -> int:
    """Run a command in the checkout and return its exit status."""
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False).returncode


# ---- the machine


def check_python(version: tuple[int, ...]) -> None:
    """Turn away a Python that the locked packages are not made for."""
    if not OLDEST <= version[:2] < TOO_NEW:
        found = ".".join(str(part) for part in version[:3])
        raise stop(
            f"需要 Python 3.11、3.12 或 3.13，当前是 {found}。请用其中一个运行本脚本。",
            f"Python 3.11, 3.12 or 3.13 is needed, this is {found}. Run this script with one of them.",
        )


def loads(library: str) -> bool:
    """Tell whether the system's loader finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_libraries(libraries: dict[str, str]) -> list[str]:
    """Return the Debian packages of the libraries that Linux does not have; nothing on other systems."""
    if not sys.platform.startswith("linux"):
        return []
    return [package for library, package in libraries.items() if not loads(library)]


def missing_packages(*, for_tests: bool) -> list[str]:
    """Return every Debian package that this command wants and Linux does not have; nothing on other systems."""
    if not sys.platform.startswith("linux"):
        return []
    packages = missing_libraries({**QT_LIBRARIES, **X11_LIBRARIES})
    if importlib.util.find_spec("ensurepip") is None:  # Debian splits it off
        packages.append(f"python3.{sys.version_info[1]}-venv")
    if for_tests:
        packages += [package for program, package in X_SERVER_PROGRAMS.items() if not shutil.which(program)]
    return packages


def provide(packages: list[str]) -> None:
    """Install Debian packages when root may, otherwise print the one command that does."""
    if not packages:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"正在安装系统库：{' '.join(packages)}", "Installing these system packages with apt.")
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        if run(["apt-get", "update"], **quiet) == 0 and run(install, **quiet) == 0:
            importlib.invalidate_caches()
            return
    say(
        "系统缺少一些库，请运行下面这一条命令（非 Debian 系请装对应的包），再重试：",
        "The system lacks some libraries. Run this one command (elsewhere: the packages of the like), then try again:",
    )
    print(f"\n    sudo {' '.join(install)}\n", flush=True)


def check_machine(*, for_tests: bool) -> None:
    """Provide what the system lacks and stop when not even Qt without a window could start."""
    provide(missing_packages(for_tests=for_tests))
    if missing_libraries(QT_LIBRARIES) or importlib.util.find_spec("ensurepip") is None:
        raise stop("缺少上面列出的系统库，无法继续。", "Cannot go on without the system packages named above.")


def x_server_answers() -> bool:
    """Tell whether the X server named by DISPLAY lets a window in."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    display = x11.XOpenDisplay(None)
    if not display:
        return False
    x11.XCloseDisplay(ctypes.c_void_p(display))
    return True


def has_display() -> bool:
    """Tell whether a window can be shown here."""
    if os.environ.get("QT_QPA_PLATFORM", "") in {"offscreen", "minimal"}:
        return False
    if not sys.platform.startswith("linux") or os.environ.get("WAYLAND_DISPLAY"):
        return True
    return bool(os.environ.get("DISPLAY")) and not missing_libraries(X11_LIBRARIES) and x_server_answers()


# ---- the environment


def fingerprint(lock: Path) -> str:
    """Return a text that changes with the lock, the Python version and the place of the checkout."""
    facts = f"{sys.version_info[:3]} {str(ROOT)!a}".encode()
    return hashlib.sha256(facts + lock.read_bytes()).hexdigest()


def stamp_of(directory: Path, lock: Path) -> Path:
    """Return the file in the environment that says which state of a lock is installed."""
    return directory / f"{lock.name}.installed"


def installed(directory: Path, lock: Path) -> str:
    """Return the fingerprint of what is installed from a lock, empty when nothing is."""
    stamp = stamp_of(directory, lock)
    return stamp.read_text("ascii") if stamp.exists() else ""


def python_of(directory: Path) -> Path:
    """Return the environment's interpreter."""
    return directory / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def is_current(directory: Path) -> bool:
    """Tell whether an environment was made from the locks as they are now, by this Python, for this checkout."""
    return (
        python_of(directory).exists()
        and installed(directory, RUNTIME_LOCK) == fingerprint(RUNTIME_LOCK)
        and installed(directory, DEV_LOCK) in {"", fingerprint(DEV_LOCK)}
    )


def make_environment(directory: Path) -> None:
    """Make an empty environment that finds this checkout, in place of an older one."""
    if directory.exists() and not (directory / "pyvenv.cfg").exists() and any(directory.iterdir()):
        raise stop(
            f"{directory} 不是虚拟环境，不会清空它。", "That folder is no virtual environment and is left alone."
        )
    if Path(sys.prefix).resolve() == directory.resolve():
        raise stop(
            "请用该虚拟环境以外的 Python 运行。", "Run this with a Python outside the environment to be made anew."
        )
    say(f"正在创建虚拟环境：{directory}", "Making the virtual environment.")
    venv.create(directory, clear=True, symlinks=os.name != "nt", with_pip=True)
    base = str(directory)
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": base, "platbase": base}))
    # An import line in ASCII: a plain path would be read in the encoding of whoever starts Python next.
    link = f"import sys; sys.path.append({str(ROOT)!a})\n"
    (packages / "desktop_crm.pth").write_text(link, "ascii")


def install(python: Path, lock: Path) -> None:
    """Install exactly what a lock names, checked by hash, wheels only."""
    say(f"正在安装依赖：{lock.name}", "Installing the locked dependencies; the first time takes a few minutes.")
    options = ["--disable-pip-version-check", "--require-hashes", "--no-deps", "--only-binary=:all:"]
    if run([str(python), "-m", "pip", "install", *options, "-r", str(lock)]) != 0:
        raise stop(
            "安装依赖失败，原因见上面 pip 的输出；网络恢复后重新运行即可。",
            "The dependencies were not installed; pip says why above. Run the command again when that is solved.",
        )


def environment(directory: Path, locks: list[Path]) -> Path:
    """Return the interpreter of an environment that has everything the locks name."""
    if not is_current(directory):
        make_environment(directory)
    for lock in locks:
        if not installed(directory, lock):
            install(python_of(directory), lock)
            stamp_of(directory, lock).write_text(fingerprint(lock), "ascii")
    return python_of(directory)


# ---- the two commands


def demo(directory: Path) -> int:
    """Open the window on the sample company, or write pictures of it where no window can be shown."""
    check_machine(for_tests=False)
    command = [str(environment(directory, [RUNTIME_LOCK])), "-m", "desktop_crm", "demo"]
    if has_display():
        return run(command)
    say(
        f"这里没有显示器，改为把界面图片和资料包写入 {PICTURES}", "No display here: writing pictures and a PDF instead."
    )
    return run([*command, "--pictures", str(PICTURES)], QT_QPA_PLATFORM="offscreen")


def checks(python: Path) -> dict[str, list[str]]:
    """Return the commands that check the project; pytest last, so that its summary closes the output."""
    import_linter = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    arguments = {
        "ruff check": ["-m", "ruff", "check"],
        "ruff format": ["-m", "ruff", "format", "--check"],
        "pyright": ["-m", "pyright", "--pythonpath", str(python)],
        "import-linter": ["-c", import_linter, "--no-logo"],
        "pytest": ["-m", "pytest", "-n", "2", "--dist", "worksteal"],
    }
    return {name: [str(python), *words] for name, words in arguments.items()}


def run_all(commands: dict[str, list[str]]) -> int:
    """Run every command to its end and return the first failure's exit status."""
    failures: dict[str, int] = {}
    for name, command in commands.items():
        print(f"\n==== {name}", flush=True)
        status = run(command, QT_QPA_PLATFORM="offscreen")
        if status != 0:
            failures[name] = status
    if failures:
        say(f"未通过：{'、'.join(failures)}", "The checks named above did not pass.")
    return next(iter(failures.values()), 0)


def test(directory: Path) -> int:
    """Run every check of the project."""
    check_machine(for_tests=True)
    return run_all(checks(environment(directory, [RUNTIME_LOCK, DEV_LOCK])))


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks and return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    check_python(sys.version_info[:3])
    parser = argparse.ArgumentParser(description="Desktop CRM: demo opens the sample company, test runs every check.")
    parser.add_argument("command", choices=["demo", "test"])
    parser.add_argument("--venv", type=Path, default=ROOT / ".venv", metavar="DIR", help="default: .venv here")
    chosen = parser.parse_args(arguments)
    command = demo if chosen.command == "demo" else test
    return command(chosen.venv.absolute())


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
