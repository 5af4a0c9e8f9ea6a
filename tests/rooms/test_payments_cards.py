"""Payment links by e-mail, quotes and orders paid beforehand, payouts with their fees, disputes; against the twin."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from scripts.twins.mail import MailTwin
from scripts.twins.stripe import KEY, SECRET, Stripe, signature
from tests.rooms.card_support import due, followed, link, session_of, shop, state, stripe, tell
from tests.rooms.sales_support import RESTAURANT, Shop, open_shop
from tests.rooms.tenancy_support import colleague
from tests.rooms.test_reminders import night
from tests.support.bus import Bus

__all__ = ["shop", "stripe"]

ADDRESS = re.compile(r"https?://\S+/pay/\S+token=[0-9a-f]{40}")


def reachable(shop: Shop) -> str:
    return shop.customer("bistrot", emails=["elise@bistrot.example"])


def address(mails: MailTwin) -> str:
    """Where the button of the last mail leads; its text and its HTML say the same."""
    mail = mails.taken[-1]
    html = mail.content.get_body(("html",))
    assert html is not None
    [found] = set(ADDRESS.findall(mail.text))
    assert f'href="{found}"' in html.get_content()
    return str(found)


@pytest.mark.feature("2.4-02")
def test_a_link_for_the_open_balance_is_sent_by_e_mail_and_pays_the_invoice(
    shop: Shop, stripe: Stripe, bus: Bus, mails: MailTwin
) -> None:
    reachable(shop)
    invoice = shop.invoice()
    told = link(shop, invoice, send=True)
    assert (told["to"], told["state"], told["amount"]) == (["elise@bistrot.example"], "sent", 34560)
    assert stripe.sessions == {}, "no page is asked for before the customer comes"
    bus.deliver()
    assert "345,60" in mails.taken[-1].text
    page = followed(shop, address(mails)).ok()
    assert (page["amount"], page["seller"][:7], state(shop)) == (34560, "Domaine", "opened")
    stripe.pay(session_of(page))
    assert due(shop, invoice) == ("paid", 0), "the invoice is paid once the webhook is answered"


@pytest.mark.feature("2.4-03")
def test_what_became_of_a_link_is_shown(shop: Shop, stripe: Stripe) -> None:
    """Created, sent, opened, expired by a part paid otherwise, opened anew, paid; and never twice."""
    invoice = shop.invoice()
    path = f"/{{c}}/payment-links/{invoice['id']}/attempts"
    assert (shop.api.get(path).ok()["state"], shop.api.get(path).ok()["attempts"]) == ("created", [])
    url = link(shop, invoice)["url"]
    seen = [state(shop)]
    link(shop, invoice, sent=True)
    seen.append(state(shop))
    old = session_of(followed(shop, url).ok())
    seen.append(state(shop))
    shop.pay(10000, [(invoice["id"], 10000)])
    seen.append(state(shop))
    page = followed(shop, url).ok()
    stripe.pay(session_of(page))
    seen.append(state(shop))
    assert seen == ["created", "sent", "opened", "expired", "paid"]
    assert stripe.sessions[old]["status"] == "expired"
    shown = shop.api.get(path).ok()
    assert [(one["amount"], one["state"]) for one in shown["attempts"]] == [(24560, "paid"), (34560, "expired")]
    assert shown["attempts"][0]["payment_number"] == shop.api.get("/{c}/payments").ok()["items"][0]["number"]
    assert (shown["amount"], due(shop, invoice)) == (0, ("paid", 0))
    for session in (old, session_of(page)):
        with pytest.raises(ValueError, match="cs_test"):
            stripe.pay(session)
    link_again = shop.api.post("/{c}/payment-links", {"document": invoice["id"], "send": True})
    link_again.refused(422, "payments.link.nothing_due")
    paid = {"field": "pay_link", "op": "in", "value": ["paid"]}
    assert shop.api.get("/{c}/invoices", where=json.dumps(paid)).ok()["count"] == 1


@pytest.mark.feature("INN-06")
def test_quotes_pro_formas_invoices_and_reminders_carry_a_button_with_what_is_open(
    shop: Shop, stripe: Stripe, bus: Bus, mails: MailTwin
) -> None:
    reachable(shop)
    quote = shop.api.post("/{c}/quotes", shop.asked()).ok(201)
    order = shop.order(confirm=True)
    shop.api.post(f"/{{c}}/orders/{order['id']}/pro-forma").ok(201)
    invoice = shop.invoice()
    shop.pay(10000, [(invoice["id"], 10000)])
    for kind, id, said in (("quote", quote["id"], "345,60"), ("proforma", order["id"], "345,60"),
                           ("order", order["id"], "345,60"), ("invoice", invoice["id"], "245,60")):  # fmt: skip
        sent = shop.api.post("/{c}/sendings", {"kind": kind, "id": id}).ok(202)
        assert re.search(rf"Payer {said}\s€ en ligne", sent["text"]), sent["text"]
        bus.deliver()
        page = followed(shop, address(mails)).ok()
        assert (page["amount"], page["state"]) == (int(said.replace(",", "")), "due")
        [row] = shop.api.get("/{c}/payment-links", q=page["number"]).ok()["items"]
        assert row["state"] == "opened"
    assert night(shop, invoice, 7) == 1
    [reminder] = shop.api.get("/{c}/reminders").ok()["items"]
    shop.api.post("/{c}/reminders", {"ids": [reminder["id"]], "to": "sent"}).ok()
    bus.deliver()
    assert followed(shop, address(mails)).ok()["amount"] == 24560
    shop.api.put("/{c}/connectors/stripe", {"buttons": ["invoice"]}).ok()
    plain = shop.api.post("/{c}/sendings", {"kind": "quote", "id": quote["id"]}).ok(202)
    assert "en ligne" not in plain["text"]
    english = shop.api.post("/{c}/sendings", {"kind": "invoice", "id": invoice["id"], "language": "en"}).ok(202)
    assert re.search(r"Pay €245\.60 online", english["text"]), english["text"]
    shop.api.delete("/{c}/connectors/stripe").ok(204)
    silent = shop.api.post("/{c}/sendings", {"kind": "invoice", "id": invoice["id"]}).ok(202)
    assert "/pay/" not in silent["text"]


def test_a_template_of_ones_own_gets_its_button_where_it_says_or_at_its_end(shop: Shop, stripe: Stripe) -> None:
    reachable(shop)
    invoice = shop.invoice()
    for text, wanted in (("A\n\n$pay\n\nB", r"^A\n\nPayer [^\n]+\n\nB$"), ("A\n\nB", r"^A\n\nB\n\nPayer [^\n]+$")):
        template = {"sort": "invoice", "language": "fr", "subject": "F", "text": text}
        shop.api.put("/{c}/mail-templates", template).ok()
        shown = shop.api.get("/{c}/sendings", kind="invoice", id=invoice["id"]).ok()
        assert re.search(wanted, shown["text"]), shown["text"]
        assert shown["html"].count("<a href=") == 1
    typed = shop.api.post("/{c}/sendings", {"kind": "invoice", "id": invoice["id"], "text": "Sans bouton"}).ok(202)
    assert typed["text"] == "Sans bouton"


def test_a_quote_paid_beforehand_is_credit_that_pays_the_invoice(shop: Shop, stripe: Stripe, bus: Bus) -> None:
    quote = shop.api.post("/{c}/quotes", shop.asked()).ok(201)
    shop.api.post(f"/{{c}}/quotes/{quote['id']}/transitions", {"to": "sent"}).ok()
    made = link(shop, quote)
    assert (made["kind"], made["amount"]) == ("quote", 34560)
    stripe.pay(session_of(followed(shop, made["url"]).ok()))
    [payment] = shop.api.get("/{c}/payments").ok()["items"]
    assert (payment["amount"], payment["unallocated"]) == (34560, 34560)
    paid = followed(shop, made["url"]).ok()
    assert (paid["state"], paid["amount"]) == ("paid", 0)
    shop.api.post(f"/{{c}}/quotes/{quote['id']}/transitions", {"to": "accepted"}).ok()
    order = shop.api.post(f"/{{c}}/quotes/{quote['id']}/order").ok(201)
    shop.api.post(f"/{{c}}/orders/{order['id']}/transitions", {"to": "validated"}).ok()
    invoice = shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    for _ in range(2):  # told twice
        bus.deliver()
    assert due(shop, invoice) == ("paid", 0)
    assert shop.api.get("/{c}/payments").ok()["items"][0]["unallocated"] == 0
    assert followed(shop, made["url"]).ok()["number"] == invoice["number"], "the link of the quote is the invoice's now"


def test_what_was_given_back_of_an_order_is_open_again(shop: Shop, stripe: Stripe) -> None:
    order = shop.order(confirm=True)
    url = link(shop, order)["url"]
    session = session_of(followed(shop, url).ok())
    stripe.pay(session)
    stripe.refund(session, 4560)
    assert followed(shop, url).ok()["amount"] == 4560
    [given, payment] = sorted(shop.api.get("/{c}/payments").ok()["items"], key=lambda one: one["amount"])
    shop.api.post(f"/{{c}}/payments/{given['id']}/cancel", {"reason": "erreur"}).ok()
    assert followed(shop, url).ok()["state"] == "paid"
    shop.api.post(f"/{{c}}/payments/{payment['id']}/cancel", {"reason": "erreur"}).ok()
    assert followed(shop, url).ok()["amount"] == 34560


@pytest.mark.feature("SVC-04")
def test_keys_are_tried_and_charges_less_fees_are_what_the_bank_got(shop: Shop, stripe: Stripe, bus: Bus) -> None:
    """345.60 and 100.00 paid, 45.60 given back: fees 5.43 and 1.75, so 392.82 come to the bank."""
    shop.api.put("/{c}/connectors/stripe", {"key": "sk_test_nobody"}).refused(409, "payments.connector.key")
    first, second = shop.invoice(), shop.invoice()
    shop.pay(24560, [(second["id"], 24560)])
    for invoice in (first, second):
        stripe.pay(session_of(followed(shop, link(shop, invoice)["url"]).ok()))
    stripe.refund("cs_test_1", 4560)
    told = stripe.pay_out()
    body = json.dumps(told).encode()
    for _ in range(2):
        tell(shop, body, signature(body)).ok(204)
    [row] = shop.api.get("/{c}/payouts").ok()["items"]
    assert (row["gross"], row["fees"], row["net"], row["gap"]) == (40000, 718, 39282, 0)
    shown = shop.api.get(f"/{{c}}/payouts/{row['id']}").ok()
    assert [(one["kind"], one["amount"], one["fee"]) for one in shown["parts"]] == [
        ("charge", 34560, 543), ("charge", 10000, 175), ("refund", -4560, 0),
    ]  # fmt: skip
    numbers = {one["number"] for one in shop.api.get("/{c}/payments").ok()["items"] if one["method"] == "card"}
    assert {one["number"] for one in shown["parts"]} <= numbers
    bus.deliver()
    entries = shop.api.get("/{c}/accounting/entries", q=row["reference"]).ok()
    assert entries["count"] == 1, "told three times, booked once"
    lines = {line["account"]: (line["debit"], line["credit"]) for line in booked(shop, entries["items"][0]["id"])}
    assert lines == {"512000": (39282, 0), "627000": (718, 0), "511500": (0, 40000)}


def booked(shop: Shop, id: str) -> list[Any]:
    lines: list[Any] = shop.api.get(f"/{{c}}/accounting/entries/{id}").ok()["lines"]
    return lines


def test_a_payout_that_does_not_add_up_is_said_and_not_booked(shop: Shop, stripe: Stripe, bus: Bus) -> None:
    stripe.pay(session_of(followed(shop, link(shop, shop.invoice())["url"]).ok()))
    stripe.pay_out(lacking=7)
    [row] = shop.api.get("/{c}/payouts", where='{"field": "gap", "op": "ne", "value": 0}').ok()["items"]
    assert (row["gap"], row["gross"] - row["fees"] - row["net"]) == (7, 7)
    bus.deliver()
    assert shop.api.get("/{c}/accounting/entries", q=row["reference"]).ok()["count"] == 0
    late = {"id": "txn_late", "type": "stripe_fee", "amount": -7, "fee": 0, "net": -7}
    stripe.balance.append({**stripe.balance[0], **late})
    mended = shop.api.post(f"/{{c}}/payouts/{row['id']}").ok()
    assert (mended["gap"], mended["fees"]) == (0, 550)
    bus.deliver()
    assert shop.api.get("/{c}/accounting/entries", q=row["reference"]).ok()["count"] == 1
    shop.api.get("/{c}/payouts/stripe:po_none").refused(404, "payments.payout.not_found")


def test_a_dispute_is_said_is_a_task_and_a_refund_once_it_is_lost(shop: Shop, stripe: Stripe) -> None:
    invoice = shop.invoice()
    stripe.pay(session_of(followed(shop, link(shop, invoice)["url"]).ok()))
    events = [stripe.dispute("cs_test_1"), stripe.dispute("cs_test_1")]
    path = f"/{{c}}/payment-links/{invoice['id']}/attempts"
    [told] = shop.api.get(path).ok()["disputes"]
    assert (told["amount"], told["status"], told["reason"]) == (34560, "needs_response", "fraudulent")
    assert shop.api.get("/{c}/tasks", q="contesté").ok()["count"] == 1, "one task, though told twice"
    assert due(shop, invoice) == ("paid", 0)
    events.append(stripe.dispute("cs_test_1", "lost"))
    for event in reversed(events):
        stripe.send(event)
    assert due(shop, invoice) == ("unpaid", 34560)
    [told] = shop.api.get(path).ok()["disputes"]
    assert told["status"] == "lost"


def test_the_customer_sees_what_is_due_when_stripe_is_away(shop: Shop, stripe: Stripe) -> None:
    url = link(shop, shop.invoice())["url"]
    stripe.sessions.clear()
    shop.api.put("/{c}/connectors/stripe", {"enabled": False}).ok()
    page = followed(shop, url).ok()
    assert (page["state"], page["amount"], page["url"]) == ("silent", 34560, "")


def test_who_may_not_sees_no_link_and_no_payout(shop: Shop, stripe: Stripe, new_estate: Any) -> None:
    reachable(shop)
    invoice = shop.invoice()
    link(shop, invoice, send=True)
    agent = colleague(shop.estate, Bus(), "office", "rep@domaine.example", only_own=True).into(shop.estate.company)
    agent.get(f"/{{c}}/payment-links/{invoice['id']}/attempts").refused(404, "sales.invoice.not_found")
    agent.post("/{c}/payment-links", {"document": invoice["id"], "send": True}).refused(404, "sales.invoice.not_found")
    agent.delete("/{c}/connectors/stripe").refused(403, "http.scope")
    other = open_shop(new_estate, wines=1, **{"siret": "55210055400013"})
    other.customer("bistrot", **{**RESTAURANT, "emails": ["e@bistrot.example"]})
    body = {"document": other.invoice()["id"], "send": True}
    other.api.post("/{c}/payment-links", body).refused(409, "payments.connector.none")
    shop.api.put("/{c}/connectors/stripe", {"key": KEY, "webhook_secret": SECRET}).ok()
