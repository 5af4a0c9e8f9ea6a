"""Lists of customers: what is searched, filtered, sorted and exported.

Rows hold the ids of category, grid and representative; what these are called is looked up as the list is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from chalicelib.crm.rules import marks, offers_to
from chalicelib.crm.rules import persons as persons
from chalicelib.crm.rules.ties import periods
from chalicelib.crm.store import CUSTOMERS as customers
from chalicelib.crm.store import TIES
from chalicelib.kernel.dates import payment_term
from chalicelib.kernel.identifiers import country_name
from chalicelib.readmodel import FIGURES, NAMES, Change, Column, Figure, Row, Table, projection, wording
from chalicelib.readmodel.persons import holds
from chalicelib.readmodel.registry import REWRITING
from chalicelib.readmodel.timeline import tells

RELIEFS = wording(
    ai2=("AI2 (art. 275)", "AI2 (art. 275)"), suspended=("Suspension (art. 277 A)", "Suspended (art. 277 A)")
)
KINDS = wording(individual=("Particulier", "Individual"), business=("Professionnel", "Business"))
METHODS = wording(
    transfer=("Virement", "Bank transfer"), cheque=("Chèque", "Cheque"), card=("Carte bancaire", "Card"),
    cash=("Espèces", "Cash"), direct_debit=("Prélèvement SEPA", "SEPA direct debit"),
    bill=("Lettre de change", "Bill of exchange"),
)  # fmt: skip
LANGUAGES = wording(fr=("français", "French"), en=("anglais", "English"))
MERGED = "merged"
"""The figure of a customer that names those found to be him."""


def _term(code: str, language: str) -> str:
    term = payment_term(code)
    return term.label(language) if term else code


def _sale(
    column: str, how: Literal["sum", "last", "count", "all"], name: str, through: str = "", *, fr: str, en: str
) -> Column:
    """What the rooms above tell about a customer, for those who may see sales."""
    figure = Figure(name, how, through, alias=MERGED if how == "all" else "")
    return Column(column, figure.type, fr=fr, en=en, scope="sales:read", figure=figure)


def _told(column: str, how: Literal["sum", "last"], name: str, *, fr: str, en: str) -> Column:
    """What another item of crm tells about a customer."""
    figure = Figure(name, how)
    return Column(column, figure.type, fr=fr, en=en, figure=figure)


CUSTOMERS = Table(
    "customers",
    [
        Column("id", "id", fr="Identifiant", en="Id"),
        Column("code", "text", search=True, index=True, fr="Code", en="Code"),
        Column("name", "text", search=True, fr="Nom", en="Name"),
        Column("first_name", "text", fr="Prénom", en="First name"),
        Column("kind", "choice", fr="Nature", en="Kind", words=KINDS),
        Column("category_id", "id", index=True, fr="Id. catégorie", en="Category id"),
        Column("category", "text", names="category_id", fr="Catégorie", en="Category"),
        Column("grid_id", "id", fr="Id. tarif", en="Price grid id"),
        Column("grid", "text", names="grid_id", fr="Tarif", en="Price grid"),
        Column("address", "text", fr="Adresse", en="Address"),
        Column("postcode", "text", search=True, fr="Code postal", en="Postcode"),
        Column("town", "text", search=True, fr="Ville", en="Town"),
        Column("country", "choice", fr="Pays", en="Country", words=country_name),
        Column("email", "text", search=True, fr="E-mails", en="E-mails"),
        Column("phone", "text", search=True, fr="Téléphones", en="Telephones"),
        Column("contacts", "text", search=True, fr="Contacts", en="Contacts"),
        Column("siret", "text", search=True, fr="SIRET", en="SIRET"),
        Column("vat_number", "text", search=True, fr="N° TVA", en="VAT number"),
        Column("excise_number", "text", search=True, fr="N° d'accise", en="Excise number"),
        Column("tags", "tags", fr="Ids. étiquettes", en="Tag ids"),
        Column("tag_names", "text", lists="tags", fr="Étiquettes", en="Tags"),
        Column("zones", "tags", fr="Ids. zones", en="Zone ids"),
        Column("zone_names", "text", lists="zones", fr="Zones", en="Zones"),
        Column("consent", "bool", fr="Accepte les offres", en="Agrees to offers"),
        Column("representative", "id", fr="Id. représentant", en="Representative id"),
        Column("agent", "text", names="representative", fr="Représentant", en="Representative"),
        Column("language", "choice", fr="Langue", en="Language", words=LANGUAGES),
        Column("payment_term", "choice", fr="Délai de règlement", en="Payment term", words=_term),
        Column("payment_method", "choice", fr="Mode de règlement", en="Payment method", words=METHODS),
        Column("template", "id", fr="Id. modèle de documents", en="Document template id"),
        Column("permanent_discount", "percent", fr="Remise permanente (%)", en="Permanent discount (%)"),
        Column("vat_relief", "choice", fr="Vente sans TVA", en="Sale without VAT", words=RELIEFS),
        Column("relief_year", "int", fr="Année de l'attestation", en="Year of the attestation"),
        Column("deliveries", "int", fr="Adresses de livraison", en="Delivery addresses"),
        Column("since", "date", fr="Client depuis", en="Customer since"),
        Column("source", "text", fr="Origine", en="Source"),
        _sale("turnover", "sum", "turnover", fr="Chiffre d'affaires HT", en="Turnover excl. VAT"),
        _sale("unpaid", "sum", "unpaid", fr="Reste dû", en="Balance due"),
        _sale("invoices", "count", "turnover", fr="Factures", en="Invoices"),
        _sale("last_invoice", "last", "turnover", fr="Dernière facture", en="Last invoice"),
        _sale("orders", "count", "ordered", fr="Commandes", en="Orders"),
        _sale("last_order", "last", "ordered", fr="Dernière commande", en="Last order"),
        _sale("bought", "all", "bought", fr="Ids. déclinaisons achetées", en="Ids of variants bought"),
        _sale("bought_products", "all", "bought", "product", fr="Ids. produits achetés", en="Ids of products bought"),
        _sale("bought_vintages", "all", "bought", "vintage", fr="Millésimes achetés", en="Vintages bought"),
        _told("credit_limit", "sum", "insured", fr="Encours garanti", en="Insured limit"),
        _told("credit_until", "last", "insured", fr="Garanti jusqu'au", en="Insured until"),
        Column("merged_into", "id", fr="Id. fusionné dans", en="Merged into (id)"),
        Column("archived", "bool", fr="Archivé", en="Archived"),
        Column("updated_at", "instant", fr="Modifié le", en="Changed at"),
    ],
    owner="representative",
    sort="name,code",
)

_IDS = (
    "id", "category_id", "grid_id", "template", "representative", "tags", "zones", "bought", "bought_products",
    "merged_into",
)  # fmt: skip
IN_FILES = tuple(column.name for column in CUSTOMERS.columns if column.name not in _IDS)
"""The columns of a file when none are asked: names, no ids."""
_COPIED = (
    "id", "code", "kind", "category_id", "grid_id", "siret", "vat_number", "excise_number", "tags", "representative",
    "language", "payment_term", "payment_method", "template", "permanent_discount", "since", "source", "archived",
)  # fmt: skip

ADDRESSES = Table(
    "offer_addresses",
    [
        Column("id", "id"),
        Column("email", "text", index=True, fr="E-mail", en="E-mail"),
        Column("code", "text", fr="Code", en="Code"),
        Column("name", "text", fr="Nom", en="Name"),
        Column("language", "choice", fr="Langue", en="Language", words=LANGUAGES),
        Column("customer", "id", fr="Id. client", en="Customer id"),
        Column("owner", "id"),
    ],
    owner="owner",
    sort="email,code",
    title="email",
)
"""The addresses that may receive an offer."""


MARKS = Table(
    "customer_marks",
    [
        Column("mark", "id", index=True),
        Column("customer", "id", index=True),
        Column("code", "text"),
        Column("name", "text"),
        Column("town", "text"),
        Column("owner", "id"),
    ],
    owner="owner",
    sort="mark,code",
    title="mark",
)
"""What two records of one customer would share."""


CHECKS = Table(
    "register_checks",
    [Column("id", "id"), Column("customer", "id", index=True), Column("at", "instant")],
    within=("customers", "customer"),
    sort="-at,id",
    title="id",
)
"""The proofs of a customer; what they say is read by key."""


FINDINGS = Table(
    "register_findings",
    [
        Column("customer", "id", index=True),
        Column("subject", "id"),
        Column("number", "text"),
        Column("state", "choice"),
        Column("tried_at", "instant"),
        Column("silence", "text"),
    ],
    within=("customers", "customer"),
    sort="tried_at",
    title="number",
)
"""When a number was last asked about."""


FOLLOWED = Table(
    "followed",
    [
        Column("customer", "id", index=True),
        Column("user", "id"),
        Column("since", "date"),
        Column("until", "date"),
    ],
    within=("customers", "customer"),
    sort="since",
    title="customer",
)
"""Who followed a customer from a day on, until (the day itself no more); none while that never changed."""


@projection(FOLLOWED, kind="customer_ties")
def followed_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    for user, since, until in periods(TIES.adapter.validate_python(doc)):
        yield {"customer": change.id, "user": user, "since": since, "until": until}


EXCHANGES = Table(
    "exchanges",
    [
        Column("id", "id"),
        Column("customer", "id", index=True),
        Column("sort", "choice"),
        Column("at", "instant"),
        Column("title", "text"),
        Column("detail", "text"),
        Column("by_name", "text"),
    ],
    within=("customers", "customer"),
    sort="-at",
    title="title",
)
"""Calls, e-mails, visits and letters, for the time line."""
for _sort in ("call", "email", "visit", "letter"):
    tells(EXCHANGES, _sort, of="customer", at="at", title="title", detail="detail", by="by_name", where=("sort", _sort))


holds(CUSTOMERS, "id")
holds(CHECKS, "customer")
holds(FINDINGS, "customer")
REWRITING.add("crm.person.forgotten.v1")


@projection(EXCHANGES, kind="exchange")
def exchange_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    said = [doc["person"], doc["text"]]
    yield {
        **{name: doc[name] for name in ("id", "customer", "sort", "at", "title", "by_name")},
        "detail": " · ".join(text for text in said if text)[:500],
    }


@projection(CUSTOMERS, kind="customer")
def customer_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    billing = doc["billing"]
    person = doc["kind"] == "individual"
    yield {
        **{name: doc[name] for name in _COPIED},
        "name": f"{doc['name']} {doc['first_name']}".strip() if person else doc["name"],
        "first_name": doc["first_name"] if person else "",
        "address": ", ".join(billing["lines"]),
        "postcode": billing["postcode"],
        "town": billing["town"],
        "country": billing["country"],
        "email": ", ".join(doc["emails"]),
        "phone": ", ".join(doc["phones"]),
        "contacts": ", ".join(f"{one['first_name']} {one['name']}".strip() for one in doc["contacts"]),
        "deliveries": len(doc["deliveries"]),
        "vat_relief": doc.get("vat_relief"),
        "relief_year": doc.get("relief_year"),
        "zones": doc.get("zones", []),
        "consent": doc.get("consent", False),
        "merged_into": doc.get("merged_into", ""),
        "updated_at": change.at,
    }


@projection(ADDRESSES, kind="customer")
def address_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    if not doc.get("consent"):
        return
    known = customers.adapter.validate_python(doc)
    for n, email in enumerate(offers_to(known)):
        yield {
            "id": f"{known.id}-{n}",
            "email": email,
            "code": known.code,
            "name": known.display_name,
            "language": known.language,
            "customer": known.id,
            "owner": known.representative,
        }


@projection(MARKS, kind="customer")
def mark_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    known = customers.adapter.validate_python(doc)
    for mark in marks(known):
        yield {
            "mark": mark,
            "customer": known.id,
            "code": known.code,
            "name": known.display_name,
            "town": known.billing.town,
            "owner": known.representative,
        }


@projection(CHECKS, kind="register_check")
def check_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    """The check of a number looked up before its customer was saved has no customer yet."""
    if doc["customer"]:
        yield {"id": doc["id"], "customer": doc["customer"], "at": doc["at"]}


@projection(FINDINGS, kind="register_findings")
def finding_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    for one in doc["items"]:
        copied = ("subject", "number", "state", "tried_at", "silence")
        yield {"customer": doc["customer"], **{name: one[name] for name in copied}}


@projection(FIGURES, kind="customer")
def merged_figures(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    """What was sold to a customer merged since is found with the one that stays."""
    if doc.get("merged_into"):
        yield {"of": doc["merged_into"], "name": MERGED, "what": doc["id"]}


@projection(FIGURES, kind="credit_covers")
def insured_figures(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    yield from (
        {"of": one["id"], "name": "insured", "day": one["until"], "amount": one["limit"]} for one in doc["items"]
    )


@projection(NAMES, kind="customer_categories")
def category_names(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    yield from ({"id": one["id"], "name": one["name"]} for one in doc["items"])


@projection(NAMES, kind="customer_labels")
def label_names(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    yield from ({"id": one["id"], "name": one["name"]} for one in doc["items"])


@projection(NAMES, kind="member")
def member_names(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    """Of members only their name comes here."""
    yield {"id": change.id, "name": doc["name"]}
