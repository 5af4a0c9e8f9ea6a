"""E-invoicing: invoices through an approved platform, what becomes of them, sales reported to the tax office.

Owns: e-invoices and their life cycle, outgoing flows, e-reports, the platform's keys.

| noun | in the field | what it is |
|---|---|---|
| Platform | plateforme agréée (PA) | who carries invoices, with the company's keys |
| EInvoice | facture électronique | what the platform told of one issued invoice |
| Status | statut du cycle de vie | one step of it, by its code (200 déposée … 213 rejetée) |
| Flow | flux | one file that leaves: an invoice, a status, a report |
| EReport | e-reporting (flux 10) | the sales of a period to private persons and abroad |

| a report is | may become | meaning |
|---|---|---|
| open (en cours) | to_send | its period runs |
| to_send (à envoyer) | sent, refused | its file is made |
| sent (envoyé) | accepted, refused, replaced | the platform has it |
| accepted, refused | replaced | another of type RE tells its period |

| a flow is | may become | meaning |
|---|---|---|
| pending (à transmettre) | sent, rejected | waits, is tried again every hour |
| sent (transmise) | accepted, rejected | the platform has it |
| accepted (acceptée) | none | it passed the platform's checks |
| rejected (rejetée) | pending | refused with a reason; a person may ask again |

Specification: docs/algorithms/einvoicing.md.
"""
