"""What a customer bought: in all, by year, by product.

The one trick: figures are added up from the very rows that lists show, so a page, a list and a file cannot disagree;
what was sold to a customer merged since counts with the one that stays.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from chalicelib.aws.call import Call
from chalicelib.aws.unit import reading
from chalicelib.crm import service as crm
from chalicelib.kernel.money import rounded
from chalicelib.readmodel import Row, lists
from chalicelib.readmodel.lists import ListQuery
from chalicelib.sales import index
from chalicelib.sales.rules.credit import KIND as CREDIT_NOTE
from chalicelib.sales.schemas.bought import BoughtOut, BoughtProduct, BoughtYear

MOST_PRODUCTS = 200


def bought(call: Call, customer: str) -> BoughtOut:
    """The figures of a customer. NotFound for one the person may not know of."""
    crm.customer(reading(call), customer)
    mine = json.dumps({"field": "customer", "op": "eq", "value": customer})
    years: list[BoughtYear] = lists.each(
        call, index.INVOICES, ListQuery(where=mine, fields="kind,issued_on,net,cols"), _years
    )
    whose = {"field": "customer", "op": "in", "value": [customer, *crm.merged_into(call, customer)]}
    products = lists.each(call, index.SOLD, ListQuery(where=json.dumps(whose), sort="issued_on"), _products)
    last = lists.page(call, index.ORDERS, ListQuery(where=_kept(customer), sort="-ordered_on", limit=1))
    turnover, invoices = sum(one.turnover for one in years), sum(one.invoices for one in years)
    return BoughtOut(
        turnover=turnover,
        invoices=invoices,
        cols=sum(one.cols for one in years),
        average=int(rounded(Decimal(turnover) / invoices, 0)) if invoices else 0,
        orders=last.count,
        last_order=last.items[0]["ordered_on"] if last.items else None,
        years=years,
        products=products[:MOST_PRODUCTS],
    )


def _kept(customer: str) -> str:
    return json.dumps(
        {
            "and": [
                {"field": "customer", "op": "eq", "value": customer},
                {"field": "state", "op": "ne", "value": "cancelled"},
            ]
        }
    )


def _years(rows: Iterator[Row]) -> list[BoughtYear]:
    """The latest year first."""
    found: dict[int, Counter[str]] = {}
    for row in rows:
        year = found.setdefault(row["issued_on"].year, Counter())
        year.update(turnover=row["net"], invoices=row["kind"] != CREDIT_NOTE, cols=row["cols"])
    return [BoughtYear(year=year, **found[year]) for year in sorted(found, reverse=True)]


def _products(rows: Iterator[Row]) -> list[BoughtProduct]:
    """The most bought first, in HT; each as it was last called."""
    last: dict[str, Row] = {}
    sums: dict[str, Counter[str]] = {}
    years: dict[str, Counter[int]] = {}
    for row in rows:
        variant = row["variant"]
        last[variant] = row
        sums.setdefault(variant, Counter()).update(quantity=row["quantity"], turnover=row["net"])
        years.setdefault(variant, Counter())[row["year"]] += row["quantity"]
    found = [
        BoughtProduct(
            variant=variant,
            sku=row["sku"],
            label=row["label"],
            quantity=sums[variant]["quantity"],
            turnover=sums[variant]["turnover"],
            last_on=row["issued_on"],
            years=years[variant],
        )
        for variant, row in last.items()
    ]
    return sorted(found, key=lambda one: (-one.turnover, one.sku))
