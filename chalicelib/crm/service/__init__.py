"""Use cases of crm, and what the rooms above read of it.

unit.load(*crm.refs(customer_id), *others)          # with the caller's own batch: one read
buyer = crm.customer(unit, customer_id)             # 404 for a customer the actor may not know of
category = crm.category_of(unit, buyer)
crm.mark_used(unit, customer_id)                    # when a document names the customer
"""

from chalicelib.crm.service.credit import credit_blocks, credit_doubts, credit_refs, get_credit, put_credit
from chalicelib.crm.service.duplicates import groups, merge, merged_into, twins, with_twins
from chalicelib.crm.service.files import offer_addresses
from chalicelib.crm.service.labels import (
    change_label,
    create_label,
    delete_label,
    label_ids,
    label_refs,
    labels,
    list_labels,
)
from chalicelib.crm.service.persons import erase_person, export_person, forget_past, get_erasure
from chalicelib.crm.service.reading import (
    categories,
    category_of,
    customer,
    each_customer,
    mark_used,
    naming,
    naming_ref,
    offer,
    refs,
    withdraw,
)
from chalicelib.crm.service.registers import (
    attach,
    check_customer,
    checks,
    finding_refs,
    look_up,
    suspension_problem,
    zero_rate_problem,
)
from chalicelib.crm.service.representatives import (
    keep_representative,
    may_follow,
    representative,
    representative_refs,
)
from chalicelib.crm.service.ties import follow_from, get_ties
from chalicelib.crm.service.timeline import remove_exchange, timeline, write_exchange
from chalicelib.crm.service.write_categories import (
    change_category,
    create_category,
    delete_category,
    list_categories,
)
from chalicelib.crm.service.write_customers import (
    change_customer,
    create_customer,
    create_customers,
    delete_customers,
    get_customer,
)

__all__ = [
    "attach",
    "categories",
    "category_of",
    "change_category",
    "change_customer",
    "change_label",
    "check_customer",
    "checks",
    "create_category",
    "create_customer",
    "create_customers",
    "create_label",
    "credit_blocks",
    "credit_doubts",
    "credit_refs",
    "customer",
    "delete_category",
    "delete_customers",
    "delete_label",
    "each_customer",
    "erase_person",
    "export_person",
    "finding_refs",
    "follow_from",
    "forget_past",
    "get_credit",
    "get_customer",
    "get_erasure",
    "get_ties",
    "groups",
    "keep_representative",
    "label_ids",
    "label_refs",
    "labels",
    "list_categories",
    "list_labels",
    "look_up",
    "mark_used",
    "may_follow",
    "merge",
    "merged_into",
    "naming",
    "naming_ref",
    "offer",
    "offer_addresses",
    "put_credit",
    "refs",
    "remove_exchange",
    "representative",
    "representative_refs",
    "suspension_problem",
    "timeline",
    "twins",
    "with_twins",
    "withdraw",
    "write_exchange",
    "zero_rate_problem",
]
