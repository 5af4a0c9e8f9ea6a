"""Who knows of which customers: a representative really invited, a member of the cellar, people of other companies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.rooms.sales_support import CSV, Shop, open_shop
from tests.rooms.tenancy_support import colleague
from tests.support.api import Api, Estate
from tests.support.bus import Bus

NEW = Callable[..., Estate]


@pytest.fixture(scope="module")
def shop(new_estate: NEW) -> Shop:
    return open_shop(new_estate, wines=1)


@pytest.fixture(scope="module")
def agents(shop: Shop) -> tuple[Api, Api]:
    """Two representatives of the company."""
    alice, bob = (joined(shop, "representative", name) for name in ("alice", "bob"))
    return alice, bob


def joined(shop: Shop, role: str, name: str) -> Api:
    email = f"{name}.{shop.estate.company.lower()}@domaine.example"
    return colleague(shop.estate, Bus(), role, email).into(shop.estate.company)


def me(api: Api) -> str:
    return str(api.get("/me").ok()["id"])


def names(api: Api, **query: Any) -> list[str]:
    return [row["name"] for row in api.get("/{c}/customers", **query).ok()["items"]]


def exported(api: Api, **query: Any) -> list[str]:
    answer = api.get("/{c}/customers/export", CSV, format="csv", fields="name", **query)
    assert answer.status == 200
    return answer.content.decode("utf-8-sig").split("\r\n")[1:-1]


@pytest.mark.feature("1.4-08")
def test_a_representative_knows_own_customers_only(shop: Shop, agents: tuple[Api, Api]) -> None:
    alice, bob = agents
    office = shop.api
    made = {
        name: shop.customer(name, name=name, representative=who, billing={"town": "Beaune"})
        for name, who in (("Cave d'Alice", me(alice)), ("Bar de Bob", me(bob)), ("Bistrot de personne", None))
    }
    assert names(office, sort="name") == ["Bar de Bob", "Bistrot de personne", "Cave d'Alice"]
    assert (names(alice), names(bob)) == (["Cave d'Alice"], ["Bar de Bob"])
    assert (names(alice, q="bob"), names(bob, q="bar de bob"), names(alice, q="beaune")) == (
        [],
        ["Bar de Bob"],
        ["Cave d'Alice"],
    )
    page = alice.get("/{c}/customers", where='{"field":"town","op":"eq","value":"beaune"}', limit=1).ok()
    assert (page["count"], page["next"]) == (1, None)
    assert exported(alice) == ["Cave d'Alice"]
    assert exported(alice, q="bob") == []
    assert len(exported(office)) == 3
    own = made["Cave d'Alice"]
    alice.get(f"/{{c}}/customers/{own}").ok()
    for hidden in ("Bar de Bob", "Bistrot de personne"):
        path = f"/{{c}}/customers/{made[hidden]}"
        alice.get(path).refused(404, "crm.customer.not_found")
        alice.put(path, {"kind": "business", "name": "Pris"}).refused(404, "crm.customer.not_found")
        asked = {"customer_id": made[hidden], "lines": [{"variant_id": shop.wines[0], "quantity": 1}]}
        alice.post("/{c}/prices/explain", asked).refused(404, "crm.customer.not_found")


@pytest.mark.feature("1.4-08")
def test_a_representative_neither_gives_nor_takes_customers(shop: Shop, agents: tuple[Api, Api]) -> None:
    alice, bob = agents
    body = {"kind": "business", "name": "À moi", "representative": me(bob)}
    made = alice.post("/{c}/customers", body).ok(201)
    assert made["representative"] == me(alice), "what a representative creates is his own"
    path = f"/{{c}}/customers/{made['id']}"
    assert alice.put(path, body).ok()["representative"] == me(alice)
    bob.get(path).refused(404)
    assert shop.api.put(path, body).ok()["representative"] == me(bob), "the office moves a customer"
    alice.get(path).refused(404)
    assert "À moi" not in names(alice)
    assert "À moi" in names(bob)


@pytest.mark.feature("1.4-08")
def test_the_trail_of_another_ones_customer_is_closed_with_its_orders_and_agreed_prices(
    shop: Shop, agents: tuple[Api, Api]
) -> None:
    alice, bob = agents
    customer = shop.customer("Cave de Bob", name="Cave de Bob", representative=me(bob))
    order = shop.order(customer="Cave de Bob")
    agreed = {"prices": {shop.wines[0]: [{"price": "9.50"}]}}
    shop.api.put(f"/{{c}}/customers/{customer}/prices", agreed).ok()

    def told(api: Api) -> set[tuple[str, str]]:
        return {(one["kind"], one["id"]) for one in api.get("/{c}/changes", limit=500).ok()["items"]}

    named = {("customer", customer), ("order", order["id"]), ("agreement", customer)}
    assert named <= told(bob)
    assert not named & told(alice)
    alice.get(f"/{{c}}/customers/{customer}/prices").refused(404, "crm.customer.not_found")


@pytest.mark.feature("1.4-07")
def test_the_cellar_sees_no_price_no_customer_and_no_invoice(shop: Shop) -> None:
    cellar = joined(shop, "cellar", "chai")
    cellar.get("/{c}/variants").ok()
    closed = ("prices", "prices/export", f"prices/{shop.wines[0]}", "grids", "customers", "customers/export",
              "customer-categories", "orders", "invoices", "payments")  # fmt: skip
    for path in closed:
        cellar.get(f"/{{c}}/{path}").refused(403, "http.scope")
    asked = {"lines": [{"variant_id": shop.wines[0], "quantity": 1}]}
    cellar.post("/{c}/prices/explain", asked).refused(403, "http.scope")
