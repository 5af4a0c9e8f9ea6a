"""What is printed: one frozen sheet per sales document.

Nouns: Address, Party, SheetLine, SheetText, Adjustment, VatShare, Totals, Instalment, PaymentMeans,
LegalNote,
References, Look, InvoiceSheet.

The one trick: a sheet holds everything a document shows and nothing to compute. A room maps its frozen
invoice to a sheet once; the PDF and the Factur-X file are two readings of the same sheet, so their figures
cannot differ.

Units: amounts are int cents of `currency`; unit prices and quantities are Decimal; rates are Decimal per
cent.
A credit note carries positive amounts: its kind says the direction.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Lang = Literal["fr", "en"]
SheetKind = Literal[
    "invoice",
    "deposit_invoice",
    "corrective_invoice",
    "credit_note",
    "quote",
    "proforma",
    "order",
    "delivery_note",
]
VatCategory = Literal["S", "Z", "E", "AE", "K", "G", "O"]
"""EN 16931 codes: S standard, Z zero rate, E exempt, AE reverse charge, K intra-EU supply, G export, O out
of scope."""

FISCAL_KINDS: frozenset[str] = frozenset({"invoice", "deposit_invoice", "corrective_invoice", "credit_note"})


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; `lines` holds 0 to 3 lines above the town, `country` an ISO 3166 alpha-2 code."""

    lines: tuple[str, ...] = ()
    postcode: str = ""
    town: str = ""
    region: str = ""
    country: str = "FR"


@dataclass(frozen=True, slots=True)
class Party:
    """The seller, the buyer, or the place of delivery.

    `eaddress` is the electronic address of the e-invoicing directory (BT-34, BT-49); empty means the SIREN
    under scheme 0225 when there is a SIREN, else the e-mail address under scheme EM.
    """

    name: str
    address: Address
    trade_name: str = ""
    contact: str = ""
    siren: str = ""
    siret: str = ""
    vat_number: str = ""
    excise_number: str = ""
    eaddress: str = ""
    eaddress_scheme: str = "0225"
    email: str = ""
    phone: str = ""
    website: str = ""
    legal_line: str = ""
    """Legal form, capital and register, as the law wants it at the foot: "SCEA au capital de 50 000 € ·
    RCS Libourne"."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One sold line.

    unit_price: before discount; VAT excluded, or included when the sheet says `prices_include_vat`.
    net: cents, VAT excluded, after the line's discount, what the VAT base is made of.
    gross: cents, VAT included, after discount; required when the sheet says `prices_include_vat`.
    unit_code: UN/ECE Rec. 20 (C62 piece, LTR, HLT, KGM, XBO bottle); unit: what is printed ("col", "carton
    de 6").
    details: smaller lines under the label (lot, appellation, capsule, excise...).
    note: what is to be known of the line ("12 + 1 offerte"), printed under the label too; BT-127.
    extra: values of optional columns by column name ("gtin", "abv", "lot"...); a missing one prints an
    empty cell.
    """

    label: str
    quantity: Decimal
    unit_price: Decimal
    net: int
    vat_rate: Decimal
    vat_category: VatCategory = "S"
    discount: Decimal | None = None
    gross: int | None = None
    unit: str = ""
    unit_code: str = "C62"
    details: tuple[str, ...] = ()
    note: str = ""
    sku: str = ""
    gtin: str = ""
    origin: str = ""
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SheetText:
    """A line of words between sold lines: a heading, a printed comment. Never in the Factur-X lines."""

    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A discount or a charge (shipping, packing) on the whole document.

    amount, base: positive cents, VAT excluded. percent: what was applied to base, when it was a percentage.
    reason_code: UNTDID 7161 for a charge (FC freight), 5189 for a discount (95); empty takes these two.
    """

    label: str
    amount: int
    vat_rate: Decimal
    vat_category: VatCategory = "S"
    charge: bool = False
    percent: Decimal | None = None
    base: int | None = None
    reason_code: str = ""


@dataclass(frozen=True, slots=True)
class VatShare:
    """One row of the VAT breakdown; `reason` is the legal mention when no VAT is due, `reason_code` its
    VATEX code."""

    category: VatCategory
    rate: Decimal
    base: int
    vat: int
    reason: str = ""
    reason_code: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """All cents. net = lines - discounts + charges; gross = net + vat; due = gross - paid + rounding."""

    lines: int
    net: int
    vat: int
    gross: int
    due: int
    discounts: int = 0
    charges: int = 0
    paid: int = 0
    rounding: int = 0
    vat_euros: int | None = None
    """The VAT in euro cents, required when the document is in another currency."""


@dataclass(frozen=True, slots=True)
class Instalment:
    """What is due when; `label` names the method or the share ("LCR", "30 %")."""

    due: date
    amount: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class PaymentMeans:
    """How to pay.

    code: UNTDID 4461: 30 transfer (58 SEPA), 59 SEPA direct debit, 48 card, 20 cheque, 10 cash, 1 not
    defined.
    iban, bic, account_name: of the account to pay to. mandate, creditor_id, payer_iban: of a direct debit.
    """

    code: str
    label: str
    iban: str = ""
    bic: str = ""
    account_name: str = ""
    bank: str = ""
    mandate: str = ""
    creditor_id: str = ""
    payer_iban: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class LegalNote:
    """A printed note. code: UNTDID 4451; the French rules want PMD (penalties), PMT (40 EUR), AAB
    (discount or none).

    An empty code is printed in the legal block but stays out of the Factur-X file; `standard_notes` makes
    the three.
    """

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Preceding:
    """An earlier invoice: the one credited, corrected, or the deposit invoice taken off."""

    number: str
    issued_on: date


@dataclass(frozen=True, slots=True)
class References:
    """Numbers of related papers. buyer_order: the customer's own order number (BT-13); buyer_reference:
    BT-10."""

    buyer_order: str = ""
    buyer_reference: str = ""
    order: str = ""
    quote: str = ""
    contract: str = ""
    delivery_note: str = ""
    shipment: str = ""
    preceding: tuple[Preceding, ...] = ()


DEFAULT_COLUMNS: tuple[str, ...] = ("label", "quantity", "unit_price", "discount", "vat_rate", "amount")


@dataclass(frozen=True, slots=True)
class Look:
    """How the paper looks. accent: "#rrggbb"; logo: PNG or JPEG bytes; columns: names in printed order.

    Columns known: sku, label, quantity, unit, unit_price, discount, vat_rate, amount, and any name of
    `extra`.
    A column `discount` with no discount on any line is left out by itself. stamp: "BROUILLON", "DUPLICATA
    1"... prices: whether a delivery note shows them (every other document does). basis: "HT" or "TTC" shows unit
    prices and amounts of lines so, "" as they were agreed; totals show both. legal: where the notes stand, at the foot
    of the last page or under the heading of the first. appended: a PDF of `pdf.appendix` whose pages follow.
    """

    accent: str = "#7A1E3A"
    logo: bytes | None = None
    columns: tuple[str, ...] = DEFAULT_COLUMNS
    stamp: str = ""
    landscape: bool = False
    prices: bool = False
    basis: Literal["", "HT", "TTC"] = ""
    legal: Literal["footer", "header"] = "footer"
    appended: bytes | None = None


@dataclass(frozen=True, slots=True)
class InvoiceSheet:
    """One document, complete.

    process: BT-23 of the French rules; empty takes B1 (goods, normal), or B2 when already paid.
    regime: BAR note of the French rules: B2B, B2BINT, B2C, OUTOFSCOPE, ARCHIVEONLY.
    valid_until: last day of a quote. delivered_on: BT-72. summary: printed pairs under the table ("Total
    cols", "36").
    """

    kind: SheetKind
    number: str
    issued_on: date
    seller: Party
    buyer: Party
    lines: tuple[SheetLine | SheetText, ...]
    totals: Totals
    vat: tuple[VatShare, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    language: Lang = "fr"
    currency: str = "EUR"
    prices_include_vat: bool = False
    delivery: Party | None = None
    delivered_on: date | None = None
    instalments: tuple[Instalment, ...] = ()
    payment: PaymentMeans | None = None
    payment_terms: str = ""
    notes: tuple[LegalNote, ...] = ()
    comment: str = ""
    references: References = field(default_factory=References)
    customer_number: str = ""
    sales_contact: str = ""
    subject: str = ""
    valid_until: date | None = None
    process: str = ""
    regime: str = "B2B"
    summary: tuple[tuple[str, str], ...] = ()
    look: Look = field(default_factory=Look)

    def sold(self) -> Iterator[SheetLine]:
        """The lines that are sold, without the texts between them."""
        return (line for line in self.lines if isinstance(line, SheetLine))

    def due_date(self) -> date | None:
        """The last day to pay everything, None when nothing says it."""
        return max((one.due for one in self.instalments), default=None)
