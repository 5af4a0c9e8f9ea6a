"""Customer rows: what crm is asked, and what it already has.

The one trick: whether a code is taken is read from its guard, by key, in the same batch as everything else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from typing import Any

from chalicelib.aws.kinds import guard_ref
from chalicelib.aws.unit import Unit
from chalicelib.crm import rules as crm_rules
from chalicelib.crm import service as crm
from chalicelib.crm.rules import Customer
from chalicelib.crm.schemas import AddressIO, ContactIO, CustomerIn
from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.kernel.text import fold
from chalicelib.migration.rules.imports import Books, LedgerLine, Task, recorded
from chalicelib.migration.service.decided import PLACE, decided
from chalicelib.migration.service.met import Met, existing, saying, stamp
from chalicelib.sales.service import former

CODE = "customer_code"
"""The guard crm holds customer codes under."""
OWN = "import_row"
"""The guard of a row that has no code of its own: what it says."""

LINE = 200
"""The longest line of a contract: two names of that length do not fit in one."""

GOVERNED = {
    "kind": "Nature", "name": "Nom", "first_name": "Prénom", "siret": "SIRET", "vat_number": "N° de TVA",
    "excise_number": "N° d'accise", "billing": "Adresse", "deliveries": "Livraison", "contacts": "Contact",
    "emails": "E-mail", "phones": "Téléphone", "category_id": "Famille", "grid_id": "Tarif", "since": "Client depuis",
    "archived": "Inutilisable", "permanent_discount": "Remise permanente",
}  # fmt: skip
"""What the file decides of a customer; the rest (payment term, tags, representative…) is the company's."""


def asked(record: dict[str, Any], key: str, source: str, books: Books) -> CustomerIn:
    """What crm is asked to create for a cleaned row."""
    business = record["kind"] == "business"
    person = {"name": record["last_name"] or record["first_name"], "first_name": record["first_name"]}
    if not record["last_name"]:
        person["first_name"] = ""
    name = record["company"] or f"{record['last_name']} {record['first_name']}".strip()[:LINE]
    return CustomerIn(
        code=record["code"] or None,
        kind=record["kind"],
        name=name if business else person["name"],
        first_name="" if business else person["first_name"],
        siret=record["siret"],
        vat_number=record["vat_number"],
        excise_number=record["excise_number"],
        billing=_address(record["billing"]),
        deliveries=[_delivery(record["delivery"])] if record["delivery"] else [],
        contacts=[ContactIO(**person)] if record["company"] and person["name"] else [],
        emails=[email for email in (record["email"], *record["emails"]) if email],
        phones=[phone for phone in dict.fromkeys((record["phone"], *record["phones"], record["mobile"])) if phone],
        category_id=books.categories.get(record["category"]) or _only(record, "category", books),
        grid_id=books.grids.get(record["grid"]) or _only(record, "grid", books),
        notes=record["notes"],
        tags=record["tags"],
        zones=record["zones"],
        permanent_discount=Decimal(record["discount"] or 0),
        source=f"{source} {key}".strip()[:LINE],
        since=date.fromisoformat(record["since"]) if record["since"] else None,
        archived=record["archived"],
    )


def _only(record: dict[str, Any], sort: str, books: Books) -> str | None:
    """The one category or grid that a row names without a code."""
    called = books.called(sort, record[f"{sort}_label"]) if not record[sort] else ()
    return called[0] if len(called) == 1 else None


def _address(place: dict[str, Any]) -> AddressIO:
    lines = [line for line in (place["street"], place["street2"]) if line]
    return AddressIO(lines=lines, postcode=place["postcode"], town=place["town"], country=place["country"])


def _delivery(place: dict[str, Any]) -> AddressIO:
    recipient = place["company"] or f"{place['first_name']} {place['last_name']}".strip()
    return _address(place).model_copy(update={"recipient": recipient[:LINE], "phone": place["phone"]})


def expected(known: Customer, wanted: CustomerIn, decided: Collection[str]) -> Customer:
    """The customer as crm would store it, were the file alone to decide these fields."""
    return crm_rules.checked(_merged(known, wanted, decided))[0]


def _merged(known: Customer, wanted: CustomerIn, decided: Collection[str]) -> Customer:
    fields = {name: value for name, value in wanted.model_dump().items() if name in decided}
    given = {**asdict(known), **fields}
    if "contacts" in decided:
        given["contacts"] = _with_contact(known, wanted)
    if "billing" in decided:
        parts = [part for part in PLACE if f"billing.{part}" in decided]
        given["billing"] = {**asdict(known.billing), **{part: fields["billing"][part] for part in parts}}
    return Customer(**{**given, **_nested(given)})


def _with_contact(known: Customer, wanted: CustomerIn) -> list[dict[str, Any]]:
    """The contacts as they would be: the one the row names is among them already, or alone, or beside others."""
    kept = [asdict(one) for one in known.contacts]
    named = {(one.name, one.first_name) for one in known.contacts}
    new = [one.model_dump() for one in wanted.contacts if (one.name, one.first_name) not in named]
    if wanted.contacts and not new:
        return kept
    return [*kept, *new] if len(kept) > 1 else new


def _nested(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "billing": _stored(given["billing"]),
        "deliveries": tuple(_stored(one) for one in given["deliveries"]),
        "contacts": tuple(
            crm_rules.Contact(**{**one, "documents": tuple(one["documents"])}) for one in given["contacts"]
        ),
        "emails": tuple(given["emails"]),
        "phones": tuple(given["phones"]),
        "tags": tuple(given["tags"]),
    }


def _stored(address: dict[str, Any]) -> crm_rules.Address:
    return crm_rules.Address(**{**address, "lines": tuple(address["lines"])})


def print_of(known: Customer) -> str:
    """The fingerprint of a customer, but for what its use by documents changes."""
    return stamp(asdict(replace(known, in_use=False)))


def refusals(wanted: CustomerIn) -> list[str]:
    """Why crm would refuse: the French sentences, [] for nothing."""
    doc = Customer(**{**_nested(wanted.model_dump()), **_flat(wanted)})
    return [found.problem.detail for found in crm_rules.checked(doc)[1] if found.problem.blocks]


def _flat(wanted: CustomerIn) -> dict[str, Any]:
    plain = wanted.model_dump(exclude={"billing", "deliveries", "contacts", "emails", "phones", "tags"})
    return {**plain, "id": "new", "code": wanted.code or "new"}


def meet(unit: Unit, tasks: Sequence[Task], books: Books) -> list[Met]:
    """Each task with what the company has under its code. One batch for the codes, one for the customers they
    name."""
    giving = [task for task in tasks if task.entry.record is not None]
    unit.load(*(guard_ref(*_guard(task)) for task in giving), *crm.label_refs())
    owners = {id(task): unit.owner_of(*_guard(task)) or "" for task in giving}
    found = [owner for owner in owners.values() if owner]
    if found:
        unit.load(*crm.refs(*found))
    return [_met(unit, task, owners.get(id(task), ""), books) for task in tasks]


def _guard(task: Task) -> tuple[str, str]:
    code = (task.entry.record or {})["code"]
    return (CODE, crm_rules.code_key(code)) if code else (OWN, f"customer:{fold(task.entry.key)}")


def _met(unit: Unit, task: Task, owner: str, books: Books) -> Met:
    record = task.entry.record
    if record is None:
        return Met(task, "none")
    if not owner:
        return Met(_unnamed(task, books), "create")
    known = crm.customer(unit, owner)
    now = print_of(known)
    differs = [] if task.same == now else _differences(known, record, task.entry.key, books)
    return existing(task, owner, [*differs, *_unlabelled(unit, known, record)], now)


def _unnamed(task: Task, books: Books) -> Task:
    """The task, saying which category or grid it names that the company has not, or has twice."""
    record = task.entry.record or {}
    for sort in ("category", "grid"):
        name = record[f"{sort}_label"]
        if name and not record[sort] and _only(record, sort, books) is None:
            task = saying(task, "customer.book.unknown", f"{sort}_label", name)
    return task


def _differences(known: Customer, record: dict[str, Any], key: str, books: Books) -> list[str]:
    """What the file says otherwise than the company, as a person calls it. Values as read are compared first:
    cleaning them again is only for those that differ."""
    wanted, decides = asked(record, key, "", books), decided(known, record, books)
    if not _differing(known, _merged(known, wanted, decides)):
        return []
    return _differing(known, expected(known, wanted, decides))


def _unlabelled(unit: Unit, known: Customer, record: dict[str, Any]) -> list[str]:
    """The sorts of label that the file gives and the customer does not bear. Those he bears besides are ours."""
    book = crm.labels(unit)
    worn = {fold(name) for name in (*crm_rules.names(book, known.tags), *crm_rules.names(book, known.zones))}
    pairs = (("tags", "Étiquettes"), ("zones", "Zones"))
    return [label for name, label in pairs if any(fold(one) not in worn for one in record[name])]


def _differing(known: Customer, wanted: Customer) -> list[str]:
    return [label for name, label in GOVERNED.items() if getattr(known, name) != getattr(wanted, name)]


def write(unit: Unit, mets: Sequence[Met], source: str, books: Books) -> list[LedgerLine]:
    """Create and change what the meetings say, in the caller's transaction; the ledger lines, in order."""
    new = [met for met in mets if met.action == "create"]
    wanted = [asked(met.task.entry.record or {}, met.task.entry.key, source, books) for met in new]
    made = iter([out.id for out in crm.create_customers(unit, wanted)] if wanted else [])
    return [_written(unit, met, made, books) for met in mets]


def _written(unit: Unit, met: Met, made: Iterator[str], books: Books) -> LedgerLine:
    if met.action == "create":
        id = next(iter(made))
        _hold(unit, met.task, id)
        return recorded(met.task, "create", id, stamp=print_of(crm.customer(unit, id)))
    if met.action == "update":
        return _updated(unit, met, books)
    return recorded(met.task, met.action, met.record)


def _hold(unit: Unit, task: Task, id: str) -> None:
    """Remember by what it says a row that has no code."""
    name, value = _guard(task)
    if name == OWN:
        taken = Conflict("migration.row_taken", "Cette ligne vient d'être importée par ailleurs. Relancez.")
        unit.guard(name, value, id, taken)


def _updated(unit: Unit, met: Met, books: Books) -> LedgerLine:
    known = crm.customer(unit, met.record)
    record = met.task.entry.record or {}
    before = whole(unit, known)
    wanted = whole(unit, expected(known, asked(record, met.task.entry.key, "", books), decided(known, record, books)))
    labels = {name: _joined(getattr(before, name), record[name]) for name in ("tags", "zones")}
    crm.change_customer(unit, met.record, wanted.model_copy(update=labels))
    stored = crm.customer(unit, met.record)
    return recorded(met.task, "update", met.record, stamp=print_of(stored), before=before.model_dump(mode="json"))


def _joined(worn: Sequence[str], given: Sequence[str]) -> list[str]:
    return list({fold(one): one for one in (*given, *worn)}.values())


def whole(unit: Unit, known: Customer) -> CustomerIn:
    """The customer as crm would be asked to write it again: labels by their names."""
    book = crm.labels(unit)
    fields = {name: value for name, value in asdict(known).items() if name in CustomerIn.model_fields}
    labels = {"tags": crm_rules.names(book, known.tags), "zones": crm_rules.names(book, known.zones)}
    return CustomerIn.model_validate({**fields, **labels})


# --- undo ----------------------------------------------------------------------------------------------------------


def unmake(unit: Unit, lines: Sequence[LedgerLine]) -> list[LedgerLine]:
    """Remove what was created and give back what was changed, unless somebody used or changed it since."""
    touched = [line.record for line in lines if line.stamp]
    if touched:
        unit.load(*crm.refs(*touched), *crm.label_refs(), *former.former_refs(*touched))
    judged = [_judged(unit, line) for line in lines]
    removed = [line.record for line in judged if line.undone == "removed"]
    kept = {one.id: one.detail for one in crm.delete_customers(unit, removed)} if removed else {}
    return [_settled(unit, line, kept) for line in judged]


def _judged(unit: Unit, line: LedgerLine) -> LedgerLine:
    """What can be undone of a line, before crm is asked to delete."""
    if not line.stamp or line.undone:
        return line
    try:
        known = crm.customer(unit, line.record)
    except NotFound:
        return replace(line, undone="gone", undone_why="La fiche avait déjà été supprimée.")
    if print_of(known) != line.stamp:
        return replace(line, undone="kept", undone_why=f"La fiche {known.code} a été modifiée depuis l'import.")
    if former.owes_former(unit, known.id):
        return replace(line, undone="kept", undone_why=f"Le client {known.code} doit une facture reprise. Retirez-la.")
    return replace(line, undone="restored" if line.before is not None else "removed")


def _settled(unit: Unit, line: LedgerLine, kept: dict[str, str]) -> LedgerLine:
    if line.undone == "restored" and line.before is not None:
        crm.change_customer(unit, line.record, CustomerIn.model_validate(line.before))
    elif line.undone == "removed" and line.record in kept:
        return replace(line, undone="kept", undone_why=kept[line.record])
    elif line.undone == "removed" and line.key.startswith("~"):
        unit.release(OWN, f"customer:{fold(line.key)}")
    return line
