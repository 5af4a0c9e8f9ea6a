"""Count what an operation asks of DynamoDB, and what AWS would charge for it.

Nouns: a `Meter` listens to botocore in this process; a `Reading` is what it heard between two moments. The one trick:
units are computed from the sizes of the items in requests and answers, by DynamoDB's published rules, because an
emulator's own ConsumedCapacity is not to be trusted.

Rules: a strongly consistent read costs 1 unit per 4 KB begun, a transactional write 2 per KB begun, a plain one 1.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

PRICES = {
    name: Decimal(value) if name not in {"as_of", "region", "note", "sources"} else value
    for name, value in json.loads((Path(__file__).parent / "prices.json").read_text("utf-8")).items()
}


@dataclass
class Reading:
    calls: Counter[str] = field(default_factory=Counter)
    read_units: int = 0
    write_units: int = 0

    @property
    def round_trips(self) -> int:
        return sum(self.calls.values())

    def euros_per_thousand(self, milliseconds: float, requests: int = 1) -> Decimal:
        """Requests, compute and table for a thousand of these, in euros."""
        dollars = (
            self.write_units * PRICES["write_units_per_million"] / 1000
            + self.read_units * PRICES["read_units_per_million"] / 1000
            + requests * (PRICES["api_requests_per_million"] + PRICES["lambda_requests_per_million"]) / 1000
            + Decimal(milliseconds) * PRICES["lambda_memory_gb"] * PRICES["lambda_gb_second"]
        )
        return dollars * PRICES["euros_per_dollar"]


class Meter:
    """Listens to the DynamoDB client of the gateway, in this process."""

    def __init__(self) -> None:
        from chalicelib.aws import meter
        from chalicelib.aws.table import Item

        meter.write()  # what the house has gathered of its own usage, so that it is not written in the middle
        self.reading = Reading()
        events = Item._get_connection().connection.client.meta.events
        events.register("provide-client-params.dynamodb", self._asked)
        events.register("after-call.dynamodb", self._answered)

    def start(self) -> None:
        self.reading = Reading()

    def _asked(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        name = model.name
        self.reading.calls[name] += 1
        if name == "TransactWriteItems":
            self.reading.write_units += sum(2 * writes(put(one)) for one in params["TransactItems"])
        elif name in {"PutItem", "UpdateItem", "DeleteItem"}:
            self.reading.write_units += writes(params.get("Item") or params.get("Key"))
        elif name == "BatchWriteItem":
            asked = [one for page in params["RequestItems"].values() for one in page]
            self.reading.write_units += sum(writes(put(one)) for one in asked)

    def _answered(self, parsed: dict[str, Any], model: Any, **_: Any) -> None:
        if model.name == "BatchGetItem":
            found = [item for page in parsed.get("Responses", {}).values() for item in page]
            self.reading.read_units += sum(reads(size(item)) for item in found)
        elif model.name in {"Query", "Scan"}:
            self.reading.read_units += reads(sum(size(item) for item in parsed.get("Items", [])))
        elif model.name == "GetItem":
            self.reading.read_units += reads(size(parsed.get("Item", {})))


def put(request: dict[str, Any]) -> dict[str, Any]:
    """The item (or key) inside one write request."""
    (inner,) = request.values()
    item: dict[str, Any] = inner.get("Item") or inner.get("Key") or {}
    return item


def writes(item: dict[str, Any] | None) -> int:
    return max(1, math.ceil(size(item or {}) / 1024))


def reads(octets: int) -> int:
    return max(1, math.ceil(octets / 4096))


def size(item: dict[str, Any]) -> int:
    """The size of an item by DynamoDB's rules: names and values, numbers at about half a byte a digit."""
    return sum(len(name.encode()) + _value(value) for name, value in item.items())


def _value(value: dict[str, Any]) -> int:
    ((kind, content),) = value.items()
    if kind == "S":
        return len(content.encode())
    if kind == "N":
        return len(content) // 2 + 1
    if kind == "B":
        return len(content)
    return len(json.dumps(content, default=str))
