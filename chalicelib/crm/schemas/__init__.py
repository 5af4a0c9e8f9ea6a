"""What crosses the border of crm: customers, their categories and labels, duplicates, registers, and the facts others
build on."""

from chalicelib.crm.schemas.books import CategoriesOut, CategoryIn, CategoryOut, LabelIn, LabelOut, LabelsOut
from chalicelib.crm.schemas.customers import (
    AddressIO,
    ContactIO,
    CustomerIn,
    CustomerOut,
    CustomerRow,
    CustomerSaveIn,
    Kept,
    WarningOut,
)
from chalicelib.crm.schemas.duplicates import MergeIn, TwinGroup, TwinGroupsOut, TwinOut, TwinsOut
from chalicelib.crm.schemas.facts import CustomerChangedV1, CustomerCreatedV1, CustomerDeletedV1, CustomerMergedV1
from chalicelib.crm.schemas.fields import Account, DocumentSort, Email, LabelName, Number, Phone
from chalicelib.crm.schemas.registers import ChecksIn, ChecksOut, FilledOut, FindingOut, LookupIn, RegisterCheckOut

__all__ = [
    "Account",
    "AddressIO",
    "CategoriesOut",
    "CategoryIn",
    "CategoryOut",
    "ChecksIn",
    "ChecksOut",
    "ContactIO",
    "CustomerChangedV1",
    "CustomerCreatedV1",
    "CustomerDeletedV1",
    "CustomerIn",
    "CustomerMergedV1",
    "CustomerOut",
    "CustomerRow",
    "CustomerSaveIn",
    "DocumentSort",
    "Email",
    "FilledOut",
    "FindingOut",
    "Kept",
    "LabelIn",
    "LabelName",
    "LabelOut",
    "LabelsOut",
    "LookupIn",
    "MergeIn",
    "Number",
    "Phone",
    "RegisterCheckOut",
    "TwinGroup",
    "TwinGroupsOut",
    "TwinOut",
    "TwinsOut",
    "WarningOut",
]
