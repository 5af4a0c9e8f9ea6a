"""Contact rows: the people at a customer's, added to his record.

The one trick: a contact has no id, so it is known by its customer and its name, which the ledger keeps as one id.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from chalicelib.aws.unit import Unit
from chalicelib.crm import service as crm
from chalicelib.crm.rules import Contact, Customer
from chalicelib.crm.schemas import ContactIO
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.text import fold
from chalicelib.migration.rules.fields import CUSTOMER
from chalicelib.migration.rules.imports import Books, LedgerLine, Task, recorded
from chalicelib.migration.service import parties
from chalicelib.migration.service.customers import whole
from chalicelib.migration.service.met import Met, existing, stamp
from chalicelib.migration.service.parties import Coming

GOVERNED = {"role": "Fonction", "email": "E-mail", "phone": "Téléphone", "documents": "Documents reçus"}


def asked(record: dict[str, Any]) -> ContactIO:
    """What crm is asked to keep for a cleaned row."""
    return ContactIO.model_validate({name: record[name] for name in ("name", "first_name", *GOVERNED)})


def refusals(record: dict[str, Any]) -> list[str]:
    """Why crm would refuse; ValidationError for a value it could not hold."""
    asked(record)
    return []


def meet(unit: Unit, tasks: Sequence[Task], books: Books, coming: Coming) -> list[Met]:
    owners = parties.customers(unit, tasks)
    return [_met(unit, task, owners, coming) for task in tasks]


def _met(unit: Unit, task: Task, owners: dict[str, str], coming: Coming) -> Met:
    record = task.entry.record
    if record is None:
        return Met(task, "none")
    owner = owners.get(record["customer"])
    if owner is None:
        return parties.unknown(task, CUSTOMER, record["customer"], coming)
    contact = _found(crm.customer(unit, owner), place_of(record["name"], record["first_name"]))
    if contact is None:
        return Met(task, "create", owner)
    plain = _plain(contact)
    differs = [label for name, label in GOVERNED.items() if record[name] and plain[name] != record[name]]
    return existing(task, record_id(owner, contact), differs, print_of(contact))


def _found(customer: Customer, place: str) -> Contact | None:
    return next((one for one in customer.contacts if place_of(one.name, one.first_name) == place), None)


def place_of(name: str, first_name: str) -> str:
    """What tells a contact from the others of his customer."""
    return hashlib.sha256(f"{fold(name)}|{fold(first_name)}".encode()).hexdigest()[:12]


def record_id(owner: str, contact: Contact) -> str:
    return f"{owner}.{place_of(contact.name, contact.first_name)}"


def _plain(contact: Contact) -> dict[str, Any]:
    return {**asdict(contact), "documents": list(contact.documents)}


def print_of(contact: Contact) -> str:
    return stamp(_plain(contact))


# --- writing -------------------------------------------------------------------------------------------------------


def write(unit: Unit, mets: Sequence[Met], source: str, books: Books) -> list[LedgerLine]:
    return [_written(unit, met) for met in mets]


def _written(unit: Unit, met: Met) -> LedgerLine:
    if met.action not in ("create", "update"):
        return recorded(met.task, met.action, met.record)
    record = met.task.entry.record or {}
    owner = met.record.partition(".")[0]
    place = place_of(record["name"], record["first_name"])
    known = crm.customer(unit, owner)
    before = _found(known, place)
    was = _plain(before) if before else None
    given = {name: record[name] for name in GOVERNED if record[name]}
    stored = _put(unit, known, place, ContactIO.model_validate({**was, **given}) if was else asked(record))
    contact = _found(stored, place)
    assert contact is not None
    return recorded(met.task, met.action, record_id(owner, contact), stamp=print_of(contact), before=was)


def _put(unit: Unit, known: Customer, place: str, wanted: ContactIO | None) -> Customer:
    """The customer with that contact replaced, added at the end, or taken away (`wanted` None)."""
    asked_for = whole(unit, known)
    contacts = list(asked_for.contacts)
    at = next((n for n, one in enumerate(contacts) if place_of(one.name, one.first_name) == place), len(contacts))
    contacts[at : at + 1] = [wanted] if wanted else []
    crm.change_customer(unit, known.id, asked_for.model_copy(update={"contacts": contacts}))
    return crm.customer(unit, known.id)


# --- undo ----------------------------------------------------------------------------------------------------------


def unmake(unit: Unit, lines: Sequence[LedgerLine]) -> list[LedgerLine]:
    owners = {line.record.partition(".")[0] for line in lines if line.stamp}
    unit.load(*crm.refs(*sorted(owners)), *crm.label_refs())
    return [_unmade(unit, line) for line in lines]


def _unmade(unit: Unit, line: LedgerLine) -> LedgerLine:
    if not line.stamp or line.undone:
        return line
    owner, _, place = line.record.partition(".")
    try:
        known = crm.customer(unit, owner)
    except NotFound:
        return replace(line, undone="gone", undone_why="La fiche du client avait déjà été supprimée.")
    contact = _found(known, place)
    if contact is None:
        return replace(line, undone="gone", undone_why="Le contact avait déjà été retiré de la fiche.")
    if print_of(contact) != line.stamp:
        return replace(line, undone="kept", undone_why="Le contact a été modifié depuis l'import.")
    _put(unit, known, place, ContactIO.model_validate(line.before) if line.before else None)
    return replace(line, undone="restored" if line.before else "removed")
