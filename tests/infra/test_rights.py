"""One least-privilege policy per function: what the tests of the rooms ask of AWS is allowed, and nothing else is.

A run of its own of the tests that reach every function, with a fence around every company (infra/fence.yaml) and each
function as in a new container; every call is judged by the function's policy and by the fence, and written down
(tests/support/rights.py, recorder.py). So the same run shows that work passes the fence. The policies are enforced once
more, by another judge, where the package is deployed: tests/infra/test_deploy.py.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from scripts import policies
from scripts.stack import ROOT
from tests.support.policies import ARNS, arn, like

pytestmark = pytest.mark.slow
REACHING = (
    "tests/infra/test_backup.py",
    "tests/infra/test_restore.py",
    "tests/rooms/test_tenancy_snapshots.py",
    "tests/rooms/test_tenancy_support.py",
    "tests/rooms/test_tenancy_webhooks.py",
    "tests/rooms/test_tenancy_tasks.py",
    "tests/rooms/test_tenancy_members.py",
    "tests/rooms/test_tenancy_companies.py",
    "tests/rooms/test_tenancy_attachments.py",
    "tests/rooms/test_tenancy_login.py",
    "tests/rooms/test_ground_replica.py",
    "tests/rooms/test_crm_customers.py",
    "tests/rooms/test_crm_sharing.py",
    "tests/rooms/test_migration_imports.py",
)
"""Backups first: they copy all that the others leave."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What was used by whom."""
    file = tmp_path_factory.mktemp("rights") / "rights.json"
    setting = {**os.environ, "CAVEAU_RIGHTS": str(file), "CAVEAU_FENCE_ROLE": ARNS["FenceRole"]}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "tests.support.recorder",
        "-p",
        "no:cacheprovider",
        *REACHING,
    ]
    done = subprocess.run(command, cwd=ROOT, env=setting, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    return json.loads(file.read_text(encoding="utf-8"))


def test_every_api_that_the_code_calls_is_allowed(told: Any) -> None:
    assert told["refused"] == []
    assert len(told["used"]) >= 16, "the API and the functions behind it"


def test_and_nothing_else_is_allowed(told: Any) -> None:
    """Each action on each resource that a policy names was asked for by its function, or is excused by name. Functions
    that this run does not start are bounded by their names only (tests/infra/test_policies.py)."""
    unasked = []
    for name, made in told["used"].items():
        used = [right for right in policies.held(name) if not {(name, right), ("*", right)} & policies.SELDOM.keys()]
        for statement in (one for right in used for one in policies.RIGHTS[right]):
            for action in set(statement["Action"]) - set(policies.BEHIND_THE_SCENES):
                for where in map(arn, statement["Resource"]):
                    if not any(action == one and like(there, [where]) for one, there in made):
                        unasked.append(f"{name}: {action} on {where}")
    assert unasked == []


def test_an_excuse_names_what_there_is() -> None:
    for name, right in policies.SELDOM:
        assert name == "*" or right in policies.held(name), f"{name} does not hold {right} any more"
    actions = {action for statements in policies.RIGHTS.values() for one in statements for action in one["Action"]}
    assert set(policies.BEHIND_THE_SCENES) <= actions
    assert all(len(why) > 10 for why in (*policies.SELDOM.values(), *policies.BEHIND_THE_SCENES.values()))


def test_the_work_of_companies_passes_their_fences(told: Any) -> None:
    """Orders, customers, invoices, payments, imports: dozens of companies, thousands of reads and writes."""
    fenced = told["fenced"]
    assert len(fenced) > 20
    assert sum(fenced.values()) > 2000
    assert all(company.startswith("com_") for company in fenced)
