from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from chalicelib.catalogue.rules import (
    Facts,
    Family,
    FamilyBook,
    Product,
    Variant,
    Vintage,
    facts,
    labelled,
    sales_account,
    sku_key,
    variant_problems,
    vat_rate,
    vintage_problems,
)

FAMILIES = FamilyBook((Family("fam_1", "VIN", "Vins", vat_rate=Decimal("20"), sales_account="701000"),))
PRODUCT = Product(
    "pro_1", "fam_1", "Les Galets", colour="rose", vintages=(Vintage("vin_1", 2019), Vintage("vin_2", None))
)
VARIANT = Variant("var_1", "CUV001", "pro_1", facts(PRODUCT, "vin_1"), vintage_id="vin_1", volume=375)


@pytest.mark.parametrize(
    ("variant", "french", "english"),
    [
        (VARIANT, "Les Galets Rosé 2019 37,5 cl", "Les Galets Rosé 2019 37.5 cl"),
        (replace(VARIANT, own_label="Galets demi"), "Galets demi", "Les Galets Rosé 2019 37.5 cl"),
        (replace(VARIANT, of=facts(PRODUCT, "vin_2"), volume=None), "Les Galets Rosé", "Les Galets Rosé"),
        (
            replace(VARIANT, of=Facts("Clos rouge 2019", "fam_1", "Red Clos", colour="red", year=2019), volume=1500),
            "Clos rouge 2019 1,5 L",
            "Red Clos 2019 1.5 L",
        ),
        (replace(VARIANT, of=Facts("Visite", "fam_1", kind="service"), volume=None), "Visite", "Visite"),
        (
            replace(VARIANT, of=Facts("Crémant brut", "f", colour="sparkling")),
            "Crémant brut 37,5 cl",
            "Crémant brut 37.5 cl",
        ),
        (
            replace(VARIANT, of=Facts("Fête", "f", colour="sparkling")),
            "Fête Pétillant 37,5 cl",
            "Fête Sparkling 37.5 cl",
        ),
    ],
)
def test_labels(variant: Variant, french: str, english: str) -> None:
    found = labelled(variant)
    assert (found.label, found.label_en) == (french, english)
    assert labelled(found) == found


@pytest.mark.feature("HER-01")
@pytest.mark.parametrize(
    ("variant", "product", "expected", "level"),
    [
        (None, None, "701000", "family"),
        (None, "701100", "701100", "product"),
        ("701150", "701100", "701150", "variant"),
    ],
)
def test_sales_account(variant: str | None, product: str | None, expected: str, level: str) -> None:
    copy = facts(replace(PRODUCT, sales_account=product), None)
    found = sales_account(replace(VARIANT, of=copy, sales_account=variant), FAMILIES)
    assert (found.value, found.level) == (expected, level)


@pytest.mark.feature("6.1-01")
def test_a_product_rate_wins_over_the_family() -> None:
    assert vat_rate(VARIANT, FAMILIES).value == 20
    reduced = replace(VARIANT, of=facts(replace(PRODUCT, vat_rate=Decimal("5.5")), None))
    assert (vat_rate(reduced, FAMILIES).value, vat_rate(reduced, FAMILIES).level) == (Decimal("5.5"), "product")
    assert vat_rate(replace(reduced, vat_rate=Decimal(0)), FAMILIES).value == 0
    assert vat_rate(VARIANT, FamilyBook()).value is None


@pytest.mark.feature("2.1-13")
def test_what_is_offered() -> None:
    assert VARIANT.offered
    assert not replace(VARIANT, marketable=False).offered
    assert not replace(VARIANT, archived=True).offered
    for archived in (
        replace(PRODUCT, archived=True),
        replace(PRODUCT, vintages=(Vintage("vin_1", 2019, archived=True),)),
    ):
        assert not replace(VARIANT, of=facts(archived, "vin_1")).offered


@pytest.mark.feature("2.1-07")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"gtin": "3760123456784"}, []),
        ({"gtin": "3760123456785"}, ["gtin"]),
        ({"gtin": "3760123456784", "case_gtin": "13760123456781"}, []),
        ({"gtin": "3760123456784", "case_gtin": "3760123456784"}, ["case_gtin"]),
        ({"sku": " "}, ["sku"]),
        ({"vintage_id": "vin_9"}, ["vintage_id"]),
    ],
)
def test_variant_problems(changes: dict[str, str], fields: list[str]) -> None:
    assert [error.field for error in variant_problems(replace(VARIANT, **changes), PRODUCT)] == fields  # type: ignore[arg-type]


def test_two_vintages_of_one_year() -> None:
    years = [Vintage("a", 2022), Vintage("b", None), Vintage("c", 2022), Vintage("d", None)]
    assert [error.field for error in vintage_problems(years)] == ["vintages.2.year", "vintages.3.year"]


def test_skus_that_differ_by_case_are_the_same() -> None:
    assert sku_key(" cuv001") == sku_key("CUV001")
