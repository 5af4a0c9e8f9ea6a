"""A customer shared between two companies of one person: one record in each, the same identity, their own terms."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rooms.migration_support import advance, run, text
from tests.rooms.migration_support import customer as imported

ADDRESS = {"lines": ["12 quai des Chartrons"], "postcode": "33000", "town": "Bordeaux", "country": "FR"}
SIRET = "73282932000074"
WANTED = {
    "kind": "business", "name": "Cave du Port", "siret": SIRET, "billing": ADDRESS, "emails": ["port@exemple.fr"],
    "permanent_discount": "5", "payment_term": "net-30", "account": "411PORT", "notes": "Passe le mardi",
    "tags": ["Salon"], "contacts": [{"name": "Durand", "first_name": "Paul"}],
}  # fmt: skip
LOCAL = ("permanent_discount", "payment_term", "account", "notes", "tags")


@pytest.fixture
def estate(new_estate: Any) -> Any:
    return new_estate()


@pytest.fixture
def other(estate: Any) -> Any:
    """Another company of the same person."""
    made = estate.api.post("/companies", {"name": "Négoce du Port"}).ok(201)
    return estate.api.into(made.get("id") or made["company"])


def customer(api: Any, id: str) -> Any:
    return api.get(f"/{{c}}/customers/{id}").ok()


def change(api: Any, id: str, **fields: Any) -> Any:
    known = customer(api, id)
    writable = ("code", "kind", "name", "siret", "billing", "emails", "contacts", *LOCAL)
    return api.put(f"/{{c}}/customers/{id}", {**{name: known[name] for name in writable}, **fields}).ok()


def share(estate: Any, other: Any, id: str, **more: Any) -> str:
    """The id that the customer has in the other company."""
    said = estate.api.put(f"/{{c}}/customers/{id}/shares", {"company": other.company, **more}).ok()
    (one,) = [one for one in said["items"] if one["shared"]]
    return str(one["customer"])


def made(estate: Any) -> str:
    return str(estate.api.post("/{c}/customers", WANTED).ok(201)["id"])


def test_it_exists_once_in_each_and_only_its_identity_is_sent(estate: Any, other: Any) -> None:
    id = made(estate)
    (offer,) = estate.api.get(f"/{{c}}/customers/{id}/shares").ok()["items"]
    assert (offer["name"], offer["shared"], offer["may"]) == ("Négoce du Port", False, True)
    twin = share(estate, other, id)
    assert share(estate, other, id) == twin, "sharing again changes nothing"
    assert other.get("/{c}/customers").ok()["count"] == 1
    here, there = customer(estate.api, id), customer(other, twin)
    for name in ("kind", "name", "siret", "billing", "emails", "contacts"):
        assert there[name] == here[name], name
    blank: dict[str, Any] = {"permanent_discount": "0", "payment_term": None, "account": None, "notes": "", "tags": []}
    assert {name: there[name] for name in LOCAL} == blank | {"permanent_discount": there["permanent_discount"]}
    assert float(there["permanent_discount"]) == 0
    (back,) = other.get(f"/{{c}}/customers/{twin}/shares").ok()["items"]
    assert (back["company"], back["customer"], back["shared"]) == (estate.company, id, True)


def test_a_change_of_address_is_followed_both_ways_and_terms_stay_local(estate: Any, other: Any, bus: Any) -> None:
    id = made(estate)
    twin = share(estate, other, id)
    bus.deliver()
    change(other, twin, permanent_discount="12", account="411NEG", tags=["Négoce"])
    change(estate.api, id, billing={**ADDRESS, "lines": ["3 place de la Bourse"]}, permanent_discount="7")
    bus.deliver()
    there = customer(other, twin)
    assert there["billing"]["lines"] == ["3 place de la Bourse"]
    assert (float(there["permanent_discount"]), there["account"], there["tags"]) == (12, "411NEG", ["Négoce"])
    change(other, twin, emails=["nouveau@exemple.fr"])
    bus.deliver()
    here = customer(estate.api, id)
    assert (here["emails"], float(here["permanent_discount"])) == (["nouveau@exemple.fr"], 7)
    assert (here["account"], here["notes"]) == ("411PORT", "Passe le mardi")
    before = [customer(api, one)["version"] for api, one in ((estate.api, id), (other, twin))]
    bus.deliver()
    assert [customer(api, one)["version"] for api, one in ((estate.api, id), (other, twin))] == before, "nothing echoes"


def test_unlinking_keeps_both_and_follows_no_more(estate: Any, other: Any, bus: Any) -> None:
    id = made(estate)
    twin = share(estate, other, id)
    bus.deliver()
    estate.api.put(f"/{{c}}/customers/{id}/shares", {"company": other.company, "shared": False}).ok()
    bus.deliver()
    assert not [one for one in other.get(f"/{{c}}/customers/{twin}/shares").ok()["items"] if one["shared"]]
    change(estate.api, id, emails=["seul@exemple.fr"])
    bus.deliver()
    assert customer(other, twin)["emails"] == ["port@exemple.fr"]
    gone = {"company": other.company, "shared": False}
    estate.api.put(f"/{{c}}/customers/{id}/shares", gone).refused(404, "crm.share.not_found")
    refusal = estate.api.put(f"/{{c}}/customers/{id}/shares", {"company": other.company})
    assert refusal.refused(409, "crm.share.twin")["customer"] == twin, "the record there is linked, not doubled"
    assert share(estate, other, id, customer=twin) == twin
    assert customer(other, twin)["emails"] == ["seul@exemple.fr"]


def test_a_company_that_has_the_customer_already_is_offered_to_link_it(estate: Any, other: Any) -> None:
    id = made(estate)
    known = other.post("/{c}/customers", {"kind": "business", "name": "Cave du Port SARL", "siret": SIRET}).ok(201)[
        "id"
    ]
    asked = {"company": other.company}
    assert estate.api.put(f"/{{c}}/customers/{id}/shares", asked).refused(409, "crm.share.twin")["customer"] == known
    assert other.get("/{c}/customers").ok()["count"] == 1
    assert share(estate, other, id, customer=known) == known
    assert customer(other, known)["name"] == "Cave du Port"
    second = estate.api.post("/{c}/customers", {"kind": "individual", "name": "Martin"}).ok(201)["id"]
    linked = {"company": other.company, "customer": known}
    estate.api.put(f"/{{c}}/customers/{second}/shares", linked).refused(409, "crm.share.linked")


def test_it_takes_the_right_in_both_companies(estate: Any, new_estate: Any, other: Any) -> None:
    id = made(estate)
    stranger = new_estate()
    path = f"/{{c}}/customers/{id}/shares"
    estate.api.put(path, {"company": stranger.company}).refused(404, "tenancy.company.not_found")
    estate.api.put(path, {"company": estate.company}).refused(422, "crm.share.same")
    assert stranger.api.get("/{c}/customers").ok()["count"] == 0
    stranger.api.get(path).refused(404)
    stranger.api.put(path, {"company": other.company}).refused(404)
    estate.api.stranger().get(path.replace("{c}", estate.company)).refused(401)
    share(estate, other, id)
    names = [one["company"] for one in estate.api.get(path).ok()["items"]]
    assert stranger.company not in names


def test_a_deleted_or_merged_record_is_shared_no_more(estate: Any, other: Any, bus: Any) -> None:
    id = made(estate)
    twin = share(estate, other, id)
    kept = estate.api.post("/{c}/customers", {"kind": "business", "name": "Cave du Port (2)"}).ok(201)["id"]
    bus.deliver()
    estate.api.post(f"/{{c}}/customers/{id}/merge", {"into": kept}).ok()
    bus.deliver()
    bus.deliver()
    assert not [one for one in other.get(f"/{{c}}/customers/{twin}/shares").ok()["items"] if one["shared"]]
    assert customer(other, twin)["name"] == "Cave du Port"


def test_a_record_that_an_undone_import_removes_is_shared_no_more_and_nobody_hears_of_the_others(
    estate: Any, other: Any, bus: Any
) -> None:
    titles = "Code client;Nom;Société;Ville;Pays"
    rows = [f"N{n};Rey;Cave {n};Lyon;France" for n in range(20)]
    done = run(estate, text("clients.csv", titles, *rows))
    twin = share(estate, other, imported(estate, "N7")["id"])
    bus.deliver()
    assert advance(estate, done["id"], "undoing")["undone"]["removed"] == 20
    assert bus.deliver() < 20, "a worker is not started for each customer removed"
    assert not [one for one in other.get(f"/{{c}}/customers/{twin}/shares").ok()["items"] if one["shared"]]
    assert customer(other, twin)["name"] == "Cave 7"


def test_a_fact_told_late_or_twice_does_no_harm(estate: Any, other: Any, bus: Any) -> None:
    id = made(estate)
    twin = share(estate, other, id)
    change(estate.api, id, emails=["un@exemple.fr"])
    change(other, twin, emails=["deux@exemple.fr"])
    bus.deliver()
    bus.deliver()
    assert customer(estate.api, id)["emails"] == customer(other, twin)["emails"]


def test_who_was_erased_here_is_not_told_again_by_the_other_company(estate: Any, other: Any, bus: Any) -> None:
    id = made(estate)
    twin = share(estate, other, id)
    bus.deliver()
    estate.api.delete(f"/{{c}}/customers/{id}/personal-data").ok()
    change(other, twin, emails=["revenu@exemple.fr"])
    bus.deliver()
    assert customer(estate.api, id)["emails"] == []
    assert customer(other, twin)["name"] == "Cave du Port"
