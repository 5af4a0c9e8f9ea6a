"""Imports before they run: reading the files, the preview, the answers to its questions.

The one trick: a request only writes down what is asked; the files are read by the workflow that also runs the import
(decision 0009), so no request waits for a large file. A preview is kept only if it was made with the choices the import
still has.
"""

from __future__ import annotations

from dataclasses import replace

from chalicelib.aws import files
from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.kernel.clock import iso
from chalicelib.kernel.errors import CaveauError, Conflict, Forbidden, NotFound, Refused, Unavailable
from chalicelib.kernel.identifiers import COUNTRY
from chalicelib.migration.readers.safety import checked
from chalicelib.migration.rules.heading import Heading
from chalicelib.migration.rules.imports import Choices, Import, Person, PlanShown, SheetChoice, SourceFile
from chalicelib.migration.rules.mapping import built
from chalicelib.migration.schemas import ChoicesIn, FileIn, ImportIn, ImportOut, ImportStartedV1
from chalicelib.migration.service.prepare import prepared, readable, shown
from chalicelib.migration.service.showing import import_out
from chalicelib.migration.service.watching import ALL, unwatch, watch
from chalicelib.migration.store import IMPORTS, PLANS, RUNS


def create_import(call: Call, asked: ImportIn) -> ImportOut:
    """Take the files; the workflow reads them and makes the preview (state preparing). Refused at once for a file whose
    first bytes already say that it cannot be read."""
    if call.actor.only_own:
        raise Forbidden("migration.only_own", "Un import touche tous les clients : demandez-le à un responsable.")
    person = Person(call.actor.kind, call.actor.id, call.actor.name, call.actor.language)
    sources = tuple(_source(call, one) for one in asked.files)
    doc = Import(call.new_id(IMPORTS.prefix), "preparing", sources, person, iso(call.now), _choices(asked.choices))
    return _created(call, doc)


def _source(call: Call, one: FileIn) -> SourceFile:
    content = files.get(call.company, one.file)
    checked(content, one.name)
    return SourceFile(one.file, one.name, len(content))


@use_case("migration.import.create")
def _created(unit: Unit, doc: Import) -> ImportOut:
    return _asked(unit, doc, PlanShown())


def change_choices(call: Call, id: str, asked: ChoicesIn) -> ImportOut:
    """Answer the preview: the files are read again with these choices, by the workflow. Conflict once it runs; Refused
    for columns that cannot be."""
    return _changed(call, id, asked)


@use_case("migration.import.choose")
def _changed(unit: Unit, id: str, asked: ChoicesIn) -> ImportOut:
    unit.load((IMPORTS, id), (PLANS, id), (RUNS, ALL))
    doc = draft(unit, id)
    unit.expect(IMPORTS, id, unit.call.if_match)
    plan = unit.find(PLANS, id) or PlanShown()
    choices = _choices(asked)
    for choice in choices.sheets:
        _require_mapping(choice, plan)
    return _asked(unit, replace(doc, choices=choices), plan)


def _require_mapping(choice: SheetChoice, plan: PlanShown) -> None:
    """Refuse at once the columns that cannot be, as long as the header is the one that was shown."""
    for part in plan.parts:
        if (part.file, part.sheet) != (choice.file, choice.sheet) or choice.header not in (None, part.header):
            continue
        if choice.columns and not choice.ignored:
            titles = tuple(str(column["heading"]) for column in part.columns)
            built(choice.kind, {int(n): name for n, name in choice.columns.items()}, Heading(0, titles, ()))


def _asked(unit: Unit, doc: Import, plan: PlanShown) -> ImportOut:
    """The files are to be read: say so, and tell who reads them."""
    doc = replace(doc, state="preparing", done=0, failure="", advanced_at=iso(unit.at))
    unit.put(IMPORTS, doc.id, doc)
    unit.put(PLANS, doc.id, plan)
    watch(unit, doc)
    unit.emit(ImportStartedV1(import_id=doc.id))
    return import_out(doc, plan, unit.version(IMPORTS, doc.id))


# --- the workflow's part -------------------------------------------------------------------------------------------


def prepare(call: Call, id: str) -> None:
    """Read the files and keep the preview; nothing happens unless the import waits for it. What cannot be read makes
    the import unreadable, with the reason and the remedy."""
    doc = the_import(reading(call), id)
    if doc.state != "preparing":
        return
    try:
        plan = shown(prepared(call, doc, lambda done, total: _progress(call, id, done, total)))
    except Unavailable:
        raise
    except CaveauError as refusal:
        unread(call, id, readable(refusal))
        return
    _drafted(call, id, doc.choices, plan)


@use_case("migration.import.progress")
def _progress(unit: Unit, id: str, done: int, total: int) -> None:
    doc = the_import(unit, id)
    if doc.state == "preparing":
        unit.put(IMPORTS, id, replace(doc, done=done, total=total, advanced_at=iso(unit.at)))


@use_case("migration.import.prepare")
def _drafted(unit: Unit, id: str, choices: Choices, plan: PlanShown) -> None:
    """Keep the preview, unless other answers came meanwhile: whoever reads with those will."""
    unit.load((IMPORTS, id), (PLANS, id), (RUNS, ALL))
    doc = the_import(unit, id)
    if doc.state != "preparing" or doc.choices != choices:
        return
    unit.put(IMPORTS, id, replace(with_total(doc, plan), state="draft", done=0, advanced_at=iso(unit.at)))
    unit.put(PLANS, id, plan)
    unwatch(unit, doc)


@use_case("migration.import.unread")
def unread(unit: Unit, id: str, why: str) -> None:
    """The files cannot be read, or not with these choices: the import says why."""
    unit.load((IMPORTS, id), (RUNS, ALL))
    doc = the_import(unit, id)
    if doc.state == "preparing":
        unit.put(IMPORTS, id, replace(doc, state="unreadable", failure=why[:500], advanced_at=iso(unit.at)))
        unwatch(unit, doc)


# --- reading -------------------------------------------------------------------------------------------------------


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
    """The import, as long as nothing of it runs."""
    doc = the_import(unit, id)
    if doc.state not in ("preparing", "draft", "unreadable"):
        raise Conflict("migration.import.not_draft", "Cet import n'est plus un brouillon. Préparez-en un autre.")
    return doc


def with_total(doc: Import, plan: PlanShown) -> Import:
    """The import with what its page and list show of the plan."""
    return replace(doc, questions=len(plan.questions), total=sum(part.lines for part in plan.parts if not part.ignored))


def _choices(asked: ChoicesIn) -> Choices:
    if asked.assumed_country and (problem := COUNTRY.check(asked.assumed_country)):
        raise Refused.many([problem.on("assumed_country")])
    return Choices(
        assumed_country=asked.assumed_country,
        bases={code.upper(): basis for code, basis in asked.bases.items()},
        sheets=tuple(SheetChoice(**sheet.model_dump()) for sheet in asked.sheets),
    )
