"""Why this value, and what a change at the top would touch."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from tests.rooms.sales_support import Shop, open_shop
from tests.support.api import Estate

LEVELS = ("order", "customer", "customer_category", "price_grid")


@pytest.fixture(scope="module")
def shop(new_estate: Callable[..., Estate]) -> Shop:
    return open_shop(new_estate, wines=1)


def why(shop: Shop, setting: str, **of: Any) -> dict[str, Any]:
    found: dict[str, Any] = shop.api.get("/{c}/explain", setting=setting, **of).ok()["items"][0]
    return found


def named(api: Any, path: str, **body: Any) -> str:
    id: str = api.post(f"/{{c}}/{path}", {"code": body["name"], **body}).ok(201)["id"]
    return id


@pytest.mark.feature("HER-02")
@pytest.mark.parametrize("given", list(product([False, True], repeat=4)))
def test_the_most_specific_level_that_is_set_wins(shop: Shop, given: tuple[bool, ...]) -> None:
    """All 16 combinations of the four levels above the invoice options; net-0 is a value."""
    terms = dict(zip(LEVELS, ("net-0", "net-15", "net-45", "net-60"), strict=True))
    held = {level: terms[level] if there else None for level, there in zip(LEVELS, given, strict=True)}
    tag = "".join("1" if one else "0" for one in given)
    grid = named(shop.api, "grids", name=f"G{tag}", payment_term=held["price_grid"])
    category = named(shop.api, "customer-categories", name=f"C{tag}", payment_term=held["customer_category"])
    given_customer = {"grid_id": grid, "category_id": category, "payment_term": held["customer"]}
    shop.customer(tag, siret="", vat_number="", name=tag, **given_customer)
    order = shop.order(customer=tag, payment_term=held["order"])
    found = why(shop, "payment_term", order=order["id"])
    winner = next((level for level in LEVELS if held[level]), "invoice_options")
    assert (found["level"], found["value"]) == (winner, held.get(winner) or "net-30")
    assert [(one["level"], one["value"]) for one in found["levels"]] == [
        *((level, held[level]) for level in LEVELS), ("invoice_options", "net-30"),
    ]  # fmt: skip


@pytest.mark.feature("HER-06")
def test_who_set_it_when_is_told_with_each_level(shop: Shop) -> None:
    api = shop.api
    category = named(api, "customer-categories", name="CHR")
    other = named(api, "customer-categories", name="Autre", payment_term="net-10")
    body = {"code": "CHR", "name": "CHR", "payment_term": "eom-30"}
    api.put(f"/{{c}}/customer-categories/{category}", body).ok()
    buyer = shop.customer("hotel", name="Hôtel", siret="", vat_number="", category_id=category)
    order = shop.order(customer="hotel")
    found = why(shop, "payment_term", order=order["id"])
    assert (found["value"], found["level"]) == ("eom-30", "customer_category")
    levels = {one["level"]: one for one in found["levels"]}
    assert list(levels) == [*LEVELS, "invoice_options"]
    assert [one["outcome"] for one in found["levels"]] == ["inherits", "inherits", "won", "inherits", "hidden"]
    assert (levels["customer_category"]["label"], levels["customer"]["label"]) == ("CHR", "Hôtel")
    assert levels["customer_category"]["set_by"]["name"] == "Camille Vigneron"
    changed = api.get("/{c}/history", kind="customer_categories", command="crm.category.change").ok()["items"]
    assert levels["customer_category"]["set_by"]["at"] == changed[0]["at"]
    assert (levels["order"]["set_by"], levels["order"]["value"]) == (None, None)
    assert why(shop, "payment_term", customer=buyer, category=other)["value"] == "net-10", "a form not saved yet"
    api.get("/{c}/explain", setting="colour").refused(422, "sales.explain.setting")
    api.get("/{c}/explain", setting="payment_term", order="ord_0").refused(404)


@pytest.mark.feature("HER-03")
@pytest.mark.feature("HER-X01")
def test_par_defaut_says_what_would_apply_and_from_where(shop: Shop) -> None:
    grid = named(shop.api, "grids", name="Terme", payment_term="net-60")
    given = {"payment_method": "cheque", "payment_term": "net-10", "grid_id": grid}
    buyer = shop.customer("both", name="Both", siret="", vat_number="", **given)
    items = shop.api.get("/{c}/explain", setting="payment_term,payment_method,price_grid", customer=buyer).ok()["items"]
    term, method, tariff = items
    assert term["defaults"]["order"] == {"value": "net-10", "level": "customer"}
    assert term["defaults"]["customer"] == {"value": "net-60", "level": "price_grid"}
    assert term["defaults"]["price_grid"] == {"value": "net-30", "level": "invoice_options"}
    assert (method["value"], method["level"]) == ("cheque", "customer"), "each resolves on its own"
    assert method["defaults"]["customer"] == {"value": "transfer", "level": "invoice_options"}
    assert (tariff["value"], tariff["defaults"]["customer"]) == (grid, {"value": None, "level": ""})


@pytest.mark.feature("HER-04")
def test_an_individual_pays_cash_and_says_why(shop: Shop) -> None:
    grid = named(shop.api, "grids", name="Part", payment_term="net-60", payment_method="card")
    given = {"kind": "individual", "siret": "", "vat_number": "", "grid_id": grid}
    buyer = shop.customer("person", name="Martin", **given)
    found = why(shop, "payment_term", customer=buyer)
    assert (found["value"], found["level"]) == ("cash", "individual")
    assert [one["outcome"] for one in found["levels"]][-2:] == ["overruled", "overruled"]
    assert why(shop, "payment_method", customer=buyer)["level"] == "price_grid"
    assert found["defaults"]["customer"] == {"value": "cash", "level": "individual"}


@pytest.mark.feature("HER-01")
def test_the_account_of_an_article_is_explained_and_its_family_counted(shop: Shop) -> None:
    api, wine = shop.api, shop.wines[0]
    found = why(shop, "sales_account", variant=wine)
    assert (found["value"], found["level"]) == ("701100", "product")
    family = api.get("/{c}/families").ok()["items"][0]["id"]
    change = {"setting": "sales_account", "level": "family", "id": family, "value": "701000"}
    assert api.post("/{c}/explain", change).ok()["variants"] == 0, "the product says otherwise"
    change |= {"setting": "vat_rate", "value": "5.5"}
    assert api.post("/{c}/explain", change).ok()["variants"] == 1


@pytest.mark.feature("M05")
@pytest.mark.feature("HER-05")
@pytest.mark.parametrize("setting", ["payment_method", "payment_term"])
def test_what_a_change_at_the_top_touches_is_counted_then_true(new_estate: Any, setting: str) -> None:
    shop = open_shop(new_estate, wines=1)
    api, own, top, new = shop.api, *{"payment_method": ("cheque", "transfer", "card"),
                                     "payment_term": ("net-10", "net-30", "net-45")}[setting]  # fmt: skip
    category = named(api, "customer-categories", name="Fixe", **{setting: own})
    people = {
        "plain": {},
        "plain2": {},
        "own": {setting: own},
        "same": {setting: top},
        "categorised": {"category_id": category},
        "individual": {"kind": "individual"},
    }
    for name, given in people.items():
        shop.customer(name, name=name, siret="", vat_number="", **given)
    orders = {name: shop.order(customer=name) for name in people}
    own_order = shop.order(customer="plain", **{setting: own})
    bill = shop.invoice(customer="plain")

    def values() -> dict[str, str]:
        found = {name: why(shop, setting, customer=shop.customers[name])["value"] for name in people}
        return found | {
            order["id"]: why(shop, setting, order=order["id"])["value"] for order in (*orders.values(), own_order)
        }

    before = values()
    change = {"setting": setting, "level": "invoice_options", "value": new}
    seen = api.post("/{c}/explain", change).ok()
    assert values() == before, "looking changes nothing"
    api.put("/{c}/settings", {"values": {setting: new}}).ok()
    after = values()
    moved = [key for key in before if before[key] != after[key]]
    customers = [name for name in moved if name in people]
    assert (seen["customers"], seen["orders"]) == (len(customers), len(moved) - len(customers))
    expected = ["plain", "plain2"] if setting == "payment_term" else ["plain", "plain2", "individual"]
    assert customers == expected
    assert (seen["invoices"], seen["frozen"]) == (0, 1)
    issued = api.get(f"/{{c}}/invoices/{bill['id']}").ok()
    assert (issued["term"], issued["method"]) == (bill["term"], bill["method"]), "an issued invoice never moves"
    api.post("/{c}/explain", {**change, "level": "family"}).refused(422, "sales.explain.level")
