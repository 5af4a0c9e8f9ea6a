"""The nights that ask the registers again: how often, how far, and what a number turned invalid brings about."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.aws.call import Call, system_call
from chalicelib.aws.entry import HANDLERS
from chalicelib.crm.service import rechecks
from scripts.twins.registers import Registers
from tests.rooms.registers_support import BELGIAN, EXCISE, check, checks, saved, states
from tests.rooms.sales_support import open_shop
from tests.support.bus import Bus


def night(company: str, days: int, **given: Any) -> int:
    """The nightly run as it will be in so many days."""
    call: Call = system_call("crm_recheck_numbers")
    later = replace(call, now=call.now + timedelta(days=days))
    return rechecks.recheck_company(later.within(company), rechecks.Night(pause=0, **given))


def test_numbers_are_asked_about_again_once_a_month_a_few_a_night(new_estate: Any, registers: Registers) -> None:
    api = new_estate().api
    both = saved(api, vat_number=BELGIAN, excise_number=EXCISE)
    saved(api, name="Sans numéro")
    saved(api, name="Rangé", vat_number="NL123456782B01", billing={"country": "NL"}, archived=True)
    assert night(api.company, 0) == 2, "never asked before"
    assert states(checks(api, both["id"])) == {"vat_number": "valid", "excise_number": "valid"}
    assert night(api.company, 1) == 0
    assert night(api.company, 31) == 2
    registers.faults["vies"] = "member_state"
    assert night(api.company, 62) == 2
    registers.calm()
    assert night(api.company, 63) == 1, "what was in vain is tried again the next night"
    assert night(api.company, 64) == 0


def test_the_night_goes_through_every_company(
    new_estate: Any, registers: Registers, bus: Bus, monkeypatch: pytest.MonkeyPatch
) -> None:
    apis = [new_estate().api for _ in range(2)]
    made = [saved(api, vat_number=BELGIAN) for api in apis]
    bus.deliver()
    monkeypatch.setattr(rechecks, "PAUSE", 0)
    assert HANDLERS["crm_recheck_numbers"].run({}, None) >= 2
    assert [states(checks(api, one["id"])) for api, one in zip(apis, made, strict=True)] == [
        {"vat_number": "valid"}
    ] * 2


def test_a_night_that_is_cut_short_goes_on_where_it_was(new_estate: Any, registers: Registers) -> None:
    api = new_estate().api
    for number in (BELGIAN, "BE0123456848", "IT12345670785"):
        saved(api, name=number, vat_number=number, billing={"country": number[:2]})
    ticks = iter(range(100))
    assert night(api.company, 0, seconds=4, clock=lambda: next(ticks)) < 3
    assert night(api.company, 0) > 0
    assert registers.asked["vies"] == 3, "each once"
    assert night(api.company, 0) == 0


def test_a_register_that_stays_silent_is_left_for_the_night(new_estate: Any, registers: Registers) -> None:
    api = new_estate().api
    numbers = [f"DE{one}" for one in ("123456788", "123456796", "123456807", "123456815")]
    for number in numbers:
        saved(api, name=number, vat_number=number, billing={"country": "DE"})
    registers.faults["vies"] = "malformed"
    assert night(api.company, 0) == rechecks.MOST_SILENCES


@pytest.mark.feature("INN-02")
def test_a_number_turned_invalid_raises_an_alert_and_blocks_zero_rate_by_setting(
    new_estate: Any, registers: Registers
) -> None:
    shop = open_shop(new_estate, wines=1)
    api = shop.api
    place = {"lines": ["Lindestraat 7"], "postcode": "9000", "town": "Gent", "country": "BE"}
    numbers = {"siret": "", "vat_number": BELGIAN, "excise_number": EXCISE}
    buyer = {"id": shop.customer("linde", name="Wijnhuis De Linde", billing=place, **numbers)}
    night(api.company, 0)
    assert api.get("/{c}/tasks").ok()["items"] == []
    registers.struck |= {BELGIAN, EXCISE}
    night(api.company, 31)
    assert states(checks(api, buyer["id"])) == {"vat_number": "invalid", "excise_number": "invalid"}
    tasks = api.get("/{c}/tasks", sort="title").ok()["items"]
    assert [(one["title"], one["subject"]) for one in tasks] == [
        ("N° d’accise devenu invalide : Wijnhuis De Linde", buyer["id"]),
        ("N° de TVA devenu invalide : Wijnhuis De Linde", buyer["id"]),
    ]
    night(api.company, 62)
    assert len(api.get("/{c}/tasks").ok()["items"]) == 2, "told once"
    first = order(shop, buyer["id"])
    assert api.post(f"/{{c}}/orders/{first}/invoice", {}).ok(201)["totals"]["vat"] == 0, "by default it only alerts"
    api.put("/{c}/settings", {"values": {"vat_check_blocks": True}}).ok()
    second = order(shop, buyer["id"])
    refusal = api.post(f"/{{c}}/orders/{second}/invoice", {}).refused(409, "crm.vat.refuted")
    assert BELGIAN in refusal["detail"]
    assert "VIES" in refusal["detail"]
    registers.calm()
    check(api, buyer["id"], "vat_number")
    assert api.post(f"/{{c}}/orders/{second}/invoice", {}).ok(201)["totals"]["vat"] == 0, "valid again"


def order(shop: Any, customer: str) -> str:
    lines = [{"variant": shop.wines[0], "quantity": 36}]
    made = shop.api.post("/{c}/orders", {"customer": customer, "lines": lines, "confirm": True}).ok(201)
    return str(made["id"])
