"""What the French rules refuse in an invoice, found before it is issued.

Nouns: *finding* (a rule, a field, a sentence). The one trick: the rules of the platforms (BR-FR-Flux2 of XP
Z12-012, version 1.4.0) are asked of the sheet itself, in the product, in a millisecond; the official
schematrons run in the tests and keep these honest. The European rules are in `findings_eu`.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from chalicelib.render.cii.document import TYPE_CODES, process_of
from chalicelib.render.cii.parties import eaddress
from chalicelib.render.finding import Finding
from chalicelib.render.findings_eu import eu_findings
from chalicelib.render.sheet import InvoiceSheet, Party

_NUMBER = re.compile(r"[A-Za-z0-9+\-_/]{1,35}")
_ADDRESS = re.compile(r"[A-Za-z0-9+\-_.]{1,125}")
_PROCESSES = frozenset(
    (
        "B1",
        "S1",
        "M1",
        "B2",
        "S2",
        "M2",
        "S3",
        "B4",
        "S4",
        "M4",
        "S5",
        "S6",
        "B7",
        "S7",
        "B8",
        "S8",
        "M8",
        "B9",
        "S9",
        "M9",
    )
)
_SETTLED = frozenset({"B2", "S2", "M2"})
_REGIMES = frozenset({"B2B", "B2BINT", "B2C", "B2CINT", "OUTOFSCOPE", "ARCHIVEONLY"})
_RATES = frozenset(
    map(Decimal, ("0", "0.9", "1.05", "1.75", "2.1", "5.5", "7", "8.5", "9.2", "9.6", "10", "13", "19.6", "20", "20.6"))
)
_NOTES = {
    "PMD": "les pénalités de retard",
    "PMT": "l'indemnité forfaitaire de 40 €",
    "AAB": "l'escompte ou son absence",
}
_DAYS = range(2000, 2100)


def french_findings(sheet: InvoiceSheet) -> list[Finding]:
    """Everything the rules refuse in an invoice or a credit note; an empty list means a platform would take it.

    Each finding names the official rule, the sheet's field and says cause, then remedy. A document that is no invoice
    has no finding.
    """
    if sheet.kind not in TYPE_CODES:
        return []
    return [*eu_findings(sheet), *(finding for rule in _RULES for finding in rule(sheet))]


def _numbers(sheet: InvoiceSheet) -> Iterator[Finding]:
    told = [("number", sheet.number)]
    told += [(f"references.preceding.{at}", one.number) for at, one in enumerate(sheet.references.preceding)]
    for field, number in told:
        if len(number) > 35:
            yield Finding(
                "BR-FR-01", field, f"Le numéro « {number} » dépasse 35 caractères. Raccourcissez la numérotation."
            )
        elif not _NUMBER.fullmatch(number):
            yield Finding(
                "BR-FR-02",
                field,
                f"Le numéro « {number} » contient un caractère refusé. Employez lettres, chiffres, + - _ et /.",
            )


def _dates(sheet: InvoiceSheet) -> Iterator[Finding]:
    told = [("issued_on", sheet.issued_on), ("delivered_on", sheet.delivered_on)]
    told += [(f"instalments.{at}.due", one.due) for at, one in enumerate(sheet.instalments)]
    for field, day in told:
        if day is not None and day.year not in _DAYS:
            yield Finding("BR-FR-03", field, f"L'année {day.year} est refusée. Donnez une date entre 2000 et 2099.")
    due = sheet.due_date()
    early = due is not None and due < sheet.issued_on
    if early and sheet.kind not in {"deposit_invoice", "credit_note"} and process_of(sheet) not in _SETTLED:
        yield Finding(
            "BR-FR-CO-07",
            "instalments",
            "L'échéance précède la date de facture. Donnez une échéance à cette date ou après.",
        )


def _notes(sheet: InvoiceSheet) -> Iterator[Finding]:
    codes = [note.code for note in sheet.notes]
    for code, what in _NOTES.items():
        if not any(note.code == code and note.text.strip() for note in sheet.notes):
            yield Finding(
                "BR-FR-05", "notes", f"La mention sur {what} ({code}) manque. Complétez les mentions de la société."
            )
    for code in (*_NOTES, "TXD"):
        if codes.count(code) > 1:
            yield Finding("BR-FR-06", "notes", f"La mention {code} figure plusieurs fois. Gardez-en une seule.")


def _framework(sheet: InvoiceSheet) -> Iterator[Finding]:
    process = process_of(sheet)
    if process not in _PROCESSES:
        yield Finding(
            "BR-FR-08", "process", f"Le cadre de facturation « {process} » n'existe pas. Choisissez B1, S1 ou M1."
        )
    if process in {"B4", "S4", "M4"} and sheet.kind == "deposit_invoice":
        yield Finding(
            "BR-FR-CO-08",
            "process",
            "Une facture d'acompte ne peut pas suivre un acompte. Changez le cadre de facturation.",
        )
    if process in _SETTLED:
        yield from _settled(sheet)
    if sheet.regime not in _REGIMES and sheet.regime:
        yield Finding(
            "BR-FR-20", "regime", f"Le régime « {sheet.regime} » n'existe pas. Choisissez B2B, B2BINT ou B2C."
        )


def _settled(sheet: InvoiceSheet) -> Iterator[Finding]:
    totals = sheet.totals
    if totals.paid != totals.gross or totals.due:
        yield Finding(
            "BR-FR-CO-09",
            "totals.paid",
            "Le cadre dit la facture payée mais un solde reste dû. Choisissez le cadre B1, S1 ou M1.",
        )
    if not sheet.instalments:
        yield Finding(
            "BR-FR-CO-09", "instalments", "Une facture déjà payée porte sa date de paiement. Indiquez-la en échéance."
        )


def _seller(sheet: InvoiceSheet) -> Iterator[Finding]:
    if not re.fullmatch(r"\d{9}", sheet.seller.siren):
        yield Finding(
            "BR-FR-10", "seller.siren", "Le SIREN de votre société manque ou n'a pas 9 chiffres. Complétez-le."
        )
    yield from _siret(sheet.seller, "seller")
    yield from _electronic(sheet.seller, "seller", "BR-FR-13", "de votre société")


def _buyer(sheet: InvoiceSheet) -> Iterator[Finding]:
    buyer = sheet.buyer
    if sheet.regime == "B2B" and not re.fullmatch(r"\d{9}", buyer.siren):
        yield Finding(
            "BR-FR-11", "buyer.siren", "Le SIREN du client manque ou n'a pas 9 chiffres. Complétez la fiche du client."
        )
    elif buyer.siren and not re.fullmatch(r"\d{9}", buyer.siren):
        yield Finding("BR-FR-32", "buyer.siren", "Le SIREN du client n'a pas 9 chiffres. Corrigez la fiche du client.")
    yield from _siret(buyer, "buyer")
    yield from _electronic(buyer, "buyer", "BR-FR-12", "du client")
    where = eaddress(buyer)
    french = where is not None and where.scheme == "0225" and where.value.startswith(buyer.siren or "?")
    if sheet.regime == "B2B" and where is not None and not french:
        yield Finding(
            "BR-FR-21", "buyer.eaddress",
            "L'adresse électronique d'un client français commence par son SIREN (code 0225). Corrigez sa fiche.",
        )  # fmt: skip


def _siret(party: Party, field: str) -> Iterator[Finding]:
    if party.siret and not (re.fullmatch(r"\d{14}", party.siret) and party.siret[:9] == party.siren):
        yield Finding(
            "BR-FR-09",
            f"{field}.siret",
            f"Le SIRET {party.siret} ne commence pas par le SIREN. Corrigez l'un ou l'autre.",
        )


def _electronic(party: Party, field: str, rule: str, whose: str) -> Iterator[Finding]:
    where = eaddress(party)
    if where is None:
        yield Finding(
            rule,
            f"{field}.eaddress",
            f"L'adresse électronique {whose} manque. Donnez un SIREN, un numéro de TVA ou un e-mail.",
        )
    elif where.scheme == "0225" and not _ADDRESS.fullmatch(where.value):
        over = len(where.value) > 125
        yield Finding(
            "BR-FR-25" if over else "BR-FR-23", f"{field}.eaddress",
            f"L'adresse électronique {whose} a un caractère refusé ou plus de 125 caractères. Corrigez-la.",
        )  # fmt: skip


def _rates(sheet: InvoiceSheet) -> Iterator[Finding]:
    told = [(f"lines.{at}.vat_rate", line.vat_rate) for at, line in enumerate(sheet.sold())]
    told += [(f"adjustments.{at}.vat_rate", one.vat_rate) for at, one in enumerate(sheet.adjustments)]
    told += [(f"vat.{at}.rate", share.rate) for at, share in enumerate(sheet.vat)]
    for field, rate in told:
        if rate not in _RATES:
            yield Finding(
                "BR-FR-16",
                field,
                f"Le taux de TVA {rate} % n'est pas un taux français. Choisissez un taux de la liste.",
            )


def _earlier(sheet: InvoiceSheet) -> Iterator[Finding]:
    count = len(sheet.references.preceding)
    if sheet.kind == "corrective_invoice" and count != 1:
        yield Finding(
            "BR-FR-CO-04",
            "references.preceding",
            "Une facture rectificative nomme une seule facture. Indiquez laquelle.",
        )
    if sheet.kind == "credit_note" and not count:
        yield Finding("BR-FR-CO-05", "references.preceding", "Un avoir nomme la facture qu'il corrige. Indiquez-la.")


def _currency(sheet: InvoiceSheet) -> Iterator[Finding]:
    if sheet.currency != "EUR" and sheet.totals.vat_euros is None:
        yield Finding(
            "BR-FR-CO-12",
            "totals.vat_euros",
            "En devise étrangère, la TVA est aussi donnée en euros. Saisissez le cours.",
        )


_RULES: tuple[Callable[[InvoiceSheet], Iterator[Finding]], ...] = (
    _numbers, _dates, _notes, _framework, _seller, _buyer, _rates, _earlier, _currency,
)  # fmt: skip
