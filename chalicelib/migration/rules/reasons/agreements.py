"""What may be said of a negotiated price."""

from __future__ import annotations

from chalicelib.migration.rules.reason import Reason

AGREEMENTS = (
    Reason("agreement.no_customer", "refuse", "unknown_customer",
           "Sans code client, on ne sait pas pour qui est ce prix. Complétez la ligne.",
           "Without a customer code nobody knows whose price this is. Complete the row."),
    Reason("agreement.no_reference", "refuse", "no_reference",
           "Sans référence, on ne sait pas de quel article est ce prix. Complétez la ligne.",
           "Without a reference nobody knows which product this price is for. Complete the row."),
    Reason("agreement.unknown_product", "refuse", "no_reference",
           "Aucun article n'a la référence {wanted}, ni dans Caveau ni dans cet import. Importez-le d'abord.",
           "No product has reference {wanted}, in Caveau or in this import. Import it first."),
    Reason("agreement.no_price", "refuse", "unreadable_prices",
           "Aucun prix sur cette ligne : rien n'est enregistré. Saisissez-le.",
           "No price on this row: nothing is stored. Type it."),
    Reason("agreement.two_prices", "refuse", "unreadable_prices",
           "Un prix HT et un prix TTC sur la même ligne : aucun n'est choisi pour vous. Gardez-en un.",
           "A price without VAT and one with VAT on the same row: none is chosen for you. Keep one."),
    Reason("agreement.price", "refuse", "unreadable_prices",
           "« {raw} » n'est pas un prix sûr : rien n'est enregistré. Saisissez-le.",
           "“{raw}” is not a certain price: nothing is stored. Type it."),
    Reason("agreement.quantity", "refuse", "unreadable_prices",
           "« {raw} » n'est pas une quantité : le prix n'est pas enregistré. Corrigez la ligne.",
           "“{raw}” is not a quantity: the price is not stored. Correct the row."),
    Reason("agreement.date", "refuse", "unreadable_date",
           "« {raw} » n'est pas une date sûre : le prix n'est pas enregistré. Corrigez la ligne.",
           "“{raw}” is not a certain date: the price is not stored. Correct the row."),
    Reason("agreement.basis", "refuse", "unreadable_prices",
           "Les prix négociés de ce client sont {known} et celui-ci est {basis} : il n'est pas converti. Saisissez-le.",
           "This customer's agreed prices are {known} and this one is {basis}: it is not converted. Type it."),
)  # fmt: skip
