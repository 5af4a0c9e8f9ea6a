"""The templates every company starts with, in French and English: data.

A line whose variables are all empty is left out (render/mail.py), so a letter without comment has no gap.
"""

from __future__ import annotations

from chalicelib.mailing.rules.templates import SORTS, VARIABLES, Template, template_id

_END = {
    "fr": "\n\n$message\n\nBien cordialement,\n$company\n$contact",
    "en": "\n\n$message\n\nKind regards,\n$company\n$contact",
}
_PAY = "\n\n$pay"
_HELLO = {"fr": "Bonjour,\n\n", "en": "Hello,\n\n"}
_OWED = {
    "fr": "Facture $number du $date\nMontant TTC : $amount\nÉchéance : $due\nReste dû : $balance",
    "en": "Invoice $number of $date\nTotal: $amount\nDue on: $due\nStill due: $balance",
}
_TEXTS: dict[str, dict[str, tuple[str, str]]] = {
    "quote": {
        "fr": (
            "Devis $number, $company",
            "Vous trouverez ci-joint notre devis $number du $date, d'un montant de $amount.\n\n"
            "Il est valable jusqu'au $valid_until.",
        ),
        "en": (
            "Quote $number, $company",
            "Please find attached our quote $number of $date, for $amount.\n\nIt is valid until $valid_until.",
        ),
    },
    "order": {
        "fr": (
            "Commande $number, $company",
            "Nous vous remercions de votre commande $number du $date, d'un montant de $amount. "
            "Vous en trouverez la confirmation ci-jointe.",
        ),
        "en": (
            "Order $number, $company",
            "Thank you for your order $number of $date, for $amount. Please find its confirmation attached.",
        ),
    },
    "proforma": {
        "fr": (
            "Facture pro forma $number, $company",
            "Vous trouverez ci-joint notre facture pro forma $number du $date, d'un montant de $amount.",
        ),
        "en": (
            "Pro forma invoice $number, $company",
            "Please find attached our pro forma invoice $number of $date, for $amount.",
        ),
    },
    "payment_link": {
        "fr": (
            "Régler en ligne : $document $number, $company",
            "Vous pouvez régler par carte, en ligne, ce qui reste dû sur le document ci-joint : $balance.",
        ),
        "en": (
            "Pay online: $document $number, $company",
            "You can pay what is still due on the attached document by card, online: $balance.",
        ),
    },
    "delivery_note": {
        "fr": ("Bon de livraison $number, $company", "Vous trouverez ci-joint le bon de livraison $number du $date."),
        "en": ("Delivery note $number, $company", "Please find attached delivery note $number of $date."),
    },
    "invoice": {
        "fr": (
            "Facture $number, $company",
            "Vous trouverez ci-joint notre facture $number du $date, d'un montant de $amount.\n\n"
            "Elle est à régler avant le $due.",
        ),
        "en": (
            "Invoice $number, $company",
            "Please find attached our invoice $number of $date, for $amount.\n\nIt is due by $due.",
        ),
    },
    "credit_note": {
        "fr": (
            "Avoir $number, $company",
            "Vous trouverez ci-joint notre avoir $number du $date, d'un montant de $amount.",
        ),
        "en": ("Credit note $number, $company", "Please find attached our credit note $number of $date, for $amount."),
    },
    "reminder_1": {
        "fr": (
            "Rappel : facture $number, $company",
            "Sauf erreur de notre part, la facture ci-jointe reste à régler depuis $days jours. "
            "C'est peut-être un simple oubli.\n\n" + _OWED["fr"] + "\n\n"
            "Si votre règlement vient de partir, ne tenez pas compte de ce message.",
        ),
        "en": (
            "Reminder: invoice $number, $company",
            "According to our records the attached invoice has been due for $days days; it may have slipped your mind."
            "\n\n" + _OWED["en"] + "\n\nIf your payment is already on its way, please disregard this message.",
        ),
    },
    "reminder_2": {
        "fr": (
            "Deuxième rappel : facture $number, $company",
            "Malgré notre premier rappel, la facture ci-jointe reste impayée depuis $days jours.\n\n"
            + _OWED["fr"]
            + "\n\nNous vous remercions de la régler sous huit jours, ou de nous dire ce qui s'y oppose.",
        ),
        "en": (
            "Second reminder: invoice $number, $company",
            "Despite our first reminder, the attached invoice has been unpaid for $days days.\n\n"
            + _OWED["en"]
            + "\n\nPlease pay it within eight days, or tell us what prevents it.",
        ),
    },
    "reminder_3": {
        "fr": (
            "Mise en demeure : facture $number, $company",
            "Nos rappels étant restés sans réponse, nous vous mettons en demeure de régler la facture ci-jointe, "
            "échue depuis $days jours.\n\n" + _OWED["fr"] + "\nIndemnité forfaitaire de recouvrement : $fee\n"
            "Intérêts de retard au taux de $rate : $interest\nTotal à régler : $total\n\n"
            "À défaut de règlement sous huit jours, nous engagerons le recouvrement.",
        ),
        "en": (
            "Formal notice: invoice $number, $company",
            "Our reminders having remained unanswered, we give you formal notice to pay the attached invoice, "
            "overdue by $days days.\n\n" + _OWED["en"] + "\nFixed recovery compensation: $fee\n"
            "Late payment interest at $rate: $interest\nTotal to pay: $total\n\n"
            "Failing payment within eight days, we shall start recovery proceedings.",
        ),
    },
}
GIVEN: dict[str, Template] = {
    template_id(sort, language): Template(
        template_id(sort, language),
        sort,
        language,
        _TEXTS[sort][language][0],
        _HELLO[language] + _TEXTS[sort][language][1] + (_PAY if "pay" in VARIABLES[sort] else "") + _END[language],
    )
    for sort in SORTS
    for language in ("fr", "en")
}
"""By id."""
