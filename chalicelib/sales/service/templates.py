"""Use cases of the templates of documents: the set, its files, what one looks like.

The one trick: what is shown while a template is changed is drawn by the code that prints, on a made-up document of the
company itself.
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.aws import files
from chalicelib.aws.call import Call
from chalicelib.aws.shelf import Shelf
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.errors import Refused
from chalicelib.sales.rules import template as rules
from chalicelib.sales.rules.template import Appended, Template, Used
from chalicelib.sales.schemas.templates import (
    DocumentFileOut,
    DocumentTemplateIn,
    DocumentTemplateOut,
    DocumentTemplatesOut,
    FileQuery,
    SketchIn,
    SketchOut,
)
from chalicelib.sales.service import papers
from chalicelib.sales.service.sampling import sample
from chalicelib.sales.store import TEMPLATES
from chalicelib.tenancy import service as tenancy

SHELF: Shelf[Template, DocumentTemplateOut] = Shelf(
    TEMPLATES, DocumentTemplateOut, "sales.template.not_found", "Ce modèle de documents n'existe pas ou plus."
)


def list_templates(call: Call) -> DocumentTemplatesOut:
    """Every template, archived ones included."""
    unit = reading(call)
    items = [SHELF.shown(unit, one) for one in SHELF.entries(unit)]
    return DocumentTemplatesOut(items=items, version=SHELF.version(unit))


@use_case("sales.template.create")
def create_template(unit: Unit, asked: DocumentTemplateIn) -> DocumentTemplateOut:
    """A template. Refused with every bad field."""
    return _kept(unit, unit.new_id(TEMPLATES.prefix), asked)


@use_case("sales.template.change")
def change_template(unit: Unit, id: str, asked: DocumentTemplateIn) -> DocumentTemplateOut:
    """A template replaced: what is issued from now on looks so, what was issued stays as it was."""
    SHELF.changing(unit, id)
    return _kept(unit, id, asked)


def _kept(unit: Unit, id: str, asked: DocumentTemplateIn) -> DocumentTemplateOut:
    made = rules.checked(_template(id, asked), SHELF.entries(unit))
    made = replace(made, appended=_counted(unit.call, made.appended))
    if made.logo:
        _require_picture(files.get(unit.company, made.logo))
    SHELF.put(unit, made)
    return SHELF.shown(unit, made)


def _template(id: str, asked: DocumentTemplateIn) -> Template:
    plain = asked.model_dump(exclude={"kind", "columns", "appended", "name"})
    appended = Appended(**asked.appended.model_dump()) if asked.appended else None
    return Template(id=id, name=asked.name.strip(), columns=tuple(asked.columns), appended=appended, **plain)


def _counted(call: Call, appended: Appended | None) -> Appended | None:
    """The PDF with the pages it has. Refused when it may not stand in an invoice."""
    if appended is None:
        return None
    from chalicelib.render.pdf.appendix import appendix  # noqa: PLC0415 - few requests read a PDF

    return replace(appended, pages=appendix(files.get(call.company, appended.file)).pages)


def _require_picture(content: bytes) -> None:
    from chalicelib.render.pdf.picture import picture  # noqa: PLC0415 - few requests read a picture

    picture(content)


def put_file(call: Call, content: bytes, query: FileQuery) -> DocumentFileOut:
    """Keep a logo, or the pages of a PDF that may follow a document. Refused with the reason otherwise."""
    if not content:
        raise Refused("sales.template.file_empty", "Ce fichier est vide. Choisissez-en un autre.", "content")
    if query.use == "logo":
        _require_picture(content)
        kept = files.put(call.company, content, "application/octet-stream", query.name)
        return DocumentFileOut(file=kept.id, name=query.name, pages=0)
    from chalicelib.render.pdf.appendix import appendix  # noqa: PLC0415 - few requests read a PDF

    found = appendix(content)
    kept = files.put(call.company, found.content, "application/pdf", query.name)
    return DocumentFileOut(file=kept.id, name=query.name, pages=found.pages)


def sketch(call: Call, asked: SketchIn) -> SketchOut:
    """A made-up document of the company in a template, saved or not. Refused as a template is, but for its name."""
    from chalicelib.render.invoice_pdf import invoice_sketch  # noqa: PLC0415 - most requests print nothing
    from chalicelib.sales import documents  # noqa: PLC0415

    made = rules.checked(replace(_template("", asked), name="-"), ())
    unit = reading(call)
    unit.load(*tenancy.refs(on=unit.today))
    said = sample(unit, Used(made, "default"))
    art = papers.art(call, said.seller, Used(replace(made, appended=None), "default"))
    sheet = documents.sheet(said, "en" if said.language == "en" else "fr", art)
    if asked.kind != "invoice":
        bare = replace(sheet, instalments=(), delivered_on=None, payment=None)
        sheet = replace(bare, kind=asked.kind, number="DE-0001" if asked.kind == "quote" else "BL-0001")
    pages = invoice_sketch(sheet)
    return SketchOut.model_validate({"pages": pages, "appended": made.appended.pages if made.appended else 0})
