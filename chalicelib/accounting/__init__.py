"""Accounting: what the facts of trade say to the books, and the legal file.

Owns: the chart of accounts (*plan comptable*) as settings, journals, entries (*écritures*), lettering (*lettrage*),
the FEC.

| noun | in the field | what it is |
|---|---|---|
| Chart | paramétrage comptable | accounts and journals, each with its PCG default |
| Entry | écriture | numbered without gap in its accounting year, balanced, never changed but for its letters |
| Line | ligne d'écriture | one account moved, debit or credit |
| Open | comptes à lettrer | a customer's lines that settle nothing yet |
| Group | lettre | lines that sum to zero together |
| FEC | fichier des écritures comptables | the 18 columns of article A47 A-1 LPF, written and checked here |

Life cycle of an entry: booked, once, from one fact; a correction is another entry.

Entries have a lane of their own (`accounts`), so booking never slows a sale down. The room books when the bus tells
it of a fact, and again before any export: `book_pending` goes on from the last fact booked, so an export is complete.
"""
