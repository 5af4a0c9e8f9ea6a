"""The template that goes to AWS: what Chalice writes, what infra/ describes, what starts the rooms' entry points.

The one trick: function names come from the app itself, so an entry point added in a room gets its rule, schedule,
permission and environment without a line here.
"""

import json
from typing import Any

from chalice.utils import to_cfn_resource_name

from app import app
from chalicelib.aws.entry import HANDLERS, Handler
from scripts import policies, workflow
from scripts.formation import get, plain
from scripts.infra import INFRA, Template, load, merge, nouns
from scripts.triggers import Resource, triggers

KEYS = {"CAVEAU_SECRET": "secret", "CAVEAU_INSEE_KEY": "registers", "CAVEAU_SEAL_KEY": "seal"}
"""Variables that only some functions have, and the right that gives them."""
RETRIES = {"MaximumEventAgeInSeconds": 86400, "MaximumRetryAttempts": 8}
ITEMS = {  # the names CloudFront gives to the security headers it knows
    "Content-Security-Policy": ("ContentSecurityPolicy", "ContentSecurityPolicy"),
    "Referrer-Policy": ("ReferrerPolicy", "ReferrerPolicy"),
    "X-Frame-Options": ("FrameOptions", "FrameOption"),
    "X-Content-Type-Options": ("ContentTypeOptions", ""),
}


def functions() -> list[str]:
    """Logical names of the functions that Chalice will write."""
    return ["APIHandler", *(to_cfn_resource_name(function.name) for function in app.pure_lambda_functions)]


def function_of(handler: Handler) -> str:
    """Logical name of an entry point's function."""
    return str(to_cfn_resource_name(handler.name))


def whole(sam: Template, code: str) -> Template:
    """The main stack, from Chalice's template and the hash of its code."""
    made = load(*nouns())
    common = {"CAVEAU_STAGE": {"Ref": "Name"}, **made.pop("Environment")}
    rights = {logical: policies.held(name) for name, logical in zip(policies.names(), functions(), strict=True)}

    def environment(function: str) -> dict[str, Any]:
        return {key: value for key, value in common.items() if key not in KEYS or KEYS[key] in rights[function]}

    policy = made["Resources"]["Headers"]["Properties"]["ResponseHeadersPolicyConfig"]
    add_headers(policy, json.loads((INFRA / "headers.json").read_text(encoding="utf-8")))
    made["Resources"]["SchedulesRole"]["Properties"]["Policies"] = [_schedules_policy()]
    fence(made["Resources"])
    for more in (plain(sam, code, environment), started(), dead_letters(), workflow.on_aws()):
        merge(made, {"Resources": more}, "scripts/template.py")
    head = {"AWSTemplateFormatVersion": "2010-09-09", "Description": "Caveau: a winery's business, in Paris"}
    return {**head, **{section: held for section, held in made.items() if held}}


def fenced() -> list[str]:
    """The roles of the functions that work for one company at a time: the API, and whoever hears facts."""
    heard = (function_of(handler) for handler in HANDLERS.values() if handler.facts)
    return ["ApiHandlerRole", *(f"{name}Role" for name in heard)]


def fence(resources: dict[str, Resource]) -> None:
    """Say in infra/fence.yaml who may take a company's session."""
    trust = resources["FenceRole"]["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]
    trust["Principal"] = {"AWS": [get(name) for name in fenced()]}
    resources["FenceUse"]["Properties"]["Roles"] = [{"Ref": name} for name in fenced()]


def add_headers(policy: Resource, headers: dict[str, str]) -> None:
    """Write infra/headers.json as CloudFront wants it; every answer has them, whatever the origin said."""
    known = policy["SecurityHeadersConfig"]
    custom = []
    for name, value in headers.items():
        if name in ITEMS:
            item, field = ITEMS[name]
            known[item] = {"Override": True, **({field: value} if field else {})}
        else:
            custom.append({"Header": name, "Value": value, "Override": True})
    policy["CustomHeadersConfig"] = {"Items": custom}


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
        if policies.unattended(handler.name):
            made[f"{function_of(handler)}Failures"] = failures(function_of(handler))
    return made


def failures(name: str) -> Resource:
    """Bus and scheduler hand an event over and are done: what the function then fails at, Lambda itself tries twice
    more, and leaves in the dead-letter queue."""
    return {
        "Type": "AWS::Lambda::EventInvokeConfig",
        "Properties": {
            "FunctionName": {"Ref": name},
            "Qualifier": "$LATEST",
            "MaximumRetryAttempts": 2,
            "MaximumEventAgeInSeconds": 21600,
            "DestinationConfig": {"OnFailure": {"Destination": get("EntriesDead")}},
        },
    }


def dead_letters() -> dict[str, Resource]:
    """Rules put what they could not deliver into the dead-letter queue: it lets them."""
    allowed: dict[str, Any] = {
        "Sid": "Rules",
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": get("EntriesDead"),
        "Condition": {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}},
    }
    document = {"Version": "2012-10-17", "Statement": [allowed]}
    properties = {"Queues": [{"Ref": "EntriesDead"}], "PolicyDocument": document}
    return {"EntriesDeadPolicy": {"Type": "AWS::SQS::QueuePolicy", "Properties": properties}}


def _schedules_policy() -> dict[str, Any]:
    targets = [get(function_of(handler)) for handler in HANDLERS.values() if handler.schedule]
    statements: list[Resource] = [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": get("EntriesDead")}]
    if targets:
        statements.append({"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": targets})
    return {"PolicyName": "start", "PolicyDocument": {"Version": "2012-10-17", "Statement": statements}}
