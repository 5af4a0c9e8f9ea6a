"""Reminders: invoices that are not paid in time, and the letters that say so.

Owns: reminders (*relances*), what is held back from them (*litiges*, excluded customers), late fees.

| noun | in the field | what it is |
|---|---|---|
| Dunning | relances d'une facture | the steps taken for one invoice, one item |
| Step | relance | one level of one invoice: made by the night, sent by a person |
| Held | facture en litige, client exclu | an invoice or a customer that is reminded of nothing |
| Rate | taux de retard | what late payment costs a business, by half-year, with its source |

| a step is | may become | meaning |
|---|---|---|
| pending (à envoyer) | sent, dropped, superseded, lapsed | made by the night, waits for a person |
| sent (envoyée) | none | an e-mail carries it |
| dropped (écartée) | none | a person decided not to |
| superseded (dépassée) | none | the next level came before anybody sent it |
| lapsed (sans objet) | pending | paid, disputed or excluded; comes back when that is undone |
"""
