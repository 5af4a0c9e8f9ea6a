"""The items of direct debits.

| kind | pk | what | who asks |
|---|---|---|---|
| mandate | `<company>#mandate#<customer>` | a customer's leave to be debited | inviting; signing; the night; events |
| mandate_account | `<company>#mandate_account#<customer>` | its IBAN, sealed, when it is the house's own | a file |
| collection | `<company>#collection#<invoice>` | what is debited for an invoice | the night; events; files |
| debit_file | `<company>#debit_file#<dbf_…>` | debits given to the bank together | its paper |
| debit_file_content | `<company>#debit_file_content#<dbf_…>` | its text, sealed | its download |

The keys of GoCardless are those of a connector of payments.
"""

from __future__ import annotations

from chalicelib.aws.audit import Audit, audited
from chalicelib.aws.table import Kind
from chalicelib.debits.rules.debit import Collection
from chalicelib.debits.rules.filing import Content, DebitFile
from chalicelib.debits.rules.mandate import Account, Mandate

MANDATES = Kind("mandate", Mandate)
ACCOUNTS = Kind("mandate_account", Account, secret=True)
COLLECTIONS = Kind("collection", Collection)
FILES = Kind("debit_file", DebitFile, prefix="dbf")
CONTENTS = Kind("debit_file_content", Content, secret=True)
audited(Audit("collection", sums=lambda doc: {"amount": sum(one["amount"] for one in doc["debits"])}))
