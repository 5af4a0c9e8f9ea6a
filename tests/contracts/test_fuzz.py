"""Whatever is sent, the API answers: never a 5xx. Requests are drawn from the OpenAPI file by schemathesis.

Valid and broken ones both go in as the owner of a company, through Chalice's gateway in this process.
"""

from __future__ import annotations

import os
import re
from importlib import import_module
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from scripts.openapi import Document
from tests.support.api import ORIGIN, Api, Estate

import_module("app")
SCHEMA = schemathesis.openapi.from_dict(Document().draw())
EXAMPLES = int(os.environ.get("CAVEAU_FUZZ", "12"))
LEAVES = {"/logout", "/me/sessions"}  # would close the very login that walks
KNOWN = ("method", "url", "headers", "params", "json", "data", "files")
FOUND = [one.ok() for one in SCHEMA.get_all_operations() if isinstance(one, Ok)]
OPERATIONS = {f"{one.method.upper()} {one.path}": one for one in FOUND}
MODES = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]


@pytest.fixture(scope="module")
def walker(new_estate: Any) -> Estate:
    estate: Estate = new_estate()
    return estate


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_no_request_breaks_the_server(name: str, walker: Estate) -> None:
    operation = OPERATIONS[name]
    strategy = st.one_of([operation.as_strategy(generation_mode=mode) for mode in MODES])

    @given(case=strategy)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def walk(case: Any) -> None:
        if "company" in (case.path_parameters or {}):
            case.path_parameters["company"] = walker.company
        status, answer = send(walker.api, case, anonymous=name.partition(" ")[2] in LEAVES)
        assert status < 500, f"{case.as_curl_command()}\n{answer}"

    walk()


def send(api: Api, case: Any, anonymous: bool) -> tuple[int, Any]:
    """The case through the gateway, with our cookie and origin."""
    asked = case.as_transport_kwargs(base_url="http://localhost:8000/api/v1")
    prepared = requests.Request(**{name: asked[name] for name in KNOWN if name in asked}).prepare()
    headers = {str(name).lower(): re.sub(r"[\r\n]", "", str(value)) for name, value in prepared.headers.items()}
    headers["origin"] = ORIGIN
    headers.pop("authorization", None)  # drawn at random from the security scheme; the cookie is the right one
    if not anonymous:
        headers["cookie"] = "; ".join(f"{name}={value}" for name, value in api.cookies.items())
    body = prepared.body.encode() if isinstance(prepared.body, str) else prepared.body
    answer = api.gateway.handle_request(case.method.upper(), prepared.path_url, headers, body or b"")
    return answer["statusCode"], answer["body"]
