"""A small company for the tests of the read model: customers, their orders, a ledger fed by facts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from chalicelib.aws.call import Actor, Call
from chalicelib.readmodel import Change, Column, Row, Table, Told, projection
from chalicelib.readmodel.registry import Registry

CUSTOMERS = Table(
    "customers",
    [
        Column("id", "id"),
        Column("code", "text", search=True, fr="Code"),
        Column("name", "text", search=True, fr="Nom", en="Name"),
        Column("town", "text", search=True, index=True, fr="Ville"),
        Column("phone", "text", search=True),
        Column("kind", "choice"),
        Column("active", "bool"),
        Column("visits", "int"),
        Column("balance", "cents", fr="Solde"),
        Column("discount", "percent"),
        Column("price", "decimal"),
        Column("since", "date"),
        Column("seen_at", "instant"),
        Column("tags", "tags", fr="Étiquettes"),
        Column("owner", "id"),
        Column("margin", "cents", scope="statistics:margins"),
    ],
    owner="owner",
)
ORDERS = Table(
    "orders",
    [Column("id", "id"), Column("customer", "id"), Column("line", "int"), Column("wine", "text", search=True)],
    sort="-id",
    title="wine",
)
PAID = [Column("label", "text"), Column("amount", "cents"), Column("said_at", "instant")]
LEDGER = Table("ledger", PAID, sort="label")


@projection(CUSTOMERS, kind="customer")
def customer_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    if doc.get("poison"):
        raise RuntimeError("the secret of Camille")
    if not doc.get("hidden"):
        yield {name: value for name, value in doc.items() if name in CUSTOMERS.by_name or name == "unknown"}


@projection(ORDERS, kind="order")
def order_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    for n, wine in enumerate(doc["wines"]):
        yield {"id": doc["id"], "customer": doc.get("customer"), "line": n, "wine": wine}


@projection(LEDGER, fact="test.paid.v1")
def ledger_rows(data: dict[str, Any], told: Told) -> Iterable[Row]:
    yield {"label": data["label"], "amount": data["amount"], "said_at": told.at}


KINDS = frozenset({"customer", "order", "note", "login"})
REGISTRY = Registry([CUSTOMERS, ORDERS, LEDGER], lambda: KINDS)


def call(*scopes: str, id: str = "usr_1", only_own: bool = False, company: str = "com_a") -> Call:
    actor = Actor("user", id, "Camille", frozenset(scopes), only_own=only_own)
    return Call(actor, company, datetime(2026, 11, 22, 9, tzinfo=UTC), "req-1")
