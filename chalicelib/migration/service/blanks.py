"""Template files: a sheet to fill for each kind of row, with an example and a legend.

The one trick: headings, legend and the reader that knows the file again all come from the same table of fields, so a
template is always understood, and proves it in a test.
"""

from __future__ import annotations

import csv
import io

from chalicelib.aws.http import Download
from chalicelib.kernel.errors import NotFound
from chalicelib.migration.readers.usual import LEGEND
from chalicelib.migration.rules.fields import AGREEMENT, BY_KIND, CONTACT, CUSTOMER, INVOICE, PRODUCT, STOCK, Field
from chalicelib.migration.rules.mapping import REQUIRED
from chalicelib.migration.schemas import BlankQuery

NAMES = {
    CUSTOMER: "clients",
    PRODUCT: "articles",
    CONTACT: "contacts",
    AGREEMENT: "prix-negocies",
    INVOICE: "factures",
    STOCK: "stock",
}
_EXAMPLES: dict[str, dict[str, str]] = {
    CUSTOMER: {
        "code": "CLI0001", "last_name": "Martin", "first_name": "Claire", "company": "Cave du Port",
        "street": "12 quai des Chartrons", "postcode": "33000", "town": "Bordeaux", "country": "France",
        "email": "claire@cave-du-port.fr", "phone": "05 56 00 00 00", "category": "CHR",
        "category_label": "Restauration",
        "grid": "PRO", "grid_label": "Tarif professionnel HT", "tags": "Salon, Fidèle", "zones": "Sud-Ouest",
        "since": "14/11/2019", "discount": "5",
    },
    PRODUCT: {
        "reference": "MRG-19-75", "name": "Château Margelle", "colour": "Rouge", "vintage": "2019", "volume": "75 cl",
        "gtin": "3760123456784", "vat_rate": "20", "active": "O", "family": "Vins rouges", "appellation": "Margaux",
        "alcohol": "13,5", "nc8": "22042142", "sales_unit": "6", "weight": "1350",
        "packaging": "Carton de 6",
    },
    CONTACT: {
        "customer": "CLI0001", "last_name": "Durand", "first_name": "Paul", "role": "Comptabilité",
        "email": "compta@cave-du-port.fr", "phone": "05 56 00 00 01", "documents": "Factures, Relances",
    },
    AGREEMENT: {
        "customer": "CLI0001", "reference": "MRG-19-75", "price_ht": "11,50", "from_qty": "60",
        "valid_from": "01/01/2026", "valid_to": "31/12/2026",
    },
    INVOICE: {
        "number": "F2025-0457", "customer": "CLI0001", "issued_on": "03/12/2025", "due_on": "02/01/2026",
        "gross": "1 284,60", "balance": "284,60",
    },
    STOCK: {
        "reference": "MRG-19-75", "name": "Château Margelle 2019", "volume": "75 cl", "depot": "CHAI",
        "quantity": "1 248", "counted_on": "31/12/2025",
    },
}  # fmt: skip
TYPED = 500
"""Lines of a template whose cells are texts."""
PRICES = {"Prix PRO HT": "12,40", "Prix PUBLIC TTC": "17,90"}
"""The two price columns of the template of products: as many as a company has grids may stand there."""


def blank(kind: str, query: BlankQuery) -> Download:
    """The file to fill for a kind of row. NotFound for a kind that is none."""
    if kind not in BY_KIND:
        raise NotFound("migration.blank.unknown", "Ce modèle n'existe pas. Choisissez clients, articles, contacts…")
    name = f"modele-{NAMES[kind]}.{query.format}"
    if query.format == "csv":
        return Download(_text(kind), "text/csv; charset=utf-8", name)
    return Download(_workbook(kind), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name)


def _columns(kind: str) -> list[tuple[str, str]]:
    """(heading, example) of each column."""
    fields = [
        (field.fr, _EXAMPLES[kind].get(field.code, "")) for field in BY_KIND[kind].values() if field.code not in _LEFT
    ]
    return [*fields, *(PRICES.items() if kind == PRODUCT else ())]


_LEFT = frozenset({"active", "unusable", "display_name", "nature", "box", "customs_code", "archived"})
"""Fields that a template does without: what is filled in there is in use, and its name tells what a customer is."""


def _text(kind: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows(zip(*_columns(kind), strict=True))
    return out.getvalue().encode("utf-8-sig")


def _workbook(kind: str) -> bytes:
    import openpyxl
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = NAMES[kind].capitalize()
    for row in zip(*_columns(kind), strict=True):
        sheet.append(row)
    for column, (title, _) in enumerate(_columns(kind), 1):
        cell = sheet.cell(1, column)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="6B1F2E")
        sheet.column_dimensions[get_column_letter(column)].width = max(14, len(title) + 3)
        for line in range(2, TYPED):
            sheet.cell(line, column).number_format = "@"  # texts: no lost zero, no barcode in scientific notation
    sheet.freeze_panes = "A2"
    legend = book.create_sheet("Légende")
    for said in _legend(kind):
        legend.append(said)
    for letter, width in zip("ABC", (30, 14, 90), strict=True):
        legend.column_dimensions[letter].width = width
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _legend(kind: str) -> list[tuple[str, str, str]]:
    needed = {name for group in REQUIRED[kind] for name in group}
    rows = [LEGEND]
    rows += [
        (field.fr, "oui" if field.code in needed else "", _hint(kind, field))
        for field in BY_KIND[kind].values()
        if field.code not in _LEFT
    ]
    if kind == PRODUCT:
        rows.append(("Prix … HT / TTC", "", "Une colonne par tarif, nommée « Prix CODE HT » ou « Prix CODE TTC »."))
    return [*rows, ("", "", "La ligne 2 de la première feuille est un exemple : effacez-la.")]


_HINTS = {
    "country": "Nom du pays en français ou en anglais. Vide : le client est créé, son pays reste à compléter.",
    "vat_rate": "20 ; 10 ; 5,5… Vide : l'article est créé hors vente.",
    "volume": "75 cl ; 1,5 L ; magnum ; BIB 5 L.",
    "colour": "Rouge, Rosé, Blanc, Pétillant ou Autre.",
    "documents": "Devis, Commandes, Bons de livraison, Factures, Avoirs, Relevés, Relances, Offres (virgules).",
    "price_ht": "HT ou TTC, jamais les deux. Quatre décimales au plus.",
    "price_ttc": "HT ou TTC, jamais les deux. Quatre décimales au plus.",
    "balance": "Ce qui reste à payer. Seul ce montant entre dans les comptes.",
    "gross": "Le total de la facture d'origine, en euros et centimes.",
    "tags": "Une ou plusieurs, séparées par des virgules. Celles qui n'existent pas sont créées.",
    "zones": "Une ou plusieurs, séparées par des virgules. Celles qui n'existent pas sont créées.",
    "capsule": "Le nom d'une capsule de la société (Produits, Capsules).",
    "nc8": "Huit chiffres.",
    "packaging": "Carton de 6, Caisse bois de 12, 6x75cl… ou le nom d'un conditionnement connu. Créé s'il manque.",
    "quantity": "Les cols présents, en nombre entier ; 0 pour un article suivi dont il ne reste rien.",
    "depot": "Code ou nom d'un dépôt de la société. Vide : son dépôt par défaut.",
    "stock.name": "Pour vous relire : l'article est reconnu par sa référence.",
    "from_qty": "En cols ; vide : à partir d'un.",
}
_DATED = frozenset({"since", "issued_on", "due_on", "valid_from", "valid_to", "counted_on"})


def _hint(kind: str, field: Field) -> str:
    if field.code in _DATED:
        return "Jour, mois, année en quatre chiffres : 14/11/2026."
    return _HINTS.get(f"{kind}.{field.code}") or _HINTS.get(field.code, f"Texte, {field.limit} caractères au plus.")
