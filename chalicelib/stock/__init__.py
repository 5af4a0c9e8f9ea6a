"""Stock: what is where, in which state, and what moved it.

Depots, movements, levels and reservations are here; the other nouns are declared, their code comes with their issue.

| noun | in the field | what it is |
|---|---|---|
| Depot | dépôt, entrepôt | a place, suspended (sous suspension) or duty-paid (acquitté) |
| Movement | mouvement | the only way a quantity changes: bottles into or out of a depot, cause; append-only |
| Level | niveau | of a variant, by depot: physical and reserved; kept beside the movements (decision 0015) |
| Lot | lot | what was bottled together |
| Reservation | réservation | bottles promised to an order: physical − reserved = available |
| Work | travaux, mise | bottling, labelling (habillage), disgorging (dégorgement), declassification |
| Inventory | inventaire | a count on a date; its differences are movements |
| Dry good | matière sèche | bottles, corks, labels, capsules |

Life cycle of a work: planned → started → done · planned → cancelled.
Life cycle of a reservation: held → released · held → consumed.

A stock at a date is the fold of the movements up to it, and every figure opens the movements that sum to it
(docs/algorithms/stock.md). Bottles are integers; bulk wine is in units of 10⁻⁵ hL.
Stock stands under sales: an order reserves through `stock.service`, and learns of shortages as data.
"""
