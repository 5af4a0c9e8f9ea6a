"""Companies for tests: founded through the public API, like any other."""

from __future__ import annotations

import itertools
import os
from typing import Any

from tests.support.api import Api, Estate

PASSWORD = "Grenache-Syrah-1907"
_numbers = itertools.count(1)


def found(gateway: Any, **given: Any) -> Estate:
    """A company with its owner signed in; `given` overrides fields of the company."""
    number = next(_numbers)
    api = Api(gateway)
    email = given.pop("email", f"vigneron{number}.{os.getpid()}@domaine.example")
    api.post("/signup", {"email": email, "password": PASSWORD, "name": "Camille Vigneron"}).ok()
    body = {"name": f"Domaine n° {number}", **given}
    company = api.post("/companies", body).ok(201)["id"]
    return Estate(company, api.into(company), email, PASSWORD)
