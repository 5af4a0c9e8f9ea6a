"""VAT by destination: where the goods go and who buys decide the rate and the mention.

Nouns: a *territory* (France, the EU, outside), a `VatCase` (one row of the table: who, where, what results), a
`Treatment` (the row that applied, with the rate). The one trick: the law is a table read from the top, so the
case that applied can be named on the order and in the explanation.

Sources: CGI art. 258 (domestic), 262 ter I (intra-Community supplies), 262 I (exports), 294 (overseas departments),
293 B (small sellers' exemption); VAT territory: directive 2006/112/CE art. 5-7; VATEX codes: CEF code list for EN
16931. Full text: docs/algorithms/vat_and_totals.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from chalicelib.catalogue.rules import Duty
from chalicelib.crm.rules import Relief, relief_in
from chalicelib.kernel.errors import FieldError
from chalicelib.sales.rules.party import Buyer
from chalicelib.sales.rules.vat_abroad import destination_rate
from chalicelib.tenancy.rules.settings import Declared, declare

declare(
    Declared(
        "oss_registered",
        "bool",
        False,
        "legal",
        "Ventes à distance dans l'UE : TVA de destination (guichet unique OSS, seuil de 10 000 € dépassé ou option)",
        "EU distance sales: VAT of the destination (one-stop shop OSS, above EUR 10,000 or by option)",
    ),
    Declared(
        "vat_regime",
        "choice",
        "normal",
        "legal",
        "Régime de TVA",
        "VAT regime",
        choices=("normal", "franchise"),
    ),
)

Territory = Literal["france", "eu", "outside", "unknown"]
Zone = Literal["domestic", "eu", "export"]
Category = Literal["S", "Z", "E", "K", "G"]
AskedRelief = Literal["none", "ai2", "suspended"]
"""What an order says itself of its relief: "none" is with VAT, whatever its customer's attestation."""

EU = frozenset(
    ("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
     "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK")
)  # fmt: skip

# Parts of a member state that lie outside the Union's VAT territory, by postcode (directive 2006/112/CE art. 6),
# and Monaco, which belongs to the French one (art. 7).
OUTSIDE_POSTCODES: dict[str, tuple[str, ...]] = {
    "FR": ("97", "98"),
    "ES": ("35", "38", "51", "52"),
    "DE": ("78266", "27498"),
    "IT": ("23041",),
    "FI": ("22",),
    "GR": ("63086",),
}
IN_FRANCE = frozenset({"FR", "MC"})
MONACO_POSTCODE = "98000"
NORTHERN_IRELAND = "BT"  # in the Union's VAT area for goods, with numbers in XI (protocol on Ireland/Northern Ireland)


def territory(country: str, postcode: str = "") -> Territory:
    """Where an address lies for VAT: `country` is ISO 3166 alpha-2. An empty one is not known, and never France."""
    code = country.upper()
    if not code:
        return "unknown"
    plain = postcode.replace(" ", "").upper()
    if code == "GB" and plain.startswith(NORTHERN_IRELAND):
        return "eu"
    outside = any(plain.startswith(start) for start in OUTSIDE_POSTCODES.get(code, ()))
    if outside and plain != MONACO_POSTCODE:
        return "outside"
    if code in IN_FRANCE:
        return "france"
    return "eu" if code in EU else "outside"


@dataclass(frozen=True)
class VatCase:
    """One row of the table. `taxed`: at the variant's rate, else 0 %. `mention_*` is printed, `reason_code` is the
    VATEX code of the structured invoice. `business`, `eu_number`, `oss` and `relief` are None when they do not matter.
    `rate`: that of the destination, None the variant's."""

    code: str
    territory: Territory | None
    business: bool | None
    eu_number: bool | None
    seller: Literal["normal", "franchise"]
    taxed: bool
    category: Category
    zone: Zone
    mention_fr: str = ""
    mention_en: str = ""
    reason_code: str = ""
    oss: bool | None = None
    relief: Relief | None = None
    rate: Decimal | None = None


_AI2 = (
    "Achat en franchise de TVA, article 275 du CGI",
    "Purchase free of VAT, article 275 of the French tax code",
)
_SUSPENDED = (
    "Suspension de TVA, article 277 A du CGI",
    "VAT suspended, article 277 A of the French tax code",
)
_FRANCHISE = ("TVA non applicable, article 293 B du CGI", "VAT not applicable, article 293 B of the French tax code")
_INTRA = (
    "Exonération de TVA, livraison intracommunautaire, article 262 ter, I du CGI",
    "VAT exempt intra-Community supply, article 262 ter I of the French tax code, article 138 of directive 2006/112/EC",
)
_EXPORT = (
    "Exonération de TVA, exportation, article 262, I du CGI",
    "VAT exempt export, article 262 I of the French tax code, article 146 of directive 2006/112/EC",
)

CASES: tuple[VatCase, ...] = (
    VatCase("franchise", None, None, None, "franchise", False, "E", "domestic", *_FRANCHISE, "VATEX-FR-FRANCHISE"),
    VatCase("ai2", "france", True, None, "normal", False, "E", "domestic", *_AI2, "VATEX-FR-CGI275", relief="ai2"),
    VatCase(
        "suspended",
        "france",
        True,
        None,
        "normal",
        False,
        "E",
        "domestic",
        *_SUSPENDED,
        "VATEX-FR-CGI277A",
        relief="suspended",
    ),
    VatCase("domestic", "france", None, None, "normal", True, "S", "domestic"),
    VatCase("eu_business", "eu", True, True, "normal", False, "K", "eu", *_INTRA, "VATEX-EU-IC"),
    VatCase("oss", "eu", False, None, "normal", True, "S", "eu", oss=True),
    VatCase("eu_consumer", "eu", None, None, "normal", True, "S", "domestic"),
    VatCase("export", "outside", None, None, "normal", False, "G", "export", *_EXPORT, "VATEX-EU-G"),
    # To show a draft with the VAT it would have at most; such an order is neither validated nor invoiced.
    VatCase("undetermined", "unknown", None, None, "normal", True, "S", "domestic"),
)


@dataclass(frozen=True)
class Taxpayer:
    """What the table asks of a customer. `country` and `postcode` are those of the place of delivery."""

    business: bool
    country: str = "FR"
    postcode: str = ""
    vat_number: str = ""


def eu_number(vat_number: str) -> bool:
    """A VAT number of a member state other than France (Greece writes EL, Northern Ireland XI)."""
    return vat_number[:2].upper() in (EU | {"EL", "XI"}) - {"FR", "GR"}


def vat_case(
    buyer: Taxpayer,
    *,
    franchise: bool = False,
    oss: bool = False,
    relief: Relief | None = None,
    on: date | None = None,
) -> VatCase:
    """The first row of `CASES` that fits, with the rate of the destination on that day for a distance sale."""
    facts = {
        "seller": "franchise" if franchise else "normal",
        "territory": territory(buyer.country, buyer.postcode),
        "business": buyer.business,
        "eu_number": eu_number(buyer.vat_number),
        "oss": oss and on is not None,
        "relief": relief or "",
    }
    case = next(case for case in CASES if _fits(case, facts))
    return replace(case, rate=destination_rate(buyer.country.upper(), on)) if case.oss and on is not None else case


def relief_of(asked: AskedRelief | None, buyer: Buyer, on: date) -> Relief | None:
    """The relief of a sale on that day: what the order says, else its customer's while it holds."""
    held = asked if asked is not None else relief_in(buyer.relief, buyer.relief_year, on)
    return held if held != "none" else None


def relief_doubts(asked: AskedRelief | None, buyer: Buyer, on: date) -> list[FieldError]:
    """What to say of a customer's relief that does not hold on that day: VAT is then due."""
    if asked is not None or buyer.relief is None or relief_in(buyer.relief, buyer.relief_year, on):
        return []
    detail = (
        f"L'attestation de vente sans TVA de {buyer.name} vaut pour {buyer.relief_year} : elle n'est pas appliquée en "
        f"{on.year}. Demandez-lui celle de l'année, puis notez-la sur sa fiche."
    )
    return [FieldError("vat_relief", "sales.order.relief_expired", detail)]


def case_named(code: str) -> VatCase:
    """The row of a code kept on an order or an invoice."""
    return next(case for case in CASES if case.code == code)


_ASKED = ("territory", "business", "eu_number", "oss", "relief")


def _fits(case: VatCase, facts: dict[str, str | bool]) -> bool:
    if case.seller != facts["seller"]:
        return False
    return all(getattr(case, name) in (None, facts[name]) for name in _ASKED)


def rate_for(case: VatCase, variant_rate: Decimal) -> Decimal:
    """The rate of a line, in percent."""
    if not case.taxed:
        return Decimal(0)
    return variant_rate if case.rate is None else case.rate


def category_for(case: VatCase, rate: Decimal) -> Category:
    """The EN 16931 category of a line: a taxed line at 0 % is Z."""
    return "Z" if case.taxed and rate == 0 else case.category


def duty_of(asked: Duty | None, case: VatCase) -> Duty:
    """Are the duties of a sale paid? What the order says; else goods that leave France untaxed go under suspension, and
    so do those sold within France to a warehouse in suspension of VAT."""
    return asked or ("suspended" if case.code in {"eu_business", "export", "suspended"} else "paid")
