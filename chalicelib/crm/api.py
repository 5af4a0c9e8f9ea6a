"""Routes of crm."""

from __future__ import annotations

from typing import Literal

from chalice.app import Blueprint

from chalicelib.aws.call import Call
from chalicelib.aws.http import Download, endpoints
from chalicelib.crm import index, service
from chalicelib.crm.schemas import (
    CategoriesOut,
    CategoryIn,
    CategoryOut,
    ChecksIn,
    ChecksOut,
    CustomerOut,
    CustomerRow,
    CustomerSaveIn,
    LabelIn,
    LabelOut,
    LabelsOut,
    LookupIn,
    MergeIn,
    RegisterCheckOut,
    TwinGroupsOut,
    TwinsOut,
)
from chalicelib.crm.schemas.credit import CreditIn, CreditOut
from chalicelib.crm.schemas.persons import ErasureOut
from chalicelib.crm.schemas.sharing import ShareIn, SharesOut
from chalicelib.crm.schemas.ties import TieIn, TiesOut
from chalicelib.crm.schemas.timeline import ExchangeIn, ExchangeOut, TimelineOut, TimelineQuery
from chalicelib.readmodel import lists
from chalicelib.readmodel.lists import ListQuery, Page

routes = Blueprint(__name__)
endpoint = endpoints(routes)


class CustomersFileQuery(ListQuery):
    """The list of customers, as a file."""

    format: Literal["xlsx", "csv"] = "xlsx"


@endpoint("GET /{company}/customers", scope="crm:read")
def list_customers(call: Call, query: ListQuery) -> Page[CustomerRow]:
    return lists.page(call, index.CUSTOMERS, query, CustomerRow)


@endpoint("POST /{company}/customers", scope="crm:write", status=201)
def create_customer(call: Call, body: CustomerSaveIn) -> CustomerOut:
    return service.with_twins(call, service.create_customer(call, body))


@endpoint("GET /{company}/customers/export", scope="crm:read")
def export_customers(call: Call, query: CustomersFileQuery) -> Download:
    columns = () if query.fields else index.IN_FILES
    return Download(*lists.export(call, index.CUSTOMERS, query, query.format, columns, call.actor.language))


@endpoint("GET /{company}/customers/emails", scope="crm:read")
def export_emails(call: Call, query: CustomersFileQuery) -> Download:
    """The addresses that may receive an offer: agreed to, not come back, each once."""
    return Download(*service.offer_addresses(call, query, query.format))


@endpoint("GET /{company}/customers/duplicates", scope="crm:read")
def list_duplicates(call: Call) -> TwinGroupsOut:
    """Customers that share a SIRET, a VAT number, an e-mail, or a name and a postcode."""
    return service.groups(call)


@endpoint("GET /{company}/customers/{id}", scope="crm:read")
def get_customer(call: Call, id: str) -> CustomerOut:
    return service.with_twins(call, service.get_customer(call, id))


@endpoint("PUT /{company}/customers/{id}", scope="crm:write")
def change_customer(call: Call, id: str, body: CustomerSaveIn) -> CustomerOut:
    return service.with_twins(call, service.change_customer(call, id, body))


@endpoint("GET /{company}/customer-categories", scope="crm:read")
def list_categories(call: Call) -> CategoriesOut:
    return service.list_categories(call)


@endpoint("POST /{company}/customer-categories", scope="crm:write", status=201)
def create_category(call: Call, body: CategoryIn) -> CategoryOut:
    return service.create_category(call, body)


@endpoint("PUT /{company}/customer-categories/{id}", scope="crm:write")
def change_category(call: Call, id: str, body: CategoryIn) -> CategoryOut:
    return service.change_category(call, id, body)


@endpoint("DELETE /{company}/customer-categories/{id}", scope="crm:write")
def delete_category(call: Call, id: str) -> None:
    return service.delete_category(call, id)


@endpoint("GET /{company}/customer-labels", scope="crm:read")
def list_labels(call: Call) -> LabelsOut:
    return service.list_labels(call)


@endpoint("POST /{company}/customer-labels", scope="crm:write", status=201)
def create_label(call: Call, body: LabelIn) -> LabelOut:
    return service.create_label(call, body)


@endpoint("PUT /{company}/customer-labels/{id}", scope="crm:write")
def change_label(call: Call, id: str, body: LabelIn) -> LabelOut:
    """The label renamed, for all who bear it at once."""
    return service.change_label(call, id, body)


@endpoint("DELETE /{company}/customer-labels/{id}", scope="crm:write")
def delete_label(call: Call, id: str) -> None:
    return service.delete_label(call, id)


@endpoint("GET /{company}/customers/{id}/personal-data", scope="history:read")
def export_person(call: Call, id: str) -> Download:
    """All the data of a person as a zip; needs the right to see customers, sales and payments too."""
    return service.export_person(call, id)


@endpoint("DELETE /{company}/customers/{id}/personal-data", scope="crm:erase")
def erase_person(call: Call, id: str) -> ErasureOut:
    """Blank a person everywhere but where the law wants him kept; says what stays, and why."""
    return service.erase_person(call, id)


@endpoint("GET /{company}/customers/{id}/personal-data/erasure", scope="history:read")
def get_erasure(call: Call, id: str) -> ErasureOut:
    """What the erasure of a person did."""
    return service.get_erasure(call, id)


@endpoint("GET /{company}/customers/{id}/follower", scope="crm:read")
def get_ties(call: Call, id: str) -> TiesOut:
    """Who follows a customer, and since when."""
    return service.get_ties(call, id)


@endpoint("PUT /{company}/customers/{id}/follower", scope="crm:write")
def follow_from(call: Call, id: str, body: TieIn) -> TiesOut:
    """Give a customer to a user from a day on; statistics by user follow."""
    return service.follow_from(call, id, body)


@endpoint("GET /{company}/customers/{id}/timeline", scope="crm:read")
def get_timeline(call: Call, id: str, query: TimelineQuery) -> TimelineOut:
    """Orders, invoices, payments, calls, e-mails, notes, tasks and changes of a customer, the newest first; of each
    sort, what the reader has the right to see."""
    return service.timeline(call, id, query)


@endpoint("POST /{company}/customers/{id}/timeline", scope="crm:write", status=201)
def write_exchange(call: Call, id: str, body: ExchangeIn) -> ExchangeOut:
    """A call, an e-mail, a visit or a letter, written on the time line."""
    return service.write_exchange(call, id, body)


@endpoint("DELETE /{company}/customers/{id}/timeline/{exchange}", scope="crm:write")
def remove_exchange(call: Call, id: str, exchange: str) -> None:
    """Take off an exchange that one wrote."""
    return service.remove_exchange(call, id, exchange)


@endpoint("GET /{company}/customers/{id}/credit", scope="crm:read")
def get_credit(call: Call, id: str) -> CreditOut:
    """The insured limit of a customer, and what he owes and has on order."""
    return service.get_credit(call, id)


@endpoint("PUT /{company}/customers/{id}/credit", scope="crm:write")
def put_credit(call: Call, id: str, body: CreditIn) -> CreditOut:
    """The insured limit replaced; null takes it off."""
    return service.put_credit(call, id, body)


@endpoint("GET /{company}/customers/{id}/duplicates", scope="crm:read")
def get_duplicates(call: Call, id: str) -> TwinsOut:
    return service.twins(call, id)


@endpoint("POST /{company}/customers/{id}/merge", scope="crm:write")
def merge_customer(call: Call, id: str, body: MergeIn) -> CustomerOut:
    """This customer found to be another one, which stays. What was issued is not touched."""
    return service.merge(call, id, body.into)


@endpoint("POST /{company}/registers", scope="crm:write", status=201)
def look_up(call: Call, body: LookupIn) -> RegisterCheckOut:
    """What a public register says of a SIRET, a VAT number, an excise number or an e-mail address; kept as a proof."""
    return service.look_up(call, body)


@endpoint("GET /{company}/customers/{id}/checks", scope="crm:read")
def list_checks(call: Call, id: str) -> ChecksOut:
    """What is known of a customer's numbers, where his fields come from, and the proofs."""
    return service.checks(call, id)


@endpoint("POST /{company}/customers/{id}/checks", scope="crm:write", status=201)
def check_customer(call: Call, id: str, body: ChecksIn) -> ChecksOut:
    """Ask the registers about a customer's numbers now."""
    return service.check_customer(call, id, body)


@endpoint("GET /{company}/customers/{id}/shares", scope="crm:read")
def list_customer_shares(call: Call, id: str) -> SharesOut:
    """The other companies of the same owner that share this customer, or could."""
    from chalicelib.crm.service import sharing  # noqa: PLC0415 - no part of the API's start

    return sharing.list_shares(call, id)


@endpoint("PUT /{company}/customers/{id}/shares", scope="crm:write")
def put_customer_share(call: Call, id: str, body: ShareIn) -> SharesOut:
    from chalicelib.crm.service import sharing  # noqa: PLC0415 - no part of the API's start

    return sharing.put_share(call, id, body)
