"""Templates of letters: subject and text, per sort and language, with variables.

Noun: a `Template`. The one trick: a text holds variables ($number) and nothing else that computes, each is replaced
once, by a value that is never read again; so no template can loop, call or grow, and one that asks for more is refused
when it is saved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from chalicelib.kernel.errors import FieldError, Refused

Sort = Literal[
    "quote", "order", "proforma", "delivery_note", "invoice", "credit_note", "payment_link", "reminder_1", "reminder_2",
    "reminder_3",
]  # fmt: skip
SORTS: tuple[str, ...] = (
    "quote", "order", "proforma", "delivery_note", "invoice", "credit_note", "payment_link", "reminder_1", "reminder_2",
    "reminder_3",
)  # fmt: skip
MOST_SUBJECT = 200
MOST_TEXT = 10_000
COMMON = ("company", "person", "document", "number", "date", "amount", "message", "contact")
VARIABLES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(SORTS, COMMON),
    "quote": (*COMMON, "valid_until", "pay"),
    "order": (*COMMON, "pay"),
    "proforma": (*COMMON, "pay"),
    "invoice": (*COMMON, "due", "pay"),
    "payment_link": (*COMMON, "due", "balance", "pay"),
    **{
        f"reminder_{level}": (*COMMON, "due", "days", "balance", "fee", "interest", "rate", "total", "pay")
        for level in (1, 2, 3)
    },
}
"""What a text of each sort may name."""
_NAMED = re.compile(r"\$\{?\s*([^\W\d]\w*)")
_CODE = re.compile(r"\{%|%\}|\{\{|\}\}|<\?|<%|\{#")


@dataclass(frozen=True)
class Template:
    """`id` is "<sort>-<language>"."""

    id: str
    sort: str
    language: str
    subject: str
    text: str


@dataclass(frozen=True)
class Templates:
    """Those the company changed."""

    items: tuple[Template, ...] = ()


def template_id(sort: str, language: str) -> str:
    return f"{sort}-{language}"


def checked(template: Template) -> Template:
    """The template as stored. Refused with every bad field: a variable that the sort does not have, by its name; loops
    and other code; a subject of several lines; nothing written."""
    errors: list[FieldError] = []
    for field, text, most in (("subject", template.subject, MOST_SUBJECT), ("text", template.text, MOST_TEXT)):
        errors += _judged(field, text, most, VARIABLES[template.sort])
    if "\n" in template.subject or "\r" in template.subject:
        detail = "L'objet tient sur une ligne. Retirez les retours à la ligne."
        errors.append(FieldError("subject", "mailing.template.lines", detail))
    if errors:
        raise Refused.many(errors)
    return template


def _judged(field: str, text: str, most: int, known: tuple[str, ...]) -> list[FieldError]:
    if len(text) > most:
        return [FieldError(field, "mailing.template.long", f"Ce texte dépasse {most} caractères. Raccourcissez-le.")]
    if not text.strip():
        return [FieldError(field, "mailing.template.empty", "Ce texte est vide. Écrivez-le, ou reprenez l'original.")]
    found = _CODE.search(text)
    if found:
        detail = f"« {found.group()} » : un modèle n'a ni boucle ni condition. Utilisez les variables de la liste."
        return [FieldError(field, "mailing.template.code", detail)]
    unknown = sorted({name for name in _NAMED.findall(text) if name not in known})
    return [
        FieldError(
            field,
            "mailing.template.variable",
            f"La variable « {name[:40]} » n'existe pas ici. Choisissez parmi : {', '.join(known)}.",
        )
        for name in unknown[:10]
    ]
