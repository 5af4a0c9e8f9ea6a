"""Use cases of payment methods: those of the trade, and the company's own."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.errors import Refused
from chalicelib.payments.schemas import MethodIn, MethodOut, MethodsOut
from chalicelib.sales import service as sales
from chalicelib.sales.rules.method import Method


def list_methods(call: Call) -> MethodsOut:
    """All the methods, archived included: those of the trade, then the company's own."""
    unit = reading(call)
    return MethodsOut(
        items=[MethodOut.model_validate(one) for one in sales.methods(unit).all()],
        version=sales.methods_version(unit),
    )


@use_case("payments.method.create")
def create_method(unit: Unit, asked: MethodIn) -> MethodOut:
    """A method of the company's own ("Chèque Crédit Agricole")."""
    return _kept(unit, unit.new_id("mth"), asked)


@use_case("payments.method.change")
def change_method(unit: Unit, id: str, asked: MethodIn) -> MethodOut:
    """Change a method, given or own. Its kind stays: past payments were booked by it."""
    known = sales.method(unit, id)
    if known.kind != asked.kind:
        raise Refused(
            "payments.method.kind", "La nature d'un mode de règlement ne change pas. Archivez-le, créez-en un.", "kind"
        )
    return _kept(unit, id, asked)


def _kept(unit: Unit, id: str, asked: MethodIn) -> MethodOut:
    method = replace(
        Method(id, asked.label_fr, asked.kind),
        label_en=asked.label_en,
        account=asked.account,
        journal=asked.journal,
        journal_label=asked.journal_label,
        bank=asked.bank,
        archived=asked.archived,
    )
    sales.keep_method(unit, method)
    return MethodOut.model_validate(method)
