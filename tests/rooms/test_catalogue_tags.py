"""Tags of products: put by name, renamed everywhere at once, put on many at a time."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rooms.test_catalogue_products import as_product, product
from tests.support.api import Api, Estate


def named(api: Api, *names: str) -> dict[str, str]:
    """Ids of the tags by name, once they are these and no others."""
    items = api.get("/{c}/product-tags").ok()["items"]
    assert [one["name"] for one in items] == list(names)
    return {one["name"]: one["id"] for one in items}


def bearing(api: Api, tag: str) -> list[str]:
    tree = f'{{"field":"tags","op":"in","value":["{tag}"]}}'
    return [row["name"] for row in api.get("/{c}/products", where=tree, sort="name").ok()["items"]]


def test_a_product_is_saved_with_names_and_found_by_them(new_estate: Any) -> None:
    api = new_estate().api
    made = product(api, name="Les Galets", tags=["Primeur", "salon de Pâques", "PRIMEUR"])
    assert made["tags"] == ["Primeur", "salon de Pâques"]
    other = product(api, name="La Butte", tags=["primeur"])
    plain = product(api, name="Le Clos")
    assert (other["tags"], plain["tags"]) == (["Primeur"], [])
    ids = named(api, "Primeur", "salon de Pâques")
    assert bearing(api, ids["Primeur"]) == ["La Butte", "Les Galets"]
    rows = api.get("/{c}/products", sort="name").ok()["items"]
    assert [row["tag_names"] for row in rows] == ["Primeur", None, "Primeur, salon de Pâques"]
    kept = api.put(f"/{{c}}/products/{made['id']}", {**as_product(made), "tags": None, "name": "Les Grands Galets"})
    assert kept.ok()["tags"] == ["Primeur", "salon de Pâques"], "null leaves them as they are"
    assert api.put(f"/{{c}}/products/{other['id']}", {**as_product(other), "tags": []}).ok()["tags"] == []


def test_a_tag_is_renamed_and_removed_everywhere_at_once(new_estate: Any) -> None:
    api = new_estate().api
    made = product(api, tags=["Primeur", "Salon"])
    ids = named(api, "Primeur", "Salon")
    at = f"/{{c}}/product-tags/{ids['Primeur']}"
    api.put(at, {"name": "salon"}).refused(409, "catalogue.tag.taken")
    api.put(at, {"name": "En primeur"}, {"if-match": '"99"'}).refused(412)
    assert api.put(at, {"name": "En primeur"}).ok()["name"] == "En primeur"
    assert api.get(f"/{{c}}/products/{made['id']}").ok()["tags"] == ["En primeur", "Salon"]
    api.delete(at).ok(204)
    assert api.get(f"/{{c}}/products/{made['id']}").ok()["tags"] == ["Salon"]
    api.delete(at).refused(404, "catalogue.tag.not_found")
    assert [row["tag_names"] for row in api.get("/{c}/products").ok()["items"]] == ["Salon"]


def test_many_products_are_tagged_at_once_or_none(new_estate: Any) -> None:
    api = new_estate().api
    one, two = product(api, name="Un", tags=["Vieux"]), product(api, name="Deux")
    both = [one["id"], two["id"]]
    asked = {"products": both, "add": ["Neuf"], "remove": ["vieux", "Inconnu"]}
    assert api.post("/{c}/product-tags", asked).ok()["products"] == both
    assert api.post("/{c}/product-tags", asked).ok()["products"] == [], "nothing left to change"
    assert [api.get(f"/{{c}}/products/{id}").ok()["tags"] for id in both] == [["Neuf"], ["Neuf"]]
    api.post("/{c}/product-tags", {"products": [one["id"], "pro_0"], "add": ["Perdu"]}).refused(404)
    named(api, "Neuf", "Vieux")
    api.post("/{c}/product-tags", {"products": ["pro_0"] * 51}).refused(422)
    api.post("/{c}/product-tags", {"products": both, "add": ["a,b"]}).refused(422)


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("POST", ""), ("PUT", "/x"), ("DELETE", "/x")])
def test_who_gets_in(estate: Estate, new_estate: Any, method: str, path: str) -> None:
    body: dict[str, Any] | None = {} if method in ("POST", "PUT") else None
    at = f"/{{c}}/product-tags{path}"
    estate.api.stranger().call(method, at, body, None).refused(401)
    new_estate().api.into(estate.company).call(method, at, body, None).refused(404)
    made = estate.api.post("/{c}/api-keys", {"name": "Lire", "scopes": ["catalogue:read"]}).ok(201)
    reader = Api(estate.api.gateway, estate.company, key=made["secret"])
    assert (reader.call(method, at, body, None).status == 403) is (method != "GET")


def test_variants_are_found_by_the_tags_of_their_product(new_estate: Any) -> None:
    api = new_estate().api
    made = product(api, name="Les Galets", tags=["Primeur"])
    product(api, name="Le Clos")
    wines = {}
    for n, of in enumerate((made["id"], product(api, name="La Butte")["id"])):
        wines[of] = api.post("/{c}/variants", {"product_id": of, "sku": f"W{n}", "volume": 750}).ok(201)["id"]
    tag = named(api, "Primeur")["Primeur"]

    def found() -> list[str]:
        tree = f'{{"field":"tags","op":"in","value":["{tag}"]}}'
        return [row["sku"] for row in api.get("/{c}/variants", where=tree, sort="sku").ok()["items"]]

    assert found() == ["W0"]
    (row,) = api.get("/{c}/variants", fields="sku,tags", where='{"field":"sku","op":"eq","value":"W0"}').ok()["items"]
    assert row["tags"] == [tag]
    later = [id for id in wines if id != made["id"]]
    api.post("/{c}/product-tags", {"products": later, "add": ["primeur"], "remove": []}).ok()
    assert found() == ["W0", "W1"]
    api.post("/{c}/product-tags", {"products": [made["id"]], "add": [], "remove": ["Primeur"]}).ok()
    assert found() == ["W1"]
