"""The shape of the code: who may import whom, what a cold start loads, how large a file may be."""

import ast
import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from chalicelib.rooms import ROOMS

ROOT = Path(__file__).resolve().parent.parent.parent
CODE = ROOT / "chalicelib"
DOORS = {"service", "schemas", "rules"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LAZY = PROJECT["tool"]["ruff"]["lint"]["flake8-tidy-imports"]["banned-module-level-imports"]
BY_PYNAMODB = {"botocore"}  # pynamodb imports it at its top; boto3 it does not
SOURCES = sorted(path for path in [*CODE.rglob("*.py"), ROOT / "app.py"])
LINES_MOST = 400
FUNCTION_MOST = 40
Function = ast.FunctionDef | ast.AsyncFunctionDef


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Every dotted name a file imports, wherever in the file, with its line."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def test_imports_go_down_only() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(linter), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_room_is_a_layer() -> None:
    layers = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    placed = {name.strip() for layer in layers for name in layer.split("|")}
    there = {path.stem for path in CODE.iterdir() if path.name != "__init__.py" and not path.name.startswith("__")}
    assert there == placed
    assert set(ROOMS) <= placed


def test_a_room_is_entered_only_through_its_doors() -> None:
    broken = []
    for path in SOURCES:
        inside = path.relative_to(CODE).parts[0] if path.is_relative_to(CODE) else ""
        for line, name in imported(path):
            parts = name.split(".")
            if parts[0] != "chalicelib" or len(parts) < 2 or parts[1] not in ROOMS or parts[1] == inside:
                continue
            if len(parts) < 3 or parts[2] not in DOORS:
                broken.append(f"{named(path)}:{line} imports {name}")
    assert not broken, "\n".join(broken)


def test_a_cold_start_loads_nothing_heavy() -> None:
    script = "import sys, json, app; print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    assert not loaded & (set(LAZY) - BY_PYNAMODB)


def test_the_settings_of_every_room_are_known_before_any_of_them_was_imported() -> None:
    made = [path for path in SOURCES if "import Declared, declare" in path.read_text(encoding="utf-8")]
    every = [named(path).removesuffix(".py").replace("/", ".") for path in made]
    told = "import json; print(json.dumps(sorted(DECLARED)))"
    names = []
    for first in ("from importlib import import_module; list(map(import_module, sys.argv[1:]))", "declared()"):
        opened = "import sys; from chalicelib.tenancy.rules.settings import DECLARED"
        script = f"{opened}; from chalicelib.tenancy.service.settings import declared; {first}; {told}"
        done = subprocess.run(
            [sys.executable, "-c", script, *every], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        names.append(json.loads(done.stdout.splitlines()[-1]))
    assert len(every) > 10
    assert names[0] == names[1]


def test_the_lazy_imports_are_those_the_tools_know() -> None:
    assert {"boto3", "reportlab", "lxml", "stripe", "openpyxl", "cryptography", "argon2", "apsw"} <= set(LAZY)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_it_owns(room: str) -> None:
    assert len((ast.get_docstring(tree(CODE / room / "__init__.py")) or "").splitlines()) >= 5


def test_files_and_functions_stay_small() -> None:
    large = []
    for path in SOURCES:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > LINES_MOST:
            large.append(f"{named(path)}: {lines} lines")
        for node in ast.walk(tree(path)):
            if isinstance(node, Function) and node.end_lineno and node.end_lineno - node.lineno >= FUNCTION_MOST:
                large.append(f"{named(path)}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1} lines")
    assert not large, "\n".join(large)


def test_every_module_says_what_it_is_for() -> None:
    silent = [named(path) for path in SOURCES if not ast.get_docstring(tree(path))]
    assert not silent, silent


IMPURE = {
    "date.today",
    "datetime.now",
    "datetime.utcnow",
    "os.urandom",
    "random.random",
    "time.time",
    "uuid.uuid4",
    "open",
}


def test_rules_take_the_clock_and_chance_as_arguments() -> None:
    broken = []
    for path in SOURCES:
        if "rules" not in path.with_suffix("").parts:
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in IMPURE:
                broken.append(f"{named(path)}:{node.lineno} calls {ast.unparse(node.func)}")
    assert not broken, "\n".join(broken)
