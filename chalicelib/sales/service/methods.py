"""The payment methods of a company, for invoicing and for payments."""

from __future__ import annotations

from chalicelib.aws.table import Ref
from chalicelib.aws.unit import Unit
from chalicelib.kernel.book import WHOLE
from chalicelib.kernel.errors import NotFound
from chalicelib.sales.rules.method import Method, Methods
from chalicelib.sales.store import METHODS


def method_refs() -> tuple[Ref, ...]:
    """What to add to a batch before asking for methods."""
    return ((METHODS, WHOLE),)


def methods(unit: Unit) -> Methods:
    return unit.find(METHODS, WHOLE) or Methods()


def method(unit: Unit, id: str) -> Method:
    """The method. NotFound when there is none."""
    found = methods(unit).find(id)
    if found is None:
        raise NotFound("payments.method.not_found", "Ce mode de règlement n'existe pas ou plus.")
    return found


def keep_method(unit: Unit, method: Method) -> int:
    """Add or replace a method; gives the version of the whole set."""
    unit.put(METHODS, WHOLE, methods(unit).with_method(method))
    return methods_version(unit)


def methods_version(unit: Unit) -> int:
    unit.load(*method_refs())
    return unit.version(METHODS, WHOLE)
