"""What the tests of registers share: asking, saving a customer, checking his numbers."""

from __future__ import annotations

from typing import Any

from chalicelib.crm.schemas import CustomerIn
from tests.support.api import Api

SIRET = "40483304800022"
BELGIAN = "BE0123456749"
EXCISE = "BE1B000123456"


def look_up(api: Api, subject: str, number: str) -> dict[str, Any]:
    found: dict[str, Any] = api.post("/{c}/registers", {"subject": subject, "number": number}).ok(201)
    return found


def saved(api: Api, **given: Any) -> dict[str, Any]:
    body = {"kind": "business", "name": "Wijnhuis De Linde", "billing": {"country": "BE"}, **given}
    made: dict[str, Any] = api.post("/{c}/customers", body).ok(201)
    return made


def check(api: Api, id: str, *subjects: str) -> dict[str, Any]:
    found: dict[str, Any] = api.post(f"/{{c}}/customers/{id}/checks", {"subjects": list(subjects)}).ok(201)
    return found


def checks(api: Api, id: str) -> dict[str, Any]:
    found: dict[str, Any] = api.get(f"/{{c}}/customers/{id}/checks").ok()
    return found


def states(out: dict[str, Any]) -> dict[str, str]:
    return {one["subject"]: one["state"] for one in out["findings"]}


def writable(out: dict[str, Any]) -> dict[str, Any]:
    return {name: out[name] for name in CustomerIn.model_fields}
