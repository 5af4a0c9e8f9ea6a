"""The legal ceiling of payment terms between businesses: a table."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.sales.rules.terms import beyond_ceiling
from chalicelib.sales.rules.vat import case_named

DAY = date(2026, 1, 15)


@pytest.mark.feature("2.3-X04")
@pytest.mark.parametrize(
    ("term", "case", "business", "warned"),
    [
        ("cash", "domestic", True, False),
        ("net-60", "domestic", True, False),
        ("net-61", "domestic", True, True),
        ("eom-45", "domestic", True, False),
        ("eom-46", "domestic", True, True),
        ("eom-30-10", "domestic", True, False),  # 10 March, before 16 March
        ("eom-60-10", "domestic", True, True),  # 10 April, after 31 March
        ("net-90", "eu_business", True, True),
        ("net-90", "export", True, False),
        ("eom-90", "export", True, False),
        ("net-90", "domestic", False, False),
        ("nonsense", "domestic", True, False),
    ],
)
def test_beyond_sixty_days_or_forty_five_end_of_month(term: str, case: str, business: bool, warned: bool) -> None:
    found = beyond_ceiling(term, case_named(case), DAY, business=business)
    assert [one.rule for one in found] == (["sales.term.ceiling"] if warned else [])
    assert all("L441-10" in one.detail and "60 jours nets" in one.detail for one in found)
