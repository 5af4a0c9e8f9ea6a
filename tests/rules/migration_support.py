"""What the tests of migration share: the sample, and files built in memory."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from chalicelib.migration.readers.reading import Asked, parts
from chalicelib.migration.rules.findings import Entry
from chalicelib.migration.rules.plan import Part
from chalicelib.migration.rules.row import Settings

SAMPLES = Path(__file__).parents[1] / "samples" / "cavegest"
CUSTOMERS = SAMPLES / "export_clients_cavegest.xlsx"
PRICES = SAMPLES / "export_tarifs_cavegest.csv"
TODAY = date(2026, 11, 22)
SETTINGS = Settings(TODAY)

CUSTOMER_HEADINGS = [
    "Code client",
    "Nom",
    "Prénom",
    "Société",
    "Adresse",
    "CP",
    "Ville",
    "Pays",
    "Email",
    "Téléphone",
    "Portable",
    "Liv. Nom",
    "Liv. Prénom",
    "Liv. Société",
    "Liv. Adresse",
    "Liv. CP",
    "Liv. Ville",
    "Liv. Pays",
    "Liv. Tél",
    "Fam.",
    "Libellé famille",
    "Tarif",
    "Libellé tarif",
    "N° TVA",
    "N° accise",
    "Créé le",
    "Inutilisable",
]
PRICE_HEADINGS = [
    "Réf.",
    "Désignation",
    "Couleur",
    "Mill.",
    "Contenance",
    "EAN",
    "TVA",
    "DEPC",
    "CHR",
    "EXPT",
    "EXPO",
    "Actif",
]
PREAMBLE = "CaveGest 4.2;;;;\r\nDEPC, CHR, EXPT : prix HT ; EXPO : prix TTC;;;;\r\n"


def read(path: Path, asked: Asked | None = None) -> Part:
    (part,) = parts(path.read_bytes(), "file", path.name, asked or Asked(SETTINGS))
    return part


def read_bytes(content: bytes, name: str = "export.csv", asked: Asked | None = None) -> Part:
    (part,) = parts(content, "file", name, asked or Asked(SETTINGS))
    return part


def workbook(rows: list[list[Any]], title: str = "Clients") -> bytes:
    """A workbook of one sheet."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def customer_row(**given: Any) -> list[Any]:
    """A row of the customers export; headings as keywords, with _ for what a keyword cannot hold."""
    usual = {"Code client": "T00001", "Nom": "Vaillant", "Prénom": "Renée", "Pays": "France", "CP": "84190"}
    values = usual | {heading.replace("_", " "): value for heading, value in given.items()}
    return [values.get(heading) for heading in CUSTOMER_HEADINGS]


def customers(*rows: list[Any]) -> Part:
    """The part read from a customers workbook of those rows."""
    return read_bytes(workbook([list(CUSTOMER_HEADINGS), *rows]), "clients.xlsx")


def price_list(*rows: str, preamble: str = PREAMBLE, encoding: str = "cp1252") -> Part:
    """The part read from a price list of those lines."""
    text = preamble + ";".join(PRICE_HEADINGS) + "\r\n" + "\r\n".join(rows) + "\r\n"
    return read_bytes(text.encode(encoding), "tarifs.csv")


def records(part: Part) -> list[Entry]:
    """The entries of rows that are customers or products."""
    return [entry for entry in part.entries if entry.kind in ("customer", "product")]


def only(part: Part) -> Entry:
    (entry,) = records(part)
    return entry


def codes(entry: Entry) -> list[str]:
    return [item.code for item in entry.findings]


def by_code(part: Part) -> Counter[str]:
    return Counter(item.code for entry in part.entries for item in entry.findings)


def rezipped(content: bytes, **more: bytes) -> bytes:
    """The same zip with entries added or replaced (a/b.xml is written a__b_xml)."""
    named = {name.replace("__", "/").replace("_", "."): data for name, data in more.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in named:
                new.writestr(entry.filename, old.read(entry))
        for name, data in named.items():
            new.writestr(name, data)
    return out.getvalue()


def ole2(stream: str) -> bytes:
    """The start of an OLE2 container whose directory names a stream."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + stream.encode("utf-16-le") + bytes(1000)
