"""Sales: from what a customer asks for to the invoice he owes.

Owns: orders (*commandes*) and what they become, invoices (*factures*), what is due on them (*créances*), their papers.

| noun | in the field | what it is |
|---|---|---|
| Order | commande | lines priced with their trace, totals by VAT rate, private and printed comments |
| Line | ligne | a variant, bottles (*cols*), the price that won and why, its discounts |
| VatCase | régime de TVA | one row of the table "who buys, where it goes": rate, mention, zone |
| Invoice | facture | an order frozen on the day it is issued: numbered without gap, sealed in a chain, never changed |
| Receivable | créance | what an invoice still claims: the one part of it that moves, by settlements only |
| Paper | exemplaire | the PDF of an invoice in one language, made once, kept by its SHA-256 |

Life cycle of an order (`rules.order.TRANSITIONS`):

| from | to | meaning |
|---|---|---|
| draft (brouillon) | pending, validated, cancelled | being typed; re-priced when it changes |
| pending (en attente) | draft, validated, cancelled | waits for someone's word |
| validated (validée) | draft, cancelled, invoiced | promised to the customer, told to the stock |
| invoiced (facturée) | none | frozen: only a credit note undoes it |
| cancelled (annulée) | none | will not be |

An invoice has one state, issued. Its status (unpaid, partly paid, paid, overpaid) is read off its settlements.
"""
