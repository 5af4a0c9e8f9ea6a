"""Caveau's own lists of customers and of products, exported as a workbook or a text file, in French or in English.

The one trick: it is known by headings that only our export has, so a list taken out to be looked at comes back without
a question; what a row says otherwise than the record is judged against what the export writes for it.
"""

from __future__ import annotations

from chalicelib.migration.rules.fields import CUSTOMER, PRODUCT, key
from chalicelib.migration.rules.grid import Grid
from chalicelib.migration.rules.heading import Heading
from chalicelib.migration.rules.mapping import Mapping

NAME = "Caveau"
_FIELDS = (
    ("code", "Code", "Code"), ("display_name", "Nom", "Name"), ("first_name", "Prénom", "First name"),
    ("nature", "Nature", "Kind"), ("category_label", "Catégorie", "Category"),
    ("grid_label", "Tarif", "Price grid"), ("street", "Adresse", "Address"),
    ("postcode", "Code postal", "Postcode"), ("town", "Ville", "Town"), ("country", "Pays", "Country"),
    ("email", "E-mails", "E-mails"), ("phone", "Téléphones", "Telephones"), ("siret", "SIRET", "SIRET"),
    ("vat_number", "N° TVA", "VAT number"), ("excise_number", "N° d'accise", "Excise number"),
    ("tags", "Étiquettes", "Tags"), ("zones", "Zones", "Zones"),
    ("discount", "Remise permanente (%)", "Permanent discount (%)"),
    ("since", "Client depuis", "Customer since"), ("unusable", "Archivé", "Archived"),
)  # fmt: skip
_OURS = (
    ("Nature", "Kind"), ("E-mails",), ("Téléphones", "Telephones"), ("Accepte les offres", "Agrees to offers"),
    ("Adresses de livraison", "Delivery addresses"), ("Modifié le", "Changed at"), ("Archivé", "Archived"),
    ("Garanti jusqu'au", "Insured until"), ("Chiffre d'affaires HT", "Turnover excl. VAT"),
)  # fmt: skip
"""The headings that tell our export from another program's."""
FEWEST = 2
_PRODUCTS = (
    ("reference", "Référence", "SKU"), ("name", "Désignation", "Designation"),
    ("name_en", "Désignation anglaise", "English designation"), ("family", "Famille", "Family"),
    ("nature", "Nature", "Kind"), ("colour", "Couleur", "Colour"), ("appellation", "Appellation", "Appellation"),
    ("vintage", "Millésime", "Vintage"), ("volume", "Contenance (mL)", "Volume (mL)"), ("gtin", "GTIN", "GTIN"),
    ("case_gtin", "GTIN du carton", "Case GTIN"), ("active", "Commercialisable", "Marketable"),
    ("box", "Coffret", "Gift box"), ("customs_code", "Code douane", "Customs code"), ("nc8", "NC8", "CN8"),
    ("alcohol", "Titre (% vol.)", "Strength (% vol.)"), ("archived", "Archivé", "Archived"),
)  # fmt: skip
_OUR_PRODUCTS = (
    ("Contenance (mL)", "Volume (mL)"), ("Proposé à la vente", "Offered"), ("Titre (% vol.)", "Strength (% vol.)"),
    ("Déclarable", "Declarable"), ("Commercialisable", "Marketable"), ("Modifié le", "Changed at"),
    ("Désignation anglaise", "English designation"),
)  # fmt: skip
Fields = tuple[tuple[str, str, str], ...]


class CaveauCustomers:
    """« customers-2026-11-22 » : the header on the first line, one customer a line."""

    name = NAME
    kind = CUSTOMER

    def recognise(self, heading: Heading, grid: Grid) -> Mapping | None:
        return _recognised(heading, CUSTOMER, _FIELDS, _OURS, {"code", "display_name"})


class CaveauProducts:
    """« variants-2026-11-22 » : the header on the first line, one variant a line."""

    name = NAME
    kind = PRODUCT

    def recognise(self, heading: Heading, grid: Grid) -> Mapping | None:
        return _recognised(heading, PRODUCT, _PRODUCTS, _OUR_PRODUCTS, {"reference", "name"})


def _recognised(
    heading: Heading, kind: str, fields: Fields, ours: tuple[tuple[str, ...], ...], needed: set[str]
) -> Mapping | None:
    """The mapping of one of our lists, by headings that no other program writes."""
    titles = [title.strip() for title in heading.titles]
    met = sum(any(name in titles for name in names) for names in ours)
    names = {key(written): field for field, *both in fields for written in both}
    columns: dict[str, int] = {}
    for column, title in enumerate(titles):
        field = names.get(key(title))
        if field and field not in columns:
            columns[field] = column
    return Mapping(kind, columns, own=True) if met >= FEWEST and needed <= columns.keys() else None
