"""Prices written by people: each text gives one price exactly, or a reason and no price."""

from __future__ import annotations

from decimal import Decimal

import pytest

from chalicelib.migration.rules.cells import shown
from chalicelib.migration.rules.grid import Cell, Formula
from chalicelib.migration.rules.mapping import BasisCode
from chalicelib.migration.rules.plan import planned, prices_of
from chalicelib.migration.rules.prices import Mark, bases, basis_in, decimal_mark, plain, read_price, read_rate
from tests.rules.migration_support import by_code, codes, only, price_list, records

ROW = "CUV001;Les Galets;Rosé;2019;{volume};{gtin};{vat};{price};10,00;10,00;12,00;{active}"


def row(volume: str = "75 cl", gtin: str = "", vat: str = "20", price: str = "10,00", active: str = "O") -> str:
    return ROW.format(volume=volume, gtin=gtin, vat=vat, price=price, active=active)


@pytest.mark.parametrize(
    ("cell", "price"),
    [
        ("3,95€", "3.95"), ("3,63 EUR", "3.63"), ("3,36", "3.36"), ("28,31 €", "28.31"), ("€ 28,31", "28.31"),
        ("28,31\u00a0€", "28.31"), ("28,31\u202f€", "28.31"), ("40,7653 €", "40.7653"), ("7,858", "7.858"),
        ("23,619 €", "23.619"), ("12", "12.00"), ("12 €", "12.00"), ("12,5", "12.50"), ("1 234,50", "1234.50"),
        ("1\u00a0234,50 €", "1234.50"), ("1.234,50", "1234.50"), ("12.345.678,5", None), ("0,99 euros", "0.99"),
        ("12.50", "12.50"), ("0,125", "0.125"), ("0.125", "0.125"), (Decimal("12.3"), "12.30"), (Decimal(12), "12.00"),
        ("007,50", "7.50"), ("1 234", "1234.00"), ("1'234,50", "1234.50"),
    ],
)  # fmt: skip
def test_a_price_is_read_exactly(cell: Cell, price: str | None) -> None:
    reading = read_price(cell, ",")
    assert (plain(reading.value) if reading.value is not None else None) == price


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("", ""), (None, ""), ("  ", ""), ("0,00", "price.zero"), ("0", "price.zero"), ("0,00 €", "price.zero"),
        (Decimal(0), "price.zero"), ("N/C", "price.unreadable"), ("12,5O", "price.unreadable"),
        ("sur demande", "price.unreadable"), ("l2,50", "price.unreadable"), ("12,,50", "price.unreadable"),
        ("12,50,30", "price.unreadable"), ("12 50", "price.unreadable"), ("12,", "price.unreadable"),
        (",50", "price.unreadable"), ("-", "price.unreadable"), ("€", "price.unreadable"), ("12,50 HT",
        "price.unreadable"),
        ("12,50/13,00", "price.unreadable"), ("12,50 %", "price.unreadable"), ("1e3", "price.unreadable"),
        ("-12,50", "price.negative"), ("−3 €", "price.negative"), (Decimal(-3), "price.negative"),
        ("12,50 $", "price.currency"), ("£12,50", "price.currency"), ("12,50 CHF", "price.currency"), ("82 F",
        "price.currency"),
        ("12,34567", "price.too_precise"), (Decimal("0.12345"), "price.too_precise"), ("1.234", "price.ambiguous"),
        ("1,234.50", "price.ambiguous"), ("2000000", "price.too_large"), (Formula("=B2*1.2"), "price.unreadable"),
        ("=B2*1.2", "price.unreadable"), ("#REF!", "price.unreadable"), (True, "price.unreadable"), ("²",
        "price.unreadable"),
        ("１２", "price.unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_certain_price_is_none(cell: Cell, code: str) -> None:
    reading = read_price(cell, ",")
    assert (reading.value, reading.code) == (None, code)


@pytest.mark.parametrize(
    ("mark", "cell", "price"),
    [
        (".", "1,234.50", "1234.50"), (".", "12.345", "12.345"), (".", "12,345", None), (None, "12,345", None),
        (None, "1.234,50", "1234.50"), (None, "12,50", "12.50"), (None, "12.50", "12.50"),
    ],
)  # fmt: skip
def test_the_decimal_mark_of_the_file_decides(mark: Mark | None, cell: str, price: str | None) -> None:
    reading = read_price(cell, mark)
    assert (plain(reading.value) if reading.value is not None else None) == price


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (["3,95 €", "7,858"], ","), (["3.95", "7.858"], "."), (["7,858", "1.234"], None), (["3,95", "3.95"], None),
        ([], None),
        (["40.7653"], "."), ([Decimal("3.95"), "sur demande"], None),
    ],
)  # fmt: skip
def test_the_decimal_mark_is_found_from_what_leaves_no_doubt(cells: list[Cell], mark: Mark | None) -> None:
    assert decimal_mark(cells) == mark


@pytest.mark.parametrize(
    ("cell", "rate"),
    [
        ("20", "20"), ("20,00", "20"), ("5,5", "5.5"), ("5.5 %", "5.5"), ("20%", "20"), (Decimal("2.1"), "2.1"),
        ("8,5", "8.5"),
        ("0", "0"), ("0,2", None), (Decimal("0.2"), None), ("19,6", None), ("normal", None), ("", None), ("-20", None),
    ],
)  # fmt: skip
def test_a_vat_rate_is_a_french_one_or_none(cell: Cell, rate: str | None) -> None:
    assert read_rate(cell) == (None if rate is None else Decimal(rate)), shown(cell)


@pytest.mark.parametrize(
    ("sentence", "basis"),
    [
        ("prix HT", "HT"), ("Prix H.T.", "HT"), ("prix hors taxes", "HT"), ("tarif T.T.C.", "TTC"),
        ("toutes taxes comprises", "TTC"),
        ("HT et TTC", None), ("Château Haut", None), ("", None), ("prix nets", None),
    ],
)  # fmt: skip
def test_the_basis_a_text_says(sentence: str, basis: str | None) -> None:
    assert basis_in(sentence) == basis


@pytest.mark.parametrize(
    ("preamble", "told"),
    [
        (["DEPC, CHR, EXPT : prix HT ; EXPO : prix TTC"], ["HT", "HT", "HT", "TTC"]),
        (["DEPC, CHR, EXPT : prix HT, EXPO : prix TTC"], ["HT", "HT", "HT", "TTC"]),
        (["Prix HT : DEPC, CHR, EXPT, prix TTC : EXPO"], ["HT", "HT", "HT", "TTC"]),
        (["Tarif EXPO en T.T.C.", "Tarifs DEPC / CHR / EXPT en H.T."], [None, None, "HT", "TTC"]),
        (["Tous les prix sont HT"], ["HT"] * 4),
        (["Prix HT", "EXPO : prix TTC"], ["HT", "HT", "HT", "TTC"]),
        (["Prix HT sauf EXPO TTC"], [None] * 4),
        (["DEPC : prix HT", "DEPC : prix TTC"], [None] * 4),
        (["Domaine des Trois Frères"], [None] * 4),
        ([], [None] * 4),
    ],
)
def test_the_basis_of_each_grid_is_told_above_the_table_or_not_known(
    preamble: list[str], told: list[str | None]
) -> None:
    assert list(bases(preamble, ["DEPC", "CHR", "EXPT", "EXPO"]).values()) == told


def test_a_grid_without_basis_is_asked_never_guessed() -> None:
    part = price_list(row(), preamble="Domaine des Trois Frères;;;;\r\n")
    plan = planned([part], {}, {})
    assert [(question.kind, question.about) for question in plan.questions] == [
        ("basis", "DEPC"), ("basis", "CHR"), ("basis", "EXPT"), ("basis", "EXPO"),
    ]  # fmt: skip
    chosen: dict[str, BasisCode] = {"DEPC": "HT", "CHR": "HT", "EXPT": "HT", "EXPO": "TTC"}
    answered = planned([part], chosen, {"EXPT": "HT", "EXPO": "TTC"})
    assert (answered.questions, [grid.basis for grid in answered.needs.grids]) == ((), ["HT", "HT", "HT", "TTC"])
    silent = planned([part], {"DEPC": "HT", "CHR": "HT"}, {"EXPT": "HT", "EXPO": "TTC"})
    assert [question.about for question in silent.questions] == ["EXPT", "EXPO"], "the file itself says nothing"


def test_a_grid_the_company_knows_otherwise_is_asked() -> None:
    plan = planned([price_list(row())], {}, {"CHR": "TTC"})
    assert [(question.about, question.sentence) for question in plan.questions] == [
        ("CHR", "Le tarif CHR est-il HT ou TTC ? Dans Caveau il est TTC, le fichier dit HT.")
    ]


def test_the_decimals_of_a_grid_hold_all_its_prices() -> None:
    plan = planned([price_list(row(price="12,3456"))], {}, {})
    assert {grid.code: grid.decimals for grid in plan.needs.grids} == {"DEPC": 4, "CHR": 2, "EXPT": 2, "EXPO": 2}


@pytest.mark.parametrize("vat", ["", "normal", "0,2"])
def test_a_product_without_a_certain_rate_is_created_off_sale(vat: str) -> None:
    record = only(price_list(row(vat=vat))).record
    assert record is not None
    assert (record["vat_rate"], record["active"], record["prices"]["DEPC"]) == ("", False, "10.00")


@pytest.mark.parametrize(
    ("active", "expected", "code"),
    [("O", True, []), ("", True, []), ("N", False, ["product.inactive"]), ("?", False, ["product.flag.unreadable"])],
)
def test_active_or_not(active: str, expected: bool, code: list[str]) -> None:
    entry = only(price_list(row(active=active)))
    assert entry.record is not None
    assert (entry.record["active"], codes(entry)) == (expected, code)


@pytest.mark.parametrize(
    ("gtin", "stored", "code"),
    [
        ("3760123456784", "3760123456784", []), ("3760123456785", "", ["product.gtin.wrong"]), ("", "", []),
        ("3,76012E+12", "", ["product.gtin.wrong"]), ("3760123456784.0", "3760123456784", []), ("ABC",
        "", ["product.gtin.wrong"]),
    ],
)  # fmt: skip
def test_a_wrong_barcode_is_kept_out(gtin: str, stored: str, code: list[str]) -> None:
    entry = only(price_list(row(gtin=gtin)))
    assert entry.record is not None
    assert (entry.record["gtin"], codes(entry)) == (stored, code)


def test_two_products_cannot_share_a_barcode() -> None:
    first = row(gtin="3760123456784")
    part = price_list(first, first.replace("CUV001", "CUV002"))
    assert [codes(entry) for entry in records(part)] == [[], ["product.gtin.taken"]]
    assert records(part)[1].record is not None
    assert (records(part)[1].record or {})["gtin"] == ""


@pytest.mark.parametrize(
    ("volume", "units", "code"),
    [
        ("75CL", 750, []), ("0,75 L", 750, []), ("37.5 cl", 375, []), ("demi", 375, []), ("Magnum", 1500, []),
        ("1,5L", 1500, []),
        ("BIB 5 L", 5000, []), ("BIB 10L", 10000, []), ("", None, ["product.volume.missing"]),
        ("75", None, ["product.volume.unreadable"]), ("grande", None, ["product.volume.unreadable"]),
    ],
)  # fmt: skip
def test_volumes_in_many_spellings(volume: str, units: int | None, code: list[str]) -> None:
    entry = only(price_list(row(volume=volume)))
    assert entry.record is not None
    assert (entry.record["volume"], codes(entry)) == (units, code)


def test_the_same_reference_twice() -> None:
    same, other = row(), row(price="11,00")
    part = price_list(same, same, other)
    assert [(entry.verdict, codes(entry)) for entry in records(part)] == [
        ("create", ["product.duplicate.kept"]),
        ("skip", ["product.duplicate.strict"]),
        ("refuse", ["product.duplicate.conflicting"]),
    ]
    assert "DEPC" in records(part)[2].findings[0].sentence()
    assert prices_of(records(part)[0])["DEPC"] == "10.00"


def test_a_slip_of_the_comma_is_pointed_at_and_two_grids_are_not() -> None:
    assert codes(only(price_list(row(price="100,00")))) == ["price.suspicious"]
    assert codes(only(price_list(row(price="14,00")))) == []


@pytest.mark.parametrize(("reference", "code"), [("", "product.no_reference"), ("=1+1", "product.no_reference")])
def test_a_row_without_reference_is_refused(reference: str, code: str) -> None:
    entry = only(price_list(row().replace("CUV001", reference)))
    assert entry.verdict == "refuse"
    assert code in codes(entry)


def test_a_reference_alone_is_a_product_without_name_not_a_section() -> None:
    part = price_list("CUV053;;;;;;;;;;;")
    assert codes(only(part)) == ["product.no_name"]
    assert by_code(part)["row.section"] == 0
