"""The neutral fields, and the headings other programs give them.

The one trick: headings are compared by their letters and digits only ("N° T.V.A." and "n° tva" meet), so one
short list of usual headings serves both to recognise a known export and to suggest a mapping for an unknown
one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from chalicelib.kernel.text import fold

PRICE = "price:"
CUSTOMER, PRODUCT = "customer", "product"


@dataclass(frozen=True, slots=True)
class Field:
    """A neutral field: its code, how a person calls it, the headings that mean it, longest text kept."""

    code: str
    fr: str
    en: str
    headings: tuple[str, ...]
    limit: int = 200


def key(heading: str) -> str:
    """Letters and digits of a heading: "Liv. Tél" -> "liv tel", "N° T.V.A." -> "n tva"."""
    plain = re.sub(r"(?<=\b[a-z])\.(?=[a-z]\b)", "", fold(heading))
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


def _fields(*rows: tuple[str, str, str, str] | tuple[str, str, str, str, int]) -> dict[str, Field]:
    return {
        row[0]: Field(row[0], row[1], row[2], tuple(row[3].split("|")), row[4] if len(row) > 4 else 200) for row in rows
    }


CUSTOMER_FIELDS = _fields(
    ("code", "Code client", "Customer code",
     "code client|code|n client|numero client|no client|client|id client|code tiers|compte|"
     "identifiant|customer code|customer id|id", 40),
    ("last_name", "Nom", "Last name", "nom|nom client|nom de famille|last name|surname|lastname"),
    ("first_name", "Prénom", "First name", "prenom|first name|firstname"),
    ("company", "Société", "Company",
     "societe|raison sociale|entreprise|etablissement|enseigne|company|company name"),
    ("street", "Adresse", "Street",
     "adresse|adresse 1|adresse1|rue|adresse facturation|address|address 1|street"),
    ("street2", "Complément d'adresse", "Street, 2nd line",
     "adresse 2|adresse2|complement|complement adresse|complement d adresse|address 2"),
    ("postcode", "Code postal", "Postcode",
     "cp|code postal|codepostal|zip|zip code|postcode|postal code", 12),
    ("town", "Ville", "Town", "ville|commune|localite|city|town"),
    ("country", "Pays", "Country", "pays|code pays|country|country code"),
    ("email", "E-mail", "E-mail",
     "email|e mail|mail|courriel|adresse email|adresse mail|e mail address", 500),
    ("phone", "Téléphone", "Telephone", "telephone|tel|tel fixe|telephone fixe|tel 1|phone|telephone 1", 60),
    ("mobile", "Portable", "Mobile",
     "portable|mobile|tel portable|tel mobile|gsm|telephone portable|cell phone|mobile phone", 60),
    ("delivery_last_name", "Livraison : nom", "Delivery: last name", "liv nom|nom livraison|livraison nom"),
    ("delivery_first_name", "Livraison : prénom", "Delivery: first name",
     "liv prenom|prenom livraison|livraison prenom"),
    ("delivery_company", "Livraison : société", "Delivery: company",
     "liv societe|societe livraison|livraison societe"),
    ("delivery_street", "Livraison : adresse", "Delivery: street",
     "liv adresse|adresse livraison|livraison adresse"),
    ("delivery_postcode", "Livraison : code postal", "Delivery: postcode",
     "liv cp|cp livraison|livraison cp|liv code postal|code postal livraison", 12),
    ("delivery_town", "Livraison : ville", "Delivery: town", "liv ville|ville livraison|livraison ville"),
    ("delivery_country", "Livraison : pays", "Delivery: country", "liv pays|pays livraison|livraison pays"),
    ("delivery_phone", "Livraison : téléphone", "Delivery: telephone",
     "liv tel|liv telephone|tel livraison|telephone livraison", 60),
    ("category", "Famille (code)", "Category (code)",
     "fam|famille|code famille|categorie|code categorie|category|type client", 40),
    ("category_label", "Famille (libellé)", "Category (label)",
     "libelle famille|libelle categorie|nom famille"),
    ("grid", "Tarif (code)", "Price grid (code)",
     "tarif|code tarif|grille|grille tarifaire|price list|price grid", 40),
    ("grid_label", "Tarif (libellé)", "Price grid (label)", "libelle tarif|nom tarif|libelle grille"),
    ("vat_number", "N° de TVA", "VAT number",
     "n tva|no tva|num tva|numero tva|tva intra|tva intracommunautaire|"
     "n tva intracommunautaire|n tva intra|vat|vat number", 40),
    ("excise_number", "N° d'accise", "Excise number",
     "n accise|no accise|numero accise|accise|numero d accise|n d accise|excise number|ea", 40),
    ("siret", "SIRET", "SIRET", "siret|n siret|no siret|numero siret|siret siren", 40),
    ("since", "Client depuis", "Customer since",
     "cree le|date creation|date de creation|client depuis|created|created on|date entree", 40),
    ("unusable", "Inutilisable", "Unusable", "inutilisable|bloque|supprime|archive|desactive|inactif", 20),
    ("active", "Actif", "Active", "actif|active|utilisable", 20),
)  # fmt: skip

PRODUCT_FIELDS = _fields(
    ("reference", "Référence", "Reference",
     "ref|reference|code|code article|code produit|ref article|article|sku|n article|"
     "item code|product code", 40),
    ("name", "Désignation", "Name",
     "designation|libelle|nom|produit|vin|description|article designation|name|product|"
     "product name|libelle article"),
    ("colour", "Couleur", "Colour", "couleur|color|colour|type de vin", 40),
    ("vintage", "Millésime", "Vintage", "mill|millesime|annee|vintage|year", 20),
    ("volume", "Contenance", "Volume", "contenance|volume|vol|format|capacite|bottle size|size", 40),
    ("gtin", "Code-barres (GTIN)", "Barcode (GTIN)",
     "ean|ean13|ean 13|gtin|code barre|code barres|gencod|gencode|barcode", 40),
    ("vat_rate", "Taux de TVA", "VAT rate", "tva|taux tva|taux de tva|tx tva|vat|vat rate|tva %", 20),
    ("active", "Actif", "Active", "actif|active|commercialisable|en vente", 20),
    ("family", "Famille", "Family", "famille|fam|rayon|categorie|gamme|family|category"),
)  # fmt: skip

BY_KIND = {CUSTOMER: CUSTOMER_FIELDS, PRODUCT: PRODUCT_FIELDS}


def _index(fields: dict[str, Field]) -> dict[str, str]:
    return {key(heading): field.code for field in fields.values() for heading in field.headings}


HEADINGS = {kind: _index(fields) for kind, fields in BY_KIND.items()}


def suggested(kind: str, heading: str) -> str | None:
    """The field a heading usually means, for a kind of file."""
    return HEADINGS[kind].get(key(heading))


def is_known(heading: str) -> bool:
    """Does any kind of file know this heading?"""
    plain = key(heading)
    return any(plain in index for index in HEADINGS.values())


def label(kind: str, code: str, language: str = "fr") -> str:
    """How a person calls a field: "Contenance", "Prix CHR"."""
    if code.startswith(PRICE):
        grid = code.removeprefix(PRICE)
        return f"Price {grid}" if language == "en" else f"Prix {grid}"
    field = BY_KIND[kind][code]
    return field.en if language == "en" else field.fr
