"""Files made of customers: the addresses offers are sent to."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from chalicelib.aws.call import Call
from chalicelib.crm import index
from chalicelib.readmodel import Row, export, lists
from chalicelib.readmodel.lists import ListQuery

COLUMNS = ("email", "name", "code", "language")


def offer_addresses(call: Call, query: ListQuery, fmt: str) -> tuple[bytes, str, str]:
    """(content, type, name) of the addresses that may receive an offer, each once: the customer of the lowest code
    stands for those who share one."""
    columns = [index.ADDRESSES.by_name[name] for name in COLUMNS]
    asked = query.model_copy(update={"sort": "email,code", "fields": None, "sums": None})

    def write(rows: Iterator[Row]) -> tuple[bytes, str, str]:
        once = (next(same) for _, same in groupby(rows, key=lambda row: row["email"]))
        cells = ([row[name] for name in COLUMNS] for row in once)
        return export.file("emails", columns, cells, fmt, call.actor.language, call.now)

    return lists.each(call, index.ADDRESSES, asked, write)
