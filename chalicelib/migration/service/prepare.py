"""Files -> what the import would do: rows cleaned, judged by crm, met with what the company has, and the
plan.

The one trick: preparing writes nothing and is done twice, at the preview and when the run starts, so a run
never works from yesterday's preview.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace

from pydantic import ValidationError

from chalicelib.aws import files
from chalicelib.aws.call import Call
from chalicelib.aws.unit import Unit, reading
from chalicelib.kernel.book import WHOLE
from chalicelib.kernel.errors import CaveauError, Refused
from chalicelib.migration import index
from chalicelib.migration.readers.reading import Asked, Choice, Template, parts
from chalicelib.migration.rules import across
from chalicelib.migration.rules.fields import AGREEMENT, CONTACT, CUSTOMER, INVOICE, KINDS, PRODUCT, STOCK, label
from chalicelib.migration.rules.findings import Entry, finding
from chalicelib.migration.rules.imports import Books, Import, PartShown, PlanShown, SheetChoice, SourceFile, Task
from chalicelib.migration.rules.plan import Part, Plan, planned
from chalicelib.migration.rules.row import Settings
from chalicelib.migration.service import agreements, contacts, customers, families, invoices, parties, products, stocks
from chalicelib.migration.service import books as needed
from chalicelib.migration.service.met import Met
from chalicelib.migration.service.parties import Coming
from chalicelib.migration.store import TEMPLATES, TemplateBook
from chalicelib.readmodel import Row, lists
from chalicelib.readmodel.lists import ListQuery
from chalicelib.tenancy import service as tenancy

BATCH = 100
TOLD_EVERY = 2_500
"""Lines between two words on the progress of a preview: each is a write."""
MOST_LINES = 50_000


@dataclass(frozen=True, slots=True)
class Prepared:
    """`tasks` in the order of the files, `mets` what each would do today (the same rows, with what meeting
    said)."""

    parts: tuple[Part, ...]
    plan: Plan
    tasks: tuple[Task, ...]
    mets: tuple[Met, ...]

    @property
    def source(self) -> str:
        """Where records say they come from."""
        return next((part.program for part in self.parts if part.program), "Import")


def prepared(call: Call, doc: Import, progress: Callable[[int, int], None] | None = None) -> Prepared:
    """The import as it would be done now. Refused when a file cannot be read or a choice is wrong. `progress`: told how
    many lines of how many are judged, now and then."""
    unit = reading(call)
    needed.load(unit)
    unit.load((TEMPLATES, WHOLE), *tenancy.refs(on=unit.today))
    read = [part for file in doc.files for part in _parts(call, unit, doc, file)]
    if sum(part.lines for part in read) > MOST_LINES:
        raise Refused("migration.import.too_long", f"Plus de {MOST_LINES} lignes en tout. Importez en plusieurs fois.")
    read.sort(key=lambda part: KINDS.index(part.kind) if part.kind else len(KINDS))
    found = [_judged(part) for part in across.compared(read)]
    plan = planned(found, doc.choices.bases, needed.known_bases(unit))
    books = needed.found(unit, plan.needs)
    tasks = [Task(part.name, entry) for part in found for entry in part.entries]
    before = parties.coming(tasks)
    mets = list(_counted(met(unit, tasks, books, before), len(tasks), progress))
    tasks = _with_fingerprints(call, tasks, mets)
    again = [place for place, task in enumerate(tasks) if task.left]
    for place, one in zip(again, met(unit, [tasks[place] for place in again], books, before), strict=True):
        mets[place] = one
    shown = _with_entries(found, mets)
    plan = planned(shown, doc.choices.bases, needed.known_bases(unit))
    return Prepared(tuple(shown), plan, tuple(tasks), tuple(mets))


def _counted(mets: Iterator[Met], total: int, progress: Callable[[int, int], None] | None) -> Iterator[Met]:
    for done, one in enumerate(mets):
        if progress and done % TOLD_EVERY == 0:
            progress(done, total)
        yield one


def _parts(call: Call, unit: Unit, doc: Import, file: SourceFile) -> list[Part]:
    settings = Settings(call.today, tenancy.company(unit).address.country or "FR", doc.choices.assumed_country)
    mine = {choice.sheet: _choice(choice) for choice in doc.choices.sheets if choice.file == file.id}
    templates = (unit.find(TEMPLATES, WHOLE) or TemplateBook()).items
    saved = tuple(
        Template(
            one.name,
            one.signature,
            one.kind,
            {int(n): field for n, field in one.columns.items()},
            one.decimal,
            one.bases,
        )
        for one in templates
    )
    content = files.get(call.company, file.id)
    return parts(content, file.id, file.name, Asked(settings, mine, saved, doc.choices.bases))


def _choice(choice: SheetChoice) -> Choice:
    columns = {int(number): field for number, field in choice.columns.items()}
    return Choice(choice.ignored, choice.kind, choice.header, columns, choice.decimal)


# --- what the rooms would refuse -----------------------------------------------------------------------------------


def _judged(part: Part) -> Part:
    """The part with its rows judged by the rooms that will hold them: what they would refuse is refused here, in their
    words."""
    return replace(part, entries=tuple(_judged_entry(entry) for entry in part.entries))


def _judged_entry(entry: Entry) -> Entry:
    if entry.record is None:
        return entry
    problems = _problems(entry)
    if not problems:
        return entry
    said = finding(f"{entry.kind}.refused", detail=" ".join(problems))
    return replace(entry, record=None, findings=(*entry.findings, said))


def _problems(entry: Entry) -> list[str]:
    record = entry.record or {}
    try:
        if entry.kind == PRODUCT:
            products.asked(record, "", products.any_books(record))
            return []
        if entry.kind == CUSTOMER:
            return customers.refusals(customers.asked(record, entry.key, "", Books()))
        return _REFUSALS[entry.kind](record)
    except ValidationError as error:
        fields = ", ".join(str(problem["loc"][-1]) for problem in error.errors())
        return [f"Valeur impossible ({fields}). Corrigez la ligne dans le fichier."]


_REFUSALS = {
    CONTACT: contacts.refusals,
    AGREEMENT: agreements.refusals,
    INVOICE: invoices.refusals,
    STOCK: stocks.refusals,
}


# --- what the company already has ----------------------------------------------------------------------------------


def met(unit: Unit, tasks: Sequence[Task], books: Books, coming: Coming = families.NOTHING) -> Iterator[Met]:
    """Each task with what the company has under its key, in order; a page at a time."""
    for start in range(0, len(tasks), BATCH):
        yield from families.meet(unit, tasks[start : start + BATCH], books, coming)


def _with_fingerprints(call: Call, tasks: Sequence[Task], mets: Sequence[Met]) -> list[Task]:
    """The tasks with the fingerprint of the record they meet: as it is when they agree, as the last import left it when
    they do not."""
    left = _left(call, [one.record for one in mets if one.action == "none" and one.record])
    return [
        replace(task, same=one.now, left=left.get(one.record, "") if one.action == "none" else "")
        for task, one in zip(tasks, mets, strict=True)
    ]


def _left(call: Call, records: Sequence[str]) -> dict[str, str]:
    """The fingerprint that the latest import left on each record."""
    found: dict[str, str] = {}
    for start in range(0, len(records), BATCH):
        where = {
            "and": [
                {"field": "record", "op": "in", "value": list(records[start : start + BATCH])},
                {"field": "outcome", "op": "in", "value": ["created", "warned", "updated"]},
                {"field": "first", "op": "eq", "value": True},
                {"field": "undone", "op": "eq", "value": ""},
            ]
        }
        query = ListQuery(where=json.dumps(where), sort="import_id")
        lists.each(call, index.LEDGER, query, lambda rows: _gather(rows, found))
    return found


def _gather(rows: Iterable[Row], found: dict[str, str]) -> None:
    for row in rows:
        found[row["record"]] = row["stamp"]


def _with_entries(parts_read: Sequence[Part], mets: Sequence[Met]) -> list[Part]:
    """The parts with the entries as they are after meeting."""
    rest = iter(mets)
    return [replace(part, entries=tuple(next(rest).task.entry for _ in part.entries)) for part in parts_read]


# --- the preview ---------------------------------------------------------------------------------------------------


def shown(done: Prepared) -> PlanShown:
    """The plan as it is kept and given."""
    plan = done.plan
    return PlanShown(
        parts=tuple(_part_shown(part) for part in done.parts),
        customers=_counts(done, CUSTOMER, asdict(plan.customers)),
        products=_counts(done, PRODUCT, asdict(plan.products)),
        others={kind: _counts(done, kind, asdict(counts)) for kind, counts in plan.others.items()},
        prices=sum(
            len((one.task.entry.record or {})["prices"])
            for one in done.mets
            if one.task.entry.kind == PRODUCT and one.action in ("create", "update")
        ),
        reasons=tuple({**asdict(reason), "lines": list(reason.lines)} for reason in plan.reasons),
        families=plan.families,
        needs=plan.needs,
        questions=plan.questions,
        offers=plan.offers,
    )


def _counts(done: Prepared, kind: str, counts: dict[str, int]) -> dict[str, int]:
    actions = Counter(one.action for one in done.mets if one.task.entry.kind == kind)
    warned = sum(one.action == "create" and one.task.entry.warned for one in done.mets if one.task.entry.kind == kind)
    return counts | {
        "create": actions["create"],
        "update": actions["update"],
        "unchanged": actions["unchanged"],
        "warned": warned,
    }


def _part_shown(part: Part) -> PartShown:
    columns = tuple(
        {
            "column": one.column,
            "heading": one.heading,
            "field": one.field,
            "label": label(part.kind, one.field) if one.field and part.kind else "",
            "samples": list(one.samples),
        }
        for one in part.suggestions
    )
    header = part.heading.line if part.heading else None
    return PartShown(
        part.file, part.name, part.sheet, part.program, part.kind, part.lines, part.ignored, part.how, header, columns
    )


def readable(problem: CaveauError) -> str:
    """Why an import stopped, as the person reads it."""
    return problem.detail or problem.code
