"""HER-01 to HER-04: one mechanism, every combination."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.inheritance import (
    PAYMENT_METHOD,
    PAYMENT_TERM,
    SALES_ACCOUNT,
    Resolved,
    Setting,
    payment_term,
    resolve,
)

ABOVE = ("order", "customer", "customer_category", "price_grid")
TERMS = {
    "order": "net-0",
    "customer": "net-10",
    "customer_category": "net-20",
    "price_grid": "eom-30",
    "invoice_options": "net-60",
}


@pytest.mark.feature("HER-01")
@pytest.mark.parametrize(
    ("variant", "product_account", "expected", "level"),
    [
        (None, None, "701000", "family"),
        (None, "701100", "701100", "product"),
        ("701150", "701100", "701150", "variant"),
        ("701150", None, "701150", "variant"),
    ],
)
def test_sales_account(variant: str | None, product_account: str | None, expected: str, level: str) -> None:
    found = resolve(SALES_ACCOUNT, {"variant": variant, "product": product_account, "family": "701000"})
    assert (found.value, found.level) == (expected, level)


@pytest.mark.feature("HER-02")
@pytest.mark.parametrize("filled", list(product([True, False], repeat=4)))
def test_payment_term_in_all_sixteen_combinations(filled: tuple[bool, ...]) -> None:
    values: dict[str, str | None] = {
        level: TERMS[level] if on else None for level, on in zip(ABOVE, filled, strict=True)
    }
    values["invoice_options"] = TERMS["invoice_options"]
    expected = next((level for level, on in zip(ABOVE, filled, strict=True) if on), "invoice_options")
    found = payment_term(values, individual=False)
    assert (found.value, found.level) == (TERMS[expected], expected)
    assert [step.level for step in found.trace] == list(PAYMENT_TERM.levels)
    assert [step.level for step in found.trace if step.outcome == "won"] == [expected]
    assert all((step.outcome == "inherits") == (step.value is None) for step in found.trace)


@pytest.mark.feature("HER-02")
def test_zero_days_counts_as_set() -> None:
    days = Setting("days", ("order", "options"))
    assert resolve(days, {"order": 0, "options": 60}).value == 0
    assert resolve(Setting("note", ("order", "options")), {"order": "", "options": "x"}).level == "order"
    assert resolve(Setting("flag", ("order", "options")), {"order": False, "options": True}).value is False


@pytest.mark.feature("HER-03")
def test_default_entry_shows_what_would_apply() -> None:
    found = payment_term({"customer": "net-10", "price_grid": "eom-30", "invoice_options": "net-60"}, individual=False)
    default = found.default_at("customer")
    assert default is not None
    assert (default.level, default.value) == ("price_grid", "eom-30")
    assert found.default_at("invoice_options") is None


@pytest.mark.feature("HER-04")
@pytest.mark.parametrize("filled", list(product([True, False], repeat=4)))
def test_individuals_pay_cash_unless_said_nearer(filled: tuple[bool, ...]) -> None:
    values: dict[str, str | None] = {
        level: TERMS[level] if on else None for level, on in zip(ABOVE, filled, strict=True)
    }
    values["invoice_options"] = "net-60"
    nearer = next((level for level, on in zip(ABOVE[:3], filled[:3], strict=True) if on), None)
    found = payment_term(values, individual=True)
    assert found.value == (TERMS[nearer] if nearer else "cash")
    assert found.level == (nearer or "individual")
    assert [step.outcome for step in found.trace if step.level in ("price_grid", "invoice_options")] == [
        "overruled"
    ] * 2


@pytest.mark.feature("HER-04")
@pytest.mark.feature("HER-X01")
def test_the_method_still_inherits() -> None:
    values = {"price_grid": "cheque", "invoice_options": "transfer"}
    assert resolve(PAYMENT_METHOD, values).value == "cheque"
    default = payment_term({"invoice_options": "net-60"}, individual=True).default_at("customer")
    assert default is not None
    assert (default.level, default.value) == ("individual", "cash")


def test_nothing_anywhere_and_unknown_levels() -> None:
    found: Resolved[str] = resolve(SALES_ACCOUNT, {})
    assert (found.value, found.level) == (None, "")
    with pytest.raises(KeyError, match="shelf"):
        resolve(SALES_ACCOUNT, {"shelf": "701"})


@given(st.lists(st.none() | st.integers(), min_size=1, max_size=8))
def test_the_first_value_wins(values: list[int | None]) -> None:
    levels = tuple(f"level{i}" for i in range(len(values)))
    found = resolve(Setting("any", levels), dict(zip(levels, values, strict=True)))
    expected = next((value for value in values if value is not None), None)
    assert found.value == expected
