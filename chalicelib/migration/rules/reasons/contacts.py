"""What may be said of a contact."""

from __future__ import annotations

from chalicelib.migration.rules.reason import Reason

CONTACTS = (
    Reason("contact.no_customer", "refuse", "unknown_customer",
           "Sans code client, on ne sait pas à qui est ce contact. Complétez la ligne.",
           "Without a customer code nobody knows whose contact this is. Complete the row."),
    Reason("contact.no_name", "refuse", "no_name", "Contact sans nom : non créé. Complétez la ligne.",
           "Contact without a name: not created. Complete the row."),
    Reason("contact.documents", "warn", "unreadable_flag",
           "« {unknown} » n'est pas une sorte de document connue : non repris. Cochez-la sur la fiche.",
           "“{unknown}” is no known sort of document: not taken. Tick it on the record."),
)  # fmt: skip
