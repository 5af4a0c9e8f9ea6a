"""Purchasing: suppliers, what they sell us and at what price. (Nouns declared; the code comes with its own issue.)

| noun | in the field | what it is |
|---|---|---|
| Supplier | fournisseur | a business we buy from |
| Cost price | prix d'achat | per variant and supplier, dated, with tiers |
| Purchase order | bon de commande | what we ask for; may be made from one or several sales orders |
| Receipt | réception | what arrived: it moves stock and feeds the cost |
| Supplier invoice | facture fournisseur | received, matched with receipts |

Life cycle of a purchase order: draft → sent → partly received → received · draft → cancelled · sent → cancelled.

Cost is a weighted average or FIFO, as the company set it; a cost used in a validated margin is frozen there.
"""
