"""Files for the bank (pain.008), and the file of customers to be mandated.

The one trick: a file and its debits are one commit, so what is in a file is under way and in no other; the text, which
holds accounts, is sealed and opened for its download alone.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from chalicelib.aws import secrets
from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.crm import service as crm
from chalicelib.debits import index
from chalicelib.debits.partners import NAME
from chalicelib.debits.rules import creditor
from chalicelib.debits.rules import debit as rules
from chalicelib.debits.rules.debit import ICS, RETRY, Collection, Debit
from chalicelib.debits.rules.filing import MOST, Content, DebitFile, Line, day_problem, sequence
from chalicelib.debits.rules.mandate import LIVE, Mandate
from chalicelib.debits.schemas import FileIn, FileOut, FileQuery
from chalicelib.debits.service.following import opened
from chalicelib.debits.service.mandates import account_place
from chalicelib.debits.store import ACCOUNTS, COLLECTIONS, CONTENTS, FILES, MANDATES
from chalicelib.kernel.errors import FieldError, NotFound, Refused
from chalicelib.readmodel import ListQuery, Row, lists
from chalicelib.render.pain008 import Creditor, Debited, pain008
from chalicelib.sales import service as sales
from chalicelib.sales.service import owing
from chalicelib.sales.service.receivables import asked_kind, invoice_refs
from chalicelib.tenancy import service as tenancy

KIND = "direct_debit"
TEMPLATE = (
    "record_identifier", "customer.company_name", "customer.given_name", "customer.family_name", "customer.email",
    "customer.address_line1", "customer.city", "customer.postal_code", "customer.country_code", "customer.language",
    "bank_account.account_holder_name", "bank_account.iban", "amendment.original_mandate_reference",
    "amendment.original_creditor_id", "amendment.original_creditor_name",
)  # fmt: skip
"""The columns of GoCardless's mandate import (one entry a line)."""


def make_file(call: Call, asked: FileIn) -> FileOut:
    """A file of what is due until that day by mandates of one's own, and that is in none yet. Refused with every bad
    field: the creditor's numbers, accounts, the day; or when nothing is due."""
    due = _candidates(call)
    return _made(call, asked.collect_on, due)


def _candidates(call: Call) -> list[str]:
    """Open invoices of customers with an active mandate of the house's own, the oldest due first."""
    own = {"and": [_leaf("state", "active"), _leaf("partner", "own")]}
    asked = ListQuery(where=json.dumps(own), fields="id")
    mine = lists.each(call, index.MANDATES, asked, lambda rows: {row["id"] for row in rows})

    def his(rows: Iterator[Row]) -> list[str]:
        return [row["id"] for row in rows if row["customer"] in mine]

    return owing.each_open(call, his) if mine else []


def _leaf(name: str, value: str) -> dict[str, str]:
    return {"field": name, "op": "eq", "value": value}


@dataclass
class Draft:
    """A file as it is filled. `left`: debits that are due and no longer fit."""

    file: str
    collect_on: date
    retry: int
    lines: list[Line] = field(default_factory=list)
    debits: list[Debited] = field(default_factory=list)
    errors: list[FieldError] = field(default_factory=list)
    left: int = 0


@use_case("debits.file.make")
def _made(unit: Unit, collect_on: date, invoices: Sequence[str]) -> FileOut:
    some = invoices[: 2 * MOST]
    unit.load(*tenancy.refs(on=unit.today), *((COLLECTIONS, id) for id in some), *sales.receivable_refs(*some))
    unit.load(*invoice_refs(*some))
    customers = dict.fromkeys(sales.receivable(unit, id).customer for id in some)
    unit.load(*((MANDATES, id) for id in customers), *((ACCOUNTS, id) for id in customers))
    draft = Draft(unit.new_id(FILES.prefix), collect_on, tenancy.company_settings(unit).integer(RETRY))
    by = _creditor(unit, draft)
    for id in some:
        if asked_kind(unit, id) == KIND:
            _fill(unit, draft, id)
    if draft.errors:
        raise Refused.many(draft.errors)
    if not draft.lines:
        detail = "Aucune échéance à prélever d'ici là. Choisissez un jour plus lointain, ou vérifiez les mandats."
        raise Refused("debits.file.empty", detail, "collect_on")
    made = DebitFile(draft.file, collect_on, by.ics, tuple(draft.lines), unit.at, unit.actor.name)
    unit.put(FILES, made.id, made)
    text = pain008(made.id[-30:], unit.at, by, collect_on, draft.debits).decode()
    unit.put(CONTENTS, made.id, Content(secrets.seal(text, _place(unit.company, made.id))))
    for customer in dict.fromkeys(line.customer for line in made.lines if line.sequence == "FRST"):
        known = unit.get(MANDATES, customer)
        unit.put(MANDATES, customer, replace(known, used=known.used + 1))
    left = draft.left + max(len(invoices) - len(some), 0)
    return FileOut(id=made.id, collect_on=collect_on, count=len(made.lines), total=made.total, left=left)


def _creditor(unit: Unit, draft: Draft) -> Creditor:
    company, ics = tenancy.company(unit), creditor.compact(tenancy.company_settings(unit).text(ICS))
    problems = (
        creditor.ics_problem(ics, "creditor_id"),
        creditor.iban_problem(company.iban, "company.iban"),
        day_problem(draft.collect_on, unit.today, "collect_on"),
    )
    draft.errors += [one for one in problems if one is not None]
    return Creditor(company.legal_name or company.name, company.iban, company.bic, ics)


def _fill(unit: Unit, draft: Draft, invoice: str) -> None:
    """The instalments of an invoice that are due by the day of the file."""
    owed, mandate = sales.receivable(unit, invoice), None
    mandate = unit.find(MANDATES, owed.customer)
    if mandate is None or mandate.state != "active" or mandate.partner != "own" or owed.currency != "EUR":
        return
    known = unit.find(COLLECTIONS, invoice) or opened(owed)
    lead = max((draft.collect_on - unit.today).days, 0)
    for one in rules.wanted(owed, known.debits, unit.today, lead=lead, retry=draft.retry):
        if len(draft.lines) >= MOST:
            draft.left += 1
            continue
        debit = Debit(
            rank=0,
            due_on=one.due_on,
            attempt=one.attempt,
            amount=one.amount,
            state="submitted",
            charge_on=draft.collect_on,
            mandate=mandate.rum,
            asked_at=unit.at,
            moved_on=unit.today,
            file=draft.file,
        )
        known = rules.added(known, debit)
        unit.put(COLLECTIONS, invoice, known)
        _write(unit, draft, known, known.debits[-1], mandate)


def _write(unit: Unit, draft: Draft, known: Collection, debit: Debit, mandate: Mandate) -> None:
    before = sum(1 for line in draft.lines if line.customer == mandate.id)
    account, place = unit.get(ACCOUNTS, mandate.id), account_place(unit.company, mandate.id)
    iban, bic = secrets.unseal(account.iban, place), secrets.unseal(account.bic, place)
    if wrong := creditor.iban_problem(iban, f"mandates.{mandate.customer_code}.iban"):
        draft.errors.append(wrong)
    assert mandate.signed_on is not None
    line = Line(
        invoice=known.invoice,
        rank=debit.rank,
        number=known.number,
        customer=mandate.id,
        name=account.holder,
        amount=debit.amount,
        rum=mandate.rum,
        signed_on=mandate.signed_on,
        scheme=mandate.scheme,
        sequence=sequence(mandate, before),
        due_on=debit.due_on,
    )
    draft.lines.append(line)
    draft.debits.append(
        Debited(
            id=f"{known.number}-{debit.rank}",
            amount=debit.amount,
            name=account.holder,
            iban=iban,
            bic=bic,
            rum=mandate.rum,
            signed_on=mandate.signed_on,
            scheme=mandate.scheme,
            sequence=line.sequence,
            label=f"Facture {known.number}",
        )
    )


def _place(company: str, file: str) -> str:
    return f"company:{company}:debit_file:{file}"


def download(call: Call, query: FileQuery) -> Download:
    """A file for the bank by its id; without one, the customers to be mandated."""
    if not query.id:
        return _to_mandate(call, query.columns)
    unit = reading(call)
    unit.load((FILES, query.id), (CONTENTS, query.id))
    made, content = unit.find(FILES, query.id), unit.find(CONTENTS, query.id)
    if made is None or content is None:
        raise NotFound("debits.file.not_found", "Ce fichier n'existe pas ou plus.")
    text = secrets.unseal(content.sealed, _place(call.company, query.id))
    return Download(text.encode(), "application/xml", f"prelevements-{made.collect_on}-{made.id[-6:]}.xml")


# --- customers to be mandated


def _to_mandate(call: Call, columns: str) -> Download:
    """The customers who pay by direct debit and have no live mandate of the partner, in the columns of his import.
    Those with a mandate of the house's own go along with its account and reference, for the partner to take it over."""
    live = {"field": "state", "op": "in", "value": list(LIVE)}
    asked = ListQuery(where=json.dumps(live), fields="id,partner")
    by = lists.each(call, index.MANDATES, asked, lambda rows: {row["id"]: row["partner"] for row in rows})
    methods = [one.id for one in sales.methods(reading(call)).all() if one.kind == KIND]
    where = {
        "and": [
            {"field": "payment_method", "op": "in", "value": methods},
            {"field": "archived", "op": "eq", "value": False},
        ]
    }
    query = ListQuery(where=json.dumps(where), sort="code")
    rows = crm.each_customer(call, query, lambda found: [row for row in found if by.get(row["id"]) != NAME])
    headers = _headers(columns)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headers[name] for name in TEMPLATE)
    for row in rows:
        entry = _entry(row) | (_own(call, row["id"]) if row["id"] in by else {})
        writer.writerow(_cell(entry.get(name, "")) for name in TEMPLATE)
    return Download(text.getvalue().encode(), "text/csv; charset=utf-8", f"mandats-{call.today}.csv")


def _headers(columns: str) -> dict[str, str]:
    """The header of each column, as the provider wants it. Refused for one that does not exist."""
    found = {name: name for name in TEMPLATE}
    for part in filter(None, (one.strip() for one in columns.split(","))):
        name, _, header = part.partition("=")
        if name not in found or not header:
            detail = f"La colonne « {name} » n'existe pas. Écrivez nom=entête, par exemple customer.email=email."
            raise Refused("debits.columns.unknown", detail, "columns")
        found[name] = header
    return found


def _entry(row: Row) -> dict[str, str]:
    individual = row["kind"] == "individual"
    name = f"{row['first_name']} {row['name']}".strip()
    return {
        "record_identifier": row["code"],
        "customer.company_name": "" if individual else row["name"],
        "customer.given_name": row["first_name"] if individual else "",
        "customer.family_name": row["name"] if individual else "",
        "customer.email": str(row["email"]).split(",")[0].strip(),
        "customer.address_line1": row["address"],
        "customer.city": row["town"],
        "customer.postal_code": row["postcode"],
        "customer.country_code": row["country"],
        "customer.language": row["language"],
        "bank_account.account_holder_name": name,
    }


def _own(call: Call, customer: str) -> dict[str, str]:
    """What a mandate of the house's own adds: its account and reference, for the partner to take it over."""
    unit = reading(call)
    unit.load((MANDATES, customer), (ACCOUNTS, customer), *tenancy.refs(on=unit.today))
    mandate, account = unit.find(MANDATES, customer), unit.find(ACCOUNTS, customer)
    if mandate is None or account is None or mandate.partner != "own":
        return {}
    return {
        "bank_account.account_holder_name": account.holder,
        "bank_account.iban": secrets.unseal(account.iban, account_place(call.company, customer)),
        "amendment.original_mandate_reference": mandate.rum,
        "amendment.original_creditor_id": creditor.compact(tenancy.company_settings(unit).text(ICS)),
        "amendment.original_creditor_name": tenancy.company(unit).name,
    }


def _cell(value: object) -> str:
    """Text that no spreadsheet takes for a formula."""
    text = str(value or "")
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
