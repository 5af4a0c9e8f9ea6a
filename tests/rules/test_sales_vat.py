"""VAT by destination: the table of cases, read from the top."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from chalicelib.crm.rules import Relief
from chalicelib.sales.rules.vat import (
    CASES,
    EU,
    Taxpayer,
    case_named,
    category_for,
    eu_number,
    rate_for,
    territory,
    vat_case,
)
from chalicelib.sales.rules.vat_abroad import destination_rate


@pytest.mark.parametrize(
    ("country", "postcode", "where"),
    [
        ("FR", "33000", "france"),
        ("fr", "", "france"),
        ("", "", "unknown"),
        ("", "33000", "unknown"),
        ("MC", "98000", "france"),
        ("FR", "98000", "france"),
        ("FR", "20000", "france"),
        ("FR", "97400", "outside"),
        ("FR", "98800", "outside"),
        ("RE", "97400", "outside"),
        ("GP", "", "outside"),
        ("BE", "1000", "eu"),
        ("GR", "10431", "eu"),
        ("GR", "630 86", "outside"),
        ("ES", "28001", "eu"),
        ("ES", "35001", "outside"),
        ("ES", "38001", "outside"),
        ("ES", "51001", "outside"),
        ("DE", "10115", "eu"),
        ("DE", "78266", "outside"),
        ("DE", "27498", "outside"),
        ("IT", "23041", "outside"),
        ("FI", "22100", "outside"),
        ("GB", "SW1A 1AA", "outside"),
        ("GB", "BT1 5GS", "eu"),
        ("CH", "1200", "outside"),
        ("US", "10001", "outside"),
        ("JP", "", "outside"),
    ],
)
def test_where_an_address_lies_for_vat(country: str, postcode: str, where: str) -> None:
    assert territory(country, postcode) == where


@pytest.mark.parametrize(
    ("number", "foreign"),
    [("BE0403019261", True), ("EL123456789", True), ("XI123456789", True), ("FR40303265045", False), ("GR1", False),
     ("CHE123", False), ("", False)],
)  # fmt: skip
def test_a_number_of_another_member_state(number: str, foreign: bool) -> None:
    assert eu_number(number) is foreign


@pytest.mark.feature("2.3-06")
@pytest.mark.parametrize(
    ("buyer", "franchise", "code", "rate", "category", "zone"),
    [
        (Taxpayer(False), False, "domestic", "20", "S", "domestic"),
        (Taxpayer(True, "FR", "33000", "FR40303265045"), False, "domestic", "20", "S", "domestic"),
        (Taxpayer(True, "BE", "1000", "BE0403019261"), False, "eu_business", "0", "K", "eu"),
        (Taxpayer(True, "BE", "1000", "FR40303265045"), False, "eu_consumer", "20", "S", "domestic"),
        (Taxpayer(True, "BE", "1000"), False, "eu_consumer", "20", "S", "domestic"),
        (Taxpayer(False, "BE", "1000", "BE0403019261"), False, "eu_consumer", "20", "S", "domestic"),
        (Taxpayer(False, "DE", "10115"), False, "eu_consumer", "20", "S", "domestic"),
        (Taxpayer(True, "US", "10001"), False, "export", "0", "G", "export"),
        (Taxpayer(False, "CH", "1200"), False, "export", "0", "G", "export"),
        (Taxpayer(True, "FR", "97400", "FR40303265045"), False, "export", "0", "G", "export"),
        (Taxpayer(False), True, "franchise", "0", "E", "domestic"),
        (Taxpayer(True, "BE", "1000", "BE0403019261"), True, "franchise", "0", "E", "domestic"),
    ],
)
def test_the_case_its_rate_and_its_category(
    buyer: Taxpayer, franchise: bool, code: str, rate: str, category: str, zone: str
) -> None:
    case = vat_case(buyer, franchise=franchise)
    applied = rate_for(case, Decimal(20))
    assert (case.code, applied, category_for(case, applied), case.zone) == (code, Decimal(rate), category, zone)


@pytest.mark.feature("2.3-06")
@pytest.mark.parametrize(
    ("buyer", "on", "code", "rate"),
    [
        (Taxpayer(False, "DE", "10115"), date(2026, 11, 22), "oss", "19"),
        (Taxpayer(False, "de", "10115"), date(2026, 11, 22), "oss", "19"),
        (Taxpayer(False, "FI", "00100"), date(2024, 8, 31), "oss", "24"),
        (Taxpayer(False, "FI", "00100"), date(2024, 9, 1), "oss", "25.5"),
        (Taxpayer(False, "PT", "1000"), date(2026, 1, 1), "oss", "13"),
        (Taxpayer(False, "ES", "35001"), date(2026, 1, 1), "export", "0"),
        (Taxpayer(True, "DE", "10115"), date(2026, 1, 1), "eu_consumer", "20"),
        (Taxpayer(True, "DE", "10115", "DE811907980"), date(2026, 1, 1), "eu_business", "0"),
        (Taxpayer(False), date(2026, 1, 1), "domestic", "20"),
    ],
)
def test_above_the_threshold_an_individual_pays_the_vat_of_his_country(
    buyer: Taxpayer, on: date, code: str, rate: str
) -> None:
    case = vat_case(buyer, oss=True, on=on)
    assert (case.code, rate_for(case, Decimal(20))) == (code, Decimal(rate))
    below = vat_case(buyer, oss=False, on=on)
    assert below.code == ("eu_consumer" if code == "oss" else code)


def test_every_other_member_state_has_one_rate_at_any_day() -> None:
    for country in EU - {"FR"}:
        assert Decimal(10) < destination_rate(country, date(2021, 7, 1)) < Decimal(30)
    with pytest.raises(KeyError):
        destination_rate("CH", date(2026, 1, 1))


@pytest.mark.feature("2.3-06")
@pytest.mark.parametrize(("relief", "article"), [("ai2", "275"), ("suspended", "277 A")])
def test_a_french_business_with_a_relief_pays_no_vat_and_the_paper_says_why(relief: Relief, article: str) -> None:
    case = vat_case(Taxpayer(True, "FR", "33000"), relief=relief)
    assert (case.code, rate_for(case, Decimal(20)), case.category) == (relief, Decimal(0), "E")
    assert f"article {article}" in case.mention_fr
    assert vat_case(Taxpayer(False, "FR", "33000"), relief=relief).code == "domestic"
    assert vat_case(Taxpayer(True, "US", "10001"), relief=relief).code == "export"


def test_every_case_without_vat_says_why_in_both_languages_and_in_the_file() -> None:
    for case in CASES:
        silent = (case.mention_fr, case.mention_en, case.reason_code) == ("", "", "")
        assert silent is case.taxed, case.code
    assert "262 ter" in case_named("eu_business").mention_fr
    assert "262, I" in case_named("export").mention_fr
    assert "293 B" in case_named("franchise").mention_fr


def test_a_product_taxed_at_zero_is_no_exemption() -> None:
    assert category_for(case_named("domestic"), Decimal(0)) == "Z"
    assert category_for(case_named("domestic"), Decimal("5.5")) == "S"


def test_codes_are_unique() -> None:
    assert len({case.code for case in CASES}) == len(CASES)
    with pytest.raises(StopIteration):
        case_named("nowhere")
