"""Workflows lead from their first state to an end, through tasks there are."""

from __future__ import annotations

from typing import Any

import pytest

import app  # noqa: F401 - registers every entry point
from chalicelib.aws.entry import HANDLERS
from scripts.infra import INFRA, load
from scripts.workflow import STARTED_BY, asks_worker, calls_lambda, machine, tasks

NAMES = sorted(file.name.removesuffix(".asl.json") for file in INFRA.glob("*.asl.json"))


def following(state: dict[str, Any]) -> set[str]:
    """The states that may come after this one."""
    found = {state[key] for key in ("Next", "Default") if key in state}
    found |= {choice["Next"] for choice in state.get("Choices", [])}
    return found | {caught["Next"] for caught in state.get("Catch", [])}


def levels(level: dict[str, Any]) -> list[dict[str, Any]]:
    """A machine and those inside its Maps."""
    inner = [state["ItemProcessor"] for state in level["States"].values() if state["Type"] == "Map"]
    return [level, *(found for one in inner for found in levels(one))]


@pytest.mark.parametrize("name", NAMES)
def test_every_state_is_reached_and_leads_to_an_end(name: str) -> None:
    for level in levels(machine(name, calls_lambda)):
        seen: set[str] = set()
        ahead = {level["StartAt"]}
        while ahead:
            seen |= ahead
            ahead = set().union(*(following(level["States"][one]) for one in ahead)) - seen
        assert seen == set(level["States"])
        for one, state in level["States"].items():
            assert following(state) or state.get("End") or state["Type"] in ("Succeed", "Fail"), one


@pytest.mark.parametrize("name", NAMES)
def test_tasks_are_entry_points_and_a_fact_starts_it(name: str) -> None:
    assert tasks(name) <= {handler.name for handler in HANDLERS.values() if handler.task}
    assert STARTED_BY[name]
    for handler in HANDLERS.values():
        assert not set(STARTED_BY[name]) & set(handler.facts), "one driver, not two"


@pytest.mark.parametrize("name", NAMES)
def test_here_and_on_aws_it_is_the_same_machine_but_for_what_a_task_calls(name: str) -> None:
    def bare(level: dict[str, Any]) -> Any:
        left = {"Resource", "Parameters", "ResultSelector"}
        return {
            one: {
                key: bare(value) if key == "ItemProcessor" else value for key, value in state.items() if key not in left
            }
            for one, state in level["States"].items()
        }

    assert bare(machine(name, calls_lambda)) == bare(machine(name, asks_worker))


def test_the_workflow_may_call_its_own_tasks_and_nothing_else() -> None:
    role = load("workflow")["Resources"]["ImportWorkflowRole"]["Properties"]
    (statement,) = role["Policies"][0]["PolicyDocument"]["Statement"]
    called = {resource["Fn::GetAtt"][0] for resource in statement["Resource"]}
    assert statement["Action"] == "lambda:InvokeFunction"
    assert {name.lower() for name in called} == {task.replace("_", "") for task in tasks("import")}
