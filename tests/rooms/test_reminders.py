"""Reminders through the API: made by the night, sent by a person, dropped once paid, disputed or excluded."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.aws.call import system_call
from chalicelib.reminders import nightly
from scripts.twins.mail import MailTwin
from tests.rooms.sales_support import Shop, joined, open_shop
from tests.rooms.tenancy_support import colleague
from tests.support.bus import Bus


@pytest.fixture
def shop(new_estate: Any) -> Shop:
    return open_shop(new_estate, wines=2)


def night(shop: Shop, invoice: Any, days: int) -> int:
    """Run the night so many days after the invoice is due; gives how many reminders were made."""
    day = date.fromisoformat(invoice["due_on"]) + timedelta(days=days)
    now = datetime(day.year, day.month, day.day, 3, 30, tzinfo=UTC)
    return nightly.generate(system_call("night", shop.estate.company, now=now))


def listed(shop: Shop, state: str = "pending") -> list[tuple[str, int]]:
    where = json.dumps({"field": "state", "op": "eq", "value": state})
    items = shop.api.get("/{c}/reminders", where=where).ok()["items"]
    return [(one["number"], one["level"]) for one in items]


def remind(shop: Shop, ids: list[str], to: str = "sent", **given: Any) -> Any:
    return shop.api.post("/{c}/reminders", {"ids": ids, "to": to, **given}).ok()


@pytest.mark.feature("2.3-26")
def test_levels_come_on_their_day_and_never_twice(shop: Shop) -> None:
    invoice = shop.invoice(customer="bistrot")
    number = invoice["number"]
    assert night(shop, invoice, 6) == 0
    assert night(shop, invoice, 7) == 1
    assert listed(shop) == [(number, 1)]
    assert night(shop, invoice, 7) == 0
    assert night(shop, invoice, 20) == 0
    assert night(shop, invoice, 21) == 1
    assert night(shop, invoice, 21) == 0
    assert listed(shop) == [(number, 2)]
    assert listed(shop, "superseded") == [(number, 1)]
    shop.api.put("/{c}/settings", {"values": {"reminder_days_3": 60}}).ok()
    assert (night(shop, invoice, 45), night(shop, invoice, 60)) == (0, 1)


@pytest.mark.feature("2.3-27")
def test_one_click_sends_all_selected_and_what_is_paid_or_disputed_drops_out(
    shop: Shop, bus: Bus, mails: MailTwin
) -> None:
    api = shop.api
    emails = {"emails": ["maison@bistrot.example"]}
    shop.customer(
        "bistrot", contacts=[{"name": "C", "email": "c@bistrot.example", "documents": ["reminder"]}], **emails
    )
    shop.customer("exclu", name="Client exclu", emails=["exclu@exclu.example"])
    paid, disputed, first, second = (shop.invoice() for _ in range(4))
    excluded = shop.invoice(customer="exclu")
    api.put(
        "/{c}/reminders", {"kind": "customer", "id": shop.customer("exclu"), "held": True, "reason": "Famille"}
    ).ok()
    assert night(shop, first, 7) == 4
    bus.deliver()
    shop.pay(34560, [(paid["id"], 34560)])
    bus.deliver()
    api.put("/{c}/reminders", {"kind": "invoice", "id": disputed["id"], "held": True, "reason": "Bouchons"}).ok()
    # What the dashboard counts.
    where = json.dumps({"field": "state", "op": "eq", "value": "pending"})
    counted = api.get("/{c}/reminders", where=where, sums="balance", limit=1).ok()
    assert (counted["count"], counted["sums"]) == (2, {"balance": 69120})
    ids = [f"{one['id']}-1" for one in (first, second)]
    seen = remind(shop, ids, preview=True)["items"]
    assert [one["recipients"] for one in seen] == [["c@bistrot.example"]] * 2
    assert first["number"] in seen[0]["subject"]
    late = [*ids, f"{paid['id']}-1", f"{excluded['id']}-1"]
    answer = remind(shop, late)
    assert [one["state"] for one in answer["items"][:2]] == ["sent", "sent"]
    assert answer["items"][2]["state"] == "lapsed"
    assert answer["items"][3]["rule"] == "reminders.reminder.not_found"
    assert [one["message"] for one in remind(shop, ids)["items"]] == [one["message"] for one in answer["items"][:2]]
    bus.deliver()
    assert [mail.to for mail in mails.taken] == [["c@bistrot.example"]] * 2
    ((name, content),) = mails.taken[0].attachments.items()
    assert name == f"{first['number']}.pdf"
    assert content == api.get(f"/{{c}}/invoices/{first['id']}/pdf").content
    assert listed(shop) == []
    assert {row[0] for row in listed(shop, "disputed")} == {disputed["number"]}
    api.put("/{c}/reminders", {"kind": "invoice", "id": disputed["id"], "held": False}).ok()
    assert night(shop, first, 8) == 1
    assert listed(shop) == [(disputed["number"], 1)]
    assert remind(shop, [f"{disputed['id']}-1"], to="dropped")["done"] == 1
    assert listed(shop) == []


def test_paid_between_the_night_and_the_click(shop: Shop, bus: Bus, mails: MailTwin) -> None:
    shop.customer("bistrot", emails=["chef@bistrot.example"])
    invoice = shop.invoice()
    night(shop, invoice, 7)
    shop.pay(34560, [(invoice["id"], 34560)])  # nobody was told yet
    answer = remind(shop, [f"{invoice['id']}-1"])
    assert [one["state"] for one in answer["items"]] == ["lapsed"]
    bus.deliver()
    assert mails.taken == []


@pytest.mark.feature("2.3-X06")
def test_the_last_level_claims_fee_and_interest_of_businesses_only(shop: Shop, bus: Bus, mails: MailTwin) -> None:
    shop.api.put("/{c}/settings", {"values": {"late_interest_rate": "12"}}).ok()
    shop.customer("bistrot", emails=["chef@bistrot.example"])
    shop.customer("renee", kind="individual", name="Vaillant", siret="", vat_number="", emails=["renee@example.fr"])
    business, person = shop.invoice(), shop.invoice(customer="renee")
    for one in (business, person):
        for days in (7, 21, 45):
            night(shop, one, days)
    seen = {
        one["id"]: one for one in remind(shop, [f"{one['id']}-3" for one in (business, person)], preview=True)["items"]
    }
    mine = seen[f"{business['id']}-3"]
    today = date.fromisoformat(shop.api.get(f"/{{c}}/invoices/{business['id']}").ok()["issued_on"])
    assert today < date.fromisoformat(business["due_on"])  # the click is made today: nothing is late yet
    assert (mine["fee"], mine["interest"]) == (0, 0)
    from chalicelib.reminders import service
    from chalicelib.reminders.schemas import RemindIn

    day = date.fromisoformat(business["due_on"]) + timedelta(days=45)
    call = system_call("click", shop.estate.company, now=datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
    sent = service.remind(call, RemindIn(ids=[f"{business['id']}-3"], to="sent")).items[0]
    balance = business["totals"]["gross"]
    assert (sent.fee, sent.interest) == (4000, round(balance * 12 * 45 / 36500))
    assert "40,00" in sent.text
    day = date.fromisoformat(person["due_on"]) + timedelta(days=45)
    call = system_call("click", shop.estate.company, now=datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
    sent = service.remind(call, RemindIn(ids=[f"{person['id']}-3"], to="sent")).items[0]
    assert (sent.fee, sent.interest) == (0, 0)
    assert "Indemnité" not in sent.text
    assert "Intérêts" not in sent.text


def test_who_has_his_own_customers_only_holds_back_and_lets_go_of_theirs_alone(shop: Shop, bus: Bus) -> None:
    email = f"rose.{shop.estate.company.lower()}@domaine.example"
    api = colleague(shop.estate, bus, "office", email, only_own=True).into(shop.estate.company)
    shop.customer("sien", name="Sa Cave", representative=api.get("/me").ok()["id"])
    mine, other = shop.invoice(customer="sien"), shop.invoice()
    hold = {"kind": "invoice", "held": True}
    shop.api.put("/{c}/reminders", {**hold, "id": other["id"]}).ok()
    api.put("/{c}/reminders", {**hold, "id": other["id"]}).refused(404)
    seen = api.put("/{c}/reminders", {**hold, "id": mine["id"]}).ok()
    assert [one["id"] for one in seen["items"]] == [mine["id"]], "another's customers are not told"
    let_go = {"kind": "invoice", "held": False}
    api.put("/{c}/reminders", {**let_go, "id": other["id"]}).refused(404, "reminders.held.not_found")
    assert api.put("/{c}/reminders", {**let_go, "id": mine["id"]}).ok()["items"] == []
    kept = shop.api.put("/{c}/reminders", {**let_go, "id": mine["id"]}).ok()
    assert [one["id"] for one in kept["items"]] == [other["id"]]


def test_reminders_are_read_and_sent_by_who_may(shop: Shop) -> None:
    agent = joined(shop, "accountant", "paul")
    invoice = shop.invoice()
    night(shop, invoice, 7)
    assert agent.get("/{c}/reminders").ok()["count"] == 1
    reader = joined(shop, "reader", "luce")
    reader.post("/{c}/reminders", {"ids": [f"{invoice['id']}-1"], "to": "sent"}).refused(403)
    stale = {"If-Match": '"9"'}
    shop.api.put("/{c}/reminders", {"kind": "invoice", "id": invoice["id"], "held": True}).ok()
    body = {"kind": "invoice", "id": invoice["id"], "held": False}
    shop.api.put("/{c}/reminders", body, headers=stale).refused(412)
    for id in ("x-1", f"{invoice['id']}-9", "ivc_0"):
        assert remind(shop, [id])["items"][0]["rule"] == "reminders.reminder.not_found"
