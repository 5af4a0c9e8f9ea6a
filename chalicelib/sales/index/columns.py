"""Words and columns that several documents of sales share."""

from __future__ import annotations

from chalicelib.kernel.identifiers import country_name
from chalicelib.readmodel import Column, wording
from chalicelib.sales.rules.regime import EINVOICE_STATES

STATES = wording(
    draft=("Brouillon", "Draft"), pending=("En attente", "Pending"), validated=("Validée", "Confirmed"),
    invoiced=("Facturée", "Invoiced"), cancelled=("Annulée", "Cancelled"),
)  # fmt: skip
QUOTE_STATES = wording(
    draft=("Brouillon", "Draft"), sent=("Envoyé", "Sent"), accepted=("Accepté", "Accepted"),
    refused=("Refusé", "Refused"), expired=("Expiré", "Expired"), cancelled=("Abandonné", "Dropped"),
)  # fmt: skip
NOTE_STATES = wording(
    issued=("Émis", "Issued"), cancelled=("Annulé", "Cancelled"), counter=("Annulation", "Cancellation"),
)  # fmt: skip
SHIPPED = wording(
    nothing=("Rien à livrer", "Nothing to ship"), to_ship=("À livrer", "To ship"),
    partly=("Livrée en partie", "Partly shipped"), shipped=("Livrée", "Shipped"),
)  # fmt: skip
KINDS = wording(
    invoice=("Facture", "Invoice"), credit_note=("Avoir", "Credit note"),
    former=("Facture reprise", "Invoice taken over"),
)  # fmt: skip
STATUSES = wording(
    unpaid=("À régler", "Unpaid"), partly_paid=("Réglée en partie", "Partly paid"), paid=("Réglée", "Paid"),
    overpaid=("Trop perçu", "Overpaid"),
)  # fmt: skip
EINVOICES = wording(**EINVOICE_STATES)
LANGUAGES = wording(fr=("français", "French"), en=("anglais", "English"))

HEAD = (
    Column("id", "id", fr="Identifiant", en="Id"),
    Column("number", "text", search=True, index=True, fr="Numéro", en="Number"),
)
BUYER = (
    Column("customer", "id", index=True, fr="Id. client", en="Customer id"),
    Column("customer_code", "text", search=True, fr="Code client", en="Customer code"),
    Column("customer_name", "text", search=True, fr="Nom du client", en="Customer name"),
    Column("town", "text", search=True, fr="Ville", en="Town"),
    Column("country", "choice", fr="Pays", en="Country", words=country_name),
)
GRID = (
    Column("grid", "id", fr="Id. tarif", en="Price grid id"),
    Column("grid_name", "text", names="grid", fr="Tarif", en="Price grid"),
)
SOLD = (
    Column("lines", "int", fr="Lignes", en="Lines"),
    Column("cols", "int", fr="Cols", en="Bottles"),
    Column("net", "cents", fr="HT", en="Net"),
    Column("vat", "cents", fr="TVA", en="VAT"),
    Column("gross", "cents", fr="TTC", en="Gross"),
    Column("currency", "choice", fr="Devise", en="Currency"),
    Column("reference", "text", search=True, fr="Référence du client", en="Customer reference"),
)
AGENT = (
    Column("owner", "id", fr="Id. représentant", en="Representative id"),
    Column("agent", "text", names="owner", fr="Représentant", en="Representative"),
)
