"""What a price list seldom says of a product and a catalogue does: customs codes, alcohol, case, weight, capsule."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from chalicelib.kernel.identifiers import GTIN
from chalicelib.migration.rules import cells
from chalicelib.migration.rules.packagings import cols, said
from chalicelib.migration.rules.row import Row

MOST_COLS = 1000
LOOSE_INAO = r"[0-9A-Za-z ]{1,12}"
INAO = re.compile(r"\d[A-Z]\d{3}[A-Z]?(?: ?\d{1,2})?")
MOST_GRAMS = 1_000_000


def details(row: Row) -> dict[str, Any]:
    """The fields that the row says, "" or None for the others; what is not certain is left out, and said."""
    return {
        "name_en": row.text("name_en"),
        "appellation": row.text("appellation"),
        "alcohol": _alcohol(row),
        **_customs(row),
        "nc8": _nc8(row),
        "case_gtin": _case_gtin(row),
        **_packed(row),
        "weight": _count(row, "weight", MOST_GRAMS),
        "capsule": row.text("capsule"),
    }


def _alcohol(row: Row) -> str:
    """Percent by volume as text: "13.5"."""
    written = row.text("alcohol")
    found = re.fullmatch(r"(\d{1,2}(?:[.,]\d{1,2})?)0* ?(?:%|°|% ?vol\.?|vol\.?)?", written)
    if written and (found is None or Decimal(found[1].replace(",", ".")) > 100):
        row.say("product.alcohol.unreadable", "alcohol")
        return ""
    return f"{Decimal(found[1].replace(',', '.')).normalize():f}" if found else ""


def _customs(row: Row) -> dict[str, Any]:
    """The INAO code and the fiscal label, each in its column, or the one of them that a list names."""
    inao, label = _formed(row, "inao", LOOSE_INAO), row.text("fiscal_label")
    either = row.text("customs_code")
    if either and not (inao or label):
        if INAO.fullmatch(either):
            inao = either
        elif not re.fullmatch(LOOSE_INAO, either):
            label = either
        elif not row.own:
            row.say("product.customs.unreadable", "customs_code")
    return {"inao": inao, "fiscal_label": label}


def _formed(row: Row, name: str, form: str) -> str:
    written = row.text(name)
    if written and not re.fullmatch(form, written):
        row.say("product.customs.unreadable", name)
        return ""
    return written


def _nc8(row: Row) -> str:
    """Eight digits, however they are cut; a spreadsheet's 22042142.0 too."""
    digits = re.sub(r"[ .]", "", re.sub(r"[.,]0$", "", row.text("nc8")))
    if digits and not re.fullmatch(r"\d{8}", digits):
        row.say("product.customs.unreadable", "nc8")
        return ""
    return digits


def _case_gtin(row: Row) -> str:
    number = re.sub(r"[.,]0+$", "", row.text("case_gtin"))
    if not number:
        return ""
    if GTIN.check(number) is not None:
        row.say("product.case_gtin.wrong", "case_gtin")
        return ""
    return GTIN.clean(number)


def _packed(row: Row) -> dict[str, Any]:
    """The number of cols it is sold by, and its packaging as it is written: in a column of its own, or in words where
    the number stands. What those words mean is known when the company's packagings are."""
    written, number = row.text("packaging"), row.text("sales_unit")
    if not written and number and said(number) is not None:
        written, number = number, ""
    alone = cols(written) if written else None
    if alone is not None:
        written = ""
    count = _count(row, "sales_unit", MOST_COLS) if number else alone
    return {"sales_unit": count, "packaging": written}


def _count(row: Row, name: str, most: int) -> int | None:
    """A whole number, alone or after a word ("carton de 6"); None when nothing is written."""
    written = row.text(name)
    if not written:
        return None
    found = cells.whole(written) or cells.whole(re.sub(r"^\D*\bde ", "", written))
    if found is None or not 1 <= found <= most:
        row.say("product.count.unreadable", name)
        return None
    return found
