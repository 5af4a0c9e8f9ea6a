"""Agents: sales representatives and what they earn. (Nouns declared; the code comes with its own issue.)

| noun | in the field | what it is |
|---|---|---|
| Agent | représentant | a person or firm that brings orders; may be a user limited to own customers |
| Family | famille de représentants | shares default rates |
| Rate | taux de commission | main, or by grid, product or customer; the most specific wins and says so |
| Commission | commission | one per invoiced or paid line, with its base and rate, by the setting |
| Statement | relevé | a month or quarter of one agent, frozen once issued |

Life cycle of a statement: open → issued → paid.

Commissions are computed from facts (invoice issued, payment allocated), excluding shipping where the setting says so;
a credit note takes back what it credits.
"""
