"""Use cases on technical sheets: one for each vintage, with pictures and a PDF to hand out."""

from __future__ import annotations

from dataclasses import asdict, replace

from chalicelib.aws import files
from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.catalogue import documents, rules
from chalicelib.catalogue.rules import Product, Vintage
from chalicelib.catalogue.rules.sheets import SheetText, TechSheet, sheet_problems
from chalicelib.catalogue.schemas.sheets import TechSheetIn, TechSheetOut
from chalicelib.catalogue.service.reading import variants
from chalicelib.catalogue.service.write_products import product
from chalicelib.catalogue.store import PRODUCTS, SHEETS, VARIANTS
from chalicelib.kernel.book import entry
from chalicelib.kernel.errors import FieldError, NotFound, Refused
from chalicelib.render.pdf.picture import picture
from chalicelib.tenancy import service as tenancy


def get_sheet(call: Call, product_id: str, vintage_id: str) -> TechSheetOut:
    unit = reading(call)
    unit.load((PRODUCTS, product_id), (SHEETS, vintage_id))
    return _out(unit, *_found(unit, product_id, vintage_id))


def put_sheet(call: Call, product_id: str, vintage_id: str, asked: TechSheetIn) -> TechSheetOut:
    """The sheet replaced by what is given. Refused when a picture is not one (PNG or JPEG, read before anything is
    written)."""
    for n, id in enumerate(asked.pictures):
        _readable(call, n, id)
    return _put_sheet(call, product_id, vintage_id, asked)


@use_case("catalogue.sheet.put")
def _put_sheet(unit: Unit, product_id: str, vintage_id: str, asked: TechSheetIn) -> TechSheetOut:
    unit.load((PRODUCTS, product_id), (SHEETS, vintage_id))
    owner, vintage = _found(unit, product_id, vintage_id)
    unit.expect(SHEETS, vintage_id, unit.call.if_match)
    doc = TechSheet(
        vintage_id,
        product_id,
        SheetText(**asked.fr.model_dump()),
        SheetText(**asked.en.model_dump()),
        asked.serving_min,
        asked.serving_max,
        tuple(dict.fromkeys(asked.pictures)),
    )
    if problems := sheet_problems(doc):
        raise Refused.many(problems)
    unit.put(SHEETS, vintage_id, doc)
    if vintage.alcohol != asked.alcohol:
        owner, vintage = _strength(unit, owner, replace(vintage, alcohol=asked.alcohol))
    return _out(unit, owner, vintage)


def _strength(unit: Unit, owner: Product, vintage: Vintage) -> tuple[Product, Vintage]:
    """The vintage with its strength, copied to its variants."""
    after = replace(owner, vintages=tuple(vintage if one.id == vintage.id else one for one in owner.vintages))
    unit.put(PRODUCTS, owner.id, after)
    for id, wine in variants(unit, owner.variants).items():
        unit.put(VARIANTS, id, replace(wine, of=rules.facts(after, wine.vintage_id)))
    return after, vintage


def sheet_pdf(call: Call, product_id: str, vintage_id: str, language: str) -> tuple[bytes, str]:
    """(PDF, file name) of a vintage's sheet in French or English."""
    unit = reading(call)
    unit.load((PRODUCTS, product_id), (SHEETS, vintage_id), *tenancy.refs(on=unit.today))
    owner, vintage = _found(unit, product_id, vintage_id)
    sheet = unit.find(SHEETS, vintage_id) or TechSheet(vintage_id, product_id)
    company = tenancy.company(unit)
    logo = files.get(call.company, company.logo.file) if company.logo else None
    pictures = documents.Pictures(logo, [files.get(call.company, id) for id in sheet.pictures])
    sizes = [
        wine.volume
        for wine in variants(unit, owner.variants).values()
        if wine.volume and wine.vintage_id == vintage_id and not wine.archived and not wine.parts
    ]
    content = documents.sheet_pdf(company, owner, vintage, sheet, sizes, pictures, language, unit.today)
    return content, f"{owner.name} {vintage.year or ''}".strip() + ".pdf"


def sheet_picture(call: Call, product_id: str, vintage_id: str, n: int) -> tuple[bytes, str]:
    """(picture, content type) of a sheet. NotFound when it has no such picture."""
    unit = reading(call)
    unit.load((PRODUCTS, product_id), (SHEETS, vintage_id))
    _found(unit, product_id, vintage_id)
    sheet = unit.find(SHEETS, vintage_id)
    if sheet is None or n >= len(sheet.pictures):
        raise NotFound("catalogue.sheet.picture", "Cette fiche n'a pas cette image.")
    content = files.get(call.company, sheet.pictures[n])
    return content, "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"


def _readable(call: Call, n: int, id: str) -> None:
    try:
        picture(files.get(call.company, id))
    except (NotFound, Refused):
        detail = "Cette image est illisible. Envoyez un fichier PNG ou JPEG qui s'ouvre sur votre poste."
        raise Refused.many([FieldError(f"pictures.{n}", "catalogue.sheet.unreadable", detail)]) from None


def _found(unit: Unit, product_id: str, vintage_id: str) -> tuple[Product, Vintage]:
    owner = product(unit, product_id)
    vintage = entry(owner.vintages, vintage_id)
    if vintage is None:
        raise NotFound("catalogue.vintage.not_found", "Ce millésime n'existe pas ou plus.")
    return owner, vintage


def _out(unit: Unit, owner: Product, vintage: Vintage) -> TechSheetOut:
    doc = unit.find(SHEETS, vintage.id) or TechSheet(vintage.id, owner.id)
    return TechSheetOut.model_validate(
        {
            **asdict(doc),
            "product": owner.name,
            "year": vintage.year,
            "alcohol": vintage.alcohol,
            "effective_alcohol": vintage.alcohol if vintage.alcohol is not None else owner.customs.alcohol,
            "version": unit.version(SHEETS, vintage.id),
        }
    )
