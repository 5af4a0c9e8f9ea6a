"""Words and columns that several documents of sales share."""

from __future__ import annotations

from chalicelib.kernel.identifiers import country_name
from chalicelib.readmodel import Column, wording
from chalicelib.sales.rules.advance import PAY_LINK_STATES
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
    deposit_invoice=("Facture d'acompte", "Deposit invoice"), former=("Facture reprise", "Invoice taken over"),
)  # fmt: skip
STATUSES = wording(
    unpaid=("À régler", "Unpaid"), partly_paid=("Réglée en partie", "Partly paid"), paid=("Réglée", "Paid"),
    overpaid=("Trop perçu", "Overpaid"),
)  # fmt: skip
PAY_LINKS = wording(**PAY_LINK_STATES)
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
HOME = (
    Column("currency", "choice", fr="Devise", en="Currency"),
    Column("home_net", "cents", fr="HT en euros", en="Net in euros"),
    Column("home_vat", "cents", fr="TVA en euros", en="VAT in euros"),
    Column("home_gross", "cents", fr="TTC en euros", en="Gross in euros"),
)
"""The currency of the other amounts, and what is added up: euros."""
AMOUNTS = (
    Column("net", "cents", fr="HT", en="Net", euros="home_net"),
    Column("vat", "cents", fr="TVA", en="VAT", euros="home_vat"),
    Column("gross", "cents", fr="TTC", en="Gross", euros="home_gross"),
    *HOME,
)
SUMMED = ("cols", "home_net", "home_vat", "home_gross")
"""What the list of orders sums below its columns."""
SOLD = (
    Column("lines", "int", fr="Lignes", en="Lines"),
    Column("cols", "int", fr="Cols", en="Bottles"),
    *AMOUNTS,
    Column("reference", "text", search=True, fr="Référence du client", en="Customer reference"),
)
AGENT = (
    Column("owner", "id", fr="Id. représentant", en="Representative id"),
    Column("agent", "text", names="owner", fr="Représentant", en="Representative"),
)
