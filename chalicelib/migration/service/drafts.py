"""Imports before they run: reading the files, the preview, the answers to its questions.

The one trick: the files are read outside the transaction and the preview is written with the import in one,
so the page of an import never shows a preview of other choices.
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.aws import files
from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.clock import iso
from chalicelib.kernel.errors import Conflict, Forbidden, NotFound, Refused
from chalicelib.kernel.identifiers import COUNTRY
from chalicelib.migration.rules.imports import Choices, Import, Person, PlanShown, SheetChoice, SourceFile
from chalicelib.migration.schemas import ChoicesIn, ImportIn, ImportOut
from chalicelib.migration.service.prepare import prepared, shown
from chalicelib.migration.service.showing import import_out
from chalicelib.migration.store import IMPORTS, PLANS


def create_import(call: Call, asked: ImportIn) -> ImportOut:
    """Read the files and keep the preview. Refused for a file that cannot be read, with the reason and the
    remedy."""
    if call.actor.only_own:
        raise Forbidden("migration.only_own", "Un import touche tous les clients : demandez-le à un responsable.")
    person = Person(call.actor.kind, call.actor.id, call.actor.name, call.actor.language)
    sources = tuple(SourceFile(one.file, one.name, len(files.get(call.company, one.file))) for one in asked.files)
    doc = Import(call.new_id(IMPORTS.prefix), "draft", sources, person, iso(call.now), _choices(asked.choices))
    return _created(call, doc, shown(prepared(call, doc)))


@use_case("migration.import.create")
def _created(unit: Unit, doc: Import, plan: PlanShown) -> ImportOut:
    return _saved(unit, doc, plan)


def change_choices(call: Call, id: str, asked: ChoicesIn) -> ImportOut:
    """Answer the preview: the files are read again with these choices. Conflict unless it is a draft."""
    doc = draft(reading(call), id)
    changed = _with(doc, asked)
    return _changed(call, id, asked, shown(prepared(call, changed)))


@use_case("migration.import.choose")
def _changed(unit: Unit, id: str, asked: ChoicesIn, plan: PlanShown) -> ImportOut:
    unit.load((IMPORTS, id), (PLANS, id))
    doc = draft(unit, id)
    unit.expect(IMPORTS, id, unit.call.if_match)
    return _saved(unit, _with(doc, asked), plan)


def _saved(unit: Unit, doc: Import, plan: PlanShown) -> ImportOut:
    doc = with_total(doc, plan)
    unit.put(IMPORTS, doc.id, doc)
    unit.put(PLANS, doc.id, plan)
    return import_out(doc, plan, unit.version(IMPORTS, doc.id))


def get_import(call: Call, id: str) -> ImportOut:
    unit = reading(call)
    unit.load((IMPORTS, id), (PLANS, id))
    doc = the_import(unit, id)
    return import_out(doc, unit.find(PLANS, id) or PlanShown(), unit.version(IMPORTS, id))


def the_import(unit: Unit, id: str) -> Import:
    found = unit.find(IMPORTS, id)
    if found is None:
        raise NotFound("migration.import.not_found", "Cet import n'existe pas ou plus.")
    return found


def draft(unit: Unit, id: str) -> Import:
    doc = the_import(unit, id)
    if doc.state != "draft":
        raise Conflict("migration.import.not_draft", "Cet import n'est plus un brouillon. Préparez-en un autre.")
    return doc


def with_total(doc: Import, plan: PlanShown) -> Import:
    """The import with what its page and list show of the plan."""
    return replace(doc, questions=len(plan.questions), total=sum(part.lines for part in plan.parts if not part.ignored))


def _with(doc: Import, asked: ChoicesIn) -> Import:
    return replace(doc, choices=_choices(asked))


def _choices(asked: ChoicesIn) -> Choices:
    if asked.assumed_country and (problem := COUNTRY.check(asked.assumed_country)):
        raise Refused.many([problem.on("assumed_country")])
    return Choices(
        assumed_country=asked.assumed_country,
        bases={code.upper(): basis for code, basis in asked.bases.items()},
        sheets=tuple(SheetChoice(**sheet.model_dump()) for sheet in asked.sheets),
    )
