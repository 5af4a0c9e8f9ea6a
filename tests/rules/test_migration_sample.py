"""The sample of an old program's exports: each count of its answer key comes out of the ledger, each price is exact."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.migration.rules.plan import Part, Plan, by_family, planned, prices_of
from tests.rules.migration_support import CUSTOMERS, PRICES, SAMPLES, read, records

KEY: dict[str, Any] = json.loads((SAMPLES / "answer_key.json").read_text())


@pytest.fixture(scope="module")
def customers() -> Part:
    return read(CUSTOMERS)


@pytest.fixture(scope="module")
def prices() -> Part:
    return read(PRICES)


@pytest.fixture(scope="module")
def plan(customers: Part, prices: Part) -> Plan:
    return planned([customers, prices], {}, {})


@pytest.mark.feature("M08")
@pytest.mark.parametrize(
    "fault",
    [
        "strict_duplicates", "conflicting_duplicates", "missing_country", "unknown_country", "vat_country_conflict",
        "zip_lost_zero", "bad_email", "formula", "unusable", "no_name", "numeric_phone",
    ],
)  # fmt: skip
def test_each_fault_of_the_customers_is_counted(customers: Part, fault: str) -> None:
    assert by_family(customers.entries)[fault] == KEY["customers"][fault]


@pytest.mark.feature("M08")
@pytest.mark.parametrize(
    "fault",
    ["zero_prices", "unreadable_prices", "missing_vat", "bad_gtin", "duplicate_refs", "no_volume", "section_rows"],
)
def test_each_fault_of_the_price_list_is_counted(prices: Part, fault: str) -> None:
    assert by_family(prices.entries)[fault] == KEY["prices"][fault]


def test_the_rows_of_the_customers(customers: Part, plan: Plan) -> None:
    rows = records(customers)
    assert len(rows) == plan.customers.rows == KEY["customers"]["source_rows"]
    assert len({entry.key for entry in rows}) == KEY["customers"]["distinct_codes"]
    assert (plan.customers.create, plan.customers.refuse, plan.customers.skip) == (4984, 7, 3)


def test_the_rows_of_the_price_list(prices: Part, plan: Plan) -> None:
    assert len(records(prices)) + KEY["prices"]["section_rows"] == KEY["prices"]["rows"]
    assert plan.products.create == KEY["prices"]["products"]
    assert plan.prices == KEY["prices"]["prices"]


@pytest.mark.feature("M08")
def test_every_customer_with_a_name_is_created(customers: Part) -> None:
    """Each distinct code gives its customer, but for the rows that name nobody; no country is guessed for any."""
    rows = records(customers)
    made = [entry for entry in rows if entry.verdict == "create"]
    assert len(made) == KEY["customers"]["distinct_codes"] - KEY["customers"]["no_name"]
    assert {item.code for entry in rows if entry.verdict == "refuse" for item in entry.findings if
            item.reason.severity == "refuse"} == {"customer.no_name", "customer.duplicate.conflicting"}  # fmt: skip
    without = [entry for entry in made if entry.record and not entry.record["billing"]["country"]]
    assert all(entry.warned for entry in without)
    told = {"customer.country.missing", "customer.country.unknown", "customer.country.doubtful"}
    said = [entry for entry in made if told & {item.code for item in entry.findings}]
    assert without == said
    assert len(without) == 947


def test_the_announced_total_is_compared(customers: Part) -> None:
    (total,) = [entry for entry in customers.entries if entry.kind == "total"]
    assert total.findings[0].code == "row.total"
    assert total.findings[0].data["announced"] == str(KEY["customers"]["announced_total"])


@pytest.mark.feature("M08")
@pytest.mark.parametrize("place", KEY["prices"]["spot_checks"])
def test_no_price_is_silently_wrong(prices: Part, place: str) -> None:
    expected = KEY["prices"]["spot_checks"][place]
    reference, grid = place.split("/")
    (entry,) = [entry for entry in records(prices) if entry.key == reference and entry.record]
    assert entry.record is not None
    assert Decimal(prices_of(entry)[grid]) == Decimal(expected["price"])
    assert Decimal(entry.record["vat_rate"]) == Decimal(expected["vat"].replace(",", "."))
    assert prices.mapping is not None
    assert {column.grid: column.basis for column in prices.mapping.prices}[grid] == expected["basis"]


@pytest.mark.parametrize("reader", ["customers", "prices"])
def test_every_line_of_the_file_is_in_the_ledger_once(reader: str, request: pytest.FixtureRequest) -> None:
    part: Part = request.getfixturevalue(reader)
    lines = [number for entry in part.entries for number in range(entry.line, entry.line + entry.height)]
    assert lines == list(range(1, part.lines + 1))


def test_a_row_without_a_record_has_a_reason(customers: Part, prices: Part) -> None:
    for entry in (*customers.entries, *prices.entries):
        assert entry.record is not None or entry.findings, entry


def test_what_must_exist_first(plan: Plan) -> None:
    assert {grid.code: (grid.basis, grid.decimals, grid.name) for grid in plan.needs.grids} == {
        "DEPC": ("HT", 4, "Départ cave"),
        "CHR": ("HT", 4, "Tarif CHR"),
        "EXPT": ("HT", 4, "Export HT"),
        "EXPO": ("TTC", 2, "Tarif exposition TTC"),
    }
    assert plan.needs.categories == {
        "PART": "Particulier", "CHR": "Café Hôtel Restaurant", "EXP": "Export", "CAV": "Caviste", "AGT": "Agent",
    }  # fmt: skip
    assert plan.needs.families == ("Vins rouges", "Coffrets", "Vins blancs", "Effervescents", "Accessoires")
    assert plan.questions == ()


def test_customers_alone_leave_the_basis_of_two_grids_to_a_person(customers: Part) -> None:
    plan = planned([customers], {}, {})
    assert {question.about for question in plan.questions} == {"CHR", "DEPC"}
    assert planned([customers], {"CHR": "HT", "DEPC": "HT"}, {}).questions == ()
