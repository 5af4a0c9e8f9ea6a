"""Erasing a person: what each kind of item loses, and what must stay with its reason.

Nouns: a `Rule` for one kind of item (what is blanked in it, whether the item itself goes, or why it is kept). The one
trick: a rule works on the plain document and on any part of it alike, for a journal entry keeps of a former version
only the fields that differ; so the item and its whole past are blanked by the same lines.

    erases("note", blanks({"text": "", "subject.label": ""}), drop=True)
    keeps("invoice", "Facture émise : la loi impose de la garder dix ans.", "Issued invoice: kept ten years by law.")

Errors: ValueError for a kind that is declared twice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

NOBODY = "Personne effacée"
Blank = Callable[[dict[str, Any], Collection[str]], None]


@dataclass(frozen=True)
class Rule:
    """`blank(doc, ids)` changes a plain document, or a part of one, in place; `ids`: those the person was known by.
    `drop`: the item goes. `kept`: why it stays as it is, in French and English."""

    blank: Blank | None = None
    drop: bool = False
    kept: tuple[str, str] = ("", "")


RULES: dict[str, Rule] = {}


def erases(kind: str, blank: Blank, *, drop: bool = False) -> None:
    _declare(kind, Rule(blank, drop))


def keeps(kind: str, fr: str, en: str) -> None:
    _declare(kind, Rule(kept=(fr, en)))


def _declare(kind: str, rule: Rule) -> None:
    if kind in RULES:
        raise ValueError(f"the erasing of {kind} is declared twice")
    RULES[kind] = rule


def blanks(values: Mapping[str, Any]) -> Blank:
    """What puts these values at these dotted paths, where the document has them."""

    def blank(doc: dict[str, Any], ids: Collection[str]) -> None:
        for path, value in values.items():
            _put(doc, path.split("."), value)

    return blank


def _put(doc: Any, path: list[str], value: Any) -> None:
    *parents, last = path
    for name in parents:
        doc = doc.get(name) if isinstance(doc, dict) else None
    if isinstance(doc, dict) and last in doc:
        doc[last] = value
