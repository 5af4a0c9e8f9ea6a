"""`make package`: one CloudFormation template and the code, in build/package/.

Chalice writes the functions and the REST API; what infra/ describes, the environment of the functions and the triggers
of the rooms' entry points are merged in. Caveau runs on Python 3.13, and Chalice packages for the interpreter that runs
it, so a 3.13 (else 3.12) interpreter is looked for on the PATH, under pyenv and through uv.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.template import extras

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
OUT = BUILD / "package"
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


def environment() -> Path:
    """A virtual environment of that interpreter with the product's libraries; gives its bin folder."""
    folder, stamp = BUILD / "package-env", BUILD / "package-env" / ".stamp"
    wanted = "".join((ROOT / name).read_text() for name in ("requirements.txt", "constraints.txt"))
    if not stamp.exists() or stamp.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([str(interpreter()), "-m", "venv", str(folder)], check=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet"]
        subprocess.run([*pip, "-r", "requirements.txt"], cwd=ROOT, check=True)
        stamp.write_text(wanted)
    return folder / "bin"


def chalice(tools: Path, merge: dict[str, Any]) -> None:
    """Let Chalice write the template and the code. Raises CalledProcessError."""
    shutil.rmtree(ROOT / ".chalice" / "deployments", ignore_errors=True)  # a stale one is packaged again
    shutil.rmtree(OUT, ignore_errors=True)
    file = BUILD / "merge.json"
    file.write_text(json.dumps(merge, indent=1))
    command = [str(tools / "chalice"), "package", "--stage", "prod", "--pkg-format", "cloudformation"]
    setting = {**os.environ, "AWS_DEFAULT_REGION": "eu-west-3", "PATH": f"{tools}:{os.environ['PATH']}"}
    subprocess.run([*command, "--merge-template", str(file), str(OUT)], cwd=ROOT, env=setting, check=True)


def main() -> int:
    """Package, then lint the template."""
    BUILD.mkdir(exist_ok=True)
    chalice(environment(), extras())
    template = OUT / "sam.json"
    print(f"build/package/sam.json {template.stat().st_size / 1000:.0f} KB, {OUT / 'deployment.zip'}")
    linter = Path(sys.executable).with_name("cfn-lint")
    return subprocess.run([str(linter), "--config-file", "infra/cfnlintrc.yaml", str(template)], cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(main())
