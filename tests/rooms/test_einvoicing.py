"""Invoices through an approved platform: sent once whatever happens, statuses in any order, collected when paid;
against its twin."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pikepdf
import pytest

from chalicelib.aws import line
from chalicelib.aws.call import system_call
from chalicelib.einvoicing.partners import afnor
from chalicelib.einvoicing.service import carrying, following
from scripts.twins.afnor import CLIENT, SECRET, Platform, signature
from tests.rooms.sales_support import PDF, Shop, joined, open_shop
from tests.support.api import Reply
from tests.support.bus import Bus


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    monkeypatch.setattr(line, "PAUSE", (0.0, 0.01))
    monkeypatch.setenv("CAVEAU_REGISTER_SECONDS", "20")
    monkeypatch.setattr(afnor, "_tokens", {})
    with Platform() as twin:
        monkeypatch.setenv("CAVEAU_AFNOR_URL", twin.url)
        twin.tell = lambda address, body, headers: None
        yield twin


@pytest.fixture
def shop(new_estate: Any, platform: Platform) -> Shop:
    shop = open_shop(new_estate, wines=2)
    body = {"place": "superpdp", "client": CLIENT, "secret": SECRET, "enabled": True}
    shown = shop.api.put("/{c}/einvoicing", body, {"Idempotency-Key": "platform-1"}).ok()
    assert shop.api.put("/{c}/einvoicing", body, {"Idempotency-Key": "platform-1"}).ok()["enabled"]
    shop.api.put("/{c}/einvoicing", body, {"If-Match": '"99"'}).refused(412)
    assert (shown["enabled"], shown["hooked"], shown["secret_end"]) == (True, True, SECRET[-4:])
    assert SECRET not in json.dumps(shown)
    return shop


def hour(shop: Shop, hours: int = 1) -> int:
    """The hourly look, so many hours from now."""
    now = datetime.now(UTC) + timedelta(hours=hours)
    return following.look(system_call("hour", shop.estate.company, now=now))


def state(shop: Shop, invoice: Any) -> str:
    return str(shop.api.get(f"/{{c}}/einvoices/{invoice['id']}").ok()["state"])


def tell(shop: Shop, flow: dict[str, Any], **given: Any) -> Reply:
    body = json.dumps(flow).encode()
    headers = {"content-type": "application/json", **signature(body, **given)}
    return shop.api.stranger().call("POST", "/{c}/einvoicing", body, headers)


def test_an_invoice_leaves_when_issued_is_deposited_and_told_as_collected_once_paid(
    shop: Shop, platform: Platform, bus: Bus
) -> None:
    invoice = shop.invoice()
    bus.deliver()
    [flow] = platform.flows
    assert (flow["trackingId"], flow["flowSyntax"], flow["processingRule"]) == (invoice["id"], "Factur-X", "B2B")
    paper = shop.api.get(f"/{{c}}/invoices/{invoice['id']}/pdf", PDF).content
    assert platform.files[flow["flowId"]] == paper
    assert "factur-x.xml" in pikepdf.open(io.BytesIO(paper)).attachments
    assert state(shop, invoice) == "sent"
    tell(shop, platform.status(invoice["number"], "200")).ok(204)
    assert state(shop, invoice) == "deposited"
    shop.pay(34560, [(invoice["id"], 34560)])
    bus.deliver()
    assert state(shop, invoice) == "collected"
    collected = platform.files[platform.flows[-1]["flowId"]].decode()
    assert "<ram:ProcessConditionCode>212</ram:ProcessConditionCode>" in collected
    assert '<ram:ValueAmount currencyID="EUR">345.60</ram:ValueAmount>' in collected
    before = len(platform.flows)
    assert (hour(shop), bus.deliver() >= 0, len(platform.flows)) == (3, True, before)
    [row] = shop.api.get("/{c}/invoices", where='{"field":"einvoice","op":"in","value":["collected"]}').ok()["items"]
    assert (row["id"], row["einvoice"]) == (invoice["id"], "collected")


def test_only_businesses_in_france_go_by_the_platform(shop: Shop, platform: Platform, bus: Bus) -> None:
    private = {"kind": "individual", "name": "Martin", "siret": "", "vat_number": ""}
    berlin = {"siret": "", "vat_number": "DE136695976",
              "billing": {"lines": ["Allee 1"], "postcode": "10115", "town": "Berlin", "country": "DE"}}  # fmt: skip
    for short, given in (("martin", private), ("berlin", berlin)):
        shop.customer(short, **given)
        shop.invoice(customer=short)
    bus.deliver()
    assert platform.flows == []
    assert shop.api.get("/{c}/einvoices").ok()["count"] == 0


@pytest.mark.parametrize("fault", ["slow", "down", "error", "malformed", "busy", "lost"])
def test_a_platform_that_fails_for_an_hour_loses_nothing_and_gets_nothing_twice(
    fault: str, shop: Shop, platform: Platform, bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform.fault = fault
    monkeypatch.setenv("CAVEAU_REGISTER_SECONDS", "0.3" if fault == "slow" else "20")
    first, second = shop.invoice(), shop.invoice()
    bus.deliver()
    assert [state(shop, one) for one in (first, second)] == ["pending", "pending"]
    assert shop.api.get(f"/{{c}}/einvoices/{first['id']}").ok()["problem"] == "silent"
    platform.fault = ""
    platform.wake.set()
    monkeypatch.setenv("CAVEAU_REGISTER_SECONDS", "20")
    hour(shop)
    hour(shop, 2)
    assert [state(shop, one) for one in (first, second)] == ["sent", "sent"]
    assert sorted(one["trackingId"] for one in platform.flows) == sorted([first["id"], second["id"]])


def test_a_kill_between_the_platform_and_our_record_sends_nothing_twice(
    shop: Shop, platform: Platform, bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*given: Any) -> str:
        raise KeyboardInterrupt

    invoice = shop.invoice()
    with monkeypatch.context() as killing:
        killing.setattr(carrying, "_sent", killed)
        with pytest.raises(KeyboardInterrupt):
            bus.deliver()
    assert (len(platform.flows), state(shop, invoice)) == (1, "pending")
    hour(shop)
    assert (len(platform.flows), state(shop, invoice)) == (1, "sent")


def test_statuses_in_any_order_and_told_twice_end_in_the_same_state(shop: Shop, platform: Platform, bus: Bus) -> None:
    ends = []
    for backwards in (False, True):
        invoice = shop.invoice()
        bus.deliver()
        told = [platform.status(invoice["number"], code, later=60) for code in ("200", "202", "203", "207", "205")]
        for flow in [*(reversed(told) if backwards else told), *told]:
            tell(shop, flow).ok(204)
        shown = shop.api.get(f"/{{c}}/einvoices/{invoice['id']}").ok()
        ends.append((shown["state"], [one["code"] for one in shown["statuses"]]))
    assert ends == [("approved", ["200", "202", "203", "207", "205"])] * 2


def test_a_status_that_nothing_allows_is_kept_and_moves_nothing(shop: Shop, platform: Platform, bus: Bus) -> None:
    invoice = shop.invoice()
    bus.deliver()
    for code in ("200", "210", "205"):
        tell(shop, platform.status(invoice["number"], code, "TX_TVA_ERR" if code == "210" else "", later=60)).ok(204)
    shown = shop.api.get(f"/{{c}}/einvoices/{invoice['id']}").ok()
    assert shown["state"] == "refused"
    assert [(one["code"], one["counts"]) for one in shown["statuses"]] == [("200", True), ("210", True), ("205", False)]
    [row] = shop.api.get("/{c}/einvoices", where='{"field":"state","op":"eq","value":"refused"}').ok()["items"]
    assert (row["number"], row["reason"]) == (invoice["number"], "TX_TVA_ERR")
    shop.pay(34560, [(invoice["id"], 34560)])
    bus.deliver()
    assert state(shop, invoice) == "refused"


def test_late_statuses_are_found_by_the_hourly_look_and_a_bad_signature_gets_400(
    shop: Shop, platform: Platform, bus: Bus
) -> None:
    invoice = shop.invoice()
    bus.deliver()
    shop.pay(34560, [(invoice["id"], 34560)])
    bus.deliver()
    assert state(shop, invoice) == "sent"
    flow = platform.status(invoice["number"], "200")
    stamps = ({"key": "AAAA"}, {"stamp": 1_700_000_000})
    for bad in stamps:
        tell(shop, flow, **bad).refused(400, "einvoicing.webhook.signature")
    assert state(shop, invoice) == "sent"
    hour(shop)
    assert state(shop, invoice) == "collected"


def test_what_the_platform_rejects_says_why_and_leaves_again(shop: Shop, platform: Platform, bus: Bus) -> None:
    platform.rejects = "VirusFound"
    invoice = shop.invoice()
    bus.deliver()
    hour(shop)
    shown = shop.api.get(f"/{{c}}/einvoices/{invoice['id']}").ok()
    assert (shown["state"], "VirusFound" in shown["problem"]) == ("failed", True)
    platform.rejects = ""
    sent = shop.api.post("/{c}/einvoices", {"invoices": [invoice["id"]]}).ok()
    assert (sent["done"], sent["items"][0]["state"]) == (1, "sent")
    hour(shop, 2)
    assert (state(shop, invoice), len(platform.flows)) == ("sent", 2)


def test_a_buyer_that_the_directory_does_not_know_is_said(shop: Shop, platform: Platform, bus: Bus) -> None:
    platform.unreachable.add("732829320")
    invoice = shop.invoice()
    bus.deliver()
    shown = shop.api.get(f"/{{c}}/einvoices/{invoice['id']}").ok()
    assert (shown["state"], shown["reach"]) == ("sent", "no")


def test_keys_that_are_refused_keep_invoices_waiting(shop: Shop, platform: Platform, bus: Bus) -> None:
    shop.api.put("/{c}/einvoicing", {"place": "superpdp", "secret": "faux", "enabled": True}).ok()
    invoice = shop.invoice()
    bus.deliver()
    shown = shop.api.get(f"/{{c}}/einvoices/{invoice['id']}").ok()
    assert (shown["state"], shown["problem"]) == ("pending", "keys")
    shop.api.put("/{c}/einvoicing", {"place": "superpdp", "secret": SECRET, "enabled": True}).ok()
    hour(shop)
    assert state(shop, invoice) == "sent"


def test_who_may_do_what(shop: Shop, platform: Platform, bus: Bus) -> None:
    invoice = shop.invoice()
    private = shop.customer("martin", kind="individual", name="Martin", siret="", vat_number="")
    other = shop.invoice(customer="martin")
    bus.deliver()
    agent = joined(shop, "representative", "agent")
    agent.get(f"/{{c}}/einvoices/{invoice['id']}").refused(404, "einvoicing.invoice.not_found")
    assert agent.get("/{c}/einvoices").ok()["count"] == 0
    [answer] = shop.api.post("/{c}/einvoices", {"invoices": [other["id"]]}).ok()["items"]
    assert (answer["rule"], bool(private)) == ("einvoicing.invoice.reported", True)
    shop.api.put("/{c}/einvoicing", {"place": "nowhere", "enabled": False}).refused(422, "einvoicing.platform.unknown")
