"""What starts the rooms' entry points, derived from their registrations: rules on the bus, schedules.

`triggers` turns `chalicelib.aws.entry.HANDLERS` into CloudFormation resources. The one trick: on AWS a rule's target is
the entry's own Lambda; on a laptop it is a queue, with the entry's name beside the event, which scripts/worker.py
reads. Rules, patterns and schedules are the same text in both places.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

from chalice.utils import to_cfn_resource_name

from chalicelib.aws.entry import Handler

Resource = dict[str, Any]
Target = Callable[[Handler], Resource]


def get(resource: str, attribute: str = "Arn") -> Resource:
    """Fn::GetAtt."""
    return {"Fn::GetAtt": [resource, attribute]}


def triggers(handlers: Iterable[Handler], fact: Target, schedule: Target, bus: Any, prefix: Any) -> dict[str, Resource]:
    """Resources by logical name. `fact` and `schedule` make the target of a handler."""
    made: dict[str, Resource] = {}
    for handler in handlers:
        name = to_cfn_resource_name(handler.name)
        if handler.facts:
            made[f"{name}Rule"] = _rule(handler, fact(handler), bus)
        if handler.schedule:
            made[f"{name}Schedule"] = _schedule(handler, schedule(handler), prefix)
    return made


def _rule(handler: Handler, target: Resource, bus: Any) -> Resource:
    pattern: dict[str, Any] = {"source": ["caveau"], "detail-type": list(handler.facts)}
    return {
        "Type": "AWS::Events::Rule",
        "Properties": {
            "Description": f"Facts for {handler.name}",
            "EventBusName": bus,
            "State": "ENABLED",
            "EventPattern": pattern,
            "Targets": [{"Id": "entry", **target}],
        },
    }


def _schedule(handler: Handler, target: Resource, prefix: Any) -> Resource:
    return {
        "Type": "AWS::Scheduler::Schedule",
        "Properties": {
            "Name": {"Fn::Sub": [f"${{prefix}}-{handler.name.replace('_', '-')}", {"prefix": prefix}]},
            "Description": f"Starts {handler.name}",
            "ScheduleExpression": handler.schedule,
            "ScheduleExpressionTimezone": "Europe/Paris",
            "FlexibleTimeWindow": {"Mode": "OFF"},
            "Target": target,
        },
    }


QUEUE: Resource = {
    "Type": "AWS::SQS::Queue",
    "Properties": {
        "QueueName": {"Fn::Sub": "${Name}-entries"},
        "VisibilityTimeout": 900,  # the longest a Lambda may run
        "RedrivePolicy": {"deadLetterTargetArn": {"Ref": "Dead"}, "maxReceiveCount": 8},
    },
}


def local_template(handlers: Iterable[Handler]) -> dict[str, Any]:
    """The triggers of the local stack: everything goes to one queue, which scripts/worker.py reads.

    Parameters: `Name` (prefix and bus), `Dead` (ARN of the dead-letter queue).
    """

    def fact(handler: Handler) -> Resource:
        text = '{"entry": ' + json.dumps(handler.name) + ', "event": <aws.events.event.json>}'
        return {"Arn": get("Entries"), "InputTransformer": {"InputTemplate": text}}

    def schedule(handler: Handler) -> Resource:
        role = "arn:aws:iam::000000000000:role/local"
        return {"Arn": get("Entries"), "RoleArn": role, "Input": json.dumps({"entry": handler.name, "event": {}})}

    made = triggers(handlers, fact, schedule, {"Ref": "Name"}, {"Ref": "Name"})
    parameters = {"Name": {"Type": "String"}, "Dead": {"Type": "String"}}
    outputs = {"EntriesQueue": {"Value": {"Ref": "Entries"}}}
    return {"Parameters": parameters, "Resources": {"Entries": QUEUE, **made}, "Outputs": outputs}
