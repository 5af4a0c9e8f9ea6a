"""A person's rights on his data: a zip of all of it, and an erasure that leaves only what the law wants kept."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from chalicelib.aws import journal, relay
from chalicelib.aws.clients import client
from chalicelib.aws.config import config
from chalicelib.aws.packing import unpack
from tests.rooms.sales_support import Shop, open_shop
from tests.rooms.tenancy_support import colleague

ZIP = {"accept": "application/zip"}
SECRETS = ("Vaillant", "Renée", "renee.vaillant@example.fr", "+33612345678", "12 rue des Lilas", "phobie des guêpes")


@pytest.fixture
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=1)


def person(shop: Shop) -> str:
    """An individual with a settled invoice, a cancelled order, a note, a task, a call and a file."""
    api = shop.api
    id = shop.customer(
        "renee", kind="individual", name="Vaillant", first_name="Renée", siret="", vat_number="",
        emails=["renee.vaillant@example.fr"], phones=["+33612345678"],
        billing={"lines": ["12 rue des Lilas"], "postcode": "69006", "town": "Lyon"},
    )  # fmt: skip
    invoice = shop.invoice(customer="renee", quantity=6)
    shop.pay(invoice["balance"], [(invoice["id"], invoice["balance"])], customer=id)
    api.post("/{c}/orders", shop.asked(customer="renee", quantity=6, comment_private="phobie des guêpes")).ok(201)
    subject = {"kind": "customer", "id": id, "label": "Vaillant Renée"}
    api.post("/{c}/notes", {"subject": subject, "text": "phobie des guêpes"}).ok(201)
    me = api.get("/me").ok()["id"]
    api.post("/{c}/tasks", {"sort": "task", "title": "Rappeler Vaillant", "assignee": me, "subject": subject}).ok(201)
    api.post(f"/{{c}}/customers/{id}/timeline", {"sort": "call", "title": "Vaillant : livraison"}).ok(201)
    path = f"/{{c}}/attachments/customer/{id}"
    api.call("POST", path, b"%PDF-1.4 Vaillant", None, {"name": "bon.pdf", "content_type": "application/pdf"}).ok(201)
    return id


def told_of(shop: Shop) -> dict[str, list[str]]:
    """Secret -> the kinds of the changes, anywhere in the journal, that still tell it."""
    found: dict[str, set[str]] = {}
    for lane, last in journal.heads(shop.estate.company).items():
        for entry in journal.stored(shop.estate.company, lane, 1, last):
            for change in entry["changes"]:
                text = json.dumps(change, ensure_ascii=False)
                for secret in SECRETS:
                    if secret in text:
                        found.setdefault(secret, set()).add(change["kind"])
    return {secret: sorted(kinds) for secret, kinds in found.items()}


@pytest.mark.feature("4.1-X04")
def test_all_the_data_of_a_person_as_a_zip(shop: Shop) -> None:
    id = person(shop)
    reply = shop.api.get(f"/{{c}}/customers/{id}/personal-data", headers=ZIP)
    assert reply.status == 200
    with zipfile.ZipFile(io.BytesIO(reply.content)) as pack:
        names = set(pack.namelist())
        docs = {name: pack.read(name).decode() for name in names if name.endswith((".json", ".csv"))}
        (file,) = [name for name in names if name.startswith("fichiers/")]
        assert (file.endswith(" bon.pdf"), pack.read(file)) == (True, b"%PDF-1.4 Vaillant")
    kinds = ("customer", "order", "invoice", "receivable", "payment", "note", "task", "exchange", "attachments")
    assert {f"donnees/{kind}.json" for kind in kinds} <= names
    assert "renee.vaillant@example.fr" in docs["donnees/customer.json"]
    assert "phobie des guêpes" in docs["donnees/note.json"]
    assert len(json.loads(docs["donnees/order.json"])) == 2
    assert "historique.csv" in names


@pytest.mark.feature("4.1-X04")
def test_an_erasure_leaves_what_the_law_wants_and_nothing_else(shop: Shop, bus: Any) -> None:
    id = person(shop)
    company = shop.estate.company
    other = shop.invoice()
    invoices = shop.api.get("/{c}/invoices").ok()["items"]
    mine = next(row for row in invoices if row["customer"] == id)
    sealed = shop.api.get(f"/{{c}}/invoices/{mine['id']}").ok()
    bus.deliver()
    done = shop.api.delete(f"/{{c}}/customers/{id}/personal-data").ok()
    assert {one["kind"]: one["count"] for one in done["erased"]} == {
        "customer": 1, "order": 2, "note": 1, "task": 1, "exchange": 1, "attachments": 1,
    }  # fmt: skip
    kept = {one["kind"]: one["reason"] for one in done["kept"]}
    assert {"invoice", "receivable", "payment", "backup"} <= set(kept)
    assert all(kept.values())
    assert done["rewritten_at"] is None

    bus.deliver()
    after = shop.api.get(f"/{{c}}/customers/{id}/personal-data/erasure").ok()
    assert after["rewritten_at"]
    assert after["entries"] > 5
    known = shop.api.get(f"/{{c}}/customers/{id}").ok()
    assert (known["name"], known["emails"], known["archived"]) == ("Personne effacée", [], True)
    assert shop.api.get(f"/{{c}}/invoices/{mine['id']}").ok() == sealed
    sealed_kinds = {"invoice", "receivable", "payment", "entry"}
    assert {kind for kinds in told_of(shop).values() for kind in kinds} <= sealed_kinds
    for secret in ("renee.vaillant", "phobie", "12 rue des Lilas"):
        assert shop.api.get("/{c}/customers", q=secret).ok()["count"] == 0
    history = shop.api.get("/{c}/history", limit=500).content.decode()
    assert "phobie des guêpes" not in history
    assert "renee.vaillant@example.fr" not in history
    assert shop.api.get(f"/{{c}}/invoices/{other['id']}").ok()["buyer"]["name"] == "Le Bistrot d'Élise"

    store = client("s3")
    listed = store.list_object_versions(
        Bucket=config().bucket_journal, Prefix=relay.archive_key(company, "main", 0)[:-12]
    )
    for one in listed["Versions"]:
        body = store.get_object(Bucket=config().bucket_journal, Key=one["Key"], VersionId=one["VersionId"])["Body"]
        text = unpack(body.read())
        assert "phobie des guêpes" not in text, one["Key"]
    again = shop.api.delete(f"/{{c}}/customers/{id}/personal-data").ok()
    assert {one["kind"] for one in again["kept"]} == set(kept)


def test_who_owes_is_not_erased(shop: Shop) -> None:
    id = shop.customer("bistrot")
    shop.invoice()
    shop.api.delete(f"/{{c}}/customers/{id}/personal-data").refused(409, "crm.person.owes")
    shop.api.get(f"/{{c}}/customers/{id}/personal-data/erasure").refused(404, "crm.person.not_erased")


def test_rights(shop: Shop, new_estate: Any) -> None:
    path = f"/{{c}}/customers/{shop.customer('bistrot')}/personal-data"
    shop.api.stranger().get(path).refused(401)
    shop.api.stranger().delete(path).refused(401)
    other = new_estate()
    other.api.into(shop.estate.company).get(path).refused(404)
    other.api.get(path).refused(404, "crm.customer.not_found")
    other.api.delete(path).refused(404, "crm.customer.not_found")


def test_only_who_may_erase_erases(shop: Shop, bus: Any) -> None:
    """The office writes customers and may not; a role of the house's own may, once it is given the right."""
    path = f"/{{c}}/customers/{shop.customer('bistrot')}/personal-data"
    office = colleague(shop.estate, bus, "office", "bureau@domaine.example")
    office.delete(path).refused(403)
    scopes = ["crm:write", "sales:read", "payments:read", "history:read", "crm:erase"]
    made = shop.api.post("/{c}/roles", {"name": "Données personnelles", "scopes": scopes}).ok(201)
    role = next(one["id"] for one in made["items"] if one["name"] == "Données personnelles")
    officer = colleague(shop.estate, bus, role, "dpo@domaine.example")
    assert officer.delete(path).ok()["customer"] == shop.customer("bistrot")
