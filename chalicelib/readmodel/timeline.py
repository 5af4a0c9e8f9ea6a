"""Time line: what happened to one thing, from the lists of every room, in one order.

Nouns: a `Telling` (which list tells of a thing, and with which of its columns), a `Moment` (one line of the time line).
The one trick: nothing is stored for it; a room declares a telling beside the table it already has, and one SELECT for
each is merged as it is read; so a lower room shows the orders and payments of rooms above that it does not know.

    tells(PAYMENTS, "payment", of="customer", at="recorded_at", title="number", detail="method_label", amount="amount",
          scope="payments:read")
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.aws.call import Call
from chalicelib.kernel.clock import instant, iso
from chalicelib.readmodel.database import Database
from chalicelib.readmodel.freshness import current
from chalicelib.readmodel.table import Table

NOON = "T12:00:00.000000Z"
"""What a day counts as, among instants."""


@dataclass(frozen=True)
class Telling:
    """`of`: the column with the id of the thing told about; `at`: an instant or a day; `scope`: the right one needs;
    `kind`: the column that must equal `about`, for tables that tell of several kinds of things."""

    table: Table
    sort: str
    of: str
    at: str
    title: str
    detail: str = ""
    amount: str = ""
    by: str = ""
    scope: str = ""
    kind: str = ""
    about: str = ""
    shared: bool = False

    def sql(self, ids: int, own: bool) -> str:
        """Its rows, for `of` among so many ids, as (sort, at, title, detail, amount, by, id, item kind); `own`: only
        those of the owner given after the ids."""
        day = self.table.by_name[self.at].type == "date"
        when = f"\"{self.at}\" || '{NOON}'" if day else f'"{self.at}"'
        columns = [f'"{name}"' if name else "NULL" for name in (self.title, self.detail, self.amount, self.by)]
        about = f" AND \"{self.kind}\" = '{self.about}'" if self.kind else ""
        owner = f' AND "{self.table.owner}" = ?' if own and self.guarded else ""
        return (
            f"SELECT '{self.sort}' AS sort, {when} AS at, {', '.join(columns)}, \"id\" AS id, _kind"
            f' FROM "{self.table.name}" WHERE "{self.of}" IN ({", ".join("?" * ids)}){about}{owner}'
        )

    @property
    def guarded(self) -> bool:
        """Does who is limited to his own see of it only what is his?"""
        return self.table.owner is not None and not self.shared


@dataclass(frozen=True)
class Moment:
    """`kind`, `id`: the item it comes from."""

    sort: str
    at: datetime
    title: str
    detail: str
    amount: int | None
    by: str
    kind: str
    id: str


TELLINGS: dict[str, Telling] = {}


def tells(
    table: Table,
    sort: str,
    *,
    of: str,
    at: str,
    title: str,
    detail: str = "",
    amount: str = "",
    by: str = "",
    scope: str = "",
    where: tuple[str, str] = ("", ""),
    shared: bool = False,
) -> None:
    """Declare that the rows of `table` tell about the thing named by their column `of`; `where`: a column and what it
    must equal; `shared`: whoever sees the thing sees them all. ValueError for a sort told twice, or a column that the
    table has not."""
    named = {of, at, title, detail, amount, by, where[0]} - {""}
    if sort in TELLINGS or not named <= table.by_name.keys():
        raise ValueError(f"{sort}: told twice, or by columns that {table.name} has not")
    TELLINGS[sort] = Telling(table, sort, of, at, title, detail, amount, by, scope, *where, shared)


def moments(
    call: Call, ids: Sequence[str], sorts: Collection[str], since: datetime | None, until: datetime | None, limit: int
) -> list[Moment]:
    """What happened to the things of these ids (one thing and those found to be it), the newest first, within what the
    actor may see; `sorts` none: all. Who may see the thing itself is the caller's to decide."""
    asked = [
        one
        for one in TELLINGS.values()
        if (not sorts or one.sort in sorts) and (not one.scope or call.actor.may(one.scope))
    ]

    def work(db: Database) -> list[Moment]:
        known = [one for one in asked if one.table.name in {table.name for table in db.registry.tables}]
        if not known:
            return []
        own = call.actor.only_own
        union = " UNION ALL ".join(one.sql(len(ids), own) for one in known)
        bounds = [(">=", since), ("<=", until)]
        where = " AND ".join(f"at {sign} ?" for sign, bound in bounds if bound) or "1"
        whose = [value for one in known for value in (*ids, *([call.actor.id] if own and one.guarded else ()))]
        params = [*whose, *(iso(bound) for _, bound in bounds if bound), limit]
        sql = f"SELECT * FROM ({union}) WHERE {where} ORDER BY at DESC, sort DESC, id DESC LIMIT ?"
        rows = db.rows(sql, tuple(params))
        return [
            Moment(sort, instant(at), title or "", detail or "", amount, by or "", kind, id)
            for sort, at, title, detail, amount, by, id, kind in rows
        ]

    return current().read(call.company, work)
