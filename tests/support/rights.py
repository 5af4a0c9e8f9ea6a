"""Every function of the tests holds the rights of its policy, and no others: as on AWS, it is refused the rest.

Nouns: the *running* function (the API while it serves a request, an entry point while it runs, the relay), what it
asked for (`note`d once each, in the file CAVEAU_RIGHTS that all processes of a run share), what was `REFUSED` here. The
one trick: botocore passes every call, and every link that is signed, through one method; there the call is judged by
the policy of the function that runs, and of the fence around its company. tests/support/recorder.py asks for it in the
tests' own processes, tests/support/watched/ in those of a whole system.
"""

from __future__ import annotations

import dataclasses
import functools
import importlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from typing import Any

from chalicelib.aws import limits
from tests.support.policies import Asked, allows, asked, like, resolved

HOW = "scripts/policies.py says who holds which rights"
REFUSED: list[str] = []
_noted: set[tuple[str, ...]] = set()
SERVICES = {
    "crm.service.rechecks.recheck": "crm_recheck_numbers",
    "crm.service.rechecks.recheck_company": "crm_recheck_numbers",
    "einvoicing.service.following.everywhere": "einvoicing_follow",
    "einvoicing.service.following.look": "einvoicing_follow",
    "einvoicing.service.reporting.everywhere": "einvoicing_report",
    "einvoicing.service.reporting.night": "einvoicing_report",
    "debits.service.collecting.everywhere": "debits_collect",
    "debits.service.collecting.night": "debits_collect",
    "migration.service.steps.resume": "migration_resume_imports",
    "reminders.nightly.everywhere": "reminders_generate",
    "reminders.nightly.generate": "reminders_generate",
    "sales.service.sending._carry_left": "sales_send_left_messages",
    "sales.service.sending.carry_left": "sales_send_left_messages",
    "sales.service.expiring.expire": "sales_expire_quotes",
    "sales.service.rates.keep": "sales_keep_rates",
    "sales.service.expiring.expire_everywhere": "sales_expire_quotes",
    "tenancy.service.answers.arrived": "tenancy_inbound_mail",
    "tenancy.service.answers.relay": "tenancy_mail_answers",
    "tenancy.service.backups.advance": "tenancy_go_on_backing_up",
    "tenancy.service.backups.begin": "tenancy_back_up",
    "tenancy.service.backups.check": "tenancy_check_backup",
    "tenancy.service.backups.done": "tenancy_finish_backup",
    "tenancy.service.deliveries.retry": "tenancy_retry_webhooks",
    "tenancy.service.rehearsals.test": "tenancy_rehearse_restore",
    "tenancy.service.snapshots.keep": "tenancy_keep_snapshots",
}
"""What tests of schedules call, on a day of their choice, is all that the function of that schedule does."""
_leased: dict[str, dict[str, limits.Lease]] = {}
_running: ContextVar[str | None] = ContextVar("running", default=None)
_inside: ContextVar[str | None] = ContextVar("inside", default=None)
"""The company whose fence stands, whether its sessions are asked for (CAVEAU_FENCE_ROLE) or not."""


@contextmanager
def running(name: str) -> Iterator[None]:
    """While this lasts, what is asked of AWS is asked by that function."""
    before, leases = _running.set(name), limits._leases
    if name != "api_handler":  # a function is a process of its own: what another leased of a rate is not its
        limits._leases = _leased.setdefault(name, {})
    try:
        note("ran", name)
        yield
    finally:
        limits._leases = leases
        _running.reset(before)


@functools.cache
def watch() -> None:
    """From now on functions hold their own rights only; once per process."""
    from botocore.client import BaseClient

    from chalicelib.aws import entry, http, relay

    http.serve = _as("api_handler", http.serve)
    relay.publish = _as("relay", relay.publish)
    for name, handler in entry.HANDLERS.items():
        entry.HANDLERS[name] = dataclasses.replace(handler, run=_as(name, handler.run))
    _name_services()
    _raise_fences()
    _see_readers()
    ThreadPoolExecutor.submit = _in_its_name(ThreadPoolExecutor.submit)  # type: ignore[method-assign]
    _judge_calls(BaseClient)


def _judge_calls(base: Any) -> None:
    """At the one method that every call and every signed link passes."""
    emit, call = base._emit_api_params, base._make_api_call

    def judged(self: Any, api_params: Any, operation_model: Any, context: Any) -> Any:
        if _running.get() is not None:
            for one in asked(self.meta.service_model.service_name, operation_model.name, api_params):
                _require(one, operation_model.name)
        return emit(self, api_params, operation_model, context)

    def called(self: Any, operation_name: str, api_params: Any) -> Any:
        try:
            return call(self, operation_name, api_params)
        except self.exceptions.ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchKey", "404"):  # told to who may list; else "forbidden"
                _require(Asked("s3:ListBucket", f"arn:aws:s3:::{api_params['Bucket']}"), operation_name)
            raise

    base._emit_api_params, base._make_api_call = judged, called


def _as(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def run(*args: Any, **given: Any) -> Any:
        with running(name):
            return function(*args, **given)

    return run


def _name_services() -> None:
    for where, name in SERVICES.items():
        module, _, function = where.rpartition(".")
        held = importlib.import_module(f"chalicelib.{module}")
        setattr(held, function, _as(name, getattr(held, function)))


def _raise_fences() -> None:
    """In every module that raises one, or will."""
    from chalicelib.aws import isolation

    fenced = isolation.fenced
    for module in [one for name, one in sys.modules.items() if name.startswith("chalicelib.")]:
        if getattr(module, "fenced", None) is fenced:
            module.fenced = behind(fenced)  # type: ignore[attr-defined]


def behind(fenced: Callable[[str | None], Any]) -> Callable[[str | None], Any]:
    """The fence of a company stands wherever it would on AWS."""
    from chalicelib.aws.call import PLATFORM

    @contextmanager
    def within(company: str | None) -> Iterator[None]:
        before = _inside.set(None if company == PLATFORM else company)
        try:
            with fenced(company):
                yield
        finally:
            _inside.reset(before)

    return within


def _in_its_name(submit: Callable[..., Any]) -> Callable[..., Any]:
    """What a function hands to threads, it asks itself."""

    def handed(pool: Any, work: Callable[..., Any], /, *args: Any, **given: Any) -> Any:
        if _running.get() is None:
            return submit(pool, work, *args, **given)
        return submit(pool, copy_context().run, work, *args, **given)

    return handed


def _see_readers() -> None:
    """Note who reads lists: what that asks for depends on how old the container is, not on the function."""
    from chalicelib.readmodel.freshness import ReadModel

    fresh = ReadModel.fresh

    def seen(self: Any, company: str) -> Any:
        if name := _running.get():
            note("reads", name)
        return fresh(self, company)

    ReadModel.fresh = seen  # type: ignore[method-assign]


def _require(one: Asked, operation: str) -> None:
    from botocore.exceptions import ClientError

    name, company = _running.get(), _inside.get()
    if name is None:
        return
    granted = granting(name, one.action, one.resource)
    if company is not None and one.action.startswith("dynamodb:"):
        if not all(allows(policy, *one) for policy in of_fence(company)):
            granted = ()
        note("fenced", company)
    for pattern in granted:
        note("used", name, one.action, pattern)
    if not granted:
        REFUSED.append(f"{name} may not {one.action} on {one.resource} {one.leading or ''} ({HOW})")
        note("refused", REFUSED[-1])
        raise ClientError({"Error": {"Code": "AccessDenied", "Message": REFUSED[-1]}}, operation)


def note(*said: str) -> None:
    """Write it down, the first time."""
    if said not in _noted and "CAVEAU_RIGHTS" in os.environ:
        _noted.add(said)
        with open(os.environ["CAVEAU_RIGHTS"], "a", encoding="utf-8") as file:
            file.write(json.dumps(said) + "\n")


# --- policies --------------------------------------------------------------------------------------------------------


@functools.cache
def granting(name: str, action: str, resource: str) -> tuple[str, ...]:
    """The resources of the function's policy by which it may do that; none: it may not."""
    return tuple(
        pattern
        for statement in of_function(name)["Statement"]
        if action in statement["Action"]
        for pattern in statement["Resource"]
        if like(resource, [pattern])
    )


@functools.cache
def of_function(name: str) -> dict[str, Any]:
    """The policy of a function, with the right to its companies' fences when it works for companies."""
    from chalicelib.aws.entry import HANDLERS
    from scripts import policies

    made = policies.policy(name)
    if name == "api_handler" or (name in HANDLERS and HANDLERS[name].facts):
        made["Statement"] = made["Statement"] + template()["FenceUse"]["Properties"]["PolicyDocument"]["Statement"]
    assert all(not one.keys() - {"Effect", "Action", "Resource", "Sid"} for one in made["Statement"]), "no conditions"
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
