"""IAM's decision on a request to the table, as far as our policies use it: Allow statements, actions, resources, and
the conditions on `dynamodb:LeadingKeys`. What it does not know it refuses to judge, so it never says yes by ignorance.
"""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Any

LEADING = "dynamodb:LeadingKeys"


def allows(policy: dict[str, Any], action: str, resource: str, leading: list[str] | None) -> bool:
    """Whether some statement allows it. `leading`: the partition keys of the request, None when it names none."""
    return any(_statement(one, action, resource, leading) for one in policy["Statement"])


def _statement(one: dict[str, Any], action: str, resource: str, leading: list[str] | None) -> bool:
    if one["Effect"] != "Allow" or one.keys() - {"Effect", "Action", "Resource", "Condition", "Sid"}:
        raise NotImplementedError(str(one))
    return (
        _like(action, _all(one["Action"]))
        and _like(resource, _all(one["Resource"]))
        and all(_condition(name, told, leading) for name, told in one.get("Condition", {}).items())
    )


def _condition(name: str, told: dict[str, Any], leading: list[str] | None) -> bool:
    if set(told) != {LEADING}:
        raise NotImplementedError(str(told))
    if name == "Null":
        return bool((leading is None) == (told[LEADING] == "true"))
    if name == "ForAllValues:StringLike":
        return all(_like(key, _all(told[LEADING])) for key in leading or [])  # IAM: true of no value at all
    raise NotImplementedError(name)


def _like(value: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(value, pattern.replace("[", "[[]")) for pattern in patterns)


def _all(said: str | list[str]) -> list[str]:
    return [said] if isinstance(said, str) else said


def asked(operation: str, params: dict[str, Any]) -> list[tuple[str, list[str] | None]]:
    """(action, partition keys) that IAM judges for one call of DynamoDB."""
    if operation == "TransactWriteItems":
        return [_part(*one) for item in params["TransactItems"] for one in item.items()]
    if operation == "BatchGetItem":
        keys = [key["pk"]["S"] for page in params["RequestItems"].values() for key in page["Keys"]]
        return [("dynamodb:BatchGetItem", keys)]
    if operation in ("GetItem", "DeleteItem", "UpdateItem"):
        return [(f"dynamodb:{operation}", [params["Key"]["pk"]["S"]])]
    if operation == "PutItem":
        return [("dynamodb:PutItem", [params["Item"]["pk"]["S"]])]
    if operation == "Query":
        return [("dynamodb:Query", [value["S"] for value in params["ExpressionAttributeValues"].values()])]
    return [(f"dynamodb:{operation}", None)]


def _part(name: str, told: dict[str, Any]) -> tuple[str, list[str] | None]:
    action = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem"}
    return f"dynamodb:{action[name]}", [(told.get("Item") or told["Key"])["pk"]["S"]]
