"""What contracts are called in docs/openapi.json: by their own name, even when two rooms chose the same."""

from __future__ import annotations

import json

from scripts.openapi import TARGET, renamed, told_apart

CRM, TENANCY = "chalicelib__crm__schemas__customers__AddressIO", "chalicelib__tenancy__schemas__companies__AddressIO"


def test_no_contract_shows_where_it_is_written() -> None:
    schemas = json.loads(TARGET.read_text(encoding="utf-8"))["components"]["schemas"]
    assert [name for name in schemas if "__" in name] == []
    assert [name for name, one in schemas.items() if "__" in one.get("title", "")] == []


def test_the_lowest_room_keeps_a_name_that_a_higher_one_takes_too() -> None:
    called = told_apart([CRM, "OrderIn", TENANCY])
    assert called == {CRM: "CrmAddressIO", TENANCY: "AddressIO", "OrderIn": "OrderIn"}
    twice = told_apart([CRM, "chalicelib__crm__schemas__books__AddressIO", TENANCY])
    assert len(set(twice.values())) == 3


def test_references_follow() -> None:
    called = {CRM: "CrmAddressIO"}
    drawn = {"anyOf": [{"$ref": f"#/components/schemas/{CRM}"}, {"type": "null"}], "title": "Billing"}
    assert renamed(drawn, called) == {
        **drawn,
        "anyOf": [{"$ref": "#/components/schemas/CrmAddressIO"}, {"type": "null"}],
    }
