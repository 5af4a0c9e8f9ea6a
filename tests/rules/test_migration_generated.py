"""Exports of the same shape as the sample, with other proportions of the same faults: each is counted exactly."""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.migration.rules.plan import Part, by_family, planned, prices_of
from tests.rules.migration_support import CUSTOMER_HEADINGS, PRICE_HEADINGS, customers, price_list, read_bytes, records

COUNTED = (
    "missing_country", "unknown_country", "vat_country_conflict", "zip_lost_zero", "bad_email", "formula", "unusable",
    "no_name", "numeric_phone", "strict_duplicates", "conflicting_duplicates",
)  # fmt: skip
SEEDS = range(12)


def frequency(rng: random.Random) -> float:
    return rng.choice([0, 0.02, 0.1, 0.4, 0.9])


def customer_rows(rng: random.Random, size: int) -> tuple[list[list[Any]], Counter[str]]:
    """Rows with faults drawn at this file's own frequencies, and how many of each there are."""
    often = {fault: frequency(rng) for fault in COUNTED}
    truth: Counter[str] = Counter()

    def has(fault: str) -> bool:
        if rng.random() < often[fault]:
            truth[fault] += 1
            return True
        return False

    rows = [customer_row(rng, number, has) for number in range(size)]
    for kind in ("strict_duplicates", "conflicting_duplicates"):
        for row in rng.sample(rows, rng.randint(0, 4)):
            truth[kind] += 1
            again = list(row)
            if kind == "conflicting_duplicates":
                again[4] = "une autre adresse"
            rows.append(again)
    return rows, truth


FAULTS = (
    ("no_name", {"Nom": [None], "Prénom": [None]}),
    ("zip_lost_zero", {"CP": [1234, 9676, 4999]}),
    ("bad_email", {"Email": ["x@y.fr; z@y.fr", "jean.gmail.com", "dupont@", "a@b", "voir fiche"]}),
    ("formula", {"Société": ['\'=HYPERLINK("x")', "=1+1", "+SUM(A1)", "@SUM(A1)"]}),
    ("numeric_phone", {"Téléphone": [442180967, 33612345678, 612345678]}),
    ("unusable", {"Inutilisable": ["O"]}),
)  # fmt: skip
PLACES = (
    ("missing_country", {"Pays": [None]}),
    ("unknown_country", {"Pays": ["CH", "U.S.A", "Syldavie", "Grande Bretagne"]}),
    ("vat_country_conflict", {"Pays": ["Belgique"], "N° TVA": ["FR83404833048"]}),
)


def customer_row(rng: random.Random, number: int, has: Any) -> list[Any]:
    row: dict[str, Any] = dict.fromkeys(CUSTOMER_HEADINGS)
    row |= {"Code client": f"T{number:05}", "Nom": "Vaillant", "Prénom": "Renée", "CP": "84190", "Pays": "France"}
    row |= {"Adresse": f"{number}, rue", "Fam.": rng.choice(["PART", "CHR"]), "Tarif": rng.choice(["EXPO", "CHR"])}
    place = next((values for fault, values in PLACES if has(fault)), {})
    for values in (place, *(values for fault, values in FAULTS if has(fault))):
        row |= {heading: rng.choice(choices) for heading, choices in values.items()}
    return [row[heading] for heading in CUSTOMER_HEADINGS]


@pytest.mark.parametrize("seed", SEEDS)
def test_customers_of_other_proportions(seed: int) -> None:
    rng = random.Random(seed)
    rows, truth = customer_rows(rng, rng.randint(30, 120))
    order = rows[:]
    part = customers(*order, ["TOTAL", None, None, len(order)])
    found = by_family(part.entries)
    assert {fault: found.get(fault, 0) for fault in COUNTED} == {fault: truth[fault] for fault in COUNTED}
    assert found["total_rows"] == 1
    assert_accounted(part, len(order))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("separator", "encoding"), [(";", "cp1252"), (",", "utf-8"), ("\t", "utf-16")])
def test_the_same_customers_in_a_text_file(seed: int, separator: str, encoding: str) -> None:
    """Without the types of a workbook: what a number was is known by its form alone."""
    rng = random.Random(seed)
    rows, truth = customer_rows(rng, 60)
    lines = [separator.join(CUSTOMER_HEADINGS)]
    for row in rows:
        cells = ["" if cell is None else str(cell) for cell in row]
        lines.append(separator.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in cells))
    part = read_bytes(("\r\n".join(lines) + "\r\n").encode(encoding), "clients.csv")
    assert part.program == "CaveGest"
    found = by_family(part.entries)
    # In a text, four digits of Belgium or Switzerland are a postcode there, and nothing says that they were five.
    distinct = rows[: len({row[0] for row in rows})]
    truth["zip_lost_zero"] -= sum(row[7] in ("Belgique", "CH") and isinstance(row[5], int) for row in distinct)
    assert {fault: found.get(fault, 0) for fault in COUNTED} == {fault: truth[fault] for fault in COUNTED}
    assert_accounted(part, len(rows))


def assert_accounted(part: Part, size: int) -> None:
    plan = planned([part], {}, {})
    counts = plan.customers
    assert counts.rows == counts.create + counts.refuse + counts.skip == size
    assert [entry.line for entry in part.entries] == list(range(1, part.lines + 1))


def price_rows(rng: random.Random, size: int) -> tuple[list[str], Counter[str], dict[str, Decimal]]:
    often = {
        fault: frequency(rng) for fault in ("zero_prices", "unreadable_prices", "missing_vat", "bad_gtin", "no_volume")
    }
    truth: Counter[str] = Counter()
    prices: dict[str, Decimal] = {}
    rows: list[str] = ["A0;Repère;Rouge;2020;75 cl;;20;1,50;1,50;1,50;1,80;O"]
    for grid in PRICE_HEADINGS[7:11]:
        prices[f"A0/{grid}"] = Decimal("1.80" if grid == "EXPO" else "1.50")
    for number in range(size):
        if rng.random() < 0.05:
            truth["section_rows"] += 1
            rows.append(f"*** {rng.choice(['VINS ROUGES', 'COFFRETS', 'DIVERS'])} ***" + ";" * 11)
        reference = f"REF{number:03}"
        cells = [reference, "Les Galets", "Rouge", "2020", "75 cl", "3760123456784" if number == 0 else "", "20"]
        for column, fault, value in ((4, "no_volume", ""), (5, "bad_gtin", "3760123456785"), (6, "missing_vat", "")):
            if rng.random() < often[fault]:
                truth[fault] += 1
                cells[column] = value
        for grid in PRICE_HEADINGS[7:11]:
            cells.append(price_cell(rng, often, truth, prices, f"{reference}/{grid}"))
        rows.append(";".join([*cells, rng.choice(["O", "N"])]))
    for row in rng.sample([row for row in rows if row.startswith("REF")], rng.randint(0, 3)):
        truth["duplicate_refs"] += 1
        rows.append(row)
    return rows, truth, prices


def price_cell(
    rng: random.Random, often: dict[str, float], truth: Counter[str], prices: dict[str, Decimal], place: str
) -> str:
    if rng.random() < often["zero_prices"]:
        truth["zero_prices"] += 1
        return rng.choice(["0,00", "0", "0,00 €"])
    if rng.random() < often["unreadable_prices"]:
        truth["unreadable_prices"] += 1
        return rng.choice(["N/C", "12,5O", "sur demande"])
    value = Decimal(rng.randint(100, 9_999_999)).scaleb(-rng.choice([2, 2, 3, 4]))
    prices[place] = value
    return f"{value:f}".replace(".", ",") + rng.choice(["", "€", " €", " EUR"])


@pytest.mark.parametrize("seed", SEEDS)
def test_price_lists_of_other_proportions(seed: int) -> None:
    rng = random.Random(seed)
    rows, truth, prices = price_rows(rng, rng.randint(10, 80))
    part = price_list(*rows)
    found = by_family(part.entries)
    for fault in (
        "zero_prices",
        "unreadable_prices",
        "missing_vat",
        "bad_gtin",
        "no_volume",
        "section_rows",
        "duplicate_refs",
    ):
        assert found.get(fault, 0) == truth[fault], fault
    read = {
        f"{entry.key}/{grid}": Decimal(price) for entry in records(part) for grid, price in prices_of(entry).items()
    }
    assert read == prices
    assert planned([part], {}, {}).prices == len(prices)
