"""Every operation of the API, as nobody, as another company and without the scope.

The walk is drawn from the operations themselves, so an endpoint cannot be added without being walked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.aws import journal
from chalicelib.aws.http import OPERATIONS, Operation
from tests.support.api import Api, Estate

NO_SUCH = "xxx_00000000000000000000000000"


def inside(operation: Operation) -> bool:
    return operation.path.startswith("/{company}") and operation.scope not in {"public", "login"}


def path_of(operation: Operation, company: str, id: str = NO_SUCH) -> str:
    return re.sub(r"{\w+}", id, operation.path.replace("{company}", company))


def ask(api: Api, operation: Operation, path: str, headers: dict[str, str] | None = None) -> Any:
    body: Any = b"x" if operation.upload else {} if operation.method in {"POST", "PUT", "PATCH"} else None
    return api.call(operation.method, path, body, headers)


def expect(status: int, answers: Iterator[tuple[Operation, Any]]) -> None:
    """Every answer has that status; a failure lists all that have not."""
    wrong = [f"{one.method} {one.path} ({one.scope}): {answer.status}" for one, answer in answers]
    wrong = [line for line in wrong if not line.endswith(f" {status}")]
    assert not wrong, f"{status} expected\n" + "\n".join(wrong)


@pytest.fixture(scope="module")
def neighbours(new_estate: Any) -> tuple[Estate, Estate]:
    return new_estate(), new_estate()


@pytest.fixture(scope="module")
def operations(world: Any) -> list[Operation]:
    assert len(OPERATIONS) > 30
    return OPERATIONS


def test_nobody_gets_in(neighbours: tuple[Estate, Estate], operations: list[Operation]) -> None:
    ours, _ = neighbours
    closed = [one for one in operations if one.scope != "public"]
    expect(401, ((one, ask(ours.api.stranger(), one, path_of(one, ours.company))) for one in closed))


@pytest.mark.feature("1.5-03")
def test_another_company_does_not_exist(neighbours: tuple[Estate, Estate], operations: list[Operation]) -> None:
    ours, theirs = neighbours
    asked = [one for one in operations if inside(one)]
    expect(404, ((one, ask(ours.api, one, path_of(one, theirs.company))) for one in asked))


@pytest.mark.feature("1.5-03")
def test_ids_of_another_company_do_not_exist_in_ours(
    neighbours: tuple[Estate, Estate], operations: list[Operation]
) -> None:
    ours, theirs = neighbours
    entries = journal.stored(theirs.company, "main", 1, journal.heads(theirs.company)["main"])
    ids = {change["id"] for entry in entries for change in entry["changes"] if re.match(r"^[a-z]{3}_", change["id"])}
    assert ids
    asked = [one for one in operations if inside(one) and one.method == "GET" and one.path.count("{") == 2]
    expect(404, ((one, ask(ours.api, one, path_of(one, ours.company, id))) for one in asked for id in sorted(ids)))


@pytest.mark.feature("1.3-04")
def test_a_key_without_the_scope_is_refused(neighbours: tuple[Estate, Estate], operations: list[Operation]) -> None:
    ours, _ = neighbours
    made = ours.api.post("/{c}/api-keys", {"name": "Rien", "scopes": ["statistics:read"]}).ok(201)
    key = Api(ours.api.gateway, ours.company, key=made["secret"])
    asked = [one for one in operations if inside(one) and one.scope != "statistics:read"]
    expect(403, ((one, ask(key, one, path_of(one, ours.company))) for one in asked))


def test_a_write_from_another_site_is_refused(neighbours: tuple[Estate, Estate], operations: list[Operation]) -> None:
    ours, _ = neighbours
    elsewhere = {"Origin": "https://elsewhere.example"}
    asked = [one for one in operations if one.method != "GET"]
    expect(403, ((one, ask(ours.api, one, path_of(one, ours.company), elsewhere)) for one in asked))
