"""events/: for each entry point one event as AWS would hand it, drawn from the contracts of the facts.

Nouns: a sample is the JSON text of one event; its values are made from the contract's JSON schema (units and forms are
right, the things named do not exist). The one trick: nothing is written by hand, so a sample cannot lag behind a fact.
A task's event is the input of a state of its workflow, which has no contract: its sample is kept by hand.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

from chalicelib.aws import relay
from chalicelib.aws.entry import HANDLERS, Handler
from chalicelib.aws.packing import canonical, pack
from chalicelib.kernel.contract import Fact

COMPANY = "com_01M7R8Y0000000000000000000"
AT = "2026-11-22T08:00:00.000000Z"
COMMON = {"company": COMPANY, "at": AT, "actor": {"kind": "system", "id": "system", "name": "Caveau"}}
FORMS = {"date": "2026-11-22", "date-time": AT, "uri": "https://domaine.example/caveau"}
# What a word means when the contract only says that it is a text.
KNOWN = {
    "number": "FA-2026-00017",
    "order_number": "CO-2026-00017",
    "kind": "invoice",
    "currency": "EUR",
    "zone": "domestic",
    "rate": "20.00",
    "category": "S",
    "account": "701100",
    "customer_code": "C00017",
    "customer_name": "Le Bistrot du Port",
    "method_kind": "transfer",
    "method_label": "Virement",
    "email": "camille@domaine.example",
    "lang": "fr",
    "name": "Camille Aubert",
}
IDS = {"customer": "cus", "order": "ord", "invoice": "ivc", "payment": "pay", "company": "com", "user": "usr"}
Schema = dict[str, Any]


def sample_of(fact: type[Fact]) -> dict[str, Any]:
    """Data of a fact: every field filled, in the form its contract asks."""
    schema = fact.model_json_schema(mode="serialization")
    data: dict[str, Any] = _value(schema, "", schema.get("$defs", {}))
    return data


def _value(schema: Schema, name: str, defs: dict[str, Schema]) -> Any:
    if "$ref" in schema:
        return _value(defs[schema["$ref"].rpartition("/")[2]], name, defs)
    if "anyOf" in schema:
        return _value(schema["anyOf"][0], name, defs)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    match schema.get("type"):
        case "object":
            return {key: _value(inner, key, defs) for key, inner in schema.get("properties", {}).items()}
        case "array":
            return [_value(schema["items"], name, defs)] if schema.get("items") else []
        case "integer" | "number" | "boolean" as kind:
            return True if kind == "boolean" else schema.get("minimum", 1)
    return _text(schema, name)


def _text(schema: Schema, name: str) -> str:
    if "format" in schema:
        return FORMS[schema["format"]]
    if "pattern" in schema and name not in KNOWN:
        return "12.50"  # a decimal: the one kind of text whose form is a pattern
    noun = name.removesuffix("_id")
    if noun in IDS or noun != name:
        return f"{IDS.get(noun, noun[:3])}_01M7R8Y0000000000000000001"
    return KNOWN.get(name, name)


def _facts(kind: type[Fact] = Fact) -> Iterator[type[Fact]]:
    for found in kind.__subclasses__():
        if hasattr(found, "TYPE"):  # what facts have in common is none itself
            yield found
        yield from _facts(found)


def told(fact: type[Fact]) -> dict[str, Any]:
    """The event of a fact on the bus."""
    return _event(fact.TYPE, f"{COMPANY}:main:17:0", sample_of(fact))


def _event(kind: str, id: str, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "version": "0",
        "id": "6f1f6a52-7a4e-4c7e-9f0e-2f4f0f0f0f0f",
        "detail-type": kind,
        "source": relay.SOURCE,
        "account": "000000000000",
        "time": "2026-11-22T08:00:00Z",
        "region": "eu-west-3",
        "resources": [],
        "detail": {**COMMON, "request": "a3f1c2d4", "id": id, "data": data},
    }


def _entry() -> dict[str, Any]:
    """A journal entry with one change and the fact of it."""
    fact = next(found for found in _facts() if found.TYPE == "crm.customer.created.v1")
    data = sample_of(fact)
    changes = [{"kind": "customer", "id": data["customer"], "v": 1, "doc": {"name": "Le Bistrot du Port"}}]
    facts = [{"id": f"{COMPANY}:main:17:0", "type": fact.TYPE, "data": data}]
    head = {**COMMON, "lane": "main", "seq": 17, "command": "crm.customer.create", "request": "a3f1c2d4"}
    return {**head, "changes": changes, "facts": facts}


def _stream() -> dict[str, Any]:
    image = {
        "pk": {"S": f"{COMPANY}#J#main#0"},
        "sk": {"S": "17"},
        "kind": {"S": "journal"},
        "doc": {"B": base64.b64encode(pack(canonical(_entry()))).decode()},
    }
    change = {"SequenceNumber": "100000000000000000017", "NewImage": image, "StreamViewType": "NEW_IMAGE"}
    return {"Records": [{"eventName": "INSERT", "eventSource": "aws:dynamodb", "dynamodb": change}]}


def _of(handler: Handler) -> list[dict[str, Any]] | None:
    """One event per fact it hears; a schedule's is empty; None for a task."""
    if handler.task:
        return None
    if handler.schedule:
        return [{}]
    types = {fact.TYPE: fact for fact in _facts()}
    appended = [event for event in relay.events_of(_entry()) if event["DetailType"] == relay.APPENDED]
    detail = json.loads(appended[0]["Detail"])
    raw = _event(relay.APPENDED, detail["id"], detail["data"])
    return [told(types[kind]) if kind in types else raw for kind in handler.facts]


def drawn(handlers: Iterable[Handler] | None = None) -> list[tuple[str, str]]:
    """(file, text) of every sample that is drawn from the code."""
    import_module("app")
    samples: list[tuple[str, list[dict[str, Any]]]] = [("relay", [_stream()])]
    for handler in sorted(handlers or HANDLERS.values(), key=lambda one: one.name):
        events = _of(handler)
        if events is not None:
            samples.append((handler.name, events))
    return [
        (f"events/{name}.json", json.dumps(events, indent=2, ensure_ascii=False) + "\n") for name, events in samples
    ]
