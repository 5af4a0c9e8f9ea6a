"""Every operation of the platform's desk, as everybody who is not of it, and as one of it without a second factor.

The walk is drawn from the operations themselves, like that of the companies (test_access.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.aws.call import system_call
from chalicelib.aws.http import OPERATIONS, Operation
from chalicelib.tenancy.rules.scopes import PLATFORM_ROLES, SCOPES
from chalicelib.tenancy.service import desk
from tests.contracts.test_access import NO_SUCH, ask
from tests.rooms.tenancy_support import address, with_totp
from tests.support.api import Api, Estate
from tests.support.estates import PASSWORD


@pytest.fixture(scope="module")
def operations(world: Any) -> list[Operation]:
    found = [one for one in OPERATIONS if one.path.startswith("/platform/")]
    assert len(found) > 5
    return found


def statuses(api: Api, operations: list[Operation]) -> set[int]:
    return {ask(api, one, re.sub(r"{\w+}", NO_SUCH, one.path)).status for one in operations}


def test_platform_rights_are_of_no_company(operations: list[Operation]) -> None:
    given = {scope for scopes in PLATFORM_ROLES.values() for scope in scopes}
    assert {one.scope for one in operations} <= given
    assert not given & SCOPES


def test_nobody_no_owner_and_no_key_may(operations: list[Operation], new_estate: Callable[..., Estate]) -> None:
    estate = new_estate()
    key = estate.api.post("/{c}/api-keys", {"name": "Tout", "scopes": ["company:read", "support:write"]}).ok(201)
    assert statuses(estate.api.stranger(), operations) == {401}
    assert statuses(estate.api, operations) == {403}
    assert statuses(Api(estate.api.gateway, estate.company, key=key["secret"]), operations) == {403}


def test_the_desk_may_once_it_has_a_second_factor_and_enters_no_company(
    operations: list[Operation], new_estate: Callable[..., Estate], world: Any
) -> None:
    email, api, estate = address(), Api(world), new_estate()
    api.post("/signup", {"email": email, "password": PASSWORD, "name": "Sam Support"}).ok()
    desk.appoint(system_call("test"), email)
    assert statuses(api, operations) == {403}
    with_totp(api, PASSWORD)
    assert not statuses(api, operations) & {401, 403}
    assert api.into(estate.company).get("/{c}/access").status == 404
