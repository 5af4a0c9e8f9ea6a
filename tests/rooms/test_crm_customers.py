"""Customers and their categories, through the API."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest

from chalicelib.aws.call import Actor, Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.crm import index, service
from chalicelib.crm.schemas import CustomerIn
from chalicelib.kernel.errors import Conflict, Refused
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery
from tests.support.api import Api, Estate

CSV = {"Accept": "text/csv"}
XLSX = {"Accept": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
BISTRO: dict[str, Any] = {
    "kind": "business",
    "name": "Bistro du Port",
    "siret": "404 833 048 00022",
    "vat_number": "FR83404833048",
    "billing": {"lines": ["1, quai du Port"], "postcode": "13002", "town": "Marseille", "country": "France"},
    "deliveries": [{"label": "Cuisine", "lines": ["3, rue Haute"], "postcode": "13002", "town": "Marseille"}],
    "contacts": [{"name": "Rey", "first_name": "Anne", "email": "Anne@Port.fr", "documents": ["invoice"]}],
    "emails": ["Contact@Port.fr"],
    "phones": ["04.91.00.00.01"],
    "tags": ["quai"],
}


def customer(api: Api, **changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = api.post("/{c}/customers", {**BISTRO, **changes}).ok(201)
    return found


def writable(out: dict[str, Any]) -> dict[str, Any]:
    """What a PUT takes, from what a GET gave."""
    return {name: out[name] for name in CustomerIn.model_fields}


def test_a_customer_is_created_clean_and_read_back(estate: Estate) -> None:
    made = customer(estate.api, code="PORT")
    assert (made["code"], made["version"], made["siret"]) == ("PORT", 1, "40483304800022")
    assert (made["emails"], made["phones"]) == (["contact@port.fr"], ["+33491000001"])
    assert made["billing"]["country"] == "FR"
    assert (made["warnings"], made["in_use"], made["display_name"]) == ([], False, "Bistro du Port")
    read = estate.api.get(f"/{{c}}/customers/{made['id']}")
    assert read.ok() == made
    assert read.headers["etag"] == '"1"'


def test_codes_are_given_when_left_out_and_jump_over_those_taken(new_estate: Any) -> None:
    api = new_estate().api
    assert customer(api, code="c00002")["code"] == "c00002"
    assert [customer(api)["code"] for _ in range(2)] == ["C00001", "C00003"]
    asked = [CustomerIn(code=code, kind="business", name="Lot") for code in (None, "C00005", None, None)]
    made = service.create_customers(call_of(api.company, "usr_c", only_own=False), asked)
    assert [one.code for one in made] == ["C00004", "C00005", "C00006", "C00007"]


def test_a_code_belongs_to_one_customer(estate: Estate) -> None:
    first = customer(estate.api, code="UNIQUE")
    problem = estate.api.post("/{c}/customers", {**BISTRO, "code": " unique"}).refused(409, "crm.customer.code_taken")
    assert problem["errors"][0]["field"] == "code"
    estate.api.put(f"/{{c}}/customers/{first['id']}", {**writable(first), "code": "RENAMED"}).ok()
    assert customer(estate.api, code="UNIQUE")["code"] == "UNIQUE"


def test_ten_at_once_for_one_code_make_one(new_estate: Any) -> None:
    call = call_of(new_estate().company, "usr_c", only_own=False)

    def attempt(n: int) -> bool:
        try:
            service.create_customer(call, CustomerIn(code="ONE", kind="business", name=f"N° {n}"))
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(attempt, range(10))) == 1
    assert lists.page(call, index.CUSTOMERS, ListQuery()).count == 1


def test_a_customer_is_replaced_whole_and_archived(estate: Estate) -> None:
    made = customer(estate.api)
    body = {**writable(made), "name": "Grand Bistro", "contacts": [], "archived": True}
    changed = estate.api.put(f"/{{c}}/customers/{made['id']}", body, {"If-Match": '"1"'}).ok()
    assert (changed["version"], changed["name"], changed["contacts"], changed["archived"]) == (
        2,
        "Grand Bistro",
        [],
        True,
    )
    assert changed["code"] == made["code"]
    kept = estate.api.put(f"/{{c}}/customers/{made['id']}", {**body, "code": None}).ok()
    assert (kept["code"], kept["version"]) == (made["code"], 2), "nothing changed, nothing written"


@pytest.mark.feature("1.1-X02")
def test_a_stale_version_is_refused(estate: Estate) -> None:
    made = customer(estate.api)
    path = f"/{{c}}/customers/{made['id']}"
    estate.api.put(path, {**writable(made), "name": "Premier"}, {"If-Match": '"1"'}).ok()
    problem = estate.api.put(path, {**writable(made), "name": "Second"}, {"If-Match": '"1"'}).refused(412)
    assert problem["current"] == 2
    assert estate.api.get(path).ok()["name"] == "Premier"


def test_every_wrong_field_is_named(estate: Estate) -> None:
    wrong = {
        **BISTRO,
        "name": " ",
        "siret": "40483304800023",
        "emails": ["a@b"],
        "billing": {"country": "Syldavie"},
        "payment_term": "30 jours",
    }
    problem = estate.api.post("/{c}/customers", wrong).refused(422)
    fields = {error["field"]: error["rule"] for error in problem["errors"]}
    assert fields == {
        "name": "crm.customer.no_name",
        "siret": "identifier.siret.checksum",
        "emails.0": "identifier.email.format",
        "billing.country": "identifier.country.unknown",
        "payment_term": "crm.payment_term",
    }


def test_doubts_are_told_and_do_not_refuse(estate: Estate) -> None:
    made = customer(
        estate.api,
        excise_number="FR379736E2267",
        billing={"postcode": "9676", "town": "Foix"},
        vat_number="DE136695976",
    )
    doubts = [one for one in made["warnings"] if one["rule"] != "crm.customer.twin"]
    assert {one["field"]: one["rule"] for one in doubts} == {
        "excise_number": "identifier.excise.unusual",
        "billing.postcode": "identifier.postcode.lost_zero",
        "vat_number": "identifier.vat.other_country",
    }
    assert [one["proposal"] for one in made["warnings"] if one["field"] == "billing.postcode"] == ["09676"]


@pytest.mark.feature("4.1-X02")
def test_lists_forgive_accents_and_typos(new_estate: Any) -> None:
    api = new_estate().api
    for name, town in (("Château Gautier", "Beaune"), ("Cave Martin", "Lyon"), ("Épicerie Fine", "Lyon")):
        customer(api, name=name, billing={"town": town}, emails=[], contacts=[])
    found = {
        q: [row["name"] for row in api.get("/{c}/customers", q=q).ok()["items"]]
        for q in ("chateau", "gautie", "epicerie")
    }
    assert found == {"chateau": ["Château Gautier"], "gautie": ["Château Gautier"], "epicerie": ["Épicerie Fine"]}
    where = '{"and":[{"field":"town","op":"eq","value":"lyon"},{"field":"archived","op":"eq","value":false}]}'
    page = api.get("/{c}/customers", where=where, sort="-name", limit=1).ok()
    assert ([row["name"] for row in page["items"]], page["count"]) == (["Épicerie Fine"], 2)
    after = api.get("/{c}/customers", where=where, sort="-name", limit=1, cursor=page["next"]).ok()
    assert ([row["name"] for row in after["items"]], after["next"]) == (["Cave Martin"], None)


def test_the_export_has_the_rows_of_the_search_and_no_formula(new_estate: Any) -> None:
    api = new_estate().api
    for name in ("=1+1", "Épicerie Fine", "Cave Martin"):
        customer(api, name=name, billing={"town": "Lyon"}, vat_number="")
    where = '{"field":"name","op":"ne","value":"cave martin"}'
    csv = api.get("/{c}/customers/export", CSV, format="csv", where=where, fields="code,name,phone")
    lines = csv.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Code;Nom;Téléphones"
    assert len(lines) == 3
    assert lines[1].split(";")[1] == "'=1+1"
    assert lines[2].split(";")[1] == "Épicerie Fine"
    xlsx = api.get("/{c}/customers/export", XLSX, where=where)
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.content)).worksheets[0]
    names = [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert names == ["=1+1", "Épicerie Fine"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    api.get("/{c}/customers/export", format="pdf").refused(422)


def test_lists_and_files_call_things_by_their_names(new_estate: Any) -> None:
    api = new_estate().api
    me = api.get("/me").ok()
    grid = api.post("/{c}/grids", {"code": "CHR", "name": "Restaurants HT"}).ok(201)["id"]
    shops, bars = (
        api.post("/{c}/customer-categories", {"code": name[:3], "name": name}).ok(201)["id"]
        for name in ("Cavistes", "Épiceries")
    )
    given = {"category_id": shops, "grid_id": grid, "representative": me["id"], "payment_term": "eom-30"}
    customer(api, name="Zinc", **given, emails=[], contacts=[])
    customer(api, name="Bar", category_id=bars, emails=[], contacts=[])
    customer(api, name="Seul", emails=[], contacts=[])

    def listed(**query: Any) -> list[tuple[Any, ...]]:
        rows = api.get("/{c}/customers", **query).ok()["items"]
        return [(row["name"], row["category"], row["grid"], row["agent"]) for row in rows]

    zinc = ("Zinc", "Cavistes", "Restaurants HT", me["name"])
    assert listed(sort="category") == [("Seul", None, None, None), zinc, ("Bar", "Épiceries", None, None)]
    assert listed(where='{"field":"category","op":"contains","value":"epic"}') == [("Bar", "Épiceries", None, None)]
    assert [row[0] for row in listed(where='{"field":"agent","op":"empty"}', sort="name")] == ["Bar", "Seul"]
    first = api.get("/{c}/customers", sort="-category", limit=1).ok()
    assert api.get("/{c}/customers", sort="-category", limit=1, cursor=first["next"]).ok()["items"][0]["name"] == "Zinc"
    api.put(f"/{{c}}/customer-categories/{shops}", {"code": "CAV", "name": "Cavistes et bars"}).ok()
    assert listed(q="zinc") == [("Zinc", "Cavistes et bars", "Restaurants HT", me["name"])]
    csv = api.get("/{c}/customers/export", CSV, format="csv", sort="name").content.decode("utf-8-sig").split("\r\n")
    heading, *rows = (dict(enumerate(line.split(";"))) for line in csv[:-1])
    places = {name: place for place, name in heading.items()}
    assert not {"Identifiant", "Id. catégorie"} & places.keys()
    shown = [
        rows[2][places[name]] for name in ("Nom", "Catégorie", "Tarif", "Représentant", "Nature", "Délai de règlement")
    ]
    assert shown == ["Zinc", "Cavistes et bars", "Restaurants HT", me["name"], "Professionnel", "30 jours fin de mois"]


@pytest.mark.feature("4.1-01")
def test_categories(new_estate: Any) -> None:
    api = new_estate().api
    body = {"code": "CHR", "name": "Cafés, hôtels, restaurants", "payment_term": "eom-30"}
    made = api.post("/{c}/customer-categories", body).ok(201)
    api.post("/{c}/customer-categories", {**body, "code": "chr"}).refused(409, "crm.category.code_taken")
    api.post("/{c}/customer-categories", {**body, "code": "X", "payment_term": "x"}).refused(422, "crm.payment_term")
    path = f"/{{c}}/customer-categories/{made['id']}"
    changed = api.put(path, {**body, "payment_method": "transfer"}, {"If-Match": '"1"'}).ok()
    assert (changed["version"], changed["payment_method"]) == (2, "transfer")
    api.put(path, body, {"If-Match": '"1"'}).refused(412)
    api.put("/{c}/customer-categories/cat_0", body).refused(404, "crm.category.not_found")
    assert [one["code"] for one in api.get("/{c}/customer-categories").ok()["items"]] == ["CHR"]

    api.post("/{c}/customers", {**BISTRO, "category_id": "cat_0"}).refused(422, "crm.category.unknown")
    member = customer(api, category_id=made["id"])
    assert api.delete(path).refused(409, "crm.category.in_use")["customers"] == 1
    api.put(path, {**body, "archived": True}).ok()
    unit = reading(call_of(api.company, "usr_c", only_own=False))
    found = service.category_of(unit, service.customer(unit, member["id"]))
    assert found is not None
    assert (found.archived, found.payment_term) == (True, "eom-30"), "archiving changes nothing for its members"
    api.put(f"/{{c}}/customers/{member['id']}", {**writable(member), "category_id": None}).ok()
    assert api.delete(path).status == 204
    assert api.get("/{c}/customer-categories").ok()["items"] == []
    api.delete(path).refused(404, "crm.category.not_found")
    new_estate().api.delete(path).refused(404, "crm.category.not_found")


def test_what_a_customer_names_exists(new_estate: Any) -> None:
    estate = new_estate()
    api = estate.api
    grid, theirs = (
        one.post("/{c}/grids", {"code": "CHR", "name": "CHR"}).ok(201)["id"] for one in (api, new_estate().api)
    )
    wrong = {"category_id": "cat_0", "grid_id": theirs, "representative": "usr_0"}
    problem = api.post("/{c}/customers", {**BISTRO, **wrong}).refused(422)
    assert {error["field"]: error["rule"] for error in problem["errors"]} == {
        "category_id": "crm.category.unknown",
        "grid_id": "crm.grid.unknown",
        "representative": "crm.representative.unknown",
    }
    me = api.get("/me").ok()["id"]
    made = customer(api, grid_id=grid, representative=me)
    assert (made["grid_id"], made["representative"]) == (grid, me)
    path = f"/{{c}}/customers/{made['id']}"
    api.put(path, {**writable(made), "grid_id": theirs}).refused(422, "crm.grid.unknown")
    api.put(f"/{{c}}/grids/{grid}", {"code": "CHR", "name": "CHR", "archived": True}).ok()
    api.put(path, {**writable(made), "name": "Autre"}).ok()
    free = api.put(path, {**writable(made), "grid_id": None, "representative": None}).ok()
    assert (free["grid_id"], free["representative"]) == (None, None)
    api.delete(f"/{{c}}/grids/{grid}").ok(204)
    api.put(path, {**writable(made), "grid_id": grid}).refused(422, "crm.grid.unknown")


def test_a_category_goes_or_gets_its_first_customer_never_both(new_estate: Any) -> None:
    api = new_estate().api
    call = call_of(api.company, "usr_c", only_own=False)
    for n in range(4):
        id = api.post("/{c}/customer-categories", {"code": f"K{n}", "name": "K"}).ok(201)["id"]

        def delete(id: str = id) -> bool:
            return not_refused(lambda: service.delete_category(call, id))

        def join(id: str = id) -> bool:
            asked = CustomerIn(kind="business", name="Port", category_id=id)
            return not_refused(lambda: service.create_customer(call, asked))

        with ThreadPoolExecutor(2) as pool:
            done = [one.result() for one in (pool.submit(delete), pool.submit(join))]
        assert sorted(done) == [False, True]


def not_refused(work: Any) -> bool:
    try:
        work()
    except (Conflict, Refused):
        return False
    return True


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/{c}/customers"), ("POST", "/{c}/customers"), ("GET", "/{c}/customers/cus_0"),
        ("PUT", "/{c}/customers/cus_0"), ("GET", "/{c}/customer-categories"), ("POST", "/{c}/customer-categories"),
        ("PUT", "/{c}/customer-categories/cat_0"), ("DELETE", "/{c}/customer-categories/cat_0"),
        ("GET", "/{c}/customers/export"),
    ],
)  # fmt: skip
def test_who_gets_in(estate: Estate, new_estate: Any, method: str, path: str) -> None:
    body: dict[str, Any] | None = {} if method in ("POST", "PUT") else None
    estate.api.stranger().call(method, path, body, None).refused(401)
    new_estate().api.into(estate.company).call(method, path, body, None).refused(404)
    made = estate.api.post("/{c}/api-keys", {"name": "Rien", "scopes": ["statistics:read"]}).ok(201)
    Api(estate.api.gateway, estate.company, key=made["secret"]).call(method, path, body, None).refused(403)


def test_another_company_does_not_see_our_customer(estate: Estate, new_estate: Any) -> None:
    made = customer(estate.api)
    theirs = new_estate().api
    theirs.get(f"/{{c}}/customers/{made['id']}").refused(404)
    theirs.put(f"/{{c}}/customers/{made['id']}", writable(made)).refused(404)
    theirs.into(estate.company).get(f"/{{c}}/customers/{made['id']}").refused(404)
    assert theirs.get("/{c}/customers").ok()["items"] == []


def call_of(company: str, id: str, *, only_own: bool) -> Call:
    actor = Actor("user", id, id, frozenset({"crm:write"}), only_own)
    return Call(actor, company, datetime.now(UTC), "test")


def test_many_are_created_and_deleted_as_one(new_estate: Any) -> None:
    """What an import does, and its undo: what a document names stays."""
    company = new_estate().company
    office = call_of(company, "usr_c", only_own=False)
    asked = [CustomerIn(code=f"T{n:05d}", kind="individual", name="Petit", first_name=str(n)) for n in range(40)]
    made = service.create_customers(office, asked)
    assert len({one.id for one in made}) == 40
    used(office, made[0].id)
    kept = service.delete_customers(office, [one.id for one in made])
    assert [(one.id, one.rule) for one in kept] == [(made[0].id, "crm.customer.in_use")]
    assert lists.page(office, index.CUSTOMERS, ListQuery()).count == 1
    assert service.delete_customers(office, [made[1].id]) == [], "gone already"
    again = service.create_customers(replace(office, request_id="again"), asked[1:])
    assert len(again) == 39, "their codes were given back"


def used(call: Call, id: str) -> None:
    @use_case("test.use")
    def use(unit: Unit) -> None:
        service.mark_used(unit, id)

    use(call)
    version = service.get_customer(call, id).version
    use(call)
    assert service.get_customer(call, id).version == version
