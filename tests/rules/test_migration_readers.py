"""A file is read the same whatever its encoding, separator, quoting and the place of its header."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.kernel.errors import Refused
from chalicelib.migration.readers.delimited import grid
from chalicelib.migration.readers.reading import Asked, Choice, Template
from chalicelib.migration.rules.grid import Formula
from chalicelib.migration.rules.mapping import PriceColumn
from chalicelib.migration.rules.plan import prices_of
from tests.rules.migration_support import (
    PREAMBLE,
    PRICE_HEADINGS,
    SETTINGS,
    by_code,
    codes,
    customer_row,
    customers,
    only,
    price_list,
    read_bytes,
    records,
    workbook,
)

ROW = "CUV001;Pottier Château Noël;Rosé;2019;37.5 cl;3769479713503;20;3,95€;3,63 EUR;3,36;4,74€;O"
FEBRUARY = datetime(2020, 2, 1)  # noqa: DTZ001 - a workbook's dates have no zone
ACCENTED = (
    "Réf.;Désignation;Prix\r\nA1;Cuvée Noël « façade »;12,50 €\r\nA2;Œil de perdrix, vendangé à la main;8,00 €\r\n"
)


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"), ("utf-32", "utf-32"), ("cp1252", "cp1252"), ("iso8859-15", "iso8859-15"),
        ("mac_roman", "mac_roman"),
    ],
)  # fmt: skip
def test_every_usual_encoding_gives_the_same_text(encoding: str, found: str) -> None:
    read = grid(ACCENTED.encode(encoding))
    assert read.how == {"encoding": found, "separator": ";"}
    assert [line.cells for line in read.lines] == [
        tuple(line.split(";")) for line in ACCENTED.removesuffix("\r\n").split("\r\n")
    ]


@pytest.mark.parametrize("encoding", ["latin-1", "cp850", "cp858"])
def test_old_encodings_without_a_euro_sign(encoding: str) -> None:
    text = "Réf.;Désignation;Prix\nA1;Cuvée Noël, vendangée à l'été;12,50\n"
    assert grid(text.encode(encoding)).lines[1].cells == ("A1", "Cuvée Noël, vendangée à l'été", "12,50")


def test_a_euro_sign_alone_tells_windows_from_macintosh_and_dos() -> None:
    for encoding in ("cp1252", "iso8859-15", "mac_roman", "cp858"):
        read = grid("ref;prix\nA1;12,50 €\n".encode(encoding))
        assert read.lines[1].cells == ("A1", "12,50 €"), encoding


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_every_usual_separator(separator: str) -> None:
    text = separator.join(PRICE_HEADINGS) + "\n" + separator.join(
        f'"{cell}"' if separator in cell else cell for cell in ROW.split(";")
    )  # fmt: skip
    part = read_bytes(text.encode(), "tarifs.csv")
    assert part.how["separator"] == separator
    assert prices_of(only(part)) == {"DEPC": "3.95", "CHR": "3.63", "EXPT": "3.36", "EXPO": "4.74"}


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_every_line_end(end: str) -> None:
    text = (PREAMBLE + ";".join(PRICE_HEADINGS) + "\r\n" + ROW + "\r\n").replace("\r\n", end)
    part = read_bytes(text.encode("cp1252"), "tarifs.csv")
    assert (only(part).line, part.lines) == (4, 4)


@pytest.mark.parametrize("above", [0, 1, 5, 30])
def test_the_header_is_found_wherever_it_is(above: int) -> None:
    preamble = "DEPC, CHR, EXPT : prix HT ; EXPO : prix TTC\n" + "Domaine des Trois Frères;;\n;;\n" * (above // 2)
    part = price_list(ROW, preamble=preamble)
    assert part.heading is not None
    assert part.heading.line == preamble.count("\n") + 1
    assert part.mapping is not None
    assert [price.basis for price in part.mapping.prices] == ["HT", "HT", "HT", "TTC"]


def test_columns_in_another_order_and_one_missing() -> None:
    part = read_bytes(
        b"EAN;Actif;EXPO;TVA;D\xe9signation;R\xe9f.;DEPC;Contenance\n"
        b"3769479713503;O;4,74;20;Les Galets;CUV001;3,95;75 cl\n"
    )
    assert part.program == "CaveGest"
    assert only(part).record is not None
    assert prices_of(only(part)) == {"EXPO": "4.74", "DEPC": "3.95"}


def test_a_quoted_cell_may_hold_separators_quotes_and_line_breaks() -> None:
    row = ROW.replace("Pottier Château Noël", '"Pottier ""Le Haut"" ; du\r\nCellier"')
    part = price_list(row, ROW.replace("CUV001", "CUV002").replace("3769479713503", ""))
    first, second = records(part)
    assert first.record is not None
    assert first.record["name"] == 'Pottier "Le Haut" ; du Cellier'
    assert (first.line, first.height, second.line) == (4, 2, 6)


def test_a_stray_quote_breaks_one_line_and_swallows_none() -> None:
    rows = [ROW.replace("CUV001", f"CUV{n:03}").replace("3769479713503", "") for n in range(1, 30)]
    rows[3] = rows[3].replace("Pottier", '"Pottier')
    rows[9] = rows[9].replace("Noël", 'Noël 6" cuvée')
    part = price_list(*rows)
    assert len(records(part)) == 29
    assert [codes(entry) for entry in records(part) if entry.verdict == "refuse"] == [["row.quote"]]
    tenth = records(part)[9].record
    assert tenth is not None
    assert tenth["name"] == 'Pottier Château Noël 6" cuvée'


def test_shifted_columns_are_refused_not_believed() -> None:
    rows = [ROW.replace("CUV001", f"CUV{n:03}").replace("3769479713503", "") for n in range(1, 20)]
    rows[2] = rows[2].replace("Pottier Château", "Pottier ; Château")
    rows[5] = rows[5].replace(";Rosé;", ";")
    part = price_list(*rows)
    refused = [entry for entry in records(part) if entry.verdict == "refuse"]
    assert [(entry.line, codes(entry)) for entry in refused] == [(6, ["row.width"]), (9, ["row.width"])]
    assert "13 cases au lieu de 12" in refused[0].findings[0].sentence()


def test_a_program_that_drops_trailing_separators_is_read() -> None:
    rows = [
        f"CUV{n:03};Les Galets;Rosé;2019;75 cl;;20;3,95" + (";3,63;3,36;4,74;O" if n % 2 else "") for n in range(1, 20)
    ]
    part = price_list(*rows)
    assert all(entry.verdict == "create" for entry in records(part))
    assert prices_of(records(part)[1]) == {"DEPC": "3.95"}


def test_section_total_repeated_header_and_blank_rows_are_accounted_for() -> None:
    part = price_list(
        "*** VINS ROUGES ***;;;;;;;;;;;", ROW, ";".join(PRICE_HEADINGS), "", ";;;;;;;;;;;", "Vins de garde;;;;;;;;;;;",
        ROW.replace("CUV001", "CUV002").replace("3769479713503", ""), "Sous-total;;;;;;;;;;;", "TOTAL;2;;;;;;;;;;",
    )  # fmt: skip
    assert by_code(part) == {
        "row.preamble": 2, "row.header": 1, "row.section": 2, "row.header_again": 1, "row.blank": 2, "row.subtotal": 1,
        "row.total": 1,
    }  # fmt: skip
    assert [entry.record["family"] for entry in records(part) if entry.record] == ["Vins rouges", "Vins de garde"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["TOTAL", None, None, 2], "row.total"),
        (["TOTAL", None, None, 3], "row.total_differs"),
        (["Total clients : 2"], "row.total"),
        (["Nombre de clients : 1 234"], "row.total_differs"),
        (["TOTAL", None, None, "=COUNTA(A2:A3)"], "row.total_unread"),
    ],
)
def test_the_announced_total(row: list[Any], code: str) -> None:
    part = customers(customer_row(), customer_row(Code_client="T00002", Nom="Dupont"), row)
    assert part.entries[-1].kind == "total"
    assert codes(part.entries[-1]) == [code]


def test_a_customer_called_total_is_a_customer() -> None:
    part = customers(customer_row(Code_client="TOTAL01", Société="Total Énergies"))
    assert only(part).verdict == "create"


def test_the_cells_of_a_workbook_keep_their_nature() -> None:
    content = workbook(
        [["Code client", "Nom", "CP", "Fam.", "Tarif", "Inutilisable", "Créé le", "Téléphone"],
         [1024, "=A1", 9676, None, 0.1 + 0.2, True, FEBRUARY, 33612345678.0]]
    )  # fmt: skip
    part = read_bytes(content, "clients.xlsx")
    assert part.program == "CaveGest"
    from chalicelib.migration.readers.workbook import grids

    assert grids(content)[0].lines[1].cells == (
        Decimal(1024), Formula("=A1"), Decimal(9676), None, Decimal("0.3"), True, FEBRUARY,
        Decimal(33612345678),
    )  # fmt: skip


def test_an_unknown_file_asks_and_suggests() -> None:
    part = read_bytes(b"Item code;Product name;Trade price;Retail\nA1;Old vine;12,50;15,00\n")
    assert part.mapping is None
    assert [(item.heading, item.field) for item in part.suggestions] == [
        ("Item code", "reference"), ("Product name", "name"), ("Trade price", None), ("Retail", None),
    ]  # fmt: skip
    assert part.suggestions[2].samples == ("12,50",)


CHOICE = Choice(kind="product", columns={0: "reference", 1: "name", 2: "price:TRADE", 3: "price:RETAIL"})
UNKNOWN = b"Item code;Product name;Trade price;Retail\nA1;Old vine;12,50;15,00\n"


def test_a_person_maps_it_and_says_the_basis() -> None:
    part = read_bytes(UNKNOWN, asked=Asked(SETTINGS, {"": CHOICE}, bases={"TRADE": "HT", "RETAIL": "TTC"}))
    assert part.mapping is not None
    assert part.mapping.prices == (
        PriceColumn("TRADE", 2, "HT", "Trade price"), PriceColumn("RETAIL", 3, "TTC", "Retail"),
    )  # fmt: skip
    assert prices_of(only(part)) == {"TRADE": "12.50", "RETAIL": "15.00"}


def test_a_saved_mapping_is_applied_to_the_same_headings() -> None:
    heading = read_bytes(UNKNOWN).heading
    assert heading is not None
    template = Template("Vinistoria", heading.signature, "product", CHOICE.columns)
    part = read_bytes(UNKNOWN, asked=Asked(SETTINGS, templates=(template,)))
    assert part.program == "Vinistoria"
    assert prices_of(only(part)) == {"TRADE": "12.50", "RETAIL": "15.00"}


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        (Choice(kind="wine", columns={0: "reference"}), "migration.mapping.kind"),
        (Choice(kind="product", columns={9: "reference"}), "migration.mapping.column"),
        (Choice(kind="product", columns={0: "email"}), "migration.mapping.field"),
        (Choice(kind="customer", columns={0: "price:CHR"}), "migration.mapping.field"),
        (Choice(kind="product", columns={0: "reference", 1: "reference"}), "migration.mapping.twice"),
        (Choice(kind="product", columns={0: "reference"}), "migration.mapping.required"),
        (Choice(kind="customer", columns={0: "code"}), "migration.mapping.required"),
    ],
)
def test_a_wrong_mapping_is_refused(choice: Choice, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_bytes(UNKNOWN, asked=Asked(SETTINGS, {"": choice}))
    assert refusal.value.code == code


def test_a_column_nobody_takes_is_said() -> None:
    text = "Réf.;Désignation;Contenance;EAN;TVA;Actif;Emplacement\nA1;Les Galets;75 cl;;20;O;Allée 3\n"
    part = read_bytes(text.encode())
    ignored = [item for item in part.entries[0].findings if item.code == "column.ignored"]
    assert [(item.field, item.data["filled"]) for item in ignored] == [("Emplacement", "1")]


def test_what_stands_outside_the_table_is_said() -> None:
    part = customers([*customer_row(), "rappeler en juin"])
    assert codes(only(part)) == ["row.off_table"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"une seule colonne\nsans separateur\n", "migration.file.no_table"),
        (b"a;b\n" + b"1;2\n" * 50_001, "migration.file.too_long"),
        ((";".join(f"c{n}" for n in range(300)) + "\n").encode() * 3, "migration.file.too_wide"),
        (b"\xff\xfe\x00\xd8\x00\x00a", "migration.file.encoding"),
    ],
)
def test_a_text_without_a_usable_table_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        grid(content)
    assert refusal.value.code == code
