"""Saved mappings: what a person said once of a file is known of every file with the same headings."""

from __future__ import annotations

from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.book import WHOLE, with_entry, without
from chalicelib.kernel.errors import Conflict, NotFound, Refused
from chalicelib.kernel.text import fold
from chalicelib.migration.rules.fields import BY_KIND, KINDS, PRICE, key
from chalicelib.migration.rules.imports import Import, PlanShown, SheetChoice
from chalicelib.migration.rules.mapping import BasisCode
from chalicelib.migration.schemas import FieldOut, FieldsOut, TemplateIn, TemplateOut, TemplatesOut
from chalicelib.migration.service.drafts import the_import
from chalicelib.migration.store import IMPORTS, PLANS, TEMPLATES, SavedMapping, TemplateBook


def list_templates(call: Call) -> TemplatesOut:
    unit = reading(call)
    book = unit.find(TEMPLATES, WHOLE) or TemplateBook()
    return TemplatesOut(items=[_out(one) for one in book.items], version=unit.version(TEMPLATES, WHOLE))


@use_case("migration.template.create")
def create_template(unit: Unit, asked: TemplateIn) -> TemplateOut:
    """Keep the mapping chosen for one sheet of an import. Refused when no columns were chosen for it."""
    unit.load((TEMPLATES, WHOLE), (IMPORTS, asked.import_id), (PLANS, asked.import_id))
    doc = the_import(unit, asked.import_id)
    choice = _chosen(doc, asked)
    headings = _headings(unit.find(PLANS, asked.import_id) or PlanShown(), asked)
    book = unit.find(TEMPLATES, WHOLE) or TemplateBook()
    if any(fold(one.name) == fold(asked.name) for one in book.items):
        raise Conflict("migration.template.name_taken", "Ce nom est déjà pris. Choisissez-en un autre.", "name")
    signature = "|".join(key(heading) for heading in headings)
    id = unit.new_id(TEMPLATES.prefix)
    saved = SavedMapping(id, asked.name, signature, choice.kind, choice.columns, choice.decimal, _bases(doc, choice))
    others = tuple(one for one in book.items if one.signature != signature)
    unit.put(TEMPLATES, WHOLE, TemplateBook(with_entry(others, saved)))
    return _out(saved)


def _chosen(doc: Import, asked: TemplateIn) -> SheetChoice:
    for choice in doc.choices.sheets:
        if choice.file == asked.file and choice.sheet == asked.sheet and choice.columns:
            return choice
    raise Refused("migration.template.nothing", "Choisissez d'abord les colonnes de cette feuille.", "sheet")


def _bases(doc: Import, choice: SheetChoice) -> dict[str, BasisCode]:
    grids = {field.removeprefix(PRICE).strip().upper() for field in choice.columns.values() if field.startswith(PRICE)}
    return {grid: basis for grid, basis in doc.choices.bases.items() if grid in grids}


def _headings(plan: PlanShown, asked: TemplateIn) -> list[str]:
    for part in plan.parts:
        if part.file == asked.file and part.sheet == asked.sheet:
            return [column["heading"] for column in part.columns]
    raise Refused("migration.sheet.unknown", "Cette feuille n'est pas dans l'import.", "sheet")


@use_case("migration.template.delete")
def delete_template(unit: Unit, id: str) -> None:
    book = unit.find(TEMPLATES, WHOLE) or TemplateBook()
    if not any(one.id == id for one in book.items):
        raise NotFound("migration.template.not_found", "Ce modèle de colonnes n'existe pas ou plus.")
    unit.put(TEMPLATES, WHOLE, TemplateBook(without(book.items, id)))


def _out(saved: SavedMapping) -> TemplateOut:
    headings = saved.signature.split("|")
    return TemplateOut(id=saved.id, name=saved.name, kind=saved.kind, headings=headings, columns=saved.columns)


def fields() -> FieldsOut:
    """The fields a column may be mapped to."""
    shown = {
        kind: [FieldOut(code=one.code, label=one.fr, label_en=one.en) for one in BY_KIND[kind].values()]
        for kind in KINDS
    }
    return FieldsOut(**shown)
