"""The reasons of contacts, negotiated prices and open invoices. What any kind of row may say is said in the same words.

The one trick: the codes every kind has (repeated, refused, exists…) are made from one list, so that none is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.migration.rules.reason import Reason

_NOUNS = {
    "contact": ("Le contact", "The contact"),
    "agreement": ("Le prix négocié", "The agreed price"),
    "invoice": ("La facture", "The invoice"),
}


def common() -> Iterator[Reason]:
    """What any of these kinds may say."""
    for kind, (fr, en) in _NOUNS.items():
        yield from _repeated(kind, fr, en)
        yield from _met(kind, fr, en)
        yield from _broken(kind)


def _repeated(kind: str, fr: str, en: str) -> tuple[Reason, ...]:
    return (
        Reason(f"{kind}.duplicate.strict", "skip", "strict_duplicates",
               f"{fr} {{raw}} est déjà ligne {{line}}, à l'identique : une seule fois suffit.",
               f"{en} {{raw}} is already on line {{line}}, the same: once is enough."),
        Reason(f"{kind}.duplicate.conflicting", "refuse", "conflicting_duplicates",
               f"{fr} {{raw}} est déjà ligne {{line}}, avec d'autres valeurs ({{differs}}). C'est la ligne {{line}} "
               "qui compte ; si celle-ci est la bonne, corrigez.",
               f"{en} {{raw}} is already on line {{line}} with other values ({{differs}}). Line {{line}} is kept; "
               "if this one is right, correct it."),
        Reason(f"{kind}.duplicate.kept", "warn", "kept_duplicates",
               "La même ligne revient ligne {line} avec d'autres valeurs ({differs}) : celle-ci est gardée. Vérifiez.",
               "The same comes again on line {line} with other values ({differs}): this one is kept. Check it."),
        Reason(f"{kind}.duplicate.first_refused", "warn", "kept_duplicates",
               "La même est ligne {line}, refusée : celle-ci est gardée. Vérifiez.",
               "The same is on line {line}, refused: this one is kept. Check it."),
    )  # fmt: skip


def _met(kind: str, fr: str, en: str) -> tuple[Reason, ...]:
    return (
        Reason(f"{kind}.exists.unchanged", "note", "unchanged",
               "Déjà dans Caveau, à l'identique.", "Already in Caveau, the same."),
        Reason(f"{kind}.exists.updated", "note", "updated",
               "Mis à jour depuis le dernier import : {differs}.", "Updated since the last import: {differs}."),
        Reason(f"{kind}.exists.kept", "refuse", "exists",
               f"{fr} {{raw}} est déjà dans Caveau, saisi ou modifié depuis ({{differs}}) : laissé tel quel. Corrigez "
               "s'il le faut.",
               f"{en} {{raw}} is already in Caveau, typed or changed since ({{differs}}): left as it is. Correct it if "
               "need be."),
        Reason(f"{kind}.refused", "refuse", "refused", "Refusé : {detail}", "Refused: {detail}"),
        Reason(f"{kind}.unknown_customer", "refuse", "unknown_customer",
               "Aucun client n'a le code {wanted}, ni dans Caveau ni dans cet import. Importez-le d'abord.",
               "No customer has code {wanted}, in Caveau or in this import. Import him first."),
    )  # fmt: skip


def _broken(kind: str) -> tuple[Reason, ...]:
    return (
        Reason(f"{kind}.formula", "warn", "formula",
               "« {raw} » est une formule, pas une valeur : la case est laissée vide. Saisissez la valeur.",
               "“{raw}” is a formula, not a value: left empty. Type the value."),
        Reason(f"{kind}.cell_error", "warn", "cell_error",
               "« {raw} » est une erreur du tableur : la case est laissée vide. Saisissez la valeur.",
               "“{raw}” is a spreadsheet error: left empty. Type the value."),
        Reason(f"{kind}.too_long", "warn", "too_long",
               "Le texte dépasse {limit} caractères : la fin est coupée.",
               "The text is over {limit} characters: its end is cut."),
    )  # fmt: skip


OWN = (
    Reason("contact.no_customer", "refuse", "unknown_customer",
           "Sans code client, on ne sait pas à qui est ce contact. Complétez la ligne.",
           "Without a customer code nobody knows whose contact this is. Complete the row."),
    Reason("contact.no_name", "refuse", "no_name", "Contact sans nom : non créé. Complétez la ligne.",
           "Contact without a name: not created. Complete the row."),
    Reason("contact.documents", "warn", "unreadable_flag",
           "« {unknown} » n'est pas une sorte de document connue : non repris. Cochez-la sur la fiche.",
           "“{unknown}” is no known sort of document: not taken. Tick it on the record."),
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
    Reason("invoice.no_number", "refuse", "no_reference", "Facture sans numéro : non reprise. Complétez la ligne.",
           "Invoice without a number: not taken. Complete the row."),
    Reason("invoice.no_customer", "refuse", "unknown_customer",
           "Sans code client, on ne sait pas qui doit cette facture. Complétez la ligne.",
           "Without a customer code nobody knows who owes this invoice. Complete the row."),
    Reason("invoice.date", "refuse", "unreadable_date",
           "« {raw} » n'est pas une date de facture sûre : la facture n'est pas reprise. Corrigez la ligne.",
           "“{raw}” is not a certain invoice date: the invoice is not taken. Correct the row."),
    Reason("invoice.due", "warn", "unreadable_date",
           "Échéance « {raw} » absente ou impossible : la date de la facture ({used}) en tient lieu. Vérifiez.",
           "Due date “{raw}” missing or impossible: the date of the invoice ({used}) stands for it. Check it."),
    Reason("invoice.no_amount", "refuse", "unreadable_amounts",
           "Aucun montant sur cette ligne : facture non reprise. Complétez-la.",
           "No amount on this row: invoice not taken. Complete it."),
    Reason("invoice.amount", "refuse", "unreadable_amounts",
           "« {raw} » n'est pas un montant sûr en euros et centimes : facture non reprise. Corrigez la ligne.",
           "“{raw}” is not a certain amount in euros and cents: invoice not taken. Correct the row."),
    Reason("invoice.credit", "refuse", "unreadable_amounts",
           "{raw} est négatif : un avoir ouvert n'est pas repris. Saisissez-le comme un règlement du client.",
           "{raw} is negative: an open credit note is not taken. Type it as a payment of the customer."),
    Reason("invoice.too_much", "refuse", "unreadable_amounts",
           "Le reste dû {raw} dépasse le total de la facture : non reprise. Corrigez la ligne.",
           "The balance {raw} is over the total of the invoice: not taken. Correct the row."),
    Reason("invoice.settled", "skip", "settled_invoices",
           "Facture soldée dans l'ancien logiciel : il n'y a rien à reprendre.",
           "Invoice settled in the former program: there is nothing to take."),
    Reason("setup.tag", "note", "setup", "Étiquette « {raw} » créée.", "Tag “{raw}” created."),
    Reason("product.alcohol.unreadable", "warn", "unreadable_customs",
           "« {raw} » n'est pas un degré : non repris. Saisissez-le avant la DRM.",
           "“{raw}” is no alcohol by volume: not taken. Type it before the DRM."),
    Reason("product.customs.unreadable", "warn", "unreadable_customs",
           "« {raw} » n'a pas la forme de {field} : non repris. Saisissez-le avant la DRM.",
           "“{raw}” has not the form of {field}: not taken. Type it before the DRM."),
    Reason("product.count.unreadable", "warn", "unreadable_customs",
           "« {raw} » n'est pas un nombre entier pour {field} : non repris.",
           "“{raw}” is no whole number for {field}: not taken."),
    Reason("product.case_gtin.wrong", "warn", "bad_gtin",
           "Le code-barres du carton {raw} est faux : non repris.", "Case barcode {raw} is wrong: not taken."),
    Reason("product.capsule.unknown", "warn", "unknown_capsule",
           "La société n'a pas de capsule « {raw} » : non reprise. Créez-la, puis choisissez-la sur l'article.",
           "The company has no capsule “{raw}”: not taken. Create it, then choose it on the product."),
    Reason("customer.discount.unreadable", "warn", "unreadable_flag",
           "« {raw} » n'est pas une remise entre 0 et 100 % : non reprise. Saisissez-la.",
           "“{raw}” is no discount between 0 and 100 %: not taken. Type it."),
)  # fmt: skip
