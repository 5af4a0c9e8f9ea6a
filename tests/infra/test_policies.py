"""What may be done, by whom: no right without bounds, each function its own. That none is missing and none too many is
seen where they are used and enforced: tests/infra/test_rights.py, tests/infra/test_deploy.py."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.aws import isolation
from chalicelib.aws.entry import HANDLERS
from scripts import policies
from scripts.formation import get
from scripts.template import function_of
from tests.support.packaged import main_stack, of_type
from tests.support.policies import ARNS, allows, resolved


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_the_policy_files_are_as_written_and_one_a_function() -> None:
    present = {file.name: file.read_text(encoding="utf-8") for file in policies.CHALICE.glob("*.json")}
    assert present == policies.files(), "python -m scripts.policies"
    functions = policies.config()["stages"]["prod"]["lambda_functions"]
    files = [held["iam_policy_file"] for held in functions.values()]
    assert len(set(files)) == len(files) == len(policies.names())


def test_a_right_is_held_by_somebody_and_known() -> None:
    held = {right for name in policies.names() for right in policies.held(name)}
    assert held == set(policies.RIGHTS)
    assert set(policies.HELD) <= set(policies.names()), "no rights of functions that are gone"


@pytest.mark.parametrize("name", policies.names())
def test_no_action_or_resource_is_a_wildcard_without_a_reason(name: str) -> None:
    for statement in policies.policy(name)["Statement"]:
        assert statement["Effect"] == "Allow"
        for action in statement["Action"]:
            assert "*" not in action
        if "*" in statement["Resource"]:
            assert not set(statement["Action"]) - set(policies.REASONS), statement["Sid"]


def test_every_role_of_the_template_has_bounds() -> None:
    roles = of_type(main_stack(), "AWS::IAM::Role")
    assert len(roles) > len(policies.names())
    for name, held in roles.items():
        for inline in held.get("Policies", []):
            for statement in inline["PolicyDocument"]["Statement"]:
                actions, where = listed(statement["Action"]), listed(statement["Resource"])
                assert not [action for action in actions if "*" in action], name
                if "*" in where:
                    assert not set(actions) - set(policies.REASONS), name
        for statement in held["AssumeRolePolicyDocument"]["Statement"]:
            (kind, who), *more = statement["Principal"].items()
            assert not more
            assert kind == "Service" or (name == "FenceRole" and set(map(json.dumps, who)) == working()), name


def working() -> set[str]:
    """The roles of the functions that work for one company at a time, as references."""
    heard = [function_of(handler) for handler in HANDLERS.values() if handler.facts]
    return {json.dumps(get(f"{name}Role")) for name in ["ApiHandler", *heard]}


def test_a_fence_opens_the_company_it_is_tagged_with_and_no_other() -> None:
    """That work passes it: tests/infra/test_rights.py and, enforced, tests/infra/test_deploy.py."""
    fence = of_type(main_stack(), "AWS::IAM::Role")["FenceRole"]
    (trust,) = fence["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Condition"]["StringLike"] == {"aws:RequestTag/company": "com_*"}, "no session without a company"
    (statement,) = fence["Policies"][0]["PolicyDocument"]["Statement"]
    assert statement["Resource"] == get("Table")
    assert set(statement["Action"]) == set(isolation.ACTIONS)
    policy = resolved(fence["Policies"][0]["PolicyDocument"], company="com_A")
    for key, allowed in (("com_A#order#1", True), ("G#user#1", True), ("0#company#1", True), ("com_B#order#1", False)):
        assert allows(policy, "dynamodb:PutItem", ARNS["Table"], [key]) is allowed, key
    assert not allows(policy, "dynamodb:Scan", ARNS["Table"], None)
    assert main_stack()["Parameters"]["Fence"]["Default"] == "no"
    (use,) = of_type(main_stack(), "AWS::IAM::Policy").values()
    assert {json.dumps(get(one["Ref"])) for one in use["Roles"]} == working()


def test_the_master_key_is_known_only_where_something_sealed_is_opened() -> None:
    functions = of_type(main_stack(), "AWS::Lambda::Function")
    knowing = {name for name, held in functions.items() if "CAVEAU_SECRET" in held["Environment"]["Variables"]}
    assert "APIHandler" in knowing
    assert len(knowing) == sum("secret" in policies.held(name) for name in policies.names())
    assert not knowing & {"Relay", "MigrationWriteChunk", "AccountingOnFact"}


def test_the_key_of_the_insee_is_known_only_where_registers_are_asked() -> None:
    functions = of_type(main_stack(), "AWS::Lambda::Function")
    knowing = {name for name, held in functions.items() if "CAVEAU_INSEE_KEY" in held["Environment"]["Variables"]}
    assert knowing == {"APIHandler", "CrmRecheckNumbers"}
