"""Names: what the things that lists point at are called now.

Noun: the table `NAMES`, one row per thing (a category, a grid, a member). The one trick: a room projects its names
here, whoever shows an id declares a column with `names="<the id's column>"`, and SQLite looks the name up as the list
is read; so a thing renamed is renamed in every list at once, no row is written again, and a lower room shows the names
of an upper one that it does not know.

    @projection(NAMES, kind="grids")
    def grid_names(doc: dict[str, Any], change: Change) -> Iterable[Row]:
        yield from ({"id": one["id"], "name": one["name"]} for one in doc["items"])
"""

from __future__ import annotations

from chalicelib.readmodel.table import Column, Table

NAMES = Table("names", [Column("id", "id", index=True), Column("name", "text")])
