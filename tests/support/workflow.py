"""A workflow of infra/ walked in this process: the same states in the same order, its tasks being the entry points.

Only what those files use: Task, Choice by StringEquals, Map in order, Succeed, Fail, ResultPath, Catch of everything.
The embedded stack's own Step Functions walk them in tests/infra.
"""

from __future__ import annotations

import copy
from typing import Any

from chalicelib.aws.entry import HANDLERS
from chalicelib.kernel.errors import Unavailable
from scripts.workflow import machine

TRIES = 3


def walk(name: str, detail: dict[str, Any]) -> str:
    """Run the workflow on a fact's detail; gives the name of the last state."""
    return _level(machine(name, lambda entry, event: {"Entry": entry, "Event": event}), copy.deepcopy(detail))


def _level(level: dict[str, Any], data: dict[str, Any]) -> str:
    name: str = level["StartAt"]
    while following := _step(level["States"][name], data):
        name = following
    return name


def _step(state: dict[str, Any], data: dict[str, Any]) -> str | None:
    """Do one state; gives the next one's name."""
    if state["Type"] == "Choice":
        return _chosen(state, data)
    try:
        if state["Type"] == "Map":
            _map(state, data)
        elif state["Type"] == "Task":
            answer = _task(state, data)
            if state.get("ResultPath"):
                data[state["ResultPath"].removeprefix("$.")] = {"answer": answer}
    except Exception:
        if not state.get("Catch"):
            raise
        return str(state["Catch"][0]["Next"])
    return state.get("Next")


def _chosen(state: dict[str, Any], data: dict[str, Any]) -> str:
    for choice in state["Choices"]:
        if _at(data, choice["Variable"]) == choice["StringEquals"]:
            return str(choice["Next"])
    return str(state["Default"])


def _task(state: dict[str, Any], data: dict[str, Any]) -> Any:
    event = {key.removesuffix(".$"): _at(data, path) for key, path in state["Event"].items()}
    for _ in range(TRIES - 1):
        try:
            return HANDLERS[state["Entry"]].run(event, None)
        except Unavailable:
            continue
    return HANDLERS[state["Entry"]].run(event, None)


def _map(state: dict[str, Any], data: dict[str, Any]) -> None:
    for item in _at(data, state["ItemsPath"]):
        inner = {
            key.removesuffix(".$"): item if path.startswith("$$") else _at(data, path)
            for key, path in state["ItemSelector"].items()
        }
        _level(state["ItemProcessor"], inner)


def _at(data: Any, path: str) -> Any:
    for part in path.removeprefix("$.").split("."):
        data = data[part]
    return data
