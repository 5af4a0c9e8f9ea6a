"""Lists of imports and of their ledger.

One item of the ledger holds a chunk; here it becomes one row per remark, and at least one per source row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from chalicelib.kernel.erasing import erases
from chalicelib.readmodel import Change, Column, Row, Table, projection
from chalicelib.readmodel.persons import holds

IMPORTS = Table(
    "imports",
    [
        Column("id", "id", fr="Identifiant", en="Id"),
        Column("state", "choice", fr="État", en="State"),
        Column("files", "text", search=True, fr="Fichiers", en="Files"),
        Column("created_at", "instant", fr="Préparé le", en="Prepared at"),
        Column("created_by", "text", fr="Par", en="By"),
        Column("total", "int", fr="Lignes", en="Rows"),
        Column("done", "int", fr="Faites", en="Done"),
        Column("created", "int", fr="Créées", en="Created"),
        Column("warned", "int", fr="Créées avec réserve", en="Created with a warning"),
        Column("updated", "int", fr="Mises à jour", en="Updated"),
        Column("unchanged", "int", fr="Inchangées", en="Unchanged"),
        Column("skipped", "int", fr="Doublons", en="Skipped"),
        Column("refused", "int", fr="Refusées", en="Refused"),
        Column("prices", "int", fr="Prix", en="Prices"),
    ],
    sort="-created_at",
    title="files",
)

LEDGER = Table(
    "import_ledger",
    [
        Column("id", "id", fr="Identifiant", en="Id"),
        Column("import_id", "id", index=True, fr="Import", en="Import"),
        Column("file", "text", fr="Fichier", en="File"),
        Column("sheet", "text", fr="Feuille", en="Sheet"),
        Column("line", "int", fr="Ligne", en="Line"),
        Column("kind", "choice", fr="Nature", en="Kind"),
        Column("key", "text", search=True, fr="Code", en="Code"),
        Column("name", "text", search=True, fr="Nom", en="Name"),
        Column("outcome", "choice", fr="Résultat", en="Outcome"),
        Column("first", "bool", fr="Première remarque", en="First remark"),
        Column("reason", "choice", fr="Motif", en="Reason"),
        Column("family", "choice", fr="Sorte de motif", en="Sort of reason"),
        Column("severity", "choice", fr="Gravité", en="Severity"),
        Column("field", "text", fr="Colonne", en="Column"),
        Column("raw", "text", search=True, fr="Valeur lue", en="Value read"),
        Column("sentence", "text", fr="Explication", en="Explanation (French)"),
        Column("sentence_en", "text", fr="Explication (anglais)", en="Explanation"),
        Column("record", "id", index=True, fr="Fiche", en="Record"),
        Column("prices", "int", fr="Prix", en="Prices"),
        Column("stamp", "text", fr="Empreinte", en="Fingerprint"),
        Column("undone", "choice", fr="Annulation", en="Undo"),
        Column("undone_why", "text", fr="Pourquoi", en="Why"),
    ],
    sort="file,sheet,line",
    title="name",
)

_COUNTS = ("created", "warned", "updated", "unchanged", "skipped", "refused")
_LINE = ("file", "sheet", "line", "kind", "key", "name", "outcome", "record", "undone", "undone_why")


@projection(IMPORTS, kind="import")
def import_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    yield {
        "id": doc["id"],
        "state": doc["state"],
        "files": ", ".join(file["name"] for file in doc["files"]),
        "created_at": doc["created_at"],
        "created_by": doc["person"]["name"],
        "total": doc["total"],
        "done": doc["done"],
        **{name: doc["tally"].get(name, 0) for name in _COUNTS},
        "prices": doc["prices"],
    }


@projection(LEDGER, kind="import_ledger")
def ledger_rows(doc: dict[str, Any], change: Change) -> Iterable[Row]:
    for place, line in doc["lines"].items():
        common = {"import_id": doc["import_id"], **{name: line[name] for name in _LINE}}
        if line["key"].startswith("~"):
            common["key"] = ""  # a row without a code of its own is known by a hash, which tells a reader nothing
        for n, said in enumerate(line["said"] or [_NOTHING]):
            yield {
                **common,
                "id": f"{doc['import_id']}-{doc['number']}-{place}-{n}",
                "first": n == 0,
                "prices": line["prices"] if n == 0 else 0,
                "stamp": line["stamp"] if n == 0 else "",
                "reason": said["code"],
                "family": said["family"],
                "severity": said["severity"],
                "field": said["field"],
                "raw": said["raw"],
                "sentence": said["fr"],
                "sentence_en": said["en"],
            }


_NOTHING = {"code": "", "family": "", "severity": "", "field": "", "raw": "", "fr": "", "en": ""}


def _forgotten(doc: dict[str, Any], ids: Collection[str]) -> None:
    """Of the rows that made or changed an erased person stay the place in the file and what became of them."""
    for line in (doc.get("lines") or {}).values():
        if str(line.get("record") or "").partition(".")[0] in ids:  # a contact is named after his customer
            line.update(name="", before=None)
            for said in line["said"]:
                said.update(raw="", fr="", en="")


holds(LEDGER, "record")
erases("import_ledger", _forgotten)
