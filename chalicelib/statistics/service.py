"""The dashboard's figures: local SQL over the lists of orders, invoices and customers.

The one trick: the same rows as the lists behind the tiles, within what the actor may see there, in one reading; so a
figure equals the total of the list it opens, and a representative's are those of his own customers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from chalicelib.aws.call import Call
from chalicelib.readmodel.database import Database
from chalicelib.readmodel.freshness import current
from chalicelib.statistics.rules import first_of_month, last_months, year_before
from chalicelib.statistics.schemas import (
    AlertsOut,
    DashboardOut,
    FigureOut,
    FollowerOut,
    FollowersOut,
    ForecastOut,
    MonthOut,
    PeriodQuery,
    SliceOut,
    TurnoverOut,
)

MOST_CUSTOMERS = 10
SLEEPING = timedelta(days=7)
NOTICE = timedelta(days=30)
OPEN = "state IN ('draft', 'pending')"
DUE = "status IN ('unpaid', 'partly_paid')"
BY_CUSTOMER = 'customer, (SELECT c."name" FROM "customers" c WHERE c."id" = i.customer)'
BY_CATEGORY = (
    '(SELECT c."category_id" FROM "customers" c WHERE c."id" = i.customer) AS one, (SELECT n."name" FROM "names" n'
    ' WHERE n."id" = (SELECT c."category_id" FROM "customers" c WHERE c."id" = i.customer))'
)
BY_GRID = (
    '(SELECT o."grid" FROM "orders" o WHERE o."id" = i."order") AS one, (SELECT n."name" FROM "names" n'
    ' WHERE n."id" = (SELECT o."grid" FROM "orders" o WHERE o."id" = i."order"))'
)


def dashboard(call: Call) -> DashboardOut:
    """The figures as they stand now, within what the actor may see."""
    owner = call.actor.id if call.actor.only_own else None
    return current().read(call.company, lambda db: _drawn(_Figures(db, owner), call.today))


def followers(call: Call, query: PeriodQuery) -> FollowersOut:
    """Turnover by user over a period, within what the actor may see."""
    until = query.until or call.today
    since = query.since or until.replace(month=1, day=1)
    owner = call.actor.id if call.actor.only_own else None
    items = current().read(call.company, lambda db: _Figures(db, owner).followers(since, until))
    return FollowersOut(since=since, until=until, amount=sum(one.amount for one in items), items=items)


def _drawn(figures: _Figures, today: date) -> DashboardOut:
    months = last_months(today)
    since = months[0]
    overdue = figures.overdue(today)
    return DashboardOut(
        today=today,
        turnover=figures.turnover(today),
        to_validate=figures.orders(OPEN),
        to_invoice=figures.orders("invoice_from <= ?", today),
        unpaid=figures.invoices(DUE),
        overdue=overdue,
        months=figures.months(months),
        forecast=figures.forecast(today),
        since=since,
        customers=figures.slices(BY_CUSTOMER, since, today, MOST_CUSTOMERS),
        categories=figures.slices(BY_CATEGORY, since, today),
        grids=figures.slices(BY_GRID, since, today),
        alerts=AlertsOut(
            overdue=overdue,
            to_invoice=figures.orders("state = 'validated' AND planned_on <= ?", today),
            sleeping=figures.orders(f"{OPEN} AND ordered_on < ?", today - SLEEPING),
            covers_ending=figures.covers(today + NOTICE),
        ),
    )


@dataclass(frozen=True)
class _Figures:
    """`owner`: whose customers only (None: everybody's)."""

    db: Database
    owner: str | None

    def orders(self, condition: str, *days: date) -> FigureOut:
        return self._figure("home_gross", "orders", condition, days)

    def invoices(self, condition: str, *days: date) -> FigureOut:
        return self._figure("home_balance", "invoices", condition, days)

    def overdue(self, today: date) -> FigureOut:
        """Invoices of which something is past due: their balance but for the instalments still to come."""
        to_come = "SELECT sum(p.balance) FROM instalments p WHERE p.invoice = i.id AND p.due_on >= ?"
        late = f"home_balance - coalesce(({to_come}), 0)"
        return self._figure(late, "invoices", f"{DUE} AND due_on < ?", (today, today))

    def covers(self, until: date) -> FigureOut:
        """The insured limits that end by that day, of customers still followed."""
        own = " AND c.representative = ?" if self.owner is not None else ""
        sql = (
            'SELECT count(*), coalesce(sum(f.amount), 0) FROM figures f JOIN customers c ON c.id = f."of"'
            f" WHERE f.name = 'insured' AND f.day <= ? AND NOT c.archived{own}"
        )
        ((count, amount),) = self.db.rows(sql, (until.isoformat(), *self._params))
        return FigureOut(count=count, amount=amount)

    def turnover(self, today: date) -> TurnoverOut:
        since, last = first_of_month(today), year_before(today)
        return TurnoverOut(
            since=since,
            until=today,
            amount=self._invoiced(since, today),
            last_since=first_of_month(last),
            last_until=last,
            last_amount=self._invoiced(first_of_month(last), last),
        )

    def months(self, months: list[date]) -> list[MonthOut]:
        month = "substr(issued_on, 1, 7)"
        sql = f"SELECT {month}, sum(home_net) FROM invoices i WHERE issued_on >= ?{self._own} GROUP BY 1"
        found = dict(self.db.rows(sql, (year_before(months[0]).isoformat(), *self._params)))

        def of(month: date) -> int:
            return int(found.get(month.isoformat()[:7], 0))

        return [MonthOut(month=one, amount=of(one), last_amount=of(year_before(one))) for one in months]

    def forecast(self, today: date) -> list[ForecastOut]:
        """What is validated and not invoiced, HT, by the month in which it may be; what was due before is of now."""
        since = first_of_month(today)
        sql = (
            "SELECT substr(max(invoice_from, ?), 1, 7), sum(home_net), count(*) FROM orders i"
            f" WHERE invoice_from IS NOT NULL{self._own} GROUP BY 1 ORDER BY 1"
        )
        rows = self.db.rows(sql, (since.isoformat(), *self._params))
        return [
            ForecastOut(month=date.fromisoformat(f"{month}-01"), amount=amount, count=count)
            for month, amount, count in rows
        ]

    def slices(self, by: str, since: date, until: date, most: int = 100) -> list[SliceOut]:
        """`by`: the SQL of (id, name)."""
        sql = (
            f"SELECT {by}, sum(home_net) AS amount, sum(kind <> 'credit_note') FROM invoices i"
            f" WHERE issued_on BETWEEN ? AND ?{self._own} GROUP BY 1 ORDER BY amount DESC, 1 LIMIT {most}"
        )
        rows = self.db.rows(sql, (since.isoformat(), until.isoformat(), *self._params))
        return [SliceOut(id=id or "", name=name or "", amount=amount, count=count) for id, name, amount, count in rows]

    def followers(self, since: date, until: date) -> list[FollowerOut]:
        """By who followed each customer on the day of the invoice; who never changed follows since ever."""
        user = 'CASE WHEN t.customer IS NULL THEN c.representative ELSE t."user" END'
        sql = (
            f"SELECT {user} AS one, sum(i.home_net) AS amount, sum(i.kind <> 'credit_note'), count(DISTINCT i.customer)"
            " FROM invoices i"
            " LEFT JOIN followed t ON t.customer = i.customer AND i.issued_on >= t.since AND i.issued_on < t.until"
            " LEFT JOIN customers c ON c.id = i.customer"
            f" WHERE i.issued_on BETWEEN ? AND ?{self._of('i.')} GROUP BY 1 ORDER BY amount DESC, 1"
        )
        rows = self.db.rows(sql, (since.isoformat(), until.isoformat(), *self._params))
        names = dict(self.db.rows("SELECT id, name FROM names WHERE id LIKE 'usr_%'"))
        return [
            FollowerOut(id=id or "", name=names.get(id, ""), amount=amount, count=count, customers=customers)
            for id, amount, count, customers in rows
        ]

    def _invoiced(self, since: date, until: date) -> int:
        sql = f"SELECT coalesce(sum(home_net), 0) FROM invoices i WHERE issued_on BETWEEN ? AND ?{self._own}"
        return int(self.db.value(sql, (since.isoformat(), until.isoformat(), *self._params)))

    def _figure(self, column: str, table: str, condition: str, days: tuple[date, ...]) -> FigureOut:
        sql = f"SELECT count(*), coalesce(sum({column}), 0) FROM {table} i WHERE {condition}{self._own}"
        ((count, amount),) = self.db.rows(sql, (*(day.isoformat() for day in days), *self._params))
        return FigureOut(count=count, amount=amount)

    @property
    def _own(self) -> str:
        return self._of("")

    def _of(self, table: str) -> str:
        return f" AND {table}owner = ?" if self.owner is not None else ""

    @property
    def _params(self) -> tuple[str, ...]:
        return () if self.owner is None else (self.owner,)
