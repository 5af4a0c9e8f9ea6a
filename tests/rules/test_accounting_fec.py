"""The legal file: what we write is accepted, and each rule broken alone is found alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.accounting.rules.fec import COLUMNS, FecRow, Separator, amount, file_name, write_fec
from chalicelib.accounting.rules.fec_check import Finding, cents, check_fec

ROW = FecRow(
    journal="VE",
    journal_label="Ventes",
    number=1,
    on=date(2026, 11, 22),
    account="411000",
    account_label="Clients",
    aux="C00012",
    aux_label="Le Bistrot d'Élise",
    piece="FA-2026-0001",
    piece_date=date(2026, 11, 22),
    label="Facture FA-2026-0001",
    debit=45200,
    credit=0,
    letter="",
    lettered_on=None,
    validated_on=date(2026, 11, 22),
)
SALE = replace(ROW, account="701000", account_label="Ventes", aux="", aux_label="", debit=0, credit=37667)
VAT = replace(SALE, account="445710", account_label="TVA collectée", credit=7533)
INVOICE = [ROW, SALE, VAT]
BANK = replace(ROW, journal="BQ", journal_label="Banque", number=2, account="512000", account_label="Banque", aux="",
               aux_label="")  # fmt: skip
PAID = replace(ROW, journal="BQ", journal_label="Banque", number=2, debit=0, credit=45200)


def text(rows: list[FecRow]) -> str:
    return write_fec(rows).decode()


def rules(data: bytes | str) -> list[tuple[int, str, str]]:
    raw = data.encode() if isinstance(data, str) else data
    return [(finding.line, finding.column, finding.rule) for finding in check_fec(raw)]


def broken(line: int, column: str, value: str, rows: list[FecRow] | None = None) -> str:
    """The file of `rows` with one field replaced (lines from 1, the header)."""
    lines = text(rows or INVOICE).split("\r\n")
    fields = lines[line - 1].split("\t")
    fields[COLUMNS.index(column)] = value
    lines[line - 1] = "\t".join(fields)
    return "\r\n".join(lines)


def test_the_file_byte_for_byte() -> None:
    lettered = replace(PAID, letter="A", lettered_on=date(2026, 11, 23))
    assert (
        write_fec([*INVOICE, BANK, lettered])
        == (
            "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\t"
            "PieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise\r\n"
            "VE\tVentes\t1\t20261122\t411000\tClients\tC00012\tLe Bistrot d'Élise\tFA-2026-0001\t20261122\t"
            "Facture FA-2026-0001\t452,00\t0,00\t\t\t20261122\t\t\r\n"
            "VE\tVentes\t1\t20261122\t701000\tVentes\t\t\tFA-2026-0001\t20261122\t"
            "Facture FA-2026-0001\t0,00\t376,67\t\t\t20261122\t\t\r\n"
            "VE\tVentes\t1\t20261122\t445710\tTVA collectée\t\t\tFA-2026-0001\t20261122\t"
            "Facture FA-2026-0001\t0,00\t75,33\t\t\t20261122\t\t\r\n"
            "BQ\tBanque\t2\t20261122\t512000\tBanque\t\t\tFA-2026-0001\t20261122\t"
            "Facture FA-2026-0001\t452,00\t0,00\t\t\t20261122\t\t\r\n"
            "BQ\tBanque\t2\t20261122\t411000\tClients\tC00012\tLe Bistrot d'Élise\tFA-2026-0001\t20261122\t"
            "Facture FA-2026-0001\t0,00\t452,00\tA\t20261123\t20261122\t\t\r\n"
        ).encode()
    )


@pytest.mark.parametrize(
    ("value", "shown"), [(0, "0,00"), (5, "0,05"), (100, "1,00"), (123456789, "1234567,89"), (-1, "-0,01")]
)
def test_amounts_have_a_comma_and_two_places(value: int, shown: str) -> None:
    assert amount(value) == shown
    assert cents(shown) == value


def test_the_file_is_named_after_siren_and_closing() -> None:
    assert file_name("404833048", date(2026, 12, 31)) == "404833048FEC20261231.txt"


@pytest.mark.parametrize("separator", ["tab", "pipe"])
def test_a_text_cannot_break_a_line_or_a_field(separator: Separator) -> None:
    rows = [replace(row, label="a|b\tc\r\nd", aux_label="x\u2028y" if row.aux else "") for row in INVOICE]
    data = write_fec(rows, separator=separator)
    assert rules(data) == []
    assert data.count(b"\r\n") == 4
    assert ("a/b c d" if separator == "pipe" else "a|b c d").encode() in data


def test_an_empty_label_is_a_slash_and_a_line_of_nothing_is_left_out() -> None:
    rows = [*(replace(row, label="", account_label="") for row in INVOICE), replace(VAT, credit=0)]
    assert rules(write_fec(rows)) == []
    assert write_fec(rows).count(b"\t/\t") == 6
    assert len(write_fec(rows).splitlines()) == 4


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [("utf-8", "Élise Œuvre € 东"), ("iso-8859-15", "Élise Œuvre € ?"), ("ascii", "Elise OEuvre EUR ?")],
)
def test_each_encoding_keeps_what_it_can(encoding: str, expected: str) -> None:
    data = write_fec([replace(row, label="Élise Œuvre € 东") for row in INVOICE], encoding=encoding)  # type: ignore[arg-type]
    assert expected in data.decode(encoding)
    assert rules(data) == []


def test_a_right_file_has_no_finding_whatever_its_separator_and_line_ends() -> None:
    right = text([*INVOICE, BANK, PAID])
    assert rules(right) == []
    assert rules(right.replace("\t", "|")) == []
    assert rules(right.replace("\r\n", "\n")) == []
    assert rules(b"\xef\xbb\xbf" + right.encode()) == []
    assert rules(text([])) == []


@pytest.mark.parametrize(
    ("column", "value", "found"),
    [
        ("JournalLib", "", (2, "JournalLib", "fec.required")),
        ("CompteLib", "", (2, "CompteLib", "fec.required")),
        ("PieceRef", "", (2, "PieceRef", "fec.required")),
        ("PieceDate", "", (2, "PieceDate", "fec.required")),
        ("EcritureLib", "", (2, "EcritureLib", "fec.required")),
        ("ValidDate", "", (2, "ValidDate", "fec.required")),
        ("PieceDate", "20261322", (2, "PieceDate", "fec.date")),
        ("PieceDate", "22/11/2026", (2, "PieceDate", "fec.date")),
        ("ValidDate", "20260230", (2, "ValidDate", "fec.date")),
        ("ValidDate", "²0261122", (2, "ValidDate", "fec.date")),
        ("CompteNum", "41", (2, "CompteNum", "fec.account")),
        ("CompteNum", "CLI001", (2, "CompteNum", "fec.account")),
        ("CompAuxNum", "", (2, "CompAuxLib", "fec.pair")),
        ("EcritureLet", "A", (2, "DateLet", "fec.pair")),
        ("Idevise", "USD", (2, "Idevise", "fec.pair")),
        ("Credit", "0.00", (2, "Credit", "fec.amount")),
        ("Credit", "0,001", (2, "Credit", "fec.amount")),
    ],
)
def test_one_wrong_field_is_the_one_finding(column: str, value: str, found: tuple[int, str, str]) -> None:
    assert rules(broken(2, column, value)) == [found]


def test_a_date_that_is_not_one_on_the_entry() -> None:
    everywhere = text(INVOICE).replace("\t1\t20261122", "\t1\t20261131")
    assert rules(everywhere) == [(line, "EcritureDate", "fec.date") for line in (2, 3, 4)]


@pytest.mark.parametrize("value", ["JournalCode", "EcritureNum", "EcritureDate"])
def test_what_names_the_entry_is_required(value: str) -> None:
    place = COLUMNS.index(value)
    lines = [line.split("\t") for line in text(INVOICE).split("\r\n")[:4]]
    for fields in lines[1:]:
        fields[place] = ""
    data = "\r\n".join("\t".join(fields) for fields in lines)
    assert rules(data) == [(line, value, "fec.required") for line in (2, 3, 4)]


def test_an_entry_has_one_date() -> None:
    assert rules(broken(3, "EcritureDate", "20261123")) == [(3, "EcritureDate", "fec.entry_date")]


def test_the_header_is_exact() -> None:
    assert rules(text(INVOICE).replace("EcritureLib", "EcritureLIB")) == [(1, "EcritureLib", "fec.header")]
    assert rules(text(INVOICE).replace("\tIdevise", "")) == [(1, "", "fec.header")]
    assert rules(text(INVOICE).replace("\t", ";")) == [(1, "", "fec.separator")]
    assert rules("") == [(0, "", "fec.empty")]


def test_a_line_has_eighteen_fields() -> None:
    lines = text(INVOICE).split("\r\n")
    assert rules("\r\n".join([*lines[:4], "VE\tVentes", *lines[4:]])) == [(5, "", "fec.fields")]


def test_an_unbalanced_entry_is_found_and_so_is_the_total() -> None:
    assert rules(broken(2, "Debit", "452,01")) == [(2, "EcritureNum", "fec.entry_balance"), (0, "", "fec.total")]


def test_two_entries_out_of_balance_that_make_up_for_each_other() -> None:
    data = broken(2, "Debit", "452,01", [*INVOICE, replace(BANK, debit=45199), PAID])
    assert rules(data) == [(2, "EcritureNum", "fec.entry_balance"), (5, "EcritureNum", "fec.entry_balance")]


def test_a_negative_amount_and_a_line_with_both_or_neither() -> None:
    negative = [replace(ROW, debit=-45200), replace(SALE, credit=-37667), replace(VAT, credit=-7533)]
    assert rules(text(negative)) == [
        (2, "Debit", "fec.negative"),
        (3, "Credit", "fec.negative"),
        (4, "Credit", "fec.negative"),
    ]
    both = [replace(ROW, credit=100), replace(SALE, debit=100), VAT]
    assert rules(text(both)) == [(2, "Debit", "fec.one_side"), (3, "Debit", "fec.one_side")]
    nothing = text(INVOICE).rstrip("\r\n") + "\r\n" + broken(4, "Credit", "0,00").split("\r\n")[3]
    assert rules(nothing) == [(5, "Debit", "fec.one_side")]


def test_a_hole_a_step_back_and_a_split_entry() -> None:
    third = [replace(BANK, number=3), replace(PAID, number=3)]
    assert rules(text([*INVOICE, *third])) == [(5, "EcritureNum", "fec.continuity")]
    first_last = [replace(BANK, number=2), replace(PAID, number=2), *INVOICE]
    assert rules(text(first_last)) == [(4, "EcritureNum", "fec.continuity")]
    split = [ROW, SALE, replace(BANK, journal="VE", journal_label="Ventes"), PAID, VAT]
    assert (6, "EcritureNum", "fec.entry_split") in rules(text(split))


def test_numbers_may_be_continuous_per_journal_instead() -> None:
    by_journal = [*INVOICE, replace(BANK, number=1), replace(PAID, number=1)]
    assert rules(text(by_journal)) == []
    hole = [*by_journal, replace(BANK, number=3), replace(PAID, number=3)]
    assert rules(text(hole)) == [(7, "EcritureNum", "fec.continuity")]


def test_a_number_without_digits_and_a_later_number_validated_earlier() -> None:
    assert rules(text(INVOICE).replace("\t1\t", "\tun\t")) == [(2, "EcritureNum", "fec.number")]
    before = date(2026, 11, 21)
    early = [*INVOICE, replace(BANK, validated_on=before), replace(PAID, validated_on=before)]
    assert rules(text(early)) == [(5, "ValidDate", "fec.order")]


def test_findings_say_it_in_french_with_line_and_column() -> None:
    assert check_fec(broken(2, "Debit", "452.00").encode())[0] == Finding(
        2,
        "Debit",
        "fec.amount",
        "« 452.00 » n'est pas un montant : virgule décimale, deux décimales au plus, sans espace.",
    )


def test_a_file_that_is_no_file_is_refused_and_never_fails() -> None:
    assert rules(bytes(range(256))) != []
    assert rules(b"\x00" * 100) != []


@given(
    st.lists(
        st.tuples(st.integers(1, 10**9), st.text(max_size=30), st.text(max_size=30), st.booleans()),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from(["tab", "pipe"]),
    st.sampled_from(["utf-8", "iso-8859-15", "ascii"]),
)
def test_whatever_we_write_we_accept(entries: list[tuple[int, str, str, bool]], separator: str, encoding: str) -> None:
    rows = []
    for number, (value, label, name, paid) in enumerate(entries, start=1):
        rows.append(replace(ROW, number=number, debit=value, label=label, aux_label=name))
        other = replace(BANK if paid else SALE, journal="VE", journal_label="Ventes", number=number, debit=0)
        rows.append(replace(other, credit=value, label=label))
    assert check_fec(write_fec(rows, separator=separator, encoding=encoding)) == []  # type: ignore[arg-type]
