"""What EN 16931 refuses: sums that do not meet, what a VAT category demands, what a payment needs.

The one trick: every sum is checked from the parts the sheet prints, in cents, so a wrong total is stopped before it
gets a number rather than by a platform afterwards.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal

from chalicelib.kernel.money import percent_of
from chalicelib.render.cii.lines import pricing
from chalicelib.render.finding import Finding
from chalicelib.render.sheet import InvoiceSheet, Party

_TRANSFERS = frozenset({"30", "58"})
_ABROAD = frozenset({"K", "AE"})


def eu_findings(sheet: InvoiceSheet) -> Iterator[Finding]:
    """The findings of the European rules, in the order of the document."""
    for rule in _RULES:
        yield from rule(sheet)


def _code(category: str) -> str:
    """The rules call category K "IC"."""
    return "IC" if category == "K" else category


def _said(cents: int) -> str:
    return f"{Decimal(cents).scaleb(-2):.2f} €".replace(".", ",")


def _parties(sheet: InvoiceSheet) -> Iterator[Finding]:
    told: list[tuple[str, str, str, Party]] = [
        ("BR-06", "BR-09", "seller", sheet.seller),
        ("BR-07", "BR-11", "buyer", sheet.buyer),
    ]
    for name_rule, country_rule, field, party in told:
        if not party.name.strip():
            yield Finding(name_rule, f"{field}.name", "Le nom manque. Complétez la fiche.")
        if not party.address.country:
            yield Finding(country_rule, f"{field}.address.country", "Le pays manque. Complétez l'adresse.")


def _lines(sheet: InvoiceSheet) -> Iterator[Finding]:
    lines = list(sheet.sold())
    if not lines:
        yield Finding("BR-16", "lines", "La facture n'a aucune ligne. Ajoutez au moins un article.")
    for at, line in enumerate(lines):
        if not line.label.strip():
            yield Finding("BR-25", f"lines.{at}.label", "La désignation de la ligne manque. Complétez-la.")
        if line.quantity != round(line.quantity, 4):
            yield Finding("BR-FR-DEC-02", f"lines.{at}.quantity", "La quantité a plus de 4 décimales. Arrondissez-la.")
        if pricing(line, included=sheet.prices_include_vat).reduction < 0 and line.discount:
            yield Finding(
                "BR-24", f"lines.{at}.net", "Le montant de la ligne dépasse quantité × prix. Vérifiez prix et remise."
            )


def _sums(sheet: InvoiceSheet) -> Iterator[Finding]:
    totals = sheet.totals
    lines = sum(line.net for line in sheet.sold())
    discounts = sum(one.amount for one in sheet.adjustments if not one.charge)
    charges = sum(one.amount for one in sheet.adjustments if one.charge)
    vat = sum(share.vat for share in sheet.vat)
    checks = (
        ("BR-CO-10", "totals.lines", totals.lines, lines),
        ("BR-CO-11", "totals.discounts", totals.discounts, discounts),
        ("BR-CO-12", "totals.charges", totals.charges, charges),
        ("BR-CO-13", "totals.net", totals.net, totals.lines - totals.discounts + totals.charges),
        ("BR-CO-14", "totals.vat", totals.vat, vat),
        ("BR-CO-15", "totals.gross", totals.gross, totals.net + totals.vat),
        ("BR-CO-16", "totals.due", totals.due, totals.gross - totals.paid + totals.rounding),
    )
    for rule, field, said, found in checks:
        if said != found:
            yield Finding(rule, field, f"Le total {_said(said)} devrait être {_said(found)}. Recalculez le document.")


def _breakdown(sheet: InvoiceSheet) -> Iterator[Finding]:
    """Each rate's base is the sum of its lines, discounts and charges; its VAT follows within the lines' roundings."""
    bases: dict[tuple[str, Decimal], int] = defaultdict(int)
    for line in sheet.sold():
        bases[line.vat_category, line.vat_rate] += line.net
    for one in sheet.adjustments:
        bases[one.vat_category, one.vat_rate] += one.amount if one.charge else -one.amount
    shares = {(share.category, share.rate): share for share in sheet.vat}
    for key in sorted(bases.keys() | shares.keys()):
        said = shares[key].base if key in shares else None
        if said != bases.get(key):
            detail = f"La base de TVA à {key[1]} % est {_said(said or 0)}, les lignes font {_said(bases[key])}."
            yield Finding(f"BR-{_code(key[0])}-08", "vat", f"{detail} Recalculez le document.")
    slack = max(1, len(list(sheet.sold())))
    for at, share in enumerate(sheet.vat):
        if abs(share.vat - percent_of(share.base, share.rate)) > slack:
            yield Finding(
                "BR-CO-17",
                f"vat.{at}.vat",
                f"La TVA de {_said(share.base)} à {share.rate} % est fausse. Recalculez-la.",
            )


def _categories(sheet: InvoiceSheet) -> Iterator[Finding]:
    for at, share in enumerate(sheet.vat):
        taxed = share.category == "S"
        if taxed and share.rate <= 0:
            yield Finding(
                "BR-S-05", f"vat.{at}.rate", "Une vente taxée a un taux de TVA. Choisissez le taux ou l'exonération."
            )
        if not taxed and (share.rate or share.vat):
            yield Finding(
                f"BR-{_code(share.category)}-05",
                f"vat.{at}.rate",
                "Une vente sans TVA est au taux zéro. Corrigez le régime.",
            )
        if not taxed and share.category != "Z" and not (share.reason or share.reason_code):
            yield Finding(
                f"BR-{_code(share.category)}-10",
                f"vat.{at}.reason",
                "Le motif de l'exonération manque. Choisissez l'article du CGI.",
            )
        yield from _identified(sheet, share.category)


def _identified(sheet: InvoiceSheet, category: str) -> Iterator[Finding]:
    seller = sheet.seller
    numbered = seller.vat_number or (seller.siren and category not in _ABROAD | {"G"})
    if category != "O" and not numbered:
        yield Finding(
            f"BR-{_code(category)}-02",
            "seller.vat_number",
            "Le numéro de TVA de votre société manque. Complétez-le.",
        )
    if category in _ABROAD and not sheet.buyer.vat_number:
        yield Finding(
            f"BR-{_code(category)}-02",
            "buyer.vat_number",
            "Sans numéro de TVA du client, la vente est taxée. Complétez sa fiche.",
        )
    if category == "K" and sheet.delivered_on is None:
        yield Finding("BR-IC-11", "delivered_on", "Une livraison intracommunautaire porte sa date. Indiquez-la.")


def _payment(sheet: InvoiceSheet) -> Iterator[Finding]:
    means = sheet.payment
    owed = sheet.totals.due > 0 and sheet.kind != "credit_note"
    if owed and not sheet.instalments and not sheet.payment_terms:
        yield Finding(
            "BR-CO-25", "instalments", "La facture n'a ni échéance ni conditions de règlement. Indiquez-en une."
        )
    if means is None:
        return
    if means.code in _TRANSFERS and not means.iban:
        yield Finding("BR-61", "payment.iban", "Un virement demande un IBAN. Ajoutez le compte de la société.")


def _schedule(sheet: InvoiceSheet) -> Iterator[Finding]:
    total = sum(one.amount for one in sheet.instalments)
    if sheet.instalments and sheet.kind != "credit_note" and total != sheet.totals.due:
        yield Finding(
            "BT-9",
            "instalments",
            f"Les échéances font {_said(total)}, le net à payer {_said(sheet.totals.due)}. Répartissez-le.",
        )


_RULES: tuple[Callable[[InvoiceSheet], Iterator[Finding]], ...] = (
    _parties, _lines, _sums, _breakdown, _categories, _payment, _schedule,
)  # fmt: skip
