"""The items of reminders.

| kind | pk | what | who asks |
|---|---|---|---|
| dunning | `<company>#dunning#<invoice>` | the steps of one invoice | the night; sending one; a payment |
| held_back | `<company>#held_back#all` | invoices in dispute, customers excluded | the night; sending |
"""

from __future__ import annotations

from chalicelib.aws.table import Kind
from chalicelib.reminders.rules.dunning import Dunning, HeldBook

DUNNINGS = Kind("dunning", Dunning, prefix="dun")
HELD = Kind("held_back", HeldBook)
