"""Installs what a target needs, and only what has changed: `python3 scripts/install.py PART...`

Parts: `local` (libraries of the product and its local server, in .venv), `dev` (with tests and checks), `stack` (the
embedded AWS stack, in .stack), `web` (npm libraries and the built web), `chromium` (for the web tests).
Runs with the system's Python, 3.11 to 3.13, and needs nothing but it. The one trick: each part leaves a stamp made of
the content it depends on, so a second run does nothing.
"""

import contextlib
import fcntl
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
SOURCES = ("index.html", "package-lock.json", "public", "src", "vite.config.ts", "postcss.config.cjs", "tsconfig.json")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")


class Missing(Exception):
    """Something only the person can install; the message says what and how."""


def digest(paths: Iterable[Path]) -> str:
    """One hash of the files' names and contents (folders: everything below)."""
    found = hashlib.sha256(sys.version.encode() + platform.machine().encode())
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                found.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return found.hexdigest()


def unless_same(stamp: Path, paths: Iterable[Path], work: Callable[[], None]) -> None:
    """Do the work unless the stamp says that it was done for the same content."""
    wanted = digest(paths)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    stamp.unlink(missing_ok=True)
    work()
    stamp.write_text(wanted)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """One installation at a time in this folder: two npm in one place undo each other."""
    (ROOT / "build").mkdir(exist_ok=True)
    with (ROOT / "build" / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def run(*command: str, cwd: Path = ROOT) -> None:
    """Run a command; its output is shown. Raises CalledProcessError."""
    subprocess.run(command, cwd=cwd, check=True)


def environment(folder: Path, requirements: str) -> None:
    """A virtual environment holding `requirements`."""
    files = [ROOT / "constraints.txt", *sorted(ROOT.glob("requirements*.txt"))]
    if requirements.endswith("stack.txt"):
        files = [ROOT / requirements]

    def work() -> None:
        if not (folder / "bin" / "python").exists():
            venv.create(folder, with_pip=True)
        run(str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "-r", requirements)

    print(f"· {requirements}", flush=True)
    unless_same(folder / f".{requirements}.stamp", files, work)


def local() -> None:
    """The product and its local server; what `dev` installs includes it."""
    if not (ROOT / ".venv" / ".requirements-dev.txt.stamp").exists():
        environment(ROOT / ".venv", "requirements-local.txt")
    else:
        dev()


def dev() -> None:
    """Everything of `local`, tests, checks and packaging."""
    environment(ROOT / ".venv", "requirements-dev.txt")


def stack() -> None:
    """The embedded AWS stack."""
    environment(ROOT / ".stack", "requirements-stack.txt")


def node() -> None:
    """npm libraries, exactly those of the lock file."""
    if not shutil.which("npm"):
        raise Missing("Node.js 20.19 or later is missing (https://nodejs.org). It builds the web part.")

    def work() -> None:
        run("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error", cwd=WEB)

    unless_same(WEB / "node_modules" / ".caveau.stamp", [WEB / "package.json", WEB / "package-lock.json"], work)


def web() -> None:
    """The built web (web/dist)."""
    print("· web", flush=True)
    node()
    unless_same(WEB / "dist" / ".stamp", [WEB / name for name in SOURCES], lambda: run("npm", "run", "build", cwd=WEB))


def chromium() -> None:
    """A Chromium for the web tests: the one on the PATH, else Debian's when we may install it."""
    if any(shutil.which(name) for name in CHROMIUM):
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise Missing("Chromium is missing; the web tests drive it. Debian, Ubuntu: sudo apt-get install chromium")
    run("apt-get", "update", "-qq")
    run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium")


PARTS = {"local": local, "dev": dev, "stack": stack, "node": node, "web": web, "chromium": chromium}


def main(parts: list[str]) -> int:
    """Install the parts in order."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        print(f"Python 3.11, 3.12 or 3.13 is needed; this is {platform.python_version()}. Try: make PYTHON=python3.12")
        return 1
    try:
        with alone():
            for part in parts:
                PARTS[part]()
    except Missing as missing:
        print(missing)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"{' '.join(error.cmd[:4])}… failed; what it said stands above.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
