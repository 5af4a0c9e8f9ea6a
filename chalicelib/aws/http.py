"""A request and its contract: `endpoint()` makes a Chalice view of a plain function.

Nouns: an `Operation` is one method on one path with its scope, body, query and answer, read from the function's own
signature; `Incoming` is what identification may look at. The one trick: the contract is the signature, so the route,
the checks, the OpenAPI file and the generated access tests can never disagree.

    routes = Blueprint(__name__)
    endpoint = endpoints(routes)

    @endpoint("POST /{company}/orders", scope="sales:write", status=201)
    def create_order(call: Call, body: OrderIn) -> OrderOut: ...

Scopes: "public" (anybody), "login" (any signed-in person), or a right inside the company ("sales:write").
"""

from __future__ import annotations

import hashlib
import json
import re
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from http.cookies import CookieError, SimpleCookie
from typing import Any, get_type_hints

from chalice.app import Blueprint, Request, Response
from pydantic import BaseModel, TypeAdapter, ValidationError

from chalicelib.aws import limits, meter, transfers
from chalicelib.aws.call import ANONYMOUS, PLATFORM, Actor, Call, Idempotency
from chalicelib.aws.config import config
from chalicelib.aws.isolation import fenced
from chalicelib.aws.later import Later, at_once
from chalicelib.aws.log import correlate, measure
from chalicelib.aws.problems import invalid, problem
from chalicelib.aws.unit import Replayed
from chalicelib.kernel.asked import Asked
from chalicelib.kernel.errors import Forbidden, Malformed, NotFound, Refused, TooLarge, Unauthenticated

PREFIX = "/api/v1"
JSON = "application/json"
WRITES = {"POST", "PUT", "PATCH", "DELETE"}
UNLIMITED = 0
PER_MINUTE = {"key": 600, "user": 1200, "anonymous": 60}
LONGEST_ID = 200
PLAIN_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
UPLOADS = [transfers.SENT_TYPE]
TRANSFER = "caveau-transfer"


@dataclass(frozen=True)
class Download:
    """A file as an answer. `path`, `size`: one that lies on the scratch shelf already, too large to be held."""

    content: bytes
    content_type: str
    filename: str
    etag: str | None = None
    path: str = ""
    size: int = 0


@dataclass(frozen=True)
class Incoming:
    """What identification may look at."""

    method: str
    headers: dict[str, str]
    cookies: dict[str, str]
    company: str | None
    address: str
    now: datetime


@dataclass
class Operation:
    method: str
    path: str
    scope: str
    function: Callable[..., Any]
    status: int = 200
    upload: bool = False
    per_minute: int | None = None
    signed: str = ""
    tags: list[str] = field(default_factory=list)

    @cached_property
    def hints(self) -> dict[str, Any]:
        return get_type_hints(self.function)

    @property
    def id(self) -> str:
        return self.function.__name__

    @property
    def body(self) -> Any:
        return self.hints.get("body")

    @property
    def query(self) -> Any:
        return self.hints.get("query")

    @property
    def answer(self) -> Any:
        return self.hints.get("return")

    @cached_property
    def answer_adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self.answer)


OPERATIONS: list[Operation] = []
Identify = Callable[[Incoming], Actor]
_identify: list[Identify] = []
PutOff = Callable[[Call, Asked, int], tuple[str, BaseModel]]
_put_offs: list[PutOff] = []


def identify_with(function: Identify) -> None:
    """The room that owns identities says who a request comes from (raises Unauthenticated or NotFound)."""
    _identify[:] = [function]


def put_off_with(function: PutOff) -> None:
    """The room that has long answers made afterwards: gives where to follow one, and how far it is."""
    _put_offs[:] = [function]


def endpoints(routes: Blueprint) -> Callable[..., Callable[[Callable[..., Any]], Callable[..., Any]]]:
    """Bind `endpoint` to a room's blueprint."""

    def endpoint(
        route: str,
        *,
        scope: str,
        status: int = 200,
        upload: bool = False,
        per_minute: int | None = None,
        signed: str = "",
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        method, path = route.split(" ")

        def wrap(function: Callable[..., Any]) -> Callable[..., Any]:
            room = function.__module__.split(".")[1]
            operation = Operation(method, path, scope, function, status, upload, per_minute, signed, [room])
            OPERATIONS.append(operation)

            def view(**params: str) -> Response:
                return serve(operation, routes.current_request, params)

            view.__name__ = f"{room}_{function.__name__}"
            routes.route(PREFIX + path, methods=[method], name=view.__name__, content_types=accepted(upload))(view)
            return function

        return wrap

    return endpoint


def accepted(upload: bool) -> list[str]:
    """The content types a route takes."""
    return UPLOADS if upload else [JSON]


def serve(operation: Operation, request: Request, params: dict[str, str]) -> Response:
    """Answer one request: nothing raised below ever leaves this function."""
    headers = {name.lower(): value for name, value in dict(request.headers).items()}
    request_id = _request_id(headers, request)
    began = time.perf_counter()
    with meter.metered(datetime.now(UTC)) as heard:
        answer = _served(operation, request, headers, params, request_id)
        heard["requests"] += 1
        heard["bytes"] += len(answer.body or "")
    company = (request.uri_params or {}).get("company", PLATFORM)
    measure(operation.id, company, request_id, answer.status_code, time.perf_counter() - began)
    return answer


def _served(
    operation: Operation, request: Request, headers: dict[str, str], params: dict[str, str], request_id: str
) -> Response:
    try:
        call = _call(operation, request, headers, params, request_id)
        arguments = _arguments(operation, request, params)
        if operation.upload:
            arguments["content"] = _uploaded(call, request, headers)
        if operation.signed:  # the headers bear the signature of these very bytes
            signature = " ".join(headers.get(name, "") for name in operation.signed.split())
            arguments |= {"content": request.raw_body or b"", "signature": signature}
        try:
            with fenced(company_named(operation, call)):
                result = operation.function(call, **arguments)
        except Later as long:
            return _put_off(operation, request, params, call, long.rows)
        except Replayed as replay:
            return _json(replay.answer.body, replay.answer.status, {"Idempotent-Replayed": "true"}, call)
        return _answer(operation, result, call, headers)
    except Exception as error:
        return problem(error, request_id)


def company_named(operation: Operation, call: Call) -> str | None:
    """The company that the address names, once identification has let the actor in."""
    return call.company if operation.path.startswith("/{company}") else None


def _request_id(headers: dict[str, str], request: Request) -> str:
    """The caller's correlation id when it is a plain one, else the gateway's, else a new one."""
    given = headers.get("x-request-id", "")
    if PLAIN_ID.fullmatch(given):
        return given
    return str(request.context.get("requestId") or uuid.uuid4())


def _call(
    operation: Operation, request: Request, headers: dict[str, str], params: dict[str, str], request_id: str
) -> Call:
    if any(len(value) > LONGEST_ID for value in params.values()):
        raise NotFound("http.not_found", "Cette adresse n'existe pas.")
    company = params.pop("company", None) if "{company}" in operation.path else None
    now = datetime.now(UTC)
    address = _address(request, headers)
    incoming = Incoming(request.method, headers, _cookies(headers), company, address, now)
    actor = _actor(operation, incoming)
    correlate(request_id, company, actor.id)
    if company and actor is not ANONYMOUS:
        meter.belongs(company)
    if operation.per_minute != UNLIMITED:
        limits.take(*_allowance(operation, actor, address))
    call = Call(
        actor,
        company or PLATFORM,
        now,
        request_id,
        if_match=_if_match(headers),
        idempotency=_idempotency(operation, request, headers),
        status=operation.status,
        headers={"address": address, "user-agent": headers.get("user-agent", "")},
        cookies=incoming.cookies,
        pace=at_once if operation.answer is Download else None,
    )
    if operation.scope not in {"public", "login"}:
        call.require(operation.scope)
    return call


def _address(request: Request, headers: dict[str, str]) -> str:
    """Whose address: behind the edge, what the edge says (infra/edge.yaml); else who connects."""
    seen = str(request.context.get("identity", {}).get("sourceIp", "-"))
    return headers.get(config().viewer_header, seen) if config().viewer_header else seen


def _actor(operation: Operation, incoming: Incoming) -> Actor:
    if incoming.method in WRITES and not incoming.headers.get("authorization"):
        _same_origin(incoming)
    if operation.scope == "public":
        return ANONYMOUS
    if not _identify:
        raise Unauthenticated("http.login", "Connectez-vous.")
    return _identify[0](incoming)


def _same_origin(incoming: Incoming) -> None:
    """A write that carries a cookie must come from our own pages."""
    origin = incoming.headers.get("origin")
    if incoming.cookies and origin != config().origin:
        raise Forbidden("http.origin", "Cette demande ne vient pas de l'application. Rechargez la page.")


def _allowance(operation: Operation, actor: Actor, address: str) -> tuple[str, int]:
    if actor.kind == "anonymous":
        return f"{operation.id}:{address}", operation.per_minute or PER_MINUTE["anonymous"]
    return actor.id, PER_MINUTE.get(actor.kind, PER_MINUTE["user"])


def _cookies(headers: dict[str, str]) -> dict[str, str]:
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(headers.get("cookie", ""))
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in jar.items()}


def _if_match(headers: dict[str, str]) -> int | None:
    raw = headers.get("if-match", "").strip().removeprefix("W/").strip('"')
    if not raw or raw == "*":
        return None
    if not raw.isdigit():
        raise Refused("http.if_match", "If-Match attend un numéro de version entre guillemets.", "If-Match")
    return int(raw)


def _idempotency(operation: Operation, request: Request, headers: dict[str, str]) -> Idempotency | None:
    key = headers.get("idempotency-key")
    if not key or operation.method not in WRITES:
        return None
    if len(key) > 100 or not key.isascii() or not key.isprintable() or "#" in key:
        raise Refused("http.idempotency_key", "La clé d'idempotence tient en 100 caractères ASCII, sans « # ».")
    asked = f"{request.method} {request.path}\n{headers.get('if-match', '')}\n{headers.get(TRANSFER, '')}"
    return Idempotency(key, hashlib.sha256(asked.encode() + (request.raw_body or b"")).hexdigest())


def _arguments(operation: Operation, request: Request, params: dict[str, str]) -> dict[str, Any]:
    arguments: dict[str, Any] = dict(params)
    if operation.body is not None and not operation.upload:
        arguments["body"] = _read(operation.body, _body(request))
    if operation.query is not None:
        arguments["query"] = _read(operation.query, dict(request.query_params or {}))
    return arguments


def _uploaded(call: Call, request: Request, headers: dict[str, str]) -> bytes:
    """The file: the body itself, or, named by its SHA-256, what was put on the scratch shelf before."""
    if sha256 := headers.get(TRANSFER):
        return transfers.sent(call.company, sha256)
    content: bytes = request.raw_body or b""
    if len(content) > transfers.MOST_AT_ONCE:
        transfers.require_sendable(len(content))
        raise TooLarge("file.too_large_at_once", "Au-delà de 4 Mo, un fichier se dépose d'abord (POST …/transfers).")
    return content


def _read(model: Any, given: Any) -> Any:
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise invalid(error) from None


def _body(request: Request) -> Any:
    try:
        return json.loads(request.raw_body or b"{}")
    except (ValueError, RecursionError):
        raise Malformed("http.malformed_json", "Le corps de la demande n'est pas un JSON lisible.") from None


def _answer(operation: Operation, result: Any, call: Call, headers: dict[str, str]) -> Response:
    if isinstance(result, Download):
        return _file(result)
    if result is None:
        return Response("", _headers(call, {}), 204)
    extra = {}
    version = getattr(result, "version", None)
    if isinstance(version, int):
        extra["ETag"] = f'"{version}"'
        if operation.method == "GET" and headers.get("if-none-match") == extra["ETag"]:
            return Response("", _headers(call, extra), 304)
    text = (
        result.model_dump_json()
        if isinstance(result, BaseModel)
        else operation.answer_adapter.dump_json(result).decode()
    )
    return _json(text, operation.status, extra, call)


def _put_off(operation: Operation, request: Request, params: dict[str, str], call: Call, rows: int) -> Response:
    """The answer is too long for a request: where to follow it as it is made."""
    query = dict(request.query_params or {})
    asked = Asked(operation.function.__module__, operation.method, operation.path, params, query)
    with fenced(company_named(operation, call)):
        where, made = _put_offs[0](call, asked, rows)
    return _json(made.model_dump_json(), 202, {"Location": PREFIX + where}, call)


def _json(text: str, status: int, extra: dict[str, str], call: Call) -> Response:
    return Response(text, _headers(call, {"Content-Type": JSON, **extra}), status)


def _headers(call: Call, extra: dict[str, str]) -> dict[str, str | list[str]]:
    cookies: dict[str, str | list[str]] = {"Set-Cookie": call.set_cookies} if call.set_cookies else {}
    return {"Cache-Control": "no-store", "X-Request-Id": call.request_id, **extra, **cookies}


def _file(download: Download) -> Response:
    headers = {
        "Content-Type": download.content_type,
        "Content-Disposition": transfers.disposition(download.filename),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    if download.etag:
        headers["ETag"] = f'"{download.etag}"'
    if len(download.content) > transfers.MOST_AT_ONCE:
        where = transfers.left(download.content, download.content_type, headers["Content-Disposition"])
        return Response("", {"Location": where, "Cache-Control": "private, no-store"}, 303)
    return Response(download.content, headers, 200)
