"""The front door: how the application finds its routes.

The one trick: on Lambda the routes come from a manifest (`aws/routes.json`, drawn from the code by `make docs`,
compared by a test) and a room is imported at its first request, so that a cold start pays for the room it serves and
for no other. The gateway has one route for all of them (ADR 0021). Everywhere else every room is imported and registers
its own blueprint.
"""

from __future__ import annotations

import json
import os
from functools import cached_property
from importlib import import_module
from importlib.resources import files
from typing import Any

from chalice.app import Chalice, Response

from chalicelib.aws.http import OPERATIONS, PREFIX, Operation, accepted, serve
from chalicelib.aws.paths import Paths
from chalicelib.aws.problems import problem
from chalicelib.kernel.errors import NotFound
from chalicelib.rooms import parts

GROUND = ("chalicelib.aws.relay", "chalicelib.aws.about")
MANIFEST = "routes.json"
FILES = (
    "application/pdf",
    "application/xml",
    "text/csv",
    "text/plain",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)


def on_lambda() -> bool:
    return "AWS_LAMBDA_FUNCTION_NAME" in os.environ


def application(name: str) -> Chalice:
    """The application with all its routes (and, off Lambda, its worker functions, for packaging and for the local
    worker)."""
    app = Door(app_name=name) if on_lambda() else Chalice(app_name=name)
    app.api.binary_types.extend(FILES)
    if not on_lambda():
        for module in [*map(import_module, GROUND), *parts("api", "events")]:
            app.register_blueprint(module.routes)
    return app


class Door(Chalice):  # type: ignore[misc]
    """The application on Lambda: whatever was asked comes by the gateway's one route, and its path says the rest. A
    route is registered when it is first asked."""

    @cached_property
    def promised(self) -> dict[str, list[dict[str, Any]]]:
        """Route -> what the manifest says of each of its methods."""
        found: dict[str, list[dict[str, Any]]] = {}
        for one in json.loads((files("chalicelib.aws") / MANIFEST).read_text("utf-8")):
            found.setdefault(PREFIX + one["path"], []).append(one)
        return found

    @cached_property
    def paths(self) -> Paths:
        return Paths(self.promised)

    def __call__(self, event: Any, context: Any) -> dict[str, Any]:
        place = event["requestContext"]
        found = self.paths.find(event["path"])
        if found is None:
            answer: dict[str, Any] = problem(nowhere(), place.get("requestId", "-")).to_dict(self.api.binary_types)
            return answer
        route, params = found
        if route not in self.routes:
            for one in self.promised[route]:
                _promise(self, **one)
        named = {**event, "pathParameters": params, "requestContext": {**place, "resourcePath": route}}
        return dict(super().__call__(named, context))


def nowhere() -> NotFound:
    """What is said of a path that is of no route."""
    return NotFound("http.route", "Cette adresse n’existe pas. Vérifiez le chemin demandé.")


def manifest() -> list[dict[str, Any]]:
    """What the manifest should hold, drawn from the operations now registered."""
    return [
        {"method": one.method, "path": one.path, "upload": one.upload, "module": one.function.__module__}
        for one in sorted(OPERATIONS, key=lambda one: (one.path, one.method))
    ]


def _promise(app: Chalice, method: str, path: str, upload: bool, module: str) -> None:
    """Register a view that imports its room when it is first asked."""

    def view(**params: str) -> Response:
        return serve(_operation(module, method, path), app.current_request, params)

    app.route(PREFIX + path, methods=[method], name=f"{method} {path}", content_types=accepted(upload))(view)


def _operation(module: str, method: str, path: str) -> Operation:
    import_module(module)
    return next(one for one in OPERATIONS if one.method == method and one.path == path)
