"""Lists of customers: what is searched, filtered, sorted and exported.

Rows hold the ids of category, grid and representative; what these are called is looked up as the list is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chalicelib.kernel.dates import payment_term
from chalicelib.kernel.identifiers import country_name
from chalicelib.readmodel import NAMES, Change, Column, Row, Table, projection, wording

KINDS = wording(individual=("Particulier", "Individual"), business=("Professionnel", "Business"))
METHODS = wording(
    transfer=("Virement", "Bank transfer"), cheque=("Chèque", "Cheque"), card=("Carte bancaire", "Card"),
    cash=("Espèces", "Cash"), direct_debit=("Prélèvement SEPA", "SEPA direct debit"),
    bill=("Lettre de change", "Bill of exchange"),
)  # fmt: skip
LANGUAGES = wording(fr=("français", "French"), en=("anglais", "English"))


def _term(code: str, language: str) -> str:
    term = payment_term(code)
    return term.label(language) if term else code


CUSTOMERS = Table(
    "customers",
    [
        Column("id", "id", fr="Identifiant", en="Id"),
        Column("code", "text", search=True, index=True, fr="Code", en="Code"),
        Column("name", "text", search=True, fr="Nom", en="Name"),
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
        Column("tags", "tags", fr="Étiquettes", en="Tags"),
        Column("representative", "id", fr="Id. représentant", en="Representative id"),
        Column("agent", "text", names="representative", fr="Représentant", en="Representative"),
        Column("language", "choice", fr="Langue", en="Language", words=LANGUAGES),
        Column("payment_term", "choice", fr="Délai de règlement", en="Payment term", words=_term),
        Column("payment_method", "choice", fr="Mode de règlement", en="Payment method", words=METHODS),
        Column("permanent_discount", "percent", fr="Remise permanente (%)", en="Permanent discount (%)"),
        Column("deliveries", "int", fr="Adresses de livraison", en="Delivery addresses"),
        Column("since", "date", fr="Client depuis", en="Customer since"),
        Column("source", "text", fr="Origine", en="Source"),
        Column("archived", "bool", fr="Archivé", en="Archived"),
        Column("updated_at", "instant", fr="Modifié le", en="Changed at"),
    ],
    owner="representative",
    sort="name,code",
)

_IDS = ("id", "category_id", "grid_id", "representative")
IN_FILES = tuple(column.name for column in CUSTOMERS.columns if column.name not in _IDS)
"""The columns of a file when none are asked: names, no ids."""
_COPIED = (
    "id", "code", "kind", "category_id", "grid_id", "siret", "vat_number", "excise_number", "tags",
    "representative", "language", "payment_term", "payment_method", "permanent_discount", "since", "source", "archived",
)  # fmt: skip


@projection(CUSTOMERS, kind="customer")
def customer_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    billing = doc["billing"]
    person = doc["kind"] == "individual"
    yield {
        **{name: doc[name] for name in _COPIED},
        "name": f"{doc['name']} {doc['first_name']}".strip() if person else doc["name"],
        "address": ", ".join(billing["lines"]),
        "postcode": billing["postcode"],
        "town": billing["town"],
        "country": billing["country"],
        "email": ", ".join(doc["emails"]),
        "phone": ", ".join(doc["phones"]),
        "contacts": ", ".join(f"{one['first_name']} {one['name']}".strip() for one in doc["contacts"]),
        "deliveries": len(doc["deliveries"]),
        "updated_at": change.at,
    }


@projection(NAMES, kind="customer_categories")
def category_names(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    yield from ({"id": one["id"], "name": one["name"]} for one in doc["items"])


@projection(NAMES, kind="member")
def member_names(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    """Of members only their name comes here."""
    yield {"id": change.id, "name": doc["name"]}
