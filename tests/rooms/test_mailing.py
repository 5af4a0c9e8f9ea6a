"""Documents by e-mail, through the API: who receives what, what became of it, who gets nothing more, templates."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from chalicelib.aws import files
from chalicelib.aws.call import system_call
from chalicelib.kernel.errors import Unavailable
from chalicelib.mailing.rules.messages import SILENCE
from chalicelib.sales.service import sending
from scripts.twins.mail import MailTwin, mixed, told
from tests.rooms.sales_support import Shop, joined, open_shop
from tests.support.bus import Bus
from tests.support.mails import hear, tell


@pytest.fixture(scope="module")
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=2)


def contact(name: str, email: str, *documents: str) -> dict[str, Any]:
    return {"name": name, "email": email, "documents": list(documents)}


def send(shop: Shop, kind: str, id: str, headers: dict[str, str] | None = None, **given: Any) -> Any:
    return shop.api.post("/{c}/sendings", {"kind": kind, "id": id, **given}, headers=headers).ok(202)


def row(shop: Shop, id: str) -> Any:
    """The message as its list shows it."""
    where = json.dumps({"field": "id", "op": "eq", "value": id})
    (found,) = shop.api.get("/{c}/messages", where=where).ok()["items"]
    return found


@pytest.mark.feature("4.2-01")
def test_each_document_goes_to_the_contact_who_receives_it(shop: Shop, bus: Bus, mails: MailTwin) -> None:
    contacts = [
        contact("A", "a@quai.example", "quote"),
        contact("B", "b@quai.example", "invoice"),
        contact("C", "c@quai.example", "reminder"),
    ]
    customer = shop.customer("quai", contacts=contacts, emails=["maison@quai.example"])
    quote = shop.api.post("/{c}/quotes", shop.asked(customer="quai")).ok(201)
    order = shop.order(customer="quai", confirm=True)
    invoice = shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    assert send(shop, "quote", quote["id"])["to"] == ["a@quai.example"]
    assert send(shop, "invoice", invoice["id"])["to"] == ["b@quai.example"]
    assert send(shop, "order", order["id"])["to"] == ["maison@quai.example"]
    bus.deliver()
    assert [mail.to for mail in mails.taken] == [["a@quai.example"], ["b@quai.example"], ["maison@quai.example"]]
    assert shop.api.get(f"/{{c}}/quotes/{quote['id']}").ok()["state"] == "sent"
    found = shop.api.get("/{c}/messages", where=json.dumps({"field": "customer", "op": "eq", "value": customer})).ok()
    assert found["count"] == 3


def test_what_leaves_is_the_paper_of_the_page(shop: Shop, bus: Bus, mails: MailTwin) -> None:
    shop.customer("papier", name="L'Œnothèque d'Élise & Loïc", emails=["elise@papier.example"])
    order = shop.order(customer="papier", confirm=True)
    note = shop.api.post("/{c}/delivery-notes", {"order": order["id"]}).ok(201)
    invoice = shop.api.post(f"/{{c}}/orders/{order['id']}/invoice").ok(201)
    for kind, id, path in (
        ("invoice", invoice["id"], f"invoices/{invoice['id']}"),
        ("delivery_note", note["id"], f"delivery-notes/{note['id']}"),
    ):
        asked = send(shop, kind, id)
        bus.deliver()
        mail = mails.taken[-1]
        ((name, content),) = mail.attachments.items()
        paper = shop.api.get(f"/{{c}}/{path}/pdf").content
        number = invoice["number"] if kind == "invoice" else note["number"]
        assert name == f"{number}.pdf"
        assert content == paper
        shown = row(shop, asked["id"])
        assert (shown["attachment"], shown["status"]) == (hashlib.sha256(paper).hexdigest(), "sent")
        assert (shown["subject"], shown["text"]) == (mail.subject, mail.text.replace("\r\n", "\n").strip())
        assert mail.tags == {"mail": kind, "company": shop.estate.company, "message": asked["id"]}


@pytest.mark.feature("2.3-23")
def test_sent_delivered_opened_and_a_bounce_is_shown(shop: Shop, bus: Bus, mails: MailTwin) -> None:
    shop.customer("suivi", emails=["chef@suivi.example"])
    invoice = shop.invoice(customer="suivi")
    asked = send(shop, "invoice", invoice["id"])
    assert asked["status"] == "queued"
    bus.deliver()
    seen = [row(shop, asked["id"])["status"]]
    for event in told(mails.taken[-1]):
        hear(event)
        seen.append(row(shop, asked["id"])["status"])
    assert seen == ["sent", "sent", "delivered", "opened"]
    shop.customer("rebond", emails=["bounce@rebond.example"])
    order = shop.order(customer="rebond", confirm=True)
    back = send(shop, "order", order["id"])
    bus.deliver()
    tell(mails.taken[-1])
    # What the order's page and the dashboard ask.
    where = {
        "and": [
            {"field": "about", "op": "eq", "value": order["id"]},
            {"field": "status", "op": "eq", "value": "bounced"},
        ]
    }
    (shown,) = shop.api.get("/{c}/messages", where=json.dumps(where)).ok()["items"]
    assert (shown["id"], shown["reason"]) == (back["id"], "smtp; 550 5.1.1 user unknown")


@pytest.mark.feature("INN-04")
def test_after_a_spam_notice_nothing_more_goes_there_until_cleared(shop: Shop, bus: Bus, mails: MailTwin) -> None:
    shop.customer("plainte", emails=["complaint@plainte.example"])
    invoice = shop.invoice(customer="plainte")
    first = send(shop, "invoice", invoice["id"])
    waiting = send(shop, "invoice", invoice["id"])
    bus.deliver()
    assert len(mails.taken) == 2
    tell(mails.taken[0])
    assert row(shop, first["id"])["status"] == "complained"
    problem = shop.api.post("/{c}/sendings", {"kind": "invoice", "id": invoice["id"]}).refused(422)
    assert problem["errors"][0]["rule"] == "mailing.recipient.stopped"
    seen = shop.api.get("/{c}/sendings", kind="invoice", id=invoice["id"]).ok()
    assert (seen["to"], seen["stopped"]) == ([], ["complaint@plainte.example"])
    (stop,) = shop.api.get("/{c}/mail-stops", q="plainte").ok()["items"]
    assert (stop["address"], stop["reason"], stop["message"]) == (
        "complaint@plainte.example",
        "complained",
        first["id"],
    )
    shop.api.post("/{c}/mail-stops", {"address": "Complaint@plainte.example"}).ok()
    assert shop.api.get("/{c}/mail-stops", q="plainte").ok()["items"] == []
    tell(mails.taken[0])  # the same notice, again: it lifts nothing back
    assert shop.api.get("/{c}/mail-stops", q="plainte").ok()["items"] == []
    assert send(shop, "invoice", invoice["id"])["to"] == ["complaint@plainte.example"]
    assert waiting["status"] == "queued"
    shop.api.post("/{c}/mail-stops", {"address": "personne@plainte.example"}).refused(404, "mailing.stop.not_found")


def test_an_address_stopped_meanwhile_is_left_out_when_the_mail_leaves(shop: Shop, bus: Bus, mails: MailTwin) -> None:
    shop.customer("entretemps", emails=["complaint@entretemps.example"])
    invoice = shop.invoice(customer="entretemps")
    bus.deliver()
    mails.calm()
    send(shop, "invoice", invoice["id"])
    bus.deliver()
    late = send(shop, "invoice", invoice["id"])
    tell(mails.taken[0])
    bus.deliver()
    assert [mail.to for mail in mails.taken] == [["complaint@entretemps.example"]]
    assert row(shop, late["id"])["status"] == "failed"


def test_events_three_times_backwards_and_of_nobody(shop: Shop, bus: Bus, mails: MailTwin) -> None:
    shop.customer("desordre", emails=["ouvre@desordre.example"])
    asked = send(shop, "invoice", shop.invoice(customer="desordre")["id"])
    bus.deliver()
    outcomes = [hear(event) for event in mixed(told(mails.taken[-1]))]
    assert outcomes.count("unknown") == 1
    assert set(outcomes) == {"noted", "unknown"}
    shown = row(shop, asked["id"])
    assert shown["status"] == "opened"
    assert shown["delivered_at"] < shown["opened_at"]
    assert hear({"detail": {"mail": {"tags": {}}}}) == "foreign"
    assert hear({"detail": None}) == "foreign"
    unread = told(mails.taken[-1])[0]
    unread["detail"]["eventType"] = "DeliveryDelay"
    assert hear(unread) == "ignored"


def test_a_mail_is_given_to_the_provider_once(shop: Shop, bus: Bus, mails: MailTwin) -> None:
    """A repeated request, a fact told twice, an answer lost: one mail."""
    shop.customer("unique", emails=["chef@unique.example"])
    invoice = shop.invoice(customer="unique")
    key = {"Idempotency-Key": "envoi-unique-0001"}
    asked = send(shop, "invoice", invoice["id"], headers=key)
    assert send(shop, "invoice", invoice["id"], headers=key)["id"] == asked["id"]
    mails.fault = "lost"
    bus.deliver()
    assert row(shop, asked["id"])["status"] == "sending"
    mails.fault = ""
    call = system_call("test", shop.estate.company)
    assert sending.carry(call, asked["id"]) == "done"
    sending.carry_left(system_call("test"))
    assert len(mails.taken) == 1
    assert tell(mails.taken[0]) == ["noted"] * 3
    assert row(shop, asked["id"])["status"] == "opened"


def test_what_nobody_heard_of_did_not_leave(shop: Shop, bus: Bus, mails: MailTwin) -> None:
    shop.customer("silence", emails=["chef@silence.example"])
    asked = send(shop, "invoice", shop.invoice(customer="silence")["id"])
    mails.fault = "error"
    bus.deliver()
    assert row(shop, asked["id"])["status"] == "sending"
    call = system_call("test", shop.estate.company)
    sending._carry_left(call)
    assert row(shop, asked["id"])["status"] == "sending"
    later = system_call("test", shop.estate.company, now=call.now + SILENCE)
    sending._carry_left(later)
    assert row(shop, asked["id"])["status"] == "failed"
    assert mails.taken == []


def test_a_provider_away_is_asked_again_later(shop: Shop, bus: Bus, mails: MailTwin) -> None:
    shop.customer("absent", emails=["chef@absent.example"])
    asked = send(shop, "invoice", shop.invoice(customer="absent")["id"])
    mails.fault = "busy"
    with pytest.raises(Unavailable):
        bus.deliver()
    assert row(shop, asked["id"])["status"] == "queued"
    mails.fault = ""
    call = system_call("test", shop.estate.company)
    assert sending._carry_left(call) == 1
    assert row(shop, asked["id"])["status"] == "sent"
    mails.fault = "rejected"
    refused = send(shop, "invoice", shop.invoice(customer="absent")["id"])
    bus.deliver()
    assert row(shop, refused["id"])["status"] == "failed"


@pytest.mark.feature("2.3-24")
@pytest.mark.feature("2.5-04")
def test_the_representative_is_in_copy_when_the_option_is_on(shop: Shop, bus: Bus, mails: MailTwin) -> None:
    api = shop.api
    agent = joined(shop, "representative", "agathe")
    me = next(one for one in api.get("/{c}/members").ok()["items"] if one["email"].startswith("agathe"))
    contacts = [
        contact("Comptable", "compta@halles.example", "invoice"),
        contact("Agathe", me["email"], "invoice", "order"),
    ]
    shop.customer("halles", contacts=contacts, emails=["halles@halles.example"], representative=me["id"])
    invoice = shop.invoice(customer="halles")

    def sent(kind: str, id: str) -> tuple[list[str], list[str]]:
        send(shop, kind, id)
        bus.deliver()
        return mails.taken[-1].to, mails.taken[-1].cc

    def set_option(on: bool) -> None:
        api.put("/{c}/settings", {"values": {"mail_copy_agent": on}}).ok()

    assert agent.get("/{c}/messages").ok()["count"] == 0
    set_option(True)
    assert sent("invoice", invoice["id"]) == (["compta@halles.example"], [me["email"]])
    assert agent.get("/{c}/messages").ok()["count"] == 1
    other = shop.order(customer="halles", confirm=True)
    assert sent("order", other["id"]) == (["halles@halles.example"], [me["email"]])
    off = shop.order(customer="halles", confirm=True, copies=False)
    assert sent("invoice", api.post(f"/{{c}}/orders/{off['id']}/invoice").ok(201)["id"])[1] == []
    set_option(False)
    assert sent("invoice", invoice["id"])[1] == []
    on = shop.order(customer="halles", confirm=True, copies=True)
    assert sent("invoice", api.post(f"/{{c}}/orders/{on['id']}/invoice").ok(201)["id"]) == (
        ["compta@halles.example"],
        [me["email"]],
    )


@pytest.mark.feature("2.3-X05")
def test_templates_by_document_and_language(shop: Shop, bus: Bus, mails: MailTwin) -> None:
    api = shop.api
    templates = api.get("/{c}/mail-templates").ok()
    assert {(one["sort"], one["language"]) for one in templates["items"]} >= {("quote", "fr"), ("invoice", "en")}
    body = {
        "sort": "invoice",
        "language": "en",
        "subject": "$company: invoice $number",
        "text": "Dear $person,\n\n$amount",
    }
    problem = api.put("/{c}/mail-templates", {**body, "text": "Dear $person, $iban"}).refused(422)
    assert (problem["errors"][0]["field"], problem["errors"][0]["rule"]) == ("text", "mailing.template.variable")
    assert "« iban »" in problem["errors"][0]["detail"].replace("\u202f", " ")
    looping = api.put("/{c}/mail-templates", {**body, "text": "{% for line in lines %}$number{% endfor %}"}).refused(
        422
    )
    assert looping["errors"][0]["rule"] == "mailing.template.code"
    api.put("/{c}/mail-templates", {**body, "text": "x" * 400_000}).refused(422)
    saved = api.put("/{c}/mail-templates", body, headers={"If-Match": f'"{templates["version"]}"'}).ok()
    api.put("/{c}/mail-templates", body, headers={"If-Match": f'"{saved["version"] + 1}"'}).refused(412)
    shop.customer("anglais", name="Vins $number & Co", language="en", emails=["boss@anglais.example"])
    invoice = shop.invoice(customer="anglais")
    asked = send(shop, "invoice", invoice["id"])
    bus.deliver()
    mail = mails.taken[-1]
    assert mail.subject.endswith(f": invoice {invoice['number']}")
    assert mail.text.replace("\r\n", "\n").strip() == "Dear Vins $number & Co,\n\n€345.60"
    shown = row(shop, asked["id"])
    ((_, content),) = mail.attachments.items()
    assert (shown["text"], shown["attachment"]) == (
        "Dear Vins $number & Co,\n\n€345.60",
        hashlib.sha256(content).hexdigest(),
    )
    assert files.get(shop.estate.company, shown["attachment"]) == content
    back = api.put("/{c}/mail-templates", {**body, "subject": "", "text": ""}).ok()
    assert not next(one for one in back["items"] if one["id"] == "invoice-en")["own"]


def test_words_and_addresses_typed_for_one_mail(shop: Shop, bus: Bus, mails: MailTwin) -> None:
    shop.customer("libre", emails=["chef@libre.example"])
    invoice = shop.invoice(customer="libre")
    given: dict[str, Any] = {
        "to": ["autre@libre.example"],
        "cc": ["copie@libre.example"],
        "subject": "Votre $number",
        "text": "Bonjour <b>",
    }
    seen = shop.api.get("/{c}/sendings", kind="invoice", id=invoice["id"]).ok()
    assert seen["to"] == ["chef@libre.example"]
    assert seen["problem"] == ""
    send(shop, "invoice", invoice["id"], **given)
    bus.deliver()
    mail = mails.taken[-1]
    assert (mail.to, mail.cc, mail.subject) == (["autre@libre.example"], ["copie@libre.example"], "Votre $number")
    html = mail.content.get_body(("html",))
    assert html is not None
    assert "&lt;b&gt;" in html.get_content()
    shop.customer("muet", emails=[])
    silent = shop.invoice(customer="muet")
    problem = shop.api.post("/{c}/sendings", {"kind": "invoice", "id": silent["id"]}).refused(422)
    assert problem["errors"][0]["rule"] == "mailing.recipient.none"
    shop.api.post(
        "/{c}/sendings", {"kind": "invoice", "id": silent["id"], "to": ["a@b.example\nBcc: x@y.example"]}
    ).refused(422)
    shop.api.post("/{c}/sendings", {"kind": "invoice", "id": "ivc_00000000000000000000000000"}).refused(404)
