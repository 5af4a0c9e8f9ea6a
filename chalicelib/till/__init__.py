"""Till: selling in the tasting room and at fairs, on a tablet, with or without a network. (The code has its own issue.)

| noun | in the field | what it is |
|---|---|---|
| Point of sale | point de vente | caveau, fair: its products, grid and depot |
| Till | caisse | a device with its own lane of the journal and its own hash chain |
| Ticket | ticket | lines, payments, change; numbered without a gap, signed, never changed |
| Closing | clôture | day, month, year: totals, grand total, perpetual total that never goes back |
| Event | JET | what happened at the till: opening, reprint, cancellation, training |
| Archive | archive fiscale | frozen files of a period with their manifest, readable without us |

Life cycle of a ticket: open → paid · open → cancelled (logged). A refund is a new, negative ticket.

A till waits for nobody: it numbers and signs on the device, and the server appends in order (CGI 286 I 3° bis:
inaltérabilité, sécurisation, conservation, archivage).
"""
