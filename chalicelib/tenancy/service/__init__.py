"""The use cases of tenancy, one file per noun. What other rooms ask for stands in `decided` and is named
here.

    from chalicelib.tenancy import service as tenancy

    unit.load(*refs, *tenancy.refs("invoice_number", on=unit.today))   # with the room's own batch: one read
    term = tenancy.company_settings(unit).text("payment_term")
    number = tenancy.next_number(unit, "invoice_number")
"""

from chalicelib.tenancy.service.decided import (
    CompanySettings,
    company,
    company_settings,
    is_member,
    member_refs,
    next_number,
    person_email,
    person_refs,
    refs,
)

__all__ = [
    "CompanySettings",
    "company",
    "company_settings",
    "is_member",
    "member_refs",
    "next_number",
    "person_email",
    "person_refs",
    "refs",
]
