"""Use cases on customer categories: one book for the company."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.aws.shelf import Shelf, own_code
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.crm import rules
from chalicelib.crm.rules import Category
from chalicelib.crm.schemas import CategoriesOut, CategoryIn, CategoryOut
from chalicelib.crm.service.reading import naming, naming_ref, withdraw
from chalicelib.crm.store import CATEGORIES
from chalicelib.kernel.book import WHOLE
from chalicelib.kernel.errors import Conflict, Refused

categories = Shelf[Category, CategoryOut](
    CATEGORIES, CategoryOut, "crm.category.not_found", "Cette catégorie n'existe pas ou plus."
)


def list_categories(call: Call) -> CategoriesOut:
    unit = reading(call)
    items = [categories.shown(unit, one) for one in categories.entries(unit)]
    return CategoriesOut(items=items, version=categories.version(unit))


@use_case("crm.category.create")
def create_category(unit: Unit, asked: CategoryIn) -> CategoryOut:
    return _kept(unit, Category(id=unit.new_id(CATEGORIES.prefix), **asked.model_dump()))


@use_case("crm.category.change")
def change_category(unit: Unit, id: str, asked: CategoryIn) -> CategoryOut:
    categories.changing(unit, id)
    return _kept(unit, Category(id=id, **asked.model_dump()))


@use_case("crm.category.delete")
def delete_category(unit: Unit, id: str) -> None:
    """Remove a category that no customer names. NotFound for an unknown one, Conflict for one in use."""
    unit.load((CATEGORIES, WHOLE), naming_ref(id))
    categories.entry(unit, id)
    if naming(unit, id):
        raise Conflict(
            "crm.category.in_use",
            f"{naming(unit, id)} clients sont dans cette catégorie. Archivez-la.",
            customers=naming(unit, id),
        )
    categories.drop(unit, id)
    withdraw(unit, id)


def _kept(unit: Unit, doc: Category) -> CategoryOut:
    if problem := rules.term_problem(doc.payment_term):
        raise Refused.many([problem.on("payment_term")])
    detail = f"Le code {doc.code} est celui d'une autre catégorie. Changez-le."
    own_code(doc, categories.entries(unit), "crm.category.code_taken", detail)
    categories.put(unit, doc)
    return categories.shown(unit, doc)
