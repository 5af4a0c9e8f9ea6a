"""A FEC checker of our own: what a tax inspector's tool would refuse, said line by line.

Nouns: a `Finding` names the line (1 = header, 0 = the whole file), the column, the rule and the reason in French. The
one trick: each rule is a function over one parsed `Record` or over the entries, so each can be broken alone in a
test. Source: LPF art. A47 A-1 VII; the official tool (Test Compta Demat) is desktop only and cannot run here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from chalicelib.accounting.rules.fec import COLUMNS

REQUIRED = (*COLUMNS[0:6], *COLUMNS[8:13], "ValidDate")
DATES = ("EcritureDate", "PieceDate", "DateLet", "ValidDate")
PAIRS = (("CompAuxNum", "CompAuxLib"), ("EcritureLet", "DateLet"), ("Montantdevise", "Idevise"))

_AMOUNT = re.compile(r"-?\d{1,15}(,\d{1,2})?")
_ACCOUNT = re.compile(r"\d{3}[0-9A-Za-z]*")
_NUMBER = re.compile(r"(.*?)(\d{1,18})")


@dataclass(frozen=True)
class Finding:
    """One fault. `line` is 1 for the header and 0 for the whole file; `column` is a FEC column or empty."""

    line: int
    column: str
    rule: str
    detail: str


@dataclass(frozen=True)
class Record:
    """One line of the file, its fields by column name, its two amounts read in cents (0 when unreadable)."""

    line: int
    fields: dict[str, str]
    debit: int
    credit: int


def check_fec(data: bytes) -> list[Finding]:
    """Every fault of a FEC file, in the order of its lines; an empty list accepts it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("iso-8859-15")
    lines = re.split(r"\r\n|\n|\r", text)
    while lines and not lines[-1]:
        lines.pop()
    if not lines:
        return [Finding(0, "", "fec.empty", "Le fichier est vide.")]
    mark = _separator(lines[0])
    if mark is None:
        return [Finding(1, "", "fec.separator", "Séparateur inconnu : utilisez la tabulation ou « | ».")]
    header = _check_header(lines[0].split(mark))
    if header:
        return header
    findings: list[Finding] = []
    records = _records(lines, mark, findings)
    for record in records:
        findings.extend(_check_record(record))
    findings.extend(_check_entries(records))
    findings.extend(_check_continuity(records))
    findings.extend(_check_total(records))
    return sorted(findings, key=lambda finding: (finding.line == 0, finding.line))


def _separator(header: str) -> str | None:
    return next((mark for mark in ("\t", "|") if mark in header), None)


def _check_header(names: list[str]) -> list[Finding]:
    if tuple(names) == COLUMNS:
        return []
    if len(names) != len(COLUMNS):
        return [Finding(1, "", "fec.header", f"{len(names)} colonnes au lieu de 18.")]
    return [
        Finding(1, wanted, "fec.header", f"Colonne « {found} » au lieu de « {wanted} ».")
        for wanted, found in zip(COLUMNS, names, strict=True)
        if wanted != found
    ]


def _records(lines: list[str], mark: str, findings: list[Finding]) -> list[Record]:
    records = []
    for number, line in enumerate(lines[1:], start=2):
        values = line.split(mark)
        if len(values) != len(COLUMNS):
            findings.append(Finding(number, "", "fec.fields", f"{len(values)} champs au lieu de 18."))
            continue
        fields = dict(zip(COLUMNS, (value.strip() for value in values), strict=True))
        records.append(Record(number, fields, cents(fields["Debit"]) or 0, cents(fields["Credit"]) or 0))
    return records


def cents(text: str) -> int | None:
    """`-123,4` as -12340, or None when it is no FEC amount."""
    if not _AMOUNT.fullmatch(text):
        return None
    units, _, rest = text.lstrip("-").partition(",")
    value = int(units) * 100 + int(rest.ljust(2, "0")) if rest else int(units) * 100
    return -value if text.startswith("-") else value


def _check_record(record: Record) -> Iterator[Finding]:
    fields, line = record.fields, record.line
    for name in REQUIRED:
        if not fields[name]:
            yield Finding(line, name, "fec.required", f"« {name} » est obligatoire.")
    for name in DATES:
        if fields[name] and not _is_day(fields[name]):
            yield Finding(line, name, "fec.date", f"« {fields[name]} » n'est pas une date AAAAMMJJ.")
    if fields["CompteNum"] and not _ACCOUNT.fullmatch(fields["CompteNum"]):
        detail = f"Le compte « {fields['CompteNum']} » ne commence pas par trois chiffres du plan comptable."
        yield Finding(line, "CompteNum", "fec.account", detail)
    for first, second in PAIRS:
        if bool(fields[first]) != bool(fields[second]):
            yield Finding(line, second, "fec.pair", f"« {first} » et « {second} » vont ensemble.")
    yield from _check_amounts(record)


def _check_amounts(record: Record) -> Iterator[Finding]:
    fields, line = record.fields, record.line
    for name in ("Debit", "Credit", "Montantdevise"):
        if fields[name] and cents(fields[name]) is None:
            detail = f"« {fields[name]} » n'est pas un montant : virgule décimale, deux décimales au plus, sans espace."
            yield Finding(line, name, "fec.amount", detail)
    for name, value in (("Debit", record.debit), ("Credit", record.credit)):
        if value < 0:
            yield Finding(line, name, "fec.negative", "Un montant négatif s'écrit dans l'autre colonne.")
    if bool(record.debit) == bool(record.credit) and cents(fields["Debit"]) is not None is not cents(fields["Credit"]):
        yield Finding(line, "Debit", "fec.one_side", "Une ligne porte un débit ou un crédit, jamais les deux ni aucun.")


def _is_day(text: str) -> bool:
    if len(text) != 8 or not text.isascii() or not text.isdigit():
        return False
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return False
    return True


def _key(record: Record) -> tuple[str, str]:
    return record.fields["JournalCode"], record.fields["EcritureNum"]


def _check_entries(records: list[Record]) -> Iterator[Finding]:
    """Per entry: one date, debit equal to credit, lines together."""
    first: dict[tuple[str, str], Record] = {}
    sums: dict[tuple[str, str], int] = {}
    previous: tuple[str, str] | None = None
    for record in records:
        key = _key(record)
        opened = first.setdefault(key, record)
        sums[key] = sums.get(key, 0) + record.debit - record.credit
        if opened.fields["EcritureDate"] != record.fields["EcritureDate"]:
            detail = f"L'écriture {key[1]} porte deux dates."
            yield Finding(record.line, "EcritureDate", "fec.entry_date", detail)
        if opened is not record and key != previous:
            detail = f"Les lignes de l'écriture {key[1]} ne se suivent pas."
            yield Finding(record.line, "EcritureNum", "fec.entry_split", detail)
        previous = key
    for key, gap in sums.items():
        if gap:
            detail = f"L'écriture {key[1]} est déséquilibrée de {abs(gap) // 100},{abs(gap) % 100:02d}."
            yield Finding(first[key].line, "EcritureNum", "fec.entry_balance", detail)


def _check_continuity(records: list[Record]) -> Iterator[Finding]:
    """Entry numbers follow one another without a hole, over the file or, failing that, within each journal;
    a later number is never validated earlier."""
    entries = {_key(record): record for record in reversed(records)}
    by_journal = len({number for _, number in entries}) != len(entries)
    last: dict[str, tuple[int, str]] = {}
    for (journal, text), record in reversed(entries.items()):
        match = _NUMBER.fullmatch(text)
        if match is None:
            if text:
                yield Finding(record.line, "EcritureNum", "fec.number", f"« {text} » n'est pas un numéro d'écriture.")
            continue
        series, number = (f"{journal}\0{match[1]}" if by_journal else match[1]), int(match[2])
        before, validated = last.get(series, (number - 1, ""))
        if number != before + 1:
            detail = f"L'écriture {text} suit l'écriture {before} : la numérotation doit être continue."
            yield Finding(record.line, "EcritureNum", "fec.continuity", detail)
        if record.fields["ValidDate"] < validated:
            detail = f"L'écriture {text} est validée avant celle qui la précède."
            yield Finding(record.line, "ValidDate", "fec.order", detail)
        last[series] = (number, max(validated, record.fields["ValidDate"]))


def _check_total(records: list[Record]) -> Iterator[Finding]:
    gap = sum(record.debit - record.credit for record in records)
    if gap:
        sign = "débit" if gap > 0 else "crédit"
        yield Finding(
            0, "", "fec.total", f"Total déséquilibré : {abs(gap) // 100},{abs(gap) % 100:02d} de trop au {sign}."
        )
