"""Quotes through the API: made as orders are, sent, answered, an order once; what is refused and how."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.aws.call import system_call
from chalicelib.sales.service import expiring
from tests.rooms.sales_support import CSV, PDF, Shop, open_shop
from tests.rooms.tenancy_support import colleague
from tests.support.bus import Bus
from tests.support.papers import text_of


@pytest.fixture(scope="module")
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=3)


def quoted(shop: Shop, **given: Any) -> Any:
    return shop.api.post("/{c}/quotes", shop.asked(**given)).ok(201)


def moved(shop: Shop, quote: Any, *states: str, **given: Any) -> Any:
    for state in states:
        quote = shop.api.post(f"/{{c}}/quotes/{quote['id']}/transitions", {"to": state, **given}).ok()
    return quote


def test_a_quote_is_priced_as_the_order_it_would_be_and_has_its_own_numbers(shop: Shop) -> None:
    preview = shop.api.post("/{c}/orders/price", shop.asked(lines=2, quantity=12)).ok()
    first, second = (quoted(shop, lines=2, quantity=12) for _ in range(2))
    assert first["lines"] == preview["lines"]
    assert first["totals"] == preview["totals"]
    year, n = first["number"].split("-")[1:]
    assert first["number"] == f"DE-{year}-{n}"
    assert second["number"] == f"DE-{year}-{int(n) + 1:04d}"
    assert (first["state"], first["order"], first["allowed"]) == ("draft", None, ["cancelled", "sent"])
    assert shop.api.get(f"/{{c}}/quotes/{first['id']}").ok() == first
    why = shop.api.get(f"/{{c}}/quotes/{first['id']}/explain", line=1).ok()
    assert (why["unit_price"], [one["source"] for one in why["candidates"] if one["outcome"] == "won"]) == (
        "8.50",
        ["grid_tier"],
    )
    shop.api.get(f"/{{c}}/quotes/{first['id']}/explain", line=3).refused(404, "sales.line.not_found")


def test_a_sent_quote_is_good_for_as_long_as_the_company_says(shop: Shop) -> None:
    sent = moved(shop, quoted(shop), "sent")
    day = datetime.fromisoformat(sent["sent_at"]).date()
    assert (datetime.fromisoformat(sent["valid_until"]).date() - day).days in (30, 31)  # UTC and Paris at midnight
    assert sent["allowed"] == ["accepted", "draft", "refused"]
    asked = shop.asked()
    shop.api.put(f"/{{c}}/quotes/{sent['id']}", asked).refused(409, "sales.quote.not_editable")
    past = quoted(shop, valid_until="2026-01-31")
    shop.api.post(f"/{{c}}/quotes/{past['id']}/transitions", {"to": "sent"}).refused(422, "sales.quote.validity")
    empty = quoted(shop, lines=0)
    shop.api.post(f"/{{c}}/quotes/{empty['id']}/transitions", {"to": "sent"}).refused(422, "sales.order.no_lines")


def test_what_was_agreed_is_ordered_once_whatever_the_tariff_says_since(new_estate: Any) -> None:
    shop = open_shop(new_estate, wines=1)
    quote = quoted(shop, quantity=36, discount_percent="10", comment_printed="Livrer le matin", reference="BC 7")
    path = f"/{{c}}/quotes/{quote['id']}"
    shop.api.post(f"{path}/order").refused(409, "sales.quote.not_accepted")
    quote = moved(shop, quote, "sent", "accepted")
    assert quote["accepted_on"] == quote["ordered_on"]
    shop.api.put(f"/{{c}}/prices/{shop.wines[0]}", {"prices": {shop.grid: [{"from_qty": 1, "price": "20.00"}]}}).ok()
    order = shop.api.post(f"{path}/order").ok(201)
    assert order["totals"] == quote["totals"]
    assert order["totals"]["net"] == 25920  # 36 x 8.00 less 10 %
    assert (order["quote"], order["quote_number"], order["state"]) == (quote["id"], quote["number"], "draft")
    assert (order["reference"], order["comment_printed"]) == ("BC 7", "Livrer le matin")
    after = shop.api.get(path).ok()
    assert (after["order"], after["order_number"], after["allowed"]) == (order["id"], order["number"], [])
    problem = shop.api.post(f"{path}/order").refused(409, "sales.quote.already_ordered")
    assert problem["number"] == order["number"]
    shop.api.post(f"{path}/transitions", {"to": "sent"}).refused(409, "sales.quote.transition")
    shop.api.put(path, shop.asked()).refused(409, "sales.quote.not_editable")
    # Changed as an order, it keeps the price agreed: it is as if it had been typed.
    line = order["lines"][0]
    assert (line["unit_price"], line["manual"], line["source"]) == ("8.00", True, "manual")
    body = {
        "customer": order["customer"],
        "lines": [{"variant": line["variant"], "quantity": 36, "unit_price": line["unit_price"]}],
        "discount_percent": order["discount_percent"],
    }
    assert shop.api.put(f"/{{c}}/orders/{order['id']}", body).ok()["totals"] == quote["totals"]
    why = shop.api.get(f"/{{c}}/orders/{order['id']}/lines/1/explain").ok()
    assert why["candidates"][0] == {**why["candidates"][0], "source": "manual", "outcome": "won", "price": "8.00"}


def test_the_same_intent_sent_again_makes_one_quote_and_one_order(shop: Shop) -> None:
    key = {"Idempotency-Key": "quote-of-the-bistrot"}
    asked = shop.asked()
    first = shop.api.post("/{c}/quotes", asked, headers=key)
    again = shop.api.post("/{c}/quotes", asked, headers=key)
    assert first.ok(201) == again.ok(201)
    quote = moved(shop, first.json, "sent", "accepted")
    path, key = f"/{{c}}/quotes/{quote['id']}/order", {"Idempotency-Key": "order-of-the-quote"}
    assert shop.api.post(path, headers=key).ok(201) == shop.api.post(path, headers=key).ok(201)


def test_a_stale_version_is_refused_and_nothing_is_lost(shop: Shop) -> None:
    quote = quoted(shop)
    path, old = f"/{{c}}/quotes/{quote['id']}", {"If-Match": f'"{quote["version"]}"'}
    changed = shop.api.put(path, shop.asked(quantity=12), headers=old).ok()
    assert (changed["version"], changed["number"]) == (quote["version"] + 1, quote["number"])
    shop.api.put(path, shop.asked(quantity=6), headers=old).refused(412, "http.stale_version")
    shop.api.post(f"{path}/transitions", {"to": "sent"}, headers=old).refused(412)
    assert shop.api.get(path).ok()["lines"][0]["quantity"] == 12


def test_each_illegal_transition_names_those_allowed(shop: Shop) -> None:
    quote = quoted(shop)
    path = f"/{{c}}/quotes/{quote['id']}/transitions"
    problem = shop.api.post(path, {"to": "accepted"}).refused(409, "sales.quote.transition")
    assert problem["allowed"] == ["cancelled", "sent"]
    refused = moved(shop, moved(shop, quote, "sent"), "refused", reason="Trop cher")
    assert (refused["reason"], refused["allowed"]) == ("Trop cher", ["sent"])
    assert moved(shop, refused, "sent", "draft")["sent_at"] is None
    assert moved(shop, quote, "cancelled")["allowed"] == ["draft"]
    shop.api.post(path, {"to": "expired"}).refused(409, "sales.quote.transition")
    shop.api.post(path, {"to": "lost"}).refused(422)


def test_the_day_of_the_agreement_is_the_customers(shop: Shop) -> None:
    quote = moved(shop, quoted(shop, ordered_on="2026-11-01"), "sent")
    path = f"/{{c}}/quotes/{quote['id']}/transitions"
    for day in ("2026-10-31", "2999-01-01"):
        shop.api.post(path, {"to": "accepted", "on": day}).refused(422, "sales.quote.accepted_on")
    accepted = shop.api.post(path, {"to": "accepted", "on": "2026-11-02"}).ok()
    assert accepted["accepted_on"] == "2026-11-02"
    assert moved(shop, accepted, "sent")["accepted_on"] is None


def test_quotes_past_their_day_are_closed_at_night_and_may_be_prolonged(new_estate: Any) -> None:
    shop = open_shop(new_estate, wines=1)
    old, young = moved(shop, quoted(shop), "sent"), moved(shop, quoted(shop, valid_until="2999-12-31"), "sent")
    draft = quoted(shop)
    day = datetime.fromisoformat(old["valid_until"]).replace(hour=3, tzinfo=UTC)
    on_its_last_day = system_call("night", shop.estate.company, day)
    assert expiring.expire(on_its_last_day) == 0
    after = system_call("night", shop.estate.company, day.replace(year=day.year + 1))
    assert expiring.expire(after) == 1
    assert expiring.expire(after) == 0
    states = {row["id"]: row["state"] for row in shop.api.get("/{c}/quotes").ok()["items"]}
    assert states == {old["id"]: "expired", young["id"]: "sent", draft["id"]: "draft"}
    again = moved(shop, old, "draft")
    body = shop.asked(valid_until="2999-01-31")
    shop.api.put(f"/{{c}}/quotes/{again['id']}", body).ok()
    assert moved(shop, again, "sent", "accepted")["state"] == "accepted"


@pytest.mark.parametrize(("lang", "words"), [("fr", ("Devis", "Valable jusqu", "Bon pour accord")),
                                             ("en", ("Quote", "Valid until", "Total incl. VAT"))])  # fmt: skip
def test_its_paper_in_two_languages(shop: Shop, lang: str, words: tuple[str, ...]) -> None:
    quote = moved(shop, quoted(shop, lines=2, quantity=12, comment_private="marge faible"), "sent")
    reply = shop.api.get(f"/{{c}}/quotes/{quote['id']}/pdf", headers=PDF, lang=lang)
    assert (reply.status, reply.headers["content-type"]) == (200, "application/pdf")
    text = text_of(reply.content)
    for word in (*words, quote["number"], "204.00" if lang == "en" else "204,00", "Château des Tests n° 0 2022"):
        assert word in text, word
    assert "marge faible" not in text
    assert "recouvrement" not in text


def test_a_draft_prints_as_one_and_not_at_all_without_a_price(shop: Shop) -> None:
    draft = quoted(shop)
    assert "BROUILLON" in text_of(shop.api.get(f"/{{c}}/quotes/{draft['id']}/pdf", headers=PDF).content)
    empty = quoted(shop, lines=0)
    shop.api.get(f"/{{c}}/quotes/{empty['id']}/pdf", headers=PDF).refused(422, "sales.order.no_lines")


def test_lists_filter_sum_export_and_keep_to_themselves(new_estate: Any) -> None:
    shop = open_shop(new_estate, wines=2)
    first, second = quoted(shop), moved(shop, quoted(shop, lines=2), "sent")
    where = json.dumps({"field": "state", "op": "eq", "value": "sent"})
    page = shop.api.get("/{c}/quotes", where=where, sums="gross,cols").ok()
    assert [row["id"] for row in page["items"]] == [second["id"]]
    assert page["sums"] == {"gross": 69120, "cols": 72}
    assert {row["id"] for row in shop.api.get("/{c}/quotes", q="elise").ok()["items"]} == {first["id"], second["id"]}
    rows = shop.api.get("/{c}/quotes/export", format="csv", headers=CSV).content.decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert shop.api.get("/{c}/orders").ok()["count"] == 0, "a quote is no order: it counts in none of its figures"


def test_strangers_and_other_companies_learn_nothing(shop: Shop, new_estate: Any) -> None:
    quote = quoted(shop)
    other = new_estate()
    for path in ("/{c}/quotes", f"/{{c}}/quotes/{quote['id']}", f"/{{c}}/quotes/{quote['id']}/pdf"):
        shop.api.stranger().get(path).refused(401)
        other.api.into(shop.estate.company).get(path).refused(404)
    other.api.get(f"/{{c}}/quotes/{quote['id']}").refused(404, "sales.quote.not_found")
    other.api.post(f"/{{c}}/quotes/{quote['id']}/transitions", {"to": "sent"}).refused(404, "sales.quote.not_found")
    other.api.post(f"/{{c}}/quotes/{quote['id']}/order").refused(404, "sales.quote.not_found")
    cellar = colleague(shop.estate, Bus(), "cellar", f"chai.{shop.estate.company.lower()}@domaine.example")
    cellar.get(f"/{{c}}/quotes/{quote['id']}").refused(403, "http.scope")
    cellar.post("/{c}/quotes", shop.asked()).refused(403, "http.scope")


def test_a_customer_handed_over_takes_his_quotes_with_him(shop: Shop) -> None:
    bus = Bus()
    agent = colleague(shop.estate, bus, "representative", f"agent.{shop.estate.company.lower()}@domaine.example")
    me = agent.get("/me").ok()["id"]
    quote = quoted(shop, customer="cédé")
    agent.get(f"/{{c}}/quotes/{quote['id']}").refused(404, "sales.quote.not_found")
    record = shop.api.get(f"/{{c}}/customers/{quote['customer']}").ok()
    kept = {name: record[name] for name in ("kind", "name", "siret", "vat_number", "grid_id", "billing")}
    shop.api.put(f"/{{c}}/customers/{record['id']}", {**kept, "representative": me}).ok()
    bus.deliver()
    assert agent.get(f"/{{c}}/quotes/{quote['id']}").ok()["number"] == quote["number"]
    assert [row["id"] for row in agent.get("/{c}/quotes").ok()["items"]] == [quote["id"]]
