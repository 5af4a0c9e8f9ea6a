"""IAM's decision on what is asked of AWS, as far as our policies use it: Allow statements, actions, resources, and the
conditions on `dynamodb:LeadingKeys`. What it does not know it refuses to judge, so it never says yes by ignorance.

Nouns: an `Asked` (action, ARN, partition keys); a policy, as IAM has it, with the names of this installation in it
(`resolved`).
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

LEADING = "dynamodb:LeadingKeys"
HERE = "eu-west-3:000000000000"
NAMES = {
    "AWS::Partition": "aws",
    "AWS::Region": "eu-west-3",
    "AWS::AccountId": "000000000000",
    "Name": "caveau",
    "MailDomain": "caveau.example",
}
ARNS = {
    "Table": f"arn:aws:dynamodb:{HERE}:table/caveau",
    "Bus": f"arn:aws:events:{HERE}:event-bus/caveau",
    "RelayDead": f"arn:aws:sqs:{HERE}:caveau-relay-dead",
    "EntriesDead": f"arn:aws:sqs:{HERE}:caveau-entries-dead",
    "SealKey": f"arn:aws:kms:{HERE}:key/seal",
    "FenceRole": "arn:aws:iam::000000000000:role/caveau-fence",
    **{
        name: f"arn:aws:s3:::caveau-{name.lower()}-000000000000"
        for name in ("Documents", "Journal", "Sealed", "Scratch", "Backups")
    },
}
OBJECTS = {
    "GetObject": "s3:GetObject",
    "HeadObject": "s3:GetObject",
    "PutObject": "s3:PutObject",
    "CreateMultipartUpload": "s3:PutObject",
    "UploadPart": "s3:PutObject",
    "CompleteMultipartUpload": "s3:PutObject",
    "AbortMultipartUpload": "s3:AbortMultipartUpload",
    "ListParts": "s3:ListMultipartUploadParts",
    "DeleteObject": "s3:DeleteObject",
}
PARTS = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem"}


class Asked(NamedTuple):
    """`leading`: the partition keys that the request names, None when it names none."""

    action: str
    resource: str
    leading: tuple[str, ...] | None = None


# --- decision --------------------------------------------------------------------------------------------------------


def allows(policy: dict[str, Any], action: str, resource: str, leading: Iterable[str] | None) -> bool:
    """Whether some statement allows it."""
    keys = None if leading is None else list(leading)
    return any(_statement(one, action, resource, keys) for one in policy["Statement"])


def _statement(one: dict[str, Any], action: str, resource: str, leading: list[str] | None) -> bool:
    if one["Effect"] != "Allow" or one.keys() - {"Effect", "Action", "Resource", "Condition", "Sid"}:
        raise NotImplementedError(str(one))
    return (
        like(action, _all(one["Action"]))
        and like(resource, _all(one["Resource"]))
        and all(_condition(name, told, leading) for name, told in one.get("Condition", {}).items())
    )


def _condition(name: str, told: dict[str, Any], leading: list[str] | None) -> bool:
    if set(told) != {LEADING}:
        raise NotImplementedError(str(told))
    if name == "Null":
        return bool((leading is None) == (told[LEADING] == "true"))
    if name == "ForAllValues:StringLike":
        return all(like(key, _all(told[LEADING])) for key in leading or [])  # IAM: true of no value at all
    raise NotImplementedError(name)


def like(value: str, patterns: Iterable[str]) -> bool:
    """IAM's own wildcards."""
    return any(fnmatchcase(value, pattern.replace("[", "[[]")) for pattern in patterns)


def _all(said: str | list[str]) -> list[str]:
    return [said] if isinstance(said, str) else said


# --- names -----------------------------------------------------------------------------------------------------------


def arn(resource: Any) -> str:
    """The ARN that a policy's resource is on this installation."""
    if isinstance(resource, str):
        return resource
    if "Fn::GetAtt" in resource:
        name, attribute = resource["Fn::GetAtt"]
        return f"{ARNS[name]}/stream/*" if attribute == "StreamArn" else ARNS[name]
    text = re.sub(r"\$\{(\w+)\.Arn\}", lambda found: ARNS[found[1]], resource["Fn::Sub"])
    return re.sub(r"\$\{([\w:]+)\}", lambda found: NAMES[found[1]], text)


def resolved(policy: dict[str, Any], **tags: str) -> dict[str, Any]:
    """A policy as IAM has it on this installation, for a session with those tags."""
    made = copy.deepcopy(policy)
    for statement in made["Statement"]:
        statement["Resource"] = [arn(one) for one in _listed(statement["Resource"])]
    text = json.dumps(made)
    for name, value in tags.items():
        text = text.replace(f"${{aws:PrincipalTag/{name}}}", value)
    found: dict[str, Any] = json.loads(text)
    return found


def _listed(said: Any) -> list[Any]:
    return said if isinstance(said, list) else [said]


# --- what a call asks for --------------------------------------------------------------------------------------------


def asked(service: str, operation: str, params: dict[str, Any]) -> list[Asked]:
    """What IAM judges for one call of a client."""
    if service == "dynamodb":
        return _table(operation, params)
    if service == "s3":
        return _bucket(operation, params)
    if (service, operation) == ("sesv2", "SendEmail"):
        return [Asked("ses:SendEmail", f"arn:aws:ses:{HERE}:identity/{NAMES['MailDomain']}")]
    if (service, operation) == ("events", "PutEvents"):
        buses = {one["EventBusName"] for one in params["Entries"]}
        return [Asked("events:PutEvents", f"arn:aws:events:{HERE}:event-bus/{bus}") for bus in sorted(buses)]
    if (service, operation) == ("sqs", "SendMessage"):
        return [Asked("sqs:SendMessage", f"arn:aws:sqs:{HERE}:{params['QueueUrl'].rpartition('/')[2]}")]
    if service == "kms":
        return [Asked(f"kms:{operation}", ARNS["SealKey"])]
    if (service, operation) == ("sts", "AssumeRole"):
        wanted = ("sts:AssumeRole", "sts:TagSession") if params.get("Tags") else ("sts:AssumeRole",)
        return [Asked(action, params["RoleArn"]) for action in wanted]
    raise NotImplementedError(f"{service}:{operation}: say here what IAM judges")


def _bucket(operation: str, params: dict[str, Any]) -> list[Asked]:
    bucket = f"arn:aws:s3:::{params['Bucket']}"
    if operation in ("ListObjectsV2", "HeadBucket"):
        return [Asked("s3:ListBucket", bucket)]
    if operation == "ListObjectVersions":
        return [Asked("s3:ListBucketVersions", bucket)]
    if operation in ("DeleteObject", "GetObject") and "VersionId" in params:
        return [Asked(f"{OBJECTS[operation]}Version", f"{bucket}/{params['Key']}")]
    if operation == "DeleteObjects":
        return [Asked("s3:DeleteObject", f"{bucket}/{one['Key']}") for one in params["Delete"]["Objects"]]
    if operation not in OBJECTS or "VersionId" in params:
        raise NotImplementedError(f"s3:{operation}")
    return [Asked(OBJECTS[operation], f"{bucket}/{params['Key']}")]


def _table(operation: str, params: dict[str, Any]) -> list[Asked]:
    if operation == "TransactWriteItems":
        return [_part(*one) for item in params["TransactItems"] for one in item.items()]
    if operation in ("BatchGetItem", "BatchWriteItem"):
        pages = params["RequestItems"].items()
        return [Asked(f"dynamodb:{operation}", _named(name), tuple(_keys(page))) for name, page in pages]
    return [Asked(f"dynamodb:{operation}", _named(params["TableName"]), _leading(operation, params))]


def _leading(operation: str, params: dict[str, Any]) -> tuple[str, ...] | None:
    if operation in ("GetItem", "DeleteItem", "UpdateItem"):
        return (params["Key"]["pk"]["S"],)
    if operation == "PutItem":
        return (params["Item"]["pk"]["S"],)
    if operation == "Query":
        return tuple(value["S"] for value in params["ExpressionAttributeValues"].values())
    return None


def _keys(page: Any) -> Iterable[str]:
    if isinstance(page, dict):
        return [key["pk"]["S"] for key in page["Keys"]]
    return [(one.get("PutRequest", {}).get("Item") or one["DeleteRequest"]["Key"])["pk"]["S"] for one in page]


def named(body: dict[str, Any]) -> tuple[str, ...] | None:
    """The partition keys that a request's body names, whatever its operation; None when it names none."""
    if "TransactItems" in body:
        parts = [told for item in body["TransactItems"] for told in item.values()]
        return tuple((told.get("Item") or told["Key"])["pk"]["S"] for told in parts)
    if "RequestItems" in body:
        return tuple(key for page in body["RequestItems"].values() for key in _keys(page))
    if "Key" in body or "Item" in body:
        return ((body.get("Key") or body["Item"])["pk"]["S"],)
    return _leading("Query", body) if "KeyConditionExpression" in body else None


def _named(table: str) -> str:
    return f"arn:aws:dynamodb:{HERE}:table/{table}"


def _part(name: str, told: dict[str, Any]) -> Asked:
    key = (told.get("Item") or told["Key"])["pk"]["S"]
    return Asked(f"dynamodb:{PARTS[name]}", _named(told["TableName"]), (key,))
