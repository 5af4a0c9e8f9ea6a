"""An index that carries what is summed: counting and summing read it alone."""

from __future__ import annotations

import apsw
import pytest

from chalicelib.readmodel import Column, Table
from chalicelib.readmodel.schema import laid_out


def orders(*carried: str) -> Table:
    state = Column("state", "choice", index=True, carries=carried)
    columns = [Column("id", "id"), state, Column("label", "text"), Column("net", "cents"), Column("cols", "int")]
    return Table("orders", columns, sort="-id", title="label")


@pytest.mark.parametrize(("carried", "covering"), [(("net", "cols"), True), ((), False)])
def test_one_state_is_counted_and_summed_off_its_index(carried: tuple[str, ...], covering: bool) -> None:
    db = apsw.Connection(":memory:")
    for statement in laid_out(orders(*carried)):
        db.execute(statement)
    asked = 'EXPLAIN QUERY PLAN SELECT count(*), sum("net"), sum("cols") FROM "orders_row" WHERE "state" = ?'
    ((*_, plan),) = db.execute(asked, ("confirmed",)).fetchall()
    assert ("COVERING INDEX orders_state" in str(plan)) is covering


@pytest.mark.parametrize("name", ["label", "nothing"])
def test_an_index_carries_only_what_is_summed(name: str) -> None:
    with pytest.raises(ValueError, match="not summed"):
        orders(name)
