"""The items of accounting. All but the chart are written in the lane `accounts`.

| kind | pk | what | who asks |
|---|---|---|---|
| chart | `<company>#chart#all` | the accounts and journals that the company changed | booking, its page |
| books | `<company>#books#all` | how far each lane of the journal is booked | booking |
| entry | `<company>#entry#ent_<document>` | one booked entry | its page; lettering |
| open_items | `<company>#open_items#<cus_…>` | a customer's lines without letter | booking |
| letter | `<company>#letter#<cus_…>:<letter>` | the lines settled under one letter | undoing a payment |
| deposit | `<company>#deposit#<ivc_…>` | what the books know of a deposit invoice | booking |
| counter | `<company>#counter#ecriture:<year>` | last entry number of an accounting year | booking |
"""

from __future__ import annotations

from chalicelib.accounting.rules.chart import Chart
from chalicelib.accounting.rules.deposits import OpenDeposit
from chalicelib.accounting.rules.entries import Entry
from chalicelib.accounting.rules.lettering import Group, Open
from chalicelib.aws.audit import Audit, audited
from chalicelib.aws.table import Kind
from chalicelib.readmodel.following import Reached

LANE = "accounts"


CHARTS = Kind("chart", Chart)
BOOKS = Kind("books", Reached)
ENTRIES = Kind("entry", Entry, prefix="ent")
OPEN_ITEMS = Kind("open_items", Open)
LETTERS = Kind("letter", Group)
DEPOSITS = Kind("deposit", OpenDeposit)
audited(
    Audit(
        "entry",
        sums=lambda doc: {side: sum(line[side] for line in doc["lines"]) for side in ("debit", "credit")},
        balanced=("debit", "credit"),
    )
)


def letter_id(customer: str, letter: str) -> str:
    return f"{customer}:{letter}"


def counter_name(year: int) -> str:
    """The counter of entry numbers of an accounting year."""
    return f"ecriture:{year}"
