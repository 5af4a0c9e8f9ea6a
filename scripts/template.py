"""What `make package` merges into Chalice's template: infra/resources.yaml, infra/aws.yaml, triggers, environments.

The one trick: function names come from the app itself, so an entry point added in a room gets its rule, schedule,
permission and environment without a line here.
"""

import json
from typing import Any

from chalice.utils import to_cfn_resource_name

from app import app
from chalicelib.aws.entry import HANDLERS, Handler
from scripts.stack import ROOT, template
from scripts.triggers import Resource, get, triggers

VARIABLES: dict[str, Any] = {
    "CAVEAU_STAGE": {"Ref": "Name"},
    "CAVEAU_TABLE": {"Ref": "Table"},
    "CAVEAU_BUCKET_DOCUMENTS": {"Ref": "Documents"},
    "CAVEAU_BUCKET_JOURNAL": {"Ref": "Journal"},
    "CAVEAU_BUS": {"Ref": "Bus"},
    "CAVEAU_ORIGIN": {"Ref": "Origin"},
    "CAVEAU_SECRET": {"Fn::Sub": "{{resolve:secretsmanager:${MasterKey}}}"},
    "CAVEAU_MAIL_FROM": {"Fn::Sub": "Caveau <bonjour@${MailDomain}>"},
}
RETRIES = {"MaximumEventAgeInSeconds": 86400, "MaximumRetryAttempts": 8}


def functions() -> list[str]:
    """Logical names of the functions that Chalice will write."""
    return ["APIHandler", *(to_cfn_resource_name(function.name) for function in app.pure_lambda_functions)]


def function_of(handler: Handler) -> str:
    """Logical name of an entry point's function."""
    return str(to_cfn_resource_name(handler.name))


def extras() -> dict[str, Any]:
    """The merge template."""
    common, only = template(), aws()
    environments = {name: {"Properties": {"Environment": {"Variables": VARIABLES}}} for name in functions()}
    resources = common["Resources"] | only["Resources"] | environments | started()
    resources["SchedulesRole"]["Properties"]["Policies"] = [_schedules_policy()]
    return {
        "Parameters": common["Parameters"] | only["Parameters"],
        "Resources": resources,
        "Outputs": common["Outputs"],
    }


def aws() -> dict[str, Any]:
    """infra/aws.yaml as a dict."""
    import yaml

    loaded: dict[str, Any] = yaml.safe_load((ROOT / "infra" / "aws.yaml").read_text(encoding="utf-8"))
    return loaded


def started() -> dict[str, Resource]:
    """Rules, schedules and the permissions they need."""
    dead = {"DeadLetterConfig": {"Arn": get("EntriesDead")}, "RetryPolicy": RETRIES}

    def fact(handler: Handler) -> Resource:
        return {"Arn": get(function_of(handler)), **dead}

    def schedule(handler: Handler) -> Resource:
        return {"Arn": get(function_of(handler)), "RoleArn": get("SchedulesRole"), "Input": json.dumps({}), **dead}

    made = triggers(HANDLERS.values(), fact, schedule, {"Ref": "Bus"}, {"Ref": "Name"})
    for handler in HANDLERS.values():
        if handler.facts:
            name = function_of(handler)
            made[f"{name}Permission"] = {
                "Type": "AWS::Lambda::Permission",
                "Properties": {
                    "Action": "lambda:InvokeFunction",
                    "FunctionName": {"Ref": name},
                    "Principal": "events.amazonaws.com",
                    "SourceArn": get(f"{name}Rule"),
                },
            }
    return made


def _schedules_policy() -> dict[str, Any]:
    targets = [get(function_of(handler)) for handler in HANDLERS.values() if handler.schedule]
    statements: list[Resource] = [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": get("EntriesDead")}]
    if targets:
        statements.append({"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": targets})
    return {"PolicyName": "start", "PolicyDocument": {"Version": "2012-10-17", "Statement": statements}}
