"""Hostile and mistaken uploads: each is refused, with its own code and a French sentence that says what to do."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from chalicelib.kernel.errors import Refused
from chalicelib.migration.readers import open_grids
from chalicelib.migration.readers.safety import MAX_BYTES
from tests.rules.migration_support import (
    CUSTOMERS,
    codes,
    customer_row,
    customers,
    ole2,
    only,
    rezipped,
    workbook,
)

GOOD = workbook([["Code client", "Nom"], ["T1", "Vaillant"]])


def refused(content: bytes, name: str = "clients.xlsx") -> str:
    with pytest.raises(Refused) as refusal:
        open_grids(content, name)
    assert refusal.value.detail.count(".") >= 2, "a cause, then a remedy"
    return refusal.value.code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "migration.file.empty"),
        (b"\xef\xbb\xbf\r\n  ", "migration.file.empty"),
        (b"%PDF-1.7 \n...", "migration.file.type"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "migration.file.type"),
        (b"MZ\x90\x00" + bytes(50), "migration.file.type"),
        (b"\x1f\x8b\x08" + bytes(50), "migration.file.type"),
        (b"<html><table><tr><td>a;b</td></tr></table></html>", "migration.file.type"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><a/>', "migration.file.type"),
        (bytes(range(256)) * 20, "migration.file.type"),
        (b"a;b\n" * (MAX_BYTES // 4 + 1), "migration.file.too_large"),
        (bytes(20_000_000), "migration.file.empty"),
        (b"PK\x03\x04 not a zip at all", "migration.file.damaged"),
        (GOOD[:-200], "migration.file.damaged"),
        (ole2("EncryptedPackage"), "migration.file.encrypted"),
        (ole2("Workbook"), "migration.file.old_excel"),
        (rezipped(GOOD, xl__vbaProject_bin=b"macro"), "migration.file.macros"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused(content: bytes, code: str) -> None:
    assert refused(content) == code


def test_an_archive_that_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refused(out.getvalue(), "lettre.docx") == "migration.file.type"


def test_a_binary_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\x00")
    assert refused(out.getvalue(), "clients.xlsb") == "migration.file.type"


@pytest.mark.parametrize("size", [30_000_000, 300_000_000])
def test_a_zip_bomb_is_refused_before_it_is_opened(size: int) -> None:
    block = b"<row/>" * 200_000
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as stream:
            for _ in range(size // len(block)):
                stream.write(block)
    assert len(out.getvalue()) < MAX_BYTES
    assert refused(out.getvalue()) == "migration.file.bomb"


def test_a_zip_that_lies_about_its_size_is_refused() -> None:
    bomb = rezipped(GOOD, xl__media__noise_bin=bytes(40_000_000))
    true_size, lie = struct.pack("<L", 40_000_000), struct.pack("<L", 900)
    assert refused(bomb.replace(true_size, lie)) in {"migration.file.bomb", "migration.file.damaged"}


def test_an_encrypted_zip_entry() -> None:
    marked = bytearray(GOOD)
    place = GOOD.rindex(b"PK\x01\x02")
    marked[place + 8] |= 1
    assert refused(bytes(marked)) == "migration.file.encrypted"


def test_thousands_of_entries() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(600):
            archive.writestr(f"xl/media/{number}", b"")
    assert refused(out.getvalue()) == "migration.file.bomb"


@pytest.mark.parametrize(
    "xml",
    [
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "'
        + b"A" * 1000
        + b'"><!ENTITY y "&x;&x;&x;&x;">]><worksheet>&y;</worksheet>',
        b"<worksheet><sheetData><row><c",
        b"not xml",
    ],
)
def test_a_workbook_whose_inside_is_broken(xml: bytes) -> None:
    assert refused(rezipped(GOOD, xl__worksheets__sheet1_xml=xml)) in {"migration.file.damaged", "migration.file.empty"}


def test_a_row_written_a_million_lines_below_is_refused_at_once() -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>'
    )
    assert refused(rezipped(GOOD, xl__worksheets__sheet1_xml=sheet)) == "migration.file.too_long"


def test_a_false_declared_dimension_hides_no_row() -> None:
    content = CUSTOMERS.read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    import re

    small = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:A2"', sheet)
    (grid,) = open_grids(rezipped(content, xl__worksheets__sheet1_xml=small), "clients.xlsx")
    assert len(grid.lines) == 5001


@pytest.mark.parametrize(
    "name",
    [
        '=HYPERLINK("http://x")',
        '\'=HYPERLINK("x")',
        "+SUM(A1:A9)",
        "@SUM(A1)",
        "-2+3+cmd|' /C calc'!A0",
        "=1+1",
        "\t=cmd|'/C'",
    ],
)
def test_a_formula_in_a_name_is_left_out_and_said(name: str) -> None:
    entry = only(customers(customer_row(Société=name)))
    assert codes(entry) == ["customer.formula"]
    assert entry.findings[0].raw.strip() == name.strip()
    assert entry.record is not None
    assert (entry.record["company"], entry.record["kind"]) == ("", "individual")


def test_a_formula_as_the_only_name_refuses_the_row() -> None:
    entry = only(customers(customer_row(Nom="=1+1", Prénom=None)))
    assert entry.verdict == "refuse"
    assert codes(entry) == ["customer.formula", "customer.no_name"]


@pytest.mark.parametrize(
    "name", ["-", "+33 6 12 34 56 78", "L'Étable - @home", "Dupont & Fils", "'t Huis", "(Vve) Roche"]
)
def test_ordinary_texts_are_no_formulas(name: str) -> None:
    entry = only(customers(customer_row(Société=name)))
    assert codes(entry) == []
