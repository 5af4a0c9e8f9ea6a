"""What payments prints: the commercial file (*dossier commercial*) of a customer, and deposit slips.

The one trick: the file's lines are the rows of the lists of invoices and payments, so its balance is theirs, to the
cent, and that of the customer's account in the books: what is due on invoices, less what he paid and nothing was
settled with.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.aws.call import Call
from chalicelib.aws.unit import reading
from chalicelib.crm import service as crm
from chalicelib.crm.rules import Customer
from chalicelib.kernel.exchange import HOME
from chalicelib.payments import index
from chalicelib.payments.rules.slip import Slip
from chalicelib.readmodel import Row, lists
from chalicelib.readmodel.lists import ListQuery
from chalicelib.render import words
from chalicelib.render.report_pdf import Grid, Heading, Report, report_pdf
from chalicelib.render.sheet import Lang
from chalicelib.sales import service as sales
from chalicelib.sales.schemas.bought import BoughtOut
from chalicelib.tenancy import service as tenancy
from chalicelib.tenancy.rules.companies import COLOURS, Company

YEARS = 5
"""How many years have a column; older ones are in the total."""


@dataclass(frozen=True)
class _File:
    """`row`: the customer as listed; `owed`, `credits`: rows of the lists of invoices and payments."""

    lang: Lang
    today: date
    customer: Customer
    row: Row
    owed: Sequence[Row]
    credits: Sequence[Row]
    bought: BoughtOut

    def word(self, key: str) -> str:
        return words.word(self.lang, f"commercial.{key}")

    def amount(self, cents: int, currency: str = HOME) -> str:
        return words.amount(cents, self.lang, currency)

    def late(self, row: Row) -> int:
        """Days after the due date, 0 when nothing is due any more."""
        return max(0, (self.today - row["due_on"]).days) if row["balance"] > 0 else 0


def commercial_file(call: Call, customer: str, language: str) -> tuple[bytes, str]:
    """(PDF, file name). NotFound for a customer the person may not know of."""
    lang: Lang = "en" if language == "en" else "fr"
    unit = reading(call)
    unit.load(*crm.refs(customer), *tenancy.refs(on=unit.today))
    known, company = crm.customer(unit, customer), tenancy.company(unit)
    row: Row = crm.each_customer(call, ListQuery(where=_is("id", customer)), lambda rows: next(rows))
    file = _File(
        lang=lang,
        today=unit.today,
        customer=known,
        row=row,
        owed=sales.open_invoices(call, customer),
        credits=_credits(call, customer),
        bought=sales.bought(call, customer),
    )
    owed, credit = sum(one["home_balance"] for one in file.owed), sum(one["home_left"] for one in file.credits)
    late = sum(one["home_balance"] for one in file.owed if file.late(one))
    content = report_pdf(
        Report(
            lang=lang,
            on=unit.today,
            author=company.name,
            accent=COLOURS.get(company.colour, COLOURS["bordeaux"]),
            kind=file.word("title"),
            title=known.display_name,
            subtitle=words.long_day(unit.today, lang),
            facts=_facts(file),
            figures=[
                (file.word("open"), file.amount(owed)),
                (file.word("late"), file.amount(late)),
                (file.word("credits"), file.amount(-credit)),
                (file.word("balance"), file.amount(owed - credit)),
            ],
            grids=[_owed(file), *([_credit(file)] if file.credits else []), _bought(file)],
        )
    )
    return content, f"{file.word('title')} {known.code}.pdf"


def _credits(call: Call, customer: str) -> list[Row]:
    where = {
        "and": [
            {"field": "customer", "op": "eq", "value": customer},
            {"field": "unallocated", "op": "gt", "value": 0},
        ]
    }
    asked = ListQuery(where=json.dumps(where), sort="received_on,number")
    return lists.each(call, index.PAYMENTS, asked, lambda rows: list(rows))


def _is(field: str, value: str) -> str:
    return json.dumps({"field": field, "op": "eq", "value": value})


def _facts(file: _File) -> list[tuple[str, str]]:
    """Who the customer is; what is unknown is left out."""
    known, row = file.customer, file.row
    billing = known.billing
    town = f"{billing.postcode} {billing.town}".strip()
    said = {
        "code": known.code,
        "kind": file.word(known.kind),
        "siret": known.siret,
        "vat_number": known.vat_number,
        "excise_number": known.excise_number,
        "address": "\n".join(part for part in (*billing.lines, town, billing.country) if part),
        "email": ", ".join(known.emails),
        "phone": ", ".join(known.phones),
        "contacts": row["contacts"],
        "category": row["category"],
        "representative": row["agent"],
        "since": words.day(known.since, file.lang) if known.since else "",
        "discount": words.percent(known.permanent_discount, file.lang) if known.permanent_discount else "",
    }
    return [(file.word(key), value) for key, value in said.items() if value]


def _owed(file: _File) -> Grid:
    rows = [
        [
            one["number"],
            words.day(one["issued_on"], file.lang),
            words.day(one["due_on"], file.lang),
            str(file.late(one) or ""),
            *(file.amount(one[name], one["currency"]) for name in ("gross", "paid", "balance")),
        ]
        for one in file.owed
    ]
    sums = [file.amount(sum(one[name] for one in file.owed)) for name in ("home_gross", "home_paid", "home_balance")]
    columns = [
        Heading(file.word("number"), 2),
        Heading(file.word("issued"), 1.5),
        Heading(file.word("due"), 1.5),
        Heading(file.word("days"), 1.5, "right"),
        *(Heading(file.word(key), 1.5, "right") for key in ("gross", "paid", "left")),
    ]
    foot = [file.word("total"), "", "", "", *sums]
    return Grid(file.word("open"), columns, rows, foot, file.word("no_open"), frozenset({3}))


def _credit(file: _File) -> Grid:
    rows = [
        [
            one["number"],
            words.day(one["received_on"], file.lang),
            one["method_label"],
            file.amount(one["amount"], one["currency"]),
            file.amount(-one["unallocated"], one["currency"]),
        ]
        for one in file.credits
    ]
    columns = [
        Heading(file.word("payment"), 2),
        Heading(file.word("received"), 1.5),
        Heading(file.word("method"), 2.5),
        *(Heading(file.word(key), 1.5, "right") for key in ("amount", "unused")),
    ]
    total = file.amount(-sum(one["home_left"] for one in file.credits))
    return Grid(file.word("credits"), columns, rows, [file.word("total"), "", "", "", total])


def _bought(file: _File) -> Grid:
    """A column for each of the last years; a foot that is the turnover of all."""
    years = sorted({year for one in file.bought.products for year in one.years})[-YEARS:]
    sums: Counter[int] = Counter()
    for one in file.bought.products:
        sums.update(one.years)
    rows = [
        [one.label, *(_quantity(one.years.get(year, 0), file.lang) for year in years), file.amount(one.turnover)]
        for one in file.bought.products
    ]
    shown = sum(one.turnover for one in file.bought.products)
    if shown != file.bought.turnover:  # carriage and the like, and what stands beyond the first products
        rows.append([file.word("others"), *("" for _ in years), file.amount(file.bought.turnover - shown)])
    columns = [
        Heading(file.word("product"), 8),
        *(Heading(str(year), 1, "right") for year in years),
        Heading(file.word("turnover"), 1.8, "right"),
    ]
    foot = [
        file.word("total"),
        *(_quantity(sums[year], file.lang) for year in years),
        file.amount(file.bought.turnover),
    ]
    return Grid(file.word("bought"), columns, rows, foot, file.word("nothing"))


def _quantity(value: int, lang: Lang) -> str:
    return words.number(value, lang) if value else ""


def slip(company: Company, made: Slip, language: str) -> tuple[bytes, str, str]:
    """A deposit slip for the bank: (PDF, content type, file name)."""
    lang: Lang = "en" if language == "en" else "fr"

    def word(key: str) -> str:
        return words.word(lang, f"slip.{key}")

    said = {
        "holder": company.legal_name or company.name,
        "bank": made.bank,
        "iban": company.iban,
        "by": made.made_by,
    }
    total = words.amount(made.total, lang)
    content = report_pdf(
        Report(
            lang=lang,
            on=made.deposited_on,
            author=company.name,
            accent=COLOURS.get(company.colour, COLOURS["bordeaux"]),
            kind=word(made.kind),
            title=made.number,
            subtitle=words.long_day(made.deposited_on, lang),
            facts=[(word(key), value) for key, value in said.items() if value],
            figures=[(word("count"), str(len(made.lines))), (word("total"), total)],
            grids=[_deposited(made, lang, word)],
        )
    )
    return content, "application/pdf", f"{word('title')} {made.number}.pdf"


def _deposited(made: Slip, lang: Lang, word: Callable[[str], str]) -> Grid:
    rows = [
        [
            line.number,
            line.customer_name,
            line.reference,
            words.day(line.received_on, lang),
            words.amount(line.amount, lang),
        ]
        for line in made.lines
    ]
    columns = [
        Heading(word("number"), 2),
        Heading(word("payer"), 4),
        Heading(word("reference"), 3),
        Heading(word("received"), 1.6),
        Heading(word("amount"), 1.8, "right"),
    ]
    return Grid(word("lines"), columns, rows, [word("total"), "", "", "", words.amount(made.total, lang)])
