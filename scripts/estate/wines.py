"""What the estate sells: families, cuvées with the years they are sold, bottles, price grids.

Nouns: a `Cuvee`, a `Bottle` (one variant to be). The one trick: a wine is released and sold out by rule (a red in its
third spring, a rosé in its first), so on any day one knows what the cellar offers. Pure data and functions.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from chalicelib.catalogue.schemas import Colour, Kind
from chalicelib.kernel.identifiers import GTIN

FIRST_YEAR = 2015
# code, French, English, VAT rate, sales account, kind
FAMILIES = (
    ("ROUGE", "Vins rouges", "Red wines", "20", "701100", "standard"),
    ("BLANC", "Vins blancs", "White wines", "20", "701200", "standard"),
    ("ROSE", "Vins rosés", "Rosé wines", "20", "701300", "standard"),
    ("BULLES", "Crémants", "Sparkling wines", "20", "701400", "standard"),
    ("BIB", "Bag-in-box", "Bag-in-box", "20", "701500", "standard"),
    ("EAUX", "Eaux-de-vie et liqueurs", "Spirits", "20", "701600", "standard"),
    ("JUS", "Jus de raisin", "Grape juice", "5.5", "701700", "standard"),
    ("COFF", "Coffrets", "Gift boxes", "20", "701800", "pack"),
    ("DIV", "Verres et accessoires", "Glasses and accessories", "20", "707000", "other"),
    ("SERV", "Dégustations et transport", "Tastings and carriage", "20", "706000", "other"),
)
# code, French, English, bottles, kind, grams
PACKAGINGS = (
    ("C6", "Carton de 6", "Case of 6", 6, "carton", 380),
    ("C12", "Carton de 12", "Case of 12", 12, "carton", 620),
    ("CB6", "Caisse bois de 6", "Wooden case of 6", 6, "case", 1900),
)
# code, name, English, basis, decimals, payment term, share of the public price before VAT, tiers (from, share)
GRIDS = (
    ("PART", "Particuliers TTC", "Private customers", "TTC", 2, None, "1.20", ((1, "1"), (36, "0.95"), (120, "0.90"))),
    ("CHR", "Cafés, hôtels, restaurants", "Restaurants", "HT", 2, "eom-30", "0.74",
     ((1, "1"), (36, "0.96"), (120, "0.92"))),
    ("CAV", "Cavistes", "Wine shops", "HT", 2, "net-45", "0.70",
     ((1, "1"), (60, "0.96"), (120, "0.93"), (300, "0.90"))),
    ("EXP", "Export départ cave", "Export ex cellar", "HT", 3, "net-60", "0.62",
     ((1, "1"), (300, "0.96"), (600, "0.92"))),
)  # fmt: skip
# size in mL: code in the SKU, share of the price of 75 cl
SIZES = {375: ("37", "0.56"), 500: ("50", "0.72"), 700: ("70", "1"), 750: ("75", "1"), 1000: ("100", "1"),
         1500: ("150", "2.15"), 3000: ("BIB3", "1"), 5000: ("BIB5", "1.58"), 10000: ("BIB10", "2.95")}  # fmt: skip


@dataclass(frozen=True)
class Cuvee:
    """`price`: 75 cl (or the only size) for the public, before VAT. `wait`: how many springs before a vintage is sold,
    None without vintages; `kept`: for how many years it is. `scarce`: bought by the few."""

    code: str
    name: str
    english: str
    family: str
    colour: Colour
    appellation: str
    price: str
    sizes: tuple[int, ...]
    wait: int | None = None
    kept: int = 0
    alcohol: str = "13"
    kind: Kind = "goods"
    scarce: bool = False


RED, WHITE, HALVES = (375, 750, 1500), (750, 1500), (375, 750)
CUVEES = (
    Cuvee("BR", "Bourgogne Pinot Noir", "", "ROUGE", "red", "Bourgogne", "11.50", RED, 2, 4),
    Cuvee("HC", "Hautes-Côtes de Beaune", "", "ROUGE", "red", "Bourgogne Hautes-Côtes de Beaune", "14.80", RED, 2, 5),
    Cuvee("SV", "Savigny-lès-Beaune Les Lavières", "", "ROUGE", "red", "Savigny-lès-Beaune", "24.00", RED, 2, 7),
    Cuvee("BE", "Beaune Premier Cru Les Épenottes", "", "ROUGE", "red", "Beaune Premier Cru", "36.00", RED, 3, 7),
    Cuvee("PM", "Pommard Les Vignots", "", "ROUGE", "red", "Pommard", "42.00", RED, 3, 8, "13.5"),
    Cuvee("VO", "Volnay Premier Cru Caillerets", "", "ROUGE", "red", "Volnay Premier Cru", "58.00", RED, 3, 8,
          scarce=True),
    Cuvee("CO", "Corton Grand Cru Bressandes", "", "ROUGE", "red", "Corton Grand Cru", "96.00", RED, 4, 9, "14",
          scarce=True),
    Cuvee("MA", "Maranges Premier Cru La Fussière", "", "ROUGE", "red", "Maranges Premier Cru", "22.50", RED, 2, 6),
    Cuvee("PA", "Passe-tout-grains", "", "ROUGE", "red", "Bourgogne Passe-tout-grains", "8.90", HALVES, 1, 2, "12"),
    Cuvee("AL", "Bourgogne Aligoté", "", "BLANC", "white", "Bourgogne Aligoté", "9.80", HALVES, 1, 3, "12"),
    Cuvee("CH", "Bourgogne Chardonnay", "", "BLANC", "white", "Bourgogne", "12.40", RED, 1, 4),
    Cuvee("SR", "Saint-Romain Sous le Château", "", "BLANC", "white", "Saint-Romain", "23.50", WHITE, 2, 5),
    Cuvee("AU", "Auxey-Duresses Les Boutonniers", "", "BLANC", "white", "Auxey-Duresses", "26.00", WHITE, 2, 5),
    Cuvee("ME", "Meursault Les Narvaux", "", "BLANC", "white", "Meursault", "49.00", RED, 2, 7),
    Cuvee("PU", "Puligny-Montrachet", "", "BLANC", "white", "Puligny-Montrachet", "62.00", WHITE, 2, 7, "13.5",
          scarce=True),
    Cuvee("CM", "Chassagne-Montrachet Premier Cru Morgeot", "", "BLANC", "white",
          "Chassagne-Montrachet Premier Cru", "68.00",
          WHITE, 3, 7, "13.5", scarce=True),
    Cuvee("RO", "Rosé de Pinot", "Pinot Rosé", "ROSE", "rose", "Bourgogne rosé", "8.20", WHITE, 1, 2, "12.5"),
    Cuvee("MR", "Marsannay rosé", "", "ROSE", "rose", "Marsannay rosé", "13.20", WHITE, 1, 2),
    Cuvee("CB", "Crémant de Bourgogne Blanc de Noirs brut", "", "BULLES", "sparkling", "Crémant de Bourgogne",
          "11.90", RED),
    Cuvee("CR", "Crémant de Bourgogne rosé brut", "", "BULLES", "sparkling", "Crémant de Bourgogne", "12.30", WHITE),
    Cuvee("CV", "Crémant millésimé", "Vintage Crémant", "BULLES", "sparkling", "Crémant de Bourgogne", "16.50",
          WHITE, 3, 5),
    Cuvee("BG", "Rouge du dimanche", "Sunday red", "BIB", "red", "Coteaux Bourguignons", "17.00", (3000, 5000, 10000)),
    Cuvee("BB", "Blanc de soif", "Everyday white", "BIB", "white", "Coteaux Bourguignons", "17.50", (3000, 5000,
          10000)),
    Cuvee("BS", "Rosé d'été", "Summer rosé", "BIB", "rose", "Vin de France", "16.00", (3000, 5000), 1, 2),
    Cuvee("MB", "Marc de Bourgogne", "", "EAUX", "", "Marc de Bourgogne", "39.00", (700,), alcohol="42"),
    Cuvee("FB", "Fine de Bourgogne 10 ans", "", "EAUX", "", "Fine de Bourgogne", "52.00", (700,), alcohol="42",
          scarce=True),
    Cuvee("CC", "Crème de cassis", "Blackcurrant liqueur", "EAUX", "", "", "14.50", (375, 700), alcohol="20"),
    Cuvee("JR", "Jus de raisin Pinot", "Pinot grape juice", "JUS", "", "", "3.60", (1000,), alcohol="0"),
    Cuvee("C3", "Coffret Trois climats", "Three terroirs box", "COFF", "", "", "68.00", (), alcohol="0"),
    Cuvee("CN", "Coffret de Noël", "Christmas box", "COFF", "", "", "45.00", (), alcohol="0"),
    Cuvee("VE", "Verre à dégustation gravé", "Engraved tasting glass", "DIV", "", "", "5.00", (), alcohol="0"),
    Cuvee("TB", "Tire-bouchon sommelier", "Corkscrew", "DIV", "", "", "12.00", (), alcohol="0"),
    Cuvee("DG", "Visite et dégustation", "Tour and tasting", "SERV", "", "", "12.50", (), alcohol="0", kind="service"),
    Cuvee("PT", "Participation au transport", "Carriage", "SERV", "", "", "15.00", (), alcohol="0", kind="service"),
)  # fmt: skip
CARRIAGE = "PT"


@dataclass(frozen=True)
class Bottle:
    """A variant to be: `released` and `over` are the first day it is sold and the first it no longer is."""

    cuvee: Cuvee
    year: int | None
    size: int | None
    released: date
    over: date

    @property
    def sku(self) -> str:
        size = f"-{SIZES[self.size][0]}" if self.size else ""
        return f"{self.cuvee.code}{self.year or ''}{size}"

    def price(self) -> Decimal:
        """Of one, for the public, before VAT: each vintage costs a little more than the one before."""
        share = Decimal(SIZES[self.size][1]) if self.size else Decimal(1)
        aged = 1 + Decimal("0.025") * (self.year - FIRST_YEAR - 8) if self.year else Decimal(1)
        return Decimal(self.cuvee.price) * share * aged


def bottles(until: date, most: int) -> list[Bottle]:
    """Every bottle released up to that day, at most so many: the half bottles and magnums of the oldest go first."""
    always = date(FIRST_YEAR, 1, 1), date(until.year + 1, 12, 31)
    found: list[Bottle] = []
    for cuvee in CUVEES:
        sizes = cuvee.sizes or (None,)
        if cuvee.wait is None:
            found += [Bottle(cuvee, None, size, *always) for size in sizes]
            continue
        for year in range(FIRST_YEAR, until.year + 1):
            released = date(year + cuvee.wait, 4, 1)
            over = date(year + cuvee.wait + cuvee.kept, 4, 1)
            if released <= until:
                found += [Bottle(cuvee, year, size, released, over) for size in sizes]
    rank = {id(one): n for n, one in enumerate(found)}
    kept = sorted(found, key=lambda one: (one.year is not None and one.size != 750, -(one.year or 9999), rank[id(one)]))
    return sorted(kept[:most], key=lambda one: rank[id(one)])


def by_cuvee(all_bottles: list[Bottle]) -> list[tuple[Cuvee, list[Bottle]]]:
    return [(cuvee, list(some)) for cuvee, some in groupby(all_bottles, key=lambda one: one.cuvee)]


def barcode(number: int) -> str:
    """A GTIN-13 from the range that GS1 keeps for use inside a company."""
    stem = f"20{number:010d}"
    return next(code for digit in "0123456789" if GTIN.check(code := stem + digit) is None)
