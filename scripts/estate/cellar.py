"""The catalogue and the prices of the estate, as years go by: vintages come out on 1 April, older ones are sold out.

Noun: a `Cellar`, which knows the variant of every bottle and what is offered on a day.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from chalicelib.aws.unit import Unit, use_case
from chalicelib.catalogue import service as catalogue
from chalicelib.catalogue.schemas import FamilyIn, PackagingIn, ProductIn, ProductOut, VariantIn, VintageIO
from chalicelib.kernel.money import Basis
from chalicelib.pricing import service as pricing
from chalicelib.pricing.schemas import GridIn, TierIO, VariantPrices
from chalicelib.tenancy.schemas.settings import SettingsIn
from chalicelib.tenancy.service import settings
from scripts.estate import wines
from scripts.estate.wines import Bottle, Cuvee
from scripts.estate.world import World, parts

PER_CREATION = 20
PER_PRICING = 60
PER_CHANGE = 40


@dataclass
class Cellar:
    world: World
    bottles: list[Bottle] = field(default_factory=list)
    families: dict[str, str] = field(default_factory=dict)
    packagings: dict[str, str] = field(default_factory=dict)
    grids: dict[str, str] = field(default_factory=dict)
    products: dict[str, ProductOut] = field(default_factory=dict)
    variants: dict[Bottle, str] = field(default_factory=dict)
    asked: dict[Bottle, VariantIn] = field(default_factory=dict)
    _offers: dict[date, list[Bottle]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.bottles = wines.bottles(self.world.today, self.world.size.variants)

    def open(self, day: date) -> None:
        """Books, grids, and every bottle released so far."""
        call = self.world.call(day, 6)
        for place, (code, name, english, rate, account, kind) in enumerate(wines.FAMILIES):
            asked = {"code": code, "name": name, "name_en": english, "kind": kind, "position": place}
            family = FamilyIn.model_validate({**asked, "vat_rate": rate, "sales_account": account})
            self.families[code] = catalogue.create_family(call, family).id
        for code, name, english, quantity, kind, tare in wines.PACKAGINGS:
            packaging = {
                "code": code,
                "name": name,
                "name_en": english,
                "quantity": quantity,
                "kind": kind,
                "tare": tare,
            }
            self.packagings[code] = catalogue.create_packaging(call, PackagingIn.model_validate(packaging)).id
        for code, name, english, basis, decimals, term, _, _ in wines.GRIDS:
            grid = GridIn(
                code=code, name=name, name_en=english, basis=Basis(basis), decimals=decimals, payment_term=term
            )
            self.grids[code] = pricing.create_grid(call, grid).id
        settings.change(call, SettingsIn(values={"price_grid": self.grids["PART"]}))
        self.release(day)

    def release(self, day: date) -> None:
        """Bottle what is released up to that day and is not there yet; take what is sold out off the lists."""
        new = [one for one in self.bottles if one.released <= day and one not in self.variants]
        gone = [one for one, id in self.variants.items() if one.over == day]
        self._vintages(day, new)
        self._create(day, new)
        self._price(day, new)
        for part in parts(gone, PER_CHANGE):
            retiring(self.world.call(day, 6), [(self.variants[one], self.asked[one]) for one in part])

    def offers(self, day: date) -> list[Bottle]:
        """What is sold on that day: it changes on 1 April only."""
        season = date(day.year if day >= date(day.year, 4, 1) else day.year - 1, 4, 1)
        if season not in self._offers:
            self._offers[season] = [one for one in self.variants if one.released <= season < one.over]
        return self._offers[season]

    def _vintages(self, day: date, new: list[Bottle]) -> None:
        """The products of the new bottles, with their years."""
        grouped = wines.by_cuvee(sorted(new, key=lambda one: wines.CUVEES.index(one.cuvee)))
        years = {cuvee: sorted({one.year for one in some if one.year}) for cuvee, some in grouped}
        fresh = [cuvee for cuvee in years if cuvee.code not in self.products]
        known = [cuvee for cuvee in years if cuvee.code in self.products and years[cuvee]]
        call = self.world.call(day, 6)
        for part in parts(fresh, PER_CREATION):
            made = catalogue.create_products(call, [self._product(cuvee, years[cuvee]) for cuvee in part])
            self.products |= {product.code: product for product in made}
        for part in parts(known, PER_CREATION):
            changed = ageing(call, [(self.products[one.code].id, self._product(one, years[one])) for one in part])
            self.products |= {product.code: product for product in changed}

    def _product(self, cuvee: Cuvee, years: list[int]) -> ProductIn:
        before = self.products[cuvee.code].vintages if cuvee.code in self.products else []
        kept = [VintageIO.model_validate(one.model_dump()) for one in before]
        return ProductIn(
            family_id=self.families[cuvee.family],
            name=cuvee.name,
            code=cuvee.code,
            name_en=cuvee.english,
            kind=cuvee.kind,
            colour=cuvee.colour,
            appellation=cuvee.appellation,
            vintages=[*kept, *(VintageIO(year=year, alcohol=Decimal(cuvee.alcohol)) for year in years)],
        )

    def _create(self, day: date, new: list[Bottle]) -> None:
        call = self.world.call(day, 6)
        for bottle in new:
            self.asked[bottle] = self._variant(bottle, on_sale=day < bottle.over)
        for part in parts(new, PER_CREATION):
            made = catalogue.create_variants(call, [self.asked[one] for one in part])
            self.variants |= {one: out.id for one, out in zip(part, made, strict=True)}

    def _variant(self, bottle: Bottle, on_sale: bool) -> VariantIn:
        product = self.products[bottle.cuvee.code]
        vintage = next((one.id for one in product.vintages if one.year == bottle.year), None)
        number = self.bottles.index(bottle) + 1
        return VariantIn(
            product_id=product.id,
            vintage_id=vintage if bottle.year else None,
            sku=bottle.sku,
            volume=bottle.size,
            gtin=wines.barcode(number) if bottle.cuvee.kind == "goods" else "",
            marketable=on_sale,
        )

    def _price(self, day: date, new: list[Bottle]) -> None:
        priced = [VariantPrices(variant_id=self.variants[one], prices=self._tiers(one)) for one in new]
        for part in parts(priced, PER_PRICING):
            pricing.set_prices(self.world.call(day, 6), part)

    def _tiers(self, bottle: Bottle) -> dict[str, list[TierIO]]:
        """The prices of a bottle in every grid; what is no wine has one price for all quantities."""
        found = {}
        plain = bottle.cuvee.family in ("DIV", "SERV", "COFF")
        for code, *_, decimals, _, share, tiers in wines.GRIDS:
            base = bottle.price() * Decimal("1.2" if code == "PART" else "1" if plain else share)
            step = Decimal("0.05") if decimals == 2 else Decimal("0.005")
            kept = tiers[:1] if plain else tiers
            found[self.grids[code]] = [
                TierIO(from_qty=least, price=rounded(base * Decimal(part), step)) for least, part in kept
            ]
        return found


def rounded(price: Decimal, step: Decimal) -> Decimal:
    """A price as merchants write it: to five centimes, or half a centime."""
    return (price / step).quantize(Decimal(1), ROUND_HALF_UP) * step


@use_case("catalogue.product.change")
def ageing(unit: Unit, asked: list[tuple[str, ProductIn]]) -> list[ProductOut]:
    """Products with one more vintage."""
    return [catalogue.change_product(unit, id, product) for id, product in asked]


@use_case("catalogue.variant.change")
def retiring(unit: Unit, known: list[tuple[str, VariantIn]]) -> None:
    """Bottles that are sold out: still in the books, no longer offered."""
    for id, asked in known:
        catalogue.change_variant(unit, id, asked.model_copy(update={"marketable": False}))
