"""Sound sheets made wrong in one way each, with the rule that must say so and the field it must name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from chalicelib.render.sheet import Instalment, InvoiceSheet, LegalNote, References
from tests.support.sheets import DAY, cases

CASES = cases()
TEN = CASES["domestic"]
EU = CASES["intra_eu"]

Change = Callable[[InvoiceSheet], InvoiceSheet]


def seller(**more: str) -> Change:
    return lambda sheet: replace(sheet, seller=replace(sheet.seller, **more))  # type: ignore[arg-type]


def buyer(**more: str) -> Change:
    return lambda sheet: replace(sheet, buyer=replace(sheet.buyer, **more))  # type: ignore[arg-type]


def totals(**more: int) -> Change:
    return lambda sheet: replace(sheet, totals=replace(sheet.totals, **more))


def first_line(**more: object) -> Change:
    return lambda sheet: replace(sheet, lines=(replace(next(sheet.sold()), **more), *sheet.lines[1:]))  # type: ignore[arg-type]


def share(**more: object) -> Change:
    return lambda sheet: replace(sheet, vat=(replace(sheet.vat[0], **more),))  # type: ignore[arg-type]


def fields(**more: object) -> Change:
    return lambda sheet: replace(sheet, **more)  # type: ignore[arg-type]


PAYMENT = TEN.payment
assert PAYMENT is not None

FAULTS: list[tuple[str, str, InvoiceSheet, Change]] = [
    ("BR-FR-01", "number", TEN, fields(number="F" * 36)),
    ("BR-FR-02", "number", TEN, fields(number="FA 2026 1")),
    ("BR-FR-02", "number", TEN, fields(number="FA-2026-é")),
    ("BR-FR-02", "number", TEN, fields(number="")),
    ("BR-FR-03", "issued_on", TEN, fields(issued_on=date(1999, 12, 31))),
    ("BR-FR-03", "delivered_on", TEN, fields(delivered_on=date(2100, 1, 1))),
    ("BR-FR-05", "notes", TEN, fields(notes=TEN.notes[:2])),
    ("BR-FR-05", "notes", TEN, fields(notes=(LegalNote("PMD", " "), *TEN.notes[1:]))),
    ("BR-FR-06", "notes", TEN, fields(notes=(*TEN.notes, TEN.notes[0]))),
    ("BR-FR-08", "process", TEN, fields(process="X1")),
    ("BR-FR-09", "seller.siret", TEN, seller(siret="55210055400013")),
    ("BR-FR-09", "buyer.siret", TEN, buyer(siret="5521005540001")),
    ("BR-FR-10", "seller.siren", TEN, seller(siren="")),
    ("BR-FR-11", "buyer.siren", TEN, buyer(siren="", siret="")),
    ("BR-FR-12", "buyer.eaddress", CASES["export"], buyer(email="")),
    ("BR-FR-16", "lines.0.vat_rate", TEN, first_line(vat_rate=Decimal(19))),
    ("BR-FR-20", "regime", TEN, fields(regime="B2X")),
    ("BR-FR-21", "buyer.eaddress", TEN, buyer(eaddress="compta@table.example", eaddress_scheme="EM")),
    ("BR-FR-21", "buyer.eaddress", TEN, buyer(eaddress="732829320")),
    ("BR-FR-23", "buyer.eaddress", TEN, buyer(eaddress="552100554/abc")),
    ("BR-FR-25", "buyer.eaddress", TEN, buyer(eaddress="552100554_" + "a" * 120)),
    ("BR-FR-32", "buyer.siren", EU, buyer(siren="123")),
    ("BR-FR-CO-04", "references.preceding", TEN, fields(kind="corrective_invoice")),
    ("BR-FR-CO-05", "references.preceding", CASES["credit_note"], fields(references=References())),
    ("BR-FR-CO-07", "instalments", TEN, fields(instalments=(Instalment(DAY - timedelta(1), TEN.totals.due),))),
    ("BR-FR-CO-08", "process", TEN, fields(kind="deposit_invoice", process="B4")),
    ("BR-FR-CO-09", "totals.paid", TEN, fields(process="B2")),
    ("BR-FR-CO-09", "instalments", CASES["paid"], fields(instalments=())),
    ("BR-FR-CO-12", "totals.vat_euros", TEN, fields(currency="CHF")),
    ("BR-FR-DEC-02", "lines.0.quantity", TEN, first_line(quantity=Decimal("1.00001"))),
    ("BR-06", "seller.name", TEN, seller(name=" ")),
    ("BR-16", "lines", TEN, fields(lines=())),
    ("BR-24", "lines.0.net", CASES["discounted"], first_line(net=99999)),
    ("BR-25", "lines.0.label", TEN, first_line(label="")),
    ("BR-CO-10", "totals.lines", TEN, totals(lines=1)),
    ("BR-CO-11", "totals.discounts", CASES["adjusted"], totals(discounts=0)),
    ("BR-CO-12", "totals.charges", CASES["adjusted"], totals(charges=1)),
    ("BR-CO-13", "totals.net", TEN, totals(net=1)),
    ("BR-CO-14", "totals.vat", TEN, totals(vat=1)),
    ("BR-CO-15", "totals.gross", TEN, totals(gross=1)),
    ("BR-CO-16", "totals.due", TEN, totals(due=1)),
    ("BR-CO-17", "vat.0.vat", TEN, share(vat=1)),
    ("BR-S-08", "vat", TEN, share(base=1)),
    ("BR-S-05", "vat.0.rate", TEN, share(rate=Decimal(0))),
    ("BR-IC-05", "vat.0.rate", EU, share(rate=Decimal(20))),
    ("BR-IC-10", "vat.0.reason", EU, share(reason="", reason_code="")),
    ("BR-IC-02", "buyer.vat_number", EU, buyer(vat_number="")),
    ("BR-IC-02", "seller.vat_number", EU, seller(vat_number="")),
    ("BR-IC-11", "delivered_on", EU, fields(delivered_on=None)),
    ("BR-G-02", "seller.vat_number", CASES["export"], seller(vat_number="")),
    ("BR-CO-25", "instalments", TEN, fields(instalments=(), payment_terms="")),
    ("BR-61", "payment.iban", TEN, fields(payment=replace(PAYMENT, iban=""))),
    ("BT-9", "instalments", TEN, fields(instalments=(Instalment(date(2026, 12, 22), 1),))),
]
