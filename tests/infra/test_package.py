"""What goes to AWS: its size, its template, and functions that can really be imported there."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from app import app
from chalicelib.aws.entry import HANDLERS
from scripts import package
from scripts.stack import ROOT
from scripts.stack import template as resources
from scripts.template import aws, functions, started

UNZIPPED_MOST = 200 * 1000 * 1000
TEMPLATE_MOST = 800 * 1000
NODES_MOST = 250
Template = dict[str, Any]


@pytest.fixture(scope="session")
def packaged() -> Path:
    """build/package, made as `make package` makes it."""
    if not any(package.candidates()) and os.environ.get("CI") != "true":
        pytest.skip(package.HOW)
    done = subprocess.run(
        [sys.executable, "-m", "scripts.package"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return package.OUT


@pytest.fixture(scope="session")
def template(packaged: Path) -> Template:
    loaded: Template = json.loads((packaged / "sam.json").read_text())
    return loaded


def test_the_package_is_within_its_budget_and_complete(packaged: Path) -> None:
    with zipfile.ZipFile(packaged / "deployment.zip") as archive:
        names = set(archive.namelist())
        assert sum(entry.file_size for entry in archive.infolist()) <= UNZIPPED_MOST
    wanted = [*(ROOT / "chalicelib").rglob("*.py"), ROOT / "app.py"]
    assert {str(path.relative_to(ROOT)) for path in wanted} <= names
    templates = [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
    assert templates
    assert {str(path.relative_to(ROOT)) for path in templates} <= names
    assert not [name for name in names if name.startswith(("tests/", "web/", "scripts/"))]


def test_the_template_is_within_its_budgets(packaged: Path, template: Template) -> None:
    assert (packaged / "sam.json").stat().st_size <= TEMPLATE_MOST
    paths = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]["paths"]
    nodes = {tuple(path.split("/")[:depth]) for path in paths for depth in range(2, len(path.split("/")) + 1)}
    assert 0 < len(nodes) <= NODES_MOST


def test_every_merged_resource_met_its_own(template: Template) -> None:
    """A misspelt name in a merge template is accepted silently: it would be a resource without a type."""
    assert not [name for name, resource in template["Resources"].items() if "Type" not in resource]
    made = {name for name, found in template["Resources"].items() if found["Type"] == "AWS::Serverless::Function"}
    assert made == set(functions())
    assert set(resources()["Resources"]) | set(aws()["Resources"]) | set(started()) <= set(template["Resources"])


def test_functions_run_on_the_python_that_was_chosen_with_their_settings(template: Template) -> None:
    for name in functions():
        properties = template["Resources"][name]["Properties"]
        assert properties["Runtime"] in ("python3.13", "python3.12")
        assert properties["Environment"]["Variables"]["CAVEAU_TABLE"] == {"Ref": "Table"}
        assert "CAVEAU_ENDPOINT" not in properties["Environment"]["Variables"]


def test_every_entry_point_is_started_by_something(template: Template) -> None:
    for handler in HANDLERS.values():
        assert handler.facts or handler.schedule or handler.task, handler.name
    rules = [found for found in template["Resources"].values() if found["Type"] == "AWS::Events::Rule"]
    heard = {kind for rule in rules for kind in rule["Properties"]["EventPattern"]["detail-type"]}
    assert heard == {fact for handler in HANDLERS.values() for fact in handler.facts}


def test_no_permission_is_without_bounds(template: Template) -> None:
    for name, found in template["Resources"].items():
        if found["Type"] != "AWS::IAM::Role":
            continue
        for policy in found["Properties"].get("Policies", []):
            for statement in policy["PolicyDocument"]["Statement"]:
                actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
                assert not [action for action in actions if action.endswith("*")], name
                assert statement["Resource"] != "*", name


HANDLER_STRINGS = sorted({function.handler_string for function in app.pure_lambda_functions})


@pytest.mark.parametrize("module", sorted({handler.rpartition(".")[0] for handler in HANDLER_STRINGS}))
def test_handlers_are_importable_where_app_is_not_imported(module: str) -> None:
    """Lambda imports the module of an entry point, never app.py."""
    names = [handler.rpartition(".")[2] for handler in HANDLER_STRINGS if handler.rpartition(".")[0] == module]
    script = (
        "import importlib, sys\n"
        f"module = importlib.import_module({module!r})\n"
        f"assert all(callable(getattr(module, name)) for name in {names!r})\n"
        "assert 'app' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
