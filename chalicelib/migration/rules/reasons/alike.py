"""What contacts, negotiated prices, open invoices and opening stock say in the same words.

The one trick: the codes every such kind has (repeated, refused, exists…) are made from one list, so that none is
forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.migration.rules.reason import Reason

_NOUNS = {
    "contact": ("Le contact", "The contact"),
    "agreement": ("Le prix négocié", "The agreed price"),
    "invoice": ("La facture", "The invoice"),
    "stock": ("Le stock de", "The stock of"),
}


def alike() -> Iterator[Reason]:
    """What any of these kinds may say."""
    for kind, (fr, en) in _NOUNS.items():
        yield from _repeated(kind, fr, en)
        yield from _met(kind, fr, en)
        yield from _broken(kind)


def _repeated(kind: str, fr: str, en: str) -> tuple[Reason, ...]:
    return (
        Reason(f"{kind}.duplicate.strict", "skip", "strict_duplicates",
               f"{fr} {{raw}} est déjà ligne {{line}}, à l'identique : une seule fois suffit.",
               f"{en} {{raw}} is already on line {{line}}, the same: once is enough."),
        Reason(f"{kind}.duplicate.conflicting", "refuse", "conflicting_duplicates",
               f"{fr} {{raw}} est déjà ligne {{line}}, avec d'autres valeurs ({{differs}}). C'est la ligne {{line}} "
               "qui compte ; si celle-ci est la bonne, corrigez.",
               f"{en} {{raw}} is already on line {{line}} with other values ({{differs}}). Line {{line}} is kept; "
               "if this one is right, correct it."),
        Reason(f"{kind}.duplicate.kept", "warn", "kept_duplicates",
               "La même ligne revient ligne {line} avec d'autres valeurs ({differs}) : celle-ci est gardée. Vérifiez.",
               "The same comes again on line {line} with other values ({differs}): this one is kept. Check it."),
        Reason(f"{kind}.duplicate.first_refused", "warn", "kept_duplicates",
               "La même est ligne {line}, refusée : celle-ci est gardée. Vérifiez.",
               "The same is on line {line}, refused: this one is kept. Check it."),
    )  # fmt: skip


def _met(kind: str, fr: str, en: str) -> tuple[Reason, ...]:
    return (
        Reason(f"{kind}.exists.unchanged", "note", "unchanged",
               "Déjà dans Caveau, à l'identique.", "Already in Caveau, the same."),
        Reason(f"{kind}.exists.updated", "note", "updated",
               "Mis à jour depuis le dernier import : {differs}.", "Updated since the last import: {differs}."),
        Reason(f"{kind}.exists.kept", "refuse", "exists",
               f"{fr} {{raw}} est déjà dans Caveau, saisi ou modifié depuis ({{differs}}) : laissé tel quel. Corrigez "
               "s'il le faut.",
               f"{en} {{raw}} is already in Caveau, typed or changed since ({{differs}}): left as it is. Correct it if "
               "need be."),
        Reason(f"{kind}.refused", "refuse", "refused", "Refusé : {detail}", "Refused: {detail}"),
        Reason(f"{kind}.unknown_customer", "refuse", "unknown_customer",
               "Aucun client n'a le code {wanted}, ni dans Caveau ni dans cet import. Importez-le d'abord.",
               "No customer has code {wanted}, in Caveau or in this import. Import him first."),
    )  # fmt: skip


def _broken(kind: str) -> tuple[Reason, ...]:
    return (
        Reason(f"{kind}.formula", "warn", "formula",
               "« {raw} » est une formule, pas une valeur : la case est laissée vide. Saisissez la valeur.",
               "“{raw}” is a formula, not a value: left empty. Type the value."),
        Reason(f"{kind}.cell_error", "warn", "cell_error",
               "« {raw} » est une erreur du tableur : la case est laissée vide. Saisissez la valeur.",
               "“{raw}” is a spreadsheet error: left empty. Type the value."),
        Reason(f"{kind}.too_long", "warn", "too_long",
               "Le texte dépasse {limit} caractères : la fin est coupée.",
               "The text is over {limit} characters: its end is cut."),
    )  # fmt: skip
