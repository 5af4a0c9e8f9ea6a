"""The excise category of what is sold."""

from __future__ import annotations

from decimal import Decimal

import pytest

from chalicelib.catalogue.rules.excise import excise_category
from chalicelib.catalogue.rules.products import Colour, Customs, Facts, Variant


@pytest.mark.parametrize(
    ("volume", "nc8", "alcohol", "colour", "category"),
    [
        (75, "", None, "red", "W200"),
        (75, "2204 21 42", "13.5", "red", "W200"),
        (75, "", "12", "sparkling", "W300"),
        (75, "22041015", "12", "white", "W300"),
        (75, "2204 21 89", "18", "red", "W200"),
        (75, "2204 21 89", "18.1", "red", "I000"),
        (50, "2206 00 89", "22.5", "", "S200"),
        (70, "2208 20 12", "40", "", "S200"),
        (1000, "22072000", "90", "", "S300"),
        (33, "22030001", "5", "", "B000"),
        (75, "", "0.5", "red", ""),
        (75, "22029919", None, "", ""),
        (75, "22090011", "6", "", ""),
        (75, "15091020", None, "", ""),
        (None, "", None, "", ""),
    ],
)
def test_strength_code_and_bubbles_decide(
    volume: int | None, nc8: str, alcohol: str | None, colour: Colour, category: str
) -> None:
    customs = Customs(nc8=nc8, alcohol=Decimal(alcohol) if alcohol else None)
    facts = Facts("Un vin", "fam_1", colour=colour, customs=customs)
    assert excise_category(Variant("var_1", "X", "prd_1", facts, volume=volume)) == category


def test_a_service_and_a_thing_have_none_and_a_wine_known_to_the_customs_has_one() -> None:
    service = Facts("Visite", "fam_1", kind="service")
    bulk = Facts("Vrac", "fam_1", customs=Customs(inao="1B001"))
    assert excise_category(Variant("var_1", "X", "prd_1", service, volume=75)) == ""
    assert excise_category(Variant("var_1", "X", "prd_1", bulk)) == "W200"
