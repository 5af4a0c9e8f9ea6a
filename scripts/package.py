"""`make package`: CloudFormation templates and the code, in build/package/.

    caveau.json       the main stack (Paris)         replica.json   the second one (Frankfurt)
    deployment.zip    the code of every function

Chalice writes the functions and the REST API (sam.json); scripts/template.py makes it plain CloudFormation and adds
what infra/ describes. Caveau runs on Python 3.13, and Chalice packages for the interpreter that runs it, so a 3.13
(else 3.12) interpreter is looked for on the PATH, under pyenv and through uv. Nothing is done twice for the same
sources.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts.infra import replica
from scripts.template import whole

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
OUT = BUILD / "package"
MAIN, REPLICA, CODE = OUT / "caveau.json", OUT / "replica.json", OUT / "deployment.zip"
SOURCES = ("app.py", "chalicelib", "templates", "infra", ".chalice", "requirements.txt", "constraints.txt")
TOOLS = ("package", "template", "formation", "infra", "triggers", "workflow")
VERSIONS = ("3.13", "3.12")
HOW = """Python 3.13 (or 3.12) is needed to package for Lambda, and none was found. Any of these gives one:
  uv python install 3.13        (https://docs.astral.sh/uv)
  pyenv install 3.13
  apt-get install python3.13 python3.13-venv     (where the distribution has it)"""


def candidates() -> Iterator[Path]:
    """Interpreters that may be a 3.13 or a 3.12, best first."""
    for version in VERSIONS:
        if found := shutil.which(f"python{version}"):
            yield Path(found)
        pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
        yield from sorted(pyenv.glob(f"{version}.*/bin/python{version}"), reverse=True)
        if uv := shutil.which("uv"):
            asked = subprocess.run([uv, "python", "find", version], capture_output=True, text=True, check=False)
            if asked.returncode == 0:
                yield Path(asked.stdout.strip())


def interpreter() -> Path:
    """The first candidate that really runs. Raises SystemExit saying how to get one."""
    for python in candidates():
        asked = subprocess.run([str(python), "-c", "import venv, ensurepip"], capture_output=True, check=False)
        if asked.returncode == 0:
            return python
    raise SystemExit(HOW)


def wanted() -> str:
    """What the libraries hang on."""
    return "".join((ROOT / name).read_text() for name in ("requirements.txt", "constraints.txt"))


def environment() -> Path:
    """A virtual environment of that interpreter with the product's libraries; gives its bin folder."""
    folder, stamp = BUILD / "package-env", BUILD / "package-env" / ".stamp"
    if not stamp.exists() or stamp.read_text() != wanted():
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(ROOT / ".chalice" / "deployments", ignore_errors=True)  # libraries Chalice gathered before
        subprocess.run([str(interpreter()), "-m", "venv", str(folder)], check=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, "-r", "requirements.txt"], cwd=ROOT, check=True)
        stamp.write_text(wanted())
    return folder / "bin"


def chalice(tools: Path) -> None:
    """Let Chalice write its template and the code. Raises CalledProcessError."""
    shutil.rmtree(OUT, ignore_errors=True)
    command = [str(tools / "chalice"), "package", "--stage", "prod", "--pkg-format", "cloudformation", str(OUT)]
    setting = {**os.environ, "AWS_DEFAULT_REGION": "eu-west-3", "PATH": f"{tools}:{os.environ['PATH']}"}
    subprocess.run(command, cwd=ROOT, env=setting, check=True)


def sources() -> str:
    """A hash of everything the package is made of."""
    found = hashlib.sha256()
    files = [ROOT / "scripts" / f"{name}.py" for name in TOOLS]
    for name in SOURCES:
        path = ROOT / name
        files += sorted(path.rglob("*")) if path.is_dir() else [path]
    for file in files:
        if file.is_file() and "__pycache__" not in file.parts and "deployments" not in file.parts:
            found.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return found.hexdigest()


def write() -> None:
    """Chalice's part, then the two templates, without white space: the size of a template is limited."""
    chalice(environment())
    code = hashlib.sha256(CODE.read_bytes()).hexdigest()
    sam = json.loads((OUT / "sam.json").read_text(encoding="utf-8"))
    (OUT / "sam.json").unlink()
    for file, made in ((MAIN, whole(sam, code)), (REPLICA, replica())):
        file.write_text(json.dumps(made, separators=(",", ":")), encoding="utf-8")


def lint() -> int:
    """cfn-lint's opinion of all templates (infra/cfnlintrc.yaml says what is left out, and why)."""
    linter = Path(sys.executable).with_name("cfn-lint")
    command = [str(linter), "--config-file", "infra/cfnlintrc.yaml", "--regions"]
    all_three = (("eu-west-3", MAIN), ("eu-central-1", REPLICA), ("eu-central-1", ROOT / "infra/status/status.yaml"))
    return max(subprocess.run([*command, region, "--", str(file)], cwd=ROOT).returncode for region, file in all_three)


def main() -> int:
    """Package, then lint, unless it is done already."""
    BUILD.mkdir(exist_ok=True)
    stamp = OUT / ".stamp"
    with (BUILD / "package.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        now = sources()
        if stamp.exists() and stamp.read_text() == now:
            return 0
        write()
        if failed := lint():
            return failed
        stamp.write_text(now)
    print(f"{MAIN.relative_to(ROOT)} {MAIN.stat().st_size / 1000:.0f} KB, {CODE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
