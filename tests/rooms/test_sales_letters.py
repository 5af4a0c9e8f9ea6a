"""Documents by post, through the API: handed over once whatever fails, refused when the address is bad, followed."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.aws.call import system_call
from chalicelib.kernel.errors import Unavailable
from chalicelib.mailing.rules.posts import PATIENCE
from chalicelib.mailing.service import posting
from chalicelib.sales.service import sending
from scripts.twins.maileva import MailevaTwin
from tests.rooms.sales_support import Shop, joined, open_shop
from tests.support.bus import Bus
from tests.support.posts import CONTRACT, pointed


@pytest.fixture
def maileva(world: Any, monkeypatch: pytest.MonkeyPatch) -> MailevaTwin:
    return pointed(monkeypatch)


@pytest.fixture
def shop(new_estate: Any, maileva: MailevaTwin) -> Shop:
    made = open_shop(new_estate, wines=1)
    made.api.put("/{c}/postal", CONTRACT).ok()
    return made


def ask(shop: Shop, invoice: Any, **given: Any) -> Any:
    return shop.api.post("/{c}/letters", {"kind": "invoice", "id": invoice["id"], **given}).ok(202)


def row(shop: Shop, id: str) -> Any:
    where = json.dumps({"field": "id", "op": "eq", "value": id})
    (found,) = shop.api.get("/{c}/messages", where=where).ok()["items"]
    return found


def hourly(shop: Shop, later: timedelta = timedelta(0)) -> None:
    """The hourly run, on the clock of the test."""
    sending._carry_left(system_call("test", shop.estate.company, datetime.now(UTC) + later))


@pytest.mark.feature("2.3-25")
def test_one_action_hands_over_paper_and_address_and_keeps_job_cost_and_status(
    shop: Shop, bus: Bus, maileva: MailevaTwin
) -> None:
    invoice = shop.invoice()
    shown = shop.api.get("/{c}/letters", kind="invoice", id=invoice["id"]).ok()
    assert (shown["faults"], shown["pages"], shown["cost"], shown["connected"]) == ([], 1, 95 + 12, True)
    assert shown["lines"] == ["Le Bistrot d'Élise", "", "", "2 place du Marché", "", "75001 Paris"]
    asked = ask(shop, invoice)
    assert (asked["state"], asked["estimate"], asked["lines"]) == ("queued", 107, shown["lines"])
    bus.deliver()
    (job,) = maileva.submitted
    paper = shop.api.get(f"/{{c}}/invoices/{invoice['id']}/pdf").content
    assert job.documents == [paper]
    ((given),) = job.recipients
    assert (given["address_line_1"], given["address_line_6"], given["country_code"]) == (
        "Le Bistrot d'Élise",
        "75001 Paris",
        "FR",
    )
    sent = row(shop, asked["id"])
    assert (sent["channel"], sent["status"], sent["job"], sent["cost"]) == ("post", "sent", job.id, 107)
    assert sent["attachment"] == hashlib.sha256(paper).hexdigest()
    maileva.advance()
    hourly(shop)
    assert (row(shop, asked["id"])["status"], row(shop, asked["id"])["cost"]) == ("sent", 129 + 2 * 12)
    maileva.advance()
    hourly(shop)
    posted = row(shop, asked["id"])
    assert (posted["status"], posted["delivered_at"] is not None) == ("posted", True)
    hourly(shop)
    assert len(maileva.sendings) == 1
    bad = shop.customer("loin", billing={"lines": ["x" * 60], "postcode": "7500", "town": "Paris"})
    other = shop.invoice(customer="loin")
    problem = shop.api.post("/{c}/letters", {"kind": "invoice", "id": other["id"]}).refused(422)
    assert {one["field"] for one in problem["errors"]} == {"address.lines.0", "address.postcode"}
    bus.deliver()
    assert bad
    assert len(maileva.sendings) == 1, "refused before anything was sent"


def test_another_address_may_be_typed(shop: Shop, bus: Bus, maileva: MailevaTwin) -> None:
    other = {"name": "Étude Martin", "lines": ["Tour Sud", "9 quai Nord"], "postcode": "33000", "town": "Bordeaux"}
    asked = ask(shop, shop.invoice(), address=other)
    assert asked["lines"] == ["Étude Martin", "", "Tour Sud", "9 quai Nord", "", "33000 Bordeaux"]
    bus.deliver()
    assert maileva.submitted[0].recipients[0]["address_line_4"] == "9 quai Nord"


@pytest.mark.parametrize("fault", ["error", "malformed", "busy", "down"])
def test_a_provider_away_keeps_the_letter_waiting(shop: Shop, bus: Bus, maileva: MailevaTwin, fault: str) -> None:
    maileva.fault = fault
    asked = ask(shop, shop.invoice())
    with pytest.raises(Unavailable):
        bus.deliver()
    assert row(shop, asked["id"])["status"] == "queued"
    hourly(shop)
    assert row(shop, asked["id"])["status"] == "queued"
    maileva.calm()
    hourly(shop)
    assert row(shop, asked["id"])["status"] == "sent"
    assert len(maileva.submitted) == 1


@pytest.mark.parametrize("step", ["/sendings", "/documents", "/recipients", "/submit"])
def test_an_answer_lost_at_any_step_makes_one_letter(shop: Shop, bus: Bus, maileva: MailevaTwin, step: str) -> None:
    """The provider did it, and we never heard: nothing leaves twice, nothing is forgotten."""
    maileva.fault, maileva.only = "lost", step
    asked = ask(shop, shop.invoice())
    try:
        bus.deliver()
    except Unavailable:
        assert step != "/submit"
    maileva.fault = ""
    hourly(shop, later=PATIENCE * 2)
    hourly(shop, later=PATIENCE * 4)
    assert row(shop, asked["id"])["status"] == "sent"
    (job,) = maileva.submitted
    assert (len(job.documents), len(job.recipients), job.id) == (1, 1, row(shop, asked["id"])["job"])


@pytest.mark.parametrize("killed_at", ["_note_job", "_note_sent"])
def test_a_kill_between_the_provider_and_our_record_is_harmless(
    shop: Shop, bus: Bus, maileva: MailevaTwin, monkeypatch: pytest.MonkeyPatch, killed_at: str
) -> None:
    class Killed(BaseException):
        pass

    def killed(*_: Any) -> None:
        raise Killed

    asked = ask(shop, shop.invoice())
    with monkeypatch.context() as broken:
        broken.setattr(posting, killed_at, killed)
        with pytest.raises(Killed):
            bus.deliver()
    hourly(shop)
    assert row(shop, asked["id"])["status"] == "sending", "somebody may still be at it"
    hourly(shop, later=PATIENCE * 2)
    assert row(shop, asked["id"])["status"] == "sent"
    assert len(maileva.submitted) == 1


def test_what_the_provider_refuses_is_told(shop: Shop, bus: Bus, maileva: MailevaTwin) -> None:
    def sent_to(street: str) -> Any:
        address = {"name": "A", "lines": [street], "postcode": "33000", "town": "Bordeaux"}
        return ask(shop, invoice, address=address)["id"]

    invoice = shop.invoice()
    unknown, scrapped = sent_to("Rue inconnue"), sent_to("Rue du rebut")
    bus.deliver()
    assert (row(shop, unknown)["status"], row(shop, unknown)["reason"]) == ("failed", "Adresse inconnue")
    maileva.advance()
    maileva.advance()
    scrapped_rows = [row(shop, scrapped)["status"]]
    hourly(shop)
    told = row(shop, scrapped)
    assert (scrapped_rows, told["status"], told["reason"]) == (["sent"], "rejected", "Adresse non distribuable")


def test_wrong_keys_are_told_and_secrets_never_shown(shop: Shop, bus: Bus, maileva: MailevaTwin) -> None:
    kept = shop.api.get("/{c}/postal").ok()
    assert (kept["has_secrets"], "password" in kept, "client_secret" in kept) == (True, False, False)
    maileva.refuse_login = True
    asked = ask(shop, shop.invoice())
    bus.deliver()
    assert row(shop, asked["id"])["status"] == "failed"
    assert "identifiants" in row(shop, asked["id"])["reason"]
    shop.api.put("/{c}/postal", {**CONTRACT, "password": "", "client_secret": ""}).ok()
    assert shop.api.get("/{c}/postal").ok()["has_secrets"], "empty keeps what there is"


def test_who_is_not_connected_is_told_and_who_may_not_is_kept_out(
    new_estate: Any, maileva: MailevaTwin, bus: Bus
) -> None:
    shop = open_shop(new_estate, wines=1)
    invoice = shop.invoice()
    shown = shop.api.get("/{c}/letters", kind="invoice", id=invoice["id"]).ok()
    assert (shown["connected"], shown["cost"]) == (False, 0)
    body = {"kind": "invoice", "id": invoice["id"]}
    shop.api.post("/{c}/letters", body).refused(409, "mailing.postal.none")
    shop.api.put("/{c}/postal", {**CONTRACT, "password": ""}).refused(422)
    first = shop.api.put("/{c}/postal", CONTRACT).ok()
    shop.api.put("/{c}/postal", CONTRACT).ok()
    shop.api.put("/{c}/postal", CONTRACT, headers={"If-Match": f'"{first["version"]}"'}).refused(412)
    joined(shop, "reader", "lectrice").post("/{c}/letters", body).refused(403)
    once = shop.api.post("/{c}/letters", body, headers={"Idempotency-Key": "une-lettre"}).ok(202)
    again = shop.api.post("/{c}/letters", body, headers={"Idempotency-Key": "une-lettre"}).ok(202)
    assert once["id"] == again["id"]
    bus.deliver()
    assert len(maileva.submitted) == 1
