"""Notes of a customer: internal, and shown while ordering when so set."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.rooms.sales_support import RESTAURANT, Shop, open_shop


@pytest.mark.feature("4.1-11")
def test_a_sticky_note_is_shown_to_whoever_types_an_order_and_never_printed(new_estate: Any) -> None:
    shop: Shop = open_shop(new_estate, wines=1)
    note = "Livrer avant 10 h, sonner deux fois"
    shop.customer("sticky", notes=note, sticky=True)
    shop.customer("quiet", name="Autre", notes=note)
    said = [
        shop.api.post("/{c}/orders/price", shop.asked(customer=one)).ok()["customer_notes"]
        for one in ("sticky", "quiet")
    ]
    assert said == [note, ""]
    invoice = shop.invoice(customer="sticky")
    assert note not in json.dumps(invoice, ensure_ascii=False)
    assert str(RESTAURANT["name"]) in json.dumps(invoice, ensure_ascii=False)
