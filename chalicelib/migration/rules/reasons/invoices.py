"""What may be said of an unpaid invoice of the former program."""

from __future__ import annotations

from chalicelib.migration.rules.reason import Reason

INVOICES = (
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
    Reason("invoice.credit", "note", "open_credits",
           "Avoir ouvert : {raw} devient un crédit de ce client, à affecter à ses factures.",
           "Open credit note: {raw} becomes a credit of this customer, to be used on his invoices."),
    Reason("invoice.too_much", "refuse", "unreadable_amounts",
           "Le reste dû {raw} dépasse le total de la pièce, ou n'en a pas le signe : non reprise. Corrigez la ligne.",
           "The balance {raw} is over the total of the document, or of another sign: not taken. Correct the row."),
    Reason("invoice.settled", "skip", "settled_invoices",
           "Facture soldée dans l'ancien logiciel : il n'y a rien à reprendre.",
           "Invoice settled in the former program: there is nothing to take."),
)  # fmt: skip
