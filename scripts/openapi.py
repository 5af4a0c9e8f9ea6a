"""docs/openapi.json, drawn from the endpoints themselves (OpenAPI 3.1).

    python -m scripts.openapi            writes it
    python -m scripts.openapi --check    fails when the file is not what the code says

The one trick: an endpoint's contract is its signature, so nothing is described twice.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode

from chalicelib import __version__
from chalicelib.aws.http import OPERATIONS, WRITES, Download, Operation
from chalicelib.rooms import ROOMS

TARGET = Path(__file__).resolve().parent.parent / "docs" / "openapi.json"
REFERENCE = "#/components/schemas/{model}"
PROBLEM = {
    "type": "object",
    "description": "RFC 9457. `code` is stable; `errors` names each refused field and the rule it breaks.",
    "required": ["type", "title", "status", "detail", "code", "instance", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "instance": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "rule", "detail"],
                "properties": {name: {"type": "string"} for name in ("field", "rule", "detail")},
            },
        },
    },
}
WRITE_HEADERS = {
    "Idempotency-Key": "One key per intent: the same key and body give the same answer, once.",
    "If-Match": "The version that was read (its ETag): a newer one in store is refused with 412.",
}
ELSEWHERE = {
    "202": {"description": "Too long for one answer: it is being made; follow Location."},
    "303": {"description": "Larger than 4 MB: fetch it at Location, a signed link of the same origin."},
}
UPLOAD_HEADERS = {
    "Caveau-Transfer": "SHA-256 of a file put at the path of a transfer before; the body is then empty.",
}


class Document:
    """The OpenAPI document being drawn."""

    def __init__(self) -> None:
        self.wanted: list[tuple[Any, JsonSchemaMode]] = []
        self.names: dict[tuple[Any, JsonSchemaMode], dict[str, Any]] = {}
        self.schemas: dict[str, Any] = {}

    def draw(self) -> dict[str, Any]:
        for operation in OPERATIONS:
            self._want(operation)
        self._resolve()
        paths: dict[str, dict[str, Any]] = {}
        for operation in sorted(OPERATIONS, key=lambda one: (one.path, one.method)):
            paths.setdefault(operation.path, {})[operation.method.lower()] = self._operation(operation)
        return {
            "openapi": "3.1.0",
            "info": {
                "title": "Caveau",
                "version": __version__,
                "description": "Everything the application does, it does through this API.",
                "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            },
            "servers": [{"url": "/api/v1"}],
            "security": [{"session": []}, {"key": []}],
            "paths": paths,
            "components": {
                "schemas": {"Problem": PROBLEM, **dict(sorted(self.schemas.items()))},
                "securitySchemes": {
                    "session": {"type": "apiKey", "in": "cookie", "name": "caveau_session"},
                    "key": {"type": "http", "scheme": "bearer"},
                },
            },
        }

    def _want(self, operation: Operation) -> None:
        for model, mode in ((operation.body, "validation"), (operation.query, "validation")):
            if model is not None:
                self.wanted.append((model, mode))  # type: ignore[arg-type]
        if is_json(operation.answer):
            self.wanted.append((operation.answer, "serialization"))

    def _resolve(self) -> None:
        inputs = []
        for index, (model, mode) in enumerate(self.wanted):
            core = schema_of(model)
            inputs.append((index, mode, core))
        generator = GenerateJsonSchema(by_alias=True, ref_template=REFERENCE)
        found, definitions = generator.generate_definitions(inputs)
        called = told_apart(map(str, definitions))
        for name, schema in definitions.items():
            title = {"title": called[name]} if called[name] != name else {}
            self.schemas[called[name]] = {**renamed(schema, called), **title}
        for index, (model, mode) in enumerate(self.wanted):
            self.names[(key(model), mode)] = renamed(found[(index, mode)], called)

    def _operation(self, operation: Operation) -> dict[str, Any]:
        drawn: dict[str, Any] = {
            "operationId": f"{operation.tags[0]}_{operation.id}",
            "tags": operation.tags,
            "summary": (inspect.getdoc(operation.function) or operation.id.replace("_", " ")).split("\n")[0],
            "x-scope": operation.scope,
            "parameters": self._parameters(operation),
            "responses": self._responses(operation),
        }
        if operation.scope == "public":
            drawn["security"] = []
        if operation.upload:
            binary = {"schema": {"type": "string", "format": "binary"}}
            drawn["requestBody"] = {"required": True, "content": {"application/octet-stream": binary}}
        elif operation.body is not None:
            schema = self.names[(key(operation.body), "validation")]
            drawn["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
        return drawn

    def _parameters(self, operation: Operation) -> list[dict[str, Any]]:
        drawn: list[dict[str, Any]] = [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
            for name in re.findall(r"{(\w+)}", operation.path)
        ]
        if operation.query is not None:
            drawn.extend(self._query(operation.query))
        if operation.method in WRITES:
            headers = WRITE_HEADERS | (UPLOAD_HEADERS if operation.upload else {})
            drawn.extend(
                {"name": name, "in": "header", "required": False, "description": text, "schema": {"type": "string"}}
                for name, text in headers.items()
            )
        return drawn

    def _query(self, model: type[BaseModel]) -> list[dict[str, Any]]:
        schema = self.names[(key(model), "validation")]
        body = self.schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
        required = body.get("required", [])
        return [
            {
                "name": name,
                "in": "query",
                "required": name in required,
                "schema": {part: value for part, value in field.items() if part not in {"title", "description"}},
                **({"description": field["description"]} if "description" in field else {}),
            }
            for name, field in body["properties"].items()
        ]

    def _responses(self, operation: Operation) -> dict[str, Any]:
        problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        drawn: dict[str, Any] = {"default": {"description": "Refused, and why.", "content": problem}}
        if operation.answer is type(None) or operation.answer is None:
            return {"204": {"description": "Done."}, **drawn}
        if not is_json(operation.answer):
            content = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
            return {"200": {"description": "A file.", "content": content}, **ELSEWHERE, **drawn}
        schema = self.names[(key(operation.answer), "serialization")]
        good = {"description": "Done.", "content": {"application/json": {"schema": schema}}}
        return {str(operation.status): good, **drawn}


def told_apart(names: Iterable[str]) -> dict[str, str]:
    """What each contract is called. Two rooms may use one name: the lowest keeps it, the others put theirs before it,
    so what a higher room adds never renames what was there."""
    given = list(names)
    called = {name: name for name in given if not name.startswith("chalicelib__")}
    clashing = [(name, *name.removeprefix("chalicelib__").split("__")) for name in given if name not in called]
    for name, room, *_, last in sorted(clashing, key=lambda one: (ROOMS.index(one[1]), one[0])):
        known = called.values()
        full = "".join(part.title() for part in re.split("__|_", name)[1:-1])
        tries = (last, f"{room.title()}{last}", f"{full}{last}")
        called[name] = next(one for one in tries if one not in known)
    return called


def renamed(drawn: Any, called: dict[str, str]) -> Any:
    """The schema with its references under those names."""
    if isinstance(drawn, list):
        return [renamed(one, called) for one in drawn]
    if not isinstance(drawn, dict):
        return drawn
    prefix = REFERENCE.removesuffix("{model}")
    return {
        name: prefix + called[value.removeprefix(prefix)]
        if name == "$ref" and isinstance(value, str)
        else renamed(value, called)
        for name, value in drawn.items()
    }


def is_json(answer: Any) -> bool:
    """Whether an endpoint answers with a document (a file or nothing otherwise)."""
    return answer is not None and answer is not type(None) and answer is not Download and not is_response(answer)


def is_response(answer: Any) -> bool:
    return getattr(answer, "__name__", "") == "Response"


def schema_of(model: Any) -> Any:
    """The pydantic core schema of a contract (contracts defer their build)."""
    return TypeAdapter(model).core_schema


def key(model: Any) -> str:
    return f"{getattr(model, '__module__', '')}.{model!r}"


def text() -> str:
    """The document as the file holds it."""
    import_module("app")  # registers every endpoint
    return json.dumps(Document().draw(), ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    drawn = text()
    if "--check" in sys.argv:
        if TARGET.exists() and TARGET.read_text(encoding="utf-8") == drawn:
            return 0
        print("docs/openapi.json is not what the code says: run `make openapi`", file=sys.stderr)
        return 1
    TARGET.write_text(drawn, encoding="utf-8")
    print(f"{TARGET.name}: {len(OPERATIONS)} operations")
    return 0


if __name__ == "__main__":
    sys.exit(main())
