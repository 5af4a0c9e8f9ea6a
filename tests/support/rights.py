"""Every function of the tests holds the rights of its policy, and no others: as on AWS, it is refused the rest.

Nouns: the *running* function (the API while it serves a request, an entry point while it runs, the relay), what it
`USED` of its rights, what was `REFUSED`. The one trick: botocore passes every call, and every link that is signed,
through one method; there the call is judged by the policy of the function that runs, and of the fence around its
company when there is one. tests/support/recorder.py asks for it.
"""

from __future__ import annotations

import dataclasses
import functools
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from tests.support.policies import Asked, allows, asked, resolved

USED: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
REFUSED: list[str] = []
BEFORE: list[Callable[[str], None]] = []
"""Called with the function's name before each run (tests/support/recorder.py)."""
FENCED: dict[str, int] = defaultdict(int)
"""How many calls each company's fence let through."""
_running: ContextVar[str | None] = ContextVar("running", default=None)


@contextmanager
def running(name: str) -> Iterator[None]:
    """While this lasts, what is asked of AWS is asked by that function."""
    for prepare in BEFORE:
        prepare(name)
    before = _running.set(name)
    try:
        yield
    finally:
        _running.reset(before)


@functools.cache
def watch() -> None:
    """From now on functions hold their own rights only; once per process."""
    from botocore.client import BaseClient

    from chalicelib.aws import http, relay
    from chalicelib.aws.entry import HANDLERS

    http.serve = _as("api_handler", http.serve)
    relay.publish = _as("relay", relay.publish)
    for name, handler in HANDLERS.items():
        HANDLERS[name] = dataclasses.replace(handler, run=_as(name, handler.run))
    emit, call = BaseClient._emit_api_params, BaseClient._make_api_call

    def judged(self: Any, api_params: Any, operation_model: Any, context: Any) -> Any:
        _judge(self.meta.service_model.service_name, operation_model.name, api_params)
        return emit(self, api_params, operation_model, context)

    def called(self: Any, operation_name: str, api_params: Any) -> Any:
        try:
            return call(self, operation_name, api_params)
        except self.exceptions.ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchKey", "404"):  # told to who may list; else "forbidden"
                _require(Asked("s3:ListBucket", f"arn:aws:s3:::{api_params['Bucket']}"), operation_name)
            raise

    BaseClient._emit_api_params, BaseClient._make_api_call = judged, called


def _as(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def run(*args: Any, **given: Any) -> Any:
        with running(name):
            return function(*args, **given)

    return run


def _judge(service: str, operation: str, params: dict[str, Any]) -> None:
    if _running.get() is not None:
        for one in asked(service, operation, params):
            _require(one, operation)


def _require(one: Asked, operation: str) -> None:
    from botocore.exceptions import ClientError

    from chalicelib.aws.isolation import _company

    name, company = _running.get(), _company.get()
    if name is None:
        return
    allowed = allows(of_function(name), *one)
    if company is not None and one.action.startswith("dynamodb:"):
        allowed = allowed and all(allows(policy, *one) for policy in of_fence(company))
        FENCED[company] += 1
    if allowed:
        USED[name].add((one.action, one.resource))
        return
    REFUSED.append(f"{name} (scripts/policies.py) may not {one.action} on {one.resource} {one.leading or ''}")
    raise ClientError({"Error": {"Code": "AccessDenied", "Message": REFUSED[-1]}}, operation)


@functools.cache
def of_function(name: str) -> dict[str, Any]:
    """The policy of a function, with the right to its companies' fences when it works for companies."""
    from chalicelib.aws.entry import HANDLERS
    from scripts import policies

    made = policies.policy(name)
    if name == "api_handler" or (name in HANDLERS and HANDLERS[name].facts):
        made["Statement"] = made["Statement"] + template()["FenceUse"]["Properties"]["PolicyDocument"]["Statement"]
    return resolved(made)


@functools.cache
def of_fence(company: str) -> list[dict[str, Any]]:
    """The two policies of a session: the role's for that tag, and the session's own."""
    from chalicelib.aws import isolation

    (held,) = template()["FenceRole"]["Properties"]["Policies"]
    return [resolved(held["PolicyDocument"], company=company), resolved(isolation.policy(company))]


@functools.cache
def template() -> dict[str, Any]:
    """The resources of infra/fence.yaml."""
    from scripts.infra import load

    found: dict[str, Any] = load("fence")["Resources"]
    return found
