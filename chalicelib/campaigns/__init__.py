"""Campaigns: allocations and futures (primeurs). (Nouns declared; the code comes with its own issue.)

| noun | in the field | what it is |
|---|---|---|
| Campaign | campagne | an offer of a vintage over a period |
| Market | marché | a slice of the volume, possibly cascading to sub-markets |
| Wish | demande | what a customer asked for |
| Allocation | allocation | what he gets, with the reason of the figure |
| Booking | réservation | an accepted allocation, turned into one or several orders |
| Schedule | calendrier de paiement | deposits and balance, waiting on account 419 |

Life cycle of a campaign: draft → open → allocated → closed.
Life cycle of a booking: proposed → accepted → ordered · proposed → declined · accepted → released.

Allocations never exceed any level of the cascade, are the same when run again, and are simulated before being sent.
"""
