"""The front door: how the application finds its routes.

The one trick: on Lambda the routes come from a manifest (`aws/routes.json`, drawn from the code by `make docs`,
compared by a test) and a room is imported at its first request, so that a cold start pays for the room it serves and
for no other. Everywhere else every room is imported and registers its own blueprint.
"""

from __future__ import annotations

import json
import os
from importlib import import_module
from importlib.resources import files
from typing import Any

from chalice.app import Chalice, Response

from chalicelib.aws.http import OPERATIONS, PREFIX, Operation, accepted, serve
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


def register(app: Chalice) -> None:
    """Give `app` all its routes (and, off Lambda, its worker functions, for packaging and for the local worker)."""
    app.api.binary_types.extend(FILES)
    if on_lambda():
        for route in json.loads((files("chalicelib.aws") / MANIFEST).read_text("utf-8")):
            _promise(app, **route)
        return
    for module in [*map(import_module, GROUND), *parts("api", "events")]:
        app.register_blueprint(module.routes)


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
