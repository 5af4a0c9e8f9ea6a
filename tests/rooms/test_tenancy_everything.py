"""Everything a company keeps as one zip: lists, records, files, counted and hashed; for its owners."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.aws import files, leaving
from chalicelib.aws.clients import client
from chalicelib.aws.config import config
from chalicelib.aws.table import KINDS
from chalicelib.tenancy.service import everything
from tests.infra.test_serve import Answer
from tests.rooms.sales_support import open_shop
from tests.rooms.tenancy_support import address, bus_from_now, colleague
from tests.support.api import Estate
from tests.support.bus import Bus

GIVEN: dict[str, tuple[bytes, str]] = {
    "photo.html": (b"<!doctype html><script>alert(document.cookie)</script>", "text/html"),
    "logo.svg": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "image/svg+xml"),
    "Bon signé.pdf": (b"%PDF-1.7 sign\xc3\xa9", "application/pdf"),
    "facture.pdf.exe": (b"MZ\x90\x00" + bytes(range(256)), "application/pdf"),
    "notes.txt": ("Été à la cave\r\n".encode("cp1252"), "text/plain"),
    "EICAR.com": (rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*", "application/x-msdownload"),
    "vide.bin": (b"\x00", ""),
    "énorme.raw": (os.urandom(300_000), "image/x-raw"),
}
INERT = {"application/pdf", "text/plain", "application/octet-stream"}


@pytest.fixture
def bus(world: object) -> Bus:
    return bus_from_now()


def everything_of(estate: Any, bus: Bus) -> tuple[zipfile.ZipFile, dict[str, Any]]:
    """The zip, fetched as a browser would, and its manifest."""
    asked = estate.api.get("/{c}/exports")
    assert asked.status == 202, asked.content
    bus.deliver()
    ready = estate.api.get(f"/{{c}}/exports/{asked.json['id']}").ok()
    assert (ready["state"], ready["failure"]) == ("ready", "")
    fetched = Answer("GET", ready["path"])
    assert (len(fetched.body), fetched.headers["content-type"]) == (ready["size"], "application/zip")
    assert fetched.headers["content-disposition"].startswith("attachment;")
    pack = zipfile.ZipFile(io.BytesIO(fetched.body))
    assert pack.testzip() is None
    return pack, json.loads(pack.read("manifeste.json"))


@pytest.mark.feature("4.1-12")
def test_files_of_any_format_come_back_whole_never_as_pages_and_are_in_the_export(
    new_estate: Callable[..., Estate], bus: Bus
) -> None:
    estate = new_estate()
    customer = estate.api.post("/{c}/customers", {"kind": "business", "name": "Cave du Port"}).ok(201)["id"]
    path = f"/{{c}}/attachments/customer/{customer}"
    for name, (content, kind) in GIVEN.items():
        named = {"name": name, "content_type": kind} if kind else {"name": name}
        estate.api.call("POST", path, content, None, named).ok(201)
    held = {one["name"]: one for one in estate.api.get(path).ok()["items"]}
    assert held.keys() == GIVEN.keys()
    for name, (content, _) in GIVEN.items():
        got = estate.api.get(f"{path}/{held[name]['file']}")
        assert (got.status, got.content) == (200, content), name
        assert got.headers["content-disposition"].startswith("attachment;"), name
        assert got.headers["x-content-type-options"] == "nosniff", name
        assert got.headers["content-type"] in INERT, name
    estate.api.delete(f"{path}/{held['notes.txt']['file']}").ok()

    pack, manifest = everything_of(estate, bus)
    kept = {one["name"]: one for one in manifest["attachments"]}
    assert {name for name, one in kept.items() if not one["earlier"]} == GIVEN.keys() - {"notes.txt"}
    assert {one["record"] for one in kept.values()} == {f"customer:{customer}"}
    for name, (content, _) in GIVEN.items():
        assert pack.read(kept[name]["path"]) == content, name
        assert kept[name]["sha256"] == hashlib.sha256(content).hexdigest()
    assert manifest["files"] == len([one for one in pack.namelist() if one.startswith("fichiers/")]) == len(GIVEN)


def test_every_entry_is_counted_and_hashed_and_every_list_is_whole(new_estate: Callable[..., Estate], bus: Bus) -> None:
    shop = open_shop(new_estate, wines=2)
    invoice = shop.invoice()
    shop.api.get(f"/{{c}}/invoices/{invoice['id']}/pdf")
    shop.api.post("/{c}/customers", {"kind": "individual", "name": "=Dupont", "first_name": "Zoé"}).ok(201)
    pack, manifest = everything_of(shop, bus)
    assert {one["path"] for one in manifest["entries"]} | {"manifeste.json"} == set(pack.namelist())
    for one in manifest["entries"]:
        content = pack.read(one["path"])
        assert (one["size"], one["sha256"]) == (len(content), hashlib.sha256(content).hexdigest()), one["path"]
        if one["path"].startswith("listes/"):
            rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
            assert len(rows) - 1 == one["rows"], one["path"]
        if one["path"].startswith("fiches/"):
            assert len(content.decode().splitlines()) == one["rows"]
    for name in ("customers", "orders", "invoices", "variants"):
        assert manifest["lists"][name] == shop.api.get(f"/{{c}}/{name}").ok()["count"], name
    (sold,) = [json.loads(line) for line in pack.read("fiches/invoice.jsonl").splitlines()]
    assert (sold["id"], sold["number"]) == (invoice["id"], invoice["number"])
    assert b"'=Dupont" in pack.read("listes/customers.csv"), "no text becomes a formula"
    assert not [kind for kind in manifest["records"] if KINDS[kind].secret or KINDS[kind].globally]


def test_it_is_for_owners_and_their_own_company(new_estate: Callable[..., Estate], bus: Bus) -> None:
    estate = new_estate()
    for role in ("office", "accountant", "reader", "representative"):
        colleague(estate, bus, role, address()).get("/{c}/exports").refused(403, "tenancy.export.owner_only")
    stranger = new_estate()
    assert stranger.api.get(f"/{estate.company}/exports").status in {403, 404}
    estate.api.stranger().get(f"/{estate.company}/exports").refused(401)
    pack, manifest = everything_of(estate, bus)
    assert stranger.company not in pack.read("manifeste.json").decode()
    assert manifest["attachments"] == []


def test_a_sixth_one_in_a_day_is_refused(new_estate: Callable[..., Estate], bus: Bus) -> None:
    estate = new_estate()
    for _ in range(everything.A_DAY):
        assert estate.api.get("/{c}/exports").status == 202
    estate.api.get("/{c}/exports").refused(429, "tenancy.export.too_often")


def test_a_zip_larger_than_a_part_arrives_whole_and_one_given_up_leaves_nothing(
    new_estate: Callable[..., Estate], bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    estate = new_estate()
    big = os.urandom(6 * 1024 * 1024)
    files.put(estate.company, big, "image/x-raw", "grand.raw")
    monkeypatch.setattr(leaving, "PART", 5 * 1024 * 1024)
    pack, manifest = everything_of(estate, bus)
    (one,) = [name for name in pack.namelist() if name.startswith("fichiers/")]
    assert (pack.read(one), manifest["files"]) == (big, 1)

    out = leaving.Leaving("application/zip", "attachment")
    out.write(big)
    out.given_up()
    store = client("s3")
    with pytest.raises(store.exceptions.NoSuchKey):
        store.get_object(Bucket=config().bucket_scratch, Key=out.path)
