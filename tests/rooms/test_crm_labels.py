"""Tags and zones: free sets, renamed everywhere at once; and the addresses offers may be sent to."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from tests.rooms.sales_support import open_shop
from tests.support.api import Api, Estate

CSV = {"accept": "text/csv"}


def made(api: Api, name: str, **given: Any) -> Any:
    return api.post("/{c}/customers", {"kind": "business", "name": name, **given}).ok(201)


def label(api: Api, name: str) -> Any:
    return next(one for one in api.get("/{c}/customer-labels").ok()["items"] if one["name"] == name)


def bearing(api: Api, field: str, id: str) -> list[str]:
    where = json.dumps({"field": field, "op": "has", "value": id})
    return [row["name"] for row in api.get("/{c}/customers", where=where).ok()["items"]]


@pytest.fixture(scope="module")
def api(estate: Estate) -> Api:
    made(estate.api, "Bistro du Port", tags=["Salon Lyon", "Presse"], zones=["Lyon-Est"])
    made(estate.api, "Cave Haute", tags=["salon lyon"], zones=["Lyon-Est", "Rhône"])
    made(estate.api, "Domaine Loin")
    return estate.api


@pytest.mark.feature("4.1-10")
def test_a_name_is_one_label_whatever_its_case(api: Api) -> None:
    items = api.get("/{c}/customer-labels").ok()["items"]
    assert [(one["kind"], one["name"], one["customers"]) for one in items] == [
        ("tag", "Salon Lyon", 2), ("tag", "Presse", 1), ("zone", "Lyon-Est", 2), ("zone", "Rhône", 1),
    ]  # fmt: skip


@pytest.mark.feature("4.1-10")
def test_lists_are_filtered_by_tag_and_zone(api: Api) -> None:
    assert bearing(api, "tags", label(api, "Salon Lyon")["id"]) == ["Bistro du Port", "Cave Haute"]
    assert bearing(api, "zones", label(api, "Rhône")["id"]) == ["Cave Haute"]
    where = json.dumps({"field": "zone_names", "op": "contains", "value": "lyon"})
    assert api.get("/{c}/customers", where=where).ok()["count"] == 2


def test_orders_bear_the_same_tags(new_estate: Any) -> None:
    shop = open_shop(new_estate, wines=1)
    lines = [{"variant": shop.wines[0], "quantity": 6}]
    body = {"customer": shop.customer("un", name="Un", tags=["Salon Lyon"]), "lines": lines}
    one = shop.api.post("/{c}/orders", {**body, "tags": ["salon lyon", "Cadeau"]}).ok(201)
    shop.api.post("/{c}/orders", body).ok(201)
    assert one["tags"] == ["Salon Lyon", "Cadeau"]
    tag = label(shop.api, "Cadeau")["id"]
    where = json.dumps({"field": "tags", "op": "has", "value": tag})
    found = shop.api.get("/{c}/orders", where=where).ok()["items"]
    assert [(row["id"], row["tag_names"]) for row in found] == [(one["id"], "Salon Lyon, Cadeau")]
    shop.api.put(f"/{{c}}/customer-labels/{tag}", {"name": "Cadeaux"}).ok()
    kept = shop.api.put(f"/{{c}}/orders/{one['id']}", body).ok()  # says nothing of tags: they stay
    assert kept["tags"] == ["Salon Lyon", "Cadeaux"]
    named = json.dumps({"field": "tag_names", "op": "contains", "value": "cadeaux"})
    assert shop.api.get("/{c}/orders", where=named).ok()["count"] == 1
    assert shop.api.put(f"/{{c}}/orders/{one['id']}", {**body, "tags": []}).ok()["tags"] == []


@pytest.mark.feature("4.1-10")
def test_renaming_a_tag_changes_all(new_estate: Any) -> None:
    api = new_estate().api
    ids = [made(api, name, tags=["Salon Lyon"])["id"] for name in ("Un", "Deux")]
    tag = label(api, "Salon Lyon")
    versions = [api.get(f"/{{c}}/customers/{id}").ok()["version"] for id in ids]
    api.put(f"/{{c}}/customer-labels/{tag['id']}", {"name": "Salon de Lyon"}).ok()
    for id, version in zip(ids, versions, strict=True):
        known = api.get(f"/{{c}}/customers/{id}").ok()
        assert (known["tags"], known["version"]) == (["Salon de Lyon"], version)
    assert {row["tag_names"] for row in api.get("/{c}/customers").ok()["items"]} == {"Salon de Lyon"}
    text = api.get("/{c}/customers/export", format="csv", headers=CSV).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [row["Étiquettes"] for row in rows] == ["Salon de Lyon"] * 2
    assert bearing(api, "tags", tag["id"]) == ["Deux", "Un"]


def test_a_label_in_use_stays_and_two_cannot_share_a_name(new_estate: Any) -> None:
    api = new_estate().api
    bistro = made(api, "Bistro", tags=["Presse"])
    tag = label(api, "Presse")
    other = api.post("/{c}/customer-labels", {"name": "Fidèle"}).ok(201)
    api.put(f"/{{c}}/customer-labels/{other['id']}", {"name": "PRESSE"}).refused(409, "crm.label.taken")
    api.post("/{c}/customer-labels", {"name": "fidele"}).refused(409, "crm.label.taken")
    api.post("/{c}/customer-labels", {"kind": "zone", "name": "Fidèle"}).ok(201)
    api.delete(f"/{{c}}/customer-labels/{tag['id']}").refused(409, "crm.label.in_use")
    body = {"kind": "business", "name": "Bistro", "tags": []}
    api.put(f"/{{c}}/customers/{bistro['id']}", body).ok()
    assert api.delete(f"/{{c}}/customer-labels/{tag['id']}").status == 204
    assert [one["name"] for one in api.get("/{c}/customer-labels").ok()["items"]] == ["Fidèle", "Fidèle"]
    api.put("/{c}/customer-labels/lab_none", {"name": "Rien"}).refused(404, "crm.label.not_found")


@pytest.mark.feature("4.1-08")
def test_addresses_for_offers_are_those_agreed_to_each_once(new_estate: Any) -> None:
    api = new_estate().api
    chef = {"name": "Petit", "email": "chef@port.fr", "documents": ["marketing"]}
    made(
        api,
        "Oui",
        code="A1",
        consent=True,
        emails=["oui@port.fr", "mort@port.fr"],
        bounced=["Mort@port.fr"],
        contacts=[chef],
    )
    made(api, "Encore", code="A2", consent=True, emails=["OUI@port.fr"])
    made(api, "Non", code="A3", emails=["non@port.fr"])
    made(api, "Archivé", code="A4", consent=True, emails=["vieux@port.fr"], archived=True)
    reply = api.get("/{c}/customers/emails", format="csv", headers=CSV)
    rows = list(csv.reader(io.StringIO(reply.content.decode("utf-8-sig")), delimiter=";"))
    assert rows == [
        ["E-mail", "Nom", "Code", "Langue"],
        ["chef@port.fr", "Oui", "A1", "français"],
        ["oui@port.fr", "Oui", "A1", "français"],
    ]
