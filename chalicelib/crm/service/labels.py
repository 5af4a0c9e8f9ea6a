"""Use cases on labels: the tags and zones of a company, one book.

The one trick: a customer is saved with names, and a name that nobody used yet becomes a label in the same commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from chalicelib.aws.call import Call
from chalicelib.aws.table import Ref
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.crm.rules import Label, LabelBook, LabelKind, labelled
from chalicelib.crm.schemas import LabelIn, LabelOut, LabelsOut
from chalicelib.crm.service.reading import naming, naming_ref, withdraw
from chalicelib.crm.store import LABELS
from chalicelib.kernel.book import WHOLE, entry, with_entry, without
from chalicelib.kernel.errors import Conflict, NotFound, Refused
from chalicelib.kernel.text import squeeze

MOST = 500


def label_refs() -> tuple[Ref, ...]:
    """For the caller's batch: what `labels` and `label_ids` look at."""
    return ((LABELS, WHOLE),)


def labels(unit: Unit) -> LabelBook:
    return unit.find(LABELS, WHOLE) or LabelBook()


def label_ids(unit: Unit, kind: LabelKind, said: Sequence[str]) -> tuple[str, ...]:
    """The ids of the labels meant, each once; those that do not exist yet are created in the caller's transaction."""
    found: list[str] = []
    for name in said:
        known = labelled(labels(unit), kind, name) or _kept(
            unit, Label(unit.new_id(LABELS.prefix), kind, squeeze(name))
        )
        found.append(known.id)
    return tuple(dict.fromkeys(found))


def list_labels(call: Call) -> LabelsOut:
    unit = reading(call)
    unit.load(*label_refs())
    items = labels(unit).items
    unit.load(*(naming_ref(one.id) for one in items))
    return LabelsOut(items=[_out(unit, one) for one in items], version=unit.version(LABELS, WHOLE))


@use_case("crm.label.create")
def create_label(unit: Unit, asked: LabelIn) -> LabelOut:
    """A tag or a zone. Conflict when one of that kind has the name."""
    return _out(unit, _kept(unit, Label(unit.new_id(LABELS.prefix), asked.kind, squeeze(asked.name))))


@use_case("crm.label.change")
def change_label(unit: Unit, id: str, asked: LabelIn) -> LabelOut:
    """The label renamed, for all who bear it at once. Its kind stays."""
    known = _label(unit, id)
    unit.expect(LABELS, WHOLE, unit.call.if_match)
    return _out(unit, _kept(unit, Label(id, known.kind, squeeze(asked.name))))


@use_case("crm.label.delete")
def delete_label(unit: Unit, id: str) -> None:
    """Remove a label that no customer bears; orders that bear it lose it. NotFound for an unknown one, Conflict for
    one in use."""
    unit.load(*label_refs(), naming_ref(id))
    known = _label(unit, id)
    if customers := naming(unit, id):
        detail = f"{customers} clients portent « {known.name} ». Retirez-la de leurs fiches, ou renommez-la."
        raise Conflict("crm.label.in_use", detail, customers=customers)
    unit.put(LABELS, WHOLE, LabelBook(without(labels(unit).items, id)))
    withdraw(unit, id)


def _label(unit: Unit, id: str) -> Label:
    found = entry(labels(unit).items, id)
    if found is None:
        raise NotFound("crm.label.not_found", "Cette étiquette n'existe pas ou plus.")
    return found


def _kept(unit: Unit, label: Label) -> Label:
    book = labels(unit)
    other = labelled(book, label.kind, label.name)
    if other is not None and other.id != label.id:
        raise Conflict("crm.label.taken", f"« {other.name} » existe déjà. Choisissez un autre nom.", "name")
    if len(book.items) >= MOST and entry(book.items, label.id) is None:
        raise Refused("crm.label.too_many", f"Une société a {MOST} étiquettes et zones au plus. Supprimez-en.", "name")
    unit.put(LABELS, WHOLE, LabelBook(with_entry(book.items, label)))
    return label


def _out(unit: Unit, doc: Label) -> LabelOut:
    return LabelOut.model_validate(
        {**asdict(doc), "customers": naming(unit, doc.id), "version": unit.version(LABELS, WHOLE)}
    )
