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
DATES = ("since", "issued_on", "due_on", "counted_on", "valid_from", "valid_to")
"""The fields that hold a date, in any kind of file."""
CUSTOMER, PRODUCT, CONTACT, AGREEMENT, INVOICE = "customer", "product", "contact", "agreement", "invoice"
STOCK = "stock"
KINDS = (CUSTOMER, PRODUCT, CONTACT, AGREEMENT, INVOICE, STOCK)
"""What a sheet may hold, in the order in which a run writes it: each names only what stands before it."""


@dataclass(frozen=True, slots=True)
class Field:
    """A neutral field: its code, how a person calls it, the headings that mean it, longest text kept."""

    code: str
    fr: str
    en: str
    headings: tuple[str, ...]
    limit: int = 200


LOST = re.compile(r"[?\ufffd]+|Ã.|â€.")
"""What an accent leaves behind when a program could not write it."""


def key(heading: str) -> str:
    """Letters and digits of a heading: "Liv. Tél" -> "liv tel", "N° T.V.A." -> "n tva". One whose accents were lost
    ("Pr?nom", "SociÃ©tÃ©") is the only usual heading that it can be, if there is one."""
    return _restored(heading) if LOST.search(heading) else _key(heading)


def _restored(heading: str) -> str:
    shape = re.compile("".join(_shape(part) for part in re.split(rf"({LOST.pattern})", heading) if part))
    found = {
        kind: {known for known in index if shape.fullmatch(known.replace(" ", ""))} for kind, index in HEADINGS.items()
    }
    meant = [{HEADINGS[kind][known] for known in names} for kind, names in found.items()]
    if any(len(fields) > 1 for fields in meant) or not any(meant):
        return _key(heading)
    return min((known for names in found.values() for known in names), key=lambda known: (len(known), known))


def _shape(part: str) -> str:
    """A piece of a heading as it may stand in a key without its spaces."""
    return "[a-z]{0,2}" if LOST.fullmatch(part) else re.escape(re.sub(r"[^a-z0-9]", "", fold(part)))


def _key(heading: str) -> str:
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
    ("display_name", "Nom complet", "Full name", "nom complet|nom affiche|full name|display name", 400),
    ("nature", "Nature", "Kind", "nature|nature client|nature du client|particulier professionnel", 40),
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
    ("tags", "Étiquettes", "Tags", "etiquettes|etiquette|tags|mots cles", 400),
    ("zones", "Zones", "Zones", "zones|secteur|secteurs|zone commerciale", 400),
    ("notes", "Observations", "Notes", "observations|observation|commentaires|commentaire|remarques|notes", 2000),
    ("discount", "Remise permanente (%)", "Permanent discount (%)", "remise|remise permanente|taux de remise", 20),
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
    ("name_en", "Désignation en anglais", "Name in English", "designation anglaise|designation en anglais"),
    ("appellation", "Appellation", "Appellation", "appellation|aoc|aop|igp|denomination"),
    ("alcohol", "Degré d'alcool", "Alcohol", "degre|degre d alcool|tav|titre alcoometrique|alcool|alcohol|abv", 20),
    ("inao", "Code INAO", "INAO code", "code inao|inao|code produit inao|code produit douane", 40),
    ("fiscal_label", "Libellé fiscal", "Fiscal label", "libelle fiscal|libelle drm"),
    ("nc8", "Nomenclature (NC8)", "Nomenclature (NC8)",
     "nc8|nomenclature|nomenclature douaniere|code nc|code douanier", 20),
    ("case_gtin", "Code-barres du carton", "Case barcode",
     "ean carton|gtin carton|ean13 carton|code barres carton|code barres du carton|gencod carton", 40),
    ("sales_unit", "Vendu par (cols)", "Sold by (bottles)",
     "vendu par|colisage|pcb|bouteilles par carton", 40),
    ("packaging", "Conditionnement", "Packaging",
     "conditionnement|emballage|type de conditionnement|mode de conditionnement|packaging|packing", 80),
    ("weight", "Poids d'un col (g)", "Weight of one bottle (g)", "poids|poids d un col|poids brut|poids g", 20),
    ("capsule", "Capsule CRD", "CRD capsule", "capsule|capsule crd|crd|capsule fiscale", 80),
    ("nature", "Nature (bien ou service)", "Kind (goods or service)", "nature bien ou service", 40),
    ("box", "Coffret (oui ou non)", "Gift box (yes or no)", "coffret oui ou non", 20),
    ("customs_code", "Code INAO ou libellé fiscal", "INAO code or fiscal label", "code inao ou libelle fiscal", 200),
    ("archived", "Archivé (oui ou non)", "Archived (yes or no)", "archive oui ou non", 20),
)  # fmt: skip

_OF_CUSTOMER = ("code client|n client|numero client|no client|code tiers|compte client|customer code", 40)

CONTACT_FIELDS = _fields(
    ("customer", "Code client", "Customer code", *_OF_CUSTOMER),
    ("last_name", "Nom du contact", "Last name", "nom contact|nom du contact|contact|nom"),
    ("first_name", "Prénom du contact", "First name", "prenom contact|prenom du contact|prenom"),
    ("role", "Fonction", "Role", "fonction|poste|service|role|qualite"),
    ("email", "E-mail du contact", "E-mail", "email contact|email du contact|mail contact|email|e mail|courriel", 500),
    ("phone", "Téléphone du contact", "Telephone",
     "telephone contact|telephone du contact|tel contact|telephone|portable|ligne directe", 60),
    ("documents", "Documents reçus", "Documents received", "documents recus|documents|recoit", 200),
)  # fmt: skip

AGREEMENT_FIELDS = _fields(
    ("customer", "Code client", "Customer code", *_OF_CUSTOMER),
    ("reference", "Référence", "Reference", "ref|reference|code article|code produit|ref article|sku|n article", 40),
    ("price_ht", "Prix négocié HT", "Agreed price excl. VAT",
     "prix negocie ht|prix net ht|prix client ht|prix ht|tarif ht"),
    ("price_ttc", "Prix négocié TTC", "Agreed price incl. VAT",
     "prix negocie ttc|prix net ttc|prix client ttc|prix ttc"),
    ("from_qty", "À partir de (cols)", "From (bottles)",
     "a partir de|a partir de cols|quantite mini|qte mini|palier", 20),
    ("valid_from", "Valable du", "Valid from", "valable du|date debut|debut|du|valid from", 40),
    ("valid_to", "Valable au", "Valid to", "valable au|date fin|fin|au|valid to", 40),
)  # fmt: skip

INVOICE_FIELDS = _fields(
    ("number", "N° de facture", "Invoice number",
     "n facture|no facture|numero facture|n de facture|numero de facture|facture|n piece|piece|invoice number", 40),
    ("customer", "Code client", "Customer code", *_OF_CUSTOMER),
    ("issued_on", "Date de facture", "Invoice date", "date facture|date de facture|date piece|date|invoice date", 40),
    ("due_on", "Échéance", "Due date", "echeance|date echeance|date d echeance|due date", 40),
    ("gross", "Total TTC", "Total incl. VAT", "total ttc|montant ttc|ttc|montant|total|amount", 40),
    ("balance", "Reste dû", "Balance", "reste du|solde|reste a payer|solde du|restant du|balance", 40),
    ("reference", "Référence du client", "Customer reference", "reference client|votre reference|ref client|libelle"),
)  # fmt: skip

STOCK_FIELDS = _fields(
    ("reference", "Référence", "Reference", "ref|reference|code article|code produit|ref article|sku|n article", 40),
    ("name", "Désignation", "Name", "designation|libelle|article|produit|vin"),
    ("volume", "Contenance", "Volume", "contenance|volume|format|capacite", 40),
    ("depot", "Dépôt", "Depot", "depot|entrepot|chai|lieu|lieu de stockage|emplacement|magasin|warehouse|location", 80),
    ("quantity", "Stock (cols)", "Stock (bottles)",
     "stock cols|stock|quantite|qte|qte stock|quantite en stock|en stock|stock reel|stock physique|stock theorique|"
     "nombre de cols|nb cols|cols|bouteilles|nb bouteilles|quantity|quantity on hand", 40),
    ("counted_on", "Stock au", "Stock on",
     "stock au|date stock|date du stock|date|date inventaire|date d inventaire|arrete au|stock on", 40),
)  # fmt: skip

BY_KIND = {
    CUSTOMER: CUSTOMER_FIELDS, PRODUCT: PRODUCT_FIELDS, CONTACT: CONTACT_FIELDS, AGREEMENT: AGREEMENT_FIELDS,
    INVOICE: INVOICE_FIELDS, STOCK: STOCK_FIELDS,
}  # fmt: skip
OWN_KEY: dict[str, tuple[str, ...]] = {
    CUSTOMER: ("code",), PRODUCT: ("reference",), CONTACT: ("customer", "last_name", "first_name"),
    AGREEMENT: ("customer", "reference", "from_qty", "valid_from"), INVOICE: ("number",),
    STOCK: ("reference", "depot"),
}  # fmt: skip
"""The fields by which two rows of a kind are the same thing."""
AMOUNTS = ("price_ht", "price_ttc", "gross", "balance")
"""The fields that hold euros, prices of grids aside."""


def _index(fields: dict[str, Field]) -> dict[str, str]:
    index = {_key(heading): field.code for field in fields.values() for heading in field.headings}
    return index | {_key(name): field.code for field in fields.values() for name in (field.fr, field.en)}


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
