"""Agents: sales representatives and what they earn. Specification: docs/algorithms/commissions.md.

| noun | in the field | what it is |
|---|---|---|
| Agent | représentant | a person or firm that brings orders; may be a user limited to own customers |
| Family | famille de représentants | shares terms: rate, basis, period, shipping |
| Plan | règles de commission | families, which level's rate wins, accounts |
| Rate | taux de commission | base, or of a customer, product or grid; each line says which won |
| Earning | commission | what is earned on one invoice, by movements |
| Ledger | encours | what is not settled yet, by month |
| Statement | relevé | a month or quarter of one representative, frozen once issued |

Life cycle of a statement: open → issued → paid.

Commissions are made from facts (invoice and credit note issued, payment allocated or cancelled), each counted once. Who
a representative is for a customer, an order or a mail is kept by crm, under the same id.
"""
