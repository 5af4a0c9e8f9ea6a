"""E-invoicing: invoices through an approved platform, what becomes of them, sales reported to the tax office.

Owns: e-invoices and their life cycle, outgoing flows, e-reports, received supplier invoices, the platform's keys.

| noun | in the field | what it is |
|---|---|---|
| Platform | plateforme agréée (PA) | who carries invoices, with the company's keys |
| EInvoice | facture électronique | what the platform told of one issued invoice |
| Status | statut du cycle de vie | one step of it, by its code (200 déposée … 213 rejetée) |
| Flow | flux | one file that leaves: an invoice, a status, a report |
| EReport | e-reporting (flux 10) | the sales, or the money collected, of a period |
| Received | facture reçue | a supplier's invoice with the answer given to it |

| a flow is | may become | meaning |
|---|---|---|
| pending (à transmettre) | sent, rejected | waits, is tried again every hour |
| sent (transmise) | accepted, rejected | the platform has it |
| accepted (acceptée) | none | it passed the platform's checks |
| rejected (rejetée) | pending | refused with a reason; a person may ask again |

Specification: docs/algorithms/einvoicing.md.
"""
