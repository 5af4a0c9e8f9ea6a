"""What goes to AWS: its size, what is in it, and functions that can really be imported there."""

import os
import subprocess
import sys
import zipfile

import pytest

from app import app
from scripts import package
from scripts.stack import ROOT
from tests.support.packaged import main_stack, packaged

UNZIPPED_MOST = 200 * 1000 * 1000
TEMPLATE_MOST = 800 * 1000
RESOURCES_MOST = 500
DYNAMIC_MOST = 60
"""The last two are CloudFormation's own limits."""


@pytest.fixture(scope="module", autouse=True)
def _made() -> None:
    packaged()


def test_the_package_is_within_its_budget_and_holds_the_sources_as_they_are() -> None:
    with zipfile.ZipFile(package.CODE) as archive:
        names = set(archive.namelist())
        assert sum(entry.file_size for entry in archive.infolist()) <= UNZIPPED_MOST
        wanted = [ROOT / "app.py", *(ROOT / "chalicelib").rglob("*.py"), *(ROOT / "chalicelib").rglob("*.json")]
        wanted += [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
        for path in wanted:
            assert archive.read(str(path.relative_to(ROOT))) == path.read_bytes(), path
    assert not [name for name in names if name.startswith(("tests/", "web/", "scripts/", "infra/"))]
    inside = {name for name in names if name.startswith("chalicelib/") and name.endswith(".py")}
    assert inside == {str(path.relative_to(ROOT)) for path in (ROOT / "chalicelib").rglob("*.py")}, "and no old ones"


def test_the_template_is_within_its_budgets() -> None:
    template = main_stack()
    assert package.MAIN.stat().st_size <= TEMPLATE_MOST
    assert len(template["Resources"]) <= RESOURCES_MOST
    assert package.MAIN.read_text().count("{{resolve:") <= DYNAMIC_MOST


def test_the_gateway_has_one_route_whatever_the_application_has() -> None:
    """A gateway takes 300 nodes; the application's routes are told apart by itself (ADR 0021)."""
    made = [one for one in main_stack()["Resources"].values() if one["Type"].startswith("AWS::ApiGateway::")]
    ways = [
        one["Properties"] for one in made if one["Type"] in ("AWS::ApiGateway::Resource", "AWS::ApiGateway::Method")
    ]
    assert [way.get("PathPart") or way["HttpMethod"] for way in ways] == ["{proxy+}", "ANY"]


def test_the_time_in_paris_is_known_where_the_system_knows_no_time_zones() -> None:
    """Lambda's image has no /usr/share/zoneinfo: the package brings its own."""
    script = (
        "import zoneinfo, tzdata\n"
        "assert zoneinfo.TZPATH == (), zoneinfo.TZPATH\n"
        "assert 'deployment.zip' in tzdata.__file__, tzdata.__file__\n"
        "import datetime\n"
        "at = datetime.datetime(2026, 7, 1, 12, tzinfo=datetime.UTC).astimezone(zoneinfo.ZoneInfo('Europe/Paris'))\n"
        "assert at.hour == 14, at\n"
    )
    python = str(package.BUILD / "package-env" / "bin" / "python")
    setting = {"PATH": os.environ["PATH"], "PYTHONPATH": str(package.CODE), "PYTHONTZPATH": ""}
    done = subprocess.run([python, "-S", "-c", script], env=setting, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr


def test_the_same_sources_are_not_packaged_twice() -> None:
    before = package.CODE.stat().st_mtime_ns
    assert package.main() == 0
    assert package.CODE.stat().st_mtime_ns == before


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
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
