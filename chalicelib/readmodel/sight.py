"""What a reader of the trail may see.

The one trick: who is limited to his own customers sees of the trail what he sees in the lists: an item is in his sight
when a row of it is. What was his and is no more (reassigned, deleted) is told to him once, as gone.

The conditions speak of `t`, a row of `_items`.
"""

from __future__ import annotations

from chalicelib.aws.call import Actor, Call
from chalicelib.readmodel.filters import ALL, Condition, joined
from chalicelib.readmodel.freshness import current
from chalicelib.readmodel.registry import Registry
from chalicelib.readmodel.table import Table


def in_sight(registry: Registry, actor: Actor) -> Condition:
    """The items that the actor sees now; those of kinds without a list are for who sees everything."""
    if not actor.only_own:
        return ALL
    guarded = {kind for table in registry.tables if table.owner or table.within for kind in table.kinds}
    everyone = sorted(set(registry.by_kind) - guarded)
    free = Condition(f"t.kind IN ({', '.join('?' * len(everyone))})", tuple(everyone))
    owned = [_owned(table, actor) for table in registry.tables if table.owner]
    return joined("OR", [free, *owned, *(_within(registry, table, actor) for table in registry.tables if table.within)])


def sees(call: Call, kind: str, id: str) -> bool:
    """Is that item in the sight of who asks? (Who sees everything also sees what is not there.)"""
    if not call.actor.only_own:
        return True
    model = current()
    sight = in_sight(model.registry, call.actor)
    sql = f"SELECT 1 FROM _items t WHERE t.id = ? AND t.kind = ? AND {sight.sql}"
    return bool(model.read(call.company, lambda db: db.value(sql, (id, kind, *sight.params))))


def was_in_sight(actor: Actor, table: Table | None = None) -> Condition:
    """The items that were the actor's own (in `table`, or in any) and are not now."""
    if not actor.only_own:
        return ALL
    sql = "EXISTS (SELECT 1 FROM _former f WHERE f.id = t.id AND f.kind = t.kind AND f.owner = ?"
    if table:
        return Condition(f"{sql} AND f.tbl = ?)", (actor.id, table.name))
    return Condition(f"{sql})", (actor.id,))


def _owned(table: Table, actor: Actor) -> Condition:
    whose = joined("OR", [Condition(f'r."{name}" = ?', (actor.id,)) for name in table.owners])
    sql = f'EXISTS (SELECT 1 FROM "{table.name}_row" r WHERE r._id = t.id AND r._kind = t.kind AND {whose.sql})'
    return Condition(sql, whose.params)


def _within(registry: Registry, table: Table, actor: Actor) -> Condition:
    """Rows without an owner of their own are seen by who sees the record that they hang on."""
    assert table.within is not None
    name, column = table.within
    owner = next(one.owner for one in registry.tables if one.name == name)
    sql = (
        f'EXISTS (SELECT 1 FROM "{table.name}_row" r JOIN "{name}_row" o ON o._id = r."{column}"'
        f' WHERE r._id = t.id AND r._kind = t.kind AND o."{owner}" = ?)'
    )
    return Condition(sql, (actor.id,))
