"""Files kept with records: the bytes come back as they were, only who sees a record opens its files, and only who may
change it adds or removes them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

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
    assert estate.api.get(path).ok() == {"items": [], "earlier": [], "version": 0}
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
    estate.api.call("POST", path, b"x" * (4 * 1024 * 1024 + 1), None, NAMED).refused(413, "file.too_large_at_once")


@pytest.mark.feature("SEC-07")
def test_what_is_overwritten_or_taken_off_is_given_back_in_one_action(estate: Estate, customer: str) -> None:
    path = f"/{{c}}/attachments/customer/{customer}"
    first, second = b"version 1", b"version 2"
    attach(estate.api, path, first, name="Contrat.pdf")
    assert attach(estate.api, path, second, name="Contrat.pdf") == ["Contrat.pdf"], "the same name overwrites"
    held = estate.api.get(path).ok()
    (present,), (before,) = held["items"], held["earlier"]
    kept = datetime.fromisoformat(before["until"]) - datetime.fromisoformat(before["gone_at"])
    assert (before["file"]["name"], before["gone_by"], kept.days) == ("Contrat.pdf", "Camille Vigneron", 365)
    back = estate.api.post(f"{path}/{before['file']['file']}").ok()
    assert [one["file"] for one in back["items"]] == [before["file"]["file"]]
    assert [one["file"]["file"] for one in back["earlier"]] == [present["file"]], "the other one is kept in its turn"
    assert estate.api.get(f"{path}/{before['file']['file']}").content == first
    estate.api.delete(f"{path}/{before['file']['file']}").ok()
    estate.api.post(f"{path}/{before['file']['file']}").ok()
    assert estate.api.get(f"{path}/{before['file']['file']}").content == first
    estate.api.post(f"{path}/{'0' * 64}").refused(404, "tenancy.attachment.no_version")


@pytest.mark.feature("SEC-07")
def test_only_who_may_change_a_record_gives_a_file_back(estate: Estate, customer: str, bus: Bus) -> None:
    path = f"/{{c}}/attachments/customer/{customer}"
    attach(estate.api, path, name="Bail.pdf")
    (file,) = estate.api.get(path).ok()["items"]
    estate.api.delete(f"{path}/{file['file']}").ok()
    reader = colleague(estate, bus, "reader", address())
    reader.post(f"{path}/{file['file']}").refused(403, "http.scope")
    estate.api.post(f"{path}/{file['file']}").ok()
