"""A made-up invoice of a company, to show a template on.

The one trick: the seller and his mentions are real, so what is seen is his own paper; the customer and the wines do not
exist, and some of their values are missing, as they will be.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from chalicelib.aws.unit import Unit
from chalicelib.kernel.money import rounded_cents
from chalicelib.pricing.rules import Step
from chalicelib.sales.rules.invoice import Effective, Invoice, InvoiceLine, Method, Terms, mentions
from chalicelib.sales.rules.order import RateShare, Totals
from chalicelib.sales.rules.party import Buyer, Place
from chalicelib.sales.rules.template import Used
from chalicelib.sales.service.freezing import seller_of
from chalicelib.tenancy import service as tenancy

RATE = Decimal(20)
FACTS = {"abv": "13,5", "lot": "L22-014", "capsule": "CRD lie-de-vin", "customs_code": "22042142", "ttb_id": ""}
WINES = (
    ("CH22-75", "Château de l'Exemple rouge 2022 75 cl", 36, "14.50", FACTS, "3760000000017"),
    ("CB23-75", "Clos Élégant blanc 2023 75 cl", 24, "9.80", {**FACTS, "abv": "12,5"}, "3760000000024"),
    ("CR21-150", "Réserve de la Maison rouge 2021 magnum 1,5 L", 6, "32.00", {"abv": "14"}, ""),
)


def sample(unit: Unit, template: Used) -> Invoice:
    """The invoice; amounts are cents."""
    lines = tuple(_line(at, *wine) for at, wine in enumerate(WINES))
    net, vat = sum(line.net for line in lines), sum(line.vat for line in lines)
    cols, volume = sum(line.quantity for line in lines), sum(line.quantity * line.volume for line in lines)
    share = RateShare(RATE, "S", net, vat)
    settings = tenancy.company_settings(unit)
    terms = Terms(
        settings.text("late_penalty"),
        settings.integer("recovery_fee"),
        settings.text("early_payment"),
        settings.text("document_footer"),
    )
    home = Place(("12 rue des Caves",), "33000", "Bordeaux")
    return Invoice(
        id="",
        number="FA-0001",
        kind="invoice",
        issued_on=unit.today,
        issued_at=unit.at,
        due_on=unit.today + timedelta(days=30),
        delivered_on=unit.today,
        order="",
        order_number="CO-0001",
        ordered_on=unit.today,
        seller=seller_of(tenancy.company(unit)),
        buyer=Buyer("", "C00042", "Restaurant L'Écu d'Or", True, home, vat_number="FR40303265045"),
        basis="HT",
        currency="EUR",
        language=template.template.language or "fr",
        vat_case="domestic",
        zone="domestic",
        lines=lines,
        totals=Totals(net, vat, net + vat, sum(line.before - line.net for line in lines), cols, volume, (share,)),
        term=Effective("net-30", "default"),
        method=Method("transfer", "transfer", "Virement", "Bank transfer", "default"),
        mentions=mentions(terms, ("", "")),
        template=template,
    )


def _line(at: int, sku: str, label: str, quantity: int, price: str, facts: dict[str, str], gtin: str) -> InvoiceLine:
    before = rounded_cents(Decimal(price) * quantity)
    taken = before // 20 if at == 0 else 0
    net = before - taken
    return InvoiceLine(
        variant="",
        sku=sku,
        label=label,
        quantity=quantity,
        unit_price=Decimal(price),
        before=before,
        discounts=(Step("line_percent", Decimal(5), before, taken),) if taken else (),
        amount=net,
        net=net,
        vat=rounded_cents(Decimal(net) * RATE / 10000),
        vat_rate=RATE,
        category="S",
        goods=True,
        volume=1500 if "1,5" in label else 750,
        gtin=gtin,
        facts=facts,
    )
