"""The legal file of an accounting year, and the check of any such file."""

from __future__ import annotations

import json

from chalicelib.accounting import index
from chalicelib.accounting.rules.chart import closing, fiscal_year
from chalicelib.accounting.rules.fec import FecRow, file_name, write_fec
from chalicelib.accounting.rules.fec_check import check_fec
from chalicelib.accounting.schemas import CheckOut, FecQuery, FindingOut
from chalicelib.accounting.service.booking import book_pending
from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.aws.unit import reading
from chalicelib.kernel.errors import Refused
from chalicelib.readmodel import Row, lists
from chalicelib.readmodel.lists import ListQuery
from chalicelib.tenancy import service as tenancy

MOST_FINDINGS = 500


def fec(call: Call, query: FecQuery) -> Download:
    """The FEC of an accounting year, complete: what is pending is booked first. Refused without a SIREN."""
    company = tenancy.company(reading(call))
    if not company.siren:
        raise Refused(
            "accounting.fec.no_siren",
            "Le fichier porte votre SIREN. Complétez le SIRET dans Réglages, Société.",
            field="siret",
        )
    book_pending(call)
    year = query.year or fiscal_year(call.today, company.fiscal_year_start)
    where = json.dumps({"field": "year", "op": "eq", "value": year})
    content = lists.each(
        call,
        index.LINES,
        ListQuery(where=where, sort="number,line_no"),
        lambda rows: write_fec(map(_row, rows), separator=query.separator, encoding=query.encoding),
    )
    name = file_name(company.siren, closing(year, company.fiscal_year_start))
    return Download(content, f"text/plain; charset={query.encoding}", name)


def check_file(content: bytes) -> CheckOut:
    """What the law refuses in a FEC file, line by line (the first 500 faults)."""
    findings = check_fec(content)
    return CheckOut(
        accepted=not findings,
        count=len(findings),
        findings=[FindingOut.model_validate(one) for one in findings[:MOST_FINDINGS]],
    )


def _row(row: Row) -> FecRow:
    return FecRow(
        journal=row["journal"],
        journal_label=row["journal_label"],
        number=row["number"],
        on=row["entry_date"],
        account=row["account"],
        account_label=row["account_label"],
        aux=row["aux"],
        aux_label=row["aux_label"],
        piece=row["piece"],
        piece_date=row["piece_date"],
        label=row["label"],
        debit=row["debit"],
        credit=row["credit"],
        letter=row["letter"],
        lettered_on=row["lettered_on"],
        validated_on=row["validated_on"],
        currency_amount=row["currency_amount"],
        currency=row["currency"] if row["currency_amount"] else "",
    )
