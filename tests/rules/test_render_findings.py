"""The rules of an invoice: each fault names its official rule and field; a sound invoice has none."""

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.render.findings import french_findings
from chalicelib.render.sheet import Instalment, InvoiceSheet, Preceding, References
from tests.support.sheet_faults import FAULTS, Change
from tests.support.sheets import BERLIN, DAY, RESTAURANT, cases, invoice, long_names, wines

CASES = cases() | {"long": long_names()}
TEN = CASES["domestic"]
EU = CASES["intra_eu"]


@pytest.mark.parametrize("name", CASES)
def test_a_sound_invoice_has_no_finding(name: str) -> None:
    assert french_findings(CASES[name]) == []


@pytest.mark.parametrize(
    ("rule", "field", "sheet", "change"), FAULTS, ids=[f"{fault[0]}-{at}" for at, fault in enumerate(FAULTS)]
)
def test_each_fault_names_its_rule_and_field(rule: str, field: str, sheet: InvoiceSheet, change: Change) -> None:
    found = french_findings(change(sheet))
    assert (rule, field) in {(one.rule, one.field) for one in found}


@pytest.mark.parametrize(
    ("rule", "field", "sheet", "change"), FAULTS, ids=[f"{fault[0]}-{at}" for at, fault in enumerate(FAULTS)]
)
def test_each_finding_says_cause_then_remedy(rule: str, field: str, sheet: InvoiceSheet, change: Change) -> None:
    for one in french_findings(change(sheet)):
        assert one.detail.count(". ") >= 1, one
        assert one.detail.endswith("."), one


def test_a_document_that_is_no_invoice_has_no_finding() -> None:
    assert french_findings(replace(TEN, kind="quote", number="n'importe quoi", instalments=())) == []


def test_vat_rounded_line_by_line_is_accepted() -> None:
    """Line rounding may differ from the rate on the sum by half a cent a line, never more."""
    lines = wines(10)
    sheet = invoice(lines)
    slack = replace(sheet.vat[0], vat=sheet.vat[0].vat + 5)
    gross = sheet.totals.gross + 5
    moved = replace(
        sheet,
        vat=(slack,),
        totals=replace(sheet.totals, vat=slack.vat, gross=gross, due=gross),
        instalments=(Instalment(date(2026, 12, 22), gross),),
    )
    assert french_findings(moved) == []


def test_a_private_person_needs_no_siren() -> None:
    person = replace(RESTAURANT, name="Noémie Dupont", siren="", siret="", vat_number="", email="noemie@example.org")
    assert french_findings(invoice(wines(1), buyer=person, regime="B2C")) == []


def test_a_foreign_customer_is_named_by_its_vat_number() -> None:
    assert french_findings(replace(EU, buyer=replace(BERLIN, email=""))) == []


def test_a_credit_note_of_two_invoices_is_accepted() -> None:
    earlier = (Preceding("FA-2026-0001", DAY), Preceding("FA-2026-0002", DAY))
    assert french_findings(replace(CASES["credit_note"], references=References(preceding=earlier))) == []
