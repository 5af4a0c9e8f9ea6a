"""Saved views: a person's own, and those the company shares. Nobody sees, or learns of, another person's."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.errors import NotFound
from chalicelib.tenancy.rules import views as rules
from chalicelib.tenancy.rules.views import SHARE, SHARED, View
from chalicelib.tenancy.schemas import views as schemas
from chalicelib.tenancy.store import VIEW_BOOKS, VIEWS


def listed(call: Call, query: schemas.ViewsQuery) -> schemas.ViewsOut:
    """The reader's views and the shared ones, perhaps of one list only."""
    unit = reading(call)
    unit.load((VIEW_BOOKS, call.actor.id), (VIEW_BOOKS, SHARED))
    found = {**_in_book(unit, call.actor.id), **_in_book(unit, SHARED)}
    chosen = [id for id, view in found.items() if query.list in (None, view.list)]
    chosen.sort(key=lambda id: (found[id].shared, found[id].name.casefold(), id))
    return schemas.ViewsOut(items=[_out(unit, id) for id in chosen])


def shown(call: Call, id: str) -> schemas.ViewOut:
    unit = reading(call)
    _seen(unit, id)
    return _out(unit, id)


@use_case("tenancy.view.create")
def create(unit: Unit, body: schemas.ViewIn) -> schemas.ViewOut:
    """Conflict when the name is taken or there are too many; Forbidden to share without the right to."""
    owner = _owner(unit, body.shared)
    view = View(rules.list_name(body.list), body.name, rules.kept(body.query), owner, unit.actor.name, unit.at)
    id = unit.new_id("vew")
    _enter(unit, id, view)
    unit.put(VIEWS, id, view)
    return _out(unit, id)


@use_case("tenancy.view.change")
def change(unit: Unit, id: str, body: schemas.ViewChangeIn) -> schemas.ViewOut:
    """Another name, another content, shared or personal again. StaleVersion when If-Match is no longer true."""
    view = _seen(unit, id)
    unit.expect(VIEWS, id, unit.call.if_match)
    rules.require_may_share(not view.shared or unit.actor.may(SHARE))
    owner = _owner(unit, body.shared)
    after = replace(view, name=body.name, query=rules.kept(body.query), owner=owner)
    if after.book == view.book:
        others = {one: other for one, other in _in_book(unit, view.book).items() if one != id}
        rules.require_free(after.name, others.values(), after.list)
    else:
        _leave(unit, id, view)
        _enter(unit, id, after)
    unit.put(VIEWS, id, after)
    return _out(unit, id)


@use_case("tenancy.view.delete")
def delete(unit: Unit, id: str) -> None:
    """StaleVersion when If-Match is no longer true."""
    view = _seen(unit, id)
    unit.expect(VIEWS, id, unit.call.if_match)
    rules.require_may_share(not view.shared or unit.actor.may(SHARE))
    _leave(unit, id, view)
    unit.delete(VIEWS, id)


def _owner(unit: Unit, shared: bool) -> str:
    if not shared:
        return unit.actor.id
    rules.require_may_share(unit.actor.may(SHARE))
    return ""


def _enter(unit: Unit, id: str, view: View) -> None:
    rules.require_free(view.name, _in_book(unit, view.book).values(), view.list)
    unit.put(VIEW_BOOKS, view.book, rules.with_view(unit.find(VIEW_BOOKS, view.book), id))


def _leave(unit: Unit, id: str, view: View) -> None:
    unit.put(VIEW_BOOKS, view.book, rules.without_view(unit.find(VIEW_BOOKS, view.book), id))


def _in_book(unit: Unit, book: str) -> dict[str, View]:
    held = unit.find(VIEW_BOOKS, book)
    ids = held.ids if held else ()
    unit.load(*((VIEWS, id) for id in ids))
    return {id: view for id in ids if (view := unit.find(VIEWS, id))}


def _seen(unit: Unit, id: str) -> View:
    """The view, if the actor may see it. NotFound otherwise: another person's does not exist."""
    view = unit.find(VIEWS, id)
    if view is None or view.owner not in ("", unit.actor.id):
        raise NotFound("tenancy.view.not_found", "Cette vue n'existe pas ou plus.")
    return view


def _out(unit: Unit, id: str) -> schemas.ViewOut:
    view = unit.get(VIEWS, id)
    return schemas.ViewOut(
        id=id,
        list=view.list,
        name=view.name,
        query=view.query,
        shared=view.shared,
        mine=not view.shared or unit.actor.may(SHARE),
        author=view.author,
        created_at=view.created_at,
        version=unit.version(VIEWS, id),
    )
