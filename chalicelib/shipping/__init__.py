"""Shipping: from a validated order to the customer's door. (Nouns declared; the code comes with its own issue.)

| noun | in the field | what it is |
|---|---|---|
| Carrier | transporteur | with its grids by zone, fixed costs and fuel surcharge (taxe gazole), each dated |
| Shipment | expédition | what leaves, in parcels or pallets; an order may leave in several |
| Picking note | bon de préparation | what the cellar prepares |
| Delivery note | bon de livraison | what goes with the goods |
| Round | tournée | stops in an order, with distance and time |
| Group | groupage | shipments sent together |

Life cycle of a picking: requested → started → completed.
Life cycle of a shipment: prepared → handed over → delivered · prepared → cancelled.

Shipping costs are kept for the margin even when the customer is not billed. Weights come from packagings, in grams.
A shipment under suspension waits for its DAE (room customs): it asks by a fact and is told by a fact.
"""
