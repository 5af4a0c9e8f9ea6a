"""Sales: from what a customer asks for to the invoice he owes.

Owns: quotes (*devis*), orders (*commandes*) and what they become: delivery notes (*bons de livraison*), invoices
(*factures*), credit notes (*avoirs*), what is due on them (*créances*), their papers.

| noun | in the field | what it is |
|---|---|---|
| Offer | offre | what a quote and an order share: lines priced with their trace, totals by VAT rate, comments |
| Quote | devis | an offer made to a customer, good until a day; once accepted it becomes an order |
| Order | commande | an offer the customer asked for, with the ledger of what left of it |
| Line | ligne | a variant, bottles (*cols*), the price that won and why, its discounts |
| DeliveryNote | bon de livraison | bottles of a confirmed order that left: numbered, never changed, undone by another |
| VatCase | régime de TVA | one row of the table "who buys, where it goes": rate, mention, zone |
| Invoice | facture | an order frozen on the day it is issued: numbered without gap, sealed in a chain, never changed |
| CreditNote | avoir | an invoice given back, whole or in part: a document like it, of the opposite direction |
| Receivable | créance | what an invoice still claims: the one part of it that moves, by settlements only |
| Paper | exemplaire | the PDF of an invoice in one language, made once, kept by its SHA-256 |

Life cycle of an order (`rules.order.TRANSITIONS`):

| from | to | meaning |
|---|---|---|
| draft (brouillon) | pending, validated, cancelled | being typed; re-priced when it changes |
| pending (en attente) | draft, validated, cancelled | waits for someone's word |
| validated (validée) | draft, cancelled, invoiced | promised to the customer, told to the stock |
| invoiced (facturée) | cancelled | frozen: a credit note of all that is left of its invoice undoes it |
| cancelled (annulée) | none | will not be |

That of a quote is in docs/algorithms/quotes_and_deliveries.md. An invoice has one state, issued; its status (unpaid,
partly paid, paid, overpaid) is read off its settlements, as how far an order is shipped is read off its notes.
"""
