"""What an invoice freezes: due date, where each setting came from, legal sentences."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from chalicelib.sales.rules.invoice import (
    Effective,
    Terms,
    due_date,
    effective_account,
    effective_method,
    effective_term,
    mentions,
)

LEVELS = ("order", "customer", "customer_category", "price_grid")


@pytest.mark.feature("2.3-11")
@pytest.mark.parametrize(
    ("term", "due"),
    [
        ("cash", date(2026, 1, 15)),
        ("net-0", date(2026, 1, 15)),
        ("net-60", date(2026, 3, 16)),
        ("eom-30", date(2026, 2, 28)),
        ("eom-30-10", date(2026, 3, 10)),
        ("nonsense", date(2026, 1, 15)),
    ],
)
def test_the_due_date_of_a_term(term: str, due: date) -> None:
    assert due_date(date(2026, 1, 15), term) == due


@pytest.mark.feature("HER-02")
def test_the_most_specific_level_that_says_something_wins_in_all_sixteen_cases() -> None:
    for said in product([True, False], repeat=4):
        levels: dict[str, str | None] = {
            level: (f"net-{number}" if on else None)
            for number, (level, on) in enumerate(zip(LEVELS, said, strict=True))
        }
        levels["invoice_options"] = "net-30"
        winner = next((number for number, on in enumerate(said) if on), None)
        expected = (
            Effective("net-30", "invoice_options") if winner is None else Effective(f"net-{winner}", LEVELS[winner])
        )
        assert effective_term(levels, individual=False) == expected


@pytest.mark.feature("HER-04")
def test_an_individual_pays_cash_whatever_the_grid_says() -> None:
    levels = {"price_grid": "net-30", "invoice_options": "net-45"}
    assert effective_term(levels, individual=True) == Effective("cash", "individual")
    assert effective_term({**levels, "customer": "net-10"}, individual=True) == Effective("net-10", "customer")
    assert effective_method({"price_grid": "cheque", "invoice_options": "transfer"}) == Effective(
        "cheque", "price_grid"
    )


@pytest.mark.feature("HER-X01")
def test_method_and_term_resolve_each_on_its_own() -> None:
    assert effective_method({"customer": "direct_debit", "invoice_options": "transfer"}) == Effective(
        "direct_debit", "customer"
    )
    assert effective_term({"price_grid": "eom-30", "invoice_options": "net-30"}, individual=False) == Effective(
        "eom-30", "price_grid"
    )
    assert effective_method({}) is None
    assert effective_term({}, individual=False) == Effective("cash", "default")


@pytest.mark.feature("HER-01")
def test_the_sales_account_of_variant_product_family() -> None:
    family = {"variant": None, "product": None, "family": "701000"}
    assert effective_account(family) == Effective("701000", "family")
    assert effective_account({**family, "product": "701100"}) == Effective("701100", "product")
    assert effective_account({"variant": "701150", "product": "701100", "family": "701000"}) == Effective(
        "701150", "variant"
    )
    assert effective_account({"variant": None, "product": None, "family": None}) is None


def test_every_invoice_carries_the_three_legal_sentences() -> None:
    terms = Terms("Taux de refinancement de la BCE majoré de 10 points", 4000, "Pas d'escompte pour règlement anticipé")
    made = mentions(terms, ("", ""))
    assert [one.code for one in made] == ["PMD", "PMT", "AAB"]
    assert made[0].fr == "Pénalités de retard : Taux de refinancement de la BCE majoré de 10 points."
    assert made[0].en == "Late payment penalties: ECB refinancing rate plus 10 points."
    assert "40 €" in made[1].fr
    assert "EUR 40." in made[1].en


def test_own_texts_are_printed_as_they_are_and_the_vat_reason_and_the_footer_follow() -> None:
    made = mentions(Terms("12 % l'an", 4050, "2 % à 8 jours", "SCEA au capital de 1 000 €"), ("Exonération", "Exempt"))
    assert [one.code for one in made] == ["PMD", "PMT", "AAB", "", ""]
    assert (made[0].en, made[2].fr) == ("Late payment penalties: 12 % l'an.", "2 % à 8 jours.")
    assert ("40,50 €" in made[1].fr, "EUR 40.50" in made[1].en) == (True, True)
    assert (made[3].fr, made[3].en) == ("Exonération", "Exempt")
    assert made[4].fr == made[4].en == "SCEA au capital de 1 000 €"
