"""Registers through the API: what they say, what they fail to say, and what stays of it as a proof."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.aws.call import system_call
from chalicelib.aws.unit import reading
from chalicelib.crm import service as crm
from scripts.twins.registers import KEY, Registers
from tests.rooms.registers_support import BELGIAN, EXCISE, SIRET, check, checks, look_up, saved, states, writable
from tests.rooms.sales_support import open_shop
from tests.rooms.tenancy_support import colleague
from tests.support.api import Estate
from tests.support.bus import Bus
from tests.support.registers import SHORT


@pytest.mark.feature("4.1-02")
def test_a_siret_fills_a_customer(estate: Estate, registers: Registers) -> None:
    found = look_up(estate.api, "siret", "404 833 048 00022")
    assert (found["source"], found["state"], found["number"]) == ("recherche-entreprises", "valid", SIRET)
    assert found["fields"] == {
        "name": "CAVE DES GALETS",
        "siret": SIRET,
        "legal_form": "SAS",
        "vat_number": "FR83404833048",
        "billing.lines": "12 CHEMIN DES GALETS",
        "billing.postcode": "33500",
        "billing.town": "POMEROL",
        "billing.country": "FR",
    }
    registers.calm()
    problem = estate.api.post("/{c}/registers", {"subject": "siret", "number": "40483304800021"}).refused(
        422, "identifier.siret.checksum"
    )
    assert problem["errors"][0]["field"] == "number"
    assert not registers.asked, "a wrong key is known without a question"
    registers.faults["sirene"] = "down"
    silent = look_up(estate.api, "siret", SIRET)
    assert (silent["state"], silent["reason"], silent["fields"]) == ("unavailable", "down", {})
    by_hand = saved(estate.api, name="Cave des Galets", siret=SIRET, billing={"town": "Pomerol"})
    assert (by_hand["siret"], by_hand["name"]) == (SIRET, "Cave des Galets")


@pytest.mark.feature("INN-03")
def test_a_customer_saved_from_one_number_keeps_source_and_time_of_each_field(
    estate: Estate, registers: Registers
) -> None:
    found = look_up(estate.api, "siret", SIRET)
    fields = found["fields"]
    billing = {
        "lines": fields["billing.lines"].split("\n"),
        "postcode": fields["billing.postcode"],
        "town": fields["billing.town"],
        "country": "FR",
    }
    body = {"kind": "business", "billing": billing, "lookups": [found["id"]]}
    body |= {name: fields[name] for name in ("name", "siret", "legal_form", "vat_number")}
    made = estate.api.post("/{c}/customers", body).ok(201)
    assert (made["legal_form"], made["vat_number"]) == ("SAS", "FR83404833048")
    known = checks(estate.api, made["id"])
    sources = {one["field"]: (one["source"], one["at"], one["check"]) for one in known["filled"]}
    assert sources == dict.fromkeys(fields, ("recherche-entreprises", found["at"], found["id"]))
    assert [one["id"] for one in known["items"]] == [found["id"]]
    assert (states(known), known["unchecked"]) == ({"siret": "valid"}, ["vat_number"])
    estate.api.put(f"/{{c}}/customers/{made['id']}", {**writable(made), "name": "Les Galets"}).ok()
    assert "name" not in {one["field"] for one in checks(estate.api, made["id"])["filled"]}, "typed since"


def test_a_siren_fills_its_head_office_and_a_closed_or_hidden_one_says_so(estate: Estate, registers: Registers) -> None:
    assert look_up(estate.api, "siret", "404833048")["fields"]["siret"] == SIRET
    closed = look_up(estate.api, "siret", "40483304800014")
    assert (closed["state"], closed["reason"]) == ("invalid", "closed")
    unknown = look_up(estate.api, "siret", "73282932000074")
    assert (unknown["state"], unknown["reason"], unknown["fields"]) == ("invalid", "unknown", {})
    hidden = look_up(estate.api, "siret", "50123456100014")
    assert hidden["state"] == "valid"
    assert not {"name", "billing.lines"} & set(hidden["fields"]), "what its owner keeps to himself fills nothing"


def test_the_insee_is_asked_first_where_there_is_a_key(
    estate: Estate, registers: Registers, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = look_up(estate.api, "siret", SIRET)
    monkeypatch.setenv("CAVEAU_INSEE_KEY", KEY)
    found = look_up(estate.api, "siret", SIRET)
    assert (found["source"], found["fields"]) == ("insee", plain["fields"])
    assert look_up(estate.api, "siret", "404833048")["fields"] == plain["fields"]
    assert look_up(estate.api, "siret", "73282932000074")["reason"] == "unknown"
    registers.faults["insee"] = "error"
    assert look_up(estate.api, "siret", SIRET)["source"] == "recherche-entreprises"
    registers.faults["sirene"] = "down"
    assert look_up(estate.api, "siret", SIRET)["state"] == "unavailable"
    registers.calm()
    monkeypatch.setenv("CAVEAU_INSEE_KEY", "wrong")
    assert look_up(estate.api, "siret", SIRET)["source"] == "recherche-entreprises"


@pytest.mark.feature("4.1-03")
@pytest.mark.parametrize(
    ("number", "name", "lines", "postcode", "town", "country"),
    [
        (BELGIAN, "BV Wijnhuis De Linde", "Lindestraat 7", "9000", "Gent", "BE"),
        ("NL123456782B01", "WIJNIMPORT HAVENZICHT B.V.", "HAVENKADE 00014", "1011AB", "AMSTERDAM", "NL"),
        ("IT12345670785", "ENOTECA DEL BORGO SRL", "VIA ROMA 15", "50123", "FIRENZE FI", "IT"),
        ("LU12345613", "CAVES MOSELLANES S.A R.L.", "18, ROUTE DU VIN", "5440", "REMERSCHEN", "LU"),
    ],
)
def test_a_vat_number_fills_name_and_address(
    estate: Estate, registers: Registers, number: str, name: str, lines: str, postcode: str, town: str, country: str
) -> None:
    found = look_up(estate.api, "vat_number", number)
    assert found["state"] == "valid"
    assert found["fields"] == {
        "name": name,
        "vat_number": number,
        "billing.lines": lines,
        "billing.postcode": postcode,
        "billing.town": town,
        "billing.country": country,
    }


@pytest.mark.feature("4.1-03")
def test_a_member_state_that_gives_no_name_fills_none(estate: Estate, registers: Registers) -> None:
    found = look_up(estate.api, "vat_number", "DE 123 456 788")
    assert (found["state"], found["fields"]) == ("valid", {"vat_number": "DE123456788"})


@pytest.mark.feature("4.1-04")
def test_a_vat_number_has_three_states_and_its_proof(new_estate: Any, registers: Registers) -> None:
    api = new_estate(vat_number="FR83404833048", siret=SIRET).api
    good, bad = saved(api, vat_number=BELGIAN), saved(api, name="Autre", vat_number="BE0123456947")
    valid, invalid = check(api, good["id"]), check(api, bad["id"])
    assert (states(valid), states(invalid)) == ({"vat_number": "valid"}, {"vat_number": "invalid"})
    proof = checks(api, good["id"])["items"][0]
    assert (proof["source"], proof["answer"]["name"]) == ("vies", "BV Wijnhuis De Linde")
    assert proof["consultation"].startswith("WAPIAAAA")
    assert registers.told[0]["requesterMemberStateCode"] + registers.told[0]["requesterNumber"] == "FR83404833048"
    registers.faults["vies"] = "member_state"
    assert check(api, bad["id"])["findings"][0]["state"] == "invalid", "silence makes nothing valid"
    kept = check(api, good["id"])["findings"][0]
    assert (kept["state"], kept["check"], kept["silence"]) == ("valid", proof["id"], "ms_unavailable")
    assert kept["tried_at"] > kept["at"]
    fresh = saved(api, name="Jamais vu", vat_number="IT12345670785")
    assert states(check(api, fresh["id"])) == {"vat_number": "unavailable"}
    history = checks(api, good["id"])["items"]
    assert [one["state"] for one in history] == ["unavailable", "valid"], "every question is kept, the newest first"


FAULTS = [
    ("slow", "timeout", 2),
    ("error", "error", 2),
    ("malformed", "malformed", 1),
    ("busy", "rate", 1),
    ("down", "down", 2),
]


@pytest.mark.feature("4.1-04")
@pytest.mark.parametrize(("fault", "reason", "tries"), FAULTS)
@pytest.mark.parametrize(
    ("register", "subject", "number"),
    [("sirene", "siret", SIRET), ("vies", "vat_number", BELGIAN), ("seed", "excise_number", EXCISE)],
)
def test_whatever_fails_is_unavailable_never_valid(
    estate: Estate,
    registers: Registers,
    monkeypatch: pytest.MonkeyPatch,
    register: str,
    subject: str,
    number: str,
    fault: str,
    reason: str,
    tries: int,
) -> None:
    registers.faults[register] = fault
    if fault == "slow":
        monkeypatch.setenv("CAVEAU_REGISTER_SECONDS", SHORT)
    found = look_up(estate.api, subject, number)
    assert (found["state"], found["reason"], found["fields"]) == ("unavailable", reason, {})
    assert registers.asked[register] == tries, "one second try, for what may pass; none when told to wait"


def test_an_unknown_requester_is_left_out_and_there_is_no_consultation_number(
    new_estate: Any, registers: Registers
) -> None:
    api = new_estate(vat_number="FR19812345676", siret="81234567600017").api
    found = look_up(api, "vat_number", BELGIAN)
    assert (found["state"], found["consultation"]) == ("valid", "")
    assert registers.asked["vies"] == 2


def test_an_excise_number_comes_with_its_products(estate: Estate, registers: Registers) -> None:
    found = look_up(estate.api, "excise_number", EXCISE)
    assert (found["state"], found["answer"]["products"]) == ("valid", "S200 W200 W300")
    assert found["consultation"]
    ended = look_up(estate.api, "excise_number", "LU0000123456A")
    assert (ended["state"], ended["reason"]) == ("invalid", "ended")
    assert look_up(estate.api, "excise_number", "FR015000E0001")["reason"] == "unknown"
    registers.calm()
    estate.api.post("/{c}/registers", {"subject": "excise_number", "number": "US12"}).refused(422)
    assert not registers.asked


def test_shipping_is_told_whether_goods_may_leave_under_suspension(new_estate: Any, registers: Registers) -> None:
    api = new_estate().api
    known = saved(api, excise_number=EXCISE)

    def problem(*products: str) -> tuple[str, str] | None:
        said = crm.suspension_problem(reading(system_call("shipping", api.company)), known["id"], products)
        return (said.code, said.severity) if said else None

    assert problem("W200") == ("crm.excise.unverified", "warning")
    check(api, known["id"], "excise_number")
    assert problem("W200", "S200") is None
    assert problem("B000") == ("crm.excise.products", "error")
    registers.struck.add(EXCISE)
    check(api, known["id"], "excise_number")
    assert problem("W200") == ("crm.excise.invalid", "error")


@pytest.mark.feature("INN-01")
def test_an_e_mail_address_is_judged_by_form_domain_and_slip(estate: Estate, registers: Registers) -> None:
    estate.api.post("/{c}/registers", {"subject": "email", "number": "anne@"}).refused(422, "identifier.email.format")
    assert not registers.asked
    slipped = look_up(estate.api, "email", "Anne@gmial.com")
    assert (slipped["state"], slipped["reason"], slipped["proposal"]) == ("invalid", "no_domain", "anne@gmail.com")
    good = look_up(estate.api, "email", "contact@cave-des-galets.example")
    assert (good["state"], good["answer"]["hosts"]) == (
        "valid",
        "mx1.cave-des-galets.example, mx2.cave-des-galets.example",
    )
    assert look_up(estate.api, "email", "x@sans-courrier.example")["reason"] == "no_mail"
    made = saved(
        estate.api, name="Anne", emails=["anne@gmial.com"], contacts=[{"name": "A", "email": "a@client.example"}]
    )
    warned = {one["field"]: (one["rule"], one["proposal"]) for one in made["warnings"]}
    assert warned["emails.0"] == ("identifier.email.slip", "anne@gmail.com")
    out = check(estate.api, made["id"])
    assert [(one["number"], one["state"], one["proposal"]) for one in out["findings"]] == [
        ("anne@gmial.com", "invalid", "anne@gmail.com"),
        ("a@client.example", "valid", ""),
    ]
    assert all(one["at"] for one in checks(estate.api, made["id"])["findings"]), "stored with its date"


@pytest.mark.feature("INN-01")
@pytest.mark.parametrize("fault", ["slow", "error", "malformed", "busy", "down"])
def test_an_unreachable_name_server_says_nothing_of_an_address(
    estate: Estate, registers: Registers, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    registers.faults["dns"] = fault
    monkeypatch.setenv("CAVEAU_REGISTER_SECONDS", SHORT)
    assert look_up(estate.api, "email", "contact@cave-des-galets.example")["state"] == "unavailable"
    assert look_up(estate.api, "email", "anne@gmial.com")["state"] == "unavailable"


def test_a_question_sent_twice_is_asked_once(estate: Estate, registers: Registers) -> None:
    body, key = {"subject": "vat_number", "number": BELGIAN}, {"Idempotency-Key": "look-up-1"}
    first = estate.api.post("/{c}/registers", body, key).ok(201)
    again = estate.api.post("/{c}/registers", body, key)
    assert (again.ok(201), again.headers["idempotent-replayed"]) == (first, "true")
    assert registers.asked["vies"] == 1
    known = saved(estate.api, vat_number=BELGIAN)
    path = f"/{{c}}/customers/{known['id']}/checks"
    made = estate.api.post(path, {}, {"Idempotency-Key": "check-1"}).ok(201)
    assert estate.api.post(path, {}, {"Idempotency-Key": "check-1"}).ok(201) == made
    assert registers.asked["vies"] == 2
    assert len(checks(estate.api, known["id"])["items"]) == 1


def test_proofs_are_seen_by_who_sees_the_customer(new_estate: Any, registers: Registers) -> None:
    shop = open_shop(new_estate, wines=1)
    known = saved(shop.api, vat_number=BELGIAN)
    made = check(shop.api, known["id"])["items"][0]
    agent = colleague(shop.estate, Bus(), "representative", f"rep.{shop.estate.company.lower()}@domaine.example")
    alice = agent.into(shop.estate.company)
    path = f"/{{c}}/customers/{known['id']}/checks"
    alice.get(path).refused(404, "crm.customer.not_found")
    alice.post(path, {}).refused(404, "crm.customer.not_found")
    seen = alice.get("/{c}/changes", limit=200).content.decode()
    assert made["id"] not in seen, "no trail of another's customer"
    other = new_estate().api
    stolen = other.post("/{c}/customers", {"kind": "business", "name": "X", "lookups": [made["id"]]}).ok(201)
    assert checks(other, stolen["id"])["items"] == [], "the answers of another company do not exist here"


def test_a_check_never_disturbs_who_edits_the_record(estate: Estate, registers: Registers) -> None:
    known = saved(estate.api, vat_number=BELGIAN)
    check(estate.api, known["id"])
    changed = estate.api.put(
        f"/{{c}}/customers/{known['id']}", {**writable(known), "notes": "Rappeler"}, {"If-Match": '"1"'}
    )
    assert changed.ok()["notes"] == "Rappeler"
