"""Rows of negotiated prices: what pricing is asked to agree with a customer, and what is agreed already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from typing import Any

from chalicelib.aws.kinds import guard_ref
from chalicelib.aws.unit import Unit
from chalicelib.catalogue import rules as catalogue_rules
from chalicelib.crm import service as crm
from chalicelib.kernel.money import Basis
from chalicelib.migration.rules.fields import CUSTOMER, PRODUCT
from chalicelib.migration.rules.imports import Books, LedgerLine, Task, recorded
from chalicelib.migration.service import parties
from chalicelib.migration.service.met import Met, existing, saying, stamp
from chalicelib.migration.service.parties import Coming
from chalicelib.migration.service.products import SKU
from chalicelib.pricing import service as pricing
from chalicelib.pricing.rules.tiers import Tier
from chalicelib.pricing.schemas import AgreementIn, TierIO


def asked(record: dict[str, Any]) -> TierIO:
    """What pricing is asked to keep for a cleaned row."""
    return TierIO(
        from_qty=record["from_qty"],
        price=Decimal(record["price"]),
        valid_from=date.fromisoformat(record["valid_from"]) if record["valid_from"] else None,
        valid_to=date.fromisoformat(record["valid_to"]) if record["valid_to"] else None,
    )


def refusals(record: dict[str, Any]) -> list[str]:
    """Why pricing would refuse: the French sentences."""
    tier = asked(record)
    if tier.valid_from and tier.valid_to and tier.valid_to < tier.valid_from:
        return ["La fin de validité précède le début. Inversez les dates."]
    return []


def meet(unit: Unit, tasks: Sequence[Task], books: Books, coming: Coming) -> list[Met]:
    skus = dict.fromkeys(str((task.entry.record or {})["reference"]) for task in tasks if task.entry.record)
    unit.load(*(guard_ref(SKU, catalogue_rules.sku_key(sku)) for sku in skus))
    wines = {sku: id for sku in skus if (id := unit.owner_of(SKU, catalogue_rules.sku_key(sku)))}
    buyers = parties.customers(unit, tasks)
    _load(unit, buyers.values())
    return [_met(unit, task, buyers, wines, coming) for task in tasks]


def _load(unit: Unit, buyers: Iterable[str]) -> None:
    unit.load(*(ref for buyer in dict.fromkeys(buyers) for ref in pricing.refs([], on=unit.today, customer_id=buyer)))


def _met(unit: Unit, task: Task, buyers: dict[str, str], wines: dict[str, str], coming: Coming) -> Met:
    record = task.entry.record
    if record is None:
        return Met(task, "none")
    buyer, wine = buyers.get(record["customer"]), wines.get(record["reference"])
    for kind, found, code in ((CUSTOMER, buyer, record["customer"]), (PRODUCT, wine, record["reference"])):
        if found is None and (met := parties.unknown(task, kind, code, coming)).action == "none":
            return met
    if buyer is None or wine is None:
        return Met(task, "create")
    return _agreed(unit, task, buyer, wine)


def _agreed(unit: Unit, task: Task, buyer: str, wine: str) -> Met:
    record = task.entry.record or {}
    known = pricing.agreement(unit, buyer)
    if known.prices and known.basis.value != record["basis"]:
        said = saying(task, "agreement.basis", raw=record["price"], known=known.basis.value, basis=record["basis"])
        return Met(replace(said, entry=replace(said.entry, record=None)), "none")
    wanted = asked(record)
    id = record_id(buyer, wine, wanted)
    tier = _at(known.prices.get(wine, ()), id)
    if tier is None:
        return Met(task, "create", id)
    pairs = (("Prix", tier.price, wanted.price), ("Valable au", tier.valid_to, wanted.valid_to))
    return existing(task, id, [label for label, one, other in pairs if one != other], print_of(tier))


def record_id(buyer: str, wine: str, tier: TierIO | Tier) -> str:
    """The one price of a customer, a product, a quantity and a first day."""
    return f"{buyer}.{wine}.{_of(tier)}"


def _of(tier: TierIO | Tier) -> str:
    return f"{tier.from_qty}.{tier.valid_from or ''}"


def _at(tiers: Sequence[Tier], id: str) -> Tier | None:
    wanted = id.split(".", 2)[2]
    return next((tier for tier in tiers if not tier.franco and _of(tier) == wanted), None)


def print_of(tier: Tier) -> str:
    return stamp(asdict(tier))


# --- writing -------------------------------------------------------------------------------------------------------


def write(unit: Unit, mets: Sequence[Met], source: str, books: Books) -> list[LedgerLine]:
    return [_written(unit, met) for met in mets]


def _written(unit: Unit, met: Met) -> LedgerLine:
    if met.action not in ("create", "update"):
        return recorded(met.task, met.action, met.record)
    record = met.task.entry.record or {}
    buyer, wine = met.record.split(".")[:2]
    before = _at(pricing.agreement(unit, buyer).prices.get(wine, ()), met.record)
    _put(unit, met.record, asked(record), Basis(record["basis"]))
    stored = _at(pricing.agreement(unit, buyer).prices[wine], met.record)
    assert stored is not None
    was = TierIO(**asdict(before)).model_dump(mode="json") if before else None
    return recorded(met.task, met.action, met.record, prices=1, stamp=print_of(stored), before=was)


def _put(unit: Unit, id: str, tier: TierIO | None, basis: Basis | None = None) -> None:
    """The customer's agreement with that price replaced, added, or taken away (`tier` None)."""
    buyer, wine = id.split(".")[:2]
    known = pricing.agreement(unit, buyer)
    prices = {one: [TierIO(**asdict(kept)) for kept in tiers] for one, tiers in known.prices.items()}
    kept = [one for one in prices.get(wine, []) if one.franco or record_id(buyer, wine, one) != id]
    prices[wine] = [*kept, tier] if tier else kept
    agreed = AgreementIn(basis=known.basis if known.prices or not basis else basis, prices=prices)
    pricing.put_agreement(unit, buyer, agreed.model_copy(update={"currency": known.currency}))


# --- undo ----------------------------------------------------------------------------------------------------------


def unmake(unit: Unit, lines: Sequence[LedgerLine]) -> list[LedgerLine]:
    buyers = sorted({line.record.partition(".")[0] for line in lines if line.stamp})
    unit.load(*crm.refs(*buyers))
    _load(unit, buyers)
    return [_unmade(unit, line) for line in lines]


def _unmade(unit: Unit, line: LedgerLine) -> LedgerLine:
    if not line.stamp or line.undone:
        return line
    buyer, wine = line.record.split(".")[:2]
    tier = _at(pricing.agreement(unit, buyer).prices.get(wine, ()), line.record)
    if tier is None:
        return replace(line, undone="gone", undone_why="Ce prix négocié avait déjà été retiré.")
    if print_of(tier) != line.stamp:
        return replace(line, undone="kept", undone_why="Ce prix négocié a été modifié depuis l'import.")
    _put(unit, line.record, TierIO.model_validate(line.before) if line.before else None)
    return replace(line, undone="restored" if line.before else "removed")
