"""Representatives and their commissions through the API: from the customer's assignment to the frozen statement."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from chalicelib.agents import service
from chalicelib.agents.schemas import StatementsIn
from chalicelib.agents.store import REACHED
from chalicelib.aws.table import Item
from chalicelib.kernel.book import WHOLE
from chalicelib.readmodel.following import Reached
from chalicelib.sales import service as sales
from chalicelib.sales.schemas import CreditNoteIn
from tests.rooms.sales_support import PDF, Shop, joined, open_shop
from tests.rooms.test_sales_invoices import call_of
from tests.support.bus import Bus

XLSX = {"accept": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
AFTER = datetime(2027, 4, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def shop(new_estate: Any) -> Shop:
    shop = open_shop(new_estate, wines=3)
    tiers = [{"from_qty": 1, "price": "10.00"}]
    shop.api.put(f"/{{c}}/prices/{shop.wines[0]}", {"prices": {shop.grid: tiers}}).ok()
    return shop


def agent(shop: Shop, name: str, **given: Any) -> Any:
    return shop.api.post("/{c}/agents", {"name": name, **given}).ok(201)


def terms(**given: Any) -> dict[str, Any]:
    return {"terms": given}


def plan(shop: Shop, **given: Any) -> Any:
    known = shop.api.get("/{c}/commission-plan").ok()
    body = {name: known[name] for name in ("priority", "families", "account", "counterpart")}
    return shop.api.put("/{c}/commission-plan", {**body, **given}).ok()


def sold(shop: Shop, agent: str, quantity: int = 100, **given: Any) -> Any:
    """An invoice of one line on which that representative earns: 1,000.00 HT for 100 bottles."""
    return shop.invoice(quantity=quantity, agent=agent, **given)


def open_of(shop: Shop, agent: str) -> list[tuple[str, int, int]]:
    """(period, base, amount) of what is open for a representative, once every fact is counted."""
    service.follow_facts(call_of(shop))
    rows = shop.api.get("/{c}/statements", sort="until").ok()["items"]
    return [(one["period"], one["base"], one["amount"]) for one in rows if one["agent"] == agent and not one["number"]]


def lines_of(shop: Shop, id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shop.api.get(f"/{{c}}/statements/{id}").ok()["commissions"]
    return found


def this_month() -> str:
    return datetime.now(UTC).astimezone().strftime("%Y-%m")


@pytest.mark.feature("2.5-01")
def test_a_representative_inherits_from_his_family_and_overrides_each_term(shop: Shop) -> None:
    family = {"name": "VRP", "terms": {"rate": "5", "basis": "paid", "period": "quarter", "shipping": True}}
    made = plan(shop, families=[family])["families"][0]
    one = agent(shop, "Paul Négoce", family=made["id"])
    told = {x["name"]: (x["value"], x["holder"], x["inherited"], x["inherited_from"]) for x in one["effective"]}
    assert told == {
        "rate": ("5", "family", "5", "family"), "basis": ("paid", "family", "paid", "family"),
        "period": ("quarter", "family", "quarter", "family"), "shipping": (True, "family", True, "family"),
    }  # fmt: skip
    own = {"rate": "0", "basis": "invoiced", "period": "month", "shipping": False}
    body = {"name": "Paul Négoce", "family": made["id"], "terms": own}
    after = shop.api.put(f"/{{c}}/agents/{one['id']}", body).ok()
    assert {x["name"]: (x["value"], x["holder"]) for x in after["effective"]} == {
        name: (value, "agent") for name, value in own.items()
    }
    assert (after["family_name"], after["code"], after["user"]) == ("VRP", one["code"], None)
    shop.api.put("/{c}/commission-plan", {"priority": ["customer", "product", "grid"], "families": []}).refused(
        409, "agents.family.in_use"
    )
    shop.api.put(f"/{{c}}/agents/{one['id']}", {**body, "family": None}, headers={"If-Match": '"1"'}).refused(412)
    shop.api.put(f"/{{c}}/agents/{one['id']}", {**body, "family": None}).ok()
    assert plan(shop, families=[])["families"] == []


@pytest.mark.feature("2.5-02")
def test_the_line_names_the_level_its_rate_came_from(shop: Shop) -> None:
    product = shop.api.get(f"/{{c}}/variants/{shop.wines[0]}").ok()["product_id"]
    rates = [
        {"level": "customer", "target": shop.customer("bistrot"), "rate": "3"},
        {"level": "product", "target": product, "rate": "6"},
        {"level": "grid", "target": shop.grid, "rate": "4"},
    ]
    one = agent(shop, "Quatre Taux", **terms(rate="5", rates=rates))
    where = {"customer": shop.customer("bistrot"), "product": product, "grid": shop.grid}
    why = shop.api.get(f"/{{c}}/agents/{one['id']}", **where).ok()["explained"]
    assert (why["rate"], why["level"]) == ("3", "customer")
    assert [(x["level"], x["rate"]) for x in why["said"]][:4] == [
        ("customer", "3"), ("product", "6"), ("grid", "4"), ("base", "5"),
    ]  # fmt: skip
    sold(shop, one["id"])
    assert open_of(shop, one["id"]) == [(this_month(), 100_000, 3_000)]
    line = lines_of(shop, f"{one['id']}-{this_month()}")[0]
    assert (line["rate"], line["level"], line["amount"]) == ("3", "customer", 3_000)
    assert [x["level"] for x in line["said"]][:4] == ["customer", "product", "grid", "base"]
    assert plan(shop, priority=["grid", "product", "customer"])["priority"][0] == "grid"
    why = shop.api.get(f"/{{c}}/agents/{one['id']}", **where).ok()["explained"]
    assert (why["rate"], why["level"]) == ("4", "grid")
    plan(shop, priority=["customer", "product", "grid"])
    body = {"name": "Quatre Taux", "terms": {"rate": "5", "rates": [{**rates[0], "rate": "0"}, *rates[1:]]}}
    shop.api.put(f"/{{c}}/agents/{one['id']}", body).ok()
    why = shop.api.get(f"/{{c}}/agents/{one['id']}", **where).ok()["explained"]
    assert (why["rate"], why["level"]) == ("0", "customer")
    assert lines_of(shop, f"{one['id']}-{this_month()}")[0]["rate"] == "3"  # what is earned keeps its rate


@pytest.mark.feature("2.5-03")
def test_a_new_order_takes_the_representative_of_its_customer(shop: Shop) -> None:
    first, second = agent(shop, "Premier")["id"], agent(shop, "Second")["id"]
    customer = shop.customer("confié", representative=first, name="La Table confiée")
    past = shop.order(customer="confié")
    assert (past["agent"], past["asked_agent"]) == (first, None)
    path = f"/{{c}}/customers/{customer}"
    known = shop.api.get(f"{path}/follower").ok()
    shop.api.put(f"{path}/follower", {"user": second}, headers={"If-Match": f'"{known["version"]}"'}).ok()
    Bus().deliver()
    assert shop.api.get(f"/{{c}}/orders/{past['id']}").ok()["agent"] == first
    kept = shop.api.put(f"/{{c}}/orders/{past['id']}", shop.asked(customer="confié", quantity=12)).ok()
    assert kept["agent"] == first
    assert shop.order(customer="confié")["agent"] == second
    other = shop.order(customer="confié", agent=first, confirm=True)
    assert (other["agent"], other["asked_agent"]) == (first, first)
    nobody = shop.order(customer="confié", agent="")
    assert nobody["agent"] == ""
    shop.api.post("/{c}/orders", shop.asked(customer="confié", agent="agt_unknown")).refused(422, "sales.order.agent")
    shop.api.put(f"{path}/follower", {"user": "agt_unknown"}).refused(422, "crm.representative.unknown")
    shop.api.post(f"/{{c}}/orders/{other['id']}/transitions", {"to": "invoiced"}).ok()
    assert [base for _, base, _ in open_of(shop, first)] == [36_000]
    shop.api.put(f"/{{c}}/agents/{second}", {"name": "Second", "archived": True}).ok()
    shop.api.post("/{c}/orders", shop.asked(agent=second)).refused(422, "sales.order.agent")


@pytest.mark.feature("2.5-06")
def test_earned_once_invoiced_or_as_it_is_paid(shop: Shop) -> None:
    at_once = agent(shop, "À la facture", **terms(rate="5", basis="invoiced"))["id"]
    as_paid = agent(shop, "Au règlement", **terms(rate="5", basis="paid"))["id"]
    sold(shop, at_once)
    assert open_of(shop, at_once) == [(this_month(), 100_000, 5_000)]
    invoice = sold(shop, as_paid)
    assert open_of(shop, as_paid) == []
    half = shop.pay(60_000, [(invoice["id"], 60_000)])
    assert open_of(shop, as_paid) == [(this_month(), 50_000, 2_500)]
    credit = shop.pay(60_000, [])
    shop.api.post(f"/{{c}}/payments/{credit['id']}/allocations",
                  {"allocations": [{"invoice": invoice["id"], "amount": 60_000}]}).ok()  # fmt: skip
    assert open_of(shop, as_paid) == [(this_month(), 100_000, 5_000)]
    shop.api.post(f"/{{c}}/payments/{half['id']}/cancel", {"reason": "chèque rejeté"}).ok()
    assert open_of(shop, as_paid) == [(this_month(), 50_000, 2_500)]
    causes = [line["cause"] for line in lines_of(shop, f"{as_paid}-{this_month()}")]
    assert sorted(causes) == ["cancellation", "payment", "payment"]


def test_a_sale_in_dollars_earns_on_the_euros_that_it_is_booked_for(shop: Shop) -> None:
    at_once = agent(shop, "À la facture", **terms(rate="5", basis="invoiced"))["id"]
    as_paid = agent(shop, "Au règlement", **terms(rate="5", basis="paid"))["id"]
    dollars: dict[str, Any] = {"currency": "USD", "rate": "1.25"}
    assert sold(shop, at_once, **dollars)["totals"]["net"] == 125_000
    assert open_of(shop, at_once) == [(this_month(), 100_000, 5_000)]
    invoice = sold(shop, as_paid, **dollars)
    shop.pay(75_000, [(invoice["id"], 75_000)], rate="1.10")
    assert open_of(shop, as_paid) == [(this_month(), 50_000, 2_500)], "whatever the rate that it is paid at"


@pytest.mark.feature("2.5-07")
def test_carriage_counts_only_where_the_terms_say_so(shop: Shop) -> None:
    without = agent(shop, "Hors port", **terms(rate="5"))["id"]
    with_it = agent(shop, "Port compris", **terms(rate="5", shipping=True))["id"]
    for one in (without, with_it):
        assert sold(shop, one, shipping=5_410)["totals"]["net"] == 105_410
    assert open_of(shop, without) == [(this_month(), 100_000, 5_000)]
    assert open_of(shop, with_it) == [(this_month(), 105_410, 5_271)]


@pytest.mark.feature("2.5-X01")
def test_after_discounts_and_a_percent_of_its_own(shop: Shop) -> None:
    one = agent(shop, "Après remise", **terms(rate="5"))["id"]
    line = {"variant": shop.wines[1], "quantity": 36, "discount": "10"}  # 36 at 8.00 = 288.00
    shop.invoice(agent=one, customer="bistrot", **{})  # 36 bottles of the first wine: 360.00
    before = open_of(shop, one)[0][2]
    for given, cents in (({}, 1_296), ({"commission": "2.5"}, 648), ({"commission": "0"}, 0)):
        body = {"customer": shop.customer("bistrot"), "agent": one, "confirm": True, "lines": [{**line, **given}]}
        order = shop.api.post("/{c}/orders", body).ok(201)
        shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
        after = open_of(shop, one)[0][2]
        assert after - before == cents
        before = after
    typed = [x for x in lines_of(shop, f"{one}-{this_month()}") if x["level"] == "line"]
    assert sorted((x["rate"], x["amount"]) for x in typed) == [("0", 0), ("2.5", 648)]


def test_facts_told_again_or_late_count_once(shop: Shop) -> None:
    one = agent(shop, "Rejoué", **terms(rate="5", basis="paid"))["id"]
    invoice = sold(shop, one)
    shop.pay(60_000, [(invoice["id"], 60_000)])
    assert open_of(shop, one) == [(this_month(), 50_000, 2_500)]
    Bus().deliver()
    assert open_of(shop, one) == [(this_month(), 50_000, 2_500)]
    pk, sk = REACHED.key(shop.estate.company, WHOLE)
    item = Item.get(pk, sk)
    item.doc = REACHED.write(Reached())  # as if the follower had lost its place: every fact again, from the first
    item.v += 1
    item.save()
    assert open_of(shop, one) == [(this_month(), 50_000, 2_500)]


@pytest.mark.feature("2.5-05")
def test_a_quarter_is_frozen_and_a_later_credit_note_is_in_the_next(new_estate: Any) -> None:
    shop = open_shop(new_estate, wines=1)
    one = agent(shop, "Trimestre", **terms(rate="5", period="quarter"))["id"]
    days = [
        datetime(2027, 1, 1, 9, tzinfo=UTC),
        datetime(2027, 3, 31, 9, tzinfo=UTC),
        datetime(2027, 4, 1, 9, tzinfo=UTC),
    ]
    orders = [shop.order(quantity=36, agent=one, confirm=True)["id"] for _ in days]
    invoices = [sales.issue(call_of(shop, on), order) for on, order in zip(days, orders, strict=True)]
    shop.api.get("/{c}/statements").ok()
    service.follow_facts(call_of(shop, AFTER))
    first, second = f"{one}-2027-Q1", f"{one}-2027-Q2"
    held = service.get_statement(call_of(shop, AFTER), first)
    assert [line.invoice for line in held.commissions] == [invoice.id for invoice in invoices[:2]]
    assert (held.base, held.amount, held.allowed) == (57_600, 2_880, ["issued"])
    issued = service.move_statements(call_of(shop, AFTER), StatementsIn(to="issued", ids=[first])).items[0]
    assert (issued.number, issued.since.isoformat(), issued.until.isoformat()) == (
        "RC-2027-0001", "2027-01-01", "2027-03-31",
    )  # fmt: skip
    frozen = service.get_statement(call_of(shop, AFTER), first)
    shop.api.put(f"/{{c}}/agents/{one}", {"name": "Autre nom", "terms": {"rate": "50", "period": "quarter"}}).ok()
    sales.credit(call_of(shop, AFTER), invoices[0].id, CreditNoteIn(reason="retour"))
    assert service.get_statement(call_of(shop, AFTER), first) == frozen
    later = service.get_statement(call_of(shop, AFTER), second)
    assert [(x.cause, x.base, x.amount) for x in later.commissions] == [
        ("invoice", 28_800, 1_440), ("credit_note", -28_800, -1_440),
    ]  # fmt: skip


@pytest.mark.feature("2.5-X02")
def test_a_statement_on_paper_adds_up_to_the_books(new_estate: Any) -> None:
    shop = open_shop(new_estate, wines=2)
    plan(shop, account="622210", counterpart="401000")
    one = agent(shop, "Élise Courtière", **terms(rate="3.3"))["id"]
    invoices = [shop.invoice(lines=2, quantity=quantity, agent=one) for quantity in (7, 36, 13)]
    service.follow_facts(call_of(shop))
    id = f"{one}-{this_month()}"
    after = replace(call_of(shop), now=datetime(2099, 1, 1, 9, tzinfo=UTC))
    shop.api.post("/{c}/statements", {"to": "issued", "ids": [id]}).refused(422, "agents.statement.not_over")
    issued = service.move_statements(after, StatementsIn(to="issued", ids=[id])).items[0]
    book = openpyxl.load_workbook(io.BytesIO(shop.api.get(f"/{{c}}/statements/{id}/file", format="xlsx").content))
    rows: list[Any] = list(book.worksheets[0].values)
    assert rows[0] == ("Date", "Origine", "Document", "Facture", "Client", "Ligne", "Base HT", "Taux (%)", "Niveau",
                       "Commission")  # fmt: skip
    lines = rows[1:-1]
    assert [row[3] for row in lines] == [invoice["number"] for invoice in invoices for _ in range(2)]
    assert {row[4] for row in lines} == {"Le Bistrot d'Élise"}
    cents = [round(row[9] * 100) for row in lines]
    assert cents == [208, 208, 950, 950, 365, 365]
    assert sum(cents) == round(rows[-1][9] * 100) == issued.amount
    Bus().deliver()
    entries = shop.api.get("/{c}/accounting/entries", q=issued.number).ok()["items"]
    entry = shop.api.get(f"/{{c}}/accounting/entries/{entries[0]['id']}").ok()
    assert [(x["account"], x["debit"], x["credit"]) for x in entry["lines"]] == [
        ("622210", issued.amount, 0), ("401000", 0, issued.amount),
    ]  # fmt: skip
    for amounts in (True, False):
        content = shop.api.get(f"/{{c}}/statements/{id}/file", headers=PDF, amounts=str(amounts).lower()).content
        text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        assert all(invoice["number"] in text for invoice in invoices)
        assert issued.number in text
        assert ("30,46" in text, "3,3" in text) == (amounts, amounts)
    bare = openpyxl.load_workbook(
        io.BytesIO(shop.api.get(f"/{{c}}/statements/{id}/file", format="xlsx", amounts="false").content)
    )
    assert len(next(bare.worksheets[0].values)) == 6


def test_several_are_issued_at_once_or_none(new_estate: Any) -> None:
    shop = open_shop(new_estate, wines=1)
    ones = [agent(shop, name, **terms(rate="5"))["id"] for name in ("Un", "Deux", "Trois")]
    for one in ones:
        shop.invoice(agent=one)
    service.follow_facts(call_of(shop))
    ids = [f"{one}-{this_month()}" for one in ones]
    after = replace(call_of(shop), now=datetime(2099, 1, 1, 9, tzinfo=UTC))
    wrong = StatementsIn(to="issued", ids=[*ids, f"{ones[0]}-2031-01"])
    with pytest.raises(Exception, match=r"agents\.statement\.not_found"):
        service.move_statements(after, wrong)
    assert [len(open_of(shop, one)) for one in ones] == [1, 1, 1]
    done = service.move_statements(after, StatementsIn(to="issued", ids=ids)).items
    assert sorted(one.number for one in done) == [f"RC-2099-000{n}" for n in (1, 2, 3)]
    problem = shop.api.post("/{c}/statements", {"to": "issued", "ids": ids[:1]}).refused(409)
    assert problem["code"] == "agents.statement.transition"
    late = replace(after, now=datetime(2099, 2, 1, 9, tzinfo=UTC))
    paid = service.move_statements(late, StatementsIn(to="paid", ids=ids)).items
    assert {(one.state, str(one.paid_on)) for one in paid} == {("paid", "2099-02-01")}


def test_one_limited_to_his_own_sees_only_his_statements(new_estate: Any) -> None:
    shop = open_shop(new_estate, wines=1)
    api = joined(shop, "representative", "vrp")
    me = api.get("/me").ok()["id"]
    other = agent(shop, "Un autre", **terms(rate="5"))["id"]
    mine = agent(shop, "Moi", user=me, **terms(rate="5"))["id"]
    assert mine == me
    shop.api.post("/{c}/agents", {"name": "Encore", "user": me}).refused(409, "agents.agent.user_taken")
    shop.api.put(f"/{{c}}/agents/{mine}", {"name": "Moi"}).refused(422, "agents.agent.user_fixed")
    for one in (other, mine):
        shop.invoice(agent=one)
    service.follow_facts(call_of(shop))
    assert {one["agent"] for one in api.get("/{c}/statements").ok()["items"]} == {mine}
    assert {one["id"] for one in api.get("/{c}/agents").ok()["items"]} == {mine}
    assert api.get(f"/{{c}}/statements/{mine}-{this_month()}").ok()["amount"] == 1_440
    api.get(f"/{{c}}/statements/{other}-{this_month()}").refused(404)
    api.get(f"/{{c}}/statements/{other}-{this_month()}/file").refused(404)
    api.get(f"/{{c}}/agents/{other}").refused(404)
    api.get("/{c}/commission-plan").refused(403, "agents.own")
    api.post("/{c}/statements", {"to": "paid", "ids": [f"{mine}-{this_month()}"]}).refused(403)
    own = shop.customer("le sien", representative=me, name="La Table du Sien")
    asked: dict[str, Any] = {"customer": own, "lines": [{"variant": shop.wines[0], "quantity": 6}]}
    assert api.post("/{c}/orders", asked).ok(201)["agent"] == me
    api.post("/{c}/orders", {**asked, "agent": other}).refused(403, "sales.order.commission_own")
    greedy = {**asked, "lines": [{**asked["lines"][0], "commission": "90"}]}
    api.post("/{c}/orders", greedy).refused(403, "sales.order.commission_own")


def test_the_same_intent_sent_again_makes_one_representative(shop: Shop) -> None:
    key = {"Idempotency-Key": "agent-once"}
    first = shop.api.post("/{c}/agents", {"name": "Unique"}, headers=key).ok(201)
    assert shop.api.post("/{c}/agents", {"name": "Unique"}, headers=key).ok(201) == first


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"name": ""}, 422, None),
        ({"email": "pas une adresse"}, 422, None),
        ({"family": "agf_unknown"}, 422, "agents.family.unknown"),
        ({"user": "usr_unknown"}, 422, "agents.agent.user_unknown"),
        ({"terms": {"rate": "101"}}, 422, None),
        ({"terms": {"rates": [{"level": "grid", "target": "g", "rate": "1"}] * 2}}, 422, "agents.rate.twice"),
    ],
)
def test_what_cannot_be_a_representative(shop: Shop, change: dict[str, Any], status: int, code: str | None) -> None:
    shop.api.post("/{c}/agents", {"name": "Non", **change}).refused(status, code)


def test_what_cannot_be_a_statement(shop: Shop) -> None:
    get: Callable[..., Any] = shop.api.get
    get("/{c}/statements/agt_unknown-2026-Q1").refused(404, "agents.agent.not_found")
    get("/{c}/statements/nonsense").refused(404)
    one = agent(shop, "Rien encore")["id"]
    get(f"/{{c}}/statements/{one}-2026-Q1").refused(404, "agents.statement.not_found")
    shop.api.post("/{c}/statements", {"to": "paid", "ids": [f"{one}-2026-Q1"]}).refused(404)
