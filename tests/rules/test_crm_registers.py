"""What follows from the answers of registers, with no register at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.crm.partners.vies import place
from chalicelib.crm.rules import (
    Address,
    Check,
    Customer,
    Finding,
    Findings,
    asked,
    due,
    filled,
    found,
    legal_form,
    numbers,
    refuted,
    said_on,
    still_filled,
    suspension_problem,
)
from chalicelib.kernel.identifiers import email_slip

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
BELGIAN = "BE0123456749"


def check(state: str, at: datetime = NOON, **given: Any) -> Check:
    """An answer of VIES."""
    silent = {"reason": "timeout"} if state == "unavailable" else {}
    values = {"id": f"chk_{at:%d%H}", "subject": "vat_number", "number": BELGIAN, "source": "vies", **silent, **given}
    return Check(state=state, at=at, **values)  # type: ignore[arg-type]


def told(*checks: Check) -> tuple[Findings, list[bool]]:
    """The findings after those answers, and which of them turned a valid number into an invalid one."""
    findings, turned = Findings("cus_1"), []
    for one in checks:
        findings, now = found(findings, one)
        turned.append(now)
    return findings, turned


@pytest.mark.parametrize(
    ("states", "state", "silence", "turned"),
    [
        (["unavailable"], "unavailable", "timeout", [False]),
        (["unavailable", "valid"], "valid", "", [False, False]),
        (["valid", "unavailable"], "valid", "timeout", [False, False]),
        (["invalid", "unavailable"], "invalid", "timeout", [False, False]),
        (["valid", "unavailable", "invalid"], "invalid", "", [False, False, True]),
        (["valid", "invalid", "invalid"], "invalid", "", [False, True, False]),
        (["invalid", "valid", "invalid"], "invalid", "", [False, False, True]),
        (["invalid"], "invalid", "", [False]),
    ],
)
def test_silence_decides_nothing(states: list[str], state: str, silence: str, turned: list[bool]) -> None:
    findings, turns = told(*(check(one, NOON + timedelta(days=n)) for n, one in enumerate(states)))
    (known,) = findings.items
    assert (known.state, known.silence, turns) == (state, silence, turned)
    assert known.tried_at == NOON + timedelta(days=len(states) - 1)
    decided = [n for n, one in enumerate(states) if one != "unavailable"]
    assert known.at == NOON + timedelta(days=decided[-1] if decided else 0)


@pytest.mark.parametrize(
    ("known", "hours", "expected"),
    [
        (None, 0, True),
        ("valid", 29 * 24, False),
        ("valid", 30 * 24, True),
        ("unavailable", 19, False),
        ("unavailable", 20, True),
    ],
)
def test_a_number_is_due_after_a_month_or_the_night_after_a_silence(
    known: str | None, hours: int, expected: bool
) -> None:
    finding: Finding | None = told(check(known))[0].items[0] if known else None
    assert due(finding, NOON + timedelta(hours=hours)) is expected


def customer(**given: Any) -> Customer:
    return Customer(id="cus_1", code="C1", kind="business", name="CAVE", **given)


def test_a_field_tells_its_source_for_as_long_as_it_is_as_given() -> None:
    fields = {"name": "CAVE", "billing.lines": "12 CHEMIN\nBP 3", "billing.town": "POMEROL", "legal_form": "SAS"}
    answer = check("valid", fields=fields)
    saved = customer(billing=Address(lines=("12 CHEMIN", "BP 3"), town="Libourne"))
    findings = filled(Findings("cus_1"), saved, [answer])
    assert {one.field for one in findings.filled} == {"name", "billing.lines"}, "what was kept as it was given"
    assert still_filled(findings, customer()) == tuple(one for one in findings.filled if one.field == "name")


def test_an_individual_has_no_numbers_but_addresses() -> None:
    given: dict[str, Any] = {"siret": "40483304800022", "vat_number": BELGIAN, "emails": ("a@b.fr", "c@d.fr")}
    assert numbers(customer(**given)) == [
        ("siret", "40483304800022"), ("vat_number", BELGIAN), ("email", "a@b.fr"), ("email", "c@d.fr"),
    ]  # fmt: skip
    person = Customer(id="cus_2", code="C2", kind="individual", name="Rey", **given)
    assert numbers(person) == [("email", "a@b.fr"), ("email", "c@d.fr")]


@pytest.mark.parametrize(
    ("subject", "text", "number", "code"),
    [
        ("siret", "404 833 048 00022", "40483304800022", None),
        ("siret", "404 833 048", "404833048", None),
        ("siret", "40483304800021", "40483304800021", "identifier.siret.checksum"),
        ("siret", "404833049", "404833049", "identifier.siren.checksum"),
        ("vat_number", "be 0123.456.749", BELGIAN, None),
        ("vat_number", "BE0123456748", "BE0123456748", "identifier.vat.checksum"),
        ("vat_number", "GB123456789", "GB123456789", "identifier.vat.country"),
        ("excise_number", "fr01234567890", "FR01234567890", None),
        ("excise_number", "FR12", "FR12", "identifier.excise.format"),
        ("email", "Anne@Gmial.com", "anne@gmial.com", None),
        ("email", "anne", "anne", "identifier.email.format"),
    ],
)
def test_a_wrong_key_is_known_without_a_register(subject: Any, text: str, number: str, code: str | None) -> None:
    stored, problem = asked(subject, text)
    assert (stored, problem.code if problem else None) == (number, code)


def excise(state: str, products: str = "", reason: str = "") -> Findings:
    answer = {"products": products} if products else {}
    one = check(state, subject="excise_number", number="FR012345E6789", source="seed", answer=answer, reason=reason)
    return found(Findings("cus_1"), one)[0]


@pytest.mark.parametrize(
    ("number", "findings", "products", "code", "severity"),
    [
        ("", None, (), "crm.excise.missing", "error"),
        ("FR012345E6789", None, (), "crm.excise.unverified", "warning"),
        ("FR012345E6789", excise("unavailable", reason="down"), (), "crm.excise.unverified", "warning"),
        ("FR012345E6789", excise("invalid", reason="unknown"), (), "crm.excise.invalid", "error"),
        ("FR012345E6789", excise("valid", "W200 W300"), ("W200",), None, None),
        ("FR012345E6789", excise("valid", "W200 W300"), ("W200", "S200"), "crm.excise.products", "error"),
        ("BE1B000123456", excise("valid", "W200"), ("W200",), "crm.excise.unverified", "warning"),
    ],
)
def test_goods_leave_under_suspension_to_a_confirmed_number_only(
    number: str, findings: Findings | None, products: tuple[str, ...], code: str | None, severity: str | None
) -> None:
    problem = suspension_problem(number, findings, products)
    assert (problem.code if problem else None, problem.severity if problem else None) == (code, severity)


def test_a_refusal_says_who_when_and_under_which_number() -> None:
    findings, _ = told(check("invalid", consultation="WAPIAAAA1"))
    known = refuted(findings, BELGIAN)
    assert known is not None
    assert said_on(known) == "selon VIES le 22/11/2026, consultation WAPIAAAA1"
    assert refuted(findings, "BE0123456848") is None
    assert refuted(told(check("valid"))[0], BELGIAN) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a@gmial.com", "a@gmail.com"),
        ("a@gamil.com", "a@gmail.com"),
        ("a@gmail.con", "a@gmail.com"),
        ("a@gmai.com", "a@gmail.com"),
        ("a@gmaill.com", "a@gmail.com"),
        ("a@orange.f", "a@orange.fr"),
        ("a@hotmal.fr", "a@hotmail.fr"),
        ("a@laposte.ne", "a@laposte.net"),
        ("a@gmail.com", None),
        ("a@mail.com", None),
        ("a@gmx.de", None),
        ("a@tree.fr", None),
        ("a@domaine-des-galets.fr", None),
        ("gmial.com", None),
        ("", None),
    ],
)
def test_one_slip_of_the_finger_is_guessed_and_nothing_else(typed: str, meant: str | None) -> None:
    slip = email_slip(typed)
    assert (slip.proposal if slip else None) == meant
    assert slip is None or not slip.blocks


@pytest.mark.parametrize(
    ("prefix", "written", "expected"),
    [
        ("BE", "Rue du Marché 21\n4000 Liège", ("Rue du Marché 21", "4000", "Liège")),
        ("BE", "Rue Haute 1\n4720 LA CALAMINE", ("Rue Haute 1", "4720", "LA CALAMINE")),
        ("NL", "HAVENKADE 00014\n1011AB AMSTERDAM", ("HAVENKADE 00014", "1011AB", "AMSTERDAM")),
        ("LU", "18, ROUTE DU VIN\nL-5440 REMERSCHEN", ("18, ROUTE DU VIN", "5440", "REMERSCHEN")),
        ("PL", "UL. PROSTA 51\n00-838 WARSZAWA", ("UL. PROSTA 51", "00-838", "WARSZAWA")),
        ("SE", "BOX 1\n114 55 STOCKHOLM", ("BOX 1", "114 55", "STOCKHOLM")),
        ("IE", "12 MAIN STREET, CORK", ("12 MAIN STREET, CORK", "", "")),
        ("DE", "", ("", "", "")),
    ],
)
def test_an_address_of_vies_is_cut_where_its_country_writes_the_town(
    prefix: str, written: str, expected: tuple[str, str, str]
) -> None:
    assert place(written, prefix) == expected


def test_a_legal_form_is_said_in_words() -> None:
    assert [legal_form(code) for code in ("5710", "6598", "9999", "")] == [
        "SAS", "EARL", "Catégorie juridique 9999", "",
    ]  # fmt: skip
