"""Lists of products and variants: what is searched, filtered, sorted and exported."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chalicelib.catalogue.rules import COLOUR_WORDS
from chalicelib.readmodel import FIGURES, NAMES, Change, Column, Figure, Row, Table, projection, wording

KINDS = wording(goods=("Bien", "Goods"), service=("Service", "Service"))
COLOURS = wording(**COLOUR_WORDS)
PRODUCTS = Table(
    "products",
    [
        Column("id", "id", fr="Identifiant", en="Id"),
        Column("code", "text", search=True, fr="Code", en="Code"),
        Column("name", "text", search=True, fr="Nom", en="Name"),
        Column("name_en", "text", search=True, fr="Nom anglais", en="English name"),
        Column("family_id", "id", index=True, fr="Id. famille", en="Family id"),
        Column("family", "text", names="family_id", fr="Famille", en="Family"),
        Column("kind", "choice", fr="Nature", en="Kind", words=KINDS),
        Column("colour", "choice", fr="Couleur", en="Colour", words=COLOURS),
        Column("appellation", "text", search=True, fr="Appellation", en="Appellation"),
        Column("vintages", "text", fr="Millésimes", en="Vintages"),
        Column("variants", "int", fr="Déclinaisons", en="Variants"),
        Column("ranges", "tags", fr="Gammes", en="Ranges"),
        Column("tags", "tags", fr="Ids. étiquettes", en="Tag ids"),
        Column("tag_names", "text", lists="tags", fr="Étiquettes", en="Tags"),
        Column("customs_code", "text", search=True, fr="Code douane", en="Customs code"),
        Column("declarable", "bool", fr="Déclarable", en="Declarable"),
        Column("source", "text", fr="Origine", en="Source"),
        Column("archived", "bool", fr="Archivé", en="Archived"),
        Column("updated_at", "instant", fr="Modifié le", en="Changed at"),
    ],
    sort="name,code",
)

VARIANTS = Table(
    "variants",
    [
        Column("id", "id", fr="Identifiant", en="Id"),
        Column("sku", "text", search=True, index=True, fr="Référence", en="SKU"),
        Column("label", "text", search=True, fr="Désignation", en="Designation"),
        Column("label_en", "text", search=True, fr="Désignation anglaise", en="English designation"),
        Column("product_id", "id", index=True, fr="Id. produit", en="Product id"),
        Column("family_id", "id", index=True, fr="Id. famille", en="Family id"),
        Column("family", "text", names="family_id", fr="Famille", en="Family"),
        Column("kind", "choice", fr="Nature", en="Kind", words=KINDS),
        Column("colour", "choice", fr="Couleur", en="Colour", words=COLOURS),
        Column("appellation", "text", search=True, fr="Appellation", en="Appellation"),
        Column("year", "int", fr="Millésime", en="Vintage"),
        Column("volume", "int", fr="Contenance (mL)", en="Volume (mL)"),
        Column("gtin", "text", search=True, fr="GTIN", en="GTIN"),
        Column("case_gtin", "text", search=True, fr="GTIN du carton", en="Case GTIN"),
        Column("marketable", "bool", fr="Commercialisable", en="Marketable"),
        Column("offered", "bool", fr="Proposé à la vente", en="Offered"),
        Column("ranges", "tags", fr="Gammes", en="Ranges"),
        Column("tags", "tags", figure=Figure("tag", "all"), fr="Ids. étiquettes du produit", en="Ids of product tags"),
        Column("pack", "bool", fr="Coffret", en="Gift box"),
        Column("customs_code", "text", search=True, fr="Code douane", en="Customs code"),
        Column("nc8", "text", fr="NC8", en="CN8"),
        Column("alcohol", "decimal", fr="Titre (% vol.)", en="Strength (% vol.)"),
        Column("declarable", "bool", fr="Déclarable", en="Declarable"),
        Column("source", "text", fr="Origine", en="Source"),
        Column("archived", "bool", fr="Archivé", en="Archived"),
        Column("updated_at", "instant", fr="Modifié le", en="Changed at"),
    ],
    sort="label,sku",
    title="label",
)

CODES = Table(
    "codes",
    [
        Column("table", "choice", index=True, fr="Table", en="Table"),
        Column("code", "text", search=True, index=True, fr="Code", en="Code"),
        Column("fr", "text", search=True, fr="Libellé", en="French label"),
        Column("en", "text", search=True, fr="Libellé anglais", en="English label"),
    ],
    sort="code",
    title="code",
)

_IDS = ("id", "product_id", "family_id", "tags")
IN_FILES = tuple(column.name for column in VARIANTS.columns if column.name not in _IDS)
"""The columns of a file of variants when none are asked: names, no ids."""
_PRODUCT = ("id", "code", "name", "name_en", "family_id", "kind", "colour", "appellation", "source", "archived")
_VARIANT = (
    "id", "sku", "label", "label_en", "product_id", "volume", "gtin", "case_gtin", "marketable", "source", "archived",
)  # fmt: skip
_OF = ("family_id", "kind", "colour", "appellation", "year")


def _customs(of: dict[str, Any], kind: str, box: bool = False) -> dict[str, Any]:
    """The code of the DRM. What bears none is declarable only when it is no wine: a service, a gift box, a
    thing without colour or appellation."""
    customs = of.get("customs", {})
    code = customs.get("inao") or customs.get("label") or ""
    wine = kind == "goods" and not box and bool(of["colour"] or of["appellation"])
    return {"customs_code": code, "declarable": bool(code) or not wine}


@projection(PRODUCTS, kind="product")
def product_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    years = [str(vintage["year"]) for vintage in doc["vintages"] if vintage["year"] is not None]
    yield {
        **{name: doc[name] for name in _PRODUCT},
        "vintages": ", ".join(years),
        "variants": len(doc["variants"]),
        "ranges": doc.get("ranges", []),
        "tags": doc.get("tags", []),
        **_customs(doc, doc["kind"]),
        "updated_at": change.at,
    }


@projection(VARIANTS, kind="variant")
def variant_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    of = doc["of"]
    yield {
        **{name: doc[name] for name in _VARIANT},
        **{name: of[name] for name in _OF},
        "ranges": of.get("ranges", []),
        "pack": bool(doc.get("parts")),
        "nc8": of.get("customs", {}).get("nc8", ""),
        "alcohol": of.get("customs", {}).get("alcohol"),
        **_customs(of, of["kind"], bool(doc.get("parts"))),
        "offered": doc["marketable"] and not doc["archived"] and not of["archived"],
        "updated_at": change.at,
    }


@projection(FIGURES, kind="product")
def product_figures(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    """What its variants are found by: tagging a product changes none of them."""
    for variant in doc["variants"]:
        yield from ({"of": variant, "name": "tag", "what": tag} for tag in doc.get("tags", []))


@projection(FIGURES, kind="variant")
def variant_figures(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    """What those who bought it are found by."""
    yield {"of": doc["id"], "name": "product", "what": doc["product_id"]}
    if doc["of"]["year"] is not None:
        yield {"of": doc["id"], "name": "vintage", "what": str(doc["of"]["year"])}


@projection(NAMES, kind="families")
def family_names(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    yield from ({"id": one["id"], "name": one["name"]} for one in doc["items"])


@projection(NAMES, kind="ranges")
def range_names(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    yield from ({"id": one["id"], "name": one["name"]} for one in doc["items"])


@projection(NAMES, kind="product_tags")
def tag_names(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    yield from ({"id": one["id"], "name": one["name"]} for one in doc["items"])


@projection(CODES, kind="codes")
def code_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    yield from ({"table": doc["name"], **row} for row in doc["rows"])
