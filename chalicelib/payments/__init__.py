"""Payments: money received, and which invoices it pays.

Owns: payment methods (*modes de règlement*), payments (*règlements*) and their allocations to invoices
(*affectations*).

| noun | in the field | what it is |
|---|---|---|
| Method | mode de règlement | transfer, cheque, card…: six are given, a company adds its own with account and bank |
| Payment | règlement | money received from one customer on one day; what is not allocated stays to his credit |
| Allocation | affectation | a part of a payment given to an invoice; never more than was paid, never more than is due |

Life cycle of a payment: recorded (enregistré) → cancelled (annulé). A cancelled payment stays readable, pays nothing,
and is undone in the books by a counter-entry; nothing is ever deleted.
"""
