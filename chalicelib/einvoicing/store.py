"""The items of e-invoicing.

| kind | pk | what | who asks |
|---|---|---|---|
| einvoice_platform | `<company>#einvoice_platform#all` | its keys to the platform, sealed | whatever calls it |
| einvoice_followed | `<company>#einvoice_followed#all` | up to when its flows were read | the hourly look |
| einvoice | `<company>#einvoice#<ivc_…>` | an issued invoice at the platform | its page; statuses; payments |
| ereport | `<company>#ereport#t-<first day>` | the report of a period, its file by its hash | the night; replacing it |
| einvoice_flow | `<company>#einvoice_flow#<tracking id>` | a file that leaves | carrying it |
"""

from __future__ import annotations

from chalicelib.aws.table import Kind
from chalicelib.einvoicing.rules.einvoice import EInvoice, Flow
from chalicelib.einvoicing.rules.platform import Followed, Platform
from chalicelib.einvoicing.rules.report import EReport

PLATFORMS = Kind("einvoice_platform", Platform, secret=True)
FOLLOWED = Kind("einvoice_followed", Followed)
EINVOICES = Kind("einvoice", EInvoice)
FLOWS = Kind("einvoice_flow", Flow)
EREPORTS = Kind("ereport", EReport)
