from __future__ import annotations

import pytest

from chalicelib.readmodel import Column, Table


@pytest.mark.parametrize(
    "wrong",
    [
        Column("grid", "text", names="nowhere"),
        Column("grid", "id", names="grid_id"),
        Column("grid", "text", names="grid_id", search=True),
        Column("grid", "text", names="grid_id", index=True),
    ],
)
def test_a_name_is_a_text_of_an_id_of_the_same_table(wrong: Column) -> None:
    with pytest.raises(ValueError, match="cannot say the name"):
        Table("things", [Column("grid_id", "id"), wrong])


def test_a_name_is_not_stored() -> None:
    table = Table("things", [Column("grid_id", "id"), Column("grid", "text", names="grid_id"), Column("n", "int")])
    assert table.stored == ('"grid_id"', '"n"')
    assert table.values({"grid_id": "grd_1", "n": 2}) == ["grd_1", 2]
