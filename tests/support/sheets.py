"""Sheets of a made-up estate for the tests of papers: each case a merchant meets, its sums worked out by the kernel.

Nouns: *sale* (label, quantity, price, rate...), *case* (a name and its sheet).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from chalicelib.kernel.money import Basis, Taxable, net_of_gross, percent_of, rounded_cents, vat_breakdown
from chalicelib.render.sheet import (
    Address,
    Adjustment,
    Instalment,
    InvoiceSheet,
    Look,
    Party,
    PaymentMeans,
    Preceding,
    References,
    SheetLine,
    Totals,
    VatCategory,
    VatShare,
)
from chalicelib.render.words import standard_notes, vat_reason

TWENTY = Decimal(20)
DAY = date(2026, 11, 22)
IBAN = "FR7630006000011234567890189"

ESTATE = Party(
    name="SCEA Domaine des Trois Clochers",
    trade_name="Domaine des Trois Clochers",
    address=Address(("12 chemin des Vignes", "Lieu-dit Les Graves"), "33330", "Saint-Émilion"),
    siren="732829320",
    siret="73282932000074",
    vat_number="FR44732829320",
    excise_number="FR093099E0123",
    email="bonjour@troisclochers.example",
    phone="05 57 00 00 00",
    website="troisclochers.example",
    legal_line="Société civile d'exploitation agricole au capital de 50 000 € · RCS Libourne 732 829 320",
)
RESTAURANT = Party(
    name="La Table du Marché",
    address=Address(("2 rue de l'Échaudé",), "75006", "Paris"),
    siren="552100554",
    siret="55210055400013",
    vat_number="FR03552100554",
    email="compta@tabledumarche.example",
)
BERLIN = Party(
    name="Weinhandlung Grüner Löwe GmbH",
    address=Address(("Kantstraße 12",), "10623", "Berlin", country="DE"),
    vat_number="DE136695976",
    excise_number="DE00000012345",
)
TOKYO = Party(
    name="Sakura Wine Imports K.K.",
    address=Address(("3-1-2 Ginza", "Chuo-ku"), "104-0061", "Tokyo", country="JP"),
    email="invoices@sakura.example",
)
TRANSFER = PaymentMeans("30", "Virement", iban=IBAN, bic="AGRIFRPP833", account_name="SCEA Domaine des Trois Clochers")


def sale(label: str, count: int | str, price: str, rate: Decimal = TWENTY, **more: Any) -> SheetLine:
    """A line of bottles; net worked out from quantity, price and discount (price before VAT)."""
    quantity, unit_price = Decimal(count), Decimal(price)
    discount = more.get("discount") or Decimal(0)
    net = rounded_cents(quantity * unit_price * (100 - discount) / 100)
    return SheetLine(label, quantity, unit_price, net, rate, unit=more.pop("unit", "col"), **more)


def sale_ttc(label: str, count: int, price: str, rate: Decimal = TWENTY, **more: Any) -> SheetLine:
    """The same from a price with VAT; the net is set by `invoice`, document by document."""
    line = sale(label, count, price, rate, **more)
    return replace(line, gross=line.net, net=net_of_gross(line.net, rate))


def invoice(lines: Sequence[SheetLine], paid: int = 0, **more: Any) -> InvoiceSheet:
    """A sheet around lines: VAT, totals, one due date. `more` replaces any field."""
    adjustments: tuple[Adjustment, ...] = more.get("adjustments", ())
    ttc = bool(more.get("prices_include_vat", False))
    done, shares, totals = _summed(list(lines), adjustments, ttc, paid)
    base = InvoiceSheet(
        kind="invoice",
        number="FA-2026-0042",
        issued_on=DAY,
        seller=ESTATE,
        buyer=RESTAURANT,
        lines=tuple(done),
        totals=totals,
        vat=shares,
        delivered_on=date(2026, 11, 20),
        instalments=(Instalment(date(2026, 12, 22), totals.due),),
        payment=TRANSFER,
        payment_terms="30 jours net",
        notes=standard_notes("fr"),
        customer_number="C-00318",
        references=References(order="CO-2026-0107", buyer_order="BC 4471", delivery_note="BL-2026-0099"),
        summary=(("Total cols", "36"), ("Équivalents", "36,000 eq."), ("Poids", "48 kg")),
    )
    return replace(base, **more)


def _summed(
    lines: list[SheetLine], adjustments: tuple[Adjustment, ...], ttc: bool, paid: int
) -> tuple[list[SheetLine], tuple[VatShare, ...], Totals]:
    if ttc:
        found = vat_breakdown([Taxable(line.gross or 0, line.vat_rate, line.vat_category) for line in lines], Basis.TTC)
        lines = [replace(line, net=part.net) for line, part in zip(lines, found.lines, strict=True)]
        shares = tuple(_share(r.code, r.rate, r.net, r.vat) for r in found.rates)
    else:
        bases: dict[tuple[str, Decimal], int] = {}
        for line in lines:
            key = (line.vat_category, line.vat_rate)
            bases[key] = bases.get(key, 0) + line.net
        for one in adjustments:
            key = (one.vat_category, one.vat_rate)
            bases[key] = bases.get(key, 0) + (one.amount if one.charge else -one.amount)
        shares = tuple(_share(code, rate, net, percent_of(net, rate)) for (code, rate), net in bases.items())
    discounts = sum(one.amount for one in adjustments if not one.charge)
    charges = sum(one.amount for one in adjustments if one.charge)
    total = sum(line.net for line in lines)
    net, vat = total - discounts + charges, sum(share.vat for share in shares)
    return lines, shares, Totals(total, net, vat, net + vat, net + vat - paid, discounts, charges, paid)


_CASES = {"K": "intra_eu", "AE": "reverse_charge", "G": "export", "E": "suspended", "O": "out_of_scope"}


def _share(category: str, rate: Decimal, base: int, vat: int) -> VatShare:
    reason, code = vat_reason(_CASES[category], "fr") if category in _CASES else ("", "")
    known: VatCategory = category  # type: ignore[assignment]
    return VatShare(known, rate, base, vat, reason, code)


WINES = (
    ("Domaine des Trois Clochers, Saint-Émilion Grand Cru, rouge 2020", "14.50", ("75 cl · 14 % vol. · CRD",)),
    ("Les Graves de Trois Clochers, Lussac-Saint-Émilion, rouge 2021", "8.40", ("75 cl · 13,5 % vol.",)),
    ("Clairet de Trois Clochers, Bordeaux Clairet 2025", "6.20", ()),
    ("Blanc de Noirs, Vin de France, 2024", "7.15", ("75 cl · lot L24-07",)),
    ("Crémant de Bordeaux brut", "9.90", ("75 cl",)),
    ("Magnum Saint-Émilion Grand Cru, rouge 2018", "34.00", ("150 cl · caisse bois",)),
    ("Cuvée Noémie, Côtes de Bordeaux, élevée en fût de chêne, 2019", "11.3333", ()),
    ("Bag-in-box rouge 5 L", "18.50", ("Équivalent 6,667 cols",)),
    ("Œil-de-perdrix, rosé 2025", "5.95", ()),
    ("Vendange tardive, moelleux 2022", "16.80", ("50 cl",)),
)


def wines(count: int, **more: Any) -> list[SheetLine]:
    """`count` lines of the estate's wines, by sixes."""
    lines = []
    for at in range(count):
        label, price, details = WINES[at % len(WINES)]
        lines.append(sale(label, 6 + 6 * (at % 4), price, details=details, sku=f"TC{at:03d}", **more))
    return lines


def cases() -> dict[str, InvoiceSheet]:
    """Every case by name."""
    port = Adjustment("Port et emballage", 2450, TWENTY, charge=True)
    rebate = Adjustment("Remise fidélité", 1500, TWENTY, percent=Decimal(2), base=75000)
    eu = [sale(label, 60, price, Decimal(0), vat_category="K") for label, price, _ in WINES[:3]]
    export = [sale(label, 120, price, Decimal(0), vat_category="G") for label, price, _ in WINES[:3]]
    reverse = [sale("Prestation de dégustation", 1, "850.00", Decimal(0), vat_category="AE", unit="")]
    franchise = [sale("Saint-Émilion Grand Cru 2020, sous suspension", 600, "9.10", Decimal(0), vat_category="E")]
    mixed = [*wines(2), sale("Jus de raisin pétillant", 12, "3.20", Decimal("5.5"))]
    discounted = [
        sale("Saint-Émilion Grand Cru 2020", 36, "14.50", discount=Decimal("12.5")),
        sale("Crémant de Bordeaux brut", 12, "9.90", discount=Decimal(100), details=("offert",)),
        sale("Clairet 2025", 7, "6.2035", discount=Decimal(3)),
    ]
    tasted = [sale_ttc("Saint-Émilion 2020", 7, "9.99"), sale_ttc("Jus de raisin", 3, "3.35", Decimal("5.5"))]
    tasted.append(sale_ttc("Clairet 2025", 5, "7.45", discount=Decimal(10)))
    ten = invoice(wines(10))
    return {
        "domestic": ten,
        "one_line": invoice(wines(1), summary=()),
        "mixed": invoice(mixed),
        "intra_eu": invoice(eu, buyer=BERLIN, regime="B2BINT", delivery=BERLIN),
        "export": invoice(export, buyer=TOKYO, regime="B2BINT", delivery=TOKYO),
        "reverse_charge": invoice(reverse, buyer=BERLIN, regime="B2BINT", process="S1"),
        "franchise": invoice(franchise),
        "adjusted": invoice(wines(3), adjustments=(rebate, port)),
        "discounted": invoice(discounted),
        "ttc": invoice(tasted, prices_include_vat=True),
        "paid": invoice(wines(2), paid=_due(wines(2)), instalments=(Instalment(DAY, 0),)),
        "part_paid": invoice(wines(2), paid=5000),
        "instalments": _in_three(ten),
        "credit_note": invoice(
            wines(2), kind="credit_note", number="AV-2026-0003", instalments=(), payment=None, payment_terms="",
            references=References(preceding=(Preceding("FA-2026-0040", date(2026, 11, 2)),)),
        ),
        "many": invoice(wines(120)),
    }  # fmt: skip


def _due(lines: list[SheetLine]) -> int:
    return invoice(lines).totals.due


def _in_three(sheet: InvoiceSheet) -> InvoiceSheet:
    third = sheet.totals.due // 3
    parts = [third, third, sheet.totals.due - 2 * third]
    days = [date(2026, 12, 22), date(2027, 1, 22), date(2027, 2, 22)]
    return replace(sheet, instalments=tuple(map(Instalment, days, parts)), payment_terms="En trois fois")


LONG = Party(
    name="Société coopérative agricole des vignerons réunis de Châteauneuf-du-Pape et des Côtes du Rhône méridionales",
    contact="À l'attention de Mme Éléonore de La Rochefoucauld-Montbel, service comptabilité fournisseurs",
    address=Address(
        ("Bâtiment C, escalier 4, troisième étage gauche", "Zone artisanale de l'Étang-Neuf", "BP 40127"),
        "84230",
        "Châteauneuf-du-Pape CEDEX",
    ),
    siren="552100554",
    vat_number="FR03552100554",
    excise_number="FR006789E4567",
)
APPELLATION = (
    "Château La Tour de l'Évêque-Montrachet-Saint-Sauveur, Gewurztraminer Alsace Grand Cru "
    "Kirchberg de Ribeauvillé Sélection de Grains Nobles, blanc liquoreux 2015"
)


def long_names() -> InvoiceSheet:
    """Everything long at once: appellation, names, a 3-line address, references, a comment."""
    line = sale(
        APPELLATION, 1200, "1234.5678", details=("Demi-bouteille 37,5 cl · lot L15-KB-SGN · " + "CRD verte, " * 8,)
    )
    return invoice(
        [line, *wines(2)],
        buyer=LONG,
        delivery=replace(LONG, name="Entrepôt frigorifique Vaucluse Logistique"),
        comment="Merci de vérifier les colis à la réception, en présence du chauffeur. " * 6,
        references=References(
            order="CO-2026-0107", buyer_order="COMMANDE-2026-INTERNE-000000447193-B", quote="DE-2026-0011",
            delivery_note="BL-2026-0099", contract="Marché 2026-14", shipment="EX-2026-0500",
        ),
        sales_contact="Maximilienne de Saint-Exupéry-Delacroix",
        look=Look(columns=("sku", "label", "quantity", "unit_price", "discount", "vat_rate", "amount")),
    )  # fmt: skip
