"""The state machines of infra/*.asl.json, and the rule that starts them.

A Task there names an entry point (`Entry`) and what it is given (`Event`). The one trick, the same as for rules
(scripts/triggers.py): on AWS the task calls the entry's Lambda; on a laptop it sends the entry's name and a task token
to the queue that scripts/worker.py reads, and waits for the answer. States, order, tries and choices are the same text.
"""

import json
from collections.abc import Callable
from typing import Any

from chalice.utils import to_cfn_resource_name

from chalicelib.migration.schemas import ImportStartedV1
from scripts.infra import INFRA
from scripts.triggers import Resource, get

TRIES = [
    {
        "ErrorEquals": ["States.ALL"],
        "IntervalSeconds": 1,
        "MaxAttempts": 5,
        "BackoffRate": 2,
        "MaxDelaySeconds": 20,
        "JitterStrategy": "FULL",
    }
]
SLOWEST = 360  # seconds a task may last: longer than the function behind it
STARTED_BY = {"import": (ImportStartedV1.TYPE,)}
Form = Callable[[str, Resource], Resource]


def written(name: str) -> dict[str, Any]:
    """infra/<name>.asl.json."""
    loaded: dict[str, Any] = json.loads((INFRA / f"{name}.asl.json").read_text(encoding="utf-8"))
    return loaded


def machine(name: str, form: Form) -> dict[str, Any]:
    """The machine with each Task in the form of the place."""

    def shaped(state: dict[str, Any]) -> dict[str, Any]:
        if state["Type"] == "Map":
            return {**state, "ItemProcessor": inner(state["ItemProcessor"])}
        if state["Type"] != "Task":
            return state
        rest = {key: value for key, value in state.items() if key not in {"Entry", "Event"}}
        return {**rest, **form(state["Entry"], state["Event"]), "TimeoutSeconds": SLOWEST, "Retry": TRIES}

    def inner(level: dict[str, Any]) -> dict[str, Any]:
        return {**level, "States": {key: shaped(state) for key, state in level["States"].items()}}

    return inner(written(name))


def tasks(name: str) -> set[str]:
    """The entry points the machine calls."""
    found: list[str] = []

    def note(entry: str, event: Resource) -> Resource:
        found.append(entry)
        return event

    machine(name, note)
    return set(found)


def calls_lambda(entry: str, event: Resource) -> Resource:
    """A task that calls a function and goes on with its answer."""
    function = "${" + str(to_cfn_resource_name(entry)) + "}"
    return {
        "Resource": "arn:aws:states:::lambda:invoke",
        "Parameters": {"FunctionName": function, "Payload": event},
        "ResultSelector": {"answer.$": "$.Payload"},
    }


def asks_worker(entry: str, event: Resource) -> Resource:
    """A task that leaves a message with its token, and waits for a worker to answer."""
    body = {"entry": entry, "event": event, "token.$": "$$.Task.Token"}
    return {
        "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "Parameters": {"QueueUrl": "${Entries}", "MessageBody": body},
        "ResultSelector": {"answer.$": "$"},
    }


def on_aws() -> dict[str, Resource]:
    """The import's machine, its rule, and what each of them may do."""
    functions = {str(to_cfn_resource_name(entry)): get(str(to_cfn_resource_name(entry))) for entry in tasks("import")}
    made = resources("import", calls_lambda, functions, {"Ref": "Bus"}, {"Ref": "Name"})
    made["ImportWorkflow"]["Properties"]["RoleArn"] = get("ImportWorkflowRole")
    made["ImportWorkflowRule"]["Properties"]["Targets"][0]["RoleArn"] = get("ImportWorkflowStarter")
    return made


def on_laptop() -> dict[str, Resource]:
    """The import's machine and its rule beside the entries' queue (scripts/triggers.py, local_template)."""
    made = resources("import", asks_worker, {"Entries": {"Ref": "Entries"}}, {"Ref": "Name"}, {"Ref": "Name"})
    role = "arn:aws:iam::000000000000:role/local"
    made["ImportWorkflow"]["Properties"]["RoleArn"] = role
    made["ImportWorkflowRule"]["Properties"]["Targets"][0]["RoleArn"] = role
    return made


def resources(name: str, form: Form, substitutions: Resource, bus: Any, prefix: Any) -> dict[str, Resource]:
    """The machine and the rule that starts it with the fact's detail."""
    logical = f"{name.title()}Workflow"
    target: Resource = {"Id": "machine", "Arn": {"Ref": logical}, "InputPath": "$.detail"}
    return {
        logical: {
            "Type": "AWS::StepFunctions::StateMachine",
            "Properties": {
                "StateMachineName": {"Fn::Sub": [f"${{prefix}}-{name}", {"prefix": prefix}]},
                "StateMachineType": "STANDARD",
                "DefinitionString": json.dumps(machine(name, form)),
                "DefinitionSubstitutions": substitutions,
            },
        },
        f"{logical}Rule": {
            "Type": "AWS::Events::Rule",
            "Properties": {
                "Description": f"Starts the workflow {name}",
                "EventBusName": bus,
                "State": "ENABLED",
                "EventPattern": {"source": ["caveau"], "detail-type": list(STARTED_BY[name])},
                "Targets": [target],
            },
        },
    }
