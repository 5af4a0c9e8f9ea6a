"""Files kept with records: the bytes come back as they were, only who sees a record opens its files, and only who may
change it adds or removes them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.rooms.tenancy_support import address, bus_from_now, colleague
from tests.support.api import Api, Estate
from tests.support.bus import Bus

CONTENT = b"%PDF-1.7 bon de commande sign\xc3\xa9"
NAMED = {"name": "Bon signé.pdf", "content_type": "application/pdf"}


@pytest.fixture(scope="module")
def bus(world: object) -> Bus:
    return bus_from_now()


@pytest.fixture(scope="module")
def estate(new_estate: Callable[..., Estate], bus: Bus) -> Estate:
    return new_estate()


@pytest.fixture
def customer(estate: Estate) -> str:
    id: str = estate.api.post("/{c}/customers", {"kind": "business", "name": "Cave du Port"}).ok(201)["id"]
    return id


def attach(api: Api, path: str, content: bytes = CONTENT, **named: str) -> list[str]:
    held = api.call("POST", path, content, None, {**NAMED, **named}).ok(201)
    return [one["name"] for one in held["items"]]


def test_a_file_comes_back_as_it_was_given(estate: Estate, customer: str) -> None:
    path = f"/{{c}}/attachments/customer/{customer}"
    assert estate.api.get(path).ok() == {"items": [], "version": 0}
    assert attach(estate.api, path) == ["Bon signé.pdf"]
    assert attach(estate.api, path, name="../../etc/passwd") == [".. .. etc passwd".strip(" .")]
    held = estate.api.get(path).ok()
    assert (held["version"], len(held["items"])) == (2, 1), "the same content is one file, under its newest name"
    got = estate.api.get(f"{path}/{held['items'][0]['file']}")
    assert (got.status, got.content) == (200, CONTENT)
    assert got.headers["content-disposition"].startswith("attachment;")
    assert got.headers["x-content-type-options"] == "nosniff"


def test_a_page_in_disguise_leaves_as_bytes(estate: Estate, customer: str) -> None:
    path = f"/{{c}}/attachments/customer/{customer}"
    attach(estate.api, path, b"<script>alert(1)</script>", name="photo.html", content_type="text/html")
    file = estate.api.get(path).ok()["items"][0]["file"]
    assert estate.api.get(f"{path}/{file}").headers["content-type"] == "application/octet-stream"


def test_rights_are_those_of_the_record(estate: Estate, customer: str, bus: Bus) -> None:
    path = f"/{{c}}/attachments/customer/{customer}"
    attach(estate.api, path)
    file = estate.api.get(path).ok()["items"][0]["file"]
    reader = colleague(estate, bus, "reader", address())
    cellar = colleague(estate, bus, "cellar", address())
    assert reader.get(f"{path}/{file}").status == 200
    reader.call("POST", path, CONTENT, None, NAMED).refused(403)
    reader.delete(f"{path}/{file}").refused(403)
    cellar.get(path).refused(403)
    cellar.get(f"/{{c}}/attachments/product/{customer}/{file}").refused(404, "tenancy.attachment.not_found")
    estate.api.call("POST", "/{c}/attachments/customer/cus_0", CONTENT, None, NAMED).refused(404)
    estate.api.get(f"/{{c}}/attachments/secret/{customer}").refused(404, "tenancy.subject.not_found")


def test_a_file_taken_off_is_in_the_journal(estate: Estate, customer: str) -> None:
    path = f"/{{c}}/attachments/customer/{customer}"
    attach(estate.api, path)
    file = estate.api.get(path).ok()["items"][0]["file"]
    assert estate.api.delete(f"{path}/{file}").ok()["items"] == []
    estate.api.get(f"{path}/{file}").refused(404, "tenancy.attachment.not_found")
    rows = estate.api.get("/{c}/history", kind="attachments", id=f"customer:{customer}").ok()["items"]
    assert {row["command"] for row in rows} == {"tenancy.attachment.add", "tenancy.attachment.remove"}


def test_what_is_empty_or_too_large_is_refused(estate: Estate, customer: str) -> None:
    path = f"/{{c}}/attachments/customer/{customer}"
    estate.api.call("POST", path, b"", None, NAMED).refused(422, "file.empty")
    estate.api.call("POST", path, b"x" * (4 * 1024 * 1024 + 1), None, NAMED).refused(413, "file.too_large")
