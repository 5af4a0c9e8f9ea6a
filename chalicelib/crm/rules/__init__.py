"""Customers, their categories and labels: frozen dataclasses and pure functions."""

from chalicelib.crm.rules.categories import Category, CategoryBook, Count, said
from chalicelib.crm.rules.customers import (
    DOCUMENTS,
    NO_COUNTRY,
    Address,
    Contact,
    Customer,
    CustomerKind,
    Found,
    checked,
    code_key,
    named,
    offers_to,
    recipients,
    term_problem,
    visible,
)
from chalicelib.crm.rules.duplicates import left, marks, merged
from chalicelib.crm.rules.labels import Label, LabelBook, LabelKind, labelled, names

__all__ = [
    "DOCUMENTS",
    "NO_COUNTRY",
    "Address",
    "Category",
    "CategoryBook",
    "Contact",
    "Count",
    "Customer",
    "CustomerKind",
    "Found",
    "Label",
    "LabelBook",
    "LabelKind",
    "checked",
    "code_key",
    "labelled",
    "left",
    "marks",
    "merged",
    "named",
    "names",
    "offers_to",
    "recipients",
    "said",
    "term_problem",
    "visible",
]
