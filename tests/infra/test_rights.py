"""One least-privilege policy per function: what the tests ask of AWS is allowed, and nothing else is.

The whole run is the proof: every test of the rooms, flows and contracts is judged (tests/support/rights.py), and its
end compares what was asked with what may be (tests/support/recorder.py). Here that judge is put to the test. The
policies are enforced once more, by another judge, where the package is deployed: tests/infra/test_deploy.py.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scripts import policies
from scripts.stack import ROOT
from tests.support import recorder, rights
from tests.support.policies import ARNS
from tests.support.recorder import Record

NARROW = """
def pytest_collection_finish(session):
    from scripts import policies
    {change}
"""


def everything() -> Record:
    """The record of a run in which each function asked for all that it may."""
    record = Record(ran=set(policies.names()), whole={"yes"}, fenced={f"com_{n}" for n in range(99)})
    for name in policies.names():
        for right in policies.held(name):
            record.used[name] |= recorder.named(right)
    return record


def test_a_run_that_asked_for_all_that_may_be_asked_is_right() -> None:
    assert recorder.verdict(everything(), failed=False) == []


@pytest.mark.parametrize(
    ("name", "right"), [("api_handler", "limits"), ("relay", "tell"), ("tenancy_mail_link", "mail")]
)
def test_what_a_function_may_and_never_did_is_named(name: str, right: str) -> None:
    assert not {(name, right), ("*", right)} & policies.SELDOM.keys()
    record = everything()
    record.used[name] -= recorder.named(right)
    assert {one.split(":")[1].strip() for one in recorder.verdict(record, failed=False)} == {f"{name} ({right})"}
    record.whole.add("no")
    assert recorder.verdict(record, failed=False) == [], "a run of some files does not know"


def test_a_function_that_no_test_starts_is_named() -> None:
    record = everything()
    record.ran.remove("tenancy_mail_task")
    (said,) = recorder.verdict(record, failed=False)
    assert "tenancy_mail_task was never started" in said


def test_who_reads_lists_shares_what_that_asks_for_and_others_do_not() -> None:
    record = everything()
    record.used["accounting_on_fact"] -= recorder.named("snapshots")
    assert recorder.verdict(record, failed=False) != []
    record.readers.add("accounting_on_fact")
    assert recorder.verdict(record, failed=False) == []
    for name in record.used:
        record.used[name] -= recorder.named("snapshots")
    assert recorder.verdict(record, failed=False) != [], "nobody was seen to ask"


def test_an_excuse_names_what_there_is() -> None:
    for name, right in policies.SELDOM:
        assert name == "*" or right in policies.held(name), f"{name} does not hold {right} any more"
    actions = {action for statements in policies.RIGHTS.values() for one in statements for action in one["Action"]}
    assert set(policies.BEHIND_THE_SCENES) <= actions
    assert all(len(why) > 10 for why in (*policies.SELDOM.values(), *policies.BEHIND_THE_SCENES.values()))


@pytest.mark.parametrize("workers", ["0", "2"])
def test_a_right_that_is_missing_fails_the_run_that_needs_it(tmp_path: Path, workers: str) -> None:
    """A run of one file without the right to read items, alone and with two workers."""
    (tmp_path / "narrow.py").write_text(
        NARROW.format(change='policies.HELD["api_handler"] = ("limits",)'), encoding="utf-8"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "narrow", "-p", "no:cacheprovider", "-n", workers]
    done = subprocess.run(
        [*command, "tests/rooms/test_tenancy_views.py"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])},
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 1, done.stdout[-4000:]
    assert "api_handler may not dynamodb:BatchGetItem" in done.stdout
    assert "rights of the functions" in done.stdout


def test_a_function_is_refused_what_its_policy_does_not_say_and_the_fence_other_companies(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib.aws.clients import client
    from chalicelib.aws.isolation import fenced
    from chalicelib.aws.table import fetch

    told: list[str] = []
    monkeypatch.setattr(rights, "REFUSED", told)
    monkeypatch.delenv("CAVEAU_RIGHTS")
    with rights.running("relay"), pytest.raises(Exception, match="may not s3:GetObject"):
        client("s3").get_object(Bucket=ARNS["Journal"].rpartition(":")[2], Key="journal/x")
    with rights.running("accounting_on_fact"), rights.behind(fenced)("com_A"):
        fetch([("com_A#order#1", "-")])
        with pytest.raises(Exception, match="may not dynamodb:BatchGetItem"):
            fetch([("com_B#order#1", "-")])
    assert len(told) == 2
