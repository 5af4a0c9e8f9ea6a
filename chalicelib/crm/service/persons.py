"""Use cases of a person's rights: all his data as a file, and their erasure.

The one trick: nothing here knows what an order or an import is; where a person's data lie is said by the lists of
every room, what becomes of each kind by the rule its room declared (kernel/erasing.py). An erasure first blanks what
stands, in commits like any other; once these are archived, a fact has the past blanked: journal, archive, snapshots.
"""

from __future__ import annotations

import copy
import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.aws import files
from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.aws.table import KINDS, Ref
from chalicelib.aws.unit import Unit, reading, use_case
from chalicelib.crm.rules.persons import Erasure
from chalicelib.crm.schemas.persons import ErasedOut, ErasureOut, KeptOut, PersonErasedV1, PersonForgottenV1
from chalicelib.crm.service.credit import exposure
from chalicelib.crm.service.duplicates import merged_into
from chalicelib.crm.service.reading import customer
from chalicelib.crm.store import CUSTOMERS, ERASURES
from chalicelib.kernel.erasing import RULES
from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.kernel.pieces import pieces
from chalicelib.readmodel import history
from chalicelib.readmodel.freshness import current
from chalicelib.readmodel.history import HistoryQuery
from chalicelib.readmodel.persons import Held, entries_of, ids_of, items_of

CHUNK = 40
ATTACHMENTS = "attachments"
ELSEWHERE = (
    (
        "backup",
        "Sauvegardes de nuit : scellées, elles disparaissent à leur terme (une par mois gardée un an).",
        "Nightly backups: sealed, they go when their time is over (one a month is kept for a year).",
    ),
    (
        "import_file",
        "Fichiers importés et papiers déjà imprimés : gardés octet pour octet, preuve de ce qui fut reçu ou émis.",
        "Imported files and papers already printed: kept byte for byte as proof of what was received or issued.",
    ),
)
"""What no erasure reaches, and why."""
README = (
    "Toutes les données que la société garde de cette personne, telles qu'elles sont.\n"
    "donnees/ : un fichier JSON par sorte de fiche. fichiers/ : pièces jointes. historique.csv : les changements.\n\n"
    "All the data that the company keeps of this person, as they stand.\n"
    "donnees/: one JSON file for each kind of record. fichiers/: attached files. historique.csv: who changed what.\n"
)


def export_person(call: Call, id: str) -> Download:
    """All the data of a person, as a zip. NotFound for a customer the actor may not know of."""
    import zipfile  # noqa: PLC0415 - no part of the API's start

    for scope in ("crm:read", "sales:read", "payments:read"):
        call.require(scope)
    known = customer(reading(call), id)
    ids = [id, *merged_into(call, id)]
    docs = _docs(call, _held(call, ids))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("LISEZMOI.txt", README)
        for kind in sorted({one.kind for one in docs}):
            same = [{"id": one.id, **doc} for one, doc in docs.items() if one.kind == kind]
            pack.writestr(f"donnees/{kind}.json", json.dumps(same, ensure_ascii=False, indent=1))
        for sha, name in _files(docs):
            pack.writestr(f"fichiers/{sha[:8]} {name}", files.get(call.company, sha))
        if call.actor.may("history:read"):
            asked = HistoryQuery.model_validate({"kind": CUSTOMERS.name, "id": id})
            pack.writestr("historique.csv", history.file(call, asked)[0])
    return Download(packed.getvalue(), "application/zip", f"{known.code}.zip")


def erase_person(call: Call, id: str) -> ErasureOut:
    """Blank a person everywhere but where the law wants him kept. Conflict while he owes, or has a confirmed order."""
    customer(reading(call), id)
    owed = exposure(call, id)
    if owed.open or owed.ordered:
        raise Conflict(
            "crm.person.owes",
            "Ce client a des factures, un avoir ou des commandes en cours. Soldez-les, puis effacez ses données.",
        )
    ids = [id, *merged_into(call, id)]
    held = _held(call, ids)
    gone = [one for one in held if (rule := RULES.get(one.kind)) and rule.blank]
    given = sorted({sha for sha, _ in _files(_docs(call, gone), earlier=True)})
    loose = replace(call, idempotency=None)
    for some in pieces(gone, CHUNK):
        _erase_some(loose, some, ids)
    return _erased(call, id, ids, gone, [one for one in held if one not in set(gone)], given)


@use_case("crm.person.erase_some")
def _erase_some(unit: Unit, items: Sequence[Held], ids: Sequence[str]) -> None:
    unit.load(*map(_ref, items))
    for one in items:
        stored = unit.stored(_ref(one))
        if stored is None or stored.text is None:
            continue
        kind, rule = KINDS[one.kind], RULES[one.kind]
        if rule.drop:
            unit.delete(kind, one.id)
            continue
        plain = copy.deepcopy(stored.plain)
        assert plain is not None
        assert rule.blank is not None
        rule.blank(plain, ids)
        doc = kind.adapter.validate_python(plain)
        unit.put(kind, one.id, replace(doc, archived=True, representative=None) if kind is CUSTOMERS else doc)


@use_case("crm.person.erase")
def _erased(
    unit: Unit, id: str, ids: Sequence[str], gone: Sequence[Held], kept: Sequence[Held], given: Sequence[str]
) -> ErasureOut:
    before = unit.find(ERASURES, id)
    doc = Erasure(
        customer=id,
        at=unit.at,
        by=unit.actor.id,
        by_name=unit.actor.name,
        ids=tuple(ids),
        items=tuple(sorted({*(f"{one.kind} {one.id}" for one in gone), *(before.items if before else ())})),
        files=tuple(sorted({*given, *(before.files if before else ())})),
        erased=dict(sorted(Counter(one.kind for one in gone).items())),
        kept=dict(sorted(Counter(one.kind for one in kept).items())),
    )
    unit.put(ERASURES, id, doc)
    unit.emit(PersonErasedV1(customer=id))
    return _out(doc, unit.actor.language)


def get_erasure(call: Call, id: str) -> ErasureOut:
    """What an erasure did. NotFound when there was none."""
    found = reading(call).find(ERASURES, id)
    if found is None:
        raise NotFound("crm.person.not_erased", "Les données de ce client n'ont pas été effacées.")
    return _out(found, call.actor.language)


def forget_past(call: Call, id: str) -> int:
    """Blank the past of a person who was erased: entries, archive, snapshots, bytes of files. Gives how many entries
    changed; begun again it changes the rest."""
    from chalicelib.aws import rewriting  # noqa: PLC0415 - only an erasure rewrites

    done = reading(call).get(ERASURES, id)
    items = [Held(*one.split(" ", 1)) for one in done.items]
    named = {(one.kind, one.id) for one in items}

    def edit(change: dict[str, Any]) -> None:
        rule = RULES.get(change["kind"])
        if rule is None or rule.blank is None or (change["kind"], change["id"]) not in named:
            return
        for part in (change.get("doc"), change.get("was")):
            if part:
                rule.blank(part, done.ids)

    count = 0
    for lane, numbers in entries_of(call.company, items).items():
        count += sum(rewriting.rewrite(call.company, lane, seq, edit) for seq in numbers)
    _remove_files(call, done.files)
    current().forget(call.company)
    _forgotten(call, id, count)
    return count


def _remove_files(call: Call, given: Iterable[str]) -> None:
    """Remove the bytes of files that no other record holds."""
    from chalicelib.aws import rewriting  # noqa: PLC0415 - only an erasure removes

    others = _docs(call, (Held(ATTACHMENTS, id) for id in ids_of(call.company, ATTACHMENTS)))
    shared = {sha for sha, _ in _files(others, earlier=True)}
    for sha in set(given) - shared:
        rewriting.remove_file(call.company, sha)


@use_case("crm.person.forget")
def _forgotten(unit: Unit, id: str, entries: int) -> None:
    done = unit.get(ERASURES, id)
    unit.put(ERASURES, id, replace(done, rewritten_at=unit.at, entries=max(done.entries, entries)))
    unit.emit(PersonForgottenV1(customer=id, entries=entries))


def _held(call: Call, ids: Sequence[str]) -> list[Held]:
    direct = [Held(kind, id) for id in ids for kind in ("customer", "agreement")]
    direct += [Held(ATTACHMENTS, f"customer:{id}") for id in ids]
    return sorted({*items_of(call.company, ids), *(one for one in direct if one in _docs(call, direct))})


def _docs(call: Call, items: Iterable[Held]) -> dict[Held, dict[str, Any]]:
    """The documents of those that exist."""
    unit = reading(call)
    wanted = [one for one in items if one.kind in KINDS]
    unit.load(*map(_ref, wanted))
    read = ((one, unit.stored(_ref(one))) for one in wanted)
    return {one: stored.plain for one, stored in read if stored is not None and stored.plain is not None}


def _ref(one: Held) -> Ref:
    return KINDS[one.kind], one.id


def _files(docs: dict[Held, dict[str, Any]], *, earlier: bool = False) -> list[tuple[str, str]]:
    """(hash, name) of every file attached, `earlier` versions too when asked."""
    held = [doc for one, doc in docs.items() if one.kind == ATTACHMENTS]
    found = [one for doc in held for one in doc["items"]]
    found += [one["file"] for doc in held for one in doc["earlier"] if earlier]
    return [(one["file"], one["name"]) for one in found]


def _out(doc: Erasure, language: str) -> ErasureOut:
    def reason(kind: str) -> str:
        rule = RULES.get(kind)
        fr, en = rule.kept if rule else ("Aucune donnée de la personne elle-même.", "No data of the person himself.")
        return en if language == "en" else fr

    return ErasureOut(
        customer=doc.customer,
        at=doc.at,
        by_name=doc.by_name,
        erased=[ErasedOut(kind=kind, count=count) for kind, count in doc.erased.items()],
        kept=[
            *(KeptOut(kind=kind, count=count, reason=reason(kind)) for kind, count in doc.kept.items()),
            *(KeptOut(kind=kind, count=0, reason=en if language == "en" else fr) for kind, fr, en in ELSEWHERE),
        ],
        rewritten_at=doc.rewritten_at,
        entries=doc.entries,
    )
