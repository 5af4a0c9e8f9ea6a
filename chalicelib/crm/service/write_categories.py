"""Use cases on customer categories: one book for the company."""

from __future__ import annotations

from dataclasses import asdict

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.crm import rules
from chalicelib.crm.rules import Category, CategoryBook
from chalicelib.crm.schemas import CategoriesOut, CategoryIn, CategoryOut
from chalicelib.crm.service.reading import categories, naming, naming_ref, withdraw
from chalicelib.crm.store import CATEGORIES
from chalicelib.kernel.book import WHOLE, entry, with_entry, without
from chalicelib.kernel.errors import Conflict, NotFound, Refused


def list_categories(call: Call) -> CategoriesOut:
    unit = reading(call)
    items = [_out(unit, one) for one in categories(unit).items]
    return CategoriesOut(items=items, version=unit.version(CATEGORIES, WHOLE))


@use_case("crm.category.create")
def create_category(unit: Unit, asked: CategoryIn) -> CategoryOut:
    return _saved(unit, unit.new_id(CATEGORIES.prefix), asked)


@use_case("crm.category.change")
def change_category(unit: Unit, id: str, asked: CategoryIn) -> CategoryOut:
    _book_with(unit, id)
    unit.expect(CATEGORIES, WHOLE, unit.call.if_match)
    return _saved(unit, id, asked)


@use_case("crm.category.delete")
def delete_category(unit: Unit, id: str) -> None:
    """Remove a category that no customer names. NotFound for an unknown one, Conflict for one in use."""
    unit.load((CATEGORIES, WHOLE), naming_ref(id))
    book = _book_with(unit, id)
    if naming(unit, id):
        raise Conflict(
            "crm.category.in_use",
            f"{naming(unit, id)} clients sont dans cette catégorie. Archivez-la.",
            customers=naming(unit, id),
        )
    unit.put(CATEGORIES, WHOLE, CategoryBook(without(book.items, id)))
    withdraw(unit, id)


def _book_with(unit: Unit, id: str) -> CategoryBook:
    """All the categories; NotFound unless this one is among them."""
    book = categories(unit)
    if entry(book.items, id) is None:
        raise NotFound("crm.category.not_found", "Cette catégorie n'existe pas ou plus.")
    return book


def _saved(unit: Unit, id: str, asked: CategoryIn) -> CategoryOut:
    book = categories(unit)
    doc = Category(id=id, **asked.model_dump())
    if problem := rules.term_problem(doc.payment_term):
        raise Refused.many([problem.on("payment_term")])
    if any(rules.code_key(one.code) == rules.code_key(doc.code) and one.id != id for one in book.items):
        raise Conflict(
            "crm.category.code_taken", f"Le code {doc.code} est celui d'une autre catégorie. Changez-le.", "code"
        )
    unit.put(CATEGORIES, WHOLE, CategoryBook(with_entry(book.items, doc)))
    return _out(unit, doc)


def _out(unit: Unit, doc: Category) -> CategoryOut:
    return CategoryOut.model_validate({**asdict(doc), "version": unit.version(CATEGORIES, WHOLE)})
