"""All that a company keeps, as one file of open formats, for its owner: every list, every record, every file.

Nouns: a *pack* (the zip being written, and what was put in it), the *manifest* (its last entry: each other with its
size, its hash and its rows; the files of each record). The one trick: nothing here knows an order or a wine; the lists
are those of the read model, the records those the journal ever named, so a room added tomorrow is in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from chalicelib.aws import files, limits, transfers
from chalicelib.aws.call import Call
from chalicelib.aws.http import Download
from chalicelib.aws.journal import is_secret
from chalicelib.aws.later import Later, at_once
from chalicelib.aws.leaving import Leaving
from chalicelib.aws.table import KINDS
from chalicelib.aws.unit import reading
from chalicelib.kernel.clock import paris_date
from chalicelib.kernel.errors import Forbidden, TooMany
from chalicelib.kernel.pieces import pieces
from chalicelib.readmodel import lists
from chalicelib.readmodel.freshness import current
from chalicelib.readmodel.lists import ListQuery
from chalicelib.readmodel.persons import ids_of
from chalicelib.tenancy.rules.attachments import Attachments, safe_name
from chalicelib.tenancy.rules.scopes import SCOPES
from chalicelib.tenancy.store import ATTACHMENTS

BATCH = 100
A_DAY = 5
TYPE = "application/zip"
README = (
    "Tout ce que la société garde dans Caveau.\n"
    "listes/ : chaque liste, en CSV. fiches/ : chaque fiche, une par ligne, en JSON.\n"
    "fichiers/ : pièces jointes, papiers imprimés, fichiers importés, octet pour octet.\n"
    "manifeste.json : la taille, l'empreinte (SHA-256) et le compte de chacun, et les fichiers de chaque fiche.\n"
    "Ni mots de passe ni clés.\n\n"
    "All that the company keeps in Caveau.\n"
    "listes/: every list, as CSV. fiches/: every record, one a line, as JSON.\n"
    "fichiers/: attached files, printed papers, imported files, byte for byte.\n"
    "manifeste.json: the size, the hash (SHA-256) and the count of each, and the files of each record.\n"
    "Neither passwords nor keys.\n"
)
_ENDINGS = {b"%PDF": "pdf", b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"PK\x03\x04": "zip"}


@dataclass
class Pack:
    """`put`: what the manifest says of each entry; `done`, `total`: for the pace."""

    zip: ZipFile
    call: Call
    total: int
    done: int = 0
    put: list[dict[str, Any]] = field(default_factory=list)

    def add(self, path: str, content: bytes, rows: int | None = None, *, packed: bool = True) -> None:
        entry = ZipInfo(path, self.call.now.timetuple()[:6])
        entry.compress_type = ZIP_DEFLATED if packed else ZIP_STORED
        self.zip.writestr(entry, content)
        counted = {} if rows is None else {"rows": rows}
        said = {"path": path, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        self.put.append({**said, **counted})

    def went(self, more: int) -> None:
        self.done += more
        if self.call.pace:
            self.call.pace(min(self.done, self.total), self.total)


def export_all(call: Call) -> Download:
    """Everything, as a zip made aside. Forbidden to whoever is not an owner; TooMany beyond five a day."""
    _require_owner(call)
    paths = files.paths(files.key(call.company, ""))
    kinds = _kinds(call)
    total = sum(len(ids) for ids in kinds.values()) + len(paths)
    if call.pace is at_once:
        if limits.count(f"everything:{call.company}", 1, 24 * 3600) > A_DAY:
            again = "Cinq exports complets par jour au plus. Reprenez l'un de ceux d'aujourd'hui, ou revenez demain."
            raise TooMany("tenancy.export.too_often", again, retry_after=3600)
        raise Later(total)
    name = f"caveau-{call.company}-{paris_date(call.now).isoformat()}.zip"
    out = Leaving(TYPE, transfers.disposition(name))
    try:
        with ZipFile(out, "w", ZIP_DEFLATED, allowZip64=True) as opened:
            _fill(Pack(opened, call, total), kinds, paths)
        out.done()
    except BaseException:
        out.given_up()
        raise
    return Download(b"", TYPE, name, path=out.path, size=out.size)


def _require_owner(call: Call) -> None:
    """Whoever holds every right over the whole company: its owners. Never a key, which no person stands behind."""
    if call.actor.kind != "user" or call.actor.only_own or not all(map(call.actor.may, SCOPES)):
        raise Forbidden(
            "tenancy.export.owner_only", "L'export complet est réservé aux propriétaires. Demandez-le-leur."
        )


def _kinds(call: Call) -> dict[str, list[str]]:
    """The ids of each kind that the company ever had, secrets aside."""
    found = current().read(call.company, lambda db: [kind for (kind,) in db.rows("SELECT DISTINCT kind FROM _items")])
    return {kind: ids_of(call.company, kind) for kind in sorted(found) if not is_secret(kind)}


def _fill(pack: Pack, kinds: dict[str, list[str]], paths: Sequence[str]) -> None:
    call = pack.call
    pack.add("LISEZMOI.txt", README.encode())
    counted = {"lists": _lists(pack)}
    held: dict[str, list[tuple[str, Attachments]]] = {}
    records = {kind: _records(pack, kind, ids, held) for kind, ids in kinds.items()}
    attached = [
        (key, one, gone)
        for key, files_of in held.get(ATTACHMENTS.name, [])
        for one, gone in [
            *((one, False) for one in files_of.items),
            *((one.file, True) for one in files_of.earlier),
        ]
    ]
    places = _files(pack, paths, {one.file: one.name for _, one, _ in attached})
    manifest = {
        "company": call.company,
        "made_at": call.now.isoformat(),
        "made_by": call.actor.name,
        **counted,
        "records": {kind: count for kind, count in records.items() if count},
        "files": len(places),
        "attachments": [
            {"record": key, "name": one.name, "sha256": one.file, "size": one.size, "path": places.get(one.file),
             "earlier": gone}
            for key, one, gone in attached
        ],
        "entries": pack.put,
    }  # fmt: skip
    pack.zip.writestr("manifeste.json", json.dumps(manifest, ensure_ascii=False, indent=1))


class _Told:
    """A pace that keeps how many rows there are."""

    rows = 0

    def __call__(self, done: int, rows: int) -> None:
        self.rows = rows


def _lists(pack: Pack) -> dict[str, int]:
    """Every list that a person knows (its columns have headings), whole; how many rows each has."""
    from chalicelib.readmodel.registry import house  # noqa: PLC0415 - imports every room

    counts: dict[str, int] = {}
    for table in house().tables:
        if not any(column.fr for column in table.columns):
            continue
        told = _Told()
        call = replace(pack.call, pace=told)
        content, _, _ = lists.export(call, table, ListQuery(), "csv", locale=call.actor.language)
        counts[table.name] = told.rows
        pack.add(f"listes/{table.name}.csv", content, told.rows)
    return counts


def _records(pack: Pack, kind: str, ids: Sequence[str], held: dict[str, list[tuple[str, Attachments]]]) -> int:
    """Every record of a kind that stands, one a line; how many."""
    lines: list[str] = []
    for some in pieces(ids, BATCH):
        unit = reading(replace(pack.call, pace=None))
        refs = [(KINDS[kind], id) for id in some]
        unit.load(*refs)
        for one, id in refs:
            stored = unit.find(one, id)
            if stored is None:
                continue
            lines.append(json.dumps({"id": id, **one.adapter.dump_python(stored, mode="json")}, ensure_ascii=False))
            if isinstance(stored, Attachments):
                held.setdefault(kind, []).append((id, stored))
        pack.went(len(some))
    if lines:
        pack.add(f"fiches/{kind}.jsonl", "".join(f"{line}\n" for line in lines).encode(), len(lines))
    return len(lines)


def _files(pack: Pack, paths: Sequence[str], names: dict[str, str]) -> dict[str, str]:
    """Every file of the company under the name its giver knows, if any; hash -> where it stands in the zip."""
    places: dict[str, str] = {}
    for path in paths:
        sha = path.rpartition("/")[2]
        content = files.get(pack.call.company, sha)
        ending = next((end for start, end in _ENDINGS.items() if content.startswith(start)), "bin")
        places[sha] = (
            f"fichiers/{sha[:16]} {safe_name(names[sha])}" if sha in names else f"fichiers/{sha[:16]}.{ending}"
        )
        pack.add(places[sha], content, packed=False)
        pack.went(1)
    return places
