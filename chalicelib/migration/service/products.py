"""Product rows: what catalogue and pricing are asked, and what they already have.

One row gives one product with at most one vintage, one variant, and one price per grid: the file says no
more, and grouping by name would be guessing. The one trick: references and barcodes are looked up by their
guards, in the batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

from chalicelib.aws.kinds import guard_ref
from chalicelib.aws.unit import Unit
from chalicelib.catalogue import rules as catalogue_rules
from chalicelib.catalogue import service as catalogue
from chalicelib.catalogue.rules import Variant
from chalicelib.catalogue.schemas import CustomsIO, ProductIn, VariantIn, VintageIO
from chalicelib.kernel.book import entry as book_entry
from chalicelib.kernel.text import fold
from chalicelib.migration.rules.fields import PRICE, label
from chalicelib.migration.rules.imports import Books, LedgerLine, Task, recorded
from chalicelib.migration.rules.packagings import Doubt, Pack, chosen
from chalicelib.migration.rules.prices import decimals
from chalicelib.migration.service import listed
from chalicelib.migration.service.listed import print_of
from chalicelib.migration.service.met import Met, existing, saying
from chalicelib.pricing import service as pricing
from chalicelib.pricing.rules import Tariff
from chalicelib.pricing.schemas import TierIO, VariantPrices

SKU, GTIN = "sku", "gtin"
"""The guards catalogue holds references and barcodes under."""


# --- meeting -------------------------------------------------------------------------------------------------------


def meet(unit: Unit, tasks: Sequence[Task], books: Books) -> list[Met]:
    """Each task with what the company has under its reference. Two batches: the guards, then what they
    name."""
    giving = [task for task in tasks if task.entry.record is not None]
    unit.load(*(guard_ref(*guard) for task in giving for guard in _guards(task)))
    owners = {id(task): unit.owner_of(SKU, catalogue_rules.sku_key(task.entry.key)) or "" for task in giving}
    ids = [owner for owner in owners.values() if owner]
    unit.load(*catalogue.refs(ids), *pricing.refs(ids, on=unit.today))
    return [_met(unit, task, owners.get(id(task), ""), books) for task in tasks]


def _guards(task: Task) -> list[tuple[str, str]]:
    record = task.entry.record or {}
    codes = [catalogue_rules.gtin_key(record[name]) for name in ("gtin", "case_gtin") if record[name]]
    return [(SKU, catalogue_rules.sku_key(task.entry.key)), *((GTIN, code) for code in codes)]


def _met(unit: Unit, task: Task, owner: str, books: Books) -> Met:
    if task.entry.record is None:
        return Met(task, "none")
    task = _own_gtin(unit, _own_gtin(unit, task, owner, "gtin"), owner, "case_gtin")
    task = _packed(_worn(_fitted(unit, task, books), books), books)
    if (task.entry.record or {})["said"] is not None:
        return listed.met(unit, task, owner, books)
    if not owner:
        return Met(task, "create")
    known = catalogue.variant(unit, owner)
    prices = pricing.tariff(unit, owner)
    now = print_of(known, prices)
    differs = [] if task.same == now else _differences(known, prices, task.entry.record or {}, books)
    return existing(task, owner, differs, now)


def _own_gtin(unit: Unit, task: Task, owner: str, name: str) -> Task:
    """The task without a barcode that another product of the company holds."""
    record = task.entry.record or {}
    holder = unit.owner_of(GTIN, catalogue_rules.gtin_key(record[name])) if record[name] else None
    if holder is None or holder == owner:
        return task
    sku = catalogue.variant(unit, holder).sku
    said = saying(task, "product.gtin.taken", label("product", name), record[name], owner=sku)
    return replace(said, entry=replace(said.entry, record={**record, name: ""}))


def _worn(task: Task, books: Books) -> Task:
    """The task without a capsule that the company does not have."""
    record = task.entry.record or {}
    if not record["capsule"] or fold(record["capsule"]) in books.capsules:
        return task
    said = saying(task, "product.capsule.unknown", label("product", "capsule"), record["capsule"])
    return replace(said, entry=replace(said.entry, record={**record, "capsule": ""}))


def _packed(task: Task, books: Books) -> Task:
    """The task sold by as many cols as its packaging holds, unless the file says by how many; without a packaging that
    is not certain. A pallet is no unit of sale."""
    record = task.entry.record or {}
    if not record["packaging"]:
        return task
    found = chosen(books.packs, record["packaging"], record["volume"])
    fields: dict[str, Any] = {}
    if isinstance(found, Doubt):
        task = saying(task, found.code, label("product", "packaging"), record["packaging"], **found.data)
        fields = {"packaging": ""}
    sold_by = record["sales_unit"] or (None if isinstance(found, Pack) and found.sort == "pallet" else found.count)
    return replace(task, entry=replace(task.entry, record={**record, **fields, "sales_unit": sold_by}))


def _fitted(unit: Unit, task: Task, books: Books) -> Task:
    """The task without the prices that a grid of the company would have to round."""
    record = task.entry.record or {}
    grids = pricing.grids(unit).items
    kept: dict[str, str] = {}
    for code, price in record["prices"].items():
        grid = book_entry(grids, books.grids.get(code.upper()))
        if grid is not None and decimals(Decimal(price)) > grid.decimals:
            task = saying(task, "price.grid_decimals", code, price, grid=code, decimals=grid.decimals)
        else:
            kept[code] = price
    return replace(task, entry=replace(task.entry, record={**record, "prices": kept}))


def _differences(known: Variant, prices: Tariff, record: dict[str, Any], books: Books) -> list[str]:
    """What the file says otherwise than the company, as a person calls it."""
    rate = Decimal(record["vat_rate"]) if record["vat_rate"] else None
    pairs = {
        "name": (known.of.name, record["name"]),
        "family": (known.of.family_id, _family(record, books)),
        "colour": (known.of.colour, record["colour"]),
        "vintage": (known.of.year, record["vintage"]),
        "volume": (known.volume, record["volume"]),
        "gtin": (known.gtin, record["gtin"]),
        "vat_rate": (known.of.vat_rate, rate),
        "active": (known.marketable, record["active"]),
        **_details(known, record, books),
    }
    found = [label("product", name) for name, (one, other) in pairs.items() if one != other]
    return found + [label("product", f"{PRICE}{code}") for code in _other_prices(prices, record, books)]


def _details(known: Variant, record: dict[str, Any], books: Books) -> dict[str, tuple[Any, Any]]:
    """What the file says besides, and only that: field -> (in Caveau, in the file)."""
    customs = known.of.customs
    said = {
        "name_en": known.of.name_en,
        "appellation": known.of.appellation,
        "inao": customs.inao,
        "fiscal_label": customs.label,
        "nc8": customs.nc8.replace(" ", ""),
        "case_gtin": known.case_gtin,
        "sales_unit": known.sales_unit,
        "weight": known.weight,
    }
    pairs: dict[str, tuple[Any, Any]] = {name: (one, record[name]) for name, one in said.items() if record[name]}
    if record["alcohol"]:
        pairs["alcohol"] = (customs.alcohol, Decimal(record["alcohol"]))
    if record["capsule"]:
        pairs["capsule"] = (known.crd_capsule, books.capsules[fold(record["capsule"])])
    return pairs


def _other_prices(prices: Tariff, record: dict[str, Any], books: Books) -> Iterator[str]:
    """The grids whose single price, for one col and without dates, is not the file's."""
    for code, price in record["prices"].items():
        tiers = prices.prices.get(books.grids.get(code.upper(), ""), ())
        plain = len(tiers) == 1 and tiers[0].from_qty == 1 and not (tiers[0].valid_from or tiers[0].valid_to)
        if not plain or tiers[0].price != Decimal(price):
            yield code


def _family(record: dict[str, Any], books: Books) -> str:
    return books.families.get(fold(record["family"]), "")


# --- writing -------------------------------------------------------------------------------------------------------


def write(unit: Unit, mets: Sequence[Met], source: str, books: Books) -> list[LedgerLine]:
    """Create and change what the meetings say, in the caller's transaction; the ledger lines, in order."""
    new = [met.task for met in mets if met.action == "create"]
    made = iter(_created(unit, new, source, books) if new else [])
    return [_written(unit, met, made, books) for met in mets]


def _created(unit: Unit, tasks: Sequence[Task], source: str, books: Books) -> list[str]:
    """The ids of the variants created, with their products and prices."""
    records = [task.entry.record or {} for task in tasks]
    products = catalogue.create_products(unit, [_product(record, source, books) for record in records])
    asked = [
        _variant(record, source, product.id, product.vintages[0].id if product.vintages else None, books)
        for record, product in zip(records, products, strict=True)
    ]
    variants = [variant.id for variant in catalogue.create_variants(unit, asked)]
    priced = [(id, record) for id, record in zip(variants, records, strict=True) if record["prices"]]
    if priced:
        pricing.set_prices(unit, [VariantPrices(variant_id=id, prices=_tiers(record, books)) for id, record in priced])
    return variants


def asked(record: dict[str, Any], source: str, books: Books) -> tuple[ProductIn, VariantIn, VariantPrices]:
    """What catalogue and pricing are asked for a cleaned row, but for the ids that are not known yet."""
    prices = VariantPrices(variant_id="new", prices=_tiers(record, books))
    return _product(record, source, books), _variant(record, source, "new", None, books), prices


def any_books(record: dict[str, Any]) -> Books:
    """Books in which everything a row names exists: for judging it before they do."""
    grids = {grid.upper(): "new" for grid in record["prices"]}
    capsules = {fold(record["capsule"]): "new"}
    return Books(grids, {}, {fold(record["family"]): "new"}, capsules=capsules)


def _product(record: dict[str, Any], source: str, books: Books) -> ProductIn:
    return ProductIn(
        family_id=_family(record, books),
        name=record["name"],
        code=record["reference"],
        colour=record["colour"],
        vat_rate=Decimal(record["vat_rate"]) if record["vat_rate"] else None,
        vintages=[VintageIO(year=record["vintage"])] if record["vintage"] else [],
        name_en=record["name_en"],
        kind=record["kind"],
        archived=record["archived"],
        appellation=record["appellation"],
        customs=CustomsIO(
            inao=record["inao"],
            label=record["fiscal_label"],
            nc8=record["nc8"],
            alcohol=Decimal(record["alcohol"]) if record["alcohol"] else None,
        ),
        source=f"{source} {record['reference']}".strip(),
    )


def _variant(record: dict[str, Any], source: str, product: str, vintage: str | None, books: Books) -> VariantIn:
    return VariantIn(
        product_id=product,
        vintage_id=vintage,
        sku=record["reference"],
        volume=record["volume"],
        gtin=record["gtin"],
        marketable=record["active"],
        case_gtin=record["case_gtin"],
        sales_unit=record["sales_unit"] or 1,
        weight=record["weight"],
        own_label=record.get("own_label", ""),
        own_label_en=record.get("own_label_en", ""),
        archived=record["archived"],
        crd_capsule=books.capsules.get(fold(record["capsule"])) if record["capsule"] else None,
        source=f"{source} {record['reference']}".strip(),
    )


def _tiers(record: dict[str, Any], books: Books) -> dict[str, list[TierIO]]:
    return {books.grids[code.upper()]: [TierIO(price=Decimal(price))] for code, price in record["prices"].items()}


def _written(unit: Unit, met: Met, made: Iterator[str], books: Books) -> LedgerLine:
    record = met.task.entry.record or {}
    if met.action not in ("create", "update"):
        return recorded(met.task, met.action, met.record)
    before = None
    id = met.record
    if met.action == "create":
        id = next(made)
    else:
        before = _changed(unit, id, record, books)
    print = print_of(catalogue.variant(unit, id), pricing.tariff(unit, id))
    return recorded(met.task, met.action, id, prices=len(record["prices"]), stamp=print, before=before)


def _changed(unit: Unit, id: str, record: dict[str, Any], books: Books) -> dict[str, Any]:
    """Bring a variant to what the file says; gives what it was."""
    known = catalogue.variant(unit, id)
    tariff = pricing.tariff(unit, id)
    product = catalogue.get_product(unit.call, known.product_id)
    before = {"product": _kept_product(product), "variant": _kept_variant(known), "prices": _kept_prices(tariff)}
    wanted = _wanted(before["product"], _product(record, "", books), record)
    year = record["vintage"]
    if year and year not in [vintage.year for vintage in wanted.vintages]:
        # A vintage is added, never renamed: other variants may be of the one the file no longer names.
        wanted = wanted.model_copy(update={"vintages": [*wanted.vintages, VintageIO(year=year)]})
    saved = catalogue.change_product(unit, known.product_id, wanted)
    vintage = next((one.id for one in saved.vintages if year and one.year == year), None)
    own = _OWN | {name for name in ("case_gtin", "sales_unit", "weight") if record[name]}
    own |= {"crd_capsule"} if record["capsule"] else set()
    changes = {"vintage_id": vintage, **_variant(record, "", known.product_id, None, books).model_dump(include=own)}
    catalogue.change_variant(unit, id, VariantIn.model_validate({**before["variant"], **changes}))
    pricing.set_prices(unit, [_prices_of(id, {**before["prices"], **_tiers(record, books)})])
    return before


def _wanted(before: dict[str, Any], given: ProductIn, record: dict[str, Any]) -> ProductIn:
    """The product as it was, with what the file says of it."""
    said = _GIVEN | {name for name in ("name_en", "appellation") if record[name]}
    codes = {"inao": "inao", "label": "fiscal_label", "nc8": "nc8", "alcohol": "alcohol"}
    customs = given.customs.model_dump(include={name for name, field in codes.items() if record[field]})
    changes = {**given.model_dump(include=said), "customs": {**before["customs"], **customs}}
    return ProductIn.model_validate({**before, **changes})


_GIVEN = {"family_id", "name", "colour", "vat_rate"}
_OWN = {"volume", "gtin", "marketable"}


def _prices_of(id: str, prices: dict[str, Any]) -> VariantPrices:
    return VariantPrices.model_validate({"variant_id": id, "prices": prices})


def _kept_product(product: Any) -> dict[str, Any]:
    known: dict[str, Any] = product.model_dump(mode="json", include=set(ProductIn.model_fields))
    return known


def _kept_variant(known: Variant) -> dict[str, Any]:
    fields = {name: value for name, value in asdict(known).items() if name in VariantIn.model_fields}
    return VariantIn.model_validate(fields).model_dump(mode="json")


def _kept_prices(tariff: Tariff) -> dict[str, Any]:
    tiers = {grid: [TierIO(**asdict(tier)) for tier in found] for grid, found in tariff.prices.items()}
    return {grid: [tier.model_dump(mode="json") for tier in found] for grid, found in tiers.items()}


# --- undo ----------------------------------------------------------------------------------------------------------


def unmake(unit: Unit, lines: Sequence[LedgerLine]) -> list[LedgerLine]:
    """Remove what was created and give back what was changed, unless somebody used or changed it since."""
    ids = [line.record for line in lines if line.stamp]
    unit.load(*catalogue.refs(ids), *pricing.refs(ids, on=unit.today))
    judged = [_judged(unit, line) for line in lines]
    removed = [line.record for line in judged if line.undone == "removed"]
    if removed:
        products = [known.product_id for known in catalogue.variants(unit, removed).values()]
        pricing.delete_prices(unit, removed)
        catalogue.delete_variants(unit, removed)
        catalogue.delete_products(unit, products)
    for line in judged:
        if line.undone == "restored" and line.before:
            _restored(unit, line.record, line.before)
    return judged


def _judged(unit: Unit, line: LedgerLine) -> LedgerLine:
    if not line.stamp or line.undone:
        return line
    known = catalogue.variants(unit, [line.record]).get(line.record)
    if known is None:
        return replace(line, undone="gone", undone_why="L'article avait déjà été supprimé.")
    if known.named:
        return replace(line, undone="kept", undone_why=f"La référence {known.sku} est nommée par un document.")
    if print_of(known, pricing.tariff(unit, line.record)) != line.stamp:
        return replace(
            line, undone="kept", undone_why=f"La référence {known.sku} ou ses prix ont changé depuis l'import."
        )
    return replace(line, undone="restored" if line.before is not None else "removed")


def _restored(unit: Unit, id: str, before: dict[str, Any]) -> None:
    variant = VariantIn.model_validate(before["variant"])
    catalogue.change_variant(unit, id, variant)
    catalogue.change_product(unit, variant.product_id, ProductIn.model_validate(before["product"]))
    pricing.set_prices(unit, [_prices_of(id, before["prices"])])
